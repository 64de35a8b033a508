package telecomx_test

import (
	"strings"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/iptvops/terraform-provider-iptv/internal/protocol"
	"github.com/iptvops/terraform-provider-iptv/internal/provider"
	"github.com/iptvops/terraform-provider-iptv/internal/simulator/estate"
	simtelecomx "github.com/iptvops/terraform-provider-iptv/internal/simulator/telecomx"
)

// walk is one walk of Terraform over its graph, which has the provider to itself.
type walk struct {
	t      *testing.T
	server tfprotov6.ProviderServer
}

// newWalk starts the provider; arguments replace those of the provider block.
func newWalk(t *testing.T, p *estate.Server, arguments protocol.Config) *walk {
	t.Helper()
	block := protocol.Config{
		"telecomx":    protocol.Config{"endpoint": p.URL(), "token": simtelecomx.Token, "customer_id": reseller},
		"max_retries": 0,
	}
	for name, value := range arguments {
		block[name] = value
	}
	server := provider.NewServer("test")
	if err := protocol.Configure(t.Context(), server, block); err != nil {
		t.Fatal(err)
	}
	return &walk{t, server}
}

func newPlatform(t *testing.T) *estate.Server {
	t.Helper()
	p := estate.Start()
	t.Cleanup(p.Close)
	return p
}

func newResource(t *testing.T, name string) *protocol.Resource {
	t.Helper()
	r, err := protocol.NewResource(name)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func (w *walk) value(r *protocol.Resource, c protocol.Config) tftypes.Value {
	w.t.Helper()
	v, err := protocol.ValueOf(c, r.Value.Type())
	if err != nil {
		w.t.Fatal(err)
	}
	return v
}

// plan refreshes and plans.
func (w *walk) plan(r *protocol.Resource, c protocol.Config) ([]protocol.Change, error) {
	w.t.Helper()
	now, changes, err := r.Plan(w.t.Context(), w.server, w.value(r, c))
	if err == nil {
		r.Snapshot = now
	}
	return changes, err
}

// replan is the second plan of a replacement, as a creation.
func (w *walk) replan(r *protocol.Resource, c protocol.Config) error {
	w.t.Helper()
	_, _, err := r.PlanChange(w.t.Context(), w.server, protocol.Snapshot{Value: tftypes.NewValue(r.Value.Type(), nil)}, w.value(r, c))
	return err
}

// apply plans in one walk and applies in another, as Terraform does.
func apply(t *testing.T, p *estate.Server, r *protocol.Resource, c protocol.Config) error {
	t.Helper()
	changes, err := newWalk(t, p, nil).plan(r, c)
	if err != nil {
		return err
	}
	second := newWalk(t, p, nil)
	for _, change := range changes {
		if change, err = r.Again(t.Context(), second.server, change, w(second, r, change, c)); err != nil {
			return err
		}
		if err = r.Apply(t.Context(), second.server, change); err != nil {
			return err
		}
	}
	return nil
}

// w is the configuration of a change, null for that of a destroy.
func w(walk *walk, r *protocol.Resource, change protocol.Change, c protocol.Config) tftypes.Value {
	if change.Planned.IsNull() {
		c = nil
	}
	return walk.value(r, c)
}

func mustApply(t *testing.T, p *estate.Server, r *protocol.Resource, c protocol.Config) {
	t.Helper()
	if err := apply(t, p, r, c); err != nil {
		t.Fatal(err)
	}
}

// mustBeEmpty is a plan that changes nothing.
func mustBeEmpty(t *testing.T, p *estate.Server, r *protocol.Resource, c protocol.Config) {
	t.Helper()
	changes, err := newWalk(t, p, nil).plan(r, c)
	if err != nil || len(changes) != 0 {
		for _, change := range changes {
			t.Log(protocol.Describe(change.Prior, change.Planned))
		}
		t.Errorf("%d changes, %v; want an empty plan", len(changes), err)
	}
}

// warned reports whether a resource's last calls warned in all of these words.
func warned(r *protocol.Resource, words ...string) bool {
	all := strings.Join(r.Warnings, "\n")
	for _, word := range words {
		if !strings.Contains(all, word) {
			return false
		}
	}
	return true
}

func failedWith(err error, words ...string) bool {
	for _, word := range words {
		if err == nil || !strings.Contains(err.Error(), word) {
			return false
		}
	}
	return err != nil
}

func subscription(packages ...any) protocol.Config {
	return protocol.Config{"customer_id": customer, "packages": packages}
}

func pack(p *estate.Server, name string, main bool) string {
	return p.TelecomX.AddPackage(simtelecomx.Package{Name: name, Customer: reseller, Main: main,
		Channels: map[string]string{baseOnly: "BASE"}})
}

func id(of string) protocol.Config { return protocol.Config{"id": of} }

func until(of string, days int) protocol.Config {
	return protocol.Config{"id": of, "end": testsBegan.AddDate(0, 0, days).Add(time.Hour).Format(time.RFC3339)}
}

func contains(text string, words ...string) bool {
	for _, word := range words {
		if !strings.Contains(text, word) {
			return false
		}
	}
	return true
}

// testsBegan is an instant of whole seconds: a configuration that names it is the same each time.
var testsBegan = time.Now().UTC().Truncate(time.Second)
