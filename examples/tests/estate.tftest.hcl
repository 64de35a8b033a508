# Plan, apply, plan again, renew: against what seed.json says.
variables {
  radio     = { organization_id = 1002, secret = "secret-of-1002" }
  channels  = { "5E00000000000000000000C1" = "BASE", "5E00000000000000000000C3" = "LOCAL" }
  customers = { bob = "5E0000000000000000000003", carol = "5E0000000000000000000004" }
  lines     = ["new-01", "new-02"]
}

run "before" {
  module {
    source = "./panel"
  }
}

run "plan_shows_the_price" {
  command = plan

  assert {
    condition     = output.credits == 20
    error_message = "The plan costs ${output.credits} credits, not 20."
  }

  assert {
    condition     = length(iptv_subscription.this) == 2
    error_message = "Not every customer subscribes."
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
    condition     = output.credits == run.before.credits - 20
    error_message = "The lines cost ${run.before.credits - output.credits} credits, not 20."
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
