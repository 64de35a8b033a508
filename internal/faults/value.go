package main

import (
	"fmt"
	"maps"
	"math/big"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// proposed is what Terraform proposes as the new state: the configuration, with computed values that it leaves out
// taken from the state.
func proposed(attributes []*tfprotov6.SchemaAttribute, prior, wanted tftypes.Value) tftypes.Value {
	if wanted.IsNull() || !wanted.IsKnown() {
		return wanted
	}
	was, now := members(prior), members(wanted)
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
		old, now := elements(prior), elements(wanted)
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

func members(v tftypes.Value) map[string]tftypes.Value {
	m := map[string]tftypes.Value{}
	if !v.IsNull() && v.IsKnown() {
		if v.As(&m) != nil {
			return map[string]tftypes.Value{}
		}
	}
	return maps.Clone(m)
}

func elements(v tftypes.Value) []tftypes.Value {
	var list []tftypes.Value
	if v.IsNull() || !v.IsKnown() || v.As(&list) != nil {
		return nil
	}
	return slices.Clone(list)
}

// conforms reports what Terraform calls an inconsistent result: a value that the plan promised and the apply changed.
func conforms(planned, got tftypes.Value) error {
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
	was, now := members(planned), members(got)
	for _, name := range slices.Sorted(maps.Keys(was)) {
		if err := conforms(was[name], now[name]); err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
	}
	return nil
}

// describe names the attributes that change.
func describe(prior, planned tftypes.Value) string {
	switch {
	case prior.IsNull():
		return "create"
	case planned.IsNull():
		return "delete"
	}
	was, now := members(prior), members(planned)
	var changes []string
	for _, name := range slices.Sorted(maps.Keys(now)) {
		if !now[name].Equal(was[name]) {
			changes = append(changes, fmt.Sprintf("%s: %v -> %v", name, was[name], now[name]))
		}
	}
	return "change " + strings.Join(changes, "; ")
}

// plain is a value as encoding/json decodes it.
func plain(v tftypes.Value) any {
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
		for name, member := range members(v) {
			object[name] = plain(member)
		}
		return object
	}
	list := []any{}
	for _, element := range elements(v) {
		list = append(list, plain(element))
	}
	return list
}
