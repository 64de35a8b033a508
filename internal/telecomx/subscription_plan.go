package telecomx

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-log/tflog"

	"github.com/iptvops/terraform-provider-iptv/internal/telecomx/api"
	"github.com/iptvops/terraform-provider-iptv/internal/tf"
)

// ModifyPlan tells what becomes of computed values, warns of expired packages, and asks the platform what it would refuse.
func (r *subscriptionResource) ModifyPlan(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	var config, plan, state subscriptionModel
	isNew := req.State.Raw.IsNull()
	if !isNew {
		resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
		if r.HasPlatform() && !resp.Diagnostics.HasError() {
			r.Platform.claims.holds(state)
		}
	}
	if req.Plan.Raw.IsNull() {
		return
	}
	resp.Diagnostics.Append(req.Config.Get(ctx, &config)...)
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	lost := tf.Lost(ctx, req.Private, &resp.Diagnostics)
	known := readStarts(ctx, req.Private, &resp.Diagnostics)
	if resp.Diagnostics.HasError() {
		return
	}

	proposed := plan
	plan.leaveUnmanaged(config, state, isNew)
	if !isNew {
		plan.keepUnchanged(state, known)
	}
	for name, value := range map[string][2]attr.Value{
		"npvr": {proposed.NPvr, plan.NPvr}, "scrub": {proposed.Scrub, plan.Scrub}, "packages": {proposed.Packages, plan.Packages},
		"allow_overwrite": {proposed.AllowOverwrite, plan.AllowOverwrite},
	} {
		if !value[0].Equal(value[1]) {
			resp.Diagnostics.Append(resp.Plan.SetAttribute(ctx, path.Root(name), value[1])...)
		}
	}
	switch {
	case isNew:
		resp.Diagnostics.Append(resp.Plan.SetAttribute(ctx, path.Root("id"), plan.CustomerID)...)
	case !plan.NPvr.IsNull() && !plan.NPvr.Equal(state.NPvr):
		resp.Diagnostics.Append(resp.Plan.SetAttribute(ctx, path.Root("effective_npvr"), types.ObjectUnknown(recordingTypes))...)
	}
	for _, s := range subscribedModels(config.Packages) {
		if s.expired(time.Now()) {
			name := "A package whose ID is not known yet"
			if tf.IsKnown(s.ID) {
				name = "Package " + s.ID.ValueString()
			}
			resp.Diagnostics.AddAttributeWarning(path.Root("packages"), "Package has expired",
				fmt.Sprintf("%s ended at %s, and the platform removes it from the subscription. Remove it from packages, or give it "+
					"another end.", name, s.End.ValueString()))
		}
	}

	if !r.HasPlatform() {
		return
	}
	if !plan.CustomerID.IsUnknown() {
		r.Platform.refuseSecond(state.CustomerID, plan.CustomerID, tf.FingerprintOf(req.Config.Raw), !plan.sameAs(state), &resp.Diagnostics)
	}
	if !r.Platform.Preflight || resp.Diagnostics.HasError() {
		return
	}
	if plan.CustomerID.IsUnknown() {
		r.Platform.reach.Check(ctx, &resp.Diagnostics, r.Platform.listsChannels(""))
		return
	}
	if isNew && !r.checkOverwrite(ctx, plan, &resp.Diagnostics) {
		return
	}
	r.Platform.checkSubscribed(ctx, plan, state, lost, &resp.Diagnostics)
}

// refuseSecond reports another resource of this run for the same customer, unless neither changes anything.
func (p *Platform) refuseSecond(from, to types.String, config tf.Fingerprint, changes bool, diags *diag.Diagnostics) {
	detail := fmt.Sprintf("A customer has one subscription, and more than one iptv_subscription manages that of customer %s: each apply "+
		"undoes what the other has set. "+
		"Keep one of them. To take the other one out of the state and leave the customer as it is, use a removed block with lifecycle { "+
		"destroy = false }, "+
		"or `terraform state rm ADDRESS`.", to.ValueString())
	switch p.claims.planned(from, to, config, changes) {
	case clashNot:
	case clashIdle:
		diags.AddAttributeWarning(path.Root("customer_id"), "Two resources for one customer", detail)
	case clashError:
		diags.AddAttributeError(path.Root("customer_id"), "Two resources for one customer", detail+tf.StillDestroys)
	}
}

// checkOverwrite reports at plan what the creation would refuse. What cannot be read is no error, but a customer
// without a subscription is one. It reports whether there is more to check.
func (r *subscriptionResource) checkOverwrite(ctx context.Context, plan subscriptionModel, diags *diag.Diagnostics) bool {
	var existing api.Subscription
	var err error
	asked := false
	read := func(ctx context.Context) error {
		asked = true
		existing, err = r.Platform.readForPlan(ctx, plan.CustomerID.ValueString())
		return err
	}
	if !r.Platform.reach.Check(ctx, diags, read) {
		return false
	}
	if !asked && r.Platform.reach.Failed(diags, read(ctx)) {
		return false
	}
	switch {
	case api.HasNoIPTV(err):
		addSubscriptionError(diags, "Customer has no subscription", plan.CustomerID.ValueString(), err)
	case err != nil:
		tflog.Debug(ctx, "the subscription is not checked: it cannot be read", map[string]any{"error": err.Error()})
	default:
		plan.refuseOverwrite(existing, r.Platform.claims.held(plan.CustomerID), time.Now(), diags)
	}
	return true
}

// refuseOverwrite reports what a customer has that the creation would drop or change, unless that is allowed or the
// configuration's own: a resource that is tainted or replaced holds it, as its state says.
func (m *subscriptionModel) refuseOverwrite(existing api.Subscription, held []subscriptionModel, now time.Time, diags *diag.Diagnostics) {
	if m.AllowOverwrite.IsUnknown() || m.AllowOverwrite.ValueBool() {
		return
	}
	for _, own := range held {
		existing = own.disowned(existing)
	}
	if lost := m.overwrites(existing, now); len(lost) > 0 {
		customer := m.CustomerID.ValueString()
		diags.AddAttributeError(path.Root("customer_id"), "Subscription would be overwritten",
			fmt.Sprintf("Customer %s already has %s, which this configuration would drop or change.\n\n"+
				"To manage the subscription as it is, run `terraform import ADDRESS %s`, where ADDRESS is this resource. To replace "+
				"what the customer has, set allow_overwrite = true.",
				customer, strings.Join(lost, ", "), customer)+tf.StillDestroys)
	}
}

// disowned is what a customer has without what the model, a state of it, manages.
func (m *subscriptionModel) disowned(existing api.Subscription) api.Subscription {
	if !m.NPvr.IsNull() {
		existing.NPvr.Override = false
	}
	if !m.Scrub.IsNull() {
		existing.Scrub.Override = false
	}
	own := map[string]bool{}
	for _, s := range subscribedModels(m.Packages) {
		own[api.Key(s.ID.ValueString())] = true
	}
	existing.Packages = slices.DeleteFunc(slices.Clone(existing.Packages), func(p api.Subscribed) bool { return own[api.Key(p.ID)] })
	return existing
}

// overwrites is what a customer has that the creation would drop or change. What is not managed stays, and so does
// what is not known yet as far as anybody can tell.
func (m *subscriptionModel) overwrites(existing api.Subscription, now time.Time) []string {
	var lost []string
	if !m.Packages.IsNull() && isSetFullyKnown(m.Packages) {
		wanted := map[string]api.Subscribed{}
		for _, s := range m.packagesToAPI(nil, now) {
			wanted[api.Key(s.ID)] = s
		}
		for _, has := range existing.Packages {
			want, kept := wanted[api.Key(has.ID)]
			switch {
			case !kept:
				lost = append(lost, "package "+has.ID)
			case !want.End.Equal(has.End.Time) || !want.Start.IsZero() && !has.Start.IsZero() && !want.Start.Equal(has.Start.Time):
				lost = append(lost, "package "+has.ID+" with other dates")
			}
		}
	}
	if existing.NPvr.Override && !m.NPvr.IsNull() && isFullyKnown(m.NPvr) && !m.hasNPvr(existing) {
		lost = append(lost, "an override of network recording")
	}
	if existing.Scrub.Override && !m.Scrub.IsNull() && isFullyKnown(m.Scrub) && !m.hasScrub(existing.Scrub) {
		lost = append(lost, "an override of scrubbing")
	}
	return lost
}

// hasNPvr reports whether the customer's network recording is what the configuration says.
func (m *subscriptionModel) hasNPvr(existing api.Subscription) bool {
	return m.NPvr.Equal(npvrObject(m.NPvr, existing, false))
}

func (m *subscriptionModel) hasScrub(existing api.Scrub) bool {
	return m.Scrub.Equal(scrubObject(m.Scrub, existing, false))
}

// isFullyKnown reports whether no member is unknown.
func isFullyKnown(block types.Object) bool {
	if block.IsUnknown() {
		return false
	}
	for _, member := range block.Attributes() {
		if member.IsUnknown() {
			return false
		}
	}
	return true
}

// isSetFullyKnown reports whether no element of packages, nor a member of one, is unknown.
func isSetFullyKnown(set types.Set) bool {
	if set.IsUnknown() {
		return false
	}
	for _, element := range set.Elements() {
		if object, ok := element.(types.Object); !ok || !isFullyKnown(object) {
			return false
		}
	}
	return true
}

// checkSubscribed reports packages that do not exist and a second main package. It asks nothing when no package is new.
// A catalogue that cannot be read is no error.
//
// A package that was there before, of which lost is those that a refresh has found gone, is a warning at most: an error
// would stand in the way of a destroy.
func (p *Platform) checkSubscribed(ctx context.Context, plan, state subscriptionModel, lost []string, diags *diag.Diagnostics) {
	had, gone := map[string]bool{}, map[string]bool{}
	for _, key := range lost {
		gone[key] = true
	}
	for _, s := range subscribedModels(state.Packages) {
		had[api.Key(s.ID.ValueString())] = true
	}
	wanted, ids := []subscribedModel{}, []string{}
	isChanged := false
	for _, s := range subscribedModels(plan.Packages) {
		if !s.ID.IsUnknown() && !s.expired(time.Now()) {
			wanted, ids = append(wanted, s), append(ids, s.ID.ValueString())
			isChanged = isChanged || !had[api.Key(s.ID.ValueString())]
		}
	}
	if !isChanged {
		return
	}
	customer := plan.CustomerID.ValueString()
	found, isComplete, err := p.findPackages(ctx, customer, ids)
	if p.reach.Failed(diags, err) {
		return
	}
	var mains []string
	for _, s := range wanted {
		k, ok := found[api.Key(s.ID.ValueString())]
		switch {
		case ok && k.Main:
			mains = append(mains, s.ID.ValueString())
		case !ok && isComplete && gone[api.Key(s.ID.ValueString())]:
			diags.AddAttributeWarning(path.Root("packages").AtSetValue(s.element).AtName("id"), "Package is gone",
				fmt.Sprintf("Customer %s had package %s, to which it can no longer subscribe: the platform will refuse it. Remove it "+
					"from packages.", customer, s.ID.ValueString()))
		case !ok && isComplete && !had[api.Key(s.ID.ValueString())]:
			diags.AddAttributeError(path.Root("packages").AtSetValue(s.element).AtName("id"), "Unknown package",
				fmt.Sprintf("Customer %s cannot subscribe to package %s. The data source iptv_packages lists the packages. With "+
					"preflight = false in the provider block this is not checked at plan.",
					customer, s.ID.ValueString())+tf.StillDestroys)
		}
	}
	if len(mains) > 1 {
		diags.AddAttributeError(path.Root("packages"), "More than one main package",
			"A subscription holds at most one main package, but these are all main packages: "+strings.Join(mains,
				", ")+". Keep one of them."+tf.StillDestroys)
	}
}
