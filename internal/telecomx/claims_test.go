package telecomx_test

import (
	"testing"

	"github.com/iptvops/terraform-provider-iptv/internal/protocol"
	simtelecomx "github.com/iptvops/terraform-provider-iptv/internal/simulator/telecomx"
)

const twice = "Two resources for one customer: "

// Two resources for one customer are an error at plan that names it, whatever their order and whether anything is read.
func TestSubscription_two(t *testing.T) {
	p := newPlatform(t)
	one, two := pack(p, "One", true), pack(p, "Two", false)
	first, second := newResource(t, "iptv_subscription"), newResource(t, "iptv_subscription")
	for _, preflight := range []bool{true, false} {
		w := newWalk(t, p, protocol.Config{"preflight": preflight})
		if _, err := w.plan(first, subscription(id(one))); err != nil {
			t.Fatal(err)
		}
		if _, err := w.plan(second, subscription(id(two))); !failedWith(err, twice, customer, "-refresh=false") {
			t.Errorf("both new, preflight %v: %v", preflight, err)
		}
	}

	mustApply(t, p, first, subscription(id(one)))
	for name, order := range map[string][]*protocol.Resource{"the new one last": {first, second}, "the new one first": {second, first}} {
		w := newWalk(t, p, protocol.Config{"preflight": false})
		_, err := w.plan(order[0], map[*protocol.Resource]protocol.Config{first: subscription(id(one)),
			second: subscription(id(two))}[order[0]])
		if err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if _, err = w.plan(order[1], map[*protocol.Resource]protocol.Config{first: subscription(id(one)),
			second: subscription(id(two))}[order[1]]); !failedWith(err, twice, customer) {
			t.Errorf("%s: %v", name, err)
		}
	}

	// Where both are in state and change nothing, an error would only stand in the way of a destroy.
	if err := second.Import(t.Context(), newWalk(t, p, nil).server, customer); err != nil {
		t.Fatal(err)
	}
	w := newWalk(t, p, nil)
	if _, err := w.plan(first, subscription(id(one))); err != nil {
		t.Error(err)
	}
	if _, err := w.plan(second, subscription(id(one))); err != nil || !warned(second, twice, customer) {
		t.Errorf("unchanged: %v, %q", err, second.Warnings)
	}
	w = newWalk(t, p, nil)
	if _, err := w.plan(first, subscription(id(two))); err != nil {
		t.Error(err)
	}
	if _, err := w.plan(second, subscription(id(one))); !failedWith(err, twice, customer) {
		t.Errorf("each undoes the other: %v", err)
	}
}

// A customer that is known at apply only: the second resource stops there, before anything is sent.
func TestSubscription_twoAtApply(t *testing.T) {
	p := newPlatform(t)
	one, two := pack(p, "One", true), pack(p, "Two", false)
	first, second := newResource(t, "iptv_subscription"), newResource(t, "iptv_subscription")
	w := newWalk(t, p, protocol.Config{"preflight": false})
	changes, err := w.plan(first, subscription(id(one)))
	if err != nil {
		t.Fatal(err)
	}
	if err := first.Apply(t.Context(), w.server, changes[0]); err != nil {
		t.Fatal(err)
	}
	if _, err := w.plan(second, subscription(id(two))); !failedWith(err, twice, customer) {
		t.Errorf("%v", err)
	}
	if s := p.TelecomX.Subscription(customer); len(s.Packages) != 1 || s.Packages[0].ID != one {
		t.Errorf("the customer has %+v", s.Packages)
	}
}

// A resource that is replaced or tainted is planned twice or anew, and overwrites what it holds itself: no false alarm.
func TestSubscription_replaced(t *testing.T) {
	p := newPlatform(t)
	one, two := pack(p, "One", true), pack(p, "Two", false)
	r := newResource(t, "iptv_subscription")
	config := func(packages ...any) protocol.Config {
		c := subscription(packages...)
		c["npvr"] = protocol.Config{"override": true, "storage_hours": 25 + len(packages)}
		c["scrub"] = protocol.Config{"override": true, "pause": len(packages) > 1}
		return c
	}
	mustApply(t, p, r, config(id(one)))

	w := newWalk(t, p, nil)
	if _, err := w.plan(r, config(until(one, 30), id(two))); err != nil {
		t.Error(err)
	}
	if err := w.replan(r, config(until(one, 30), id(two))); err != nil {
		t.Errorf("-replace with another configuration: %v", err)
	}

	r.Tainted = true
	mustApply(t, p, r, config(until(one, 30), id(two)))
	if s := p.TelecomX.Subscription(customer); len(s.Packages) != 2 || *s.NPvr.Storage != 27 {
		t.Errorf("the customer has %+v", s)
	}
	mustBeEmpty(t, p, r, config(until(one, 30), id(two)))

	// What another client has added to what the state does not manage is an overwrite still.
	yes := true
	r = newResource(t, "iptv_subscription")
	p.TelecomX.SetSubscription(customer, simtelecomx.Subscription{})
	mustApply(t, p, r, subscription(id(one)))
	p.TelecomX.UpdateSubscription(customer, func(s *simtelecomx.Subscription) {
		s.Scrub = simtelecomx.Scrub{Override: true, Forward: &yes}
	})
	r.Tainted = true
	if err := apply(t, p, r, config(id(one))); !failedWith(err, "would be overwritten", "an override of scrubbing") {
		t.Errorf("%v", err)
	}
}

// A resource that takes a customer over from another one, which is destroyed in the same run, in either order.
func TestSubscription_takesOver(t *testing.T) {
	for _, destroyFirst := range []bool{true, false} {
		p := newPlatform(t)
		one, two := pack(p, "One", true), pack(p, "Two", false)
		before, after := newResource(t, "iptv_subscription"), newResource(t, "iptv_subscription")
		mustApply(t, p, before, subscription(id(one)))

		w := newWalk(t, p, nil)
		gone, err := w.plan(before, nil)
		if err != nil {
			t.Fatal(err)
		}
		made, err := w.plan(after, subscription(id(one), id(two)))
		if err != nil {
			t.Fatal(err)
		}
		w = newWalk(t, p, nil)
		destroy := func() error { return before.Apply(t.Context(), w.server, gone[0]) }
		create := func() error { return after.Apply(t.Context(), w.server, made[0]) }
		steps := []func() error{create, destroy}
		if destroyFirst {
			steps = []func() error{destroy, create}
		}
		for _, step := range steps {
			if err := step(); err != nil {
				t.Fatal(err)
			}
		}
		if s := p.TelecomX.Subscription(customer); len(s.Packages) != 2 {
			t.Errorf("destroy first: %v, the customer has %+v", destroyFirst, s.Packages)
		}
		if !destroyFirst && !warned(before, "Subscription is kept", customer) {
			t.Errorf("warnings: %q", before.Warnings)
		}
		mustBeEmpty(t, p, after, subscription(id(one), id(two)))
	}
}
