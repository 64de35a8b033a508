data "iptv_bouquets" "all" {}

locals {
  bouquet_ids = { for bouquet in data.iptv_bouquets.all.bouquets : bouquet.name => bouquet.id }
}

# Bouquets of a line by their names.
resource "iptv_line" "larry" {
  username   = "larry_line"
  package_id = 107
  bouquets   = [local.bouquet_ids["Basic"], local.bouquet_ids["Sports"]]
}
