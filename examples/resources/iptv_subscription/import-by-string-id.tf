# By the ID of its customer.
import {
  to = iptv_subscription.customer
  id = "5F0E3C9A7B21D4408C6EA202"
}
