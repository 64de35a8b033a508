package telecomx_test

import (
	"fmt"
	"maps"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/iptvops/terraform-provider-iptv/internal/protocol"
	"github.com/iptvops/terraform-provider-iptv/internal/simulator"
	simtelecomx "github.com/iptvops/terraform-provider-iptv/internal/simulator/telecomx"
)

// State follows the plan: a platform that keeps something else is a warning that names both, and the next plan shows it.
func TestPackage_kept(t *testing.T) {
	p := newPlatform(t)
	p.TelecomX.SetVariants(func(v *simtelecomx.Variants) { *v = simtelecomx.Variants{TrimNames: true} })
	r := newResource(t, "iptv_package")
	config := func(name string) protocol.Config {
		return protocol.Config{"name": name, "channels": map[string]any{baseOnly: "BASE"}}
	}
	for _, name := range []string{"News\n", " Sports"} { // create, then update
		mustApply(t, p, r, config(name))
		if !warned(r, "Telecom X returned another value", fmt.Sprintf("%q", name), fmt.Sprintf("%q", strings.TrimSpace(name))) {
			t.Errorf("warnings: %q", r.Warnings)
		}
		changes, err := newWalk(t, p, nil).plan(r, config(name))
		if err != nil || len(changes) != 1 || !strings.Contains(protocol.Describe(changes[0].Prior, changes[0].Planned), "name") {
			t.Errorf("the next plan: %d changes, %v", len(changes), err)
		}
	}
	mustApply(t, p, r, config("Plain"))
	if len(r.Warnings) != 0 {
		t.Errorf("warnings: %q", r.Warnings)
	}
}

func TestSubscription_kept(t *testing.T) {
	p := newPlatform(t)
	one := pack(p, "One", true)
	p.TelecomX.SetVariants(func(v *simtelecomx.Variants) { *v = simtelecomx.Variants{WholeDays: true} })
	r := newResource(t, "iptv_subscription")
	for _, days := range []int{20, 30} { // create, then update
		config := subscription(until(one, days))
		mustApply(t, p, r, config)
		if !warned(r, "returned other values", "differ in packages", "package "+one+" was to end at", "T00:00:00.000Z") {
			t.Errorf("warnings: %q", r.Warnings)
		}
		changes, err := newWalk(t, p, nil).plan(r, config)
		if err != nil || len(changes) != 1 {
			t.Errorf("the next plan: %d changes, %v", len(changes), err)
		}
	}
	p.TelecomX.SetVariants(func(v *simtelecomx.Variants) { *v = simtelecomx.Variants{} })
	p.Inject(simulator.Fault{Operation: "telecomx.subscription.update", Commit: true, Status: http.StatusOK,
		Body: `{"nPvr":{"override":true,"storage":24},"scrub":{"override":true,"pause":false},"packages":[]}`})
	mustApply(t, p, r, protocol.Config{"customer_id": customer, "packages": []any{id(one)},
		"npvr": protocol.Config{"override": true, "storage_hours": 25}, "scrub": protocol.Config{"override": true, "pause": true}})
	if !warned(r, "npvr.storage_hours was planned as 25", "returned 24", "scrub.pause was planned as true", "returned false",
		"package "+one+" was sent and is not there") {
		t.Errorf("warnings: %q", r.Warnings)
	}
}

// A cleared end is cleared, also where the platform keeps what it is not sent.
func TestSubscription_clearedEnd(t *testing.T) {
	p := newPlatform(t)
	one := pack(p, "One", true)
	p.TelecomX.SetVariants(func(v *simtelecomx.Variants) { *v = simtelecomx.Variants{KeepEnds: true} })
	r := newResource(t, "iptv_subscription")
	mustApply(t, p, r, subscription(until(one, 20)))
	mustApply(t, p, r, subscription(id(one)))
	if s := p.TelecomX.Subscription(customer); !s.Packages[0].End.IsZero() {
		t.Errorf("the customer has %+v", s.Packages)
	}
	mustBeEmpty(t, p, r, subscription(id(one)))
}

// An import is followed by an empty plan, whichever way the configuration says what the customer has.
func TestSubscription_imported(t *testing.T) {
	yes, no := true, false
	p := newPlatform(t)
	one, two := pack(p, "One", true), pack(p, "Two", false)
	start, end := p.Now().Add(-time.Hour).UTC().Truncate(time.Second), p.Now().AddDate(0, 1, 0).UTC().Truncate(time.Second)
	p.TelecomX.SetSubscription(customer, simtelecomx.Subscription{
		Scrub:    simtelecomx.Scrub{Override: true, Forward: &yes, Backward: &no, Pause: &no},
		Packages: []simtelecomx.Subscribed{{ID: one, Start: start, End: end}, {ID: two, Start: start}},
	})
	zone := time.FixedZone("", 7200)
	for name, config := range map[string]protocol.Config{
		"start stated": {"customer_id": customer, "packages": []any{
			protocol.Config{"id": one, "start": start.Format(time.RFC3339), "end": end.Format(time.RFC3339)}, protocol.Config{"id": two,
				"start": start.Format(time.RFC3339)}},
			"scrub": protocol.Config{"override": true, "forward": true, "backward": false, "pause": false}},
		"start left out": {"customer_id": customer, "packages": []any{protocol.Config{"id": one, "end": end.Format(time.RFC3339)}, id(two)},
			"scrub": protocol.Config{"override": true, "forward": true}},
		"other spellings": {"customer_id": customer, "packages": []any{
			protocol.Config{"id": strings.ToLower(one), "start": start.In(zone).Format(time.RFC3339),
				"end": end.In(zone).Format(time.RFC3339)}, id(two)},
			"scrub": protocol.Config{"override": true, "forward": true, "pause": false}},
		"allow_overwrite": {"customer_id": customer, "allow_overwrite": true,
			"packages": []any{protocol.Config{"id": one, "end": end.Format(time.RFC3339)}, id(two)},
			"scrub":    protocol.Config{"override": true, "forward": true}},
	} {
		t.Run(name, func(t *testing.T) {
			r := newResource(t, "iptv_subscription")
			if err := r.Import(t.Context(), newWalk(t, p, nil).server, customer); err != nil {
				t.Fatal(err)
			}
			mustBeEmpty(t, p, r, config)
			mustBeEmpty(t, p, r, config)
			// An outside change of what is stated shows all the same.
			if name == "start stated" {
				p.TelecomX.UpdateSubscription(customer, func(s *simtelecomx.Subscription) { s.Packages[0].Start = start.Add(-time.Hour) })
				changes, err := newWalk(t, p, nil).plan(r, config)
				if err != nil || len(changes) != 1 {
					t.Errorf("another start: %d changes, %v", len(changes), err)
				}
				p.TelecomX.UpdateSubscription(customer, func(s *simtelecomx.Subscription) { s.Packages[0].Start = start })
			}
		})
	}
}

// A customer that has nothing is imported with an empty plan, whether the configuration says so or leaves it out, and what
// it omits stays when something else changes.
func TestSubscription_importedNothing(t *testing.T) {
	off := protocol.Config{"override": false}
	for name, config := range map[string]protocol.Config{
		"left out": {"customer_id": customer}, "recording": {"customer_id": customer, "npvr": off},
		"all": {"customer_id": customer, "npvr": off, "scrub": off, "packages": []any{}},
	} {
		t.Run(name, func(t *testing.T) {
			p := newPlatform(t)
			one := pack(p, "One", true)
			r := newResource(t, "iptv_subscription")
			if err := r.Import(t.Context(), newWalk(t, p, nil).server, customer); err != nil {
				t.Fatal(err)
			}
			mustBeEmpty(t, p, r, config)
			mustApply(t, p, r, config)
			mustBeEmpty(t, p, r, config)

			more := maps.Clone(config)
			more["packages"] = []any{id(one)}
			mustApply(t, p, r, more)
			mustBeEmpty(t, p, r, more)
			yes := true
			p.TelecomX.UpdateSubscription(customer, func(s *simtelecomx.Subscription) {
				s.Scrub = simtelecomx.Scrub{Override: true, Pause: &yes}
			})
			if name == "all" {
				return
			}
			mustBeEmpty(t, p, r, more)
			more["npvr"] = protocol.Config{"override": true, "storage_hours": 30}
			mustApply(t, p, r, more)
			mustBeEmpty(t, p, r, more)
			if s := p.TelecomX.Subscription(customer); !s.Scrub.Override || *s.NPvr.Storage != 30 || len(s.Packages) != 1 {
				t.Errorf("the customer has %+v", s)
			}
		})
	}
}

// What is gone from the catalogue, or was never there, stands in the way of no destroy.
func TestDestroy_goneMembers(t *testing.T) {
	p := newPlatform(t)
	one, two := pack(p, "One", true), pack(p, "Two", false)
	extra := p.TelecomX.AddChannels(reseller, 1)[0]
	for name, c := range map[string]struct {
		config, changed protocol.Config
		lose            func()
		warning         string
	}{
		"iptv_subscription": {
			subscription(id(one), id(two)), subscription(id(one), id(two),
				id(nobody)), func() { p.TelecomX.DeletePackage(two) },
			"Package is gone: Customer " + customer + " had package " + two + ", to which it can no longer subscribe: the platform will " +
				"refuse it.",
		},
		"iptv_package": {
			protocol.Config{"name": "News", "channels": map[string]any{baseOnly: "BASE", extra: "BASE"}},
			protocol.Config{"name": "News", "channels": map[string]any{baseOnly: "BASE", nobody: "BASE"}},
			func() {
				for _, k := range p.TelecomX.Packages(reseller) {
					p.TelecomX.UpdatePackage(k.ID, func(k *simtelecomx.Package) { delete(k.Channels, extra) })
				}
				p.TelecomX.DeleteChannel(extra)
			}, "Channel is gone: The package had channel " + extra + ", which customer " + reseller + " no longer has: the platform " +
				"will refuse it.",
		},
	} {
		t.Run(name, func(t *testing.T) {
			r := newResource(t, name)
			mustApply(t, p, r, c.config)
			c.lose()
			for range 2 { // a refresh that was stored does not change it
				if _, err := newWalk(t, p, nil).plan(r, c.config); err != nil || !warned(r, c.warning) {
					t.Errorf("%v, %q", err, r.Warnings)
				}
			}
			if _, err := newWalk(t, p, nil).plan(r, c.changed); !failedWith(err, "Unknown", nobody, "-refresh=false") {
				t.Errorf("an id that was never there: %v", err)
			}
			mustApply(t, p, r, nil)
			if !r.Value.IsNull() {
				t.Error("it is in state still")
			}
		})
	}
}

// The error of a business customer says where that has what a subscription holds.
func TestSubscription_business(t *testing.T) {
	p := newPlatform(t)
	config := protocol.Config{"customer_id": business, "packages": []any{}}
	for _, preflight := range []bool{true, false} {
		r := newResource(t, "iptv_subscription")
		w := newWalk(t, p, protocol.Config{"preflight": preflight})
		changes, err := w.plan(r, config)
		if !preflight && err == nil {
			err = r.Apply(t.Context(), w.server, changes[0])
		}
		if !failedWith(err, "Customer does not have the IPTV", "IPTVBUSINESS", "devices and settings") {
			t.Errorf("preflight %v: %v", preflight, err)
		}
	}
}

// What the platform refuses is reported on the attribute that it named, members of the blocks included.
func TestSubscription_refusedAttribute(t *testing.T) {
	p := newPlatform(t)
	config := protocol.Config{"customer_id": customer, "npvr": protocol.Config{"override": true, "storage_hours": 5, "auto_expire_days": 6}}
	for field, attribute := range map[string]string{
		"nPvr.override": "override", "nPvr.enabled": "enabled", "nPvr.storage": "storage_hours", "nPvr.autoExpireDays": "auto_expire_days",
		"npvr.storage": "storage_hours", "nPvr.autoexpiredays": "auto_expire_days",
	} {
		p.ClearFaults()
		p.Inject(simulator.Fault{Operation: "telecomx.subscription.update", Status: http.StatusUnprocessableEntity,
			Body: p.TelecomX.ErrorBody(http.StatusUnprocessableEntity, field, "No")})
		r := newResource(t, "iptv_subscription")
		w := newWalk(t, p, nil)
		changes, err := w.plan(r, config)
		if err != nil {
			t.Fatal(err)
		}
		response, err := w.server.ApplyResourceChange(t.Context(), &tfprotov6.ApplyResourceChangeRequest{
			TypeName: r.TypeName, PriorState: protocol.Dynamic(changes[0].Prior), PlannedState: protocol.Dynamic(changes[0].Planned),
			Config: protocol.Dynamic(changes[0].Config),
		})
		if err != nil || len(response.Diagnostics) != 1 {
			t.Fatal(response.Diagnostics, err)
		}
		want := tftypes.NewAttributePath().WithAttributeName("npvr").WithAttributeName(attribute)
		if at := response.Diagnostics[0].Attribute; !at.Equal(want) {
			t.Errorf("%s is reported on %s, want %s", field, at, want)
		}
	}
}

// A null element, as a conditional in a list makes it, is refused where it makes no sense.
func TestNullElements(t *testing.T) {
	p := newPlatform(t)
	for name, c := range map[string]protocol.Config{
		"iptv_subscription": {"customer_id": customer, "packages": []any{id(nobody), nil}},
		"iptv_package":      {"name": "News", "channels": map[string]any{baseOnly: "BASE", dvbOnly: nil}},
	} {
		if _, err := newWalk(t, p, nil).plan(newResource(t, name), c); err == nil ||
			!strings.Contains(strings.ToLower(err.Error()), "null") {
			t.Errorf("%s: %v", name, err)
		}
	}
	_, err := newWalk(t, p, nil).plan(newResource(t, "iptv_package"),
		protocol.Config{"name": "News", "channels": map[string]any{baseOnly: "BASE", dvbOnly: nil}})
	if !failedWith(err, dvbOnly, "BASE, DVB or LOCAL") || strings.Contains(err.Error(), baseOnly) {
		t.Errorf("the error names the channel: %v", err)
	}
	if n := p.Count(); n != 0 {
		t.Errorf("%d requests, want none", n)
	}
}
