package icareus

import (
	"cmp"
	"context"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/iptvops/terraform-provider-iptv/internal/icareus/api"
	"github.com/iptvops/terraform-provider-iptv/internal/tf"
)

var _ datasource.DataSourceWithConfigure = (*channelsDataSource)(nil)

type channelsDataSource struct{ tf.DataSource[Platform] }

func newChannelsDataSource() datasource.DataSource {
	return &channelsDataSource{tf.NewDataSource("icareus_channels", providerData.Icareus)}
}

func newChannelsTwinDataSource() datasource.DataSource {
	return &channelsDataSource{tf.NewDataSource("iptv_icareus_channels", providerData.Icareus)}
}

func (d *channelsDataSource) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	text := func(description string) schema.StringAttribute {
		return schema.StringAttribute{Computed: true, MarkdownDescription: description}
	}
	flag := func(description string) schema.BoolAttribute {
		return schema.BoolAttribute{Computed: true, MarkdownDescription: description}
	}
	number := func(description string) schema.Int64Attribute {
		return schema.Int64Attribute{Computed: true, MarkdownDescription: description}
	}
	ids := func(description string) schema.SetAttribute {
		return schema.SetAttribute{ElementType: types.Int64Type, Computed: true, MarkdownDescription: description}
	}
	resp.Schema = schema.Schema{
		MarkdownDescription: "All linear channels of the organisation, ordered by ID.\n\n" +
			"The data source has two names: `icareus_channels`, whose blocks carry `provider = iptv`, and `iptv_icareus_channels`, " +
			"whose blocks need nothing.",
		Attributes: map[string]schema.Attribute{
			"channels": schema.ListNestedAttribute{
				Computed: true, MarkdownDescription: "Channels, ordered by ID.",
				NestedObject: schema.NestedAttributeObject{Attributes: map[string]schema.Attribute{
					"id":                     text("Channel ID: `service_id` as a string."),
					"name":                   text("Name."),
					"description":            text("Description."),
					"logical_channel_number": number("Channel number."),
					"aspect_ratio":           text("Aspect ratio: `4:3`, `16:9` or empty."),
					"primary_language":       text("Primary language, a locale."),
					"audio_only":             flag("Audio only channel."),
					"auto_record":            flag("Recorded automatically while there is an incoming stream."),
					"is_public":              flag("Public (free to air) rather than private (premium)."),
					"is_exclusive":           flag("Exclusive channel."),
					"quality":                text("Quality label: `HD` or `SD`; an undocumented number stands for itself."),
					"categories":             ids("IDs of the categories that the channel belongs to."),
					"location_restrictions":  ids("IDs of the locations that the channel is restricted to."),
					"service_id":             number("Service ID of the channel."),
					"stream_name":            text("Stream name for the encoder."),
					"ingest_url":             text("Address that the encoder sends to."),
					"origin_address":         text("Address of the origin server."),
					"cdn_address":            text("Host of the content delivery network."),
					"small_icon":             text("Small icon; empty without one."),
					"medium_icon":            text("Medium icon; empty without one."),
					"large_icon":             text("Large icon; empty without one."),
					"streams": schema.ObjectAttribute{
						AttributeTypes: streamsTypes, Computed: true,
						MarkdownDescription: "Streams, which the platform makes from the account's video presets: `total`, " +
							"`transcoder`, `playlist`, `items` and `adaptive_items`.",
					},
				}},
			},
		},
	}
}

func (d *channelsDataSource) Read(ctx context.Context, _ datasource.ReadRequest, resp *datasource.ReadResponse) {
	if !d.HasPlatformOrError(&resp.Diagnostics) {
		return
	}
	channels, _, err := d.Platform.channels.List(ctx)
	if err != nil {
		tf.AddError(&resp.Diagnostics, "Cannot list channels", err, nil, "")
		return
	}
	slices.SortFunc(channels, func(a, b api.Channel) int { return cmp.Compare(a.ServiceID, b.ServiceID) })

	state := struct {
		Channels []channelDataModel `tfsdk:"channels"`
	}{make([]channelDataModel, len(channels))}
	for i, channel := range channels {
		state.Channels[i].fromAPI(channel)
		warnOfUnread(channel, &resp.Diagnostics)
	}
	resp.Diagnostics.Append(resp.State.Set(ctx, state)...)
}
