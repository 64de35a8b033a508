package telecomx_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/iptvops/terraform-provider-iptv/internal/protocol"
	"github.com/iptvops/terraform-provider-iptv/internal/simulator"
)

const exists = "Package exists already"

// A creation whose package exists already, as after a killed run, says so at plan, with an import block whose plan is empty.
func TestPackage_existsAlready(t *testing.T) {
	p := newPlatform(t)
	config := protocol.Config{"name": "News", "main": true, "channels": map[string]any{strings.ToLower(baseOnly): "BASE"}}
	left := pack(p, "News", true)
	pack(p, "News", false)
	r := newResource(t, "iptv_package")
	p.ResetRequests()
	changes, err := newWalk(t, p, nil).plan(r, config)
	if err != nil || len(changes) != 1 {
		t.Fatalf("%d changes, %v", len(changes), err)
	}
	block := "import {\n      to = iptv_package.NAME\n      id = \"" + reseller + "/" + left + "\"\n    }"
	if !warned(r, exists, left, block, "moved block") || len(r.Warnings) != 1 {
		t.Errorf("warnings: %q", r.Warnings)
	}
	if n := p.Count("telecomx.package.list"); n != 1 || p.Count() != 2 { // and the catalogue of channels
		t.Errorf("requests: %v", p.Counts())
	}
	taken := newResource(t, "iptv_package")
	if err := taken.Import(t.Context(), newWalk(t, p, nil).server, reseller+"/"+left); err != nil {
		t.Fatal(err)
	}
	mustBeEmpty(t, p, taken, protocol.Config{"name": "News", "main": true, "channels": map[string]any{baseOnly: "BASE"}})

	twin := pack(p, "News", true)
	if _, err = newWalk(t, p, nil).plan(r, config); err != nil || !warned(r, exists, left, twin) {
		t.Errorf("of two, warnings: %q, %v", r.Warnings, err)
	}
}

// What differs, what is in state, and what cannot be known or read is no package that exists already.
func TestPackage_existsNot(t *testing.T) {
	config := func(with protocol.Config) protocol.Config {
		c := protocol.Config{"name": "News", "channels": map[string]any{baseOnly: "BASE"}}
		for name, value := range with {
			c[name] = value
		}
		return c
	}
	p := newPlatform(t)
	left := pack(p, "News", false)
	for name, c := range map[string]struct {
		config   protocol.Config
		provider protocol.Config
	}{
		"another name":          {config: config(protocol.Config{"name": "news"})},
		"another main":          {config: config(protocol.Config{"main": true})},
		"another channel":       {config: config(protocol.Config{"channels": map[string]any{every: "BASE"}})},
		"one more channel":      {config: config(protocol.Config{"channels": map[string]any{baseOnly: "BASE", every: "BASE"}})},
		"without the preflight": {config: config(nil), provider: protocol.Config{"preflight": false}},
	} {
		r := newResource(t, "iptv_package")
		if _, err := newWalk(t, p, c.provider).plan(r, c.config); err != nil || len(r.Warnings) > 0 {
			t.Errorf("%s: %q, %v", name, r.Warnings, err)
		}
	}

	unknown := newResource(t, "iptv_package")
	w := newWalk(t, p, nil)
	later, err := tftypes.Transform(w.value(unknown, config(nil)), func(at *tftypes.AttributePath, v tftypes.Value) (tftypes.Value, error) {
		if at.Equal(tftypes.NewAttributePath().WithAttributeName("channels").WithElementKeyString(baseOnly)) {
			return tftypes.NewValue(tftypes.String, tftypes.UnknownValue), nil
		}
		return v, nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if _, _, err := unknown.Plan(t.Context(), w.server, later); err != nil || len(unknown.Warnings) > 0 {
		t.Errorf("a channel of unknown type: %q, %v", unknown.Warnings, err)
	}

	// In the state of another resource of this run, refreshed or not; and one that this run has created.
	held, second := newResource(t, "iptv_package"), newResource(t, "iptv_package")
	if err := held.Import(t.Context(), newWalk(t, p, nil).server, left); err != nil {
		t.Fatal(err)
	}
	w = newWalk(t, p, nil)
	if _, err := w.plan(held, config(nil)); err != nil {
		t.Fatal(err)
	}
	if _, err := w.plan(second, config(nil)); err != nil || len(second.Warnings) > 0 {
		t.Errorf("in another state: %q, %v", second.Warnings, err)
	}
	w = newWalk(t, p, nil)
	if _, _, err := held.PlanChange(t.Context(), w.server, held.Snapshot, w.value(held, nil)); err != nil { // its destroy
		t.Fatal(err)
	}
	if err := w.replan(second, config(nil)); err != nil || len(second.Warnings) > 0 {
		t.Errorf("in the state of one that is replaced, not refreshed: %q, %v", second.Warnings, err)
	}
	p.TelecomX.DeletePackage(left)
	if _, err := newWalk(t, p, nil).plan(second, config(nil)); err != nil || len(second.Warnings) > 0 {
		t.Errorf("gone: %q, %v", second.Warnings, err)
	}
	mustApply(t, p, second, config(nil))

	p.Inject(simulator.Fault{Operation: "telecomx.package.list", Status: http.StatusForbidden, Times: -1,
		Body: p.TelecomX.ErrorBody(http.StatusForbidden, "access_denied", "Insufficient access level")})
	third := newResource(t, "iptv_package")
	if _, err := newWalk(t, p, nil).plan(third, config(nil)); err != nil || len(third.Warnings) > 0 {
		t.Errorf("a list that may not be read: %q, %v", third.Warnings, err)
	}
}

// Two equal packages in one apply are not taken for what a killed run left.
func TestPackage_twins(t *testing.T) {
	p := newPlatform(t)
	config := protocol.Config{"name": "News", "channels": map[string]any{baseOnly: "BASE"}}
	first, second := newResource(t, "iptv_package"), newResource(t, "iptv_package")
	w := newWalk(t, p, nil)
	for _, r := range []*protocol.Resource{first, second} {
		changes, err := w.plan(r, config)
		if err != nil || len(changes) != 1 {
			t.Fatalf("%d changes, %v", len(changes), err)
		}
		if err := r.Apply(t.Context(), w.server, changes[0]); err != nil || len(r.Warnings) > 0 {
			t.Errorf("%q, %v", r.Warnings, err)
		}
	}
	mustBeEmpty(t, p, first, config)
	mustBeEmpty(t, p, second, config)
}
