package tf

import (
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

func TestNotNegative(t *testing.T) {
	for _, row := range []struct {
		value types.Float64
		want  string
	}{
		{types.Float64Null(), ""}, {types.Float64Unknown(), ""}, {types.Float64Value(0), ""}, {types.Float64Value(2.5), ""},
		{types.Float64Value(-1), "The value must be at least 0; got -1."},
		{types.Float64Value(-0.5), "The value must be at least 0; got -0.5."},
	} {
		var resp validator.Float64Response
		NotNegative().ValidateFloat64(t.Context(), validator.Float64Request{ConfigValue: row.value}, &resp)
		got := ""
		for _, d := range resp.Diagnostics {
			got += d.Detail()
		}
		if got != row.want {
			t.Errorf("%s: %q, want %q", row.value, got, row.want)
		}
	}
}
