# The long name of the same data source: the devices of up to 50 accounts, and no provider argument.
data "iptv_drm_accounts" "first" {
  customer_id = "5F0E3C9A7B21D4408C6EA202"
  full        = true
  offset      = 0
  limit       = 50
}

output "devices" {
  value = { for account in data.iptv_drm_accounts.first.accounts : account.username => account.devices[*].type }
}
