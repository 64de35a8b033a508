data "iptv_line_packages" "all" {}

output "prices" {
  value = { for package in data.iptv_line_packages.all.packages : package.name => package.price_credits }
}
