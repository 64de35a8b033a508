list "iptv_package" "all" {
  provider = iptv
  limit    = 10000
}

list "iptv_line" "all" {
  provider = iptv
  limit    = 10000
}

list "iptv_icareus_channel" "all" {
  provider = iptv
  limit    = 10000
}
