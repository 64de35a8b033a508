package icareus

import (
	"context"
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
	_ resource.ResourceWithImportState = (*channelResource)(nil)
	_ resource.ResourceWithModifyPlan  = (*channelResource)(nil)
	_ resource.ResourceWithMoveState   = (*channelResource)(nil)
)

type channelResource struct {
	tf.Resource[*Platform]

	name string
}

func newChannelResource(name string) func() resource.Resource {
	return func() resource.Resource {
		return &channelResource{Resource: tf.Resource[*Platform]{Use: use()}, name: name}
	}
}

func (r *channelResource) Metadata(_ context.Context, _ resource.MetadataRequest, resp *resource.MetadataResponse) {
	resp.TypeName = r.name
}

func (r *channelResource) Schema(_ context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	resp.Schema = channelSchema()
}

func (r *channelResource) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	var plan channelResourceModel
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	if resp.Diagnostics.HasError() || !r.Ready(&resp.Diagnostics) {
		return
	}
	icon, ok := plan.plannedIcon(&resp.Diagnostics)
	if !ok {
		return
	}

	channel, others, err := r.Platform.channels.Create(ctx, inventory.Creation[api.Channel]{
		Send:    func(ctx context.Context) (api.Channel, error) { return r.Platform.api.CreateChannel(ctx, plan.toAPI()) },
		Matches: func(c api.Channel) bool { return plan.isSetOn(c) },
		Near:    func(c api.Channel) bool { return tf.NearlyEqual(plan.Name.ValueString(), c.Name) },
	})
	if err != nil {
		tf.AddCreateError(&resp.Diagnostics, "channel", err, channelField)
		return
	}

	state := channelResourceModel{IconFile: plan.IconFile, IconSHA256: types.StringNull()}
	state.fromAPI(channel)
	tf.AddOthersWarning(&resp.Diagnostics, "channel", state.ID.ValueString(), others)
	resp.Diagnostics.Append(resp.State.Set(ctx, state)...)
	if resp.Diagnostics.HasError() || icon == nil {
		return
	}

	channel, err = r.Platform.api.UploadIcon(ctx, int64(channel.ServiceID), icon.name, icon.content)
	if err != nil {
		tf.AddError(&resp.Diagnostics, "Cannot upload channel icon", err, channelField,
			"Channel "+state.ID.ValueString()+" exists and is in state, marked as tainted. `terraform untaint` keeps it, and the next apply uploads the icon only.")
		return
	}
	r.Platform.channels.Wrote(channel)
	state.fromAPI(channel)
	state.IconSHA256 = types.StringValue(icon.sha256)
	resp.Diagnostics.Append(resp.State.Set(ctx, state)...)
}

func (r *channelResource) Read(ctx context.Context, req resource.ReadRequest, resp *resource.ReadResponse) {
	var state channelResourceModel
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	if resp.Diagnostics.HasError() || !r.CanRefresh(&resp.Diagnostics) {
		return
	}

	channel, found, err := r.Platform.channels.Read(ctx, state.ID.ValueString())
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
	resp.Diagnostics.Append(tf.Refresh(ctx, &resp.State, state, refreshed)...)
}

func (r *channelResource) Update(ctx context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	var plan, state channelResourceModel
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	if resp.Diagnostics.HasError() || !r.Ready(&resp.Diagnostics) {
		return
	}
	icon, ok := plan.plannedIcon(&resp.Diagnostics)
	if !ok {
		return
	}
	id := state.ServiceID.ValueInt64()

	if input := plan.changes(state.channelModel); !input.IsEmpty() {
		channel, err := r.Platform.api.UpdateChannel(ctx, id, input)
		if err != nil {
			tf.AddError(&resp.Diagnostics, "Cannot update channel", err, channelField, "")
			return
		}
		r.Platform.channels.Wrote(channel)
		state.fromAPI(channel)
		resp.Diagnostics.Append(resp.State.Set(ctx, state)...)
		if resp.Diagnostics.HasError() {
			return
		}
	}

	switch {
	case icon == nil:
		state.IconSHA256 = types.StringNull()
	case icon.sha256 != state.IconSHA256.ValueString():
		channel, err := r.Platform.api.UploadIcon(ctx, id, icon.name, icon.content)
		if err != nil {
			tf.AddError(&resp.Diagnostics, "Cannot upload channel icon", err, channelField, "The next apply uploads it again.")
			return
		}
		r.Platform.channels.Wrote(channel)
		state.fromAPI(channel)
		state.IconSHA256 = types.StringValue(icon.sha256)
	}
	state.IconFile = plan.IconFile
	state.keepComputed(plan.channelModel)
	resp.Diagnostics.Append(resp.State.Set(ctx, state)...)
}

func (r *channelResource) Delete(ctx context.Context, req resource.DeleteRequest, resp *resource.DeleteResponse) {
	var state channelResourceModel
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	if resp.Diagnostics.HasError() || !r.Ready(&resp.Diagnostics) {
		return
	}

	if err := r.Platform.api.DeleteChannel(ctx, state.ServiceID.ValueInt64()); err != nil {
		tf.AddError(&resp.Diagnostics, "Cannot delete channel", err, nil, "")
		return
	}
	r.Platform.channels.Deleted(state.ID.ValueString())
}

func (r *channelResource) ImportState(ctx context.Context, req resource.ImportStateRequest, resp *resource.ImportStateResponse) {
	id, err := strconv.ParseInt(req.ID, 10, 64)
	if err != nil || id < 1 {
		resp.Diagnostics.AddError("Invalid import ID", "A channel is imported by its numeric channel ID (service_id), such as 12346501.")
		return
	}
	resp.Diagnostics.Append(resp.State.SetAttribute(ctx, path.Root("id"), channelID(id))...)
}

func (r *channelResource) MoveState(context.Context) []resource.StateMover {
	if r.name == "icareus_channel" {
		return tf.MoveFrom("iptv_icareus_channel", channelSchema())
	}
	return tf.MoveFrom("icareus_channel", channelSchema())
}

// ModifyPlan makes the icon's hash known, and what an upload changes unknown.
func (r *channelResource) ModifyPlan(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	if req.Plan.Raw.IsNull() {
		return
	}
	var file, planned, uploaded types.String
	resp.Diagnostics.Append(req.Plan.GetAttribute(ctx, path.Root("icon_file"), &file)...)
	resp.Diagnostics.Append(req.Plan.GetAttribute(ctx, path.Root("icon_sha256"), &planned)...)
	if !req.State.Raw.IsNull() {
		resp.Diagnostics.Append(req.State.GetAttribute(ctx, path.Root("icon_sha256"), &uploaded)...)
	}
	if resp.Diagnostics.HasError() {
		return
	}

	hash := types.StringNull()
	switch {
	case file.IsUnknown():
		hash = types.StringUnknown()
	case !file.IsNull():
		icon, err := readIcon(file.ValueString())
		if err != nil {
			resp.Diagnostics.AddAttributeError(path.Root("icon_file"), "Cannot read icon file", tf.Sentence(err.Error()))
			return
		}
		hash = types.StringValue(icon.sha256)
	}
	if !hash.Equal(planned) {
		resp.Diagnostics.Append(resp.Plan.SetAttribute(ctx, path.Root("icon_sha256"), hash)...)
	}
	if hash.IsNull() || hash.Equal(uploaded) {
		return
	}
	for _, name := range []string{"small_icon", "medium_icon", "large_icon"} {
		resp.Diagnostics.Append(resp.Plan.SetAttribute(ctx, path.Root(name), types.StringUnknown())...)
	}
}

// plannedIcon reads the icon file, nil when there is none; false when it is not the file that was planned.
func (m *channelResourceModel) plannedIcon(diags *diag.Diagnostics) (*icon, bool) {
	if m.IconFile.IsNull() {
		return nil, true
	}
	icon, err := readIcon(m.IconFile.ValueString())
	if err != nil {
		diags.AddAttributeError(path.Root("icon_file"), "Cannot read icon file", tf.Sentence(err.Error()))
		return nil, false
	}
	if !m.IconSHA256.IsUnknown() && m.IconSHA256.ValueString() != icon.sha256 {
		diags.AddAttributeError(path.Root("icon_file"), "Icon file has changed",
			"The content of the icon file is not what it was when the plan was made. Make a new plan.")
		return nil, false
	}
	return &icon, true
}

// channelFields is the attributes by the platform's names (section 3).
var channelFields = map[string]string{
	"name": "name", "description": "description", "logicalChannelNumber": "logical_channel_number", "aspectRatio": "aspect_ratio",
	"primaryLanguage": "primary_language", "audioOnly": "audio_only", "autoRecord": "auto_record", "isPublic": "is_public",
	"isExclusive": "is_exclusive", "quality": "quality", "categories": "categories", "locationRestrictions": "location_restrictions",
	"channelIcon": "icon_file",
}

func channelField(field string) (path.Path, bool) {
	name, ok := channelFields[field]
	return path.Root(name), ok
}
