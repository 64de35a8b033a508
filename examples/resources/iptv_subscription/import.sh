# A subscription is imported by the ID of its customer.
terraform import iptv_subscription.customer 5F0E3C9A7B21D4408C6EA202
