package provider_test

import (
	"context"
	"sync"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/iptvops/terraform-provider-iptv/internal/acctest"
	"github.com/iptvops/terraform-provider-iptv/internal/simulator/estate"
	simicareus "github.com/iptvops/terraform-provider-iptv/internal/simulator/icareus"
	simpanel "github.com/iptvops/terraform-provider-iptv/internal/simulator/panel"
	simtelecomx "github.com/iptvops/terraform-provider-iptv/internal/simulator/telecomx"
)

// run is the provider as one command of Terraform uses it: a configured server of the plugin protocol.
type run struct {
	t      testing.TB
	server tfprotov6.ProviderServer
	schema *tfprotov6.GetProviderSchemaResponse
}

// newRun starts the provider, set up for all of the simulated platforms.
func newRun(t testing.TB, p *estate.Server) *run {
	t.Helper()
	server, err := acctest.Factories()["iptv"]()
	if err != nil {
		t.Fatal(err)
	}
	schema, err := server.GetProviderSchema(t.Context(), &tfprotov6.GetProviderSchemaRequest{})
	if err != nil {
		t.Fatal(err)
	}
	r := &run{t: t, server: server, schema: schema}
	r.failed("schema", schema.Diagnostics)
	r.configure(p)
	return r
}

func (r *run) configure(p *estate.Server) {
	r.t.Helper()
	kind := r.schema.Provider.ValueType()
	config := object(kind, map[string]any{
		"telecomx": map[string]any{"endpoint": p.URL(), "token": simtelecomx.Token, "customer_id": simtelecomx.Reseller},
		"panel":    map[string]any{"endpoint": p.URL(), "api_key": simpanel.APIKey, "user_token": simpanel.UserToken},
		"icareus": map[string]any{
			"endpoint": p.URL() + "/api/channels/admin", "organization_id": simicareus.Organization, "secret": simicareus.Secret,
		},
	})
	resp, err := r.server.ConfigureProvider(r.t.Context(), &tfprotov6.ConfigureProviderRequest{Config: r.encode(kind, config)})
	if err != nil {
		r.t.Fatal(err)
	}
	r.failed("configure", resp.Diagnostics)
}

// object is a value of the given type with the given members; what is not given is null. Members are Go values of the
// kinds string, int, bool, []any and map[string]any.
func object(kind tftypes.Type, value any) tftypes.Value {
	switch value := value.(type) {
	case nil:
		return tftypes.NewValue(kind, nil)
	case []any:
		var element tftypes.Type
		switch kind := kind.(type) {
		case tftypes.List:
			element = kind.ElementType
		case tftypes.Set:
			element = kind.ElementType
		}
		elements := make([]tftypes.Value, len(value))
		for i, v := range value {
			elements[i] = object(element, v)
		}
		return tftypes.NewValue(kind, elements)
	case map[string]any:
		members := map[string]tftypes.Value{}
		if m, ok := kind.(tftypes.Map); ok {
			for key, v := range value {
				members[key] = object(m.ElementType, v)
			}
			return tftypes.NewValue(kind, members)
		}
		for name, t := range kind.(tftypes.Object).AttributeTypes {
			members[name] = object(t, value[name])
		}
		return tftypes.NewValue(kind, members)
	}
	return tftypes.NewValue(kind, value)
}

func (r *run) encode(kind tftypes.Type, value tftypes.Value) *tfprotov6.DynamicValue {
	r.t.Helper()
	encoded, err := tfprotov6.NewDynamicValue(kind, value)
	if err != nil {
		r.t.Fatal(err)
	}
	return &encoded
}

func (r *run) failed(call string, diagnostics []*tfprotov6.Diagnostic) {
	r.t.Helper()
	for _, d := range diagnostics {
		if d.Severity == tfprotov6.DiagnosticSeverityError {
			r.t.Errorf("%s: %s: %s", call, d.Summary, d.Detail)
		}
	}
}

func (r *run) kind(name string) tftypes.Type { return r.schema.ResourceSchemas[name].ValueType() }

// imported is the state of a resource before its first refresh: what is given, such as the id.
func (r *run) imported(name string, members map[string]any) *tfprotov6.DynamicValue {
	r.t.Helper()
	return r.encode(r.kind(name), object(r.kind(name), members))
}

// read refreshes a resource.
func (r *run) read(name string, state *tfprotov6.DynamicValue) *tfprotov6.DynamicValue {
	r.t.Helper()
	resp, err := r.server.ReadResource(context.Background(), &tfprotov6.ReadResourceRequest{TypeName: name, CurrentState: state})
	if err != nil {
		r.t.Error(err)
		return nil
	}
	r.failed("read "+name, resp.Diagnostics)
	return resp.NewState
}

// readAll refreshes resources as Terraform does, ten at a time.
func (r *run) readAll(name string, states []*tfprotov6.DynamicValue) {
	r.t.Helper()
	var workers sync.WaitGroup
	queue := make(chan *tfprotov6.DynamicValue)
	for range 10 {
		workers.Go(func() {
			for state := range queue {
				r.read(name, state)
			}
		})
	}
	for _, state := range states {
		queue <- state
	}
	close(queue)
	workers.Wait()
}

// readData reads a data source.
func (r *run) readData(name string) {
	r.t.Helper()
	kind := r.schema.DataSourceSchemas[name].ValueType()
	resp, err := r.server.ReadDataSource(context.Background(),
		&tfprotov6.ReadDataSourceRequest{TypeName: name, Config: r.encode(kind, object(kind, map[string]any{}))})
	if err != nil {
		r.t.Fatal(err)
	}
	r.failed("read "+name, resp.Diagnostics)
}

// planned is a request to plan a configuration over a state, nil for a creation. What the configuration leaves to the
// provider is proposed as it was.
func (r *run) planned(name string, state *tfprotov6.DynamicValue, members map[string]any) *tfprotov6.PlanResourceChangeRequest {
	r.t.Helper()
	kind := r.kind(name)
	wanted, prior, proposed := object(kind, members), map[string]tftypes.Value{}, map[string]tftypes.Value{}
	if state == nil {
		state = r.encode(kind, object(kind, nil))
	} else if decoded, err := state.Unmarshal(kind); err != nil {
		r.t.Fatal(err)
	} else if err := decoded.As(&prior); err != nil {
		r.t.Fatal(err)
	}
	config := r.encode(kind, wanted)
	if err := wanted.As(&proposed); err != nil {
		r.t.Fatal(err)
	}
	for _, a := range r.schema.ResourceSchemas[name].Block.Attributes {
		if was, known := prior[a.Name]; known && a.Computed && proposed[a.Name].IsNull() {
			proposed[a.Name] = was
		}
	}
	return &tfprotov6.PlanResourceChangeRequest{
		TypeName: name, PriorState: state, Config: config, ProposedNewState: r.encode(kind, tftypes.NewValue(kind, proposed)),
	}
}

// plan plans a resource.
func (r *run) plan(request *tfprotov6.PlanResourceChangeRequest) {
	r.t.Helper()
	resp, err := r.server.PlanResourceChange(context.Background(), request)
	if err != nil {
		r.t.Fatal(err)
	}
	r.failed("plan "+request.TypeName, resp.Diagnostics)
}

// validate validates a configuration.
func (r *run) validate(request *tfprotov6.PlanResourceChangeRequest) {
	r.t.Helper()
	resp, err := r.server.ValidateResourceConfig(context.Background(),
		&tfprotov6.ValidateResourceConfigRequest{TypeName: request.TypeName, Config: request.Config})
	if err != nil {
		r.t.Fatal(err)
	}
	r.failed("validate "+request.TypeName, resp.Diagnostics)
}
