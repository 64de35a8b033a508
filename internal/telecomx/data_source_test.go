package telecomx_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"

	"github.com/iptvops/terraform-provider-iptv/internal/acctest"
	simtelecomx "github.com/iptvops/terraform-provider-iptv/internal/simulator/telecomx"
)

func TestAccPackages_dataSource(t *testing.T) {
	p := acctest.New(t)
	one := seeded(p, "One", true)
	seeded(p, "Another", false)
	const name, fed = "data.iptv_packages.all", "data.iptv_packages.fed"
	acctest.Test(t,
		resource.TestStep{
			Config: p.Config("data \"iptv_packages\" \"all\" {}\ndata \"iptv_packages\" \"fed\" {\n customer_id = %q\n filter = "+
				"\"one\"\n}\n", customer),
			ConfigStateChecks: []statecheck.StateCheck{
				value(name, "packages", knownvalue.ListSizeExact(2)),
				statecheck.ExpectKnownValue(name, tfjsonpath.New("packages").AtSliceIndex(0).AtMapKey("name"),
					knownvalue.StringExact("Another")),
				statecheck.ExpectKnownValue(name, tfjsonpath.New("packages").AtSliceIndex(1),
					knownvalue.ObjectExact(map[string]knownvalue.Check{
						"id": knownvalue.StringExact(one), "name": knownvalue.StringExact("One"), "main": knownvalue.Bool(true),
						"channels": knownvalue.MapExact(map[string]knownvalue.Check{every: knownvalue.StringExact("BASE")}),
					})),
				// For a customer whose packages are its reseller's, the platform does not list the channels.
				value(fed, "packages", knownvalue.ListExact([]knownvalue.Check{knownvalue.ObjectExact(map[string]knownvalue.Check{
					"id": knownvalue.StringExact(one), "name": knownvalue.StringExact("One"), "main": knownvalue.Bool(true),
					"channels": knownvalue.Null(),
				})})),
			},
		},
		resource.TestStep{
			Config:      p.Config("data \"iptv_packages\" \"all\" {\n customer_id = %q\n}\n", nobody),
			ExpectError: words(`Cannot list packages.*customer_id = .*Customer not found`),
		},
	)
}

func TestAccChannels_dataSource(t *testing.T) {
	p := acctest.New(t)
	const name = "data.iptv_channels.all"
	channel := func(i int) tfjsonpath.Path { return tfjsonpath.New("channels").AtSliceIndex(i) }
	kinds := func(kinds ...string) knownvalue.Check {
		var checks []knownvalue.Check
		for _, kind := range kinds {
			checks = append(checks, knownvalue.StringExact(kind))
		}
		return knownvalue.SetExact(checks)
	}
	acctest.Test(t,
		resource.TestStep{
			Config: p.Config(`data "iptv_channels" "all" {}` + "\n"),
			ConfigStateChecks: []statecheck.StateCheck{
				value(name, "channels", knownvalue.ListSizeExact(12)),
				statecheck.ExpectKnownValue(name, channel(0), knownvalue.ObjectExact(map[string]knownvalue.Check{
					"id": knownvalue.StringExact(baseOnly), "number": knownvalue.Int64Exact(1),
					"name": knownvalue.StringExact("Standard 1"),
					"hd":   knownvalue.Bool(true), "base_channel": knownvalue.Int64Exact(1001), "supported_types": kinds("BASE"),
				})),
				statecheck.ExpectKnownValue(name, channel(4).AtMapKey("supported_types"), kinds("DVB")),
				statecheck.ExpectKnownValue(name, channel(4).AtMapKey("base_channel"), knownvalue.Null()),
				statecheck.ExpectKnownValue(name, channel(5).AtMapKey("supported_types"), kinds("DVB")), // has a base channel, DVB only
				statecheck.ExpectKnownValue(name, channel(6).AtMapKey("supported_types"), kinds("LOCAL")),
				statecheck.ExpectKnownValue(name, channel(8).AtMapKey("supported_types"), kinds("BASE", "DVB", "LOCAL")),
			},
		},
		resource.TestStep{
			Config:            p.Config("data \"iptv_channels\" \"all\" {\n filter = \"standard 12\"\n}\n"),
			ConfigStateChecks: []statecheck.StateCheck{value(name, "channels", knownvalue.ListSizeExact(1))},
		},
		resource.TestStep{
			Config:      p.Config("data \"iptv_channels\" \"all\" {\n customer_id = %q\n}\n", business),
			ExpectError: words(`Cannot list channels.*Insufficient access level`),
		},
	)
}

func TestAccSubscription_dataSource(t *testing.T) {
	p := acctest.New(t)
	one := seeded(p, "One", true)
	yes, hours := true, 25
	start := time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)
	p.TelecomX.SetSubscription(customer, simtelecomx.Subscription{
		NPvr: simtelecomx.NPvr{Override: true, Storage: &hours}, Scrub: simtelecomx.Scrub{Override: true, Pause: &yes},
		Packages: []simtelecomx.Subscribed{{ID: one, Start: start}},
	})
	const name = "data.iptv_subscription.home"
	acctest.Test(t,
		resource.TestStep{
			Config: p.Config("data \"iptv_subscription\" \"home\" {\n customer_id = %q\n}\n", customer),
			ConfigStateChecks: []statecheck.StateCheck{
				value(name, "npvr", knownvalue.ObjectExact(map[string]knownvalue.Check{
					"override": knownvalue.Bool(true), "enabled": knownvalue.Null(), "storage_hours": knownvalue.Int64Exact(25),
					"auto_expire_days": knownvalue.Null(),
				})),
				value(name, "effective_npvr", knownvalue.ObjectExact(map[string]knownvalue.Check{
					"enabled": knownvalue.Bool(true), "storage_hours": knownvalue.Int64Exact(25),
					"auto_expire_days": knownvalue.Int64Exact(90),
				})),
				value(name, "scrub", knownvalue.ObjectPartial(map[string]knownvalue.Check{"override": knownvalue.Bool(true),
					"pause": knownvalue.Bool(true)})),
				value(name, "packages", knownvalue.ListExact([]knownvalue.Check{knownvalue.ObjectExact(map[string]knownvalue.Check{
					"id": knownvalue.StringExact(one), "start": knownvalue.StringExact("2026-01-02T03:04:05Z"), "end": knownvalue.Null(),
				})})),
			},
		},
		resource.TestStep{
			Config:      p.Config("data \"iptv_subscription\" \"home\" {\n customer_id = %q\n}\n", business),
			ExpectError: words(`Cannot read subscription.*customer_id = .*Customer does not have the IPTV`),
		},
		resource.TestStep{ // without a customer anywhere, the employee's own
			Config: as(p, p.TelecomX.AddToken("OWNER", customer), "",
				fmt.Sprintf("data %q %q {}\n", "iptv_subscription", "home")),
			ConfigStateChecks: []statecheck.StateCheck{value(name, "packages", knownvalue.ListSizeExact(1))},
		},
	)
}
