package telecomx_test

import (
	"strings"
	"testing"

	"github.com/iptvops/terraform-provider-iptv/internal/acctest"
)

// Configuration that Terraform generates for a customer that has nothing says so, and changes nothing.
func TestAccSubscription_generated(t *testing.T) {
	p := acctest.New(t)
	w := acctest.NewWorkspace(t, p.Config("import {\n to = iptv_subscription.home\n id = %q\n}\n", customer))
	w.Must("plan", "-no-color", "-generate-config-out=generated.tf")
	if generated := w.Read("generated.tf"); !strings.Contains(generated, "override         = false") {
		t.Errorf("generated:\n%s", generated)
	}
	if output := w.Apply(); !strings.Contains(output, "1 imported, 0 added, 0 changed, 0 destroyed") {
		t.Error(output)
	}
	if plan := w.PlanCode(); plan.Code != 0 {
		t.Errorf("exit code %d\n%s", plan.Code, plan.Output)
	}
}
