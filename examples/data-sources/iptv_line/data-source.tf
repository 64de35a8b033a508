resource "iptv_line" "example" {
  username   = "larry_line"
  package_id = 107
}

data "iptv_line" "larry" {
  username = iptv_line.example.username
}

output "larry_expires_at" {
  value = data.iptv_line.larry.expire_at
}
