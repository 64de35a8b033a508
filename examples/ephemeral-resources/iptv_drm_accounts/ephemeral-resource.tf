# The short name: the block says which provider it belongs to.
ephemeral "drm_accounts" "customer" {
  provider    = iptv
  customer_id = "5F0E3C9A7B21D4408C6EA202"
}

# The passwords are neither in state nor in a plan. Use them where ephemeral values are allowed: in provider
# configurations, write-only arguments and other ephemeral resources.
locals {
  passwords = { for account in ephemeral.drm_accounts.customer.accounts : account.username => account.password }
}
