package telecomx_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/iptvops/terraform-provider-iptv/internal/protocol"
	"github.com/iptvops/terraform-provider-iptv/internal/simulator"
)

// State follows the plan: a platform that keeps something else is a warning that names both, and the next plan shows it.
func TestPackage_kept(t *testing.T) {
	p := newPlatform(t)
	p.TelecomX.SetVariants(simulator.TelecomXVariants{TrimNames: true})
	r := newResource(t, "iptv_package")
	config := func(name string) protocol.Config {
		return protocol.Config{"name": name, "channels": map[string]any{baseOnly: "BASE"}}
	}
	for _, name := range []string{"News\n", " Sports"} { // create, then update
		mustApply(t, p, r, config(name))
		if !warned(r, "Telecom X keeps another value", fmt.Sprintf("%q", name), fmt.Sprintf("%q", strings.TrimSpace(name))) {
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
	p.TelecomX.SetVariants(simulator.TelecomXVariants{WholeDays: true})
	r := newResource(t, "iptv_subscription")
	for _, days := range []int{20, 30} { // create, then update
		config := subscription(until(one, days))
		mustApply(t, p, r, config)
		if !warned(r, "keeps other packages", "package "+one+" was to end at", "T00:00:00.000Z") {
			t.Errorf("warnings: %q", r.Warnings)
		}
		changes, err := newWalk(t, p, nil).plan(r, config)
		if err != nil || len(changes) != 1 {
			t.Errorf("the next plan: %d changes, %v", len(changes), err)
		}
	}
	p.TelecomX.SetVariants(simulator.TelecomXVariants{})
	p.Inject(simulator.Fault{Operation: "telecomx.subscription.update", Commit: true, Status: http.StatusOK,
		Body: `{"nPvr":{"override":true,"storage":24},"scrub":{"override":true,"pause":false},"packages":[]}`})
	mustApply(t, p, r, protocol.Config{"customer_id": customer, "packages": []any{id(one)},
		"npvr": protocol.Config{"override": true, "storage_hours": 25}, "scrub": protocol.Config{"override": true, "pause": true}})
	if !warned(r, "npvr.storage_hours = 25", "says 24", "scrub.pause = true", "says false", "package "+one+" was sent and is not there") {
		t.Errorf("warnings: %q", r.Warnings)
	}
}

// A cleared end is cleared, also where the platform keeps what it is not sent.
func TestSubscription_clearedEnd(t *testing.T) {
	p := newPlatform(t)
	one := pack(p, "One", true)
	p.TelecomX.SetVariants(simulator.TelecomXVariants{KeepEnds: true})
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
	p.TelecomX.SetSubscription(customer, simulator.TelecomXSubscription{
		Scrub:    simulator.TelecomXScrub{Override: true, Forward: &yes, Backward: &no, Pause: &no},
		Packages: []simulator.TelecomXSubscribed{{ID: one, Start: start, End: end}, {ID: two, Start: start}},
	})
	zone := time.FixedZone("", 7200)
	for name, config := range map[string]protocol.Config{
		"start stated": {"customer_id": customer, "packages": []any{
			protocol.Config{"id": one, "start": start.Format(time.RFC3339), "end": end.Format(time.RFC3339)}, protocol.Config{"id": two, "start": start.Format(time.RFC3339)}},
			"scrub": protocol.Config{"override": true, "forward": true, "backward": false, "pause": false}},
		"start left out": {"customer_id": customer, "packages": []any{protocol.Config{"id": one, "end": end.Format(time.RFC3339)}, id(two)},
			"scrub": protocol.Config{"override": true, "forward": true}},
		"other spellings": {"customer_id": customer, "packages": []any{
			protocol.Config{"id": strings.ToLower(one), "start": start.In(zone).Format(time.RFC3339), "end": end.In(zone).Format(time.RFC3339)}, id(two)},
			"scrub": protocol.Config{"override": true, "forward": true, "pause": false}},
		"allow_overwrite": {"customer_id": customer, "allow_overwrite": true, "packages": []any{protocol.Config{"id": one, "end": end.Format(time.RFC3339)}, id(two)},
			"scrub": protocol.Config{"override": true, "forward": true}},
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
				p.TelecomX.UpdateSubscription(customer, func(s *simulator.TelecomXSubscription) { s.Packages[0].Start = start.Add(-time.Hour) })
				changes, err := newWalk(t, p, nil).plan(r, config)
				if err != nil || len(changes) != 1 {
					t.Errorf("another start: %d changes, %v", len(changes), err)
				}
				p.TelecomX.UpdateSubscription(customer, func(s *simulator.TelecomXSubscription) { s.Packages[0].Start = start })
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
			subscription(id(one), id(two)), subscription(id(one), id(two), id(nobody)), func() { p.TelecomX.DeletePackage(two) }, "Package is gone",
		},
		"iptv_package": {
			protocol.Config{"name": "News", "channels": map[string]any{baseOnly: "BASE", extra: "BASE"}},
			protocol.Config{"name": "News", "channels": map[string]any{baseOnly: "BASE", nobody: "BASE"}},
			func() {
				for _, k := range p.TelecomX.Packages(reseller) {
					p.TelecomX.UpdatePackage(k.ID, func(k *simulator.TelecomXPackage) { delete(k.Channels, extra) })
				}
				p.TelecomX.DeleteChannel(extra)
			}, "Channel is gone",
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
