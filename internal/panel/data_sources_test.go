package panel_test

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"

	"github.com/iptvops/terraform-provider-iptv/internal/acctest"
	simpanel "github.com/iptvops/terraform-provider-iptv/internal/simulator/panel"
)

func TestAccLines_dataSource(t *testing.T) {
	p := acctest.New(t)
	for _, name := range []string{"moe", "curly", "larry_line"} {
		p.Panel.AddLine(simpanel.Line{Username: name, Password: "of " + name, Bouquets: []int{3, 1}})
	}
	p.Panel.AddLine(simpanel.Line{Username: "of another owner", Owner: "editor"})
	p.Panel.AddLines(120)
	line, _ := p.Panel.LineByUsername("larry_line")
	larry := line.ID
	const all, one, none = "data.iptv_lines.all", "data.iptv_lines.one", "data.iptv_lines.none"
	at := func(name string, i int, attribute string, check knownvalue.Check) statecheck.StateCheck {
		return statecheck.ExpectKnownValue(name, tfjsonpath.New("lines").AtSliceIndex(i).AtMapKey(attribute), check)
	}
	acctest.Test(t, resource.TestStep{
		Config: p.Config(`
data "iptv_lines" "all" {}
data "iptv_lines" "one" {
  username          = "larry_line"
  include_passwords = true
}
data "iptv_lines" "none" { username = "LARRY_LINE" }
`),
		ConfigStateChecks: []statecheck.StateCheck{
			statecheck.ExpectKnownValue(all, tfjsonpath.New("lines"), knownvalue.ListSizeExact(123)),
			at(all, 0, "username", knownvalue.StringExact("bulk-000005")),
			at(all, 0, "package_id", knownvalue.Int64Exact(107)),
			at(all, 120, "username", knownvalue.StringExact("curly")),
			at(all, 120, "package_id", knownvalue.Null()),
			at(all, 120, "expire_at", knownvalue.Null()),
			at(all, 120, "mac_addr", knownvalue.Null()),
			at(all, 120, "bouquets", ids(1, 3)),
			at(all, 122, "username", knownvalue.StringExact("moe")),
			statecheck.ExpectKnownValue(one, tfjsonpath.New("lines"), knownvalue.ListSizeExact(1)),
			statecheck.ExpectKnownValue(one, tfjsonpath.New("passwords"), knownvalue.MapExact(map[string]knownvalue.Check{
				larry: knownvalue.StringExact("of larry_line"),
			})),
			statecheck.ExpectSensitiveValue(one, tfjsonpath.New("passwords")),
			statecheck.ExpectKnownValue(all, tfjsonpath.New("passwords"), knownvalue.Null()),
			statecheck.ExpectKnownValue(none, tfjsonpath.New("lines"), knownvalue.ListSizeExact(0)),
		},
	})
}

func TestAccCatalogues_dataSources(t *testing.T) {
	p := acctest.New(t)
	p.Panel.AddPackage(simpanel.Package{ID: 7, Name: "Half", Price: 12.5, MaxConnections: 3, Type: "regular", Bouquets: []int{4, 2}})
	p.Panel.SetCredits("billing", 99.5)
	const packages, bouquets, profile = "data.iptv_line_packages.all", "data.iptv_bouquets.all", "data.iptv_panel_profile.me"
	config := p.Config(`
data "iptv_line_packages" "all" {}
data "iptv_bouquets" "all" {}
data "iptv_panel_profile" "me" {}
`)
	first := tfjsonpath.New("packages").AtSliceIndex(0)
	acctest.Test(t,
		resource.TestStep{
			Config: config,
			ConfigStateChecks: []statecheck.StateCheck{
				statecheck.ExpectKnownValue(packages, tfjsonpath.New("packages"), knownvalue.ListSizeExact(4)),
				statecheck.ExpectKnownValue(packages, first, knownvalue.ObjectExact(map[string]knownvalue.Check{
					"id": knownvalue.Int64Exact(7), "name": knownvalue.StringExact("Half"), "description": knownvalue.StringExact(""),
					"price_credits": knownvalue.Float64Exact(12.5), "duration_hours": knownvalue.Int64Exact(0),
					"max_connections": knownvalue.Int64Exact(3),
					"package_type":    knownvalue.StringExact("regular"), "bouquets": ids(2, 4),
				})),
				statecheck.ExpectKnownValue(bouquets, tfjsonpath.New("bouquets"), knownvalue.ListSizeExact(8)),
				statecheck.ExpectKnownValue(bouquets, tfjsonpath.New("bouquets").AtSliceIndex(7).AtMapKey("name"),
					knownvalue.StringExact("Documentary")),
				statecheck.ExpectKnownValue(profile, tfjsonpath.New("name"), knownvalue.StringExact("billing")),
				statecheck.ExpectKnownValue(profile, tfjsonpath.New("credits"), knownvalue.Float64Exact(99.5)),
			},
		},
		resource.TestStep{
			PreConfig:   func() { p.Panel.SetPermissions(simpanel.UserToken) },
			Config:      config,
			ExpectError: spaced(`Cannot list packages.*permission indexPackages`),
		},
	)
}

// The example's check warns when the credits run low, and stops nothing.
func TestAccProfile_check(t *testing.T) {
	p := acctest.New(t)
	example, err := os.ReadFile("../../examples/data-sources/iptv_panel_profile/data-source.tf")
	if err != nil {
		t.Fatal(err)
	}
	w := acctest.NewWorkspace(t, p.Config(string(example)))
	if output := w.Apply(); strings.Contains(output, "credits are left") {
		t.Errorf("a warning without a reason:\n%s", output)
	}
	p.Panel.SetCredits("billing", 99.5)
	if output := w.Apply(); !strings.Contains(output, "Only 99.5 credits are left.") {
		t.Errorf("no warning:\n%s", output)
	}
}

// What the page says of an output of the credits: one purchase behind, or as the purchase left it with depends_on.
func TestAccProfile_output(t *testing.T) {
	const output = `
data "iptv_panel_profile" "me" {
  %s
}
output "credits" { value = data.iptv_panel_profile.me.credits }
`
	t.Parallel()
	for depends, after := range map[string]int{"": 2, "depends_on = [iptv_line.larry]": 0} {
		p := acctest.Start(t)
		w := acctest.NewWorkspace(t, p.Config("%s", line(bought)+fmt.Sprintf(output, depends)))
		w.Apply()
		if plan := w.PlanCode(); plan.Code != after {
			t.Errorf("%q: the plan after a purchase has code %d, want %d\n%s", depends, plan.Code, after, plan.Output)
		}
		w.Apply()
		if plan := w.PlanCode(); plan.Code != 0 {
			t.Errorf("%q: the plan after that has code %d\n%s", depends, plan.Code, plan.Output)
		}
	}
}
