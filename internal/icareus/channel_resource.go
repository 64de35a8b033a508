package icareus

import (
	"context"
	"fmt"
	"strconv"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/iptvops/terraform-provider-iptv/internal/icareus/api"
	"github.com/iptvops/terraform-provider-iptv/internal/inventory"
	"github.com/iptvops/terraform-provider-iptv/internal/tf"
)

var (
	_ resource.ResourceWithConfigure   = (*channelResource)(nil)
	_ resource.ResourceWithIdentity    = (*channelResource)(nil)
	_ resource.ResourceWithImportState = (*channelResource)(nil)
	_ resource.ResourceWithModifyPlan  = (*channelResource)(nil)
	_ resource.ResourceWithMoveState   = (*channelResource)(nil)
)

type channelResource struct{ tf.Resource[Platform] }

func newChannelResource() resource.Resource {
	return &channelResource{tf.NewResource("icareus_channel", providerData.Icareus)}
}

func newChannelTwinResource() resource.Resource {
	return &channelResource{tf.NewResource("iptv_icareus_channel", providerData.Icareus)}
}

func (r *channelResource) Schema(_ context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	resp.Schema = channelSchema()
}

// Create never ends with an error once the channel exists: Terraform would mark it as tainted, and the next apply would
// delete a channel that may be running. What is left to do is a warning then, which the next plan shows as an update.
func (r *channelResource) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	// Read the request.
	var config, state, got channelResourceModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &config)...)
	resp.Diagnostics.Append(req.Plan.Get(ctx, &state)...)
	if resp.Diagnostics.HasError() || !r.HasPlatformOrError(&resp.Diagnostics) {
		return
	}
	plan := state
	icon, ok := config.toUpload(plan, "", &resp.Diagnostics)
	if !ok {
		return
	}

	// Call the platform.
	r.Platform.applies()
	channel, others, err := r.Platform.channels.Create(ctx, inventory.Creation[api.Channel]{
		Send:    func(ctx context.Context) (api.Channel, error) { return r.Platform.api.CreateChannel(ctx, plan.toAPI()) },
		Matches: func(c api.Channel) bool { return plan.isSetOn(c) },
		Near:    func(c api.Channel) bool { return tf.NearlyEqual(plan.Name.ValueString(), c.Name) },
	})
	if err != nil {
		tf.AddCreateError(&resp.Diagnostics, "channel", err, channelField)
		return
	}
	id := int64(channel.ServiceID)
	r.Platform.holds(types.StringValue(channelID(id)))

	tf.AddOthersWarning(&resp.Diagnostics, "channel", channelID(id), others)
	var notUploaded error
	if icon != nil {
		var withIcon api.Channel
		if withIcon, notUploaded = r.Platform.api.UploadIcon(ctx, id, icon.name, icon.content); notUploaded == nil {
			channel = withIcon
			r.Platform.channels.Wrote(channel)
		} else {
			warnNotUploaded(config.iconPath(), id, notUploaded, &resp.Diagnostics)
		}
	}

	got.fromAPI(channel)
	state.settle(got)
	if state.IconSHA256.IsUnknown() {
		state.IconSHA256 = uploadedHash(icon, notUploaded)
	}
	state.warnDifferences(channel, &resp.Diagnostics)

	// Write the state.
	resp.Diagnostics.Append(resp.State.Set(ctx, state)...)
	tf.KeepIdentity(ctx, resp.Identity, state.identity(r.organization()), &resp.Diagnostics)
	r.Platform.setOwned(ctx, resp.Private, &resp.Diagnostics)
	if notUploaded != nil {
		tf.SetPrivate(ctx, resp.Private, privateNotUploaded, true, &resp.Diagnostics)
	}
}

func (r *channelResource) Read(ctx context.Context, req resource.ReadRequest, resp *resource.ReadResponse) {
	// Read the request.
	var state channelResourceModel
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	is := r.identityOf(ctx, req.Identity, req.Private, state.channelModel, &resp.Diagnostics)
	tf.KeepIdentity(ctx, resp.Identity, is, &resp.Diagnostics)
	if resp.Diagnostics.HasError() || !r.HasPlatformOrWarning(&resp.Diagnostics) {
		return
	}

	// Call the platform.
	if !r.Platform.owns(is, &resp.Diagnostics) {
		return
	}
	r.Platform.holds(state.ID)
	channel, found, err := r.Platform.channels.Read(ctx, state.ID.ValueString())
	if r.Platform.reach.FailedRefresh(&resp.Diagnostics, err) {
		return
	}
	if err != nil {
		tf.AddError(&resp.Diagnostics, "Cannot read channel", err, nil, "")
		return
	}
	if !found {
		resp.State.RemoveResource(ctx)
		return
	}

	refreshed := state
	refreshed.fromAPI(channel)
	refreshed.keepUnread(channel.Unread, state)
	warnUnread(channel, &resp.Diagnostics)
	// An icon that is not there is drift where it is known how one shows: what an icon's addresses hold is documented nowhere.
	isGone := state.LargeIcon.ValueString() != "" && refreshed.LargeIcon.ValueString() == ""
	if isGone || tf.HasPrivate(ctx, req.Private, privateNotUploaded, &resp.Diagnostics) {
		refreshed.IconSHA256 = types.StringNull()
	}

	// Write the state.
	resp.Diagnostics.Append(tf.Refresh(ctx, &resp.State, state, refreshed)...)
	switch isImport := state.Name.IsNull(); {
	case refreshed.PrimaryLanguage.ValueString() != "":
		tf.RemovePrivate(ctx, resp.Private, privateNoLanguage, &resp.Diagnostics)
	case isImport:
		tf.SetPrivate(ctx, resp.Private, privateNoLanguage, true, &resp.Diagnostics)
	}
	r.Platform.setOwned(ctx, resp.Private, &resp.Diagnostics)
}

func (r *channelResource) Update(ctx context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	// Read the request.
	var config, plan, prior channelResourceModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &config)...)
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	resp.Diagnostics.Append(req.State.Get(ctx, &prior)...)
	is := r.identityOf(ctx, req.Identity, req.Private, prior.channelModel, &resp.Diagnostics)
	tf.KeepIdentity(ctx, resp.Identity, is, &resp.Diagnostics)
	if resp.Diagnostics.HasError() || !r.HasPlatformOrError(&resp.Diagnostics) || !r.Platform.owns(is, &resp.Diagnostics) {
		return
	}
	uploaded := prior.IconSHA256.ValueString()
	if tf.HasPrivate(ctx, req.Private, privateNotUploaded, &resp.Diagnostics) {
		uploaded = ""
	}
	icon, ok := config.toUpload(plan, uploaded, &resp.Diagnostics)
	if !ok {
		return
	}

	// Call the platform.
	r.Platform.applies()
	id, got, state := prior.ServiceID.ValueInt64(), prior, plan
	var channel *api.Channel
	if input := plan.changes(prior.channelModel); !input.IsEmpty() {
		updated, err := r.Platform.api.UpdateChannel(ctx, id, input)
		if err != nil {
			tf.AddError(&resp.Diagnostics, "Cannot update channel", err, channelField, "")
			return
		}
		r.Platform.channels.Wrote(updated)
		channel = &updated
	}

	var notUploaded error
	if icon != nil {
		var withIcon api.Channel
		if withIcon, notUploaded = r.Platform.api.UploadIcon(ctx, id, icon.name, icon.content); notUploaded == nil {
			r.Platform.channels.Wrote(withIcon)
			channel = &withIcon
		} else {
			fields := func(string) (path.Path, bool) { return config.iconPath(), true }
			tf.AddError(&resp.Diagnostics, "Cannot upload channel icon", notUploaded, fields, "The next apply uploads it again.")
		}
	}

	if channel != nil {
		got.fromAPI(*channel)
		got.keepUnread(channel.Unread, prior)
		state.warnDifferences(*channel, &resp.Diagnostics)
	}
	state.settle(got)
	switch {
	case notUploaded != nil:
		state.IconFile, state.IconBase64, state.IconSHA256 = prior.IconFile, prior.IconBase64, prior.IconSHA256
	case plan.IconSHA256.IsUnknown() && icon != nil:
		state.IconSHA256 = types.StringValue(icon.sha256)
	case plan.IconSHA256.IsUnknown():
		state.IconSHA256 = keptHash(config, uploaded)
	}

	// Write the state.
	resp.Diagnostics.Append(resp.State.Set(ctx, state)...)
	if icon != nil && notUploaded == nil {
		tf.RemovePrivate(ctx, resp.Private, privateNotUploaded, &resp.Diagnostics)
	}
	if state.PrimaryLanguage.ValueString() != "" {
		tf.RemovePrivate(ctx, resp.Private, privateNoLanguage, &resp.Diagnostics)
	}
}

func (r *channelResource) Delete(ctx context.Context, req resource.DeleteRequest, resp *resource.DeleteResponse) {
	// Read the request.
	var state channelResourceModel
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	is := r.identityOf(ctx, req.Identity, req.Private, state.channelModel, &resp.Diagnostics)
	if resp.Diagnostics.HasError() || !r.HasPlatformOrError(&resp.Diagnostics) {
		return
	}

	// Call the platform.
	if !r.Platform.owns(is, &resp.Diagnostics) {
		return
	}
	r.Platform.applies()
	if err := r.Platform.api.DeleteChannel(ctx, state.ServiceID.ValueInt64()); err != nil {
		tf.AddError(&resp.Diagnostics, "Cannot delete channel", err, nil,
			fmt.Sprintf("Channel %s (%s) stays in state.", state.ID.ValueString(), state.Name.ValueString()))
		return
	}
	r.Platform.channels.Deleted(state.ID.ValueString())
}

func (r *channelResource) ImportState(ctx context.Context, req resource.ImportStateRequest, resp *resource.ImportStateResponse) {
	// Read the request.
	is := channelIdentity{ID: types.StringValue(req.ID)}
	if req.ID == "" && req.Identity != nil {
		resp.Diagnostics.Append(req.Identity.Get(ctx, &is)...)
	}
	id, err := strconv.ParseInt(is.ID.ValueString(), 10, 64)
	if err != nil || id < 1 {
		tf.AddInvalidImportID(&resp.Diagnostics, is.ID.ValueString(),
			"A channel is imported by its numeric channel ID (service_id), such as 12346501.")
		return
	}
	if r.HasPlatform() && !r.Platform.owns(is, &resp.Diagnostics) {
		return
	}
	if is.OrganizationID.IsNull() {
		is.OrganizationID = r.organization()
	}
	is.ID = types.StringValue(channelID(id))

	// Write the state.
	resp.Diagnostics.Append(resp.State.SetAttribute(ctx, path.Root("id"), is.ID)...)
	if resp.Identity != nil {
		resp.Diagnostics.Append(resp.Identity.Set(ctx, is)...)
	}
}

// MoveState takes over the state, and the identity, of the twin.
func (r *channelResource) MoveState(context.Context) []resource.StateMover {
	twin := "icareus_channel"
	if r.TypeName == twin {
		twin = "iptv_icareus_channel"
	}
	return tf.MoveFrom(twin, channelSchema(), func(ctx context.Context, req resource.MoveStateRequest, diags *diag.Diagnostics) any {
		var state channelResourceModel
		diags.Append(req.SourceState.Get(ctx, &state)...)
		return r.identityOf(ctx, nil, req.SourcePrivate, state.channelModel, diags)
	})
}
