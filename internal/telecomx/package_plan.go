package telecomx

import (
	"context"
	"fmt"
	"maps"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-log/tflog"

	"github.com/iptvops/terraform-provider-iptv/internal/telecomx/api"
	"github.com/iptvops/terraform-provider-iptv/internal/tf"
)

// ModifyPlan finds the customer and looks for the channels in the live catalogue.
func (r *packageResource) ModifyPlan(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	var config, plan, state packageModel
	isNew := req.State.Raw.IsNull()
	if !isNew {
		resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
		if r.HasPlatform() && !resp.Diagnostics.HasError() {
			r.Platform.holds(state.ID)
		}
	}
	if req.Plan.Raw.IsNull() {
		return
	}
	resp.Diagnostics.Append(req.Config.Get(ctx, &config)...)
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	lost := tf.Lost(ctx, req.Private, &resp.Diagnostics)
	assumed := tf.HasPrivate(ctx, req.Private, privateAssumedCustomer, &resp.Diagnostics)
	if resp.Diagnostics.HasError() {
		return
	}

	if config.CustomerID.IsNull() {
		proposed := plan
		plan.CustomerID = r.defaultCustomer(state.CustomerID)
		resp.Diagnostics.Append(tf.SetPlan(ctx, &resp.Plan, proposed, plan)...)
		if plan.CustomerID.IsNull() && isNew {
			resp.Diagnostics.AddAttributeError(path.Root("customer_id"), "Missing customer", missingCustomer+tf.StillDestroys)
		}
	}
	if !state.CustomerID.IsNull() && !sameID(plan.CustomerID, state.CustomerID) {
		if assumed {
			resp.Diagnostics.AddAttributeWarning(path.Root("customer_id"), "Package adopts its customer", adoptedCustomer)
		} else {
			resp.RequiresReplace.Append(path.Root("customer_id"))
		}
	}

	if resp.Diagnostics.HasError() || !r.HasPlatform() || !r.Platform.Preflight {
		return
	}
	if isNew && !r.Platform.reach.Check(ctx, &resp.Diagnostics, r.Platform.listsChannels(plan.CustomerID.ValueString())) ||
		plan.CustomerID.IsUnknown() {
		return
	}
	if added := addedChannels(plan.Channels, state.Channels); len(added) > 0 {
		r.Platform.checkChannels(ctx, plan.CustomerID.ValueString(), added, lost, &resp.Diagnostics)
	}
	if isNew && !resp.Diagnostics.HasError() {
		r.Platform.warnExisting(ctx, plan, &resp.Diagnostics)
	}
}

const missingCustomer = "A package needs the customer who hosts it. Set customer_id here, or telecomx = { customer_id = ... } in the " +
	"provider block, or the environment variable TELECOMX_CUSTOMER_ID."

const adoptedCustomer = "The package was imported without its customer, so the configured one is taken over without a request. " +
	"To move the package to another customer, replace it: `terraform apply -replace=ADDRESS`."

// defaultCustomer is the customer of a package whose configuration names none: the provider's, else the one it has.
func (r *packageResource) defaultCustomer(has types.String) types.String {
	switch {
	case !r.HasPlatform() && has.IsNull():
		return types.StringUnknown()
	case !r.HasPlatform() || r.Platform.CustomerID == "":
		return has
	}
	return keepSpelling(has, r.Platform.CustomerID)
}

// addedChannels is the channels, by id, that a plan has and the state has not, or in another way. The way may be
// unknown, which is "".
func addedChannels(plan, state types.Map) map[string]string {
	before := map[string]string{}
	for id, kind := range state.Elements() {
		before[api.Key(id)] = kind.String()
	}
	added := map[string]string{}
	for id, kind := range plan.Elements() {
		if before[api.Key(id)] == kind.String() {
			continue
		}
		if text, ok := kind.(types.String); ok {
			added[id] = text.ValueString()
		}
	}
	return added
}

// checkChannels reports channels that the customer's catalogue does not have, and warns of those that do not seem to
// support how they are to be received. A catalogue that cannot be read is no error.
// A channel that was there before, of which lost is those that a refresh has found gone, is a warning at most: an error
// would stand in the way of a destroy.
func (p *Platform) checkChannels(ctx context.Context, customer string, wanted map[string]string, lost []string, diags *diag.Diagnostics) {
	unknown, unsupported, err := p.suspects(ctx, customer, wanted)
	if p.reach.Failed(diags, err) {
		return
	}
	for _, id := range unknown {
		if slices.Contains(lost, api.Key(id)) {
			diags.AddAttributeWarning(path.Root("channels").AtMapKey(id), "Channel is gone",
				fmt.Sprintf("The package had channel %s, which customer %s no longer has: the platform will refuse it. Remove it from "+
					"channels.", id, customer))
			continue
		}
		diags.AddAttributeError(path.Root("channels").AtMapKey(id), "Unknown channel",
			fmt.Sprintf("Customer %s has no channel %s. The data source iptv_channels lists the channels. With preflight = false in the "+
				"provider block this is not checked at plan.", customer, id)+tf.StillDestroys)
	}
	for _, id := range unsupported {
		diags.AddAttributeWarning(path.Root("channels").AtMapKey(id), "Channel may not support the type",
			fmt.Sprintf("Channel %s does not seem to be available as %s, judging by its properties. The platform decides when the "+
				"package is applied.", id, wanted[id]))
	}
}

// suspects is which channels the customer's catalogue does not have, and which it has without support for their type.
func (p *Platform) suspects(ctx context.Context, customer string, wanted map[string]string) (unknown, unsupported []string, _ error) {
	all, holds, err := p.channelsOf(customer).List(ctx)
	if err == nil && !holds {
		tflog.Debug(ctx, "channels are not checked: the catalogue changes while it is read")
		return nil, nil, nil
	}
	if err != nil {
		tflog.Debug(ctx, "channels are not checked: the catalogue cannot be read", map[string]any{"error": err.Error()})
		return nil, nil, err
	}
	catalogue := make(map[string]api.Channel, len(all))
	for _, c := range all {
		catalogue[c.Key()] = c
	}
	for _, id := range slices.Sorted(maps.Keys(wanted)) {
		c, found := catalogue[api.Key(id)]
		switch {
		case !found:
			unknown = append(unknown, id)
		case c.Types != nil && wanted[id] != "" && !slices.Contains(c.Types, wanted[id]):
			unsupported = append(unsupported, id)
		}
	}
	return unknown, unsupported, nil
}
