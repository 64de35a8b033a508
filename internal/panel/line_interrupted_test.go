package panel

import (
	"context"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/iptvops/terraform-provider-iptv/internal/simulator"
)

// An interrupt that ends the search for a lost create leaves the doubt: the line may still come.
func TestLine_interruptedSearch(t *testing.T) {
	p, s := platformOver(t)
	ctx, interrupt := context.WithCancel(t.Context())
	defer interrupt()
	s.Inject(simulator.Fault{Operation: "panel.line.create", Kind: simulator.Drop, Do: interrupt})
	var diags diag.Diagnostics
	c := creating{username: "late_line", password: "secret", price: types.Float64Null()}
	c.plan.ChargeCredits, c.plan.PackageID = types.BoolValue(true), types.Int64Value(107)
	c.plan.Bouquets = types.SetNull(types.Int64Type)
	if _, ok := p.sendCreate(ctx, c, &diags); ok || len(diags) != 1 {
		t.Fatalf("%v", diags)
	}
	said := diags[0].Summary() + diags[0].Detail()
	for _, want := range []string{"Cannot tell whether the line was created", "may still be created and charged", `"late_line"`, "import"} {
		if !strings.Contains(said, want) {
			t.Errorf("no %q in: %s", want, said)
		}
	}
}
