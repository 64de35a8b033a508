list "icareus_channel" "all" {
  provider = iptv
}
