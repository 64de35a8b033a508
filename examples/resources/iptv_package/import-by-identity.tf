# Terraform 1.12 or later. The package adopts the configured customer_id.
import {
  to = iptv_package.news
  identity = {
    id = "60A4D1F37C00000000004E55"
  }
}
