// Package protocol drives the provider in process, through its protocol, as Terraform does: it proposes, plans,
// replaces, taints, and holds an apply to its plan. The fault matrix and the random walk stand on it.
package protocol

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

// Config is the arguments of a block, as in Terraform's JSON syntax.
type Config map[string]any

// Schemas is the schemas of the provider.
var Schemas = sync.OnceValues(func() (*tfprotov6.GetProviderSchemaResponse, error) {
	return provider.NewServer("protocol").GetProviderSchema(context.Background(), &tfprotov6.GetProviderSchemaRequest{})
})

// SchemaOf is the schema of a resource type.
func SchemaOf(typeName string) (*tfprotov6.Schema, error) {
	all, err := Schemas()
	if err != nil {
		return nil, err
	}
	schema := all.ResourceSchemas[typeName]
	if schema == nil {
		return nil, fmt.Errorf("the provider has no resource type %s", typeName)
	}
	return schema, nil
}

// Configure sets the provider block of a server.
func Configure(ctx context.Context, server tfprotov6.ProviderServer, providerBlock Config) error {
	all, err := Schemas()
	if err != nil {
		return err
	}
	block, err := ValueOf(providerBlock, all.Provider.ValueType())
	if err != nil {
		return err
	}
	response, err := server.ConfigureProvider(ctx, &tfprotov6.ConfigureProviderRequest{TerraformVersion: "1.14.0", Config: Dynamic(block)})
	if err != nil {
		return err
	}
	return Failure(response.Diagnostics)
}

// ValueOf is a block as a value; nil is null.
func ValueOf(c Config, as tftypes.Type) (tftypes.Value, error) {
	if c == nil {
		return tftypes.NewValue(as, nil), nil
	}
	text, err := json.Marshal(c)
	if err != nil {
		return tftypes.Value{}, err
	}
	return tfprotov6.RawState{JSON: text}.Unmarshal(as)
}

// Dynamic is v as the protocol carries it.
func Dynamic(v tftypes.Value) *tfprotov6.DynamicValue {
	d, err := tfprotov6.NewDynamicValue(v.Type(), v)
	if err != nil {
		panic(err) // every value here was made for its type
	}
	return &d
}

// Failure is the errors among the diagnostics, nil when there are none.
func Failure(diagnostics []*tfprotov6.Diagnostic) error {
	texts := texts(diagnostics, tfprotov6.DiagnosticSeverityError)
	if texts == nil {
		return nil
	}
	return errors.New(strings.Join(texts, "\n"))
}

func texts(diagnostics []*tfprotov6.Diagnostic, severity tfprotov6.DiagnosticSeverity) []string {
	var texts []string
	for _, d := range diagnostics {
		if d.Severity == severity {
			texts = append(texts, d.Summary+": "+d.Detail)
		}
	}
	return texts
}

// Snapshot is what Terraform keeps of a resource between two calls. A null value is no resource.
type Snapshot struct {
	Value    tftypes.Value
	Private  []byte
	Identity *tfprotov6.ResourceIdentityData
}

// Resource is one managed resource.
type Resource struct {
	Snapshot

	TypeName string
	Tainted  bool
	Warnings []string // of the calls since the last Plan, that call included
}

// NewResource is a resource that does not exist yet.
func NewResource(typeName string) (*Resource, error) {
	schema, err := SchemaOf(typeName)
	if err != nil {
		return nil, err
	}
	return &Resource{TypeName: typeName, Snapshot: Snapshot{Value: tftypes.NewValue(schema.ValueType(), nil)}}, nil
}

// failure notes the warnings and is the errors.
func (r *Resource) failure(diagnostics []*tfprotov6.Diagnostic) error {
	r.Warnings = append(r.Warnings, texts(diagnostics, tfprotov6.DiagnosticSeverityWarning)...)
	return Failure(diagnostics)
}

// Refresh is the resource as the platform has it; the resource itself keeps its state.
func (r *Resource) Refresh(ctx context.Context, server tfprotov6.ProviderServer) (Snapshot, error) {
	s := r.Snapshot
	if s.Value.IsNull() {
		return s, nil
	}
	response, err := server.ReadResource(ctx, &tfprotov6.ReadResourceRequest{
		TypeName: r.TypeName, CurrentState: Dynamic(s.Value), Private: s.Private, CurrentIdentity: s.Identity,
	})
	if err != nil {
		return s, err
	}
	if err := r.failure(response.Diagnostics); err != nil {
		return s, err
	}
	s.Value, err = response.NewState.Unmarshal(s.Value.Type())
	s.Private, s.Identity = response.Private, response.NewIdentity
	return s, err
}

// Import takes an object of the platform over, as terraform import does.
func (r *Resource) Import(ctx context.Context, server tfprotov6.ProviderServer, id string) error {
	return r.takeOver(ctx, server, &tfprotov6.ImportResourceStateRequest{TypeName: r.TypeName, ID: id})
}

func (r *Resource) takeOver(ctx context.Context, server tfprotov6.ProviderServer, request *tfprotov6.ImportResourceStateRequest) error {
	response, err := server.ImportResourceState(ctx, request)
	if err != nil {
		return err
	}
	if err := r.failure(response.Diagnostics); err != nil {
		return err
	}
	if len(response.ImportedResources) != 1 {
		return fmt.Errorf("the import gives %d resources", len(response.ImportedResources))
	}
	imported := response.ImportedResources[0]
	found := &Resource{TypeName: r.TypeName, Snapshot: Snapshot{Private: imported.Private, Identity: imported.Identity}}
	if found.Value, err = imported.State.Unmarshal(r.Value.Type()); err != nil {
		return err
	}
	if found.Snapshot, err = found.Refresh(ctx, server); err != nil {
		return err
	}
	if found.Value.IsNull() {
		return fmt.Errorf("cannot import non-existent remote object %s", request.ID)
	}
	r.Snapshot, r.Tainted = found.Snapshot, false
	return nil
}

// Change is one planned action.
type Change struct {
	Prior, Planned tftypes.Value
	Config         tftypes.Value
	Private        []byte
	Identity       *tfprotov6.ResourceIdentityData

	prior Snapshot
}

// Plan validates, refreshes and plans. The changes are none, one, or two for a replacement; a null configuration
// plans to destroy.
func (r *Resource) Plan(ctx context.Context, server tfprotov6.ProviderServer, wanted tftypes.Value) (Snapshot, []Change, error) {
	r.Warnings = nil
	if !wanted.IsNull() {
		response, err := server.ValidateResourceConfig(ctx, &tfprotov6.ValidateResourceConfigRequest{
			TypeName: r.TypeName, Config: Dynamic(wanted),
			ClientCapabilities: &tfprotov6.ValidateResourceConfigClientCapabilities{WriteOnlyAttributesAllowed: true},
		})
		if err != nil {
			return r.Snapshot, nil, err
		}
		if err := r.failure(response.Diagnostics); err != nil {
			return r.Snapshot, nil, err
		}
	}
	now, err := r.Refresh(ctx, server)
	if err != nil {
		return now, nil, err
	}
	none := tftypes.NewValue(wanted.Type(), nil)
	var changes []Change
	replace := false
	if !wanted.IsNull() && (!r.Tainted || now.Value.IsNull()) {
		var planned Change
		if planned, replace, err = r.PlanChange(ctx, server, now, wanted); err != nil {
			return now, nil, err
		}
		if !replace && !planned.Planned.Equal(now.Value) {
			changes = append(changes, planned)
		}
	}
	if now.Value.IsNull() || (!wanted.IsNull() && !replace && !r.Tainted) {
		return now, changes, nil
	}
	gone, _, err := r.PlanChange(ctx, server, now, none)
	if err != nil {
		return now, nil, err
	}
	gone.Private, gone.Identity = now.Private, now.Identity
	changes = append(changes, gone)
	if !wanted.IsNull() {
		created, _, err := r.PlanChange(ctx, server, Snapshot{Value: none}, wanted)
		if err != nil {
			return now, nil, err
		}
		changes = append(changes, created)
	}
	return now, changes, nil
}

// PlanChange plans one change; it reports as well whether the provider wants the resource replaced.
func (r *Resource) PlanChange(ctx context.Context, server tfprotov6.ProviderServer, now Snapshot, wanted tftypes.Value) (Change, bool,
	error) {
	schema, err := SchemaOf(r.TypeName)
	if err != nil {
		return Change{}, false, err
	}
	response, err := server.PlanResourceChange(ctx, &tfprotov6.PlanResourceChangeRequest{
		TypeName: r.TypeName, PriorState: Dynamic(now.Value), ProposedNewState: Dynamic(proposed(schema.Block.Attributes, now.Value,
			wanted)),
		Config: Dynamic(wanted), PriorPrivate: now.Private, PriorIdentity: now.Identity,
	})
	if err != nil {
		return Change{}, false, err
	}
	if err := r.failure(response.Diagnostics); err != nil {
		return Change{}, false, err
	}
	c := Change{Prior: now.Value, Config: wanted, Private: response.PlannedPrivate, Identity: response.PlannedIdentity, prior: now}
	if c.Planned, err = response.PlannedState.Unmarshal(schema.ValueType()); err != nil {
		return Change{}, false, err
	}
	return c, len(response.RequiresReplace) > 0 && !now.Value.IsNull(), isPlan(schema.Block.Attributes, c)
}

// Again plans a change once more, as Terraform does right before it is applied, with the configuration as it is known
// by then. What the first plan promised has to stay.
func (r *Resource) Again(ctx context.Context, server tfprotov6.ProviderServer, c Change, wanted tftypes.Value) (Change, error) {
	if c.Planned.IsNull() {
		return c, nil
	}
	again, _, err := r.PlanChange(ctx, server, c.prior, wanted)
	if err != nil {
		return c, err
	}
	if err := keeps(c.Planned, again.Planned); err != nil {
		return c, fmt.Errorf("provider produced inconsistent final plan: %w", err)
	}
	return again, nil
}

// Apply carries a change out.
func (r *Resource) Apply(ctx context.Context, server tfprotov6.ProviderServer, c Change) error {
	response, err := server.ApplyResourceChange(ctx, &tfprotov6.ApplyResourceChangeRequest{
		TypeName: r.TypeName, PriorState: Dynamic(c.Prior), PlannedState: Dynamic(c.Planned), Config: Dynamic(c.Config),
		PlannedPrivate: c.Private, PlannedIdentity: c.Identity,
	})
	if err != nil {
		return err
	}
	value, err := response.NewState.Unmarshal(c.Planned.Type())
	if err != nil {
		return err
	}
	failure := r.failure(response.Diagnostics)
	if failure == nil {
		failure = Conforms(c.Planned, value)
	}
	r.Snapshot = Snapshot{value, response.Private, response.NewIdentity}
	r.Tainted = failure != nil && c.Prior.IsNull() && !value.IsNull()
	return failure
}
