data "icareus_channels" "all" {
  provider = iptv
}

output "private_channels" {
  value = [for channel in data.icareus_channels.all.channels : channel.name if !channel.is_public]
}
