package telecomx_test

import (
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/iptvops/terraform-provider-iptv/internal/protocol"
	"github.com/iptvops/terraform-provider-iptv/internal/provider"
	"github.com/iptvops/terraform-provider-iptv/internal/simulator/estate"
)

// identityOf is a member of a resource's identity, "" for none.
func identityOf(t *testing.T, r *protocol.Resource, member string) string {
	t.Helper()
	members, err := protocol.IdentityOf(r.TypeName, r.Identity)
	if err != nil {
		t.Fatal(err)
	}
	text, _ := members[member].(string)
	return text
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

// An import by identity is that by ID: the plan after it is empty, the spelling of the configuration stays, and a package adopts
// the provider's customer.
func TestIdentity_import(t *testing.T) {
	for _, c := range []struct {
		name, member string
		config       protocol.Config
	}{
		{"iptv_package", "id", protocol.Config{"name": "News", "channels": map[string]any{baseOnly: "BASE"}}},
		{"iptv_subscription", "customer_id", protocol.Config{"customer_id": customer, "npvr": protocol.Config{"override": false}}},
	} {
		t.Run(c.name, func(t *testing.T) {
			p := newPlatform(t)
			made := newResource(t, c.name)
			mustApply(t, p, made, c.config)
			id, _ := protocol.Plain(protocol.Members(made.Value)[c.member]).(string)
			for _, spelling := range []string{id, strings.ToLower(id)} {
				r := newResource(t, c.name)
				if err := r.ImportByIdentity(t.Context(), newWalk(t, p, nil).server, protocol.Config{c.member: spelling}); err != nil {
					t.Fatal(err)
				}
				if got := identityOf(t, r, c.member); got != spelling {
					t.Errorf("imported by %s, the identity is %q", spelling, got)
				}
				if spelling == id {
					mustBeEmpty(t, p, r, c.config)
				}
			}
			r := newResource(t, c.name)
			if err := r.ImportByIdentity(t.Context(), newWalk(t, p, nil).server, protocol.Config{c.member: "News"}); !failedWith(err,
				"Invalid import ID", "24 hexadecimal") {
				t.Errorf("an identity that is no ID: %v", err)
			}
			if err := r.Import(t.Context(), newWalk(t, p, nil).server, id); err != nil {
				t.Fatal(err)
			}
			if got := identityOf(t, r, c.member); got != id {
				t.Errorf("imported by ID, the identity is %q, want %q", got, id)
			}
		})
	}

	p := newPlatform(t)
	config := protocol.Config{"name": "News", "channels": map[string]any{baseOnly: "BASE"}}
	made := newResource(t, "iptv_package")
	mustApply(t, p, made, config)
	r := newResource(t, "iptv_package")
	identity := protocol.Config{"id": p.TelecomX.Packages(reseller)[0].ID}
	if err := r.ImportByIdentity(t.Context(), newWalk(t, p, nil).server, identity); err != nil {
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
