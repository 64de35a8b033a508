# By its name, or by its id.
data "iptv_package" "news" {
  name = "News"
}

output "news_channels" {
  value = keys(data.iptv_package.news.channels)
}
