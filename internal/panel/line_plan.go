package panel

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

// privateImported is the key of the private state that marks a line whose renewal key was never known.
const privateImported = "imported"

// linePlan is a plan under way; state is nil for a creation.
type linePlan struct {
	config, plan lineResourceModel
	state        *lineResourceModel
	imported     bool
	diags        *diag.Diagnostics
}

// ValidateConfig finds what is wrong whatever the panel says.
func (r *lineResource) ValidateConfig(ctx context.Context, req resource.ValidateConfigRequest, resp *resource.ValidateConfigResponse) {
	var config lineResourceModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &config)...)
	if !resp.Diagnostics.HasError() {
		config.validate(&resp.Diagnostics)
	}
}

// validate finds attributes that do not go with the way the line is paid; what is unknown may still do.
func (m *lineResourceModel) validate(diags *diag.Diagnostics) {
	if m.ChargeCredits.IsUnknown() || !m.charges() {
		return
	}
	if m.PackageID.IsNull() {
		diags.AddAttributeError(path.Root("package_id"), "Missing package",
			"A line is bought by its package. Set package_id, or charge_credits = false for a line without a charge.")
	}
	for name, value := range map[string]attr.Value{
		"expire_at": m.ExpireAt, "is_restreamer": m.IsRestreamer, "is_trial": m.IsTrial, "can_watch_adult": m.CanWatchAdult, "owner_id": m.OwnerID,
	} {
		if !value.IsNull() && !value.IsUnknown() {
			diags.AddAttributeError(path.Root(name), "Attribute of lines without a charge",
				fmt.Sprintf("The package decides about a line that is bought. %s can be set with charge_credits = false only.", name))
		}
	}
}

// charges is the known value of charge_credits, its default included.
func (m *lineResourceModel) charges() bool {
	return m.ChargeCredits.IsNull() || m.ChargeCredits.ValueBool()
}

// ModifyPlan plans what depends on several attributes, and asks the panel what it would say.
func (r *lineResource) ModifyPlan(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	if req.Plan.Raw.IsNull() {
		return
	}
	p := &linePlan{diags: &resp.Diagnostics}
	resp.Diagnostics.Append(req.Config.Get(ctx, &p.config)...)
	resp.Diagnostics.Append(req.Plan.Get(ctx, &p.plan)...)
	if !req.State.Raw.IsNull() {
		p.state = &lineResourceModel{}
		resp.Diagnostics.Append(req.State.Get(ctx, p.state)...)
	}
	imported, diags := req.Private.GetKey(ctx, privateImported)
	resp.Diagnostics.Append(diags...)
	if resp.Diagnostics.HasError() {
		return
	}
	p.imported = imported != nil

	replaced := p.state != nil && p.replaces()
	p.password()
	p.payment()
	if p.state != nil && !replaced {
		p.renewal()
	}
	if resp.Diagnostics.HasError() {
		return
	}
	resp.Diagnostics.Append(resp.Plan.Set(ctx, p.plan)...)

	switch {
	case r.Platform == nil:
	case p.state != nil:
		r.Platform.managed.Store(lineID(p.state.ID.ValueString()), true)
	case r.Platform.preflight:
		// A tainted line is planned as a creation; one that is replaced is so as well, after the plan with its state.
		replaced = r.Platform.checkUsername(ctx, p.config.Username, &resp.Diagnostics)
		r.Platform.checkPackage(ctx, p, &resp.Diagnostics)
	}
	if replaced && p.plan.ChargeCredits.ValueBool() {
		resp.Diagnostics.AddWarning("Replacing the line charges credits again",
			"The plan terminates the line and buys a new one. No refund is assumed for what is left of the old one.")
	}
}

// password plans no stored password where the write-only one is used.
func (p *linePlan) password() {
	switch {
	case !p.config.PasswordWO.IsNull() || !p.config.PasswordWOVersion.IsNull():
		if !p.config.Password.IsNull() {
			p.diags.AddAttributeError(path.Root("password"), "Contradictory passwords", "Set either password, or password_wo with password_wo_version.")
		}
		p.plan.Password = types.StringNull()
	case p.config.Password.IsNull() && p.state != nil && !p.state.PasswordWOVersion.IsNull():
		p.plan.Password = types.StringUnknown() // no longer write-only: read from the panel
	}
}

// payment plans the attributes that are computed on a charged line and have defaults on others.
func (p *linePlan) payment() {
	c, plan := &p.config, &p.plan
	switch {
	case plan.ChargeCredits.IsUnknown():
		planWhere(c.ExpireAt.IsNull(), &plan.ExpireAt, types.StringUnknown())
		planWhere(c.IsRestreamer.IsNull(), &plan.IsRestreamer, types.BoolUnknown())
		planWhere(c.IsTrial.IsNull(), &plan.IsTrial, types.BoolUnknown())
		planWhere(c.CanWatchAdult.IsNull(), &plan.CanWatchAdult, types.BoolUnknown())
		planWhere(c.OwnerID.IsNull(), &plan.OwnerID, types.Int64Unknown())
	case plan.ChargeCredits.ValueBool():
		planWhere(c.CanWatchAdult.IsNull(), &plan.CanWatchAdult, types.BoolNull())
		planWhere(c.OwnerID.IsNull(), &plan.OwnerID, types.Int64Null())
	default:
		planWhere(c.ExpireAt.IsNull(), &plan.ExpireAt, types.StringNull())
		planWhere(c.IsRestreamer.IsNull(), &plan.IsRestreamer, types.BoolValue(false))
		planWhere(c.IsTrial.IsNull(), &plan.IsTrial, types.BoolValue(false))
		planWhere(c.CanWatchAdult.IsNull(), &plan.CanWatchAdult, types.BoolValue(false))
		planWhere(c.OwnerID.IsNull(), &plan.OwnerID, types.Int64Null())
	}
	if p.state != nil && !plan.OwnerID.IsNull() && !plan.OwnerID.Equal(p.state.OwnerID) {
		plan.Owner = types.StringUnknown()
	}
}

// planWhere plans a value where the condition, that the configuration has none, holds.
func planWhere[T attr.Value](condition bool, to *T, value T) {
	if condition {
		*to = value
	}
}

// replaces is true when the address is added or removed.
func (p *linePlan) replaces() bool {
	return !p.plan.MACAddr.IsUnknown() && p.plan.MACAddr.IsNull() != p.state.MACAddr.IsNull()
}

// renews is what a plan does with its renewal key.
type renews int

const (
	renewsNot renews = iota
	renewsMaybe
	renewsOnce
	// renewsFirst is the first key of an imported line, of which nobody knows whether it was used.
	renewsFirst
)

func (m *lineResourceModel) renews(state *lineResourceModel, imported bool) renews {
	switch {
	case m.RenewalKey.IsNull() || m.RenewalKey.Equal(state.RenewalKey):
		return renewsNot
	case imported && state.RenewalKey.IsNull():
		return renewsFirst
	case m.RenewalKey.IsUnknown():
		return renewsMaybe
	}
	return renewsOnce
}

// renewal plans what a renewal changes, and refuses what only a renewal could do.
func (p *linePlan) renewal() {
	c, plan := &p.config, &p.plan
	switch plan.renews(p.state, p.imported) {
	case renewsFirst:
		p.diags.AddAttributeWarning(path.Root("renewal_key"), "Renewal key is taken over without a renewal",
			"The line was imported, so that nobody knows whether it was renewed with this key before. The key is stored and nothing is charged. To renew the line, apply, and then choose another key.")
		fallthrough
	case renewsNot:
		plan.refuseOtherPackage(p.state, p.diags)
	case renewsOnce, renewsMaybe:
		if !plan.ChargeCredits.IsUnknown() && !plan.ChargeCredits.ValueBool() {
			if !plan.RenewalKey.IsUnknown() {
				plan.refuseUnpaidRenewal(p.diags)
			}
			return
		}
		plan.TransactionAmount = types.Float64Unknown()
		planWhere(c.ExpireAt.IsNull(), &plan.ExpireAt, types.StringUnknown())
		planWhere(c.IsTrial.IsNull(), &plan.IsTrial, types.BoolUnknown())
		planWhere(c.Bouquets.IsNull(), &plan.Bouquets, types.SetUnknown(types.Int64Type))
		planWhere(c.MaxConnections.IsNull(), &plan.MaxConnections, types.Int64Unknown())
	}
}

// refuseOtherPackage reports a package that only a renewal can bring. It is true when there is nothing to report.
func (m *lineResourceModel) refuseOtherPackage(state *lineResourceModel, diags *diag.Diagnostics) bool {
	if !m.ChargeCredits.ValueBool() || m.PackageID.IsUnknown() || m.PackageID.Equal(state.PackageID) {
		return true
	}
	now := "is of no package"
	if !state.PackageID.IsNull() {
		now = fmt.Sprintf("is of package %d", state.PackageID.ValueInt64())
	}
	diags.AddAttributeError(path.Root("package_id"), "Another package needs a renewal",
		fmt.Sprintf("The line %s, and a charged line gets another package by a renewal only. To renew it for package %d, which charges credits, choose a new renewal_key as well.",
			now, m.PackageID.ValueInt64()))
	return false
}

// refuseUnpaidRenewal reports a renewal of a line whose expiry is the configuration's. It is true when there is nothing to report.
func (m *lineResourceModel) refuseUnpaidRenewal(diags *diag.Diagnostics) bool {
	if m.ChargeCredits.ValueBool() {
		return true
	}
	diags.AddAttributeError(path.Root("renewal_key"), "A renewal is paid with credits",
		"With charge_credits = false the configuration decides about the expiry, and would take back what the renewal buys. To renew the line, set charge_credits = true with a package_id, which by itself sends nothing.")
	return false
}
