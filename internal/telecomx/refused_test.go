package telecomx_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/iptvops/terraform-provider-iptv/internal/acctest"
)

// A plan over many objects says once that the credentials are refused, that nobody responds, or that the platform is not
// configured, and drops nothing.
func TestAccRefusedRefresh(t *testing.T) {
	const many = `
resource "iptv_package" "many" {
  count    = 12
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
	w := acctest.NewWorkspace(t, p.Config("%s", hcl))
	w.Apply()
	for want, config := range map[string]string{
		"Telecom X refuses the credentials": as(p, "wrong", reseller, hcl),
		"Cannot reach Telecom X": acctest.Bare("provider \"iptv\" {\n max_retries = 0\n telecomx = {\n endpoint = "+
			"\"http://127.0.0.1:1\"\n "+
			"token = \"t\"\n }\n}\n", hcl),
		"Platform is not configured": acctest.Bare("provider \"iptv\" {}\n", hcl),
	} {
		w.Write("main.tf", config)
		plan := w.PlanCode()
		if plan.Code != 1 || strings.Count(plan.Output, "Error: ") != 1 || !strings.Contains(plan.Output, "Error: "+want) {
			t.Errorf("exit code %d, want one error, %s\n%s", plan.Code, want, plan.Output)
		}
	}
	w.Write("main.tf", p.Config("%s", hcl))
	if plan := w.PlanCode(); plan.Code != 0 {
		t.Errorf("exit code %d with the right credentials, want an empty plan\n%s", plan.Code, plan.Output)
	}
}
