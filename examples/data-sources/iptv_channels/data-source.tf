data "iptv_channels" "all" {}

output "channels_by_dvb" {
  value = [for channel in data.iptv_channels.all.channels : channel.name if contains(channel.supported_types, "DVB")]
}
