package telecomx_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/iptvops/terraform-provider-iptv/internal/protocol"
	"github.com/iptvops/terraform-provider-iptv/internal/simulator"
	"github.com/iptvops/terraform-provider-iptv/internal/simulator/estate"
)

// listed is a result of a list.
type listed struct {
	name, id string
	resource map[string]any
	err      error
}

// list is what terraform query gets of a list resource for packages; atMost is its limit, 0 for none. Unlike protocol.List it
// takes all that comes: it is the provider who stops.
func (w *walk) list(c protocol.Config, atMost int64, whole bool) []listed {
	w.t.Helper()
	all, err := protocol.Schemas()
	if err != nil {
		w.t.Fatal(err)
	}
	if c == nil {
		c = protocol.Config{}
	}
	config, err := protocol.ValueOf(c, all.ListResourceSchemas["iptv_package"].ValueType())
	if err != nil {
		w.t.Fatal(err)
	}
	server, ok := w.server.(tfprotov6.ListResourceServer)
	if !ok {
		w.t.Fatal("the provider lists nothing")
	}
	stream, err := server.ListResource(w.t.Context(), &tfprotov6.ListResourceRequest{
		TypeName: "iptv_package", Config: protocol.Dynamic(config), Limit: atMost, IncludeResource: whole,
	})
	if err != nil {
		w.t.Fatal(err)
	}
	kind := all.ResourceSchemas["iptv_package"].ValueType()
	var results []listed
	for r := range stream.Results {
		one := listed{name: r.DisplayName, err: protocol.Failure(r.Diagnostics)}
		if one.err == nil {
			one.id = identityOf(w.t, &protocol.Resource{TypeName: "iptv_package", Snapshot: protocol.Snapshot{Identity: r.Identity}}, "id")
		}
		if r.Resource != nil {
			v, err := r.Resource.Unmarshal(kind)
			if err != nil {
				w.t.Fatal(err)
			}
			one.resource, _ = protocol.Plain(v).(map[string]any)
		}
		results = append(results, one)
	}
	return results
}

// packages adds n packages of the reseller.
func packages(p *estate.Server, n int) {
	for i := range n {
		pack(p, fmt.Sprintf("Package %04d", i), false)
	}
}

// A list has names that a person recognises, and whole objects where they are asked for: the same that a refresh reads.
func TestPackageList(t *testing.T) {
	p := newPlatform(t)
	one := pack(p, "One", true)
	for _, c := range []struct {
		config protocol.Config
		want   int
	}{
		{nil, 1},
		{protocol.Config{"filter": "oN"}, 1},
		{protocol.Config{"filter": "two"}, 0},
		{protocol.Config{"customer_id": strings.ToLower(reseller)}, 1},
		{protocol.Config{"customer_id": customer}, 1}, // which its reseller feeds
		{protocol.Config{"customer_id": customer, "filter": "one"}, 1},
	} {
		for _, whole := range []bool{false, true} {
			got := newWalk(t, p, nil).list(c.config, 0, whole)
			if len(got) != c.want {
				t.Errorf("%v: %+v, want %d packages", c.config, got, c.want)
				continue
			}
			for _, r := range got {
				if r.err != nil || r.name != "One ("+one+")" || r.id != one || whole != (r.resource != nil) {
					t.Errorf("%v, whole %v: %+v", c.config, whole, r)
				}
			}
			if !whole || c.want == 0 {
				continue
			}
			host := reseller
			if named, ok := c.config["customer_id"].(string); ok {
				host = named
			}
			has := got[0].resource
			channels, _ := has["channels"].(map[string]any)
			if has["name"] != "One" || has["main"] != true || has["customer_id"] != host || channels[baseOnly] != "BASE" ||
				has["id"] != one {
				t.Errorf("%v: %v", c.config, has)
			}
		}
	}
}

// A platform whose search finds more, or that ignores the filter, makes no difference.
func TestPackageList_filter(t *testing.T) {
	p := newPlatform(t)
	pack(p, "News", false)
	sports := pack(p, "Sports", false)
	all := `{"offset":0,"limit":500,"total":2,"packages":[` +
		`{"_id":"` + p.TelecomX.Packages(reseller)[0].ID + `","name":"News","main":false},` +
		`{"_id":"` + sports + `","name":"Sports","main":false}]}`
	p.Inject(simulator.Fault{Operation: "telecomx.package.list", Status: http.StatusOK, Body: all})
	if got := newWalk(t, p, nil).list(protocol.Config{"filter": "sport"}, 0, false); len(got) != 1 || got[0].id != sports {
		t.Errorf("%+v, want Sports only", got)
	}
}

// A limit stops the paging, and nothing is read twice.
func TestPackageList_limit(t *testing.T) {
	p := newPlatform(t)
	packages(p, 1200)
	for _, c := range []struct {
		config protocol.Config
		limit  int64
		want   int
		pages  int
	}{
		{nil, 100, 100, 1}, {nil, 500, 500, 1}, {nil, 501, 501, 2}, {nil, 0, 1200, 3}, {nil, 5000, 1200, 3},
		{protocol.Config{"filter": "package 00"}, 10, 10, 1}, {protocol.Config{"filter": "package 00"}, 0, 100, 1},
	} {
		p.ResetRequests()
		seen := map[string]bool{}
		for _, r := range newWalk(t, p, nil).list(c.config, c.limit, true) {
			if r.err != nil || seen[r.id] {
				t.Fatalf("limit %d: %+v comes twice, or fails", c.limit, r)
			}
			seen[r.id] = true
		}
		if n := p.Count("telecomx.package.list"); len(seen) != c.want || n != c.pages || p.Count() != n {
			t.Errorf("%v, limit %d: %d packages in %v, want %d in %d pages", c.config, c.limit, len(seen), p.Counts(), c.want, c.pages)
		}
	}
}

// A list that moves while it is read has each package once, and misses none.
func TestPackageList_moving(t *testing.T) {
	p := newPlatform(t)
	packages(p, 700)
	first := p.TelecomX.Packages(reseller)[0].ID
	moving(p, "telecomx.package.list", 1, func() { p.TelecomX.DeletePackage(first) }) // one of the second page moves to the first
	seen := map[string]bool{}
	for _, r := range newWalk(t, p, nil).list(nil, 0, false) {
		if r.err != nil || seen[r.id] {
			t.Errorf("%+v comes twice, or fails", r)
		}
		seen[r.id] = true
	}
	for _, k := range p.TelecomX.Packages(reseller) {
		if !seen[k.ID] {
			t.Errorf("package %s is missing", k.ID)
		}
	}
}

// An error is a result: after what was listed before it, and instead of what cannot be read whole.
func TestPackageList_errors(t *testing.T) {
	p := newPlatform(t)
	packages(p, 600)
	p.Inject(simulator.Fault{Operation: "telecomx.package.list", Status: http.StatusInternalServerError, Times: -1,
		Match: func(r *http.Request) bool { return r.URL.Query().Get("offset") != "0" }})
	got := newWalk(t, p, nil).list(nil, 0, false)
	if n := len(got); n != 501 || !failedWith(got[n-1].err, "Cannot list packages", "500") {
		t.Errorf("%d results, the last one %+v; want 500 and the error of the second page", n, got[n-1])
	}
	p.ClearFaults()

	last := func(w *walk, c protocol.Config) error {
		t.Helper()
		got := w.list(c, 3, true)
		if len(got) == 0 {
			return nil
		}
		return got[len(got)-1].err
	}
	unknown := protocol.Config{"customer_id": nobody}
	if err := last(newWalk(t, p, nil), unknown); !failedWith(err, "Cannot list packages", "Customer not found") {
		t.Errorf("a customer that does not exist: %v", err)
	}
	if err := last(tokenUnknown(t, p), nil); !failedWith(err, "Platform is not configured yet") {
		t.Errorf("a token that is not known: %v", err)
	}
	gone := simulator.Fault{Operation: "telecomx.package.get", Status: http.StatusNotFound,
		Body: p.TelecomX.ErrorBody(http.StatusNotFound, "id", "Not found")}
	p.Inject(gone)
	fed := protocol.Config{"customer_id": customer}
	if got := newWalk(t, p, nil).list(fed, 3, true); len(got) != 3 || got[0].err != nil || got[2].resource == nil {
		t.Errorf("one that is deleted meanwhile: %+v, want the three others", got)
	}
	p.ClearFaults()
	p.Inject(simulator.Fault{Operation: "telecomx.package.get", Status: http.StatusForbidden, Times: -1,
		Body: p.TelecomX.ErrorBody(http.StatusForbidden, "access_denied", "Insufficient access level")})
	if err := last(newWalk(t, p, nil), fed); !failedWith(err, "Cannot read package", "Insufficient access level") {
		t.Errorf("one that may not be read: %v", err)
	}
}

// What is no ID is refused before any request.
func TestPackageList_invalid(t *testing.T) {
	p := newPlatform(t)
	all, err := protocol.Schemas()
	if err != nil {
		t.Fatal(err)
	}
	kind := all.ListResourceSchemas["iptv_package"].ValueType()
	for id, wantError := range map[string]bool{reseller: false, "me": true} {
		config, err := protocol.ValueOf(protocol.Config{"customer_id": id}, kind)
		if err != nil {
			t.Fatal(err)
		}
		server, _ := newWalk(t, p, nil).server.(tfprotov6.ListResourceServer)
		response, err := server.ValidateListResourceConfig(t.Context(),
			&tfprotov6.ValidateListResourceConfigRequest{TypeName: "iptv_package", Config: protocol.Dynamic(config)})
		if err != nil {
			t.Fatal(err)
		}
		err = protocol.Failure(response.Diagnostics)
		if (err != nil) != wantError || wantError && !failedWith(err, "24 hexadecimal characters") {
			t.Errorf("%s: %v", id, err)
		}
	}
	if n := p.Count(); n != 0 {
		t.Errorf("%d requests", n)
	}
}
