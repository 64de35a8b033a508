package panel

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-log/tflog"

	"github.com/iptvops/terraform-provider-iptv/internal/panel/api"
	"github.com/iptvops/terraform-provider-iptv/internal/tf"
)

// A run that is killed after a create was sent leaves a line that is paid for and in no state. The next plan finds it by
// its username, and knows it by its password: it plans its id, and the apply takes it over instead of buying another one.

// isWhatWasSent reports whether a line is, in all that tells lines apart, the one that a create would send: it has the
// password of the configuration, which nobody else knows, and its package and address.
func (m *lineResourceModel) isWhatWasSent(line api.Line, password types.String) bool {
	mac, _ := canonicalMAC(m.MACAddr.ValueString())
	return line.Err == nil && tf.IsKnown(password) && password.ValueString() == string(line.Password) &&
		!m.MACAddr.IsUnknown() && mac == addressOf(line) && m.PackageID.ValueInt64() == int64(line.PackageID)
}

// configuredPassword is the password that the configuration gives a new line; null where it is made, unknown where it is
// not known yet.
func (m *lineResourceModel) configuredPassword() types.String {
	if !m.PasswordWO.IsNull() {
		return m.PasswordWO
	}
	return m.Password
}

// planAdoption plans to take over a line that exists, with a warning, where it is what a killed run has paid for: it is
// what the create would send, in no state of this run, and the token's user has it. It reports whether it does.
func (p *Platform) planAdoption(ctx context.Context, line *planning, found api.Line) bool {
	id := lineID(found.ID)
	if !line.plan.isWhatWasSent(found, line.config.configuredPassword()) || !p.owns(ctx, found) ||
		!p.claims.adopt(id, string(found.Username)) {
		return false
	}
	if _, managed := p.managed.Load(id); managed {
		p.claims.release(id)
		return false
	}
	line.plan.ID = types.StringValue(id)
	line.diags.AddAttributeWarning(path.Root("username"), "Line exists and is taken over",
		fmt.Sprintf("The panel has line %s with the username %q, and with the password, package and MAC address of this configuration, as "+
			"after a run that was killed once it had bought the line. The apply takes that line into the state and buys nothing. "+
			"If another state manages the line, choose another username: whoever destroys it terminates it for both.", id,
			string(found.Username)))
	return true
}

// owns reports whether a line is known to belong to the token's user.
func (p *Platform) owns(ctx context.Context, line api.Line) bool {
	profile, err := p.userProfile(ctx)
	if err != nil {
		tflog.Debug(ctx, "the profile cannot be read: which lines are the user's is not known", map[string]any{"error": err.Error()})
		return false
	}
	return profile.Name != "" && profile.Name == line.Owner
}

// takeOver makes the line that the plan names the one that was created. Nothing is bought in its place: the plan has
// announced no charge.
func (p *Platform) takeOver(ctx context.Context, c creating, diags *diag.Diagnostics) (creating, bool) {
	id := c.plan.ID.ValueString()
	lines, err := p.api.LinesByUsername(ctx, c.username)
	if err != nil {
		addError(diags, "Cannot take over line", err, "Nothing was created or charged.")
		return c, false
	}
	line, found := withID(lines, id)
	if !found || len(lines) > 1 || !c.plan.isWhatWasSent(line, types.StringValue(c.password)) || !p.owns(ctx, line) {
		diags.AddError("Cannot take over line",
			fmt.Sprintf("The plan takes over line %s with the username %q, and the panel has it no longer, no longer with the password, "+
				"package and MAC address of the configuration, or another one of that username as well. Nothing was created or charged. "+
				"Make a new plan.", id, c.username))
		return c, false
	}
	if _, managed := p.managed.LoadOrStore(id, true); managed || !p.claims.seize(id, true) {
		diags.AddError("Cannot take over line",
			fmt.Sprintf("Another resource of this run manages or terminates line %s. Nothing was created or charged. Make a new plan.", id))
		return c, false
	}
	c.line, c.receipt, c.price = &line, api.Receipt{LineID: line.ID, ExpireAt: line.ExpireAt}, c.plan.Price
	if c.price.IsUnknown() {
		c.price = types.Float64Null()
	}
	diags.AddWarning("Line was taken over",
		fmt.Sprintf("Line %s with the username %q existed and is in state now. Nothing was bought. What it was charged is not known: "+
			"transaction_amount is null.", id, c.username))
	planned := c.plan.IsEnabled.ValueBool()
	if planned != bool(line.IsEnabled) && (planned || !c.plan.ChargeCredits.ValueBool()) { // otherwise it is disabled next
		tf.WarnDifference(diags, platformName, path.Root("is_enabled"), c.plan.IsEnabled, types.BoolValue(bool(line.IsEnabled)), "")
	}
	return c, true
}

// takeOverSteps are the steps of a creation whose line exists, in order.
func (p *Platform) takeOverSteps() []createStep {
	return []createStep{p.checkCreation, p.chooseCredentials, p.takeOver}
}

// checkAdopted reports, at plan, a line in state that the plan of another resource takes over.
func (p *Platform) checkAdopted(state lineResourceModel, diags *diag.Diagnostics) {
	id := lineID(state.ID.ValueString())
	p.managed.Store(id, true)
	if !p.claims.isAdopted(id) {
		return
	}
	diags.AddAttributeError(path.Root("id"), "Line is managed twice",
		fmt.Sprintf("A resource that is to be created has the username, password, package and MAC address of line %s, username %q, which "+
			"this resource manages and the plan terminates. To hand the line over, use a moved block; to buy another "+
			"one, apply the removal of this resource first.%s", id, state.Username.ValueString(), tf.StillDestroys))
}
