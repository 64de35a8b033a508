resource "icareus_channel" "news" {
  provider = iptv
  name     = "News"
}

# The whole channel, with its streams as an object.
data "icareus_channel" "news" {
  provider = iptv
  id       = icareus_channel.news.id
}

output "news_streams" {
  value = [for item in data.icareus_channel.news.streams.items : item.devices[*].url]
}
