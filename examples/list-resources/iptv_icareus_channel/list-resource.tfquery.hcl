# All channels of one name, as whole objects: the names need not be unique.
list "iptv_icareus_channel" "news" {
  provider         = iptv
  include_resource = true

  config {
    name = "News"
  }
}
