# The long name of the same type: no provider argument is needed.
resource "iptv_icareus_channel" "sport" {
  name                   = "Sport"
  description            = "Live sport, premium"
  logical_channel_number = 2
  aspect_ratio           = "16:9"
  primary_language       = "en_US"
  auto_record            = true
  is_public              = false
  quality                = "HD"
  categories             = [101, 103]
  location_restrictions  = [201]
}
