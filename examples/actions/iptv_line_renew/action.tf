resource "iptv_line" "larry" {
  username   = "larry_line"
  package_id = 107
}

# Renews the line whenever the month that is paid for changes, and only if it expires before the end of that month.
resource "terraform_data" "paid_until" {
  input = "2027-02-01T00:00:00Z"

  lifecycle {
    action_trigger {
      events  = [after_create, after_update]
      actions = [action.iptv_line_renew.larry]
    }
  }
}

action "iptv_line_renew" "larry" {
  config {
    line_id        = iptv_line.larry.id
    package_id     = 107
    renewal_key    = terraform_data.paid_until.output
    expires_before = terraform_data.paid_until.output
  }
}
