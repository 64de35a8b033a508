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

// checkPlan compares a plan with the rest of the run and with the panel. Only what the configuration changes is an error:
// Terraform plans everything before it destroys, and a destroy is not to be blocked.
func (p *Platform) checkPlan(ctx context.Context, line *planning, config tf.Fingerprint, effect renewalEffect) {
	diags := line.diags
	if line.state != nil {
		p.managed.Store(lineID(line.state.ID.ValueString()), true)
	}
	replaced := line.state != nil && line.replaces() // planned once more, as a creation
	if p.checkTwice(line, config, diags); diags.HasError() {
		return
	}
	if (line.state == nil || effect == renewalDue) && p.Preflight && !p.reach.Check(ctx, diags, p.canList) {
		return
	}
	if line.state == nil {
		// A tainted line is planned as a creation; one that is replaced is so as well, after the plan with its state.
		replaced = p.Preflight && p.checkUsername(ctx, line)
	} else if p.Preflight && !replaced && tf.IsKnown(line.plan.Username) && !line.plan.Username.Equal(line.state.Username) {
		p.checkRename(ctx, line, diags)
	}
	if line.adopts() {
		return
	}
	if p.Preflight && (line.state == nil || !replaced) {
		p.checkPackage(ctx, line, effect, diags)
	}
	switch {
	case !line.plan.ChargeCredits.ValueBool():
	case line.state == nil:
		p.checkMoney(ctx, p.money.creation(), line.plan.Price, "package_id", diags)
	case effect == renewalDue && !replaced:
		p.checkMoney(ctx, renewalOf(line.state.ID.ValueString()), line.plan.Price, "renewal_key", diags)
	}
	if replaced && line.plan.ChargeCredits.ValueBool() && !diags.HasError() {
		what := "The plan terminates the line and buys a new one" + forPrice(line.plan.Price) +
			". No refund is assumed for what is left of the old one."
		if tf.IsKnown(line.config.Username) {
			what += " A username is unique in the panel: with create_before_destroy the new line cannot be bought before the old one is " +
				"terminated, and the apply fails."
		}
		diags.AddWarning("Replacing the line charges credits again", what)
	}
}

// canList asks for what every plan of a purchase looks at.
func (p *Platform) canList(ctx context.Context) error {
	_, err := p.packageList(ctx)
	return err
}

// checkUsername reports a new line's username that exists already, unless the line of that name is taken over. It reports
// whether the line of that name is one that this run replaces.
func (p *Platform) checkUsername(ctx context.Context, line *planning) (replaced bool) {
	other, found := p.namesake(ctx, line.plan.Username)
	if !found {
		return false
	}
	if _, managed := p.managed.Load(lineID(other.ID)); !managed {
		if !p.planAdoption(ctx, line, other) {
			addExists(line.diags, other)
		}
		return false
	}
	if !p.isReplacement(lineID(other.ID), string(other.Username)) {
		return false // it gets another name in this run
	}
	p.money.withdraw(renewalOf(other.ID))
	return true
}

// checkRename reports a new username of a line that another line has.
func (p *Platform) checkRename(ctx context.Context, line *planning, diags *diag.Diagnostics) {
	other, found := p.namesake(ctx, line.plan.Username)
	if !found || lineID(other.ID) == lineID(line.state.ID.ValueString()) {
		return
	}
	if _, managed := p.managed.Load(lineID(other.ID)); managed {
		return // this configuration's, which may rename or remove it
	}
	diags.AddAttributeError(path.Root("username"), "Username is taken",
		fmt.Sprintf("The panel has another line with the username %q, line_id %s. Choose another username.%s", string(other.Username),
			lineID(other.ID), tf.StillDestroys))
}

// namesake is the panel's line with a username, where that is known and can be looked up.
func (p *Platform) namesake(ctx context.Context, username types.String) (api.Line, bool) {
	if !tf.IsKnown(username) {
		return api.Line{}, false
	}
	line, found, err := p.lineNamed(ctx, username.ValueString())
	if err != nil {
		tflog.Debug(ctx, "the panel's lines cannot be read: no check whether the username exists", map[string]any{"error": err.Error()})
		return api.Line{}, false
	}
	return line, found
}

// packageOffer is the package as the panel offers it to the token's user; false where that is not known, or no package.
func (p *Platform) packageOffer(ctx context.Context, packageID types.Int64) (api.Package, bool) {
	if !p.Preflight || !tf.IsKnown(packageID) {
		return api.Package{}, false
	}
	packages, err := p.packageList(ctx)
	i := slices.IndexFunc(packages, func(offered api.Package) bool { return int64(offered.ID) == packageID.ValueInt64() })
	if err != nil || i < 0 {
		return api.Package{}, false
	}
	return packages[i], true
}

// checkPackage reports a package that the panel does not offer, and bouquets that are not part of it, where the plan buys,
// renews or changes them.
func (p *Platform) checkPackage(ctx context.Context, line *planning, effect renewalEffect, diags *diag.Diagnostics) {
	buys := line.state == nil || effect == renewalDue || effect == renewalUnknown
	changes := buys || tf.IsKnown(line.config.Bouquets) && !line.config.Bouquets.Equal(line.state.Bouquets)
	if !line.plan.ChargeCredits.ValueBool() || !tf.IsKnown(line.plan.PackageID) || !changes {
		return
	}
	offer, ok := p.packageOffer(ctx, line.plan.PackageID)
	if !ok {
		if buys { // otherwise a package that the line has, and that is no longer offered
			p.checkOffered(ctx, line.plan.PackageID, diags)
		}
		return
	}
	id := line.plan.PackageID.ValueInt64()
	outside := without(tf.Int64s(line.config.Bouquets), offer.Bouquets)
	if line.state != nil && line.plan.PackageID.Equal(line.state.PackageID) {
		outside = without(outside, tf.Int64s(line.state.Bouquets)) // which the line has already
	}
	if len(outside) > 0 && offer.BouquetsKnown {
		diags.AddAttributeError(path.Root("bouquets"), "Bouquets outside the package",
			fmt.Sprintf("Package %d does not include bouquets %s, and the panel would leave them out of the line. It includes: %s.%s",
				id, numbers(outside), numbers(offer.Bouquets), tf.StillDestroys))
	}
}

// checkOffered reports a package that the panel does not offer to the token's user.
func (p *Platform) checkOffered(ctx context.Context, packageID types.Int64, diags *diag.Diagnostics) {
	packages, err := p.packageList(ctx)
	if err != nil || len(packages) == 0 {
		tflog.Debug(ctx, "the panel's packages cannot be read: no check of package and bouquets", map[string]any{"error": fmt.Sprint(err)})
		return
	}
	ids := make([]int64, len(packages))
	for i, offered := range packages {
		ids[i] = int64(offered.ID)
	}
	if id := packageID.ValueInt64(); !slices.Contains(ids, id) {
		diags.AddAttributeError(path.Root("package_id"), "Unknown package",
			fmt.Sprintf("The panel offers no package %d to the token's user. It offers: %s.%s", id, numbers(ids), tf.StillDestroys))
	}
}

// forPrice is the price in a sentence, "" where it is not known.
func forPrice(price types.Float64) string {
	if !tf.IsKnown(price) {
		return ""
	}
	return " for " + credits(price.ValueFloat64()) + " credits"
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
