# All channels in high definition that can be streamed, as one package to add.
data "iptv_channels" "all" {}

resource "iptv_package" "hd" {
  name        = "Everything in HD"
  customer_id = "5F0E3C9A7B21D4408C6EA101"

  channels = {
    for channel in data.iptv_channels.all.channels : channel.id => "BASE"
    if channel.hd && contains(channel.supported_types, "BASE")
  }
}
