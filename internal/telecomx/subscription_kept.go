package telecomx

import (
	"fmt"
	"slices"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/iptvops/terraform-provider-iptv/internal/telecomx/api"
	"github.com/iptvops/terraform-provider-iptv/internal/tf"
)

// keepUnchanged plans what the state has where the configuration says the same in other words: a start that is omitted or
// is the known one, the same instant or id in another spelling, a member of scrub that is false or omitted, another
// allow_overwrite, which matters at the creation only. After an import nothing else tells them apart.
func (m *subscriptionModel) keepUnchanged(state subscriptionModel, known starts) {
	if m.samePackages(state, known) {
		m.Packages = state.Packages
	}
	if !m.Scrub.IsNull() && !state.Scrub.IsNull() && isFullyKnown(m.Scrub) && sameScrub(*m.scrubToAPI(), *state.scrubToAPI()) {
		m.Scrub = state.Scrub
	}
	if !state.AllowOverwrite.IsNull() {
		m.AllowOverwrite = state.AllowOverwrite
	}
}

// leaveUnmanaged plans what the state has, or nothing, for the blocks that the configuration omits.
func (m *subscriptionModel) leaveUnmanaged(config, state subscriptionModel, isNew bool) {
	if isNew {
		state.NPvr, state.Scrub = types.ObjectNull(npvrTypes), types.ObjectNull(scrubTypes)
		state.Packages = types.SetNull(types.ObjectType{AttrTypes: subscribedTypes})
	}
	if config.NPvr.IsNull() {
		m.NPvr = state.NPvr
	}
	if config.Scrub.IsNull() {
		m.Scrub = state.Scrub
	}
	if config.Packages.IsNull() {
		m.Packages = state.Packages
	}
}

func sameScrub(a, b api.Scrub) bool {
	if a.Override != b.Override || !a.Override {
		return a.Override == b.Override
	}
	return *a.Forward == *b.Forward && *a.Backward == *b.Backward && *a.Pause == *b.Pause
}

// samePackages reports whether both have the same packages until the same ends, started when the model says if it does.
func (m *subscriptionModel) samePackages(state subscriptionModel, known starts) bool {
	if m.Packages.IsNull() || state.Packages.IsNull() || !isSetFullyKnown(m.Packages) ||
		len(m.Packages.Elements()) != len(state.Packages.Elements()) {
		return false
	}
	had := map[string]subscribedModel{}
	for _, s := range subscribedModels(state.Packages) {
		had[api.Key(s.ID.ValueString())] = s
	}
	for _, s := range subscribedModels(m.Packages) {
		key := api.Key(s.ID.ValueString())
		before, same := had[key]
		started := date(before.Start)
		if before.Start.IsNull() {
			started = known[key]
		}
		if !same || !date(s.End).Equal(date(before.End).Time) || !s.Start.IsNull() && !date(s.Start).Equal(started.Time) {
			return false
		}
	}
	return true
}

// sameAs reports whether a plan, which may hold unknown values, leaves the subscription as the state has it.
func (m *subscriptionModel) sameAs(state subscriptionModel) bool {
	return m.NPvr.Equal(state.NPvr) && m.Scrub.Equal(state.Scrub) && m.Packages.Equal(state.Packages)
}

// packageKeys is the keys of the packages in state.
func (m *subscriptionModel) packageKeys() []string {
	var keys []string
	for _, s := range subscribedModels(m.Packages) {
		keys = append(keys, api.Key(s.ID.ValueString()))
	}
	return keys
}

// warnDifferences warns of what the response to a change has otherwise than it was sent. What it lacks is as it was sent.
func (m *subscriptionModel) warnDifferences(sent api.SubscriptionChange, has api.Subscription, now time.Time, diags *diag.Diagnostics) {
	tf.WarnUnread(diags, has.Unread)
	flag := func(at path.Path, planned, returned *bool) {
		if planned != nil && returned != nil {
			tf.WarnDifference(diags, platformName, at, types.BoolValue(*planned), types.BoolValue(*returned), "")
		}
	}
	number := func(at path.Path, planned, returned *int64) {
		if planned != nil && returned != nil {
			tf.WarnDifference(diags, platformName, at, types.Int64Value(*planned), types.Int64Value(*returned), "")
		}
	}
	if n, at := sent.NPvr, path.Root("npvr"); n != nil && !has.NPvr.Omitted {
		flag(at.AtName("override"), &n.Override, &has.NPvr.Override)
		flag(at.AtName("enabled"), n.Enabled, has.NPvr.Enabled)
		number(at.AtName("storage_hours"), n.StorageHours, has.NPvr.StorageHours)
		number(at.AtName("auto_expire_days"), n.AutoExpireDays, has.NPvr.AutoExpireDays)
	}
	if s, at := sent.Scrub, path.Root("scrub"); s != nil && !has.Scrub.Omitted {
		flag(at.AtName("override"), &s.Override, &has.Scrub.Override)
		flag(at.AtName("forward"), s.Forward, has.Scrub.Forward)
		flag(at.AtName("backward"), s.Backward, has.Scrub.Backward)
		flag(at.AtName("pause"), s.Pause, has.Scrub.Pause)
	}
	if sent.Packages == nil || has.Packages == nil || has.Unread != nil {
		return
	}
	tf.WarnDifferences(diags, platformName, path.Root("packages"), differences(*sent.Packages, has.Packages, m.statedStarts(), now))
}

// statedStarts is the keys of the packages of which the configuration says when they start.
func (m *subscriptionModel) statedStarts() map[string]bool {
	stated := map[string]bool{}
	for _, s := range subscribedModels(m.Packages) {
		stated[api.Key(s.ID.ValueString())] = !s.Start.IsNull()
	}
	return stated
}

// differences says in which packages a response differs from what was sent. A package that ends in the meantime is none.
func differences(sent, has []api.Subscribed, starts map[string]bool, now time.Time) []string {
	kept := map[string]api.Subscribed{}
	for _, p := range has {
		kept[api.Key(p.ID)] = p
	}
	var differ []string
	for _, p := range sent {
		is, ok := kept[api.Key(p.ID)]
		delete(kept, api.Key(p.ID))
		switch {
		case !ok && (p.End.IsZero() || p.End.After(now)):
			differ = append(differ, fmt.Sprintf("package %s was sent and is not there", p.ID))
		case !ok:
		case !p.End.Equal(is.End.Time):
			differ = append(differ, fmt.Sprintf("package %s was to end %s and ends %s", p.ID, moment(p.End), moment(is.End)))
		case starts[api.Key(p.ID)] && !is.Start.IsZero() && !p.Start.Equal(is.Start.Time):
			differ = append(differ, fmt.Sprintf("package %s was to start %s and starts %s", p.ID, moment(p.Start), moment(is.Start)))
		}
	}
	for _, p := range kept {
		differ = append(differ, fmt.Sprintf("package %s was not sent and is there", p.ID))
	}
	slices.Sort(differ)
	return differ
}

func moment(d api.Date) string {
	if d.IsZero() {
		return "never"
	}
	return "at " + d.String()
}
