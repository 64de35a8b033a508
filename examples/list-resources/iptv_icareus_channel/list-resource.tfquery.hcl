# terraform query -generate-config-out=channels.tf writes an import block and a resource for each channel.
list "icareus_channel" "all" {
  provider         = iptv
  include_resource = true
}

# All channels of one name, as whole objects: the names need not be unique.
list "iptv_icareus_channel" "news" {
  provider         = iptv
  include_resource = true

  config {
    name = "News"
  }
}
