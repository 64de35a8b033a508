variable "renewal" {
  description = "A new value renews the line once."
  type        = string
  default     = null
}

# A line from a package of the panel. Its creation and each renewal cost credits.
resource "iptv_line" "larry" {
  username       = "larry_line"
  package_id     = 107
  reseller_notes = "Larry's home line"
  renewal_key    = var.renewal
}

data "iptv_panel_profile" "me" {}

# Outside the check block: a data source inside one is read once more on every apply, and no plan would be empty.
check "credits" {
  assert {
    condition     = data.iptv_panel_profile.me.credits >= 500
    error_message = "Only ${data.iptv_panel_profile.me.credits} credits are left."
  }
}
