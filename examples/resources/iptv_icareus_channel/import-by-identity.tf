# Terraform 1.12 and later. The organisation is the provider's unless it is given.
import {
  to = iptv_icareus_channel.news
  identity = {
    id              = "12346501"
    organization_id = 2631609
  }
}
