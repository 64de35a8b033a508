package panel

import (
	"context"
	"fmt"

	"github.com/google/uuid"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/iptvops/terraform-provider-iptv/internal/panel/api"
	"github.com/iptvops/terraform-provider-iptv/internal/rest"
)

// maxUpdateRequests bounds an update: what a fourth request would read is left to the next refresh.
const maxUpdateRequests = 3

// update is an update under way. state is what is known to be true, saved after every step.
type update struct {
	*Platform

	config, plan, state lineResourceModel
	renews              renews
	diags               *diag.Diagnostics
	save                func()
	requests            int
	unread              bool         // the line has to be read back
	line                *api.Line    // as the panel answered it last; nil when it did not
	receipt             bool         // a renewal was answered
	before              types.String // expiry before the renewal
}

// isPossible checks what was perhaps not known at plan, before anything is sent.
func (u *update) isPossible() bool {
	if u.plan.MACAddr.IsNull() != u.state.MACAddr.IsNull() {
		u.diags.AddAttributeError(path.Root("mac_addr"), "Line has to be replaced",
			"Only now it is known that the address is added or removed, which replaces the line. Nothing was sent. Make a new plan.")
		return false
	}
	u.config.validate(u.diags)
	if u.renews == renewsOnce {
		return u.plan.refuseUnpaidRenewal(u.diags) && !u.diags.HasError()
	}
	return u.plan.refuseOtherPackage(&u.state, u.diags) && !u.diags.HasError()
}

// change sends what update-advanced changes.
func (u *update) change(ctx context.Context) bool {
	settings := u.plan.changes(u.state)
	if !u.plan.PasswordWOVersion.IsNull() && !u.plan.PasswordWOVersion.Equal(u.state.PasswordWOVersion) {
		password, ok := writeOnlyPassword(u.config, u.diags)
		if !ok {
			return false
		}
		settings.Password = &password
	}
	u.unread = u.plan.Password.IsUnknown()
	before := u.state
	if !settings.IsEmpty() {
		u.requests++
		line, err := u.api.Update(ctx, u.state.ID.ValueString(), settings)
		if err != nil {
			addError(u.diags, "Cannot update line", err, "")
			return false
		}
		u.line, u.unread = line, line == nil
	}
	if settings.Username != nil {
		u.names.Deleted(before.Username.ValueString())
	}

	// The enabled state, and what a renewal changes, come later.
	u.state = u.plan.settled(before)
	u.state.IsEnabled, u.state.RenewalKey, u.state.TransactionAmount = before.IsEnabled, before.RenewalKey, before.TransactionAmount
	if u.plan.ChargeCredits.ValueBool() {
		u.state.PackageID = before.PackageID
	}
	u.save()
	if settings.OwnerID != nil && u.line != nil && string(u.line.Owner) == before.Owner.ValueString() {
		u.diags.AddAttributeWarning(path.Root("owner_id"), "Owner has not changed",
			fmt.Sprintf("The line still belongs to %q. The panel obeys owner_id for tokens of super-admins only.", before.Owner.ValueString()))
	}
	return true
}

// toggle enables or disables the line.
func (u *update) toggle(ctx context.Context) bool {
	if u.plan.IsEnabled.Equal(u.state.IsEnabled) {
		return true
	}
	u.requests++
	send, summary := u.api.Enable, "Cannot enable line"
	if !u.plan.IsEnabled.ValueBool() {
		send, summary = u.api.Disable, "Cannot disable line"
	}
	if err := send(ctx, u.state.ID.ValueString()); err != nil {
		addError(u.diags, summary, err, "")
		return false
	}
	u.state.IsEnabled = u.plan.IsEnabled
	u.save()
	return true
}

// renewalID is the request id of a renewal: the same for the same line and key on any machine and in any run.
func renewalID(line, key string) string {
	return uuid.NewSHA1(uuid.NameSpaceURL, []byte("iptv_line/"+lineID(line)+"/renew/"+key)).String()
}

// renew buys another period. A renewal whose answer was lost, or that the panel has seen before, is settled by the
// line's expiry; while it is not settled the state keeps the old key, so that the next apply sends the same request id.
func (u *update) renew(ctx context.Context) bool {
	if u.renews != renewsOnce {
		u.state.RenewalKey = u.plan.RenewalKey
		return true
	}
	u.requests++
	id := u.state.ID.ValueString()
	receipt, err := u.api.Renew(ctx, id, u.plan.PackageID.ValueInt64(), renewalID(id, u.plan.RenewalKey.ValueString()))
	if err != nil {
		return u.settleRenewal(ctx, err)
	}
	u.renewed(receipt.ExpireAt, receipt.Amount)
	u.line, u.unread = nil, true
	u.save()
	return true
}

// settleRenewal finds out what a renewal did that ended with an error.
func (u *update) settleRenewal(ctx context.Context, failed error) bool {
	const again = "The state keeps the old renewal_key. The next apply sends the same request ID, so that it cannot charge twice."
	if !rest.IsUnknown(failed) && !api.IsRepeated(failed) {
		addError(u.diags, "Cannot renew line", failed, "Nothing was charged.")
		return false
	}
	u.requests++
	line, err := u.readBack(context.WithoutCancel(ctx), u.state.ID.ValueString(), u.state.Username.ValueString())
	if err != nil {
		addError(u.diags, "Cannot tell whether the line was renewed", failed, fmt.Sprintf("Reading the line failed as well: %v. %s", err, again))
		return false
	}
	before := u.state.ExpireAt
	moved := !canonical(canonicalTime).alike(before, canonical(canonicalTime).keep(before, line.ExpireAt.String()))
	if !moved && !api.IsRepeated(failed) {
		addError(u.diags, "Cannot renew line", failed, "The expiry of the line has not changed. "+again)
		return false
	}
	u.renewed(line.ExpireAt, nil)
	u.line, u.unread = &line, false
	u.save()
	if moved && rest.IsUnknown(failed) {
		u.diags.AddAttributeWarning(path.Root("renewal_key"), "Answer was lost, the line is renewed",
			fmt.Sprintf("The answer to the renewal was lost. The line now %s. What it was charged is not known: transaction_amount is null.", u.expires()))
		return true
	}
	u.warnRenewedBefore("The panel says that it has carried out this renewal before.")
	return true
}

// renewed takes over what a renewal is known to have done.
func (u *update) renewed(expiry api.Time, amount *api.Number) {
	u.before = u.state.ExpireAt
	u.state.RenewalKey, u.state.PackageID = u.plan.RenewalKey, u.plan.PackageID
	u.state.ExpireAt = canonical(canonicalTime).keep(u.state.ExpireAt, expiry.String())
	u.state.TransactionAmount = types.Float64Null()
	if amount != nil {
		u.state.TransactionAmount = types.Float64Value(float64(*amount))
		u.receipt = true
	}
}

func (u *update) expires() string {
	if u.state.ExpireAt.IsNull() {
		return "does not expire"
	}
	return "expires at " + u.state.ExpireAt.ValueString()
}

func (u *update) warnRenewedBefore(what string) {
	u.diags.AddAttributeWarning(path.Root("renewal_key"), "Line was renewed with this key before",
		fmt.Sprintf("%s Nothing is charged again: the renewal counts as done, and the line %s. To renew it once more, choose a renewal_key that was never used.", what, u.expires()))
}

// finish reads back what no answer told, and settles the state on the plan.
func (u *update) finish(ctx context.Context) {
	known, isRead := u.state, false
	if u.unread && u.requests < maxUpdateRequests {
		line, err := u.readBack(ctx, u.state.ID.ValueString(), u.state.Username.ValueString())
		if err != nil {
			addWarning(u.diags, "Cannot read line", err, "The line was changed and is in state. The next plan reads the rest of it.")
		} else {
			u.line, isRead = &line, true
		}
	}
	if u.line != nil {
		known.fromAPI(*u.line)
	}
	u.state = u.plan.settled(known)
	switch {
	case isRead:
	case u.line != nil:
		u.line.IsEnabled = rest.Bool(u.state.IsEnabled.ValueBool())
		u.put(*u.line)
	case !u.state.Password.IsNull(): // otherwise the record would lack it
		u.put(u.state.toAPI())
	}
	if u.receipt && !u.before.IsNull() && canonical(canonicalTime).alike(u.before, u.state.ExpireAt) {
		u.warnRenewedBefore("The renewal has not moved the expiry of the line.")
	}
}
