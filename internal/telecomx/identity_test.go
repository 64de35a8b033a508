package telecomx_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/iptvops/terraform-provider-iptv/internal/protocol"
	"github.com/iptvops/terraform-provider-iptv/internal/provider"
	"github.com/iptvops/terraform-provider-iptv/internal/simulator"
	"github.com/iptvops/terraform-provider-iptv/internal/simulator/estate"
)

// identityOf is the only member of an identity, "" for none.
func identityOf(t *testing.T, data *tfprotov6.ResourceIdentityData, name string) string {
	t.Helper()
	if data == nil || data.IdentityData == nil {
		return ""
	}
	v, err := data.IdentityData.Unmarshal(tftypes.Object{AttributeTypes: map[string]tftypes.Type{name: tftypes.String}})
	if err != nil {
		t.Fatal(err)
	}
	text, _ := protocol.Plain(protocol.Members(v)[name]).(string)
	return text
}

// importIdentity takes an object over by its identity, and refreshes it.
func (w *walk) importIdentity(r *protocol.Resource, name, value string) error {
	w.t.Helper()
	identity := tftypes.NewValue(tftypes.Object{AttributeTypes: map[string]tftypes.Type{name: tftypes.String}},
		map[string]tftypes.Value{name: tftypes.NewValue(tftypes.String, value)})
	response, err := w.server.ImportResourceState(w.t.Context(), &tfprotov6.ImportResourceStateRequest{
		TypeName: r.TypeName, Identity: &tfprotov6.ResourceIdentityData{IdentityData: protocol.Dynamic(identity)},
	})
	if err != nil {
		return err
	}
	if err := protocol.Failure(response.Diagnostics); err != nil {
		return err
	}
	imported := response.ImportedResources[0]
	r.Private, r.Identity = imported.Private, imported.Identity
	if r.Value, err = imported.State.Unmarshal(r.Value.Type()); err != nil {
		return err
	}
	r.Snapshot, err = r.Refresh(w.t.Context(), w.server)
	return err
}

// identified is a resource of each type, how it is changed, and what tells it from others.
type identified struct {
	name, member    string
	config, changed protocol.Config
	operation       string // of a read
}

func everyIdentified() []identified {
	return []identified{
		{
			name: "iptv_package", member: "id", operation: "telecomx.package.get",
			config:  protocol.Config{"name": "News", "channels": map[string]any{baseOnly: "BASE"}},
			changed: protocol.Config{"name": "More news", "channels": map[string]any{baseOnly: "BASE"}},
		},
		{
			name: "iptv_subscription", member: "customer_id", operation: "telecomx.subscription.get",
			config:  protocol.Config{"customer_id": customer, "npvr": protocol.Config{"override": false}},
			changed: protocol.Config{"customer_id": customer, "npvr": protocol.Config{"override": true, "enabled": true}},
		},
	}
}

// A resource has its identity from the create on, whatever a refresh or an update finds, and states that have none, as those of
// Terraform before 1.12 and of OpenTofu, get one.
func TestIdentity_kept(t *testing.T) {
	for _, c := range everyIdentified() {
		t.Run(c.name, func(t *testing.T) {
			p := newPlatform(t)
			r := newResource(t, c.name)
			mustApply(t, p, r, c.config)
			want, _ := protocol.Plain(protocol.Members(r.Value)[c.member]).(string)
			is := func(when string, data *tfprotov6.ResourceIdentityData) {
				t.Helper()
				if got := identityOf(t, data, c.member); got != want || got == "" {
					t.Errorf("%s, the identity is %q, want %q", when, got, want)
				}
			}
			is("created", r.Identity)
			unnamed := func() *protocol.Resource {
				older := *r
				older.Identity = nil
				return &older
			}
			refreshed := func(when string, p *walk) protocol.Snapshot {
				t.Helper()
				s, err := unnamed().Refresh(t.Context(), p.server)
				if err != nil {
					t.Fatalf("%s: %v", when, err)
				}
				is(when, s.Identity)
				return s
			}
			refreshed("refreshed", newWalk(t, p, nil))

			older := unnamed()
			mustApply(t, p, older, c.changed)
			is("updated", older.Identity)
			r.Snapshot = older.Snapshot

			refreshed("not refreshed, as the token is not known yet", tokenUnknown(t, p))

			p.Inject(simulator.Fault{Operation: c.operation, Status: http.StatusUnauthorized, Times: -1})
			response := refresh(t, newWalk(t, p, nil), unnamed())
			is("refused", response.NewIdentity)
			if protocol.Failure(response.Diagnostics) == nil {
				t.Error("a refused refresh was no error")
			}
			p.ClearFaults()

			if c.name == "iptv_package" {
				p.TelecomX.DeletePackage(want)
			} else {
				p.Inject(simulator.Fault{Operation: c.operation, Status: http.StatusForbidden, Times: -1,
					Body: p.TelecomX.ErrorBody(http.StatusForbidden, "customer", "Customer does not have the IPTV")})
			}
			if s := refreshed("gone", newWalk(t, p, nil)); !s.Value.IsNull() {
				t.Error("it is not gone")
			}
		})
	}
}

// tokenUnknown is a walk in which the token is known after apply only.
func tokenUnknown(t *testing.T, p *estate.Server) *walk {
	t.Helper()
	all, err := protocol.Schemas()
	if err != nil {
		t.Fatal(err)
	}
	block, err := protocol.ValueOf(protocol.Config{"telecomx": protocol.Config{"endpoint": p.URL(), "token": "later"}},
		all.Provider.ValueType())
	if err != nil {
		t.Fatal(err)
	}
	later := tftypes.NewAttributePath().WithAttributeName("telecomx").WithAttributeName("token")
	block, err = tftypes.Transform(block, func(at *tftypes.AttributePath, v tftypes.Value) (tftypes.Value, error) {
		if at.Equal(later) {
			return tftypes.NewValue(tftypes.String, tftypes.UnknownValue), nil
		}
		return v, nil
	})
	if err != nil {
		t.Fatal(err)
	}
	server := provider.NewServer("test")
	response, err := server.ConfigureProvider(t.Context(), &tfprotov6.ConfigureProviderRequest{Config: protocol.Dynamic(block)})
	if err != nil || protocol.Failure(response.Diagnostics) != nil {
		t.Fatal(err, protocol.Failure(response.Diagnostics))
	}
	return &walk{t, server}
}

// refresh is the response to a refresh, errors included.
func refresh(t *testing.T, w *walk, r *protocol.Resource) *tfprotov6.ReadResourceResponse {
	t.Helper()
	response, err := w.server.ReadResource(t.Context(), &tfprotov6.ReadResourceRequest{
		TypeName: r.TypeName, CurrentState: protocol.Dynamic(r.Value), Private: r.Private, CurrentIdentity: r.Identity,
	})
	if err != nil {
		t.Fatal(err)
	}
	return response
}

// An import by identity is that by ID: the plan after it is empty, the spelling of the configuration stays, and a package adopts
// the provider's customer.
func TestIdentity_import(t *testing.T) {
	for _, c := range everyIdentified() {
		t.Run(c.name, func(t *testing.T) {
			p := newPlatform(t)
			made := newResource(t, c.name)
			mustApply(t, p, made, c.config)
			id, _ := protocol.Plain(protocol.Members(made.Value)[c.member]).(string)
			for _, spelling := range []string{id, strings.ToLower(id)} {
				r := newResource(t, c.name)
				if err := newWalk(t, p, nil).importIdentity(r, c.member, spelling); err != nil {
					t.Fatal(err)
				}
				if got := identityOf(t, r.Identity, c.member); got != spelling {
					t.Errorf("imported by %s, the identity is %q", spelling, got)
				}
				if spelling == id {
					mustBeEmpty(t, p, r, c.config)
				}
			}
			r := newResource(t, c.name)
			if err := newWalk(t, p, nil).importIdentity(r, c.member, "News"); !failedWith(err, "Invalid import ID", "24 hexadecimal") {
				t.Errorf("an identity that is no ID: %v", err)
			}
			if err := r.Import(t.Context(), newWalk(t, p, nil).server, id); err != nil {
				t.Fatal(err)
			}
			if got := identityOf(t, r.Identity, c.member); got != id {
				t.Errorf("imported by ID, the identity is %q, want %q", got, id)
			}
		})
	}

	p := newPlatform(t)
	config := protocol.Config{"name": "News", "channels": map[string]any{baseOnly: "BASE"}}
	made := newResource(t, "iptv_package")
	mustApply(t, p, made, config)
	r := newResource(t, "iptv_package")
	if err := newWalk(t, p, nil).importIdentity(r, "id", p.TelecomX.Packages(reseller)[0].ID); err != nil {
		t.Fatal(err)
	}
	if got := protocol.Plain(protocol.Members(r.Value)["customer_id"]); got != reseller {
		t.Errorf("customer_id is %v, want the provider's", got)
	}
	p.ResetRequests()
	config["customer_id"] = business // an imported package adopts what is configured, without a request that changes anything
	changes, err := newWalk(t, p, protocol.Config{"preflight": false}).plan(r, config)
	if err != nil || len(changes) != 1 || changes[0].Prior.IsNull() || !warned(r, "Package adopts its customer") {
		t.Errorf("%d changes, %v, %q; want one update that warns", len(changes), err, r.Warnings)
	}
	if n := p.Count("telecomx.package.update") + p.Count("telecomx.package.delete"); n != 0 {
		t.Errorf("%d requests that change something", n)
	}
}
