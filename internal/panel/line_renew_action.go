package panel

import (
	"context"
	"fmt"
	"math"
	"net/http"
	"time"

	"github.com/hashicorp/terraform-plugin-framework-validators/int64validator"
	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/action"
	"github.com/hashicorp/terraform-plugin-framework/action/schema"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/iptvops/terraform-provider-iptv/internal/panel/api"
	"github.com/iptvops/terraform-provider-iptv/internal/rest"
	"github.com/iptvops/terraform-provider-iptv/internal/tf"
)

var (
	_ action.ActionWithConfigure  = (*lineRenewAction)(nil)
	_ action.ActionWithModifyPlan = (*lineRenewAction)(nil)
)

type lineRenewAction struct{ tf.Action[Platform] }

func newLineRenewAction() action.Action {
	return &lineRenewAction{tf.NewAction("iptv_line_renew", providerData.Panel)}
}

const lineRenewDescription = `Renews a line once, which charges credits, without managing it.

Before anything is sent the provider looks at the line's expiry date, and again after a lost response: a date that has moved
is the renewal. A line is renewed once in a run for each ` + "`renewal_key`" + `, which makes the same request ID in every run, on any
machine.

**An action keeps no state.** In a later run only the panel can tell that a key was used before. A panel that remembers request
IDs charges nothing again; one that forgets them charges again, and which it is is documented nowhere. So invoke the action once
for each key, or set ` + "`expires_before`" + ` to the date that the renewal has to reach: a line that expires late enough is left as it
is, however often the action is invoked. A resource ` + "`iptv_line`" + ` with a ` + "`renewal_key`" + ` keeps the keys that were used.

The plan warns of the charge, and fails if the balance, or ` + "`credit_limit`" + ` in the provider block, does not cover it together with
what else the run buys. A line of another user than the token's is refused.`

func (a *lineRenewAction) Schema(_ context.Context, _ action.SchemaRequest, resp *action.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: lineRenewDescription,
		Attributes: map[string]schema.Attribute{
			"line_id": schema.StringAttribute{
				Required: true, MarkdownDescription: "Line ID, a UUID: the `id` of an `iptv_line`.",
				Validators: []validator.String{idSpelling},
			},
			"package_id": schema.Int64Attribute{
				Required: true, MarkdownDescription: "Package to renew the line for, which determines price and period.",
				Validators: []validator.Int64{int64validator.AtLeast(1)},
			},
			"renewal_key": schema.StringAttribute{
				Required: true, MarkdownDescription: "Any text that names this renewal of the line, such as `2027-01`.",
				Validators: []validator.String{stringvalidator.LengthAtLeast(1)},
			},
			"expires_before": schema.StringAttribute{
				Optional: true, MarkdownDescription: "RFC 3339 date: only a line that expires before it is renewed; for any other line " +
					"nothing is sent.",
				Validators: []validator.String{timeSpelling},
			},
		},
	}
}

// lineRenewModel is the configuration of the action.
type lineRenewModel struct {
	LineID        types.String `tfsdk:"line_id"`
	PackageID     types.Int64  `tfsdk:"package_id"`
	RenewalKey    types.String `tfsdk:"renewal_key"`
	ExpiresBefore types.String `tfsdk:"expires_before"`
}

// until is the date that the renewal has to reach, zero without one.
func (m lineRenewModel) until() time.Time {
	until, _ := time.Parse(time.RFC3339, m.ExpiresBefore.ValueString())
	return until
}

// ModifyPlan says what the action will charge, and refuses what it could not do.
func (a *lineRenewAction) ModifyPlan(ctx context.Context, req action.ModifyPlanRequest, resp *action.ModifyPlanResponse) {
	var config lineRenewModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &config)...)
	if resp.Diagnostics.HasError() || !a.HasPlatform() {
		return
	}
	if a.Platform.Preflight && !a.Platform.reach.Check(ctx, &resp.Diagnostics, a.Platform.canList) {
		return
	}
	what := "a line that is not known yet"
	if a.Platform.Preflight && tf.IsKnown(config.LineID) {
		line, ok := a.Platform.renewable(ctx, config.LineID.ValueString(), &resp.Diagnostics)
		if !ok || reaches(line.ExpireAt, config.until()) {
			return
		}
		what = fmt.Sprintf("line %s, username %q, which %s,", lineID(line.ID), string(line.Username), expires(line.ExpireAt))
	} else if tf.IsKnown(config.LineID) {
		what = "line " + lineID(config.LineID.ValueString())
	}
	price := a.Platform.checkRenewal(ctx, config, &resp.Diagnostics)
	if !resp.Diagnostics.HasError() && !config.ExpiresBefore.IsUnknown() {
		resp.Diagnostics.AddAttributeWarning(path.Root("renewal_key"), "Renewal charges credits",
			fmt.Sprintf("The action renews %s for package %s%s.", what, config.PackageID, forPrice(price)))
	}
}

// Invoke implements action.Action.
func (a *lineRenewAction) Invoke(ctx context.Context, req action.InvokeRequest, resp *action.InvokeResponse) {
	// Read the request.
	var config lineRenewModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &config)...)
	if resp.Diagnostics.HasError() || !a.HasPlatformOrError(&resp.Diagnostics) {
		return
	}
	say := func(text string, values ...any) {
		resp.SendProgress(action.InvokeProgressEvent{Message: fmt.Sprintf(text, values...)})
	}

	// Call the platform.
	line, ok := a.Platform.renewable(ctx, config.LineID.ValueString(), &resp.Diagnostics)
	if !ok {
		return
	}
	id, username := lineID(line.ID), string(line.Username)
	price := types.Float64Null()
	if !reaches(line.ExpireAt, config.until()) {
		if price = a.Platform.checkRenewal(ctx, config, &resp.Diagnostics); resp.Diagnostics.HasError() {
			return
		}
		say("Line %s, username %q, %s. Renewing it for package %d%s.", id, username, expires(line.ExpireAt),
			config.PackageID.ValueInt64(), forPrice(price))
	}
	out, ok := a.Platform.renew(ctx, renewal{
		id: id, username: username, packageID: config.PackageID.ValueInt64(), key: config.RenewalKey.ValueString(), price: price,
		until: config.until(), stateless: true,
	}, &resp.Diagnostics)
	switch {
	case !ok:
		return
	case !out.needed:
		say("Line %s, username %q, %s, which is not before %s: nothing was bought.", id, username, expires(out.expiry),
			config.ExpiresBefore.ValueString())
		return
	case out.before:
		say("Line %s, username %q, %s. It was renewed with this key before: nothing was charged again.", id, username, expires(out.expiry))
	case out.amount == nil:
		say("Line %s, username %q, now %s. What it was charged is not known.", id, username, expires(out.expiry))
	default:
		say("Line %s, username %q, now %s. It was charged %s credits.", id, username, expires(out.expiry),
			credits(math.Max(0, -float64(*out.amount))))
	}
	if _, err := a.Platform.readBack(context.WithoutCancel(ctx), id, username); err != nil { // for what this run reads of it later
		addWarning(&resp.Diagnostics, "Cannot read line", err, "The line is renewed.")
	}
}

// renewable is a line that an action may renew: it exists, and belongs to the token's user, who pays. It reports whether
// it is one; if not, diags say why.
func (p *Platform) renewable(ctx context.Context, id string, diags *diag.Diagnostics) (api.Line, bool) {
	line, found, err := p.lookUp(ctx, id, "")
	if err == nil && !found {
		err = fmt.Errorf("%w: the token's user sees no line %s", errNoLine, lineID(id))
	}
	if err == nil {
		err = p.belongs(ctx, line)
	}
	if err != nil {
		addError(diags, "Cannot renew line", err, "Nothing was sent or charged.")
	}
	return line, err == nil
}

// belongs is an error for a line of another user than the token's, as far as the token may read whose it is.
func (p *Platform) belongs(ctx context.Context, line api.Line) error {
	profile, err := p.userProfile(ctx)
	switch {
	case rest.Status(err) == http.StatusForbidden, err == nil && (profile.Name == "" || line.Owner == ""):
		return nil // a token sees the lines of its user (section 4.5)
	case err == nil && profile.Name != line.Owner:
		return fmt.Errorf("line %s, username %q, belongs to %q, and user_token is that of %q", lineID(line.ID), string(line.Username),
			string(line.Owner), string(profile.Name))
	}
	return err
}

// checkRenewal reports a package that is not offered, and a charge that balance and credit_limit do not cover. It returns
// the price.
func (p *Platform) checkRenewal(ctx context.Context, config lineRenewModel, diags *diag.Diagnostics) types.Float64 {
	if p.Preflight && tf.IsKnown(config.PackageID) {
		p.checkOffered(ctx, config.PackageID, diags)
	}
	price := p.priceOf(ctx, config.PackageID)
	name := renewalOf(config.LineID.ValueString()) + " with " + config.RenewalKey.ValueString()
	if config.LineID.IsUnknown() || config.RenewalKey.IsUnknown() {
		name = p.money.creation()
	}
	if !diags.HasError() {
		p.checkMoney(ctx, name, price, "renewal_key", diags)
	}
	return price
}
