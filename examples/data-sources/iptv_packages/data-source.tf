data "iptv_packages" "all" {}

output "packages" {
  value = { for package in data.iptv_packages.all.packages : package.name => package.id... }
}
