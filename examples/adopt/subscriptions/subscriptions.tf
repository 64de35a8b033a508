locals {
  customers = toset(["5F0E3C9A7B21D4408C6EA202", "5F0E3C9A7B21D4408C6EA204"])
}

data "iptv_subscription" "now" {
  for_each    = local.customers
  customer_id = each.key
}

import {
  for_each = local.customers
  to       = iptv_subscription.all[each.key]
  id       = each.key
}

resource "iptv_subscription" "all" {
  for_each = local.customers

  customer_id = each.key
  npvr        = data.iptv_subscription.now[each.key].npvr
  scrub       = data.iptv_subscription.now[each.key].scrub
  packages    = [for package in data.iptv_subscription.now[each.key].packages : { id = package.id, end = package.end }]
}
