resource "iptv_package" "news" {
  name = "News"
  main = true

  # Channel ID to how it is received.
  channels = {
    "60A4D1F37C00000000001AB1" = "BASE"
    "60A4D1F37C00000000002DC5" = "DVB"
    "60A4D1F37C00000000001117" = "LOCAL"
  }

  # A replacement is deleted after the subscriptions have moved to the new package.
  lifecycle {
    create_before_destroy = true
  }
}
