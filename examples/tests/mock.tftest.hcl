# Without any platform. Mocks make up values; ids need the form that the provider's validators want.
mock_provider "iptv" {
  mock_resource "iptv_icareus_channel" {
    defaults = {
      id = "12346501"
    }
  }

  mock_resource "iptv_package" {
    defaults = {
      id = "5F0E3C9A7B21D4408C6EA101"
    }
  }

  mock_resource "iptv_line" {
    defaults = {
      id        = "6f1c9a52-7a51-4c7e-9d0f-3f8f3f2f7a10"
      expire_at = "2040-01-01T00:00:00Z"
      price     = 10
    }
  }
}

mock_provider "iptv" {
  alias = "radio"
}

variables {
  radio     = { organization_id = 1, secret = "mocked" }
  channels  = { "5E00000000000000000000C1" = "BASE" }
  customers = { anna = "5E0000000000000000000002" }
  lines     = ["mocked-01", "mocked-02"]
}

run "one_subscription_a_customer" {
  assert {
    condition     = keys(iptv_subscription.this) == ["anna"]
    error_message = "Not every customer subscribes."
  }

  assert {
    condition     = output.credits == 20
    error_message = "Two lines at 10 credits do not cost ${output.credits}."
  }
}
