package panel_test

import (
	"fmt"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/terraform"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"

	"github.com/iptvops/terraform-provider-iptv/internal/acctest"
	"github.com/iptvops/terraform-provider-iptv/internal/simulator"
	simpanel "github.com/iptvops/terraform-provider-iptv/internal/simulator/panel"
)

const (
	larry    = "iptv_line.larry"
	username = "larry_line"
)

// line is the resource with the given arguments.
func line(arguments string) string {
	return "resource \"iptv_line\" \"larry\" {\n" + arguments + "\n}\n"
}

const bought = `
  username   = "larry_line"
  password   = "correct horse"
  package_id = 107
`

// as is a configuration with another panel user's token.
func as(token, config string) string {
	return strings.ReplaceAll(config, simpanel.UserToken, token)
}

func action(a plancheck.ResourceActionType) resource.ConfigPlanChecks {
	return resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{plancheck.ExpectResourceAction(larry, a)}}
}

var isEmpty = resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{plancheck.ExpectEmptyPlan()}}

func value(attribute string, check knownvalue.Check) statecheck.StateCheck {
	return statecheck.ExpectKnownValue(larry, tfjsonpath.New(attribute), check)
}

func ids(numbers ...int64) knownvalue.Check {
	checks := make([]knownvalue.Check, len(numbers))
	for i, n := range numbers {
		checks[i] = knownvalue.Int64Exact(n)
	}
	return knownvalue.SetExact(checks)
}

// counted is a check of how often the panel was asked since the last ResetRequests.
func counted(p *acctest.Platforms, want map[string]int) resource.TestCheckFunc {
	return func(*terraform.State) error {
		for operation, n := range want {
			if got := p.Count("panel." + operation); got != n {
				return fmt.Errorf("%s: %d requests, want %d; all: %v", operation, got, n, p.Counts())
			}
		}
		return nil
	}
}

// paid is a check of how many lines the panel has and how many charges it made.
func paid(p *acctest.Platforms, lines, charges int) resource.TestCheckFunc {
	return func(*terraform.State) error {
		if n := len(p.Panel.Lines()); n != lines {
			return fmt.Errorf("%d lines, want %d", n, lines)
		}
		if n := p.Panel.Charges(); n != charges {
			return fmt.Errorf("%d charges, want %d: %+v", n, charges, p.Panel.Ledger())
		}
		return nil
	}
}

func the(t *testing.T, p *acctest.Platforms) simpanel.Line {
	t.Helper()
	l, ok := p.Panel.LineByUsername(username)
	if !ok {
		t.Fatalf("the panel has no line %s: %+v", username, p.Panel.Lines())
	}
	return l
}

func TestAccLine_lifecycle(t *testing.T) {
	p := acctest.New(t)
	renewed := line(`
  username        = "larry_line"
  password        = "correct horse"
  package_id      = 108
  renewal_key     = "2027-01"
  is_enabled      = false
`)
	acctest.Test(t,
		resource.TestStep{
			Config: p.Config(line(bought)),
			ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{
				plancheck.ExpectResourceAction(larry, plancheck.ResourceActionCreate),
				plancheck.ExpectUnknownValue(larry, tfjsonpath.New("expire_at")),
				plancheck.ExpectSensitiveValue(larry, tfjsonpath.New("password")),
			}},
			Check: resource.ComposeTestCheckFunc(paid(p, 1, 1),
				counted(p, map[string]int{"line.create": 1, "line.enable": 0, "line.updateAdvanced": 0})),
			ConfigStateChecks: []statecheck.StateCheck{
				value("id", knownvalue.StringRegexp(regexp.MustCompile(`^[0-9a-f-]{36}$`))),
				value("charge_credits", knownvalue.Bool(true)),
				value("expire_at", knownvalue.StringRegexp(regexp.MustCompile(`^20\d\d-.*\+00:00$`))),
				value("transaction_amount", knownvalue.Float64Exact(-100)),
				value("bouquets", ids(1, 2, 3, 4)),
				value("max_connections", knownvalue.Int64Exact(1)),
				value("mac_addr", knownvalue.Null()),
				value("owner", knownvalue.StringExact("billing")),
				value("type", knownvalue.StringExact("regular")),
				value("is_enabled", knownvalue.Bool(true)),
				value("is_trial", knownvalue.Bool(false)),
				value("can_watch_adult", knownvalue.Null()),
				value("owner_id", knownvalue.Null()),
				value("reseller_notes", knownvalue.StringExact("")),
			},
		},
		resource.TestStep{
			ResourceName: larry, ImportState: true, ImportStateVerify: true, ImportStateVerifyIgnore: []string{"transaction_amount",
				"price"},
		},
		resource.TestStep{
			ResourceName: larry, ImportState: true, ImportStateId: username, ImportStateVerify: true,
			ImportStateVerifyIgnore: []string{"transaction_amount", "price"},
		},
		resource.TestStep{
			Config: p.Config(line(bought)), ResourceName: larry, ImportState: true, ImportStateKind: resource.ImportBlockWithID,
			ImportStateId:    username,
			ImportPlanChecks: resource.ImportPlanChecks{PreApply: []plancheck.PlanCheck{plancheck.ExpectEmptyPlan()}},
		},
		resource.TestStep{
			ResourceName: larry, ImportState: true, ImportStateId: "nobody",
			ExpectError: regexp.MustCompile(`sees\s+none\s+with\s+the\s+username`),
		},
		resource.TestStep{ // renewed for another package, and disabled, with the token of a reseller
			PreConfig: p.ResetRequests,
			Config:    p.Config(renewed),
			ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{
				plancheck.ExpectResourceAction(larry, plancheck.ResourceActionUpdate),
				plancheck.ExpectUnknownValue(larry, tfjsonpath.New("expire_at")),
				plancheck.ExpectUnknownValue(larry, tfjsonpath.New("transaction_amount")),
				plancheck.ExpectUnknownValue(larry, tfjsonpath.New("bouquets")),
			}},
			Check: resource.ComposeTestCheckFunc(paid(p, 1, 2),
				counted(p, map[string]int{"line.renew": 1, "line.disable": 1, "line.updateAdvanced": 0})),
			ConfigStateChecks: []statecheck.StateCheck{
				value("transaction_amount", knownvalue.Float64Exact(-250)),
				value("package_id", knownvalue.Int64Exact(108)),
				value("is_enabled", knownvalue.Bool(false)),
			},
		},
		resource.TestStep{ // removing the key does nothing
			PreConfig: p.ResetRequests,
			Config:    p.Config(strings.Replace(renewed, `renewal_key     = "2027-01"`, "", 1)),
			Check: resource.ComposeTestCheckFunc(paid(p, 1, 2),
				counted(p, map[string]int{"line.renew": 0, "line.disable": 0, "line.enable": 0, "line.updateAdvanced": 0})),
		},
	)
	if left := p.Panel.Lines(); len(left) != 0 {
		t.Errorf("%d lines are left after destroy", len(left))
	}
	if n := p.Count("panel.line.terminate"); n != 1 {
		t.Errorf("%d requests to terminate one line", n)
	}
}

// Omitted, username and password are made by the provider, which always sends both.
func TestAccLine_randomCredentials(t *testing.T) {
	p := acctest.New(t)
	acctest.Test(t,
		resource.TestStep{
			Config: p.Config(line("package_id = 107")),
			ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{
				plancheck.ExpectUnknownValue(larry, tfjsonpath.New("username")), plancheck.ExpectUnknownValue(larry,
					tfjsonpath.New("password")),
			}},
			// Nobody else can have a random name: it is not looked up.
			Check: counted(p, map[string]int{"line.create": 1, "lines": 1}),
			ConfigStateChecks: []statecheck.StateCheck{
				value("username", knownvalue.StringRegexp(regexp.MustCompile(`^[0-9A-Za-z]{16}$`))),
				value("password", knownvalue.StringRegexp(regexp.MustCompile(`^[0-9A-Za-z]{16}$`))),
			},
		},
		resource.TestStep{Config: p.Config(line("package_id = 107\n reseller_notes = \"\"")), ConfigPlanChecks: isEmpty},
	)
}

// What the configuration says of an uncharged line is what it gets; everything can be changed and cleared in place.
func TestAccLine_uncharged(t *testing.T) {
	p := acctest.New(t)
	config := func(arguments string) string {
		return as(simpanel.AdminToken, p.Config(line("charge_credits = false\n username = \"larry_line\"\n password = \"correct "+
			"horse\"\n"+arguments)))
	}
	full := config(`
  package_id      = 108
  bouquets        = [8, 1, 5]
  max_connections = 5
  reseller_notes  = "larry's home line"
  is_enabled      = false
  expire_at       = "2031-05-06T09:08:09+02:00"
  is_restreamer   = true
  is_trial        = true
  can_watch_adult = true
  owner_id        = 2
`)
	acctest.Test(t,
		resource.TestStep{
			Config: full,
			Check: resource.ComposeTestCheckFunc(paid(p, 1, 0),
				counted(p, map[string]int{"line.createAdvanced": 1, "line.create": 0, "line.disable": 0})),
			ConfigStateChecks: []statecheck.StateCheck{
				value("expire_at", knownvalue.StringExact("2031-05-06T09:08:09+02:00")),
				value("transaction_amount", knownvalue.Float64Exact(0)),
				value("owner", knownvalue.StringExact("billing")),
				value("owner_id", knownvalue.Int64Exact(2)),
				value("bouquets", ids(1, 5, 8)),
			},
		},
		resource.TestStep{ // another spelling of the same instant
			PreConfig:        p.ResetRequests,
			Config:           strings.Replace(full, "2031-05-06T09:08:09+02:00", "2031-05-06T07:08:09.5Z", 1),
			ConfigPlanChecks: isEmpty,
		},
		resource.TestStep{ // cleared, but for the link to the package, which nothing removes
			PreConfig:        p.ResetRequests,
			Config:           config("bouquets = []\n max_connections = 1"),
			ConfigPlanChecks: action(plancheck.ResourceActionUpdate),
			Check: resource.ComposeTestCheckFunc(counted(p, map[string]int{"line.updateAdvanced": 1, "line.enable": 1}),
				func(*terraform.State) error {
					l := the(t, p)
					if l.ExpireAt != nil || l.IsRestreamer || l.IsTrial || l.CanWatchAdult || len(l.Bouquets) != 0 ||
						l.ResellerNotes != "" ||
						!l.IsEnabled || l.MaxConnections != 1 {
						return fmt.Errorf("not cleared: %+v", l)
					}
					return nil
				}),
			ConfigStateChecks: []statecheck.StateCheck{
				value("expire_at", knownvalue.Null()), value("owner_id", knownvalue.Null()), value("package_id",
					knownvalue.Int64Exact(108)),
			},
		},
		resource.TestStep{ // renamed in place
			PreConfig: p.ResetRequests,
			Config: as(simpanel.AdminToken, p.Config(line(`
  charge_credits = false
  username       = "larry_2"
  password       = "battery staple"
  package_id     = 107
  expire_at      = "2032-01-01T00:00:00Z"
  owner_id       = 3
`))),
			ConfigPlanChecks: action(plancheck.ResourceActionUpdate),
			Check:            counted(p, map[string]int{"line.updateAdvanced": 1, "line.createAdvanced": 0}),
			ConfigStateChecks: []statecheck.StateCheck{
				value("owner", knownvalue.StringExact("editor")), value("username", knownvalue.StringExact("larry_2")),
			},
		},
	)
}

// Every attribute that can be read shows what another client has changed.
func TestAccLine_drift(t *testing.T) {
	p := acctest.New(t)
	config := as(simpanel.EditorToken, p.Config(line(`
  charge_credits  = false
  username        = "larry_line"
  password        = "correct horse"
  package_id      = 107
  bouquets        = [1, 2]
  mac_addr        = "00:1a:79:11:22:33"
  max_connections = 2
  reseller_notes  = "note"
`)))
	var id string
	steps := []resource.TestStep{{Config: config}}
	steps[0].Check = func(*terraform.State) error { id = the(t, p).ID; return nil }
	var wanted simpanel.Line
	for _, change := range []func(*simpanel.Line){
		func(l *simpanel.Line) { l.Username = "renamed"; l.Password = "changed" },
		func(l *simpanel.Line) {
			l.Bouquets, l.MAC, l.MaxConnections, l.ResellerNotes = []int{8}, "00:00:00:00:00:01", 9, "other"
		},
		func(l *simpanel.Line) {
			at, other := time.Now().UTC(), 108
			l.ExpireAt, l.PackageID, l.IsRestreamer, l.IsTrial, l.IsEnabled = &at, &other, true, true, false
		},
	} {
		steps = append(steps, resource.TestStep{
			PreConfig: func() {
				wanted, _ = p.Panel.Line(id)
				p.Panel.UpdateLine(id, change)
			},
			Config: config, ConfigPlanChecks: action(plancheck.ResourceActionUpdate),
			Check: func(*terraform.State) error {
				if got, _ := p.Panel.Line(id); fmt.Sprintf("%+v", got) != strings.ReplaceAll(fmt.Sprintf("%+v", wanted),
					fmt.Sprint(wanted.PackageID), fmt.Sprint(got.PackageID)) {
					return fmt.Errorf("after the repair %+v, want %+v", got, wanted)
				}
				return nil
			},
		})
	}
	steps = append(steps,
		resource.TestStep{ // deleted by another client: planned for creation
			PreConfig: func() { p.Panel.DeleteLine(id) }, Config: config, ConfigPlanChecks: action(plancheck.ResourceActionCreate),
			Check: func(*terraform.State) error { id = the(t, p).ID; return nil },
		},
		resource.TestStep{ // a list that is refused says nothing about a line
			PreConfig: func() { p.Panel.SetVariants(func(v *simpanel.Variants) { v.ListsRefused = true }) },
			Config:    config, PlanOnly: true, ExpectError: regexp.MustCompile(`(?s)Cannot read line.*indexLines`),
		},
		resource.TestStep{ // deleted by another client: destroy is content
			PreConfig: func() {
				p.Panel.SetVariants(func(v *simpanel.Variants) { v.ListsRefused = false })
				p.Inject(simulator.Fault{Operation: "panel.line.terminate", Kind: simulator.Pass, Commit: true})
				p.Panel.DeleteLine(id)
			},
			Config: as(simpanel.EditorToken, p.Config("")),
		},
	)
	acctest.Test(t, steps...)
}
