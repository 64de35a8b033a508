# The short name: the block says which provider it belongs to.
resource "icareus_channel" "news" {
  provider = iptv

  name                   = "News"
  logical_channel_number = 1
  primary_language       = "fi_FI"
  aspect_ratio           = "16:9"
}
