# The short name: the block says which provider it belongs to.
data "drm_accounts" "customer" {
  provider    = iptv
  customer_id = "5F0E3C9A7B21D4408C6EA202"
}

output "accounts_without_device" {
  value = [for account in data.drm_accounts.customer.accounts : account.username if account.device_count == 0]
}
