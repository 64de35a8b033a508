# By its number, or by its id.
data "iptv_channel" "first" {
  number = 1
}

# A package of one channel, received as the first of the ways that it supports.
resource "iptv_package" "first" {
  name     = data.iptv_channel.first.name
  channels = { (data.iptv_channel.first.id) = sort(data.iptv_channel.first.supported_types)[0] }
}
