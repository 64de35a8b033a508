# Plan, apply, plan again, renew: against what seed.json says.
variables {
  radio     = { organization_id = 1002, secret = "secret-of-1002" }
  customers = { anna = "5E0000000000000000000002", bob = "5E0000000000000000000003" }
  lines     = ["new-01", "new-02"]
}

run "plan_shows_the_price" {
  command = plan

  assert {
    condition     = output.credits == 20
    error_message = "The plan costs ${output.credits} credits, not 20."
  }

  assert {
    condition     = length(iptv_package.extra.channels) == 3
    error_message = "The package does not have every channel of the reseller."
  }
}

run "apply" {
  assert {
    condition     = iptv_icareus_channel.kids.id != "" && iptv_icareus_channel.jazz.id != ""
    error_message = "A channel has no id."
  }

  assert {
    condition     = alltrue([for line in iptv_line.this : timecmp(line.expire_at, plantimestamp()) > 0])
    error_message = "A line has expired already."
  }
}

run "paid_once" {
  module {
    source = "./panel"
  }

  assert {
    condition     = output.credits == 980
    error_message = "${output.credits} credits are left, not 980."
  }
}

run "renew" {
  variables {
    renewal = "next-month"
  }

  assert {
    condition     = alltrue([for line in iptv_line.this : timecmp(line.expire_at, timeadd(plantimestamp(), "1400h")) > 0])
    error_message = "A line was not renewed."
  }
}
