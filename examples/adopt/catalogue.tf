data "iptv_packages" "all" {}
data "iptv_lines" "all" {}
data "iptv_icareus_channels" "all" {}

locals {
  packages = { for package in data.iptv_packages.all.packages : package.id => {
    name     = package.name
    main     = package.main
    channels = package.channels
  } }

  lines = { for line in data.iptv_lines.all.lines : line.id => {
    username        = line.username
    package_id      = line.package_id
    mac_addr        = line.mac_addr
    bouquets        = line.bouquets
    max_connections = line.max_connections
    reseller_notes  = line.reseller_notes
    is_enabled      = line.is_enabled

    # Only a line that was made without a charge has these in the configuration: a package says them otherwise.
    expire_at     = line.package_id == null ? line.expire_at : null
    is_trial      = line.package_id == null ? line.is_trial : null
    is_restreamer = line.package_id == null ? line.is_restreamer : null
  } }

  channels = { for channel in data.iptv_icareus_channels.all.channels : channel.id => {
    name                   = channel.name
    description            = channel.description
    logical_channel_number = channel.logical_channel_number
    aspect_ratio           = channel.aspect_ratio
    primary_language       = channel.primary_language
    audio_only             = channel.audio_only
    auto_record            = channel.auto_record
    is_public              = channel.is_public
    is_exclusive           = channel.is_exclusive
    quality                = channel.quality
    categories             = channel.categories
    location_restrictions  = channel.location_restrictions
  } }
}

import {
  for_each = local.packages
  to       = iptv_package.all[each.key]
  id       = each.key
}

import {
  for_each = local.lines
  to       = iptv_line.all[each.key]
  id       = each.key
}

import {
  for_each = local.channels
  to       = iptv_icareus_channel.all[each.key]
  id       = each.key
}

output "estate" {
  value = { packages = local.packages, lines = local.lines, channels = local.channels }
}
