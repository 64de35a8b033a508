package panel

import (
	"context"
	"fmt"
	"net/http"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/iptvops/terraform-provider-iptv/internal/panel/api"
	"github.com/iptvops/terraform-provider-iptv/internal/rest"
	"github.com/iptvops/terraform-provider-iptv/internal/tf"
)

// mayMiss reports, as an error, why a line that two looks have not shown may exist all the same: a token sees its user's
// lines, and perhaps those of others.
func (p *Platform) mayMiss(ctx context.Context, state lineResourceModel) error {
	owner := state.Owner.ValueString()
	if owner == "" {
		return nil
	}
	const kept = "the line stays in state. Check user_token: it must be one that sees the lines of %q. " +
		"If the line is gone for good, remove it with `terraform state rm`"
	lines, _, err := p.lines.List(ctx)
	if err != nil {
		return err
	}
	if slices.ContainsFunc(lines, func(l api.Line) bool { return string(l.Owner) == owner }) {
		return nil // such lines are shown
	}
	profile, err := p.userProfile(ctx)
	switch {
	case err == nil && string(profile.Name) == owner:
		return nil
	case err == nil:
		return fmt.Errorf("line %s (%s) belongs to %q, and user_token is that of %q, who sees no line of theirs. That it is not listed "+
			"proves nothing: "+kept,
			lineID(state.ID.ValueString()), state.Username.ValueString(), owner, string(profile.Name), owner)
	case rest.Status(err) != http.StatusForbidden:
		return err
	}
	return fmt.Errorf("line %s (%s) belongs to %q, and user_token sees no line of theirs and may not read whose token it is. That the "+
		"line is not listed proves nothing: "+kept,
		lineID(state.ID.ValueString()), state.Username.ValueString(), owner, owner)
}

// warnGone reports a line that is gone and that Terraform plans to buy again.
func (p *Platform) warnGone(ctx context.Context, state lineResourceModel, diags *diag.Diagnostics) {
	what := "the plan creates it again"
	if state.ChargeCredits.ValueBool() {
		what = "the plan buys it again"
		if price := p.priceOf(ctx, state.PackageID); tf.IsKnown(price) {
			what += fmt.Sprintf(", at %s credits for package %d", credits(price.ValueFloat64()), state.PackageID.ValueInt64())
		}
	}
	diags.AddWarning("Line is gone from the panel",
		fmt.Sprintf("Line %s, username %q, was terminated outside Terraform. If the configuration still has it, %s.",
			lineID(state.ID.ValueString()), state.Username.ValueString(), what))
}
