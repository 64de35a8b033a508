package panel

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/iptvops/terraform-provider-iptv/internal/panel/api"
	"github.com/iptvops/terraform-provider-iptv/internal/tf"
)

// planning is a plan in progress; state is nil for a creation.
type planning struct {
	config, plan lineResourceModel
	state        *lineResourceModel
	memory       memory
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

// validate finds what does not go with the way the line is paid; what is unknown may still do.
func (m *lineResourceModel) validate(diags *diag.Diagnostics) {
	if !m.ChargeCredits.IsUnknown() && m.charges() && m.PackageID.IsNull() {
		diags.AddAttributeError(path.Root("package_id"), "Missing package",
			"A line is bought by its package. Set package_id, or charge_credits = false for a line without a charge.")
	}
}

// checkCharged reports attributes of lines without a charge on one that is charged. A value that the line has anyway is
// accepted: generated configuration holds it.
func (m *lineResourceModel) checkCharged(plan, state *lineResourceModel, imported bool, diags *diag.Diagnostics) {
	if m.ChargeCredits.IsUnknown() || !m.charges() {
		return
	}
	if state == nil {
		state = &lineResourceModel{}
	}
	moves := state.ID.ValueString() != "" && plan.renewalEffect(state, imported) == renewalDue
	for _, one := range []struct {
		name      string
		value, is attr.Value
		same      bool
	}{
		{"expire_at", m.ExpireAt, state.ExpireAt, canonical(canonicalTime).alike(m.ExpireAt, state.ExpireAt) && !moves},
		{"is_restreamer", m.IsRestreamer, state.IsRestreamer, m.IsRestreamer.Equal(state.IsRestreamer)},
		{"is_trial", m.IsTrial, state.IsTrial, m.IsTrial.Equal(state.IsTrial)},
		{"can_watch_adult", m.CanWatchAdult, state.CanWatchAdult, m.CanWatchAdult.Equal(state.CanWatchAdult)},
		{"owner_id", m.OwnerID, state.OwnerID, m.OwnerID.Equal(state.OwnerID)},
	} {
		if !tf.IsKnown(one.value) || one.same {
			continue
		}
		has := " Remove the attribute."
		if tf.IsKnown(one.is) {
			has = fmt.Sprintf(" The line has %s; remove the attribute to follow the panel.", one.is)
		}
		diags.AddAttributeError(path.Root(one.name), "Attribute of lines without a charge",
			fmt.Sprintf("On a line that is bought the panel decides %s. It can be set only with charge_credits = false.%s%s", one.name,
				has, tf.StillDestroys))
	}
}

// charges reports whether a known charge_credits is true, as it is by default.
func (m *lineResourceModel) charges() bool {
	return m.ChargeCredits.IsNull() || m.ChargeCredits.ValueBool()
}

// ModifyPlan plans what depends on several attributes, and asks the panel what it would say.
func (r *lineResource) ModifyPlan(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	if req.Plan.Raw.IsNull() {
		var state lineResourceModel
		resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
		if r.HasPlatform() && !resp.Diagnostics.HasError() {
			r.Platform.checkAdopted(state, &resp.Diagnostics)
		}
		return
	}
	p := &planning{diags: &resp.Diagnostics}
	resp.Diagnostics.Append(req.Config.Get(ctx, &p.config)...)
	resp.Diagnostics.Append(req.Plan.Get(ctx, &p.plan)...)
	if !req.State.Raw.IsNull() {
		p.state = &lineResourceModel{}
		resp.Diagnostics.Append(req.State.Get(ctx, p.state)...)
	}
	p.memory = readMemory(ctx, req.Private, &resp.Diagnostics)
	if resp.Diagnostics.HasError() {
		return
	}
	proposed := p.plan

	p.config.checkCharged(&p.plan, p.state, p.memory.Imported, p.diags)
	p.planPassword()
	p.planPayment()
	effect := noRenewal
	if p.state != nil && !p.replaces() {
		effect = p.planRenewal()
		p.planRemoved(ctx, r)
	}
	if resp.Diagnostics.HasError() {
		return
	}
	p.planPrice(ctx, r, effect)
	if r.HasPlatform() {
		r.Platform.checkPlan(ctx, p, tf.FingerprintOf(req.Config.Raw), effect)
	}
	resp.Diagnostics.Append(tf.SetPlan(ctx, &resp.Plan, proposed, p.plan)...)
}

// planPassword plans no stored password where the write-only one is used.
func (p *planning) planPassword() {
	switch {
	case !p.config.PasswordWO.IsNull() || !p.config.PasswordWOVersion.IsNull():
		if !p.config.Password.IsNull() {
			p.diags.AddAttributeError(path.Root("password"), "Contradictory passwords",
				"Set either password, or password_wo with password_wo_version."+tf.StillDestroys)
		}
		p.plan.Password = types.StringNull()
		if p.state != nil && p.memory.Imported && p.state.PasswordWOVersion.IsNull() && tf.IsKnown(p.config.PasswordWO) &&
			!p.config.PasswordWO.Equal(p.state.Password) {
			p.diags.AddAttributeWarning(path.Root("password_wo"), "Password is taken over as it is",
				"The line was imported, and its password on the panel differs from password_wo. The first version of an imported "+
					"line sends nothing. To send password_wo, apply, and then choose another password_wo_version.")
		}
	case p.config.Password.IsNull() && p.state != nil && (!p.state.PasswordWOVersion.IsNull() || p.memory.WriteOnly):
		p.plan.Password = types.StringUnknown() // no longer write-only: read from the panel
	}
}

// planPrice plans what the panel takes for a purchase or renewal.
func (p *planning) planPrice(ctx context.Context, r *lineResource, effect renewalEffect) {
	plan := &p.plan
	switch {
	case p.state != nil && !p.replaces() && effect == noRenewal, effect == keyAdopted:
		return // as in the state
	case plan.ChargeCredits.IsUnknown(), effect == renewalUnknown, !r.HasPlatform():
		plan.Price = types.Float64Unknown()
	case plan.ChargeCredits.ValueBool():
		plan.Price = r.Platform.priceOf(ctx, plan.PackageID)
	case p.state == nil || p.replaces():
		plan.Price = types.Float64Null()
	}
}

// planRemoved plans what becomes of attributes that the configuration of the last apply had and this one has not.
func (p *planning) planRemoved(ctx context.Context, r *lineResource) {
	c, plan := &p.config, &p.plan
	charged := plan.ChargeCredits.ValueBool()
	if plan.ChargeCredits.IsUnknown() {
		return
	}
	if p.memory.had("bouquets") && c.Bouquets.IsNull() && !plan.Bouquets.IsUnknown() {
		offer, ok := r.packageOffer(ctx, plan.PackageID)
		switch {
		case !charged:
			plan.Bouquets = tf.Int64Set(nil)
		case ok && offer.BouquetsKnown:
			plan.Bouquets = tf.Int64Set(offer.Bouquets)
		default:
			p.warnStays("bouquets", plan.Bouquets)
		}
	}
	if p.memory.had("max_connections") && c.MaxConnections.IsNull() && !plan.MaxConnections.IsUnknown() {
		offer, ok := r.packageOffer(ctx, plan.PackageID)
		switch {
		case !charged:
			plan.MaxConnections = types.Int64Value(1)
		case ok && offer.MaxConnections > 0:
			plan.MaxConnections = types.Int64Value(int64(offer.MaxConnections))
		default:
			p.warnStays("max_connections", plan.MaxConnections)
		}
	}
	if p.memory.had("package_id") && c.PackageID.IsNull() {
		p.warnStays("package_id", plan.PackageID)
	}
	if c.OwnerID.IsNull() && !p.state.OwnerID.IsNull() && !charged {
		p.warnStays("owner_id", p.state.OwnerID)
	}
}

// packageOffer is the package as the panel offers it; false where that is not known, or no package.
func (r *lineResource) packageOffer(ctx context.Context, packageID types.Int64) (api.Package, bool) {
	if !r.HasPlatform() {
		return api.Package{}, false
	}
	return r.Platform.packageOffer(ctx, packageID)
}

// warnStays warns of an attribute that was removed from the configuration, and that the line keeps.
func (p *planning) warnStays(name string, value attr.Value) {
	p.diags.AddAttributeWarning(path.Root(name), "Line keeps what was removed from the configuration",
		fmt.Sprintf("%s is no longer in the configuration, but it cannot be reset: the line keeps %s. To change it, set "+
			"another value.", name, value))
}

// planPayment plans the attributes that are computed on a charged line and have defaults on others.
func (p *planning) planPayment() {
	c, plan := &p.config, &p.plan
	switch {
	case plan.ChargeCredits.IsUnknown():
		planIf(c.ExpireAt.IsNull(), &plan.ExpireAt, types.StringUnknown())
		planIf(c.IsRestreamer.IsNull(), &plan.IsRestreamer, types.BoolUnknown())
		planIf(c.IsTrial.IsNull(), &plan.IsTrial, types.BoolUnknown())
		planIf(c.CanWatchAdult.IsNull(), &plan.CanWatchAdult, types.BoolUnknown())
		planIf(c.OwnerID.IsNull(), &plan.OwnerID, types.Int64Unknown())
	case plan.ChargeCredits.ValueBool():
		planIf(c.CanWatchAdult.IsNull(), &plan.CanWatchAdult, types.BoolNull())
		planIf(c.OwnerID.IsNull(), &plan.OwnerID, types.Int64Null())
	default:
		planIf(c.ExpireAt.IsNull() && !p.follows("expire_at"), &plan.ExpireAt, types.StringNull())
		planIf(c.IsRestreamer.IsNull() && !p.follows("is_restreamer"), &plan.IsRestreamer, types.BoolValue(false))
		planIf(c.IsTrial.IsNull() && !p.follows("is_trial"), &plan.IsTrial, types.BoolValue(false))
		planIf(c.CanWatchAdult.IsNull(), &plan.CanWatchAdult, types.BoolValue(false))
		planIf(c.OwnerID.IsNull(), &plan.OwnerID, types.Int64Null())
	}
	if p.state != nil && !plan.OwnerID.IsNull() && !plan.OwnerID.Equal(p.state.OwnerID) {
		plan.Owner = types.StringUnknown()
	}
}

// follows reports whether an attribute that the configuration does not have is the panel's: on a line that was bought,
// whatever charge_credits has become, unless the configuration once had it.
func (p *planning) follows(name string) bool {
	return p.state != nil && !p.replaces() && (p.memory.Bought || p.state.ChargeCredits.ValueBool()) && !p.memory.had(name)
}

// planIf plans a value where the condition, that the configuration has none, holds.
func planIf[T attr.Value](condition bool, to *T, value T) {
	if condition {
		*to = value
	}
}

// adopts reports whether the plan takes over a line that exists, whose id is therefore known.
func (p *planning) adopts() bool { return p.state == nil && tf.IsKnown(p.plan.ID) }

// replaces reports whether the address is added or removed.
func (p *planning) replaces() bool {
	return !p.plan.MACAddr.IsUnknown() && p.plan.MACAddr.IsNull() != p.state.MACAddr.IsNull()
}

// renewalEffect is what a plan does with its renewal key.
type renewalEffect int

const (
	noRenewal renewalEffect = iota
	renewalUnknown
	renewalDue
	// keyAdopted is the first key of an imported line, of which nobody knows whether it was used.
	keyAdopted
)

func (m *lineResourceModel) renewalEffect(state *lineResourceModel, imported bool) renewalEffect {
	switch {
	case m.RenewalKey.IsNull() || m.RenewalKey.Equal(state.RenewalKey):
		return noRenewal
	case imported && state.RenewalKey.IsNull():
		return keyAdopted
	case m.RenewalKey.IsUnknown():
		return renewalUnknown
	}
	return renewalDue
}

// planRenewal plans what a renewal changes, and refuses what only a renewal could do. It returns what the plan does.
func (p *planning) planRenewal() renewalEffect {
	c, plan := &p.config, &p.plan
	effect := plan.renewalEffect(p.state, p.memory.Imported)
	switch effect {
	case keyAdopted:
		p.diags.AddAttributeWarning(path.Root("renewal_key"), "Renewal key is taken over without a renewal",
			"The line was imported, so it is not known whether it was renewed with this key before. The key is stored and nothing is "+
				"charged. To renew the line, apply, and then choose another key.")
		fallthrough
	case noRenewal:
		plan.refuseOtherPackage(p.state, p.diags)
	case renewalDue, renewalUnknown:
		if !plan.ChargeCredits.IsUnknown() && !plan.ChargeCredits.ValueBool() {
			if !plan.RenewalKey.IsUnknown() {
				plan.refuseUnpaidRenewal(p.diags)
			}
			return effect
		}
		refuseUsedKey(plan.RenewalKey, p.memory.Keys, p.diags)
		if p.memory.Moved != "" && p.memory.Pending == nil {
			p.diags.AddAttributeWarning(path.Root("renewal_key"), "Expiry date has moved outside Terraform",
				fmt.Sprintf("The line expired at %s when it was last applied, and now %s. If an apply was killed while it renewed the "+
					"line with this key, the renewal has happened, and a panel that forgets request IDs charges it again: then go back "+
					"to the old key, or pay for another period.",
					p.memory.Moved, expiresAt(p.state.ExpireAt)))
		}
		plan.TransactionAmount = types.Float64Unknown()
		planIf(c.ExpireAt.IsNull(), &plan.ExpireAt, types.StringUnknown())
		planIf(c.IsTrial.IsNull(), &plan.IsTrial, types.BoolUnknown())
		planIf(c.Bouquets.IsNull(), &plan.Bouquets, types.SetUnknown(types.Int64Type))
		planIf(c.MaxConnections.IsNull(), &plan.MaxConnections, types.Int64Unknown())
	}
	return effect
}

// refuseOtherPackage reports a package that only a renewal can bring.
func (m *lineResourceModel) refuseOtherPackage(state *lineResourceModel, diags *diag.Diagnostics) {
	if !m.ChargeCredits.ValueBool() || m.PackageID.IsUnknown() || m.PackageID.Equal(state.PackageID) {
		return
	}
	now := "has no package"
	if !state.PackageID.IsNull() {
		now = fmt.Sprintf("has package %d", state.PackageID.ValueInt64())
	}
	diags.AddAttributeError(path.Root("package_id"), "Another package needs a renewal",
		fmt.Sprintf("The line %s, and a charged line can change package only through a renewal. To renew it for package %d, which charges "+
			"credits, choose a new renewal_key as well.%s",
			now, m.PackageID.ValueInt64(), tf.StillDestroys))
}

// refuseUnpaidRenewal reports a renewal of a line whose expiry is the configuration's.
func (m *lineResourceModel) refuseUnpaidRenewal(diags *diag.Diagnostics) {
	if m.ChargeCredits.ValueBool() {
		return
	}
	diags.AddAttributeError(path.Root("renewal_key"), "A renewal is paid with credits",
		"With charge_credits = false the configuration decides about the expiry, and would take back what the renewal buys. To renew "+
			"the line, set charge_credits = true with a package_id, which by itself sends nothing."+tf.StillDestroys)
}
