package telecomx

import (
	"cmp"
	"context"
	"maps"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework-timetypes/timetypes"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/iptvops/terraform-provider-iptv/internal/telecomx/api"
	"github.com/iptvops/terraform-provider-iptv/internal/tf"
)

var _ datasource.DataSourceWithConfigure = (*subscriptionDataSource)(nil)

type subscriptionDataSource struct{ tf.DataSource[Platform] }

func newSubscriptionDataSource() datasource.DataSource {
	return &subscriptionDataSource{tf.NewDataSource("iptv_subscription", providerData.TelecomX)}
}

func (d *subscriptionDataSource) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	moment := func(description string) schema.StringAttribute {
		return schema.StringAttribute{Computed: true, CustomType: timetypes.RFC3339Type{}, MarkdownDescription: description}
	}
	recording := map[string]schema.Attribute{
		"enabled":          tf.DataBool("Whether network recording is on."),
		"storage_hours":    tf.DataInt64("Hours that the customer may store."),
		"auto_expire_days": tf.DataInt64("Days until recordings are deleted."),
	}
	overridden := maps.Clone(recording)
	overridden["override"] = tf.DataBool("Whether the reseller's network recording is overridden.")
	resp.Schema = schema.Schema{
		MarkdownDescription: "The subscription of a customer with the feature IPTVPRIVATE: packages, network recording (nPVR) and " +
			"scrubbing.",
		Attributes: map[string]schema.Attribute{
			"customer_id": customerAttribute,
			"npvr": schema.SingleNestedAttribute{
				Computed: true, MarkdownDescription: "Network recording, as far as it overrides the reseller's.",
				Attributes: overridden,
			},
			"effective_npvr": schema.SingleNestedAttribute{
				Computed: true, MarkdownDescription: "Network recording that is in force: overridden, or the reseller's.",
				Attributes: recording,
			},
			"scrub": schema.SingleNestedAttribute{
				Computed: true, MarkdownDescription: "Scrubbing, as far as it overrides the channels'.",
				Attributes: map[string]schema.Attribute{
					"override": tf.DataBool("Whether the channels' scrubbing is overridden."),
					"forward":  tf.DataBool("Whether scrubbing forward is allowed."),
					"backward": tf.DataBool("Whether scrubbing backward is allowed."),
					"pause":    tf.DataBool("Whether pausing is allowed."),
				},
			},
			"packages": tf.DataList("Packages, ordered by ID.", map[string]schema.Attribute{
				"id":    tf.DataString("Package ID."),
				"start": moment("When the package starts; null where the platform does not report it."),
				"end":   moment("When the package expires; null for never."),
			}),
		},
	}
}

// subscribedItem is a package subscribed to in a list.
type subscribedItem struct {
	ID    types.String      `tfsdk:"id"`
	Start timetypes.RFC3339 `tfsdk:"start"`
	End   timetypes.RFC3339 `tfsdk:"end"`
}

func (i *subscribedItem) fromAPI(s api.Subscribed) {
	none := timetypes.NewRFC3339Null()
	*i = subscribedItem{ID: types.StringValue(s.ID), Start: keepDateSpelling(none, s.Start), End: keepDateSpelling(none, s.End)}
}

func (d *subscriptionDataSource) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	// Read the request.
	var state struct {
		CustomerID    types.String     `tfsdk:"customer_id"`
		NPvr          types.Object     `tfsdk:"npvr"`
		EffectiveNPvr types.Object     `tfsdk:"effective_npvr"`
		Scrub         types.Object     `tfsdk:"scrub"`
		Packages      []subscribedItem `tfsdk:"packages"`
	}
	resp.Diagnostics.Append(req.Config.Get(ctx, &state)...)
	if resp.Diagnostics.HasError() || !d.HasPlatformOrError(&resp.Diagnostics) {
		return
	}

	// Call the platform.
	customer := d.Platform.customerOr(state.CustomerID)
	found, err := d.Platform.api.GetSubscription(ctx, customer)
	if err != nil {
		addSubscriptionError(&resp.Diagnostics, "Cannot read subscription", customer, err)
		return
	}

	state.NPvr = npvrObject(types.ObjectNull(npvrTypes), found, true)
	state.Scrub = scrubObject(types.ObjectNull(scrubTypes), found.Scrub, true)
	state.EffectiveNPvr = effectiveNPvr(found)
	slices.SortFunc(found.Packages, func(a, b api.Subscribed) int { return cmp.Compare(a.ID, b.ID) })
	state.Packages = tf.Models(found.Packages, (*subscribedItem).fromAPI)

	// Write the state.
	resp.Diagnostics.Append(resp.State.Set(ctx, state)...)
}
