# Terraform 1.12 or later.
import {
  to = iptv_subscription.family
  identity = {
    customer_id = "5F0E3C9A7B21D4408C6EA102"
  }
}
