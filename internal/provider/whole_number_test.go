package provider

import (
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// fraction is an object of the schema whose one number, or set of numbers, is not whole; false when the attribute holds none.
func fraction(t *testing.T, schema *tfprotov6.Schema, attribute string) (*tfprotov6.DynamicValue, bool) {
	t.Helper()
	object := schema.ValueType().(tftypes.Object)
	members, found := map[string]tftypes.Value{}, false
	half := tftypes.NewValue(tftypes.Number, 1.5)
	for name, kind := range object.AttributeTypes {
		members[name] = tftypes.NewValue(kind, nil)
		switch {
		case name != attribute:
		case kind.Equal(tftypes.Number):
			members[name], found = half, true
		case kind.Equal(tftypes.Set{ElementType: tftypes.Number}):
			members[name], found = tftypes.NewValue(kind, []tftypes.Value{half}), true
		}
	}
	value, err := tfprotov6.NewDynamicValue(object, tftypes.NewValue(object, members))
	if err != nil {
		t.Fatal(err)
	}
	return &value, found
}

// A fraction in place of a whole number is the user's mistake on every type, and said so, once, on its attribute.
func TestWholeNumbers_allTypes(t *testing.T) {
	server := NewServer("test")
	all, err := server.GetProviderSchema(t.Context(), &tfprotov6.GetProviderSchemaRequest{})
	if err != nil {
		t.Fatal(err)
	}
	refused := 0
	check := func(what, attribute string, diagnostics []*tfprotov6.Diagnostic) {
		t.Helper()
		n := 0
		for _, d := range diagnostics {
			if strings.Contains(d.Detail, "big.Float") {
				t.Errorf("%s.%s: %s", what, attribute, d.Detail)
			}
			if strings.Contains(d.Detail, "must be a whole number; it is 1.5") &&
				d.Attribute.Equal(tftypes.NewAttributePath().WithAttributeName(attribute)) {
				n++
			}
		}
		if refused += n; n > 1 {
			t.Errorf("%s.%s: said %d times", what, attribute, n)
		}
	}
	for name, schema := range all.ResourceSchemas {
		for _, a := range schema.Block.Attributes {
			if value, ok := fraction(t, schema, a.Name); ok {
				resp, err := server.ValidateResourceConfig(t.Context(),
					&tfprotov6.ValidateResourceConfigRequest{TypeName: name, Config: value})
				if err != nil {
					t.Fatal(err)
				}
				check(name, a.Name, resp.Diagnostics)
			}
		}
	}
	for name, schema := range all.DataSourceSchemas {
		for _, a := range schema.Block.Attributes {
			if value, ok := fraction(t, schema, a.Name); ok {
				resp, err := server.ValidateDataResourceConfig(t.Context(),
					&tfprotov6.ValidateDataResourceConfigRequest{TypeName: name, Config: value})
				if err != nil {
					t.Fatal(err)
				}
				check(name, a.Name, resp.Diagnostics)
			}
		}
	}
	for name, schema := range all.ListResourceSchemas {
		for _, a := range schema.Block.Attributes {
			if value, ok := fraction(t, schema, a.Name); ok {
				resp, err := server.(protocol).ValidateListResourceConfig(t.Context(),
					&tfprotov6.ValidateListResourceConfigRequest{TypeName: name, Config: value})
				if err != nil {
					t.Fatal(err)
				}
				check(name, a.Name, resp.Diagnostics)
			}
		}
	}
	for name, action := range all.ActionSchemas {
		for _, a := range action.Schema.Block.Attributes {
			if value, ok := fraction(t, action.Schema, a.Name); ok {
				resp, err := server.(protocol).ValidateActionConfig(t.Context(),
					&tfprotov6.ValidateActionConfigRequest{ActionType: name, Config: value})
				if err != nil {
					t.Fatal(err)
				}
				check(name, a.Name, resp.Diagnostics)
			}
		}
	}
	if value, ok := fraction(t, all.Provider, "max_retries"); ok {
		resp, err := server.ValidateProviderConfig(t.Context(), &tfprotov6.ValidateProviderConfigRequest{Config: value})
		if err != nil {
			t.Fatal(err)
		}
		check("provider", "max_retries", resp.Diagnostics)
	}
	if refused < 10 {
		t.Errorf("only %d attributes refuse a fraction", refused)
	}
}
