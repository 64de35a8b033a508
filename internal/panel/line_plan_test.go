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
	"github.com/hashicorp/terraform-plugin-testing/terraform"

	"github.com/iptvops/terraform-provider-iptv/internal/acctest"
	simpanel "github.com/iptvops/terraform-provider-iptv/internal/simulator/panel"
)

// spaced matches a text however the CLI wraps it.
func spaced(text string) *regexp.Regexp {
	return regexp.MustCompile("(?s)" + strings.ReplaceAll(text, " ", `\s+`))
}

// What is wrong for certain is an error on its attribute before any request.
func TestAccLine_invalid(t *testing.T) {
	p := acctest.New(t)
	var steps []resource.TestStep
	for _, c := range []struct{ arguments, want string }{
		{``, `Missing package.*package_id`},
		{`package_id = 0`, `Attribute package_id value must be at least 1`},
		{"package_id = 107\n username = \"\"", `Attribute username UTF-8 character count must be between 1 and 255`},
		{"package_id = 107\n username = \"" + strings.Repeat("ä", 256) + `"`,
			`Attribute username UTF-8 character count must be between 1 and 255`},
		{"package_id = 107\n password = \"\"", `Attribute password UTF-8 character count`},
		{"package_id = 107\n max_connections = 0", `Attribute max_connections value must be at least 1`},
		{"package_id = 107\n mac_addr = \"00:1a:79:11:22\"", `Invalid MAC address`},
		{"package_id = 107\n renewal_key = \"\"", `Attribute renewal_key string length must be at least 1`},
		{"package_id = 107\n bouquets = [1, null]", `bouquets.*null`},
		{"package_id = 107\n expire_at = \"2030-01-01T00:00:00Z\"", `Attribute of lines without a charge.*charge_credits = false`},
		{"package_id = 107\n is_trial = false", `Attribute of lines without a charge`},
		{"package_id = 107\n is_restreamer = true", `Attribute of lines without a charge`},
		{"package_id = 107\n can_watch_adult = true", `Attribute of lines without a charge`},
		{"package_id = 107\n owner_id = 1", `Attribute of lines without a charge`},
		{"charge_credits = false\n owner_id = 0", `Attribute owner_id value must be at least 1`},
		{"charge_credits = false\n expire_at = \"2030-01-01\"", `Invalid date`},
		{"package_id = 107\n password = \"abcd\"\n password_wo = \"efgh\"\n password_wo_version = 1",
			`password_wo.*cannot be specified when`},
		{"package_id = 107\n password_wo = \"efgh\"", `password_wo_version.*must be specified when`},
		{"package_id = 107\n password_wo_version = 1", `password_wo.*must be specified when`},
		{"package_id = 107\n password_wo = \"\"\n password_wo_version = 1", `Attribute password_wo UTF-8 character count`},
	} {
		steps = append(steps, resource.TestStep{Config: p.Config(line(c.arguments)), PlanOnly: true, ExpectError: spaced(c.want)})
	}
	acctest.Test(t, steps...)
	if n := p.Count(); n != 0 {
		t.Errorf("%d requests, want none: %v", n, p.Counts())
	}
}

// The longest and the shortest that is allowed, in every spelling of an address.
func TestAccLine_edges(t *testing.T) {
	p := acctest.New(t)
	long, short := strings.Repeat("ä", 255), "x"
	acctest.Test(t,
		resource.TestStep{
			Config: p.Config(line(fmt.Sprintf("package_id = 107\n username = %q\n password = %q\n max_connections = 1\n mac_addr = "+
				"\"001A.7911.2233\"", long, short))),
			ConfigStateChecks: []statecheck.StateCheck{
				value("mac_addr", knownvalue.StringExact("001A.7911.2233")), value("type", knownvalue.StringExact("device")),
			},
		},
		resource.TestStep{ // another spelling of the same address
			PreConfig: p.ResetRequests,
			Config: p.Config(line(fmt.Sprintf("package_id = 107\n username = %q\n password = %q\n max_connections = 1\n "+
				"mac_addr = \"00-1a-79-11-22-33\"", long, short))),
			ConfigPlanChecks: isEmpty,
		},
		resource.TestStep{ // removing the address replaces a line that was paid, and says so
			PreConfig: p.ResetRequests,
			Config: p.Config(line(fmt.Sprintf("package_id = 107\n username = %q\n password = %q\n max_connections = 1", short,
				long))),
			ConfigPlanChecks: action(plancheck.ResourceActionDestroyBeforeCreate),
			Check: resource.ComposeTestCheckFunc(paid(p, 1, 2),
				counted(p, map[string]int{"line.terminate": 1, "line.create": 1})),
		},
	)
}

// An address is changed in place.
func TestAccLine_mac(t *testing.T) {
	p := acctest.New(t)
	config := func(mac string) string {
		return as(simpanel.EditorToken, p.Config(line("package_id = 107\n username = \"larry_line\"\n mac_addr = \""+mac+"\"")))
	}
	acctest.Test(t,
		resource.TestStep{Config: config("001a79112233")},
		resource.TestStep{
			Config: config("001a79112244"), ConfigPlanChecks: action(plancheck.ResourceActionUpdate),
			Check: func(*terraform.State) error {
				if mac := the(t, p).MAC; mac != "00:1A:79:11:22:44" {
					return fmt.Errorf("the address is %q", mac)
				}
				return paid(p, 1, 1)(nil)
			},
		},
	)
}

// Every attribute may be unknown at plan, and is checked and sent once it is known.
func TestAccLine_unknown(t *testing.T) {
	p := acctest.New(t)
	config := func(key string) string {
		return as(simpanel.AdminToken, p.Config(fmt.Sprintf(`
resource "terraform_data" "later" {
  input = {
    name = "larry_line", other = "larry_free", text = "correct horse", package = 107, ids = [1, 2], mac = "00:1a:79:11:22:33",
    connections = 2, flag = true, no = false, key = %q, date = "2031-01-01T00:00:00Z", owner = 3
  }
}
resource "iptv_line" "larry" {
  username        = terraform_data.later.output.name
  password        = terraform_data.later.output.text
  charge_credits  = terraform_data.later.output.flag
  package_id      = terraform_data.later.output.package
  bouquets        = terraform_data.later.output.ids
  mac_addr        = terraform_data.later.output.mac
  max_connections = terraform_data.later.output.connections
  reseller_notes  = terraform_data.later.output.text
  renewal_key     = terraform_data.later.output.key
}
resource "iptv_line" "free" {
  username        = terraform_data.later.output.other
  charge_credits  = terraform_data.later.output.no
  is_enabled      = terraform_data.later.output.no
  expire_at       = terraform_data.later.output.date
  is_restreamer   = terraform_data.later.output.flag
  is_trial        = terraform_data.later.output.flag
  can_watch_adult = terraform_data.later.output.flag
  owner_id        = terraform_data.later.output.owner
}
`, key)))
	}
	acctest.Test(t,
		resource.TestStep{
			Config: config("first"), Check: paid(p, 2, 1),
			ConfigStateChecks: []statecheck.StateCheck{value("bouquets", ids(1, 2)), value("renewal_key", knownvalue.StringExact("first"))},
		},
		resource.TestStep{ // everything is unknown, and only the key turns out to have changed
			PreConfig: p.ResetRequests,
			Config:    config("second"),
			Check: resource.ComposeTestCheckFunc(paid(p, 2, 2),
				counted(p, map[string]int{"line.updateAdvanced": 0, "line.renew": 1, "line.create": 0})),
		},
	)
}

// A charged line can change package only through a renewal, and an uncharged line no renewal.
func TestAccLine_packageRule(t *testing.T) {
	p := acctest.New(t)
	acctest.Test(t,
		resource.TestStep{Config: p.Config(line(bought))},
		resource.TestStep{
			Config: p.Config(strings.Replace(line(bought), "107", "108", 1)), PlanOnly: true,
			ExpectError: spaced(`Another package needs a renewal.*has package 107.*package 108.*new renewal_key`),
		},
		resource.TestStep{ // a package that is known at apply only is refused before anything is sent
			PreConfig: p.ResetRequests,
			Config: p.Config("resource \"terraform_data\" \"later\" {\n input = 108\n}\n" +
				strings.Replace(line(bought), "107", "terraform_data.later.output", 1)),
			ExpectError: spaced(`Another package needs a renewal`),
		},
		resource.TestStep{ // charge_credits matters at creation only
			PreConfig: p.ResetRequests,
			Config:    p.Config(line(bought + "renewal_key = \"x\"\n charge_credits = false")), PlanOnly: true,
			ExpectError: spaced(`A renewal is paid with credits.*charge_credits = true`),
		},
	)
	if n := p.Count("panel.line.renew", "panel.line.updateAdvanced"); n != 0 {
		t.Errorf("%d requests changed the line", n)
	}
}

// Plans are checked against the panel's packages and lines where these can be read.
func TestAccLine_preflight(t *testing.T) {
	p := acctest.New(t)
	p.Panel.AddLine(simpanel.Line{Username: "taken"})
	withBouquets := line(bought + "bouquets = [1, 5, 8]")
	acctest.Test(t,
		resource.TestStep{
			Config: p.Config(withBouquets), PlanOnly: true,
			ExpectError: spaced(`Bouquets outside the package.*bouquets 5, 8.*includes: 1, 2, 3, 4`),
		},
		resource.TestStep{
			Config: p.Config(line("package_id = 999")), PlanOnly: true,
			ExpectError: spaced(`Unknown package.*no package 999.*107, 108, 109`),
		},
		resource.TestStep{
			Config: p.Config(line("package_id = 107\n username = \"taken\"")), PlanOnly: true,
			ExpectError: spaced(`Line exists already.*terraform import ADDRESS taken`),
		},
		resource.TestStep{ // without a check the bouquets are omitted by the panel, and the difference stays visible
			Config:             p.ConfigWith("preflight = false", withBouquets),
			Check:              paid(p, 2, 1),
			ConfigStateChecks:  []statecheck.StateCheck{value("bouquets", ids(1, 5, 8))},
			ExpectNonEmptyPlan: true,
		},
		resource.TestStep{
			Config: p.ConfigWith("preflight = false", line(bought+"bouquets = [1]")), ConfigPlanChecks: isEmpty,
		},
		resource.TestStep{ // packages that cannot be read are no reason to fail
			PreConfig: func() {
				p.Panel.SetPermissions(simpanel.UserToken, "createLinesWithPackage", "indexLines", "destroyLines")
			},
			Config:             p.Config(strings.ReplaceAll(withBouquets, username, "other_line")),
			ExpectNonEmptyPlan: true,
			ExpectError:        spaced(`permission editLines`),
		},
	)
}

// A line that is replaced under its own name is no stranger to the check, and the plan says what it costs.
func TestAccLine_replacement(t *testing.T) {
	p := acctest.New(t)
	w := acctest.NewWorkspace(t, p.Config(line(bought)))
	w.Apply()
	const warning = "Replacing the line charges credits again"
	for name, plan := range map[string]func() acctest.Result{
		"address added": func() acctest.Result {
			w.Write("main.tf", p.Config(line(bought+"mac_addr = \"00:1a:79:11:22:33\"")))
			return w.Run("plan", "-no-color", "-detailed-exitcode", "-refresh=false")
		},
		"tainted": func() acctest.Result {
			w.Write("main.tf", p.Config(line(bought)))
			w.Must("taint", larry)
			defer w.Must("untaint", larry)
			return w.PlanCode()
		},
	} {
		if result := plan(); result.Code != 2 || strings.Count(result.Output, warning) != 1 {
			t.Errorf("%s: exit code %d\n%s", name, result.Code, result.Output)
		}
	}
	w.Write("main.tf", p.Config(line(bought)))
	w.Must("apply", "-auto-approve", "-no-color", "-replace="+larry)
	is(t, p, 1, 2)
	if plan := w.PlanCode(); plan.Code != 0 || strings.Contains(plan.Output, warning) {
		t.Errorf("exit code %d\n%s", plan.Code, plan.Output)
	}
}

// A configuration with one name twice pays for nothing: the plan says what is meant.
func TestAccLine_twice(t *testing.T) {
	p := acctest.New(t)
	acctest.Test(t, resource.TestStep{
		Config:      p.ConfigWith("preflight = false", line(bought)+strings.Replace(line(bought), `"larry" {`, `"again" {`, 1)),
		ExpectError: regexp.MustCompile(`Username is used twice`),
	})
	if n := p.Panel.Charges(); n != 0 {
		t.Errorf("%d charges", n)
	}
}
