# Of a channel with the short name, OpenTofu wants to know the provider here as well.
import {
  provider = iptv

  to = icareus_channel.news
  id = "12346501"
}
