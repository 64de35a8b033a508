# A configuration of two organisations, with its tests: iptv-sim -seed seed.json -- terraform test
terraform {
  required_version = ">= 1.7"

  required_providers {
    iptv = {
      source = "iptvops/iptv"
    }
  }
}

# Telecom X, the panel and the first organisation come from the environment.
provider "iptv" {}

provider "iptv" {
  alias = "radio"

  icareus = {
    organization_id = var.radio.organization_id
    secret          = var.radio.secret
  }
}

variable "radio" {
  description = "The second organisation."
  type        = object({ organization_id = number, secret = string })
  sensitive   = true
}

variable "channels" {
  description = "Id of each channel of the package to how it is received: BASE, DVB or LOCAL."
  type        = map(string)
}

variable "customers" {
  description = "Name to id of the customers who subscribe."
  type        = map(string)
}

variable "lines" {
  description = "Usernames of the lines."
  type        = set(string)
}

variable "renewal" {
  description = "A new value renews every line once."
  type        = string
  default     = null
}

resource "iptv_icareus_channel" "kids" {
  name                   = "Kids"
  logical_channel_number = 3
  primary_language       = "fi_FI"
  categories             = [13]
}

resource "iptv_icareus_channel" "jazz" {
  provider   = iptv.radio
  name       = "Jazz"
  audio_only = true
}

resource "iptv_package" "extra" {
  name     = "Extra"
  channels = var.channels
}

resource "iptv_subscription" "this" {
  for_each = var.customers

  customer_id = each.value
  packages    = [{ id = iptv_package.extra.id }]
}

resource "iptv_line" "this" {
  for_each = var.lines

  username    = each.key
  package_id  = 107
  renewal_key = var.renewal
}

output "credits" {
  description = "What buying the lines costs."
  value       = sum([for line in iptv_line.this : line.price])
}

output "kids" {
  description = "Id of the channel for children."
  value       = iptv_icareus_channel.kids.id
}
