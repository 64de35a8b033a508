package telecomx

import (
	"context"
	"crypto/rand"
	"fmt"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/iptvops/terraform-provider-iptv/internal/telecomx/api"
	"github.com/iptvops/terraform-provider-iptv/internal/tf"
)

var (
	_ resource.ResourceWithConfigure   = (*subscriptionResource)(nil)
	_ resource.ResourceWithIdentity    = (*subscriptionResource)(nil)
	_ resource.ResourceWithImportState = (*subscriptionResource)(nil)
	_ resource.ResourceWithModifyPlan  = (*subscriptionResource)(nil)
)

type subscriptionResource struct{ tf.Resource[Platform] }

func newSubscriptionResource() resource.Resource {
	return &subscriptionResource{tf.NewResource("iptv_subscription", providerData.TelecomX)}
}

func (r *subscriptionResource) Schema(_ context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	resp.Schema = subscriptionSchema()
}

func (r *subscriptionResource) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	// Read the request.
	var plan subscriptionModel
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	if resp.Diagnostics.HasError() || !r.HasPlatformOrError(&resp.Diagnostics) {
		return
	}

	// Call the platform.
	subscription, err := r.Platform.readForCreate(ctx, plan.CustomerID.ValueString())
	if err != nil {
		addSubscriptionError(&resp.Diagnostics, "Cannot create subscription", plan.CustomerID.ValueString(), err)
		return
	}
	plan.refuseOverwrite(subscription, r.Platform.claims.held(plan.CustomerID), time.Now(), &resp.Diagnostics)
	manager := rand.Text()
	if r.Platform.claims.wrote(plan.CustomerID, manager, true) {
		resp.Diagnostics.AddAttributeError(path.Root("customer_id"), "Two resources for one customer",
			fmt.Sprintf("Another iptv_subscription of this run has just set the subscription of customer %s, and this one would undo "+
				"that. Keep one of them.", plan.CustomerID.ValueString()))
	}
	if resp.Diagnostics.HasError() {
		return
	}

	known := starts{}.withListed(subscription.Packages)
	nothing := subscriptionModel{Packages: types.SetNull(types.ObjectType{AttrTypes: subscribedTypes})}
	change := plan.changes(nothing, known, time.Now())
	if !change.IsEmpty() {
		changed, err := r.Platform.api.UpdateSubscription(ctx, plan.CustomerID.ValueString(), change)
		if err != nil {
			addSubscriptionError(&resp.Diagnostics, "Cannot create subscription", plan.CustomerID.ValueString(), err)
			return
		}
		known = known.withChange(change, changed)
		plan.warnDifferences(change, changed, time.Now(), &resp.Diagnostics)
		changed.ResellerNPvr = subscription.ResellerNPvr
		subscription = changed
	}

	plan.ID, plan.EffectiveNPvr = plan.CustomerID, effectiveNPvr(subscription)

	// Write the state.
	resp.Diagnostics.Append(resp.State.Set(ctx, plan)...)
	tf.SetPrivate(ctx, resp.Private, privateStarts, known, &resp.Diagnostics)
	tf.SetPrivate(ctx, resp.Private, privateManager, manager, &resp.Diagnostics)
	tf.KeepIdentity(ctx, resp.Identity, plan.identity(), &resp.Diagnostics)
}

func (r *subscriptionResource) Read(ctx context.Context, req resource.ReadRequest, resp *resource.ReadResponse) {
	// Read the request.
	var state subscriptionModel
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	imported := tf.HasPrivate(ctx, req.Private, privateImported, &resp.Diagnostics)
	known := readStarts(ctx, req.Private, &resp.Diagnostics)
	tf.KeepIdentity(ctx, resp.Identity, state.identity(), &resp.Diagnostics)
	if resp.Diagnostics.HasError() || !r.HasPlatformOrWarning(&resp.Diagnostics) {
		return
	}

	// Call the platform.
	subscription, err := r.Platform.api.GetSubscription(ctx, state.CustomerID.ValueString())
	switch {
	case api.HasNoIPTV(err) && !imported:
		resp.Diagnostics.AddWarning("Subscription is gone", tf.Sentence(err.Error()))
		resp.State.RemoveResource(ctx)
		return
	case r.Platform.reach.FailedRefresh(&resp.Diagnostics, err):
		return
	case err != nil:
		addSubscriptionError(&resp.Diagnostics, "Cannot read subscription", state.CustomerID.ValueString(), err)
		return
	}

	refreshed := state
	refreshed.fromAPI(subscription, imported, time.Now())
	r.Platform.claims.holds(refreshed)
	tf.SetLost(ctx, resp.Private, state.packageKeys(), refreshed.packageKeys(), &resp.Diagnostics)

	// Write the state.
	resp.Diagnostics.Append(tf.Refresh(ctx, &resp.State, state, refreshed)...)
	tf.SetPrivate(ctx, resp.Private, privateStarts, known.withListed(subscription.Packages), &resp.Diagnostics)
	tf.RemovePrivate(ctx, resp.Private, privateImported, &resp.Diagnostics)
}

func (r *subscriptionResource) Update(ctx context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	// Read the request.
	var plan, state subscriptionModel
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	known := readStarts(ctx, req.Private, &resp.Diagnostics)
	tf.KeepIdentity(ctx, resp.Identity, state.identity(), &resp.Diagnostics)
	if resp.Diagnostics.HasError() || !r.HasPlatformOrError(&resp.Diagnostics) {
		return
	}

	// Call the platform.
	change := plan.changes(state, known, time.Now())
	if change.Packages != nil && known.lacks(*change.Packages) {
		before, err := r.Platform.api.GetSubscription(ctx, plan.CustomerID.ValueString())
		if err != nil {
			addSubscriptionError(&resp.Diagnostics, "Cannot update subscription", plan.CustomerID.ValueString(), err)
			return
		}
		known = known.withListed(before.Packages)
		change = plan.changes(state, known, time.Now())
	}
	if !change.IsEmpty() {
		subscription, err := r.Platform.api.UpdateSubscription(ctx, plan.CustomerID.ValueString(), change)
		if err != nil {
			addSubscriptionError(&resp.Diagnostics, "Cannot update subscription", plan.CustomerID.ValueString(), err)
			return
		}
		state.EffectiveNPvr = effectiveNPvr(subscription)
		known = known.withChange(change, subscription)
		plan.warnDifferences(change, subscription, time.Now(), &resp.Diagnostics)
	}
	r.Platform.claims.wrote(plan.CustomerID, readManager(ctx, req.Private, &resp.Diagnostics), false)
	tf.ForgetLost(ctx, resp.Private, &resp.Diagnostics)

	// What the plan promised to keep is kept; the next refresh brings what the reseller has changed.
	if plan.EffectiveNPvr.IsUnknown() {
		plan.EffectiveNPvr = state.EffectiveNPvr
	}

	// Write the state.
	resp.Diagnostics.Append(resp.State.Set(ctx, plan)...)
	tf.SetPrivate(ctx, resp.Private, privateStarts, known, &resp.Diagnostics)
}

func (r *subscriptionResource) Delete(ctx context.Context, req resource.DeleteRequest, resp *resource.DeleteResponse) {
	// Read the request.
	var state subscriptionModel
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	if resp.Diagnostics.HasError() || !r.HasPlatformOrError(&resp.Diagnostics) {
		return
	}

	// Call the platform.
	if r.Platform.claims.takenOver(state.CustomerID, readManager(ctx, req.Private, &resp.Diagnostics)) {
		resp.Diagnostics.AddWarning("Subscription is kept",
			fmt.Sprintf("Another resource of this run has set the subscription of customer %s, so nothing was removed from it.",
				state.CustomerID.ValueString()))
		return
	}
	r.Platform.claims.holds(state)
	reset := api.SubscriptionChange{NPvr: &api.NPvr{}, Scrub: &api.Scrub{}, Packages: &[]api.Subscribed{}}
	// A customer without IPTV has nothing left to take away.
	if _, err := r.Platform.api.UpdateSubscription(ctx, state.CustomerID.ValueString(), reset); err != nil && !api.HasNoIPTV(err) {
		addSubscriptionError(&resp.Diagnostics, "Cannot reset subscription", state.CustomerID.ValueString(), err)
	}
}

func (r *subscriptionResource) ImportState(ctx context.Context, req resource.ImportStateRequest, resp *resource.ImportStateResponse) {
	// Read the request.
	customer := types.StringValue(req.ID)
	if req.ID == "" && req.Identity != nil {
		var identity subscriptionIdentity
		resp.Diagnostics.Append(req.Identity.Get(ctx, &identity)...)
		customer = identity.CustomerID
	}
	if !IsID(customer.ValueString()) {
		tf.AddInvalidImportID(&resp.Diagnostics, customer.ValueString(),
			"A subscription is imported by the ID of its customer, or by the identity customer_id: 24 hexadecimal characters.")
		return
	}

	// Write the state.
	for name, value := range map[string]attr.Value{
		"id": customer, "customer_id": customer, "allow_overwrite": types.BoolValue(false),
	} {
		resp.Diagnostics.Append(resp.State.SetAttribute(ctx, path.Root(name), value)...)
	}
	tf.SetPrivate(ctx, resp.Private, privateImported, true, &resp.Diagnostics)
}
