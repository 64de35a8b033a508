# The panel creates the line, and its response is lost: the line is found again, and paid for once.
variables {
  radio     = { organization_id = 1002, secret = "secret-of-1002" }
  channels  = { "5E00000000000000000000C1" = "BASE" }
  customers = {}
  lines     = ["unlucky"]
}

run "before" {
  module {
    source = "./panel"
  }
}

run "the_next_purchase_loses_its_response" {
  module {
    source = "./control"
  }

  variables {
    method = "POST"
    path   = "faults"
    body   = { fault = "create line: 504 after" }
  }
}

run "apply" {}

run "after" {
  module {
    source = "./panel"
  }

  assert {
    condition     = length([for username in output.usernames : username if username == "unlucky"]) == 1
    error_message = "The line does not exist exactly once: ${join(", ", output.usernames)}."
  }

  assert {
    condition     = output.credits == run.before.credits - 10
    error_message = "The line cost ${run.before.credits - output.credits} credits, not 10."
  }
}
