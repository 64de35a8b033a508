# Bought for credits. A new renewal_key renews it once, for package_id.
resource "iptv_line" "larry" {
  username       = "larry_line"
  package_id     = 107
  renewal_key    = "2027-01"
  reseller_notes = "Larry's home line"
}

# A device, with a random username and password, and a part of its package's bouquets.
resource "iptv_line" "living_room" {
  package_id = 108
  mac_addr   = "00:1A:79:11:22:33"
  bouquets   = [2, 3]
}

output "living_room" {
  value = {
    username = iptv_line.living_room.username
    password = iptv_line.living_room.password
  }
  sensitive = true
}
