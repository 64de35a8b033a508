package telecomx

import (
	"cmp"
	"context"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/iptvops/terraform-provider-iptv/internal/telecomx/api"
	"github.com/iptvops/terraform-provider-iptv/internal/tf"
)

var _ datasource.DataSourceWithConfigure = (*channelsDataSource)(nil)

type channelsDataSource struct{ tf.DataSource[Platform] }

func newChannelsDataSource() datasource.DataSource {
	return &channelsDataSource{tf.NewDataSource("iptv_channels", providerData.TelecomX)}
}

func (d *channelsDataSource) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "The channels of a customer that packages can be made of, ordered by number.",
		Attributes: map[string]schema.Attribute{
			"customer_id": customerAttribute,
			"filter":      filterAttribute,
			"channels": tf.DataList("Channels, ordered by number.", map[string]schema.Attribute{
				"id":              tf.DataString("Channel ID."),
				"number":          tf.DataInt64("Channel number."),
				"name":            tf.DataString("Name."),
				"hd":              tf.DataBool("Whether the channel is in high definition."),
				"base_channel":    tf.DataInt64(baseChannelDescription),
				"supported_types": supportedTypesAttribute,
			}),
		},
	}
}

const baseChannelDescription = "Number of the base channel that it streams; null for a local channel."

var supportedTypesAttribute = schema.SetAttribute{
	ElementType: types.StringType, Computed: true,
	MarkdownDescription: "How a package can have the channel: `BASE`, `DVB`, `LOCAL`. The platform does not report it; " +
		"it is inferred from the channel's properties, and null where the platform does not list them.",
}

// channelItem is a channel in a list.
type channelItem struct {
	ID             types.String `tfsdk:"id"`
	Number         types.Int64  `tfsdk:"number"`
	Name           types.String `tfsdk:"name"`
	HD             types.Bool   `tfsdk:"hd"`
	BaseChannel    types.Int64  `tfsdk:"base_channel"`
	SupportedTypes types.Set    `tfsdk:"supported_types"`
}

func (i *channelItem) fromAPI(c api.Channel) {
	*i = channelItem{
		ID: types.StringValue(c.ID), Number: types.Int64Value(c.Number), Name: types.StringValue(c.Name), HD: types.BoolValue(c.HD),
		BaseChannel: types.Int64PointerValue(c.BaseChannel), SupportedTypes: types.SetNull(types.StringType),
	}
	if c.Types != nil {
		kinds := make([]attr.Value, len(c.Types))
		for n, kind := range c.Types {
			kinds[n] = types.StringValue(kind)
		}
		i.SupportedTypes = types.SetValueMust(types.StringType, kinds)
	}
}

func (d *channelsDataSource) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	// Read the request.
	var state struct {
		CustomerID types.String  `tfsdk:"customer_id"`
		Filter     types.String  `tfsdk:"filter"`
		Channels   []channelItem `tfsdk:"channels"`
	}
	resp.Diagnostics.Append(req.Config.Get(ctx, &state)...)
	if resp.Diagnostics.HasError() || !d.HasPlatformOrError(&resp.Diagnostics) {
		return
	}

	// Call the platform.
	customer := d.Platform.customerOr(state.CustomerID)
	channels, ok := listing[api.Channel]{
		noun: "channels", advice: channelAdvice, all: d.Platform.channelsOf(customer), search: d.Platform.api.ListChannels,
		key: api.Channel.Key, unread: func(c api.Channel) error { return c.Unread },
	}.read(ctx, customer, state.Filter.ValueString(), &resp.Diagnostics)
	if !ok {
		return
	}
	slices.SortFunc(channels, func(a, b api.Channel) int { return cmp.Or(cmp.Compare(a.Number, b.Number), cmp.Compare(a.ID, b.ID)) })
	state.Channels = tf.Models(channels, (*channelItem).fromAPI)

	// Write the state.
	resp.Diagnostics.Append(resp.State.Set(ctx, state)...)
}
