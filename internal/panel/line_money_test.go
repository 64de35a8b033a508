package panel_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/terraform"

	"github.com/iptvops/terraform-provider-iptv/internal/acctest"
	"github.com/iptvops/terraform-provider-iptv/internal/simulator"
	simpanel "github.com/iptvops/terraform-provider-iptv/internal/simulator/panel"
)

// losses is what can happen to the response to a call that charges.
var losses = map[string]simulator.Fault{
	"dropped before":      {Kind: simulator.Drop},
	"dropped after":       {Kind: simulator.Drop, Commit: true},
	"500 before":          {Status: 500, Body: `{"error":"Server Error"}`},
	"504 after":           {Status: 504, Body: "<html>gateway</html>", Commit: true},
	"page after":          {Kind: simulator.HTML, Commit: true},
	"502 page":            {Kind: simulator.HTML, Status: 502, Commit: true},
	"dropped in the body": {Kind: simulator.DropInBody},
	"truncated JSON":      {Kind: simulator.TruncateJSON},
	"hang before":         {Kind: simulator.Hang},
	"hang after":          {Kind: simulator.Hang, Commit: true},
	"504 and again":       {Status: 504, Commit: true, Times: -1},
	"429 before":          {Status: 429, RetryAfter: 1},
}

var repeats = map[string]simpanel.RID{
	"replay": simpanel.RIDReplay, "conflict": simpanel.RIDConflict, "error in 200": simpanel.RIDErrorInOK,
}

// impatient gives up soon, so that lost responses cost little time.
const impatient = "request_timeout = \"2s\"\n max_retries = 2"

// notes is what the request's line has as reseller_notes, which is where these tests put the fault that it meets.
func notes(p *acctest.Platforms, r *http.Request) string {
	body, _ := io.ReadAll(r.Body)
	r.Body = io.NopCloser(bytes.NewReader(body))
	if id, ok := strings.CutPrefix(r.URL.Path, "/ext/line/"); ok && strings.Contains(id, "/") {
		line, _ := p.Panel.Line(id[:strings.Index(id, "/")])
		return line.ResellerNotes
	}
	var fields struct {
		ResellerNotes string `json:"reseller_notes"`
	}
	_ = json.Unmarshal(body, &fields)
	return fields.ResellerNotes
}

// oneEach fails the call once for every line, each in the way that its notes say.
func oneEach(p *acctest.Platforms, operation string) {
	for name, fault := range losses {
		for _, kind := range []string{"named", "random"} {
			note := name + " " + kind
			fault.Operation, fault.Match = operation, func(r *http.Request) bool { return notes(p, r) == note }
			p.Inject(fault)
		}
	}
}

// everyLoss is two lines for each way to lose a response, one of them with a random username.
func everyLoss(arguments string) string {
	names := slices.Sorted(maps.Keys(losses))
	return fmt.Sprintf(`
locals { losses = jsondecode(%q) }
resource "iptv_line" "named" {
  count          = length(local.losses)
  username       = replace(local.losses[count.index], " ", "_")
  reseller_notes = "${local.losses[count.index]} named"
  package_id     = 107
  %[2]s
}
resource "iptv_line" "random" {
  count          = length(local.losses)
  reseller_notes = "${local.losses[count.index]} random"
  package_id     = 107
  %[2]s
}
`, must(json.Marshal(names)), arguments)
}

func must(data []byte, err error) string {
	if err != nil {
		panic(err)
	}
	return string(data)
}

// Whatever happens to the response to a create or to a renewal, there is one line and one charge for it.
func TestAccLine_lostAnswers(t *testing.T) {
	n := 2 * len(losses)
	for name, rid := range repeats {
		t.Run(name, func(t *testing.T) {
			p := acctest.New(t)
			p.Panel.SetVariants(func(v *simpanel.Variants) { v.RID = rid })
			// Each renewed line has two periods, and a repeated request would have made it three.
			renewedOnce := func(*terraform.State) error {
				for _, l := range p.Panel.Lines() {
					if left := l.ExpireAt.Sub(p.Now()); left < 59*24*time.Hour || left > 60*24*time.Hour {
						return fmt.Errorf("%s expires in %s", l.ResellerNotes, left)
					}
				}
				return nil
			}
			acctest.Test(t,
				resource.TestStep{
					PreConfig: func() { oneEach(p, "panel.line.create") },
					Config:    p.ConfigWith(impatient, everyLoss("")),
					Check:     paid(p, n, n),
				},
				resource.TestStep{
					PreConfig: func() { p.ClearFaults(); oneEach(p, "panel.line.renew") },
					Config:    p.ConfigWith(impatient, everyLoss(`renewal_key = "second month"`)),
					Check:     resource.ComposeTestCheckFunc(paid(p, n, 2*n), renewedOnce),
				},
				resource.TestStep{
					PreConfig:        p.ClearFaults,
					Config:           p.ConfigWith(impatient, everyLoss(`renewal_key = "second month"`)),
					ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{plancheck.ExpectEmptyPlan()}},
					Check:            paid(p, n, 2*n),
				},
			)
		})
	}
}

// Nothing that is known to be refused, and nothing that never arrived, leaves a line or a charge.
func TestAccLine_nothingCreated(t *testing.T) {
	p := acctest.New(t)
	config := p.ConfigWith("max_retries = 0\n request_timeout = \"1s\"", line(bought))
	acctest.Test(t,
		resource.TestStep{
			PreConfig:   func() { p.Inject(simulator.Fault{Operation: "panel.line.create", Kind: simulator.Drop}) },
			Config:      config,
			ExpectError: regexp.MustCompile(`(?s)Cannot create line.*Nothing was created`),
		},
		resource.TestStep{
			PreConfig:   func() { p.Panel.SetCredits("billing", 99) },
			Config:      p.ConfigWith("preflight = false", line(bought)),
			ExpectError: regexp.MustCompile(`(?s)Cannot create line.*Not enough credits.*Nothing was created or charged`),
		},
		resource.TestStep{ // a username that cannot be looked up is not risked
			PreConfig:   func() { p.Panel.SetPermissions(simpanel.UserToken, "createLinesWithPackage", "indexPackages") },
			Config:      config,
			ExpectError: regexp.MustCompile(`(?s)Cannot create line.*permission indexLines.*Nothing was created or charged`),
		},
	)
	if err := paid(p, 0, 0)(nil); err != nil {
		t.Error(err)
	}
	if n := p.Count("panel.line.create"); n != 2 {
		t.Errorf("%d creates were sent, want 2", n)
	}
}

// When even the look-up fails, the error says what may exist, and the next apply refuses instead of paying again.
func TestAccLine_unsettledCreate(t *testing.T) {
	p := acctest.New(t)
	config := p.ConfigWith("max_retries = 0\n preflight = false\n request_timeout = \"1s\"", line(bought))
	acctest.Test(t,
		resource.TestStep{
			PreConfig: func() {
				p.Inject(simulator.Fault{Operation: "panel.line.create", Status: 504, Commit: true, Do: func() {
					p.Inject(simulator.Fault{Operation: "panel.lines", Status: 500, Times: -1})
				}})
			},
			Config: config,
			ExpectError: regexp.MustCompile(`(?s)Cannot tell whether the line was created.*may ` +
				`exist.*terraform\s+import\s+ADDRESS\s+larry_line`),
		},
		resource.TestStep{
			PreConfig:   p.ClearFaults,
			Config:      config,
			ExpectError: regexp.MustCompile(`(?s)Line exists already.*terraform\s+import\s+ADDRESS\s+larry_line`),
		},
		resource.TestStep{
			Config: config, ResourceName: larry, ImportState: true, ImportStateId: username, ImportStatePersist: true,
		},
		resource.TestStep{Config: config, ConfigPlanChecks: isEmpty, Check: paid(p, 1, 1)},
	)
}

// While a create is in progress another client makes a line of the same name: it is not taken for ours.
func TestAccLine_notOurs(t *testing.T) {
	p := acctest.New(t)
	p.Inject(simulator.Fault{Operation: "panel.line.create", Kind: simulator.Drop, Times: -1, Do: func() {
		p.Panel.AddLine(simpanel.Line{Username: username, Password: "of somebody else"})
	}})
	acctest.Test(t, resource.TestStep{
		Config:      p.ConfigWith("max_retries = 1", line(bought)),
		ExpectError: regexp.MustCompile(`(?s)Cannot create line.*another\s+client\s+created\s+it.*terraform\s+import`),
	})
	if err := paid(p, 1, 0)(nil); err != nil {
		t.Error(err)
	}
}

// A renewal that cannot be settled keeps the old key, and the next apply finds by the expiry date that it has happened.
func TestAccLine_unsettledRenewal(t *testing.T) {
	p := acctest.New(t)
	config := p.ConfigWith("max_retries = 0\n request_timeout = \"1s\"", line(bought+"renewal_key = \"a\""))
	sent := func() []string {
		var rids []string
		for _, r := range p.Requests("panel.line.renew") {
			var fields struct {
				RID string `json:"rid"`
			}
			_ = json.Unmarshal(r.Body, &fields)
			rids = append(rids, fields.RID)
		}
		return rids
	}
	acctest.Test(t,
		resource.TestStep{Config: p.Config(line(bought))},
		resource.TestStep{
			PreConfig: func() {
				p.Inject(simulator.Fault{Operation: "panel.line.renew", Status: 504, Commit: true, Do: func() {
					p.Inject(simulator.Fault{Operation: "panel.lines", Status: 500, Times: -1})
				}})
			},
			Config:      config,
			ExpectError: regexp.MustCompile(`(?s)Cannot tell whether the line was renewed.*same request\s+ID`),
		},
		resource.TestStep{ // the expiry has moved meanwhile: what was charged already is not charged again
			PreConfig: p.ClearFaults,
			Config:    config,
			Check: resource.ComposeTestCheckFunc(paid(p, 1, 2), func(*terraform.State) error {
				if rids := sent(); len(rids) != 1 || len(rids[0]) != 36 {
					return fmt.Errorf("request ids %q", rids)
				}
				return nil
			}),
			ConfigStateChecks: []statecheck.StateCheck{value("transaction_amount", knownvalue.Null()),
				value("renewal_key", knownvalue.StringExact("a"))},
		},
		resource.TestStep{ // refused for certain: nothing is charged, and the key is still to be used
			PreConfig:   func() { p.Panel.SetCredits("billing", 1) },
			Config:      p.ConfigWith("preflight = false", line(bought+"renewal_key = \"b\"")),
			ExpectError: regexp.MustCompile(`(?s)Cannot renew line.*Not enough credits.*Nothing was charged`),
		},
		resource.TestStep{
			PreConfig: func() { p.Panel.SetCredits("billing", 1000) },
			Config:    p.Config(line(bought + "renewal_key = \"b\"")), ConfigPlanChecks: action(plancheck.ResourceActionUpdate),
			Check: paid(p, 1, 3),
		},
		resource.TestStep{ // a key that was used before is refused
			Config: p.Config(line(bought + "renewal_key = \"a\"")), ExpectError: spaced(`Renewal key was used before`),
		},
	)
}
