package panel_test

import (
	"strings"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
)

// must applies without an error, after which the plan is empty.
func (e *estate) must(configs map[string]values) outcome {
	e.t.Helper()
	o := e.apply(configs)
	if o.errors != "" {
		e.t.Fatalf("errors:\n%s", o.errors)
	}
	if again := e.plan(configs); again.errors != "" || len(again.actions) > 0 {
		e.t.Fatalf("the plan after apply: %v %v\n%s", again.actions, again.planned, again.errors)
	}
	return o
}

// adopt imports a line.
func (e *estate) adopt(name, id string) {
	e.t.Helper()
	resp, err := e.server().ImportResourceState(e.t.Context(), &tfprotov6.ImportResourceStateRequest{TypeName: "iptv_line", ID: id})
	var o outcome
	if err != nil || !o.add(name, resp.Diagnostics) {
		e.t.Fatal(err, o.errors)
	}
	value, err := resp.ImportedResources[0].State.Unmarshal(e.schema().ResourceSchemas["iptv_line"].ValueType())
	if err != nil {
		e.t.Fatal(err)
	}
	e.lines[name] = &kept{value, resp.ImportedResources[0].Private}
}

func (e *estate) state(name string) values {
	if e.lines[name] == nil {
		return nil
	}
	return readable(e.lines[name].value)
}

// is reports how many lines the panel has and how many charges it made.
func (e *estate) is(lines, charges int) {
	e.t.Helper()
	is(e.t, e.Platforms, lines, charges)
}

// says reports whether the texts are in what a user sees.
func (e *estate) says(text string, wants ...string) {
	e.t.Helper()
	for _, want := range wants {
		if !strings.Contains(text, want) {
			e.t.Errorf("no word of %q in:\n%s", want, text)
		}
	}
}
