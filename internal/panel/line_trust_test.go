package panel_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/iptvops/terraform-provider-iptv/internal/simulator"
	simpanel "github.com/iptvops/terraform-provider-iptv/internal/simulator/panel"
)

var larrys = values{"username": "larry_line", "password": "correct horse", "package_id": 107}

func one(v values) map[string]values { return map[string]values{"larry": v} }

// The token of another reseller sees none of the lines: an error names both users, and nothing is dropped or bought.
func TestLine_otherToken(t *testing.T) {
	e := newEstate(t)
	lines := map[string]values{"larry": larrys, "random": {"package_id": 107}}
	e.must(lines)
	e.token = simpanel.OtherToken
	o := e.apply(lines)
	e.says(o.errors, `belongs to "billing"`, `that of "rival"`, "stays in state", "larry: ", "random: ")
	if len(e.lines) != 2 {
		t.Errorf("the state has %d lines", len(e.lines))
	}
	e.is(2, 2)
}

// A token that the panel refuses is one error for all lines, and nothing is dropped or bought.
func TestLine_refusedToken(t *testing.T) {
	e := newEstate(t)
	lines := map[string]values{"larry": larrys, "other": {"package_id": 107}, "third": {"package_id": 107}}
	e.must(lines)
	e.token = "wrong"
	o := e.apply(lines)
	e.says(o.errors, "The line panel refuses the credentials", "IPTV_PANEL_USER_TOKEN", "stays in state")
	if strings.Count(o.errors, "refuses the credentials") != 1 || strings.Contains(o.errors, "Cannot read") {
		t.Errorf("more than one error: %s", o.errors)
	}
	e.token = simpanel.UserToken
	if o := e.apply(lines); o.errors != "" || len(o.actions) > 0 {
		t.Errorf("with the right token: %v\n%s", o.actions, o.errors)
	}
	e.is(3, 3)
}

// One empty list proves nothing: no line is planned for creation.
func TestLine_emptyList(t *testing.T) {
	e := newEstate(t)
	e.must(one(larrys))
	for n := range 2 { // the look by username, and the list
		e.Panel.SetVariants(func(v *simpanel.Variants) { v.EmptyLists = n + 1 })
		if o := e.apply(one(larrys)); o.errors != "" || len(o.actions) > 0 || strings.Contains(o.warnings, "gone") {
			t.Errorf("%d empty lists: %v\n%s%s", n+1, o.actions, o.errors, o.warnings)
		}
	}
	e.is(1, 1)
}

// A line that somebody else has terminated is planned for creation with a warning: which line, at which price.
func TestLine_gone(t *testing.T) {
	e := newEstate(t)
	e.must(map[string]values{"larry": larrys, "other": {"package_id": 107}})
	line, _ := e.Panel.LineByUsername("larry_line")
	e.Panel.DeleteLine(line.ID)
	o := e.plan(map[string]values{"larry": larrys, "other": {"package_id": 107}})
	e.says(o.warnings, "Line is gone from the panel", line.ID, "larry_line", "100 credits")
	if o.errors != "" || o.actions["larry"] != "create" || len(o.actions) != 1 {
		t.Errorf("%v %s", o.actions, o.errors)
	}
}

// A plan that the balance does not cover fails before anything is destroyed.
func TestLine_replacementTooDear(t *testing.T) {
	e := newEstate(t)
	e.must(one(larrys))
	e.Panel.SetCredits("billing", 50)
	o := e.apply(one(larrys.with(values{"mac_addr": "00:1a:79:11:22:33"})))
	e.says(o.errors, "Not enough credits", "100", "balance is 50", "-refresh=false")
	e.is(1, 1)
	if n := e.Count("panel.line.terminate"); n != 0 {
		t.Errorf("%d lines were terminated", n)
	}
	e.must(one(larrys)) // nothing is to be paid, so nothing is in the way
}

func dozens(n int, v values) map[string]values {
	lines := map[string]values{}
	for i := range n {
		lines[fmt.Sprintf("line%02d", i)] = v
	}
	return lines
}

// A plan adds up what it buys and renews.
func TestLine_sum(t *testing.T) {
	e := newEstate(t)
	e.Panel.SetCredits("billing", 9800)
	o := e.apply(dozens(45, values{"package_id": 108}))
	e.says(o.errors, "Not enough credits", "45 lines for 11250 credits", "balance is 9800")
	e.is(0, 0)
	if price := o.planned["line00"]["price"]; price != "250" {
		t.Errorf("the planned price is %v", price)
	}

	o = e.must(dozens(39, values{"package_id": 108})) // 9,750: all of it is bought while the balance falls
	e.is(39, 39)
	e.Panel.SetCredits("billing", 399)
	lines := dozens(39, values{"package_id": 108})
	for i := range 4 {
		lines[fmt.Sprintf("line%02d", i)] = values{"package_id": 107, "renewal_key": "second"}
	}
	e.says(e.apply(lines).errors, "4 lines for 400 credits", "balance is 399")
	e.is(39, 39)
	if price := e.state("line00")["price"]; price != "250" {
		t.Errorf("the price in state is %v", price)
	}
}

// credit_limit bounds a plan, and an apply whose prices were not known.
func TestLine_creditLimit(t *testing.T) {
	e := newEstate(t)
	e.provider = values{"credit_limit": 250}
	e.common = values{"preflight": false} // the limit is looked at all the same
	o := e.apply(dozens(3, values{"package_id": 107}))
	e.says(o.errors, "More credits than credit_limit allows", "300 credits", "credit_limit is 250")
	e.is(0, 0)

	e.Inject(simulator.Fault{Operation: "panel.packages", Status: 403, Body: `{"error":"no"}`, Times: -1})
	o = e.apply(dozens(5, values{"package_id": 107}))
	e.says(o.errors, "credit_limit is 250, and this run has spent 300")
	e.is(3, 3)
}

// Where neither packages nor balance can be read, nothing is in the way, and the price is null.
func TestLine_unknownPrice(t *testing.T) {
	e := newEstate(t)
	e.Panel.SetPermissions(simpanel.UserToken, "createLinesWithPackage", "indexLines", "destroyLines")
	e.must(one(larrys))
	if price, ok := e.state("larry")["price"]; ok {
		t.Errorf("the price is %v", price)
	}
}

// However often the response to a renewal is lost, on a panel that forgets request ids the expiry date is looked at first.
func TestLine_lostRenewals(t *testing.T) {
	for name, fault := range map[string]simulator.Fault{
		"504":       {Status: 504, Commit: true},
		"cut":       {Kind: simulator.Drop, Commit: true},
		"hang":      {Kind: simulator.Hang, Commit: true},
		"truncated": {Kind: simulator.TruncateJSON},
		"page":      {Kind: simulator.HTML},
		"500":       {Status: 500, Body: `{"error":"Server Error"}`, Commit: true},
		"always":    {Status: 504, Commit: true, Times: -1},
		"nothing":   {Status: 500, Body: `{"error":"Server Error"}`},
	} {
		t.Run(name, func(t *testing.T) {
			e := newEstate(t)
			e.Panel.SetVariants(func(v *simpanel.Variants) { v.RID = simpanel.RIDForgotten })
			e.must(one(larrys))
			fault.Operation = "panel.line.renew"
			e.Inject(fault)
			e.must(one(larrys.with(values{"renewal_key": "2"})))
			e.is(1, 2)
		})
	}
}

// The same for a create, also where the panel allows a username twice.
func TestLine_lostCreates(t *testing.T) {
	for name, fault := range map[string]simulator.Fault{
		"504":       {Status: 504, Commit: true},
		"cut":       {Kind: simulator.Drop, Commit: true},
		"hang":      {Kind: simulator.Hang, Commit: true},
		"truncated": {Kind: simulator.TruncateJSON},
		"always":    {Status: 504, Commit: true, Times: -1},
		"nothing":   {Kind: simulator.Drop},
	} {
		for kind, line := range map[string]values{"named": larrys, "random": {"package_id": 107},
			"free": {"charge_credits": false, "username": "x"}} {
			t.Run(name+" "+kind, func(t *testing.T) {
				e := newEstate(t)
				e.token = simpanel.EditorToken
				e.Panel.SetVariants(func(v *simpanel.Variants) { v.RID, v.SameUsernames = simpanel.RIDForgotten, true })
				fault.Operation = "panel.line.create"
				if kind == "free" {
					fault.Operation = "panel.line.createAdvanced"
				}
				e.Inject(fault)
				e.must(one(line))
				charges := 1
				if kind == "free" {
					charges = 0
				}
				e.is(1, charges)
			})
		}
	}
}

// A create that the panel carries out late, after it was sent again, leaves a second line, which is named.
func TestLine_lateCreate(t *testing.T) {
	e := newEstate(t)
	e.Panel.SetVariants(func(v *simpanel.Variants) { v.RID, v.SameUsernames = simpanel.RIDForgotten, true })
	e.Inject(
		simulator.Fault{Operation: "panel.line.create", Kind: simulator.Drop},
		simulator.Fault{Operation: "panel.line.create", Kind: simulator.Pass, Do: func() {
			e.Panel.AddLine(simpanel.Line{Username: "larry_line", Password: "correct horse"})
		}},
	)
	o := e.apply(one(larrys))
	e.says(o.warnings, "Panel has made a second line", "larry_line")
}

// A line that existed before the create was sent is not ours, even where the panel would make a second one.
func TestLine_existedBefore(t *testing.T) {
	e := newEstate(t)
	e.common = values{"preflight": false}
	e.Panel.SetVariants(func(v *simpanel.Variants) { v.SameUsernames = true })
	e.Panel.AddLine(simpanel.Line{Username: "larry_line", Password: "correct horse"})
	e.says(e.apply(one(larrys)).errors, "Line exists already")
	e.is(1, 0)
}

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

// The expiry date before a renewal is the one read just before it is sent: somebody else's renewal since the plan is not ours.
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
	e.says(o.warnings, "Price is not known", "credit_limit, 150")
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
