data "iptv_panel_profile" "me" {}

# Warns in every plan and apply when the credits run low, without stopping it.
check "credits" {
  assert {
    condition     = data.iptv_panel_profile.me.credits >= 500
    error_message = "Only ${data.iptv_panel_profile.me.credits} credits are left."
  }
}
