# What the panel has, read anew.
terraform {
  required_providers {
    iptv = {
      source = "iptvops/iptv"
    }
  }
}

data "iptv_lines" "all" {}

data "iptv_panel_profile" "me" {}

output "usernames" {
  value = [for line in data.iptv_lines.all.lines : line.username]
}

output "credits" {
  value = data.iptv_panel_profile.me.credits
}
