package tf

import (
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

// A response that says otherwise is a warning that names both values, and never an error.
func TestWarnDifference(t *testing.T) {
	tests := map[string]struct {
		planned, returned attr.Value
		want              []string
	}{
		"same": {types.StringValue("News"), types.StringValue("News"), nil},
		"trimmed": {types.StringValue("News "), types.StringValue("News"),
			[]string{"name | The line panel returned another value", `"News "`, `"News".`, "chomp()", "trimspace()"}},
		"number":  {types.Int64Value(12), types.Int64Value(24), []string{"12", "24"}},
		"dropped": {types.BoolValue(true), types.BoolNull(), []string{"true", "<null>"}},
		"unknown": {types.StringUnknown(), types.StringValue("News"), nil},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			var diags diag.Diagnostics
			WarnDifference(&diags, "the line panel", path.Root("name"), test.planned, test.returned, "")
			if diags.HasError() || (len(diags) == 0) != (test.want == nil) {
				t.Errorf("got: %s", text(diags))
			}
			for _, want := range test.want {
				if !strings.Contains(text(diags), want) {
					t.Errorf("%q is missing in: %s", want, text(diags))
				}
			}
		})
	}
}
