package panel_test

import (
	"strings"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
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

// adopt imports a line by its line_id or username.
func (e *estate) adopt(name, id string) {
	e.t.Helper()
	if o := e.tryImport(name, &tfprotov6.ImportResourceStateRequest{ID: id}); o.errors != "" {
		e.t.Fatal(o.errors)
	}
}

func (e *estate) tryImport(name string, req *tfprotov6.ImportResourceStateRequest) (o outcome) {
	e.t.Helper()
	req.TypeName = "iptv_line"
	resp, err := e.server().ImportResourceState(e.t.Context(), req)
	if err != nil {
		e.t.Fatal(err)
	}
	if !o.add(name, resp.Diagnostics) {
		return o
	}
	imported := resp.ImportedResources[0]
	value, err := imported.State.Unmarshal(e.schema().ResourceSchemas["iptv_line"].ValueType())
	if err != nil {
		e.t.Fatal(err)
	}
	e.identifies(name, value, imported.Identity)
	e.lines[name] = &kept{value, imported.Private, e.remembers(imported.Identity)}
	return o
}

// identifies reports a line in state that is left without its identity.
func (e *estate) identifies(name string, line tftypes.Value, identity *tfprotov6.ResourceIdentityData) {
	e.t.Helper()
	if line.IsNull() {
		return
	}
	if got, want := e.identityOf(identity), readable(line)["id"]; got != want {
		e.t.Errorf("%s: the identity is %q, want %q", name, got, want)
	}
}

// identityOf is the id in an identity, "" where it has none.
func (e *estate) identityOf(identity *tfprotov6.ResourceIdentityData) string {
	e.t.Helper()
	if identity == nil {
		return ""
	}
	value, err := identity.IdentityData.Unmarshal(identityType)
	if err != nil {
		e.t.Fatal(err)
	}
	id, _ := readable(value)["id"].(string)
	return id
}

var identityType = tftypes.Object{AttributeTypes: map[string]tftypes.Type{"id": tftypes.String}}

// remembers is what the CLI keeps of an identity.
func (e *estate) remembers(identity *tfprotov6.ResourceIdentityData) *tfprotov6.ResourceIdentityData {
	if e.anonymous {
		return nil
	}
	return identity
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

// conforms reports what Terraform calls an inconsistent result.
func (e *estate) conforms(name string, planned, got tftypes.Value) {
	e.t.Helper()
	now := fields(got)
	for attribute, want := range fields(planned) {
		if want.IsFullyKnown() && !want.Equal(now[attribute]) {
			e.t.Errorf("%s: inconsistent result: %s planned as %v, got %v", name, attribute, want, now[attribute])
		}
		if !now[attribute].IsFullyKnown() {
			e.t.Errorf("%s: %s is unknown after apply", name, attribute)
		}
	}
}
