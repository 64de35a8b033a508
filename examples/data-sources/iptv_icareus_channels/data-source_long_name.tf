data "iptv_icareus_channels" "all" {}

output "channel_numbers" {
  value = { for channel in data.iptv_icareus_channels.all.channels : channel.name => channel.logical_channel_number... }
}
