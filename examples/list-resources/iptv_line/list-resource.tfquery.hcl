# Lines of a package that expire within the month. terraform query -generate-config-out=lines.tf writes resource and
# import blocks for them, without their passwords.
list "iptv_line" "expiring" {
  provider         = iptv
  include_resource = true
  limit            = 1000

  config {
    package_id     = 107
    is_enabled     = true
    expires_before = "2027-02-01T00:00:00Z"
  }
}
