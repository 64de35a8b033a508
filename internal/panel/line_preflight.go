package panel

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-log/tflog"

	"github.com/iptvops/terraform-provider-iptv/internal/panel/api"
	"github.com/iptvops/terraform-provider-iptv/internal/tf"
)

// checkUsername reports a new line's username that exists already. It is true, without a report, when the line of that
// name is one that this configuration has: it is being replaced.
func (p *Platform) checkUsername(ctx context.Context, username types.String, diags *diag.Diagnostics) (managed bool) {
	if username.IsNull() || username.IsUnknown() {
		return false
	}
	line, found, err := p.lineNamed(ctx, username.ValueString())
	if err != nil {
		tflog.Debug(ctx, "the panel's lines cannot be read: no check whether the username exists", map[string]any{"error": err.Error()})
		return false
	}
	if !found {
		return false
	}
	if _, managed = p.managed.Load(lineID(line.ID)); !managed {
		addExists(diags, line)
	}
	return managed
}

// checkPackage reports a package that the panel does not offer, and bouquets that are not part of it.
func (p *Platform) checkPackage(ctx context.Context, plan *linePlan, diags *diag.Diagnostics) {
	if !plan.plan.ChargeCredits.ValueBool() || plan.plan.PackageID.IsNull() || plan.plan.PackageID.IsUnknown() {
		return
	}
	packages, err := p.offered(ctx)
	if err != nil || len(packages) == 0 {
		tflog.Debug(ctx, "the panel's packages cannot be read: no check of package and bouquets", map[string]any{"error": fmt.Sprint(err)})
		return
	}
	id := plan.plan.PackageID.ValueInt64()
	i := slices.IndexFunc(packages, func(p api.Package) bool { return int64(p.ID) == id })
	if i < 0 {
		ids := make([]int64, len(packages))
		for i, p := range packages {
			ids[i] = int64(p.ID)
		}
		diags.AddAttributeError(path.Root("package_id"), "Unknown package",
			fmt.Sprintf("The panel offers no package %d to the token's user. It offers: %s.", id, numbers(ids)))
		return
	}
	if outside := without(tf.Int64s(plan.config.Bouquets), packages[i].Bouquets); len(outside) > 0 {
		diags.AddAttributeError(path.Root("bouquets"), "Bouquets outside the package",
			fmt.Sprintf("Package %d does not include bouquets %s, and the panel would leave them out of the line. It includes: %s.",
				id, numbers(outside), numbers(packages[i].Bouquets)))
	}
}

// without is the numbers that are not among others, in their order.
func without(ids, others []int64) []int64 {
	return slices.DeleteFunc(slices.Clone(ids), func(id int64) bool { return slices.Contains(others, id) })
}

// numbers is ids in ascending order, for reading.
func numbers(ids []int64) string {
	if len(ids) == 0 {
		return "none"
	}
	sorted := slices.Sorted(slices.Values(ids))
	return strings.ReplaceAll(strings.Trim(fmt.Sprint(sorted), "[]"), " ", ", ")
}
