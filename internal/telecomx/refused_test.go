package telecomx_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/iptvops/terraform-provider-iptv/internal/acctest"
)

// A plan over many objects says once that the credentials are refused, and drops nothing.
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
	w.Write("main.tf", as(p, "wrong", reseller, hcl))
	plan := w.PlanCode()
	if plan.Code != 1 || strings.Count(plan.Output, "Error: ") != 1 ||
		!strings.Contains(plan.Output, "Error: Telecom X refuses the credentials") {
		t.Errorf("exit code %d, want one error\n%s", plan.Code, plan.Output)
	}
	w.Write("main.tf", p.Config("%s", hcl))
	if plan := w.PlanCode(); plan.Code != 0 {
		t.Errorf("exit code %d with the right credentials, want an empty plan\n%s", plan.Code, plan.Output)
	}
}
