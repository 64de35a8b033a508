package panel

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/iptvops/terraform-provider-iptv/internal/panel/api"
	"github.com/iptvops/terraform-provider-iptv/internal/rest"
)

// updating is a line between two steps of an update: what is wanted, and what is known to be true, which is saved after
// every step. A renewal comes first, then what it pays for.
type updating struct {
	config, plan lineResourceModel
	prior        lineResourceModel // the state before the update
	imported     bool

	state  lineResourceModel
	memory memory
	line   *api.Line // as the panel gave it last; nil when it has not, or when it has changed since
}

// updateStep makes a line more like the plan. It reports whether the update goes on; if not, diags say why.
type updateStep func(context.Context, updating, *diag.Diagnostics) (updating, bool)

// updateSteps are the steps of an update, in order.
func (p *Platform) updateSteps() []updateStep {
	return []updateStep{p.checkUpdate, p.renewLine, p.changeLine, p.toggleLine, p.settleLine}
}

// checkUpdate checks what was perhaps not known at plan, before anything is sent.
func (p *Platform) checkUpdate(_ context.Context, u updating, diags *diag.Diagnostics) (updating, bool) {
	if u.plan.MACAddr.IsNull() != u.state.MACAddr.IsNull() {
		diags.AddAttributeError(path.Root("mac_addr"), "Line has to be replaced",
			"The address was not known at plan, and is now added or removed, which replaces the line. Nothing was sent. Make a new plan.")
		return u, false
	}
	u.config.validate(diags)
	u.config.checkCharged(&u.plan, &u.state, u.imported, diags)
	if u.renewalEffect() == renewalDue {
		refuseUsedKey(u.plan.RenewalKey, u.memory.Keys, diags)
		u.plan.refuseUnpaidRenewal(diags)
	} else {
		u.plan.refuseOtherPackage(&u.state, diags)
	}
	if u.sendsPassword() {
		writeOnlyPassword(u.config, diags)
	}
	return u, !diags.HasError()
}

// renewalEffect is what the update does with the renewal key, which was perhaps not known at plan.
func (u updating) renewalEffect() renewalEffect { return u.plan.renewalEffect(&u.prior, u.imported) }

// sendsPassword reports whether a new version asks for password_wo to be sent. The first one of an imported line does
// not: the line has a password.
func (u updating) sendsPassword() bool {
	return !u.plan.PasswordWOVersion.IsNull() && !u.plan.PasswordWOVersion.Equal(u.prior.PasswordWOVersion) &&
		(!u.imported || !u.prior.PasswordWOVersion.IsNull())
}

// renewLine buys another period where the renewal key asks for it, and reads what the panel made of the line.
func (p *Platform) renewLine(ctx context.Context, u updating, diags *diag.Diagnostics) (updating, bool) {
	if u.renewalEffect() != renewalDue {
		u.state.RenewalKey = u.plan.RenewalKey
		if u.renewalEffect() == keyAdopted {
			u.memory = u.memory.used(u.plan.RenewalKey.ValueString())
		}
		return u, true
	}
	price := u.plan.Price
	if price.IsUnknown() {
		price = p.priceOf(ctx, u.plan.PackageID)
	}
	u.memory = u.memory.used(u.state.RenewalKey.ValueString())
	out, ok := p.renew(ctx, renewal{
		id: u.state.ID.ValueString(), username: u.state.Username.ValueString(), packageID: u.plan.PackageID.ValueInt64(),
		key: u.plan.RenewalKey.ValueString(), price: price, pending: u.memory.Pending,
	}, diags)
	u.memory.Pending = out.pending
	if !ok {
		return u, false
	}
	u.memory = u.memory.used(u.plan.RenewalKey.ValueString())
	u.state.RenewalKey, u.state.PackageID, u.state.Price = u.plan.RenewalKey, u.plan.PackageID, price
	u.state.ExpireAt = canonical(canonicalTime).keep(u.state.ExpireAt, out.expiry.String())
	u.state.TransactionAmount = types.Float64Null()
	if out.amount != nil {
		u.state.TransactionAmount = types.Float64Value(float64(*out.amount))
	}
	line, err := p.readBack(context.WithoutCancel(ctx), u.state.ID.ValueString(), u.state.Username.ValueString())
	if err != nil {
		addWarning(diags, "Cannot read line", err, "The line was renewed and is in state. The next plan reads the rest of it.")
		return u, true
	}
	u.line = &line
	// The package as it was paid: a panel that names another one, or none, does not take that back.
	paid := u.state.PackageID
	u.state.refresh(line, u.memory)
	u.state.PackageID = paid
	return u, true
}

// changeLine sends what update-advanced changes.
func (p *Platform) changeLine(ctx context.Context, u updating, diags *diag.Diagnostics) (updating, bool) {
	settings := u.plan.changes(u.state)
	wanted := u.plan.changes(u.prior)
	if u.sendsPassword() {
		password := u.config.PasswordWO.ValueString()
		settings.Password, wanted.Password = &password, &password
	}
	if settings.IsEmpty() {
		u.state = u.changed()
		return u, true
	}
	line, err := p.api.Update(ctx, u.state.ID.ValueString(), settings)
	switch {
	case err != nil && wanted.IsEmpty(): // only what the renewal took from the line
		addWarning(diags, "Renewal has changed the line", err, "The line is renewed. The next plan shows what it has lost.")
		return u, true
	case err != nil:
		addError(diags, "Cannot update line", err, "")
		return u, false
	}
	if settings.Username != nil {
		p.names.Deleted(u.state.Username.ValueString())
	}
	owner := u.state.Owner
	u.line, u.state = line, u.changed()
	if settings.OwnerID != nil && line != nil && string(line.Owner) == owner.ValueString() {
		diags.AddAttributeWarning(path.Root("owner_id"), "Owner has not changed",
			fmt.Sprintf("The line still belongs to %q. The panel obeys owner_id only for the tokens of super-admins.", owner.ValueString()))
	}
	return u, true
}

// changed is the state once the planned changes are made: the enabled state comes later, and what a renewal changes was
// settled by it.
func (u updating) changed() lineResourceModel {
	state := u.plan.withKnown(u.state)
	state.IsEnabled, state.RenewalKey = u.state.IsEnabled, u.state.RenewalKey
	state.TransactionAmount, state.Price = u.state.TransactionAmount, u.state.Price
	if u.plan.ChargeCredits.ValueBool() {
		state.PackageID = u.state.PackageID
	}
	return state
}

// toggleLine enables or disables the line.
func (p *Platform) toggleLine(ctx context.Context, u updating, diags *diag.Diagnostics) (updating, bool) {
	if u.plan.IsEnabled.Equal(u.state.IsEnabled) {
		return u, true
	}
	send, summary := p.api.Enable, "Cannot enable line"
	if !u.plan.IsEnabled.ValueBool() {
		send, summary = p.api.Disable, "Cannot disable line"
	}
	if err := send(ctx, u.state.ID.ValueString()); err != nil {
		addError(diags, summary, err, "")
		return u, false
	}
	u.state.IsEnabled = u.plan.IsEnabled
	if u.line != nil {
		line := *u.line
		line.IsEnabled = rest.Bool(u.plan.IsEnabled.ValueBool())
		u.line = &line
	}
	return u, true
}

// settleLine reads back what no response told, and settles the state on the plan: what the panel says otherwise is a warning.
func (p *Platform) settleLine(ctx context.Context, u updating, diags *diag.Diagnostics) (updating, bool) {
	changes := u.plan.changes(u.prior)
	if u.line == nil && (!changes.IsEmpty() || u.sendsPassword() || u.plan.Password.IsUnknown()) {
		line, err := p.readBack(context.WithoutCancel(ctx), u.state.ID.ValueString(), u.plan.withKnown(u.state).Username.ValueString())
		if err != nil {
			addWarning(diags, "Cannot read line", err, "The line was changed and is in state. The next plan reads the rest of it.")
		} else {
			u.line = &line
		}
	}
	known := u.state
	if u.line != nil {
		known.fromAPI(*u.line)
		u.plan.warnDifferences(*u.line, diags)
		p.put(*u.line)
	}
	known.RenewalKey, known.Price = u.state.RenewalKey, u.state.Price
	u.state = u.plan.withKnown(known)
	if u.line == nil && !u.state.Password.IsNull() { // otherwise the record would lack it
		p.put(u.state.record())
	}
	u.memory = u.memory.remembers(u.config, u.plan.ChargeCredits.ValueBool() || u.prior.ChargeCredits.ValueBool())
	return u, true
}
