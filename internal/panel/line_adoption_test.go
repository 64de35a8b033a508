package panel_test

import (
	"testing"

	"github.com/iptvops/terraform-provider-iptv/internal/simulator"
	simpanel "github.com/iptvops/terraform-provider-iptv/internal/simulator/panel"
)

var secretly = values{"username": "larry_line", "password_wo": "correct horse", "password_wo_version": 1, "package_id": 107}

// killed applies a line as a run does that is killed before it writes the state.
func (e *estate) killed(config values) (id string) {
	e.t.Helper()
	e.must(one(config))
	id, _ = e.state("larry")["id"].(string)
	delete(e.lines, "larry")
	return id
}

// A line that a killed run has bought is taken over by the next one, which says so in its plan and buys nothing, whether
// the panel remembers request ids and allows a username twice or not.
func TestLineAdoption(t *testing.T) {
	for name, config := range map[string]values{
		"password": larrys, "write-only password": secretly, "device": larrys.with(values{"mac_addr": "00-1a-79-11-22-33"}),
		"uncharged": {"username": "larry_line", "password": "correct horse", "charge_credits": false},
		"linked":    {"username": "larry_line", "password": "correct horse", "charge_credits": false, "package_id": 107},
		"keyed":     larrys.with(values{"renewal_key": "2027-01"}), "disabled": larrys.with(values{"is_enabled": false}),
	} {
		t.Run(name, func(t *testing.T) {
			e := newEstate(t)
			e.token = simpanel.EditorToken
			e.Panel.SetVariants(func(v *simpanel.Variants) { v.RID, v.SameUsernames = simpanel.RIDForgotten, true })
			id := e.killed(config)
			charges := e.Count("panel.line.create")
			e.Panel.SetCredits("editor", 0)
			o := e.plan(one(config))
			e.says(o.warnings, "Line exists and is taken over", id, "buys nothing")
			if o.planned["larry"]["id"] != id || o.errors != "" {
				t.Errorf("planned %v %s", o.planned, o.errors)
			}
			o = e.must(one(config))
			e.says(o.warnings, "Line was taken over", id)
			if e.state("larry")["id"] != id {
				t.Errorf("the state has %v", e.state("larry"))
			}
			e.is(1, charges)
			e.must(nil)
			e.is(0, charges)
		})
	}
}

// Any other line of the username is another client's: it is refused as ever, and nothing is bought.
func TestLineAdoption_refused(t *testing.T) {
	for name, c := range map[string]struct {
		change func(e *estate)
		config values
	}{
		"another password":            {nil, larrys.with(values{"password": "battery staple"})},
		"random password":             {nil, values{"username": "larry_line", "package_id": 107}},
		"another package":             {nil, larrys.with(values{"package_id": 108})},
		"an address":                  {nil, larrys.with(values{"mac_addr": "00:1a:79:11:22:33"})},
		"no package":                  {nil, values{"username": "larry_line", "password": "correct horse", "charge_credits": false}},
		"another write-only password": {nil, secretly.with(values{"password_wo": "battery staple"})},
		"a super-admin":               {func(e *estate) { e.token = simpanel.AdminToken }, larrys},
		"no profile": {func(e *estate) {
			e.Panel.SetPermissions(simpanel.UserToken, "createLinesWithPackage", "indexLines", "indexPackages")
		}, larrys},
		"no preflight": {func(e *estate) { e.common = values{"preflight": false} }, larrys},
	} {
		t.Run(name, func(t *testing.T) {
			e := newEstate(t)
			e.killed(larrys)
			if c.change != nil {
				c.change(e)
			}
			e.says(e.apply(one(c.config)).errors, "Line exists already", "import ADDRESS larry_line")
			e.is(1, 1)
		})
	}
}

// What the line has otherwise than planned is named, and the next plan changes it; a line that is planned disabled is so at once.
func TestLineAdoption_differences(t *testing.T) {
	e := newEstate(t)
	e.token = simpanel.EditorToken
	id := e.killed(larrys)
	e.Panel.UpdateLine(id, func(l *simpanel.Line) { l.IsEnabled, l.ResellerNotes, l.MaxConnections = false, "old", 3 })
	config := one(larrys.with(values{"reseller_notes": "new", "max_connections": 2}))
	o := e.apply(config)
	e.says(o.warnings, `reseller_notes was planned as "new", and the line panel returned "old"`,
		"max_connections was planned as 2, and the line panel returned 3",
		"is_enabled was planned as true, and the line panel returned false")
	if got := e.state("larry"); got["reseller_notes"] != "new" || got["is_enabled"] != true || o.errors != "" {
		t.Errorf("the state has %v %s", got, o.errors)
	}
	if o := e.plan(config); o.actions["larry"] != "update" {
		t.Errorf("the next plan does %v %s", o.actions, o.errors)
	}
	e.must(config)
	delete(e.lines, "larry")
	e.must(one(larrys.with(values{"reseller_notes": "new", "max_connections": 2, "is_enabled": false})))
	if line, _ := e.Panel.Line(id); line.IsEnabled {
		t.Error("the line is enabled")
	}
	e.is(1, 1)
}

// A line that changes or goes between plan and apply is an error: the plan has announced no purchase.
func TestLineAdoption_changes(t *testing.T) {
	for name, change := range map[string]func(e *estate, id string){
		"gone":     func(e *estate, id string) { e.Panel.DeleteLine(id) },
		"password": func(e *estate, id string) { e.Panel.UpdateLine(id, func(l *simpanel.Line) { l.Password = "changed" }) },
		"a second one": func(e *estate, _ string) {
			e.Panel.AddLine(simpanel.Line{Username: "larry_line", Password: "correct horse"})
		},
	} {
		t.Run(name, func(t *testing.T) {
			e := newEstate(t)
			e.Panel.SetVariants(func(v *simpanel.Variants) { v.SameUsernames = true })
			id := e.killed(larrys)
			o, changes := e.prepare(one(larrys))
			e.Inject(simulator.Fault{Operation: "panel.lines", Kind: simulator.Pass, Do: func() { change(e, id) }})
			o = e.carryOut(o, changes)
			e.says(o.errors, "Cannot take over line", id, "Nothing was created or charged", "Make a new plan")
			if len(e.lines) != 0 || e.Count("panel.line.create") != 1 {
				t.Errorf("%d lines in state, %d creates", len(e.lines), e.Count("panel.line.create"))
			}
		})
	}
}

// A line in state is never taken over by another resource, in whatever order the two are planned.
func TestLineAdoption_managed(t *testing.T) {
	e := newEstate(t)
	e.token = simpanel.EditorToken
	e.must(map[string]values{"m": larrys})
	away := larrys.with(values{"username": "moe"})
	e.says(e.plan(map[string]values{"a": larrys, "m": away}).errors, "Line is managed twice")
	e.says(e.plan(map[string]values{"new": larrys}).errors, "Line is managed twice", "moved block", "-refresh=false")
	e.is(1, 1)
	e.must(map[string]values{"m": away, "z": larrys}) // renamed before the other is bought
	e.is(2, 2)
}

// A run that has planned to terminate a line and to buy it again, and then takes it over, does not terminate it.
func TestLineAdoption_terminated(t *testing.T) {
	e := newEstate(t)
	e.must(map[string]values{"old": larrys})
	line, _ := e.Panel.LineByUsername("larry_line")
	e.says(e.plan(map[string]values{"new": larrys}).errors, "Line is managed twice")
	old := e.lines["old"]
	delete(e.lines, "old")
	o, changes := e.prepare(map[string]values{"new": larrys})
	e.lines["old"] = old
	gone := change{name: "old", prior: old.value, planned: changes[0].prior, config: changes[0].prior, private: old.private}
	o = e.carryOut(o, append(changes, gone))
	e.says(o.warnings, "Line was taken over", "Line was not terminated", line.ID)
	if o.errors != "" || e.state("new")["id"] != line.ID || e.state("old") != nil {
		t.Errorf("%v %v %s", e.state("new"), e.state("old"), o.errors)
	}
	e.is(1, 1)
}
