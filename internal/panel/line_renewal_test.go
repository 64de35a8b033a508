package panel_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/iptvops/terraform-provider-iptv/internal/simulator"
	simpanel "github.com/iptvops/terraform-provider-iptv/internal/simulator/panel"
)

// Renewal keys A, B, A: the third is refused at plan.
func TestLine_usedKey(t *testing.T) {
	e := newEstate(t)
	e.Panel.SetVariants(func(v *simpanel.Variants) { v.RID = simpanel.RIDForgotten })
	key := func(key string) map[string]values { return one(larrys.with(values{"renewal_key": key})) }
	e.must(key("bought with"))
	e.must(key("A"))
	e.must(key("B"))
	e.is(1, 3)
	for _, old := range []string{"A", "bought with"} {
		e.says(e.plan(key(old)).errors, "Renewal key was used before", old)
	}
	e.must(one(larrys)) // without a key
	e.says(e.plan(key("B")).errors, "Renewal key was used before")
	e.is(1, 3)
	e.must(key("C"))
	e.is(1, 4)
}

// Only a response that names the request id as used, or an expiry date that has moved, says that a renewal has happened.
func TestLine_refusedRenewal(t *testing.T) {
	for _, refusal := range []simpanel.Refusal{
		{Status: 409, Text: "Insufficient credits"}, {Status: 402, Text: "Not enough credits"}, {Status: 422,
			Text: "This request cannot be repeated: no credits"},
	} {
		e := serialEstate(t)
		e.must(one(larrys))
		e.Panel.SetVariants(func(v *simpanel.Variants) {
			v.Refuse = map[string]simpanel.Refusal{"panel.line.renew": refusal}
		})
		o := e.apply(one(larrys.with(values{"renewal_key": "2"})))
		e.says(o.errors, "Cannot renew line", refusal.Text, "Nothing was charged")
		if _, ok := e.state("larry")["renewal_key"]; ok {
			t.Errorf("%s: the key is in state", refusal.Text)
		}
	}
}

// What a renewal pays for comes after it: a refused one leaves the line as it was.
func TestLine_renewalFirst(t *testing.T) {
	e := newEstate(t)
	e.token = simpanel.EditorToken
	e.must(one(larrys))
	e.Panel.SetVariants(func(v *simpanel.Variants) {
		v.Refuse = map[string]simpanel.Refusal{"panel.line.renew": {Status: 402, Text: "Not enough credits"}}
	})
	richer := one(larrys.with(values{"package_id": 108, "renewal_key": "2", "bouquets": []int{2, 3, 6, 8}, "max_connections": 5,
		"is_enabled": false}))
	before, _ := e.Panel.LineByUsername("larry_line")
	e.says(e.apply(richer).errors, "Cannot renew line")
	after, _ := e.Panel.LineByUsername("larry_line")
	if fmt.Sprint(before.Bouquets, before.MaxConnections, before.IsEnabled) != fmt.Sprint(after.Bouquets, after.MaxConnections,
		after.IsEnabled) {
		t.Errorf("%+v, was %+v", after, before)
	}
	e.Panel.SetVariants(func(v *simpanel.Variants) { v.Refuse, v.RenewResets = nil, true })
	e.must(richer)
	e.is(1, 2)
}

// A renewal that resets what the configuration says is followed by what restores it.
func TestLine_renewalResets(t *testing.T) {
	e := newEstate(t)
	e.token = simpanel.EditorToken
	e.Panel.SetVariants(func(v *simpanel.Variants) { v.RenewResets = true })
	line := larrys.with(values{"bouquets": []int{1}, "max_connections": 3})
	e.must(one(line))
	e.must(one(line.with(values{"renewal_key": "2"})))
	e.is(1, 2)
}

// The expiry date before a renewal is the one read just before it is sent: another client's renewal since the plan is not ours.
func TestLine_renewedBySomebody(t *testing.T) {
	e := newEstate(t)
	e.must(one(larrys))
	line, _ := e.Panel.LineByUsername("larry_line")
	o, changes := e.prepare(one(larrys.with(values{"renewal_key": "2"})))
	if o.errors != "" || len(changes) != 1 {
		t.Fatal(o)
	}
	e.Panel.UpdateLine(line.ID, func(l *simpanel.Line) { later := l.ExpireAt.Add(24 * time.Hour); l.ExpireAt = &later })
	e.Inject(simulator.Fault{Operation: "panel.line.renew", Kind: simulator.Drop}) // not carried out
	o = outcome{}
	o = e.carryOut(o, changes)
	if o.errors != "" {
		t.Error(o.errors)
	}
	e.is(1, 2)
}

// A renewal whose outcome could not be found out is settled by the expiry date of before, also by a later apply.
func TestLine_pendingRenewal(t *testing.T) {
	e := newEstate(t)
	e.common = values{"max_retries": 0}
	e.Panel.SetVariants(func(v *simpanel.Variants) { v.RID = simpanel.RIDForgotten })
	e.must(one(larrys))
	e.Inject(simulator.Fault{Operation: "panel.line.renew", Status: 504, Commit: true, Do: func() {
		e.Inject(simulator.Fault{Operation: "panel.lines", Status: 500, Times: -1})
	}})
	renewed := one(larrys.with(values{"renewal_key": "2"}))
	e.says(e.apply(renewed).errors, "Cannot tell whether the line was renewed")
	e.ClearFaults()
	e.says(e.must(renewed).warnings, "was renewed with this key before")
	e.is(1, 2)
}

// A renewal of a line whose expiry date has moved since the last apply may be the one of a killed run, and the plan says so.
func TestLine_movedBeforeRenewal(t *testing.T) {
	e := newEstate(t)
	e.must(one(larrys))
	line, _ := e.Panel.LineByUsername("larry_line")
	e.Panel.UpdateLine(line.ID, func(l *simpanel.Line) { later := l.ExpireAt.Add(720 * time.Hour); l.ExpireAt = &later })
	renewed := one(larrys.with(values{"renewal_key": "2"}))
	const warning = "Expiry date has moved outside Terraform"
	e.says(e.plan(renewed).warnings, warning)
	e.says(e.must(renewed).warnings, warning)
	if o := e.must(one(larrys.with(values{"renewal_key": "3"}))); strings.Contains(o.warnings, warning) {
		t.Error(o.warnings)
	}
	e.is(1, 3)
}

// A token that does not see a line proves by no look that it was terminated: the line stays in state.
func TestLine_otherTokenDestroys(t *testing.T) {
	e := newEstate(t)
	e.must(one(larrys))
	o, changes := e.prepare(nil)
	e.token = simpanel.OtherToken // of the apply alone, as with -refresh=false
	o = e.carryOut(o, changes)
	e.says(o.errors, "Cannot terminate line", `belongs to "billing"`, `that of "rival"`, "larry_line")
	if len(e.lines) != 1 {
		t.Errorf("the state has %d lines", len(e.lines))
	}
	e.is(1, 1)
}

// A renewal that was sent again says so: a panel that forgets request ids may yet carry out the first one.
func TestLine_renewalResent(t *testing.T) {
	e := newEstate(t)
	e.must(one(larrys))
	e.Inject(simulator.Fault{Operation: "panel.line.renew", Kind: simulator.Drop})
	o := e.must(one(larrys.with(values{"renewal_key": "2"})))
	e.says(o.warnings, "Renewal was sent more than once", "Its expiry date was", "the balance")
	e.is(1, 2)
}

// Without prices a plan with credit_limit says what it cannot compare.
func TestLine_limitWithoutPrices(t *testing.T) {
	e := newEstate(t)
	e.provider = values{"credit_limit": 150}
	e.Inject(simulator.Fault{Operation: "panel.packages", Status: 403, Body: `{"error":"Forbidden"}`, Times: -1})
	o := e.plan(one(larrys))
	e.says(o.warnings, "Price is not known", "credit_limit, which is 150")
	if o.errors != "" {
		t.Error(o.errors)
	}
}

// With create_before_destroy the new line cannot have the username of the old one: the plan warns of it, and the apply
// says so before anything is bought or terminated.
func TestLine_createBeforeDestroy(t *testing.T) {
	e := newEstate(t)
	e.must(one(larrys))
	device := larrys.with(values{"mac_addr": "00:1a:79:11:22:33"})
	o := e.plan(one(device))
	e.says(o.warnings, "Replacing the line charges credits again", "create_before_destroy", "the apply fails")
	e.lines = map[string]*kept{} // what the provider is shown of it during the apply: a creation, and no line in state
	o = e.apply(one(device))
	e.says(o.errors, "Line exists already", "create_before_destroy")
	e.is(1, 1)
	if n := e.Count("panel.line.terminate"); n != 0 {
		t.Errorf("%d lines were terminated", n)
	}
}
