variable "customer_id" {
  description = "The customer who subscribes: 24 hexadecimal characters."
  type        = string
}

variable "subscription_end" {
  description = "When the sport package ends, RFC 3339, at most 12 months ahead."
  type        = string
}

# Every channel of the reseller, with the ways in which it can be received.
data "iptv_channels" "all" {}

locals {
  receivable = [for channel in data.iptv_channels.all.channels : channel if length(channel.supported_types) > 0]
  reception  = { for channel in local.receivable : channel.id => sort(channel.supported_types)[0] }
  numbers    = sort([for channel in local.receivable : format("%03d", channel.number)])
  by_number  = { for channel in local.receivable : format("%03d", channel.number) => channel.id }
}

# The line-up: a main package and one to add. A package that a customer has cannot be deleted: where a change replaces it,
# the new one comes first, the subscription moves to it, and the old one goes last.
resource "iptv_package" "basic" {
  name     = "Basic"
  main     = true
  channels = { for number in slice(local.numbers, 0, 6) : local.by_number[number] => local.reception[local.by_number[number]] }

  lifecycle {
    create_before_destroy = true
  }
}

resource "iptv_package" "sport" {
  name     = "Sport"
  channels = { for number in slice(local.numbers, 6, 8) : local.by_number[number] => local.reception[local.by_number[number]] }

  lifecycle {
    create_before_destroy = true
  }
}

# Who subscribes, to what, and until when.
resource "iptv_subscription" "customer" {
  customer_id = var.customer_id

  packages = [
    { id = iptv_package.basic.id },
    { id = iptv_package.sport.id, end = var.subscription_end },
  ]

  npvr = {
    override         = true
    enabled          = true
    storage_hours    = 100
    auto_expire_days = 30
  }
}

# The accounts that the customer's apps log in with, without their passwords.
data "drm_accounts" "customer" {
  provider    = iptv
  customer_id = var.customer_id
}

output "app_accounts" {
  description = "The customer's accounts for apps, with the number of devices on each."
  value       = join(", ", [for account in data.drm_accounts.customer.accounts : "${account.username} (devices: ${account.device_count})"])
}
