# The long name of the same ephemeral resource: no provider argument is needed.
ephemeral "iptv_drm_accounts" "one" {
  customer_id = "5F0E3C9A7B21D4408C6EA202"
  filter      = "5665673625"
}
