resource "iptv_package" "basic" {
  name     = "Basic"
  main     = true
  channels = { "60A4D1F37C00000000001AB1" = "BASE" }
}

resource "iptv_package" "sport" {
  name     = "Sport"
  channels = { "60A4D1F37C00000000003EF3" = "BASE" }
}

# Three months from the first apply.
resource "terraform_data" "season_end" {
  input = timeadd(plantimestamp(), "2160h")

  lifecycle {
    ignore_changes = [input]
  }
}

resource "iptv_subscription" "customer" {
  customer_id = "5F0E3C9A7B21D4408C6EA202"

  packages = [
    { id = iptv_package.basic.id },
    { id = iptv_package.sport.id, end = terraform_data.season_end.output },
  ]

  npvr = {
    override         = true
    enabled          = true
    storage_hours    = 100
    auto_expire_days = 30
  }

  scrub = {
    override = true
    backward = true
    pause    = true
  }
}
