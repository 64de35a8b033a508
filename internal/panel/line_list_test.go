package panel_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/iptvops/terraform-provider-iptv/internal/simulator"
	simpanel "github.com/iptvops/terraform-provider-iptv/internal/simulator/panel"
)

// found is a result of a list.
type found struct {
	name, id string
	resource values // nil where none was asked for
}

// list asks for lines as terraform query does; take ends the stream after so many results, 0: never.
func (e *estate) list(config values, include bool, limit int64, take int) (results []found, o outcome) {
	e.t.Helper()
	server := e.server().(tfprotov6.ListResourceServer) //nolint:forcetypeassert // the provider has lists
	schema := e.schema()
	block := e.value(config, schema.ListResourceSchemas["iptv_line"].ValueType())
	valid, err := server.ValidateListResourceConfig(e.t.Context(),
		&tfprotov6.ValidateListResourceConfigRequest{TypeName: "iptv_line", Config: wire(block)})
	if err != nil {
		e.t.Fatal(err)
	}
	if !o.add("list", valid.Diagnostics) {
		return nil, o
	}
	stream, err := server.ListResource(e.t.Context(), &tfprotov6.ListResourceRequest{
		TypeName: "iptv_line", Config: wire(block), IncludeResource: include, Limit: limit,
	})
	if err != nil {
		e.t.Fatal(err)
	}
	for result := range stream.Results {
		if !o.add(result.DisplayName, result.Diagnostics) || result.Identity == nil {
			continue // a warning may come without an object
		}
		one := found{name: result.DisplayName, id: e.identityOf(result.Identity)}
		if result.Resource != nil {
			value, err := result.Resource.Unmarshal(schema.ResourceSchemas["iptv_line"].ValueType())
			if err != nil {
				e.t.Fatal(err)
			}
			one.resource = readable(value)
		}
		if results = append(results, one); len(results) == take {
			break
		}
	}
	return results, o
}

func names(results []found) string {
	var all []string
	for _, r := range results {
		all = append(all, r.name)
	}
	slices.Sort(all)
	return strings.Join(all, " ")
}

// Each filter holds for every line of the list, together with the others.
func TestLineList_filters(t *testing.T) {
	e := newEstate(t)
	soon, late, pack := e.Now().Add(24*time.Hour), e.Now().Add(900*time.Hour), 107
	e.Panel.AddLine(simpanel.Line{Username: "unlimited", IsEnabled: true})
	e.Panel.AddLine(simpanel.Line{Username: "soon", ExpireAt: &soon, PackageID: &pack, IsEnabled: true})
	e.Panel.AddLine(simpanel.Line{Username: "late", ExpireAt: &late, PackageID: &pack, IsEnabled: true})
	e.Panel.AddLine(simpanel.Line{Username: "off", ExpireAt: &soon, PackageID: &pack})
	e.Panel.AddLine(simpanel.Line{Username: "of another", Owner: "rival", IsEnabled: true})
	tomorrow := e.Now().Add(48 * time.Hour).Format(time.RFC3339)
	for want, filter := range map[string]values{
		"late off soon unlimited": {},
		"late off soon":           {"package_id": 107},
		"late soon unlimited":     {"is_enabled": true},
		"off":                     {"is_enabled": false},
		"off soon":                {"expires_before": tomorrow},
		"soon":                    {"expires_before": tomorrow, "is_enabled": true, "package_id": 107},
		"late":                    {"username": "late"},
		"":                        {"username": "late", "expires_before": tomorrow},
	} {
		e.Panel.SetVariants(func(v *simpanel.Variants) { v.IgnoreFilter = want == "late" })
		results, o := e.list(filter, false, 100, 0)
		if got := names(results); got != want || o.errors != "" {
			t.Errorf("%v: %q, want %q %s", filter, got, want, o.errors)
		}
	}
	for name, value := range map[string]any{"username": "", "package_id": 0, "expires_before": "tomorrow"} {
		if _, o := e.list(values{name: value}, false, 100, 0); o.errors == "" {
			t.Errorf("%s = %v is no error", name, value)
		}
	}
}

// A limit of 100 among thousands costs one page, and whoever stops listening costs no more pages either.
func TestLineList_limit(t *testing.T) {
	e := newEstate(t)
	e.Panel.AddLines(2500)
	for name, c := range map[string]struct {
		limit              int64
		take, lines, pages int
	}{
		"limit of a page": {100, 0, 100, 1}, "limit within a page": {7, 0, 7, 1}, "limit of some pages": {250, 0, 250, 3},
		"stopped": {1000, 120, 120, 2}, "no limit": {0, 0, 2500, 25},
	} {
		before := e.Count("panel.lines.index")
		results, o := e.list(nil, false, c.limit, c.take)
		if pages := e.Count("panel.lines.index") - before; len(results) != c.lines || pages != c.pages || o.errors != "" {
			t.Errorf("%s: %d lines from %d pages %s", name, len(results), pages, o.errors)
		}
	}
}

// A result holds what an import and a refresh would hold, without the password.
func TestLineList_resource(t *testing.T) {
	e := newEstate(t)
	e.token = simpanel.EditorToken
	e.must(map[string]values{"larry": larrys, "box": {"mac_addr": "00:1a:79:11:22:33", "charge_credits": false, "reseller_notes": "x"}})
	results, o := e.list(nil, true, 100, 0)
	if len(results) != 2 || o.errors != "" {
		t.Fatalf("%v %s", results, o.errors)
	}
	for _, result := range results {
		e.adopt("imported", result.id)
		if o := e.plan(map[string]values{"larry": nil, "box": nil, "imported": {"charge_credits": false}}); o.errors != "" {
			t.Fatal(o.errors)
		}
		want := e.state("imported")
		if want["password"] == nil {
			t.Error("the import reads no password")
		}
		delete(want, "password")
		if got := result.resource; fmt.Sprint(got) != fmt.Sprint(want) {
			t.Errorf("listed as %v, imported as %v", got, want)
		}
		delete(e.lines, "imported")
	}
	if results, _ := e.list(nil, false, 100, 0); results[0].resource != nil {
		t.Error("the list holds a resource that nobody asked for")
	}
}

// An error of a page is a result, after the lines of the pages before it.
func TestLineList_failed(t *testing.T) {
	e := newEstate(t)
	e.Panel.AddLines(250)
	e.Inject(simulator.Fault{Operation: "panel.lines.index", Status: 403, Body: `{"error":"no"}`, Skip: 1})
	results, o := e.list(nil, false, 0, 0)
	e.says(o.errors, "Cannot list lines", "permission indexLines")
	if len(results) != 100 {
		t.Errorf("%d lines before the error", len(results))
	}
	e.token = "wrong"
	_, o = e.list(nil, false, 0, 0)
	e.says(o.errors, "Cannot list lines", "check api_key and user_token")
}

// A line that is created while the pages are read moves the others: each is listed once, and none is lost.
func TestLineList_moves(t *testing.T) {
	e := newEstate(t)
	ids := e.Panel.AddLines(350)
	e.Inject(simulator.Fault{Operation: "panel.lines.index", Kind: simulator.Pass, Skip: 1, Do: func() { e.Panel.DeleteLine(ids[3]) }})
	results, o := e.list(nil, false, 0, 0)
	seen := map[string]int{}
	for _, result := range results {
		seen[result.id]++
	}
	for i, id := range ids {
		if i != 3 && seen[id] != 1 {
			t.Errorf("line %d is listed %d times", i, seen[id])
		}
	}
	if o.errors != "" {
		t.Error(o.errors)
	}
}

// A line that cannot be read is omitted with a warning and hides no other one.
func TestLineList_unreadable(t *testing.T) {
	e := newEstate(t)
	ids := e.Panel.AddLines(3)
	for name, unreadable := range map[string]int{"first": 0, "last": 2} {
		e.Panel.SetVariants(func(v *simpanel.Variants) {
			v.Record = func(record map[string]any) {
				if record["line_id"] == ids[unreadable] {
					record["bouquets"] = "all"
				}
			}
		})
		results, o := e.list(nil, true, 100, 0)
		e.says(o.warnings, "Line is omitted", ids[unreadable])
		if len(results) != 2 || o.errors != "" {
			t.Errorf("%s: %v %s", name, results, o.errors)
		}

		line, _ := e.Panel.Line(ids[unreadable])
		results, o = e.list(values{"username": line.Username}, true, 100, 0)
		e.says(o.warnings, "Line is omitted", ids[unreadable])
		if len(results) != 0 || o.errors != "" {
			t.Errorf("%s: %v %s", name, results, o.errors)
		}
	}
}
