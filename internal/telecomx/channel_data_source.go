package telecomx

import (
	"context"
	"fmt"
	"strconv"

	"github.com/hashicorp/terraform-plugin-framework-validators/int64validator"
	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/iptvops/terraform-provider-iptv/internal/telecomx/api"
	"github.com/iptvops/terraform-provider-iptv/internal/tf"
)

var _ datasource.DataSourceWithConfigure = (*channelDataSource)(nil)

type channelDataSource struct{ tf.DataSource[Platform] }

func newChannelDataSource() datasource.DataSource {
	return &channelDataSource{tf.NewDataSource("iptv_channel", providerData.TelecomX)}
}

func (d *channelDataSource) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "One channel of a customer that packages can be made of, by `id` or by `number`.",
		Attributes: map[string]schema.Attribute{
			"customer_id": customerAttribute,
			"id": schema.StringAttribute{
				Optional: true, Computed: true, MarkdownDescription: "Channel ID: 24 hexadecimal characters, in any case.",
				Validators: []validator.String{validID(), stringvalidator.ExactlyOneOf(path.MatchRoot("id"), path.MatchRoot("number"))},
			},
			"number": schema.Int64Attribute{
				Optional: true, Computed: true, MarkdownDescription: "Channel number, at least 0.",
				Validators: []validator.Int64{int64validator.AtLeast(0)},
			},
			"name":            tf.DataString("Name."),
			"hd":              tf.DataBool("Whether the channel is in high definition."),
			"base_channel":    tf.DataInt64(baseChannelDescription),
			"supported_types": supportedTypesAttribute,
		},
	}
}

func (d *channelDataSource) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	// Read the request.
	var state struct {
		channelItem

		CustomerID types.String `tfsdk:"customer_id"`
	}
	resp.Diagnostics.Append(req.Config.Get(ctx, &state)...)
	if resp.Diagnostics.HasError() || !d.HasPlatformOrError(&resp.Diagnostics) {
		return
	}

	// Call the platform.
	id := state.ID
	wanted := tf.Search[api.Channel]{
		Noun: "channel", Owner: "customer", By: "id", Wanted: id.ValueString(), Lists: "iptv_channels",
		Is:     func(c api.Channel) bool { return sameID(id, types.StringValue(c.ID)) },
		Called: func(c api.Channel) string { return fmt.Sprintf("%q (%s)", c.Name, c.ID) },
	}
	if id.IsNull() {
		number := state.Number.ValueInt64()
		wanted.By, wanted.Wanted = "number", strconv.FormatInt(number, 10)
		wanted.Is = func(c api.Channel) bool { return c.Number == number }
	}
	found, ok := findIn(ctx, d.Platform.channelsOf(d.Platform.customerOr(state.CustomerID)), wanted, channelAdvice, &resp.Diagnostics)
	if !ok {
		return
	}
	state.fromAPI(found)
	tf.WarnUnread(&resp.Diagnostics, found.Unread)
	state.ID = keepSpelling(id, state.ID.ValueString())

	// Write the state.
	resp.Diagnostics.Append(resp.State.Set(ctx, state)...)
}
