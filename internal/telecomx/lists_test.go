package telecomx_test

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/iptvops/terraform-provider-iptv/internal/protocol"
	"github.com/iptvops/terraform-provider-iptv/internal/simulator"
	"github.com/iptvops/terraform-provider-iptv/internal/simulator/estate"
	simtelecomx "github.com/iptvops/terraform-provider-iptv/internal/simulator/telecomx"
)

// read is the state of a data source, and what it warned of.
func (w *walk) read(name string, c protocol.Config) (map[string]any, string) {
	w.t.Helper()
	all, err := protocol.Schemas()
	if err != nil {
		w.t.Fatal(err)
	}
	kind := all.DataSourceSchemas[name].ValueType()
	if c == nil {
		c = protocol.Config{}
	}
	value, err := protocol.ValueOf(c, kind)
	if err != nil {
		w.t.Fatal(err)
	}
	response, err := w.server.ReadDataSource(w.t.Context(),
		&tfprotov6.ReadDataSourceRequest{TypeName: name, Config: protocol.Dynamic(value)})
	if err != nil {
		w.t.Fatal(err)
	}
	warnings := ""
	for _, d := range response.Diagnostics {
		if d.Severity == tfprotov6.DiagnosticSeverityError {
			w.t.Fatalf("%s: %s: %s", name, d.Summary, d.Detail)
		}
		warnings += d.Summary + ": " + d.Detail + "\n"
	}
	state, err := response.State.Unmarshal(kind)
	if err != nil {
		w.t.Fatal(err)
	}
	members, _ := protocol.Plain(state).(map[string]any)
	return members, warnings
}

// texts is a member of each element of a list.
func texts(list any, member string) []string {
	elements, _ := list.([]any)
	found := make([]string, len(elements))
	for i, element := range elements {
		object, _ := element.(map[string]any)
		found[i], _ = object[member].(string)
	}
	return found
}

// moving acts whenever the first page of a list has been sent, so many times: what was on a later page has moved then.
func moving(p *estate.Server, operation string, times int, act func()) {
	p.Inject(simulator.Fault{
		Operation: operation, Kind: simulator.Pass, Times: times, Do: act,
		Match: func(r *http.Request) bool { return r.URL.Query().Get("offset") == "0" },
	})
}

// A list that moves while it is read is complete and has each object once.
func TestLists_moving(t *testing.T) {
	p := newPlatform(t)
	large := p.TelecomX.AddCustomer(simtelecomx.CustomerInfo{Name: "Large", Reseller: true,
		Features: []string{"IPTVPRIVATE", "IPTVBUSINESS"}})
	admin := protocol.Config{"telecomx": protocol.Config{"endpoint": p.URL(), "token": p.TelecomX.AddToken("ADMIN", reseller),
		"customer_id": large}}
	names := p.TelecomX.AddDRMAccounts(large, 700)
	added := 0
	moving(p, "telecomx.drm.list", 1, func() { // sorts before all others: one of the first page comes again on the second
		added++
		p.TelecomX.AddDRMAccount(simtelecomx.DRMAccount{Customer: large, Username: fmt.Sprintf("000000%d", added),
			Password: "correct-horse"})
	})
	state, warnings := newWalk(t, p, admin).read("iptv_drm_accounts", nil)
	got := texts(state["accounts"], "username")
	want := append([]string{"0000001"}, names...)
	slices.Sort(want)
	if !slices.Equal(got, want) || warnings != "" {
		t.Errorf("%d accounts, want %d, each once; %s", len(got), len(want), warnings)
	}

	channels := p.TelecomX.AddChannels(large, 600)
	first := p.TelecomX.AddPackage(simtelecomx.Package{ID: "000000000000000000000001", Name: "First", Customer: large,
		Channels: map[string]string{channels[0]: "BASE"}})
	for n := range 600 {
		p.TelecomX.AddPackage(simtelecomx.Package{Name: fmt.Sprintf("Package %d", n), Customer: large,
			Channels: map[string]string{channels[0]: "BASE"}})
	}
	moving(p, "telecomx.package.list", 1, func() { p.TelecomX.DeletePackage(first) }) // one of the second page moves to the first
	state, warnings = newWalk(t, p, admin).read("iptv_packages", nil)
	if got := texts(state["packages"], "id"); len(got) != 600 || warnings != "" {
		t.Errorf("%d packages, want 600; %s", len(got), warnings)
	}

	// A catalogue that never holds proves nothing: no plan fails for what it lacks.
	slices.Sort(channels)
	moving(p, "telecomx.channel.list", -1, func() {
		next := p.TelecomX.AddChannels(large, 1)
		p.TelecomX.DeleteChannel(next[0])
		p.TelecomX.DeleteChannel(channels[1])
		channels = slices.Delete(channels, 1, 2)
	})
	for _, at := range []int{500, 550} {
		r := newResource(t, "iptv_package")
		if _, err := newWalk(t, p, admin).plan(r, protocol.Config{"name": "News",
			"channels": map[string]any{channels[at]: "BASE"}}); err != nil {
			t.Errorf("a channel that exists: %v", err)
		}
	}
}

// A list that moves each time is what was seen, with a warning.
func TestLists_neverHold(t *testing.T) {
	p := newPlatform(t)
	names := p.TelecomX.AddDRMAccounts(business, 700)
	owner := protocol.Config{"telecomx": protocol.Config{"endpoint": p.URL(), "token": p.TelecomX.AddToken("OWNER", business)}}
	n := 0
	moving(p, "telecomx.drm.list", -1, func() {
		n++
		p.TelecomX.AddDRMAccount(simtelecomx.DRMAccount{Customer: business, Username: fmt.Sprintf("000000%d", n),
			Password: "correct-horse"})
	})
	state, warnings := newWalk(t, p, owner).read("iptv_drm_accounts", nil)
	if got := texts(state["accounts"], "username"); len(got) < len(names) || warnings == "" {
		t.Errorf("%d accounts, warnings %q", len(got), warnings)
	}
}

// A package that was deleted behind Terraform's back is gone where the platform's errors are plain text, once two lists
// lack it; one that is listed is not.
func TestPackage_goneInPlainText(t *testing.T) {
	p := newPlatform(t)
	config := protocol.Config{"name": "News", "channels": map[string]any{baseOnly: "BASE"}}
	r := newResource(t, "iptv_package")
	mustApply(t, p, r, config)
	p.TelecomX.SetVariants(func(v *simtelecomx.Variants) { *v = simtelecomx.Variants{ErrorShape: simtelecomx.ErrorText} })
	held := p.TelecomX.Packages(reseller)[0].ID

	p.Inject(simulator.Fault{Operation: "telecomx.package.get", Status: http.StatusNotFound, Body: "Not found"})
	mustBeEmpty(t, p, r, config) // the list has it
	p.TelecomX.DeletePackage(held)
	again := *r
	changes, err := newWalk(t, p, nil).plan(&again, config)
	if err != nil || len(changes) != 1 || !changes[0].Prior.IsNull() {
		t.Errorf("%d changes, %v; want a creation", len(changes), err)
	}
	if err := r.Apply(context.Background(), newWalk(t, p, nil).server, destruction(r)); err != nil || !r.Value.IsNull() {
		t.Errorf("the destroy of a package that is gone: %v", err)
	}
}

// destruction is the change that destroys a resource without a refresh.
func destruction(r *protocol.Resource) protocol.Change {
	none, _ := protocol.ValueOf(nil, r.Value.Type())
	return protocol.Change{Prior: r.Value, Planned: none, Config: none, Private: r.Private, Identity: r.Identity}
}

// Only the documented success of a delete is one.
func TestPackage_deleteSuccess(t *testing.T) {
	p := newPlatform(t)
	config := protocol.Config{"name": "News", "channels": map[string]any{baseOnly: "BASE"}}
	r := newResource(t, "iptv_package")
	mustApply(t, p, r, config)
	for _, body := range []string{`{"success": false}`, `{}`, `{"success": null}`, `[]`, `"ok"`} {
		p.Inject(simulator.Fault{Operation: "telecomx.package.delete", Status: http.StatusOK, Body: body})
		again := *r
		if err := again.Apply(t.Context(), newWalk(t, p, nil).server, destruction(r)); !failedWith(err, "Cannot delete package") ||
			again.Value.IsNull() {
			t.Errorf("%s: %v", body, err)
		}
	}
}

// Numbers as strings, flags as numbers and lists as objects with number keys make no difference.
func TestLooseTypes(t *testing.T) {
	p := newPlatform(t)
	one := pack(p, "One", true)
	p.TelecomX.SetVariants(func(v *simtelecomx.Variants) { *v = simtelecomx.Variants{LooseTypes: true} })
	made, has := newResource(t, "iptv_package"), newResource(t, "iptv_subscription")
	package1 := protocol.Config{"name": "News", "main": true, "channels": map[string]any{baseOnly: "BASE", dvbOnly: "DVB"}}
	mustApply(t, p, made, package1)
	mustBeEmpty(t, p, made, package1)
	config := protocol.Config{"customer_id": customer, "packages": []any{until(one, 5)},
		"npvr": protocol.Config{"override": true, "enabled": false, "storage_hours": 25}, "scrub": protocol.Config{"override": true,
			"pause": true}}
	mustApply(t, p, has, config)
	mustBeEmpty(t, p, has, config)
	if len(made.Warnings)+len(has.Warnings) != 0 {
		t.Errorf("warnings: %q, %q", made.Warnings, has.Warnings)
	}
	state, warnings := newWalk(t, p, nil).read("iptv_drm_accounts", protocol.Config{"customer_id": customer, "full": true})
	if got := texts(state["accounts"], "username"); len(got) != 1 || warnings != "" {
		t.Errorf("%d accounts, %s", len(got), warnings)
	}
}

// A field that cannot be read is named with its object, and hides no other object.
func TestUnreadableFields(t *testing.T) {
	p := newPlatform(t)
	p.Inject(simulator.Fault{Operation: "telecomx.package.list", Status: http.StatusOK, Times: -1,
		Body: `{"total": 2, "packages": [{"_id": "A1", "name": {"secret": 1}, "channels": []}, {"_id": "B2", "name": "Two", "channels": ` +
			`[]}]}`})
	state, warnings := newWalk(t, p, nil).read("iptv_packages", nil)
	if got := texts(state["packages"], "id"); !slices.Equal(got, []string{"A1", "B2"}) && !slices.Equal(got, []string{"B2", "A1"}) {
		t.Errorf("the packages are %q", got)
	}
	if !contains(warnings, "package A1", "name") || contains(warnings, "secret") {
		t.Errorf("warnings: %q", warnings)
	}
	p.Inject(simulator.Fault{Operation: "telecomx.drm.list", Status: http.StatusOK, Times: -1,
		Body: `{"total": 2, "accounts": [{"username": "donald", "password": {"clear": "hunter22"}, "devices": 1}, {"username": "daisy", ` +
			`"password": "correct-horse", "devices": "x"}]}`})
	state, warnings = newWalk(t, p, nil).read("iptv_drm_accounts", protocol.Config{"include_passwords": true})
	passwords, _ := state["passwords"].(map[string]any)
	if len(texts(state["accounts"], "username")) != 2 || passwords["daisy"] != "correct-horse" || len(passwords) != 1 {
		t.Errorf("%v", state)
	}
	if !contains(warnings, "account donald", "password", "account daisy", "devices") || contains(warnings, "hunter22") {
		t.Errorf("warnings: %q", warnings)
	}

	// One package that cannot be read is an error of that one only.
	config := protocol.Config{"name": "News", "channels": map[string]any{baseOnly: "BASE"}}
	r := newResource(t, "iptv_package")
	mustApply(t, p, r, config)
	key := p.TelecomX.Packages(reseller)[0].ID
	p.Inject(simulator.Fault{Operation: "telecomx.package.get", Status: http.StatusOK,
		Body: fmt.Sprintf(`{"_id": %q, "name": "News", "main": "maybe", "channels": []}`, key)})
	if _, err := newWalk(t, p, nil).plan(r, config); !failedWith(err, "Cannot read package", "package "+key, "main") {
		t.Errorf("%v", err)
	}
}
