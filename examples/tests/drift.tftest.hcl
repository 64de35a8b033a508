# Somebody changes a channel and deletes a line by hand; the next apply puts both back.
variables {
  radio     = { organization_id = 1002, secret = "secret-of-1002" }
  channels  = { "5E00000000000000000000C1" = "BASE" }
  customers = {}
  lines     = ["drifting"]
}

run "apply" {}

run "somebody_changes_a_channel" {
  module {
    source = "./control"
  }

  variables {
    path = "icareus/1001/channels/${run.apply.kids}"
    body = { description = "Changed by hand" }
  }
}

run "drift_is_found" {
  command = plan

  plan_options {
    mode = refresh-only
  }

  assert {
    condition     = iptv_icareus_channel.kids.description == "Changed by hand"
    error_message = "The refresh does not show the change."
  }
}

run "apply_repairs" {
  assert {
    condition     = iptv_icareus_channel.kids.description == ""
    error_message = "The description is still another one."
  }
}

run "nothing_is_left_to_repair" {
  command = plan

  plan_options {
    mode = refresh-only
  }

  assert {
    condition     = iptv_icareus_channel.kids.description == ""
    error_message = "The platform still has the change."
  }
}
