package tf

import (
	"errors"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/iptvops/terraform-provider-iptv/internal/inventory"
	"github.com/iptvops/terraform-provider-iptv/internal/rest"
)

func refusal(field string) error {
	return &rest.Error{Platform: "Telecom X", Operation: "create package", Status: http.StatusBadRequest,
		Detail: rest.Detail{Field: field, Message: "too long"}}
}

func nameField(field string) (path.Path, bool) { return path.Root("name"), field == "name" }

// text is diagnostics as a user reads them, one to a line: the attribute, the summary and the detail.
func text(diags diag.Diagnostics) string {
	lines := make([]string, len(diags))
	for i, d := range diags {
		if at, ok := d.(diag.DiagnosticWithPath); ok {
			lines[i] = at.Path().String() + " | "
		}
		lines[i] += d.Summary() + " | " + strings.ReplaceAll(d.Detail(), "\n", " ")
	}
	return strings.Join(lines, "\n")
}

func TestAddError(t *testing.T) {
	const reason = "Telecom X: too long (HTTP 400 Bad Request)."
	tests := map[string]struct {
		err    error
		fields Fields
		advice string
		want   string
	}{
		"attribute":               {refusal("name"), nameField, "", "name | Cannot | " + reason},
		"attribute, advice":       {refusal("name"), nameField, "Shorten it.", "name | Cannot | " + reason + "  Shorten it."},
		"field of no type":        {refusal("nope"), nameField, "", "Cannot | Telecom X: nope: too long (HTTP 400 Bad Request)."},
		"call without attributes": {refusal("name"), nil, "", "Cannot | " + reason},
		"no platform's":           {errors.New("file is missing"), nameField, "", "Cannot | File is missing."},
		"several": {errors.Join(refusal("name"), refusal("")), nameField, "", "name | Cannot | " + reason +
			"\nCannot | " + reason},
		"question is enough": {errors.New("is it there?"), nil, "", "Cannot | Is it there?"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			var diags diag.Diagnostics
			AddError(&diags, "Cannot", test.err, test.fields, test.advice)
			if got := text(diags); got != test.want {
				t.Errorf("got\n%s\nwant\n%s", got, test.want)
			}
		})
	}
}

// An object that may exist is named, with what to do about it.
func TestAddCreateError(t *testing.T) {
	tests := map[string]struct {
		err  error
		want []string
	}{
		"refused": {refusal("name"), []string{"name | Cannot create package | Telecom X: too long"}},
		"nothing found": {&inventory.UncertainError{Err: refusal("")}, []string{
			"Nothing new was found on the platform. Apply again to create the package.",
		}},
		"not looked up": {&inventory.UncertainError{Err: refusal(""), Lookup: errors.New("no list today")}, []string{
			"could not be asked", "No list today.", "terraform import ADDRESS ID",
		}},
		"several": {&inventory.UncertainError{Err: refusal(""), IDs: []string{"a1", "b2"}}, []string{
			"more new objects like it than responses were lost: a1, b2.", "terraform import ADDRESS ID",
		}},
		"nearly equal": {&inventory.UncertainError{Err: refusal(""), IDs: []string{"a1"}, Near: true}, []string{
			"nearly equal: a1. The create was not sent again.", "terraform import ADDRESS ID",
		}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			var diags diag.Diagnostics
			AddCreateError(&diags, "package", test.err, nameField)
			got := text(diags)
			if len(diags) != 1 {
				t.Errorf("%d diagnostics: %s", len(diags), got)
			}
			for _, want := range test.want {
				if !strings.Contains(got, want) {
					t.Errorf("%q is missing in: %s", want, got)
				}
			}
		})
	}
}

// A second object is named in a warning, and nothing is said where there is none.
func TestAddOthersWarning(t *testing.T) {
	var diags diag.Diagnostics
	if AddOthersWarning(&diags, "package", "a1", nil); len(diags) != 0 {
		t.Errorf("%v", diags)
	}
	AddOthersWarning(&diags, "package", "a1", []string{"b2", "c3"})
	if len(diags) != 1 || diags.HasError() || !strings.Contains(text(diags), "made a1") || !strings.Contains(text(diags), "b2, c3") {
		t.Errorf("%s", text(diags))
	}
}

func TestNearlyEqual(t *testing.T) {
	for _, c := range []struct {
		a, b string
		want bool
	}{{"News", "news", true}, {" News  24 ", "news 24", true}, {"News", "News 24", false}, {"", "", true}} {
		if got := NearlyEqual(c.a, c.b); got != c.want {
			t.Errorf("%q, %q: %v", c.a, c.b, got)
		}
	}
}

// A state is written if, and only if, the object has changed.
func TestRefresh(t *testing.T) {
	type model struct {
		Name types.String `tfsdk:"name"`
		IDs  types.Set    `tfsdk:"ids"`
	}
	object := func(name string, ids ...int64) model { return model{types.StringValue(name), Int64Set(ids)} }
	attributes := map[string]schema.Attribute{
		"name": schema.StringAttribute{Computed: true}, "ids": schema.SetAttribute{Computed: true, ElementType: types.Int64Type},
	}
	tests := map[string]struct {
		is      model
		written bool
	}{
		"same":           {object("a", 1, 2), false},
		"same, shuffled": {object("a", 2, 1, 2), false},
		"other name":     {object("b", 1, 2), true},
		"other ids":      {object("a", 1, 3), true},
		"null":           {model{types.StringNull(), types.SetNull(types.Int64Type)}, true},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			state := tfsdk.State{Schema: schema.Schema{Attributes: attributes}}
			if diags := Refresh(t.Context(), &state, object("a", 1, 2), test.is); diags.HasError() {
				t.Fatal(text(diags))
			}
			if written := !state.Raw.IsNull(); written != test.written {
				t.Fatalf("written: %v, want %v", written, test.written)
			}
			if !test.written {
				return
			}
			var got model
			if diags := state.Get(t.Context(), &got); diags.HasError() {
				t.Fatal(text(diags))
			}
			if !got.Name.Equal(test.is.Name) || !got.IDs.Equal(test.is.IDs) {
				t.Errorf("state is %v, want %v", got, test.is)
			}
		})
	}
}

func TestInt64s(t *testing.T) {
	set := types.SetValueMust(types.Int64Type, append(Int64Set([]int64{3, 1, 3}).Elements(), types.Int64Unknown(), types.Int64Null()))
	if got := Int64s(set); !slices.Equal(got, []int64{1, 3}) {
		t.Errorf("got %v", got)
	}
	if got := Int64s(types.SetNull(types.Int64Type)); got == nil || len(got) != 0 {
		t.Errorf("a null set is %#v, want an empty list", got)
	}
}
