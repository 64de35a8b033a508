package telecomx

import (
	"cmp"
	"reflect"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/iptvops/terraform-provider-iptv/internal/telecomx/api"
	"github.com/iptvops/terraform-provider-iptv/internal/tf"
)

// subscriptionModel is a subscription in state.
type subscriptionModel struct {
	ID             types.String `tfsdk:"id"`
	CustomerID     types.String `tfsdk:"customer_id"`
	NPvr           types.Object `tfsdk:"npvr"`
	EffectiveNPvr  types.Object `tfsdk:"effective_npvr"`
	Scrub          types.Object `tfsdk:"scrub"`
	Packages       types.Set    `tfsdk:"packages"`
	AllowOverwrite types.Bool   `tfsdk:"allow_overwrite"`
}

// fromAPI reads what is managed. An import does not know yet what is: it takes over what the customer has, which may be
// nothing.
func (m *subscriptionModel) fromAPI(s api.Subscription, imported bool, now time.Time) {
	m.EffectiveNPvr = effectiveNPvr(s)
	if !m.NPvr.IsNull() || imported {
		m.NPvr = npvrObject(m.NPvr, s, imported)
	}
	if !m.Scrub.IsNull() || imported {
		m.Scrub = scrubObject(m.Scrub, s.Scrub, imported)
	}
	if !m.Packages.IsNull() || imported {
		before := subscribedModels(m.Packages)
		if imported {
			before = upcoming(s.Packages, now)
		}
		m.Packages = subscribedSet(before, s.Packages, now)
	}
}

// effectiveNPvr is what is in force. Where the reseller's defaults are not returned, as by an update, the members show them.
func effectiveNPvr(s api.Subscription) types.Object {
	r := s.NPvr.Recording
	if reseller := s.ResellerNPvr; reseller != nil {
		if !s.NPvr.Override {
			r = api.Recording{}
		}
		r = api.Recording{
			Enabled: cmp.Or(r.Enabled, reseller.Enabled), StorageHours: cmp.Or(r.StorageHours, reseller.StorageHours),
			AutoExpireDays: cmp.Or(r.AutoExpireDays, reseller.AutoExpireDays),
		}
	}
	if r.Enabled == nil { // a reseller who offers none has no value
		r.Enabled = new(bool)
	}
	return types.ObjectValueMust(recordingTypes, map[string]attr.Value{
		"enabled": types.BoolPointerValue(r.Enabled), "storage_hours": types.Int64PointerValue(r.StorageHours),
		"auto_expire_days": types.Int64PointerValue(r.AutoExpireDays),
	})
}

// npvrObject is npvr as the platform has it. A get may show the reseller's value where nothing is overridden (section
// 9, 4), so that such a value is none for a member that had none.
func npvrObject(before types.Object, s api.Subscription, imported bool) types.Object {
	r, reseller := s.NPvr.Recording, api.Recording{}
	switch {
	case !s.NPvr.Override:
		r = api.Recording{}
	case s.ResellerNPvr != nil && !imported:
		reseller = *s.ResellerNPvr
	}
	had := before.Attributes()
	return types.ObjectValueMust(npvrTypes, map[string]attr.Value{
		"override":         types.BoolValue(s.NPvr.Override),
		"enabled":          types.BoolPointerValue(unlessDefault(had["enabled"], r.Enabled, reseller.Enabled)),
		"storage_hours":    types.Int64PointerValue(unlessDefault(had["storage_hours"], r.StorageHours, reseller.StorageHours)),
		"auto_expire_days": types.Int64PointerValue(unlessDefault(had["auto_expire_days"], r.AutoExpireDays, reseller.AutoExpireDays)),
	})
}

// unlessDefault is the value, or nil when it equals the default and there was none before.
func unlessDefault[T comparable](had attr.Value, value, otherwise *T) *T {
	if (had == nil || had.IsNull()) && value != nil && otherwise != nil && *value == *otherwise {
		return nil
	}
	return value
}

// scrubObject is scrub as the platform has it. Without a value a member is not allowed.
func scrubObject(before types.Object, s api.Scrub, imported bool) types.Object {
	if !s.Override {
		s = api.Scrub{}
	}
	had := before.Attributes()
	member := func(name string, value *bool) attr.Value {
		hadNone := had[name] == nil || had[name].IsNull()
		if !imported && hadNone && value != nil && !*value {
			return types.BoolNull()
		}
		if !hadNone && value == nil && s.Override {
			return types.BoolValue(false)
		}
		return types.BoolPointerValue(value)
	}
	return types.ObjectValueMust(scrubTypes, map[string]attr.Value{
		"override": types.BoolValue(s.Override),
		"forward":  member("forward", s.Forward), "backward": member("backward", s.Backward), "pause": member("pause", s.Pause),
	})
}

// npvrToAPI is what is sent for a known block, nil when it is not managed.
func (m *subscriptionModel) npvrToAPI() *api.NPvr {
	if m.NPvr.IsNull() || m.NPvr.IsUnknown() {
		return nil
	}
	members := m.NPvr.Attributes()
	n := api.NPvr{Override: boolean(members["override"]) != nil && *boolean(members["override"])}
	if n.Override {
		n.Recording = api.Recording{
			Enabled: boolean(members["enabled"]), StorageHours: integer(members["storage_hours"]),
			AutoExpireDays: integer(members["auto_expire_days"]),
		}
	}
	return &n
}

// scrubToAPI is what is sent for a known block, nil when it is not managed. An override is sent whole: null has no
// documented meaning here (section 4.1).
func (m *subscriptionModel) scrubToAPI() *api.Scrub {
	if m.Scrub.IsNull() || m.Scrub.IsUnknown() {
		return nil
	}
	members := m.Scrub.Attributes()
	if override := boolean(members["override"]); override == nil || !*override {
		return &api.Scrub{}
	}
	return &api.Scrub{
		Override: true, Forward: cmp.Or(boolean(members["forward"]), new(bool)),
		Backward: cmp.Or(boolean(members["backward"]), new(bool)), Pause: cmp.Or(boolean(members["pause"]), new(bool)),
	}
}

// boolean is a known value, nil for none.
func boolean(v attr.Value) *bool {
	b, _ := v.(types.Bool)
	return tf.IfKnown(b, b.ValueBool())
}

// integer is a known value, nil for none.
func integer(v attr.Value) *int64 {
	n, _ := v.(types.Int64)
	return tf.IfKnown(n, n.ValueInt64())
}

// changes is what an update has to send. A block that is not managed any more is left as it is.
func (m *subscriptionModel) changes(state subscriptionModel, starts starts, now time.Time) api.SubscriptionChange {
	var change api.SubscriptionChange
	if n := m.npvrToAPI(); n != nil && !reflect.DeepEqual(n, state.npvrToAPI()) {
		change.NPvr = n
	}
	if s := m.scrubToAPI(); s != nil && !reflect.DeepEqual(s, state.scrubToAPI()) {
		change.Scrub = s
	}
	if !m.Packages.IsNull() {
		packages := m.packagesToAPI(starts, now)
		if state.Packages.IsNull() || !sameSubscribed(packages, state.packagesToAPI(starts, now)) {
			change.Packages = &packages
		}
	}
	return change
}
