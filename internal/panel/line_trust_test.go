package panel_test

import (
	"fmt"
	"strings"
	"testing"

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

// A line that another client has terminated is planned for creation with a warning: which line, at which price.
func TestLine_gone(t *testing.T) {
	e := newEstate(t)
	e.must(map[string]values{"larry": larrys, "other": {"package_id": 107}})
	line, _ := e.Panel.LineByUsername("larry_line")
	e.Panel.DeleteLine(line.ID)
	o := e.plan(map[string]values{"larry": larrys, "other": {"package_id": 107}})
	e.says(o.warnings, "Line is gone from the panel", line.ID, "larry_line",
		"the plan buys it again, at 100 credits for package 107.")
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
		"dropped":   {Kind: simulator.Drop, Commit: true},
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
		"dropped":   {Kind: simulator.Drop, Commit: true},
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
				fault := fault // others of its name run beside this one
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
