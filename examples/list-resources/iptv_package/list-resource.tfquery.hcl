# terraform query -generate-config-out=packages.tf writes an import block and a resource for each package.
list "iptv_package" "all" {
  provider         = iptv
  include_resource = true
  limit            = 1000
}

# By a text in their names.
list "iptv_package" "sports" {
  provider = iptv

  config {
    filter = "sports"
  }
}
