# A channel that is managed elsewhere, by its name.
data "iptv_icareus_channel" "news" {
  name       = "News"
  depends_on = [icareus_channel.news]
}

output "news_number" {
  value = data.iptv_icareus_channel.news.logical_channel_number
}
