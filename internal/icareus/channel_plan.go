package icareus

import (
	"context"
	"path/filepath"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/iptvops/terraform-provider-iptv/internal/icareus/api"
	"github.com/iptvops/terraform-provider-iptv/internal/tf"
)

// ModifyPlan checks values against the state, makes the icon's hash known and what an upload changes unknown, keeps a
// channel that was imported without a language as it is, and for a new channel asks whether the platform can be used at all,
// and whether it exists already.
func (r *channelResource) ModifyPlan(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	isNew := req.State.Raw.IsNull()
	var plan, state channelResourceModel
	if !isNew {
		resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
		if r.HasPlatform() && !resp.Diagnostics.HasError() {
			r.Platform.holds(state.ID)
		}
	}
	if req.Plan.Raw.IsNull() {
		return
	}
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	if resp.Diagnostics.HasError() {
		return
	}

	plan.checkValues(ctx, state.channelModel, &resp.Diagnostics)
	uploaded := state.IconSHA256
	if !isNew && tf.HasPrivate(ctx, req.Private, privateNotUploaded, &resp.Diagnostics) {
		uploaded = types.StringNull()
	}
	planned := plan
	planned.planIcon(state, uploaded, &resp.Diagnostics)
	if !isNew && state.PrimaryLanguage.ValueString() == "" && tf.HasPrivate(ctx, req.Private, privateNoLanguage, &resp.Diagnostics) {
		var configured types.String
		resp.Diagnostics.Append(req.Config.GetAttribute(ctx, path.Root("primary_language"), &configured)...)
		if configured.IsNull() {
			planned.PrimaryLanguage = state.PrimaryLanguage
		}
	}
	if resp.Diagnostics.HasError() {
		return
	}
	changes := planned.planned()
	for i, before := range plan.planned() {
		if !changes[i].value().Equal(before.value()) {
			resp.Diagnostics.Append(resp.Plan.SetAttribute(ctx, path.Root(before.name), changes[i].value())...)
		}
	}
	if isNew && !resp.Diagnostics.HasError() && r.HasPlatform() && r.Platform.Preflight {
		if r.Platform.checkUsable(ctx, &resp.Diagnostics) {
			r.warnExisting(ctx, plan.channelModel, &resp.Diagnostics)
		}
	}
}

// planned is the attributes that ModifyPlan decides.
func (m *channelResourceModel) planned() []attribute {
	return []attribute{
		{"", "primary_language", &m.PrimaryLanguage},
		{"", "icon_file", &m.IconFile},
		{"", "icon_base64", &m.IconBase64},
		{"", "icon_sha256", &m.IconSHA256},
		{"", "small_icon", &m.SmallIcon},
		{"", "medium_icon", &m.MediumIcon},
		{"", "large_icon", &m.LargeIcon},
	}
}

// planIcon plans what follows from the icon. uploaded is the hash of the icon that the platform has.
func (m *channelResourceModel) planIcon(state channelResourceModel, uploaded types.String, diags *diag.Diagnostics) {
	switch {
	case !m.hasIcon():
		m.IconSHA256 = types.StringNull()
		return
	case !m.isIconKnown():
		m.IconSHA256 = types.StringUnknown()
	default:
		icon, err := m.readIcon()
		if err != nil {
			m.planUnreadable(state, err, diags)
			return
		}
		m.IconSHA256 = types.StringValue(icon.sha256)
		if m.IconSHA256.Equal(uploaded) {
			m.keepIconSource(state)
			return
		}
		if api.ImageType(icon.content) == "" {
			diags.AddAttributeError(m.iconPath(), "Icon is not an image", tf.Sentence(errNoImage.Error())+m.destroyAdvice(state))
			return
		}
	}
	m.SmallIcon, m.MediumIcon, m.LargeIcon = types.StringUnknown(), types.StringUnknown(), types.StringUnknown()
}

// keepIconSource keeps the state's path, or base64 text, of an icon that has the same content: there is nothing to do.
func (m *channelResourceModel) keepIconSource(state channelResourceModel) {
	if !m.IconFile.IsNull() && !state.IconFile.IsNull() {
		m.IconFile = state.IconFile
	}
	if !m.IconBase64.IsNull() && !state.IconBase64.IsNull() {
		m.IconBase64 = state.IconBase64
	}
}

// planUnreadable is for a file that cannot be read. Where the state names it already nothing has to be done with it, and
// a destroy, which plans this first, is not to fail for it.
func (m *channelResourceModel) planUnreadable(state channelResourceModel, err error, diags *diag.Diagnostics) {
	isKept := !m.IconFile.IsNull() && !state.IconFile.IsNull() &&
		filepath.Base(m.IconFile.ValueString()) == filepath.Base(state.IconFile.ValueString())
	if !isKept {
		advice := ""
		if !m.IconFile.IsNull() {
			advice = " Pass the content of a file that the same apply writes as icon_base64."
		}
		diags.AddAttributeError(m.iconPath(), "Cannot read icon", tf.Sentence(err.Error())+advice+m.destroyAdvice(state))
		return
	}
	diags.AddAttributeWarning(m.iconPath(), "Icon is not checked", tf.Sentence(err.Error())+" The channel keeps the icon that it has.")
	m.IconSHA256, m.IconFile = state.IconSHA256, state.IconFile
}

// destroyAdvice is for a channel that exists.
func (m *channelResourceModel) destroyAdvice(state channelResourceModel) string {
	if state.ID.IsNull() {
		return ""
	}
	return tf.StillDestroys
}

// checkUsable reports whether the platform can be used as it is configured, with an error, once a run, if it cannot. The list
// is the one that the first create needs anyway.
func (p *Platform) checkUsable(ctx context.Context, diags *diag.Diagnostics) bool {
	var failed error
	isUsable := p.reach.Check(ctx, diags, func(ctx context.Context) error {
		if _, _, failed = p.channels.List(ctx); failed != nil {
			p.unlisted.Store(true)
		}
		return failed
	})
	if failed != nil && api.IsUnknownOrganization(failed) {
		diags.AddError("Unknown organisation", tf.Sentence(failed.Error())+
			" Check organization_id in the provider block icareus = { ... }, or the environment variable ICAREUS_ORGANIZATION_ID.")
	}
	return isUsable && failed == nil
}
