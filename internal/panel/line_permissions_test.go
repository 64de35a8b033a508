package panel_test

import (
	"fmt"
	"regexp"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"

	"github.com/iptvops/terraform-provider-iptv/internal/acctest"
	"github.com/iptvops/terraform-provider-iptv/internal/simulator"
	simpanel "github.com/iptvops/terraform-provider-iptv/internal/simulator/panel"
)

// A reseller without editLines and createLines can do everything but update, and is told what is missing.
func TestAccLine_reseller(t *testing.T) {
	p := acctest.New(t)
	acctest.Test(t,
		resource.TestStep{
			Config:      p.Config(line("charge_credits = false")),
			ExpectError: spaced(`Cannot create line.*needs the permission createLines.*Nothing was created or charged`),
		},
		resource.TestStep{Config: p.Config(line(bought + "is_enabled = false")),
			Check: resource.ComposeTestCheckFunc(paid(p, 1, 1), counted(p, map[string]int{"line.disable": 1}))},
		resource.TestStep{Config: p.Config(line(bought)), Check: counted(p, map[string]int{"line.enable": 1})},
		resource.TestStep{
			Config:      p.Config(line(bought + "reseller_notes = \"x\"\n is_enabled = false")),
			ExpectError: spaced(`Cannot update line.*needs the permission editLines`),
		},
		resource.TestStep{Config: p.Config(line(bought + "renewal_key = \"1\"")),
			Check: resource.ComposeTestCheckFunc(paid(p, 1, 2), counted(p, map[string]int{"line.disable": 1}))},
	)
	if len(p.Panel.Lines()) != 0 {
		t.Error("the line is left after destroy")
	}
}

// What does not work after the charge is a warning, and the next plan shows what is left to do: an error would have the
// line replaced, that is, paid again.
func TestAccLine_partialCreate(t *testing.T) {
	p := acctest.New(t)
	config := p.ConfigWith("max_retries = 0", line(bought+"is_enabled = false"))
	w := acctest.NewWorkspace(t, config)
	p.Inject(
		simulator.Fault{Operation: "panel.line.disable", Status: 500, Body: `{"error":"no"}`},
		simulator.Fault{Operation: "panel.line.create", Kind: simulator.Pass, Do: func() {
			p.Inject(simulator.Fault{Operation: "panel.lines", Status: 500, Body: `{"error":"nor this"}`})
		}},
	)
	output := w.Apply()
	for _, want := range []string{"Warning: Cannot disable line", "Warning: Cannot read line", "nor this"} {
		if !strings.Contains(output, want) {
			t.Errorf("no word of %q:\n%s", want, output)
		}
	}
	if plan := w.PlanCode(); plan.Code != 2 || !strings.Contains(plan.Output, "1 to change, 0 to destroy") {
		t.Errorf("exit code %d\n%s", plan.Code, plan.Output)
	}
	w.Apply()
	is(t, p, 1, 1)
	if the(t, p).IsEnabled {
		t.Error("the line is enabled")
	}
	if plan := w.PlanCode(); plan.Code != 0 {
		t.Errorf("exit code %d\n%s", plan.Code, plan.Output)
	}
}

// A failure in the middle of an update keeps what was done before it.
func TestAccLine_partialUpdate(t *testing.T) {
	p := acctest.New(t)
	config := func(arguments string) string {
		return as(simpanel.EditorToken, p.ConfigWith("max_retries = 0", line(bought+arguments)))
	}
	changed := config("reseller_notes = \"new\"\n is_enabled = false\n renewal_key = \"1\"")
	acctest.Test(t,
		resource.TestStep{Config: config("")},
		resource.TestStep{
			PreConfig: func() {
				p.Inject(simulator.Fault{Operation: "panel.line.disable", Status: 409, Body: `{"error":"not now"}`})
			},
			Config: changed, ExpectError: spaced(`Cannot disable line.*not now`),
		},
		resource.TestStep{
			PreConfig: p.ResetRequests,
			Config:    changed, ConfigPlanChecks: action(plancheck.ResourceActionUpdate),
			Check: resource.ComposeTestCheckFunc(paid(p, 1, 2),
				counted(p, map[string]int{"line.updateAdvanced": 0, "line.disable": 1, "line.renew": 0})),
		},
	)
}

// Requests of each step, the look-ups of plans apart: 3 to create, 1 to refresh, 1 for each change, with its read back
// where the response does not hold the record, 3 to renew, 1 to destroy.
func TestAccLine_requests(t *testing.T) {
	p := acctest.New(t)
	config := func(arguments string) string {
		return as(simpanel.EditorToken, p.ConfigWith("preflight = false",
			line("username = \"larry_line\"\n package_id = 107\n"+arguments)))
	}
	w := acctest.NewWorkspace(t, config(""))
	count := func(what string, want int, run func()) {
		t.Helper()
		p.ResetRequests()
		run()
		if n := p.Count(); n != want {
			t.Errorf("%s took %d requests, want %d: %v", what, n, want, p.Counts())
		}
	}
	apply := func() { w.Must("apply", "-refresh=false", "-auto-approve", "-no-color") }
	update := func(what string, want int, arguments string) {
		t.Helper()
		w.Write("main.tf", config(arguments))
		count(what, want, apply)
	}
	count("create: look-up, create, read back", 3, apply)
	count("refresh", 1, func() { w.PlanCode() })
	update("change", 1, "reseller_notes = \"a\"")
	update("disable", 1, "reseller_notes = \"a\"\n is_enabled = false")
	update("renewal: look, renew, read back", 3, "reseller_notes = \"a\"\n is_enabled = false\n renewal_key = \"1\"")
	update("renewal, change, enable", 5, "reseller_notes = \"b\"\n renewal_key = \"2\"")
	p.Panel.SetVariants(func(v *simpanel.Variants) { v.UpdateReturnsID = true })
	update("change and read back", 2, "reseller_notes = \"c\"\n renewal_key = \"2\"")
	update("change, disable, read back", 3, "reseller_notes = \"d\"\n is_enabled = false\n renewal_key = \"2\"")
	update("renewal, change, enable, read back", 6, "reseller_notes = \"e\"\n renewal_key = \"3\"")
	if plan := w.PlanCode(); plan.Code != 0 {
		t.Errorf("what was not read back is a difference:\n%s", plan.Output)
	}
	count("destroy", 1, func() { w.Must("destroy", "-refresh=false", "-auto-approve", "-no-color") })

	w.Write("main.tf", strings.Replace(config("charge_credits = false"), "username", "#", 1))
	count("free create with a random name", 1, apply)
}

// Refreshing many lines reads the list, whatever way the panel gives it.
func TestAccLine_many(t *testing.T) {
	for name, panel := range map[string]struct {
		lines, pages int
		variant      func(*simpanel.Variants)
	}{
		"pages":      {250, 3, func(*simpanel.Variants) {}},
		"data array": {30, 1, func(v *simpanel.Variants) { v.DataArray, v.IgnoreFilter = true, true }},
		"no index": {30, 2, func(v *simpanel.Variants) {
			v.NoIndex, v.CreateCredentials, v.PackageBouquetObjects = true, true, true
		}},
	} {
		t.Run(name, func(t *testing.T) {
			p := acctest.New(t)
			p.Panel.SetCredits("billing", 1e6)
			p.Panel.SetVariants(panel.variant)
			w := acctest.NewWorkspace(t, p.Config(fmt.Sprintf("resource \"iptv_line\" \"larry\" {\n count = %d\n package_id = 107\n}\n",
				panel.lines)))
			w.Apply()
			is(t, p, panel.lines, panel.lines)
			p.ResetRequests()
			if plan := w.PlanCode(); plan.Code != 0 {
				t.Errorf("exit code %d\n%s", plan.Code, plan.Output)
			}
			// Terraform reads 10 at a time: so many single reads may be in progress when the list begins to pay.
			if n := p.Count(); n > 8+10+panel.pages {
				t.Errorf("%d requests for %d lines: %v", n, panel.lines, p.Counts())
			}
			t.Logf("%d lines: %d requests", panel.lines, p.Count())
		})
	}
}

// Terminating what is gone succeeds when a list lacks it, and only then.
func TestAccLine_terminate(t *testing.T) {
	p := acctest.New(t)
	config := p.ConfigWith("max_retries = 1", line(bought))
	acctest.Test(t,
		resource.TestStep{Config: config},
		resource.TestStep{
			PreConfig: func() {
				p.Inject(simulator.Fault{Operation: "panel.line.terminate", Status: 404, Body: `{"error":"Line not found"}`})
			},
			Config: p.Config(""), ExpectError: spaced(`Cannot terminate line.*Line not found`),
		},
		resource.TestStep{ // the first response is lost, and the second attempt finds nothing to terminate
			PreConfig: func() {
				p.Inject(simulator.Fault{Operation: "panel.line.terminate", Kind: simulator.Drop, Commit: true})
			},
			Config: p.ConfigWith("max_retries = 1", ""), Check: paid(p, 0, 1),
		},
		resource.TestStep{Config: config},
		resource.TestStep{
			PreConfig: func() {
				p.Inject(simulator.Fault{Operation: "panel.line.terminate", Kind: simulator.HTML, Status: 500, Commit: true, Times: -1})
			},
			Config: p.ConfigWith("max_retries = 1", ""), Check: paid(p, 0, 2),
		},
	)
}

func TestAccLine_notConfigured(t *testing.T) {
	p := acctest.New(t)
	panel := func(arguments string) string {
		return acctest.Bare("provider \"iptv\" {\n panel = {\n "+arguments+"\n }\n}\n", line(bought))
	}
	endpoint := fmt.Sprintf("endpoint = %q\n", p.URL()+"/")
	acctest.Test(t,
		resource.TestStep{
			Config: acctest.Bare("provider \"iptv\" {}\n", line(bought)),
			ExpectError: spaced(`line panel is not configured.*endpoint, api_key and user_token.*panel = \{.*IPTV_PANEL_ENDPOINT, ` +
				`IPTV_PANEL_API_KEY and IPTV_PANEL_USER_TOKEN in the environment`),
		},
		resource.TestStep{Config: panel(endpoint), ExpectError: spaced(`api_key.*IPTV_PANEL_API_KEY`)},
		resource.TestStep{Config: panel(endpoint + "api_key = \"abcdef\""), ExpectError: spaced(`user_token.*IPTV_PANEL_USER_TOKEN`)},
		resource.TestStep{
			Config:      panel(endpoint + "api_key = \"abcdef\"\n user_token = \"" + simpanel.UserToken + `"`),
			ExpectError: spaced(`Failed to verify API client; check api_key and user_token`),
		},
		resource.TestStep{ // the wrong address
			PreConfig: func() { p.Inject(simulator.Fault{Kind: simulator.HTML, Status: 404, Times: -1}) },
			Config:    p.Config(line(bought)), ExpectError: spaced(`web page.*is the endpoint the address of the API\?`),
		},
	)
	if n := p.Panel.Charges(); n != 0 {
		t.Errorf("%d charges", n)
	}
}

// charge_credits says how a line was made: changing it later sends nothing by itself.
func TestAccLine_chargeLater(t *testing.T) {
	p := acctest.New(t)
	config := func(arguments string) string {
		return as(simpanel.EditorToken, p.Config(line("username = \"larry_line\"\n package_id = 107\n"+arguments)))
	}
	acctest.Test(t,
		resource.TestStep{Config: config("charge_credits = false\n expire_at = \"2031-01-01T00:00:00Z\"")},
		resource.TestStep{
			PreConfig: p.ResetRequests, Config: config(""), ConfigPlanChecks: action(plancheck.ResourceActionUpdate),
			Check: resource.ComposeTestCheckFunc(paid(p, 1, 0),
				counted(p, map[string]int{"line.updateAdvanced": 0, "line.renew": 0})),
			ConfigStateChecks: []statecheck.StateCheck{value("expire_at", knownvalue.StringRegexp(regexp.MustCompile(`^2031-01-01`)))},
		},
		resource.TestStep{Config: config("renewal_key = \"1\""), Check: paid(p, 1, 1)},
	)
}
