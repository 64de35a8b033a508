package protocol

import (
	"fmt"
	"maps"
	"math/big"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// proposed is what Terraform proposes as the new state: the configuration, with computed values that it omits
// taken from the state.
func proposed(attributes []*tfprotov6.SchemaAttribute, prior, wanted tftypes.Value) tftypes.Value {
	if wanted.IsNull() || !wanted.IsKnown() {
		return wanted
	}
	was, now := Members(prior), Members(wanted)
	for _, a := range attributes {
		old, known := was[a.Name]
		if !known {
			old = tftypes.NewValue(a.ValueType(), nil)
		}
		switch {
		case a.WriteOnly:
			now[a.Name] = tftypes.NewValue(a.ValueType(), nil)
		case now[a.Name].IsNull() && a.Computed:
			now[a.Name] = old
		case a.NestedType != nil:
			now[a.Name] = proposedNested(a.NestedType, old, now[a.Name])
		}
	}
	return tftypes.NewValue(wanted.Type(), now)
}

// proposedNested pairs the elements of a set by the values that the configuration gives.
func proposedNested(nested *tfprotov6.SchemaObject, prior, wanted tftypes.Value) tftypes.Value {
	switch nested.Nesting {
	case tfprotov6.SchemaObjectNestingModeSingle:
		return proposed(nested.Attributes, prior, wanted)
	case tfprotov6.SchemaObjectNestingModeSet:
		if wanted.IsNull() || !wanted.IsKnown() {
			return wanted
		}
		old, now := Elements(prior), Elements(wanted)
		for i, element := range now {
			empty := tftypes.NewValue(element.Type(), nil)
			j := slices.IndexFunc(old, func(o tftypes.Value) bool { return proposed(nested.Attributes, o, element).Equal(o) })
			if j >= 0 {
				now[i] = old[j]
				continue
			}
			now[i] = proposed(nested.Attributes, empty, element)
		}
		return tftypes.NewValue(wanted.Type(), now)
	}
	return wanted
}

// Members is the attributes of an object or the entries of a map, none when it is null or unknown.
func Members(v tftypes.Value) map[string]tftypes.Value {
	m := map[string]tftypes.Value{}
	if !v.IsNull() && v.IsKnown() {
		if v.As(&m) != nil {
			return map[string]tftypes.Value{}
		}
	}
	return maps.Clone(m)
}

// Elements is the elements of a list or a set, none when it is null or unknown.
func Elements(v tftypes.Value) []tftypes.Value {
	var list []tftypes.Value
	if v.IsNull() || !v.IsKnown() || v.As(&list) != nil {
		return nil
	}
	return slices.Clone(list)
}

// Conforms reports what Terraform calls an inconsistent result: a value that the plan promised and the apply changed.
func Conforms(planned, got tftypes.Value) error {
	switch {
	case planned.IsNull() != got.IsNull() && planned.IsKnown():
		return fmt.Errorf("provider produced inconsistent result: planned %v, got %v", planned, got)
	case !got.IsFullyKnown():
		return fmt.Errorf("provider produced an unknown value: %v", got)
	case planned.IsFullyKnown() && !planned.Equal(got):
		if !planned.Type().Is(tftypes.Object{}) {
			return fmt.Errorf("provider produced inconsistent result: planned %v, got %v", planned, got)
		}
	case !planned.Type().Is(tftypes.Object{}):
		return nil
	}
	was, now := Members(planned), Members(got)
	for _, name := range slices.Sorted(maps.Keys(was)) {
		if err := Conforms(was[name], now[name]); err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
	}
	return nil
}

// Describe names the attributes that change.
func Describe(prior, planned tftypes.Value) string {
	switch {
	case prior.IsNull():
		return "create"
	case planned.IsNull():
		return "delete"
	}
	was, now := Members(prior), Members(planned)
	var changes []string
	for _, name := range Changed(prior, planned) {
		changes = append(changes, fmt.Sprintf("%s: %v -> %v", name, was[name], now[name]))
	}
	return "change " + strings.Join(changes, "; ")
}

// Changed is the names of the attributes that differ, sorted.
func Changed(prior, planned tftypes.Value) []string {
	was, now := Members(prior), Members(planned)
	var names []string
	for _, name := range slices.Sorted(maps.Keys(now)) {
		if !now[name].Equal(was[name]) {
			names = append(names, name)
		}
	}
	return names
}

// Plain is a value as encoding/json decodes it.
func Plain(v tftypes.Value) any {
	if v.IsNull() || !v.IsKnown() {
		return nil
	}
	switch {
	case v.Type().Is(tftypes.String):
		var s string
		_ = v.As(&s) // of this type
		return s
	case v.Type().Is(tftypes.Bool):
		var b bool
		_ = v.As(&b) // of this type
		return b
	case v.Type().Is(tftypes.Number):
		n := new(big.Float)
		_ = v.As(&n) // of this type
		f, _ := n.Float64()
		return f
	case v.Type().Is(tftypes.Object{}), v.Type().Is(tftypes.Map{}):
		object := map[string]any{}
		for name, member := range Members(v) {
			object[name] = Plain(member)
		}
		return object
	}
	list := []any{}
	for _, element := range Elements(v) {
		list = append(list, Plain(element))
	}
	return list
}

// keeps reports a value that one plan promised and the next one does not hold.
func keeps(first, second tftypes.Value) error {
	switch {
	case !first.IsKnown():
		return nil
	case first.IsNull() != second.IsNull():
		return fmt.Errorf("planned %v, then %v", first, second)
	case first.IsFullyKnown():
		if !first.Equal(second) {
			return fmt.Errorf("planned %v, then %v", first, second)
		}
		return nil
	case !first.Type().Is(tftypes.Object{}):
		return nil
	}
	was, now := Members(first), Members(second)
	for _, name := range slices.Sorted(maps.Keys(was)) {
		if err := keeps(was[name], now[name]); err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
	}
	return nil
}

// isPlan reports what Terraform calls an invalid plan: a value that the configuration gives and the plan changes, or
// one that only the configuration may give.
func isPlan(attributes []*tfprotov6.SchemaAttribute, c Change) error {
	if c.Config.IsNull() {
		if !c.Planned.IsNull() {
			return fmt.Errorf("provider produced invalid plan: a destroyed resource is planned as %v", c.Planned)
		}
		return nil
	}
	wanted, was, planned := Members(c.Config), Members(c.Prior), Members(c.Planned)
	for _, a := range attributes {
		prior, known := was[a.Name]
		got := planned[a.Name]
		switch {
		case a.WriteOnly:
			if !got.IsNull() {
				return fmt.Errorf("provider produced invalid plan: write-only %s is planned", a.Name)
			}
		case a.NestedType != nil || got.Equal(wanted[a.Name]):
		case !wanted[a.Name].IsNull() && known && !c.Prior.IsNull() && got.Equal(prior): // another spelling of the same
		case wanted[a.Name].IsNull() && a.Computed:
		default:
			return fmt.Errorf("provider produced invalid plan: %s is configured as %v and planned as %v", a.Name, wanted[a.Name], got)
		}
	}
	return nil
}
