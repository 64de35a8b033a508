package icareus

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strconv"

	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"

	"github.com/iptvops/terraform-provider-iptv/internal/icareus/api"
	"github.com/iptvops/terraform-provider-iptv/internal/tf"
)

var _ datasource.DataSourceWithConfigure = (*channelDataSource)(nil)

type channelDataSource struct{ tf.DataSource[Platform] }

func newChannelDataSource() datasource.DataSource {
	return &channelDataSource{tf.NewDataSource("icareus_channel", providerData.Icareus)}
}

func newChannelTwinDataSource() datasource.DataSource {
	return &channelDataSource{tf.NewDataSource("iptv_icareus_channel", providerData.Icareus)}
}

func (d *channelDataSource) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	attributes := channelAttributes()
	attributes["id"] = schema.StringAttribute{
		Optional: true, Computed: true, MarkdownDescription: "Channel ID: `service_id` as a string.",
		Validators: []validator.String{
			stringvalidator.RegexMatches(channelIDs, "must be a channel ID, such as 12346501"),
			stringvalidator.ExactlyOneOf(path.MatchRoot("id"), path.MatchRoot("name")),
		},
	}
	attributes["name"] = schema.StringAttribute{
		Optional: true, Computed: true, MarkdownDescription: "Name, in the spelling of the platform.",
		Validators: []validator.String{stringvalidator.LengthAtLeast(1)},
	}
	resp.Schema = schema.Schema{
		MarkdownDescription: "One linear channel of the organisation, by `id` or by `name`. Names need not be unique: of several " +
			"channels, none is chosen.\n\n" +
			"The data source has two names: `icareus_channel`, which needs `provider = iptv` in each block, and `iptv_icareus_channel`, " +
			"which needs no `provider` argument.",
		Attributes: attributes,
	}
}

func (d *channelDataSource) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	// Read the request.
	var state channelDataModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &state)...)
	if resp.Diagnostics.HasError() || !d.HasPlatformOrError(&resp.Diagnostics) {
		return
	}

	// Call the platform.
	id := state.ID.ValueString()
	if state.ID.IsNull() {
		var ok bool
		if id, ok = d.Platform.findChannel(ctx, state.Name.ValueString(), &resp.Diagnostics); !ok {
			return
		}
	}
	channel, found, err := d.Platform.channels.Read(ctx, id)
	if err != nil {
		tf.AddError(&resp.Diagnostics, "Cannot read channel", err, nil, "")
		return
	}
	if !found {
		resp.Diagnostics.AddAttributeError(path.Root("id"), "Cannot find channel", fmt.Sprintf(
			"Organisation %d has no channel %s. The data source iptv_icareus_channels lists the channels.",
			d.Platform.api.Organization(), id))
		return
	}
	state.fromAPI(channel)
	warnUnread(channel, &resp.Diagnostics)

	// Write the state.
	resp.Diagnostics.Append(resp.State.Set(ctx, state)...)
}

// findChannel is the ID of the only channel of that name. None and several are errors that name the candidates.
func (p *Platform) findChannel(ctx context.Context, name string, diags *diag.Diagnostics) (id string, ok bool) {
	wanted := tf.Search[api.Channel]{
		Noun: "channel", Owner: "organisation", By: "name", Wanted: strconv.Quote(name), Lists: "iptv_icareus_channels",
		Is:     func(c api.Channel) bool { return c.Name == name },
		Near:   func(c api.Channel) bool { return tf.Resembles(c.Name, name) },
		Called: displayName,
	}
	channels, holds, err := p.channels.List(ctx)
	if err != nil {
		tf.AddError(diags, wanted.Summary(), err, nil, "")
		return "", false
	}
	slices.SortFunc(channels, func(a, b api.Channel) int { return cmp.Compare(a.ServiceID, b.ServiceID) })
	channel, ok := wanted.Find(channels, holds, diags)
	return channelID(int64(channel.ServiceID)), ok
}
