package telecomx_test

import (
	"net/http"
	"testing"

	"github.com/iptvops/terraform-provider-iptv/internal/protocol"
	"github.com/iptvops/terraform-provider-iptv/internal/simulator"
)

// Warnings of a plan name the object, what became of it, and what to do.
func TestMessages_plan(t *testing.T) {
	p := newPlatform(t)
	one := pack(p, "One", true)
	for name, c := range map[string]struct {
		kind   string
		config protocol.Config
		want   string
	}{
		"type": {"iptv_package", protocol.Config{"name": "News", "channels": map[string]any{dvbOnly: "BASE"}},
			"Channel may not support the type: Channel " + dvbOnly + " does not seem to be available as BASE, judging by its properties. " +
				"The platform decides when the package is applied."},
		"expired": {"iptv_subscription", subscription(until(one, -3)), "Package has expired: Package " + one + " ended at "},
		"exists": {"iptv_package", protocol.Config{"name": "One", "main": true, "channels": map[string]any{baseOnly: "BASE"}},
			"Package exists already: Customer " + reseller + " has a package with this name, main and channels already"},
	} {
		r := newResource(t, c.kind)
		if _, err := newWalk(t, p, nil).plan(r, c.config); err != nil || !warned(r, c.want) {
			t.Errorf("%s: %v, %q, want %s", name, err, r.Warnings, c.want)
		}
	}
}

// A customer that loses its feature loses its subscription, with a warning; one that never had it is an error at plan.
func TestMessages_noSubscription(t *testing.T) {
	p := newPlatform(t)
	r := newResource(t, "iptv_subscription")
	mustApply(t, p, r, subscription())
	p.Inject(simulator.Fault{Operation: "telecomx.subscription.get", Status: http.StatusForbidden, Times: -1,
		Body: p.TelecomX.ErrorBody(http.StatusForbidden, "customer", "Customer does not have the IPTV")})
	_, err := newWalk(t, p, nil).plan(r, subscription())
	if !warned(r, "Subscription is gone: Telecom X: cannot read subscription: customer: Customer does not have the IPTV") {
		t.Errorf("%q", r.Warnings)
	}
	if !failedWith(err, "Customer has no subscription: ", "To have a subscription, customer "+customer+" needs the feature IPTVPRIVATE.") {
		t.Error(err)
	}
}

// What a destroy meets names the object.
func TestMessages_destroy(t *testing.T) {
	p := newPlatform(t)
	for name, c := range map[string]struct {
		config    protocol.Config
		operation string
		wants     []string
	}{
		"iptv_subscription": {subscription(), "telecomx.subscription.update", []string{"Cannot reset subscription: Telecom X: ", customer}},
		"iptv_package": {protocol.Config{"name": "News", "channels": map[string]any{baseOnly: "BASE"}}, "telecomx.package.delete",
			[]string{"Cannot delete package: Telecom X: ", `Package "News", `, ", stays in state."}},
	} {
		r := newResource(t, name)
		mustApply(t, p, r, c.config)
		p.Inject(simulator.Fault{Operation: c.operation, Status: http.StatusUnprocessableEntity,
			Body: p.TelecomX.ErrorBody(http.StatusUnprocessableEntity, "bad request", "Not today")})
		if err := apply(t, p, r, nil); !failedWith(err, c.wants...) {
			t.Errorf("%s: %v, want %q", name, err, c.wants)
		}
		p.ClearFaults()
	}
}
