resource "iptv_package" "all" {
  for_each = local.packages

  name     = each.value.name
  main     = each.value.main
  channels = each.value.channels
}

resource "iptv_line" "all" {
  for_each = local.lines

  username        = each.value.username
  charge_credits  = each.value.package_id != null
  package_id      = each.value.package_id
  mac_addr        = each.value.mac_addr
  bouquets        = each.value.bouquets
  max_connections = each.value.max_connections
  reseller_notes  = each.value.reseller_notes
  is_enabled      = each.value.is_enabled
  expire_at       = each.value.expire_at
  is_trial        = each.value.is_trial
  is_restreamer   = each.value.is_restreamer
}

resource "iptv_icareus_channel" "all" {
  for_each = local.channels

  name                   = each.value.name
  description            = each.value.description
  logical_channel_number = each.value.logical_channel_number
  aspect_ratio           = each.value.aspect_ratio
  primary_language       = each.value.primary_language
  audio_only             = each.value.audio_only
  auto_record            = each.value.auto_record
  is_public              = each.value.is_public
  is_exclusive           = each.value.is_exclusive
  quality                = each.value.quality
  categories             = each.value.categories
  location_restrictions  = each.value.location_restrictions
}
