package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"sync"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/iptvops/terraform-provider-iptv/internal/provider"
)

// config is the arguments of a block, as in Terraform's JSON syntax.
type config map[string]any

// terraform drives one resource.
type terraform interface {
	// configure sets the provider block.
	configure(providerBlock config)
	// apply makes the resource what the configuration says; nil destroys it. The error holds the diagnostics.
	apply(ctx context.Context, c config) error
	// plan is what an apply would change, "" for an empty plan.
	plan(ctx context.Context, c config) (string, error)
	// state is the attributes of the resource, nil when there is none.
	state() (map[string]any, error)
}

// driver drives a resource in process, through the provider's protocol, in the order in which Terraform does: refresh
// and plan with one instance of the provider, apply with another.
type driver struct {
	provider config
	typeName string

	value    tftypes.Value // the state; null when there is none
	private  []byte
	identity *tfprotov6.ResourceIdentityData
	tainted  bool
}

var schemas = sync.OnceValues(func() (*tfprotov6.GetProviderSchemaResponse, error) {
	return newServer().GetProviderSchema(context.Background(), &tfprotov6.GetProviderSchemaRequest{})
})

func newServer() tfprotov6.ProviderServer {
	return provider.NewServer("faults")
}

func schemaOf(typeName string) (*tfprotov6.Schema, error) {
	all, err := schemas()
	if err != nil {
		return nil, err
	}
	schema := all.ResourceSchemas[typeName]
	if schema == nil {
		return nil, fmt.Errorf("the provider has no resource type %s", typeName)
	}
	return schema, nil
}

func newDriver(providerBlock config, typeName string) (*driver, error) {
	schema, err := schemaOf(typeName)
	if err != nil {
		return nil, err
	}
	return &driver{provider: providerBlock, typeName: typeName, value: tftypes.NewValue(schema.ValueType(), nil)}, nil
}

// configured is a fresh instance of the provider, as a process of its own would be.
func (d *driver) configured(ctx context.Context) (tfprotov6.ProviderServer, error) {
	all, err := schemas()
	if err != nil {
		return nil, err
	}
	block, err := valueOf(d.provider, all.Provider.ValueType())
	if err != nil {
		return nil, err
	}
	server := newServer()
	answer, err := server.ConfigureProvider(ctx, &tfprotov6.ConfigureProviderRequest{TerraformVersion: "1.14.0", Config: dynamic(block)})
	if err != nil {
		return nil, err
	}
	return server, failureOf(answer.Diagnostics)
}

func valueOf(c config, as tftypes.Type) (tftypes.Value, error) {
	if c == nil {
		return tftypes.NewValue(as, nil), nil
	}
	text, err := json.Marshal(c)
	if err != nil {
		return tftypes.Value{}, err
	}
	return tfprotov6.RawState{JSON: text}.Unmarshal(as)
}

// dynamic is v as the protocol carries it.
func dynamic(v tftypes.Value) *tfprotov6.DynamicValue {
	d, err := tfprotov6.NewDynamicValue(v.Type(), v)
	if err != nil {
		panic(err) // every value here was made for its type
	}
	return &d
}

func failureOf(diagnostics []*tfprotov6.Diagnostic) error {
	var texts []string
	for _, d := range diagnostics {
		if d.Severity == tfprotov6.DiagnosticSeverityError {
			texts = append(texts, d.Summary+": "+d.Detail)
		}
	}
	if texts == nil {
		return nil
	}
	return errors.New(strings.Join(texts, "\n"))
}

// snapshot is what Terraform keeps of a resource between two calls.
type snapshot struct {
	value    tftypes.Value
	private  []byte
	identity *tfprotov6.ResourceIdentityData
}

func (d *driver) refresh(ctx context.Context, server tfprotov6.ProviderServer) (snapshot, error) {
	s := snapshot{d.value, d.private, d.identity}
	if s.value.IsNull() {
		return s, nil
	}
	answer, err := server.ReadResource(ctx, &tfprotov6.ReadResourceRequest{
		TypeName: d.typeName, CurrentState: dynamic(s.value), Private: s.private, CurrentIdentity: s.identity,
	})
	if err != nil {
		return s, err
	}
	if err := failureOf(answer.Diagnostics); err != nil {
		return s, err
	}
	s.value, err = answer.NewState.Unmarshal(s.value.Type())
	s.private, s.identity = answer.Private, answer.NewIdentity
	return s, err
}

// change is one planned action.
type change struct {
	prior, planned tftypes.Value
	config         tftypes.Value
	private        []byte
	identity       *tfprotov6.ResourceIdentityData
}

// prepare refreshes and plans. The changes are none, one, or two for a replacement.
func (d *driver) prepare(ctx context.Context, c config) (snapshot, []change, error) {
	server, err := d.configured(ctx)
	if err != nil {
		return snapshot{}, nil, err
	}
	schema, err := schemaOf(d.typeName)
	if err != nil {
		return snapshot{}, nil, err
	}
	wanted, err := valueOf(c, schema.ValueType())
	if err != nil {
		return snapshot{}, nil, err
	}
	if c != nil {
		answer, err := server.ValidateResourceConfig(ctx, &tfprotov6.ValidateResourceConfigRequest{TypeName: d.typeName, Config: dynamic(wanted)})
		if err != nil {
			return snapshot{}, nil, err
		}
		if err := failureOf(answer.Diagnostics); err != nil {
			return snapshot{}, nil, err
		}
	}
	now, err := d.refresh(ctx, server)
	if err != nil {
		return now, nil, err
	}
	gone := change{prior: now.value, planned: tftypes.NewValue(schema.ValueType(), nil), config: tftypes.NewValue(schema.ValueType(), nil), private: now.private, identity: now.identity}
	var changes []change
	replace := false
	if c != nil && (!d.tainted || now.value.IsNull()) {
		var planned change
		if planned, replace, err = d.planChange(ctx, server, schema, now, wanted); err != nil {
			return now, nil, err
		}
		if !replace && !planned.planned.Equal(now.value) {
			changes = append(changes, planned)
		}
	}
	if now.value.IsNull() || (c != nil && !replace && !d.tainted) {
		return now, changes, nil
	}
	if _, _, err := d.planChange(ctx, server, schema, now, gone.planned); err != nil {
		return now, nil, err
	}
	changes = append(changes, gone)
	if c != nil {
		created, _, err := d.planChange(ctx, server, schema, snapshot{value: gone.planned}, wanted)
		if err != nil {
			return now, nil, err
		}
		changes = append(changes, created)
	}
	return now, changes, nil
}

func (d *driver) planChange(ctx context.Context, server tfprotov6.ProviderServer, schema *tfprotov6.Schema, now snapshot, wanted tftypes.Value) (change, bool, error) {
	answer, err := server.PlanResourceChange(ctx, &tfprotov6.PlanResourceChangeRequest{
		TypeName: d.typeName, PriorState: dynamic(now.value), ProposedNewState: dynamic(proposed(schema.Block.Attributes, now.value, wanted)),
		Config: dynamic(wanted), PriorPrivate: now.private, PriorIdentity: now.identity,
	})
	if err != nil {
		return change{}, false, err
	}
	if err := failureOf(answer.Diagnostics); err != nil {
		return change{}, false, err
	}
	planned, err := answer.PlannedState.Unmarshal(schema.ValueType())
	return change{prior: now.value, planned: planned, config: wanted, private: answer.PlannedPrivate, identity: answer.PlannedIdentity},
		len(answer.RequiresReplace) > 0 && !now.value.IsNull(), err
}

func (d *driver) apply(ctx context.Context, c config) error {
	now, changes, err := d.prepare(ctx, c)
	if err != nil {
		return err
	}
	d.value, d.private, d.identity = now.value, now.private, now.identity
	if len(changes) == 0 {
		return nil
	}
	server, err := d.configured(ctx)
	if err != nil {
		return err
	}
	for _, change := range changes {
		if err := d.applyChange(ctx, server, change); err != nil {
			return err
		}
	}
	return nil
}

func (d *driver) applyChange(ctx context.Context, server tfprotov6.ProviderServer, c change) error {
	answer, err := server.ApplyResourceChange(ctx, &tfprotov6.ApplyResourceChangeRequest{
		TypeName: d.typeName, PriorState: dynamic(c.prior), PlannedState: dynamic(c.planned), Config: dynamic(c.config),
		PlannedPrivate: c.private, PlannedIdentity: c.identity,
	})
	if err != nil {
		return err
	}
	value, err := answer.NewState.Unmarshal(c.planned.Type())
	if err != nil {
		return err
	}
	failure := failureOf(answer.Diagnostics)
	if failure == nil {
		failure = conforms(c.planned, value)
	}
	d.value, d.private, d.identity = value, answer.Private, answer.NewIdentity
	d.tainted = failure != nil && c.prior.IsNull() && !value.IsNull()
	return failure
}

func (d *driver) configure(providerBlock config) { d.provider = providerBlock }

func (d *driver) plan(ctx context.Context, c config) (string, error) {
	_, changes, err := d.prepare(ctx, c)
	if err != nil || len(changes) == 0 {
		return "", err
	}
	return describe(changes[0].prior, changes[len(changes)-1].planned), nil
}

func (d *driver) state() (map[string]any, error) {
	if d.value.IsNull() {
		return nil, nil
	}
	attributes, ok := plain(d.value).(map[string]any)
	if !ok {
		return nil, errors.New("the state is no object")
	}
	return attributes, nil
}
