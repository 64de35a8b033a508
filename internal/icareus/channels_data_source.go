package icareus

import (
	"cmp"
	"context"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"

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
	resp.Schema = schema.Schema{
		MarkdownDescription: "All linear channels of the organisation, ordered by ID.\n\n" +
			"The data source has two names: `icareus_channels`, which needs `provider = iptv` in each block, and " +
			"`iptv_icareus_channels`, which needs no `provider` argument.",
		Attributes: map[string]schema.Attribute{
			"channels": tf.DataList("Channels, ordered by ID.", channelAttributes()),
		},
	}
}

// channelAttributes is what a data source reads of a channel.
func channelAttributes() map[string]schema.Attribute {
	return map[string]schema.Attribute{
		"id":                     tf.DataString("Channel ID: `service_id` as a string."),
		"name":                   tf.DataString("Name."),
		"description":            tf.DataString("Description."),
		"logical_channel_number": tf.DataInt64("Channel number."),
		"aspect_ratio":           tf.DataString("Aspect ratio: `4:3` or `16:9`."),
		"primary_language":       tf.DataString("Primary language, a locale."),
		"audio_only":             tf.DataBool("Whether the channel is audio only."),
		"auto_record":            tf.DataBool("Recorded automatically while there is an incoming stream."),
		"is_public":              tf.DataBool("Whether the channel is public (free to air) or private (premium)."),
		"is_exclusive":           tf.DataBool("Whether the channel is exclusive."),
		"quality":                tf.DataString("Quality label: `HD` or `SD`; an undocumented number stands for itself."),
		"categories":             tf.DataInt64Set("IDs of the channel's categories."),
		"location_restrictions":  tf.DataInt64Set("IDs of the locations that the channel is restricted to."),
		"service_id":             tf.DataInt64("Service ID of the channel."),
		"stream_name":            tf.DataString("Stream name for the encoder."),
		"ingest_url":             tf.DataString("Address to which the encoder sends."),
		"origin_address":         tf.DataString("Address of the origin server."),
		"cdn_address":            tf.DataString("Host of the content delivery network."),
		"small_icon":             tf.DataString("Address of the small icon; empty without an icon."),
		"medium_icon":            tf.DataString("Address of the medium icon; empty without an icon."),
		"large_icon":             tf.DataString("Address of the large icon; empty without an icon."),
		"streams": schema.ObjectAttribute{
			AttributeTypes: streamsTypes, Computed: true,
			MarkdownDescription: "Streams, which the platform makes from the account's video presets: `total`, " +
				"`transcoder`, `playlist`, `items` and `adaptive_items`.",
		},
	}
}

func (d *channelsDataSource) Read(ctx context.Context, _ datasource.ReadRequest, resp *datasource.ReadResponse) {
	if !d.HasPlatformOrError(&resp.Diagnostics) {
		return
	}

	// Call the platform.
	channels, whole, err := d.Platform.channels.ListWhole(ctx)
	if err != nil {
		tf.AddError(&resp.Diagnostics, "Cannot list channels", err, nil, "")
		return
	}
	if !whole {
		tf.WarnMoved(&resp.Diagnostics, "channels")
	}
	slices.SortFunc(channels, func(a, b api.Channel) int { return cmp.Compare(a.ServiceID, b.ServiceID) })

	state := struct {
		Channels []channelDataModel `tfsdk:"channels"`
	}{tf.Models(channels, (*channelDataModel).fromAPI)}
	for _, channel := range channels {
		warnUnread(channel, &resp.Diagnostics)
	}

	// Write the state.
	resp.Diagnostics.Append(resp.State.Set(ctx, state)...)
}
