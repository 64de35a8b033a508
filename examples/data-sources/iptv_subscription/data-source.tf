data "iptv_subscription" "customer" {
  customer_id = "5F0E3C9A7B21D4408C6EA202"
}

output "ends" {
  value = { for package in data.iptv_subscription.customer.packages : package.id => package.end }
}
