package telecomx_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/iptvops/terraform-provider-iptv/internal/acctest"
	"github.com/iptvops/terraform-provider-iptv/internal/simulator"
	simtelecomx "github.com/iptvops/terraform-provider-iptv/internal/simulator/telecomx"
)

// A plan of many new objects says once that the platform cannot be used, and what to check.
func TestAccUnusable(t *testing.T) {
	const many = `
resource "iptv_package" "many" {
  count    = 30
  name     = "Package ${count.index}"
  channels = { %q = "BASE" }
}
resource "iptv_subscription" "home" {
  customer_id = %q
  packages    = []
}
`
	hcl := fmt.Sprintf(many, baseOnly, customer)
	p := acctest.Start(t)
	elsewhere := strings.Replace(as(p, simtelecomx.Token, reseller, hcl), p.URL(), "https://"+strings.TrimPrefix(p.URL(), "http://"),
		1)
	for name, test := range map[string]struct {
		config string
		fault  *simulator.Fault
		want   string // "" for a plan without errors
	}{
		"wrong token":           {as(p, "wrong", reseller, hcl), nil, "Telecom X refuses the credentials"},
		"wrong password":        {login(p, "somebody@example.com", "wrong", hcl), nil, "Telecom X refuses the credentials"},
		"https to an http port": {elsewhere, nil, "Cannot reach Telecom X"},
		"a web page":            {p.Config("%s", hcl), &simulator.Fault{Kind: simulator.HTML, Times: -1}, "Not the API of Telecom X"},
		"may not be read": {p.Config("%s", hcl), &simulator.Fault{Status: http.StatusForbidden, Times: -1,
			Body: p.TelecomX.ErrorBody(http.StatusForbidden, "access_denied", "Insufficient access level")}, ""},
	} {
		t.Run(name, func(t *testing.T) {
			p.ClearFaults()
			if test.fault != nil {
				p.Inject(*test.fault)
			}
			w := acctest.NewWorkspace(t, strings.Replace(test.config, `provider "iptv" {`, "provider \"iptv\" {\n max_retries = 0", 1))
			plan := w.PlanCode()
			errors := strings.Count(plan.Output, "Error: ")
			if test.want == "" {
				if plan.Code != 2 || errors != 0 {
					t.Errorf("exit code %d, want a plan without errors\n%s", plan.Code, plan.Output)
				}
				return
			}
			if plan.Code != 1 || errors != 1 || !strings.Contains(plan.Output, "Error: "+test.want) ||
				!strings.Contains(plan.Output, "TELECOMX_") {
				t.Errorf("exit code %d, want the one error %q\n%s", plan.Code, test.want, plan.Output)
			}
		})
	}
}
