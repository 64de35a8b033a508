import {
  to = iptv_line.larry

  identity = {
    id = "1734da33-9723-4df6-90d1-38dc589aa0ec"
  }
}
