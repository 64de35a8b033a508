# The long name of the same ephemeral resource: no provider argument is needed.
ephemeral "iptv_icareus_token" "now" {}
