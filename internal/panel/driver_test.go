package panel_test

import (
	"encoding/json"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/iptvops/terraform-provider-iptv/internal/acctest"
	"github.com/iptvops/terraform-provider-iptv/internal/provider"
	simpanel "github.com/iptvops/terraform-provider-iptv/internal/simulator/panel"
)

// values is the arguments of a block, as in Terraform's JSON syntax.
type values map[string]any

// with is v with other arguments.
func (v values) with(more values) values {
	all := maps.Clone(v)
	maps.Copy(all, more)
	return all
}

// estate drives lines through the provider's protocol in the order in which Terraform does: refresh and plan with one
// instance of the provider, apply, which plans every change once more, with another.
type estate struct {
	*acctest.Platforms

	t        *testing.T
	token    string
	provider values // further arguments of the block panel
	common   values // of the provider
	lines    map[string]*kept

	anonymous   bool // the CLI knows no identities
	unvalidated bool // the configuration is as ignore_changes leaves it, which no validation sees
}

// kept is what Terraform keeps of a resource.
type kept struct {
	value    tftypes.Value
	private  []byte
	identity *tfprotov6.ResourceIdentityData
}

// outcome is what a user sees of a plan or an apply.
type outcome struct {
	errors, warnings string
	actions          map[string]string // create, update, delete, replace by resource
	planned          map[string]values
}

const impatience = "1s"

func newEstate(t *testing.T) *estate {
	t.Helper()
	t.Parallel()
	return serialEstate(t)
}

// serialEstate is one for a loop within a test.
func serialEstate(t *testing.T) *estate {
	t.Helper()
	return &estate{Platforms: acctest.Start(t), t: t, token: simpanel.UserToken, lines: map[string]*kept{}}
}

func (e *estate) schema() *tfprotov6.GetProviderSchemaResponse {
	e.t.Helper()
	all, err := provider.NewServer("test").GetProviderSchema(e.t.Context(), &tfprotov6.GetProviderSchemaRequest{})
	if err != nil {
		e.t.Fatal(err)
	}
	return all
}

func (e *estate) server() tfprotov6.ProviderServer {
	e.t.Helper()
	panel := values{"endpoint": e.URL(), "api_key": simpanel.APIKey, "user_token": e.token}.with(e.provider)
	block := e.value(values{"panel": panel, "request_timeout": impatience, "max_retries": 2}.with(e.common),
		e.schema().Provider.ValueType())
	server := provider.NewServer("test")
	resp, err := server.ConfigureProvider(e.t.Context(),
		&tfprotov6.ConfigureProviderRequest{TerraformVersion: "1.14.0", Config: wire(block)})
	if err != nil || len(resp.Diagnostics) > 0 {
		e.t.Fatal(err, resp.Diagnostics)
	}
	return server
}

func (e *estate) value(v values, as tftypes.Type) tftypes.Value {
	e.t.Helper()
	if v == nil {
		return tftypes.NewValue(as, nil)
	}
	text, err := json.Marshal(v)
	if err != nil {
		e.t.Fatal(err)
	}
	value, err := tfprotov6.RawState{JSON: text}.Unmarshal(as)
	if err != nil {
		e.t.Fatal(err)
	}
	return value
}

func wire(v tftypes.Value) *tfprotov6.DynamicValue {
	d, err := tfprotov6.NewDynamicValue(v.Type(), v)
	if err != nil {
		panic(err) // every value here was made for its type
	}
	return &d
}

func (o *outcome) add(name string, diagnostics []*tfprotov6.Diagnostic) (ok bool) {
	ok = true
	for _, d := range diagnostics {
		text := name + ": " + d.Attribute.String() + ": " + d.Summary + ": " + d.Detail + "\n"
		if d.Severity == tfprotov6.DiagnosticSeverityError {
			o.errors, ok = o.errors+text, false
		} else {
			o.warnings += text
		}
	}
	return ok
}

func fields(v tftypes.Value) map[string]tftypes.Value {
	m := map[string]tftypes.Value{}
	if !v.IsNull() && v.IsKnown() {
		_ = v.As(&m) // an object
	}
	return maps.Clone(m)
}

// readable is the known members of an object.
func readable(v tftypes.Value) values {
	out := values{}
	for name, member := range fields(v) {
		if member.IsNull() || !member.IsFullyKnown() {
			continue
		}
		var text string
		var flag bool
		switch {
		case member.Type().Is(tftypes.String):
			_ = member.As(&text)
			out[name] = text
		case member.Type().Is(tftypes.Bool):
			_ = member.As(&flag)
			out[name] = flag
		default:
			out[name] = strings.NewReplacer("tftypes.Number<\"", "", "\">", "").Replace(member.String())
		}
	}
	return out
}

// change is one planned action of Terraform.
type change struct {
	name           string
	prior, planned tftypes.Value
	config         tftypes.Value
	private        []byte
	identity       *tfprotov6.ResourceIdentityData
}

func (e *estate) planOne(server tfprotov6.ProviderServer, schema *tfprotov6.Schema, o *outcome, c change) (planned change, replace,
	ok bool) {
	e.t.Helper()
	proposed := c.config
	if !c.config.IsNull() {
		was, now := fields(c.prior), fields(c.config)
		for _, a := range schema.Block.Attributes {
			switch old, known := was[a.Name]; {
			case a.WriteOnly:
				now[a.Name] = tftypes.NewValue(a.Type, nil)
			case now[a.Name].IsNull() && a.Computed && known:
				now[a.Name] = old
			}
		}
		proposed = tftypes.NewValue(c.config.Type(), now)
	}
	resp, err := server.PlanResourceChange(e.t.Context(), &tfprotov6.PlanResourceChangeRequest{
		TypeName: "iptv_line", PriorState: wire(c.prior), ProposedNewState: wire(proposed), Config: wire(c.config), PriorPrivate: c.private,
		PriorIdentity: c.identity,
	})
	if err != nil {
		e.t.Fatal(err)
	}
	if !o.add(c.name, resp.Diagnostics) {
		return c, false, false
	}
	if c.planned, err = resp.PlannedState.Unmarshal(schema.ValueType()); err != nil {
		e.t.Fatal(err)
	}
	c.private, c.identity = resp.PlannedPrivate, resp.PlannedIdentity
	return c, len(resp.RequiresReplace) > 0 && !c.prior.IsNull(), true
}

// prepare validates, refreshes and plans all lines with one provider. Changes are deletions first, then the others.
func (e *estate) prepare(configs map[string]values) (o outcome, changes []change) {
	e.t.Helper()
	o = outcome{actions: map[string]string{}, planned: map[string]values{}}
	schema := e.schema().ResourceSchemas["iptv_line"]
	none := tftypes.NewValue(schema.ValueType(), nil)
	server := e.server()
	var later []change
	names := slices.Sorted(maps.Keys(configs))
	for name := range e.lines {
		if _, ok := configs[name]; !ok {
			names = append(names, name)
		}
	}
	for _, name := range names {
		now := kept{value: none}
		if k := e.lines[name]; k != nil {
			resp, err := server.ReadResource(e.t.Context(),
				&tfprotov6.ReadResourceRequest{TypeName: "iptv_line", CurrentState: wire(k.value), Private: k.private,
					CurrentIdentity: k.identity})
			if err != nil {
				e.t.Fatal(err)
			}
			e.identifies(name, k.value, resp.NewIdentity)
			if !o.add(name, resp.Diagnostics) {
				continue
			}
			value, err := resp.NewState.Unmarshal(schema.ValueType())
			if err != nil {
				e.t.Fatal(err)
			}
			now = kept{value, resp.Private, e.remembers(resp.NewIdentity)}
			e.lines[name] = &now
			if value.IsNull() {
				delete(e.lines, name)
			}
		}
		config := e.value(configs[name], schema.ValueType())
		if config.IsNull() {
			gone := change{name: name, prior: now.value, config: none, private: now.private, identity: now.identity}
			if now.value.IsNull() {
				continue
			}
			if gone, _, ok := e.planOne(server, schema, &o, gone); ok {
				changes = append(changes, gone)
				o.actions[name] = "delete"
			}
			continue
		}
		resp, err := server.ValidateResourceConfig(e.t.Context(), &tfprotov6.ValidateResourceConfigRequest{
			TypeName: "iptv_line", Config: wire(config),
			ClientCapabilities: &tfprotov6.ValidateResourceConfigClientCapabilities{WriteOnlyAttributesAllowed: true},
		})
		if err != nil {
			e.t.Fatal(err)
		}
		if !e.unvalidated && !o.add(name, resp.Diagnostics) {
			continue
		}
		planned, replace, ok := e.planOne(server, schema, &o, change{name: name, prior: now.value, config: config, private: now.private,
			identity: now.identity})
		if ok && replace {
			changes = append(changes, change{name: name, prior: now.value, planned: none, config: none, private: now.private,
				identity: now.identity})
			planned, _, ok = e.planOne(server, schema, &o, change{name: name, prior: none, config: config})
		}
		if !ok {
			continue
		}
		switch {
		case replace:
			o.actions[name] = "replace"
		case now.value.IsNull():
			o.actions[name] = "create"
		case !planned.planned.Equal(now.value):
			o.actions[name] = "update"
		}
		o.planned[name] = readable(planned.planned)
		if o.actions[name] != "" {
			later = append(later, planned)
		}
	}
	return o, append(changes, later...)
}

// plan is a plan of all lines.
func (e *estate) plan(configs map[string]values) outcome {
	e.t.Helper()
	o, _ := e.prepare(configs)
	return o
}

// apply plans and, where that has no errors, applies one line after the other.
func (e *estate) apply(configs map[string]values) outcome {
	e.t.Helper()
	o, changes := e.prepare(configs)
	if o.errors != "" {
		return o
	}
	return e.carryOut(o, changes)
}

// carryOut applies planned changes with an instance of its own.
func (e *estate) carryOut(o outcome, changes []change) outcome {
	e.t.Helper()
	schema := e.schema().ResourceSchemas["iptv_line"]
	server := e.server()
	for _, c := range changes {
		again := c
		if !c.planned.IsNull() {
			if e.lines[c.name] != nil {
				c.prior, c.private, c.identity = e.lines[c.name].value, e.lines[c.name].private, e.lines[c.name].identity
			}
			var ok bool
			if again, _, ok = e.planOne(server, schema, &o, c); !ok {
				continue
			}
			got := readable(again.planned)
			for attribute, want := range readable(c.planned) {
				if got[attribute] != want {
					e.t.Errorf("%s: inconsistent final plan: %s as %v, then as %v", c.name, attribute, want, got[attribute])
				}
			}
		}
		resp, err := server.ApplyResourceChange(e.t.Context(), &tfprotov6.ApplyResourceChangeRequest{
			TypeName: "iptv_line", PriorState: wire(again.prior), PlannedState: wire(again.planned), Config: wire(again.config),
			PlannedPrivate: again.private, PlannedIdentity: again.identity,
		})
		if err != nil {
			e.t.Fatal(err)
		}
		ok := o.add(c.name, resp.Diagnostics)
		value, err := resp.NewState.Unmarshal(schema.ValueType())
		if err != nil {
			e.t.Fatal(err)
		}
		if delete(e.lines, c.name); !value.IsNull() {
			e.identifies(c.name, value, resp.NewIdentity)
			e.lines[c.name] = &kept{value, resp.Private, e.remembers(resp.NewIdentity)}
		}
		if ok && !value.IsNull() {
			e.conforms(c.name, again.planned, value)
		}
	}
	return o
}
