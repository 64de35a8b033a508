package telecomx_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/iptvops/terraform-provider-iptv/internal/acctest"
)

// A package whose end has passed between two runs is no drift: the plan is empty and warns.
func TestAccSubscription_expired(t *testing.T) {
	p := acctest.New(t)
	one, two := seeded(p, "One", true), seeded(p, "Two", false)
	end := time.Now().Add(6 * time.Second).UTC()
	config := func(last string) string {
		return p.Config(subscriptionWith(fmt.Sprintf("packages = [{ id = %q }, { id = %q, end = %q }%s]", one, two,
			end.Format(time.RFC3339Nano), last)))
	}
	w := acctest.NewWorkspace(t, config(""))
	w.Apply()
	time.Sleep(time.Until(end.Add(time.Millisecond)))
	for range 2 {
		if plan := w.PlanCode(); plan.Code != 0 || !strings.Contains(plan.Output, "Package has expired") ||
			!strings.Contains(plan.Output, two) {
			t.Errorf("exit code %d, want an empty plan with a warning that names %s\n%s", plan.Code, two, plan.Output)
		}
		w.Must("apply", "-refresh-only", "-auto-approve", "-no-color")
	}
	if n := len(p.TelecomX.Subscription(customer).Packages); n != 1 {
		t.Fatalf("the platform lists %d packages, want 1", n)
	}

	three := seeded(p, "Three", false)
	w.Write("main.tf", config(fmt.Sprintf(", { id = %q }", three)))
	w.Apply()
	for _, sent := range p.Requests("telecomx.subscription.update")[1:] {
		if strings.Contains(string(sent.Body), two) {
			t.Errorf("the expired package was sent: %s", sent.Body)
		}
	}
	p.ResetRequests()
	w.Write("main.tf", p.Config(subscriptionWith(fmt.Sprintf("packages = [{ id = %q }, { id = %q }]", one, three))))
	w.Apply()
	if n := p.Count("telecomx.subscription.update"); n != 0 {
		t.Errorf("taking an expired package out sent %d updates, want none", n)
	}
	if plan := w.PlanCode(); plan.Code != 0 || strings.Contains(plan.Output, "expired") {
		t.Errorf("exit code %d\n%s", plan.Code, plan.Output)
	}
}
