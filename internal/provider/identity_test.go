package provider_test

import (
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/iptvops/terraform-provider-iptv/internal/acctest"
	"github.com/iptvops/terraform-provider-iptv/internal/protocol"
	"github.com/iptvops/terraform-provider-iptv/internal/provider"
	"github.com/iptvops/terraform-provider-iptv/internal/simulator"
	simicareus "github.com/iptvops/terraform-provider-iptv/internal/simulator/icareus"
	simpanel "github.com/iptvops/terraform-provider-iptv/internal/simulator/panel"
	simtelecomx "github.com/iptvops/terraform-provider-iptv/internal/simulator/telecomx"
)

// adoptable is what the tests of identity and of states of other CLIs need to know of a resource type.
type adoptable struct {
	config, changed protocol.Config
	identity        []string                              // its attributes, of those that every state tells
	gone            func(p *acctest.Platforms, id string) // removes it, or has the platform say so in its documented words
	hcl             string                                // the arguments of a resource block
}

// adoptables is every resource type.
func adoptables() map[string]adoptable {
	says := func(status int, body string) func(*acctest.Platforms, string) {
		return func(p *acctest.Platforms, _ string) { p.Inject(simulator.Fault{Status: status, Body: body, Times: -1}) }
	}
	channel := adoptable{
		config: protocol.Config{"name": "News"}, changed: protocol.Config{"name": "Newer"}, identity: []string{"id"},
		gone: says(http.StatusBadRequest, `{"status":"error","message":"invalid-channel-id"}`),
		hcl:  "provider = iptv\n  name = \"News\"",
	}
	id := simtelecomx.Channels[0]
	return map[string]adoptable{
		"icareus_channel": channel, "iptv_icareus_channel": channel,
		"iptv_package": {
			config:   protocol.Config{"name": "Basic", "channels": map[string]any{id: "BASE"}},
			changed:  protocol.Config{"name": "Family", "channels": map[string]any{id: "BASE"}},
			identity: []string{"id"},
			gone:     says(http.StatusNotFound, `{"code":404,"message":"id","description":"Not found"}`),
			hcl:      "name = \"Basic\"\n  channels = { \"" + id + "\" = \"BASE\" }",
		},
		"iptv_subscription": {
			config:   protocol.Config{"customer_id": simtelecomx.Customer, "scrub": protocol.Config{"override": true, "pause": true}},
			changed:  protocol.Config{"customer_id": simtelecomx.Customer, "scrub": protocol.Config{"override": true, "pause": false}},
			identity: []string{"customer_id"},
			gone:     says(http.StatusNotFound, `{"code":404,"message":"customer","description":"Not found"}`),
			hcl:      "customer_id = \"" + simtelecomx.Customer + "\"\n  scrub = { override = true, pause = true }",
		},
		"iptv_line": {
			config:   protocol.Config{"username": "viewer", "password": "secret", "package_id": 107},
			changed:  protocol.Config{"username": "viewer", "password": "secret", "package_id": 107, "is_enabled": false},
			identity: []string{"id"},
			gone:     func(p *acctest.Platforms, id string) { p.Panel.DeleteLine(id) },
			hcl:      "username = \"viewer\"\n  package_id = 107",
		},
	}
}

// forEveryResource runs a test for each resource type, which must have an identity.
func forEveryResource(t *testing.T, test func(t *testing.T, typeName string, of adoptable)) {
	t.Helper()
	all, err := protocol.Schemas()
	if err != nil {
		t.Fatal(err)
	}
	known := adoptables()
	for _, name := range slices.Sorted(maps.Keys(all.ResourceSchemas)) {
		t.Run(name, func(t *testing.T) {
			of, ok := known[name]
			if !ok {
				t.Fatal("adoptables does not know this type")
			}
			if _, err := protocol.IdentityType(name); err != nil {
				t.Fatal(err)
			}
			test(t, name, of)
		})
	}
}

// later stands for a value that is known after apply only.
const later = "(known after apply)"

// providerBlock is the provider set up for all platforms; the endpoints may be later.
func providerBlock(endpoint string) protocol.Config {
	icareus := endpoint
	if endpoint != later {
		icareus += "/api/channels/admin"
	}
	return protocol.Config{
		"max_retries": 0,
		"telecomx":    protocol.Config{"endpoint": endpoint, "token": simtelecomx.Token, "customer_id": simtelecomx.Reseller},
		"panel":       protocol.Config{"endpoint": endpoint, "api_key": simpanel.APIKey, "user_token": simpanel.UserToken},
		"icareus": protocol.Config{
			"endpoint": icareus, "organization_id": simicareus.Organization, "secret": simicareus.Secret,
		},
	}
}

// serverWith is a process of the provider with that block.
func serverWith(t *testing.T, block protocol.Config) tfprotov6.ProviderServer {
	t.Helper()
	all, err := protocol.Schemas()
	if err != nil {
		t.Fatal(err)
	}
	value, err := protocol.ValueOf(block, all.Provider.ValueType())
	if err != nil {
		t.Fatal(err)
	}
	value, err = tftypes.Transform(value, func(_ *tftypes.AttributePath, v tftypes.Value) (tftypes.Value, error) {
		if v.Type().Is(tftypes.String) && v.Equal(tftypes.NewValue(tftypes.String, later)) {
			return tftypes.NewValue(tftypes.String, tftypes.UnknownValue), nil
		}
		return v, nil
	})
	if err != nil {
		t.Fatal(err)
	}
	server := provider.NewServer(acctest.Version)
	response, err := server.ConfigureProvider(t.Context(),
		&tfprotov6.ConfigureProviderRequest{TerraformVersion: "1.11.4", Config: protocol.Dynamic(value)})
	if err != nil || protocol.Failure(response.Diagnostics) != nil {
		t.Fatal(err, protocol.Failure(response.Diagnostics))
	}
	return server
}

// without is the provider's variables away, so that a platform can be not configured.
func without(t *testing.T) {
	t.Helper()
	for _, name := range []string{"TELECOMX_TOKEN", "TELECOMX_USERNAME", "TELECOMX_PASSWORD", "IPTV_PANEL_ENDPOINT", "IPTV_PANEL_API_KEY",
		"IPTV_PANEL_USER_TOKEN", "ICAREUS_ORGANIZATION_ID", "ICAREUS_TOKEN", "ICAREUS_SECRET"} {
		t.Setenv(name, "")
	}
}

// created is an object of the type on its platform, and what a CLI that knows no identities keeps of it.
func created(t *testing.T, p *acctest.Platforms, typeName string, config protocol.Config) *protocol.Resource {
	t.Helper()
	r, err := protocol.NewResource(typeName)
	if err != nil {
		t.Fatal(err)
	}
	server := serverWith(t, providerBlock(p.URL()))
	change(t, server, r, config, func(c protocol.Change) {
		if err := r.Apply(t.Context(), server, c); err != nil {
			t.Fatal(err)
		}
	})
	r.Identity = nil
	return r
}

// change plans a configuration, which is one change without an identity.
func change(t *testing.T, server tfprotov6.ProviderServer, r *protocol.Resource, config protocol.Config, do func(protocol.Change)) {
	t.Helper()
	wanted, err := protocol.ValueOf(config, r.Value.Type())
	if err != nil {
		t.Fatal(err)
	}
	_, changes, err := r.Plan(t.Context(), server, wanted)
	if err != nil || len(changes) != 1 {
		t.Fatalf("%d changes, %v", len(changes), err)
	}
	changes[0].Identity = nil
	do(changes[0])
}

// hasIdentity checks the identity of a response against the state that the call began with.
func hasIdentity(t *testing.T, r *protocol.Resource, of adoptable, identity *tfprotov6.ResourceIdentityData) {
	t.Helper()
	got, err := protocol.IdentityOf(r.TypeName, identity)
	if err != nil {
		t.Fatal(err)
	}
	state, _ := protocol.Plain(r.Value).(map[string]any)
	for _, name := range of.identity {
		is, _ := got[name].(string)
		if was, _ := state[name].(string); was == "" || !strings.EqualFold(is, was) {
			t.Errorf("%s of the identity is %q, want %q", name, is, was)
		}
	}
}

// Whatever a refresh ends with, the object has an identity afterwards, although the client sent none.
func TestIdentity_everyRead(t *testing.T) {
	without(t)
	for name, c := range map[string]struct {
		block   func(endpoint string) protocol.Config
		prepare func(p *acctest.Platforms, of adoptable, id string)
		reads   int
		fails   bool
	}{
		"nothing new": {block: providerBlock, reads: 1},
		"refused": {block: providerBlock, reads: 1, fails: true, prepare: func(p *acctest.Platforms, _ adoptable, _ string) {
			p.Inject(simulator.Fault{Status: http.StatusForbidden, Body: `{"error":"forbidden","message":"forbidden"}`, Times: -1})
		}},
		"broken": {block: providerBlock, reads: 1, fails: true, prepare: func(p *acctest.Platforms, _ adoptable, _ string) {
			p.Inject(simulator.Fault{Status: http.StatusInternalServerError, Times: -1})
		}},
		"credentials refused": {block: providerBlock, reads: 2, fails: true, prepare: func(p *acctest.Platforms, _ adoptable, _ string) {
			p.Inject(simulator.Fault{Status: http.StatusUnauthorized, Body: `{"error":"no","message":"no"}`, Times: -1})
		}},
		"gone": {block: providerBlock, reads: 1, prepare: func(p *acctest.Platforms, of adoptable, id string) {
			of.gone(p, id)
		}},
		"configuration not known": {block: func(string) protocol.Config { return providerBlock(later) }, reads: 1},
		// The first object has the error of the platform, the others are left as they are.
		"not configured": {block: func(string) protocol.Config { return protocol.Config{} }, reads: 2},
	} {
		t.Run(name, func(t *testing.T) {
			forEveryResource(t, func(t *testing.T, typeName string, of adoptable) {
				p := acctest.Start(t)
				r := created(t, p, typeName, of.config)
				if c.prepare != nil {
					state, _ := protocol.Plain(r.Value).(map[string]any)
					c.prepare(p, of, fmt.Sprint(state["id"]))
				}
				server := serverWith(t, c.block(p.URL()))
				var response *tfprotov6.ReadResourceResponse
				failed := false
				for range c.reads {
					var err error
					response, err = server.ReadResource(t.Context(), &tfprotov6.ReadResourceRequest{
						TypeName: typeName, CurrentState: protocol.Dynamic(r.Value), Private: r.Private,
					})
					if err != nil {
						t.Fatal(err)
					}
					failed = failed || protocol.Failure(response.Diagnostics) != nil
				}
				failure := protocol.Failure(response.Diagnostics)
				if failed != (c.fails || c.reads > 1) || failure != nil && strings.Contains(failure.Error(), "Missing Resource Identity") {
					t.Errorf("the refresh failed: %v: %v", failed, failure)
				}
				state, err := response.NewState.Unmarshal(r.Value.Type())
				if err != nil || state.IsNull() != (name == "gone") {
					t.Errorf("the object is gone: %v, %v", state.IsNull(), err)
				}
				hasIdentity(t, r, of, response.NewIdentity)
			})
		})
	}
}

// Whatever an update ends with, the object has an identity afterwards, although the client sent none.
func TestIdentity_everyUpdate(t *testing.T) {
	without(t)
	for name, c := range map[string]struct {
		block   func(endpoint string) protocol.Config
		refuses bool
		fails   bool
	}{
		"updated": {block: providerBlock},
		"refused": {block: providerBlock, refuses: true, fails: true},
		"configuration not known": {
			block: func(string) protocol.Config { return providerBlock(later) }, fails: true,
		},
	} {
		t.Run(name, func(t *testing.T) {
			forEveryResource(t, func(t *testing.T, typeName string, of adoptable) {
				p := acctest.Start(t)
				r := created(t, p, typeName, of.config)
				change(t, serverWith(t, providerBlock(p.URL())), r, of.changed, func(planned protocol.Change) {
					if c.refuses {
						p.Inject(simulator.Fault{Status: http.StatusForbidden, Body: `{"error":"no","message":"no"}`, Times: -1,
							Match: func(r *http.Request) bool { return r.Method != http.MethodGet }})
					}
					err := r.Apply(t.Context(), serverWith(t, c.block(p.URL())), planned)
					if (err != nil) != c.fails || err != nil && strings.Contains(err.Error(), "Missing Resource Identity") {
						t.Errorf("the update: %v", err)
					}
					hasIdentity(t, r, of, r.Identity)
				})
			})
		})
	}
}
