locals {
  channels = {
    news  = { name = "News", number = 1, language = "en_US" }
    sport = { name = "Sport", number = 2, language = "en_US" }
    kids  = { name = "Kids", number = 3, language = "fi_FI" }
  }
}

# The linear channels of the organisation.
resource "icareus_channel" "this" {
  for_each = local.channels
  provider = iptv

  name                   = each.value.name
  logical_channel_number = each.value.number
  primary_language       = each.value.language
  aspect_ratio           = "16:9"
  auto_record            = each.key == "news"
  is_public              = each.key != "sport"
}

output "ingest" {
  description = "Where each channel's encoder sends to."
  value       = { for key, channel in icareus_channel.this : key => "${channel.ingest_url}/${channel.stream_name}" }
}
