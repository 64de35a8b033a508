# terraform query -generate-config-out=channels.tf writes an import block and a resource for each channel.
list "icareus_channel" "all" {
  provider = iptv
}
