package telecomx

import (
	"context"
	"strings"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/iptvops/terraform-provider-iptv/internal/telecomx/api"
	"github.com/iptvops/terraform-provider-iptv/internal/tf"
)

var (
	_ resource.ResourceWithConfigure   = (*subscriptionResource)(nil)
	_ resource.ResourceWithImportState = (*subscriptionResource)(nil)
	_ resource.ResourceWithModifyPlan  = (*subscriptionResource)(nil)
)

type subscriptionResource struct{ tf.Resource[*Platform] }

func newSubscriptionResource() resource.Resource {
	return &subscriptionResource{tf.Resource[*Platform]{Use: use()}}
}

// importedKey is the private state of an import that was not read yet.
const importedKey = "imported"

func (r *subscriptionResource) Metadata(_ context.Context, _ resource.MetadataRequest, resp *resource.MetadataResponse) {
	resp.TypeName = "iptv_subscription"
}

func (r *subscriptionResource) Schema(_ context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	resp.Schema = subscriptionSchema()
}

func (r *subscriptionResource) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	var plan subscriptionModel
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	if resp.Diagnostics.HasError() || !r.Ready(&resp.Diagnostics) {
		return
	}

	subscription, err := r.Platform.beforeCreate(ctx, plan.CustomerID.ValueString())
	if err != nil {
		tf.AddError(&resp.Diagnostics, "Cannot create subscription", err, subscriptionField, "")
		return
	}
	plan.refuseOverwrite(subscription, time.Now(), &resp.Diagnostics)
	if resp.Diagnostics.HasError() {
		return
	}

	known := starts{}.of(subscription.Packages)
	nothing := subscriptionModel{Packages: types.SetNull(types.ObjectType{AttrTypes: subscribedTypes})}
	change := plan.changes(nothing, known, time.Now())
	if !change.IsEmpty() {
		changed, err := r.Platform.api.UpdateSubscription(ctx, plan.CustomerID.ValueString(), change)
		if err != nil {
			addChangeError(&resp.Diagnostics, "Cannot create subscription", err)
			return
		}
		known = known.after(change, changed)
		changed.ResellerNPvr = subscription.ResellerNPvr
		subscription = changed
	}

	plan.ID, plan.EffectiveNPvr = plan.CustomerID, effectiveNPvr(subscription)
	resp.Diagnostics.Append(resp.State.Set(ctx, plan)...)
	resp.Diagnostics.Append(resp.Private.SetKey(ctx, startsKey, known.encode())...)
}

func (r *subscriptionResource) Read(ctx context.Context, req resource.ReadRequest, resp *resource.ReadResponse) {
	var state subscriptionModel
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	imported, diags := req.Private.GetKey(ctx, importedKey)
	resp.Diagnostics.Append(diags...)
	known := privateStarts(ctx, req.Private, &resp.Diagnostics)
	if resp.Diagnostics.HasError() || !r.CanRefresh(&resp.Diagnostics) {
		return
	}

	subscription, err := r.Platform.api.GetSubscription(ctx, state.CustomerID.ValueString())
	switch {
	case api.HasNoIPTV(err) && imported == nil:
		resp.Diagnostics.AddWarning("Subscription is gone", tf.Sentence(err.Error()))
		resp.State.RemoveResource(ctx)
		return
	case err != nil:
		tf.AddError(&resp.Diagnostics, "Cannot read subscription", err, nil, "")
		return
	}

	refreshed := state
	refreshed.fromAPI(subscription, imported != nil, time.Now())
	resp.Diagnostics.Append(tf.Refresh(ctx, &resp.State, state, refreshed)...)
	resp.Diagnostics.Append(resp.Private.SetKey(ctx, startsKey, known.of(subscription.Packages).encode())...)
	resp.Diagnostics.Append(resp.Private.SetKey(ctx, importedKey, nil)...)
}

func (r *subscriptionResource) Update(ctx context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	var plan, state subscriptionModel
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	known := privateStarts(ctx, req.Private, &resp.Diagnostics)
	if resp.Diagnostics.HasError() || !r.Ready(&resp.Diagnostics) {
		return
	}

	change := plan.changes(state, known, time.Now())
	if change.Packages != nil && known.missing(*change.Packages) {
		before, err := r.Platform.api.GetSubscription(ctx, plan.CustomerID.ValueString())
		if err != nil {
			tf.AddError(&resp.Diagnostics, "Cannot update subscription", err, subscriptionField, "")
			return
		}
		known = known.of(before.Packages)
		change = plan.changes(state, known, time.Now())
	}
	if !change.IsEmpty() {
		subscription, err := r.Platform.api.UpdateSubscription(ctx, plan.CustomerID.ValueString(), change)
		if err != nil {
			addChangeError(&resp.Diagnostics, "Cannot update subscription", err)
			return
		}
		state.EffectiveNPvr = effectiveNPvr(subscription)
		known = known.after(change, subscription)
	}

	// What the plan promised to keep is kept; the next refresh brings what the reseller has changed.
	if plan.EffectiveNPvr.IsUnknown() {
		plan.EffectiveNPvr = state.EffectiveNPvr
	}
	resp.Diagnostics.Append(resp.State.Set(ctx, plan)...)
	resp.Diagnostics.Append(resp.Private.SetKey(ctx, startsKey, known.encode())...)
}

func (r *subscriptionResource) Delete(ctx context.Context, req resource.DeleteRequest, resp *resource.DeleteResponse) {
	var state subscriptionModel
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	if resp.Diagnostics.HasError() || !r.Ready(&resp.Diagnostics) {
		return
	}

	reset := api.SubscriptionChange{NPvr: &api.NPvr{}, Scrub: &api.Scrub{}, Packages: &[]api.Subscribed{}}
	// A customer without IPTV has nothing left to take away.
	if _, err := r.Platform.api.UpdateSubscription(ctx, state.CustomerID.ValueString(), reset); err != nil && !api.HasNoIPTV(err) {
		addChangeError(&resp.Diagnostics, "Cannot reset subscription", err)
	}
}

func (r *subscriptionResource) ImportState(ctx context.Context, req resource.ImportStateRequest, resp *resource.ImportStateResponse) {
	if !IsID(req.ID) {
		resp.Diagnostics.AddError("Invalid import ID", "A subscription is imported by the ID of its customer: 24 hexadecimal characters.")
		return
	}
	for name, value := range map[string]attr.Value{
		"id": types.StringValue(req.ID), "customer_id": types.StringValue(req.ID), "allow_overwrite": types.BoolValue(false),
	} {
		resp.Diagnostics.Append(resp.State.SetAttribute(ctx, path.Root(name), value)...)
	}
	resp.Diagnostics.Append(resp.Private.SetKey(ctx, importedKey, []byte("true"))...)
}

func privateStarts(ctx context.Context, private interface {
	GetKey(context.Context, string) ([]byte, diag.Diagnostics)
}, diags *diag.Diagnostics) starts {
	data, got := private.GetKey(ctx, startsKey)
	diags.Append(got...)
	known, err := parseStarts(data)
	if err != nil {
		diags.AddError("Cannot read private state", tf.Sentence(err.Error()))
	}
	return known
}

// addChangeError reports an update that the platform refused.
func addChangeError(diags *diag.Diagnostics, summary string, err error) {
	advice := ""
	if isDenied(err) {
		advice = "A subscription can be changed by an employee of level RESELLER or above, for customers with the feature IPTVPRIVATE."
	}
	tf.AddError(diags, summary, err, subscriptionField, advice)
}

// subscriptionFields is the attributes by the platform's names (section 4.1).
var subscriptionFields = map[string]path.Path{
	"customer":            path.Root("customer_id"),
	"nPvr":                path.Root("npvr"),
	"nPvr.override":       path.Root("npvr").AtName("override"),
	"nPvr.enabled":        path.Root("npvr").AtName("enabled"),
	"nPvr.storage":        path.Root("npvr").AtName("storage_hours"),
	"nPvr.autoExpireDays": path.Root("npvr").AtName("auto_expire_days"),
	"scrub":               path.Root("scrub"),
	"scrub.override":      path.Root("scrub").AtName("override"),
	"scrub.forward":       path.Root("scrub").AtName("forward"),
	"scrub.backward":      path.Root("scrub").AtName("backward"),
	"scrub.pause":         path.Root("scrub").AtName("pause"),
}

func subscriptionField(field string) (path.Path, bool) {
	if strings.HasPrefix(field, "packages") {
		return path.Root("packages"), true
	}
	at, ok := subscriptionFields[field]
	return at, ok
}
