package telecomx

import (
	"cmp"
	"context"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/iptvops/terraform-provider-iptv/internal/telecomx/api"
	"github.com/iptvops/terraform-provider-iptv/internal/tf"
)

var _ datasource.DataSourceWithConfigure = (*packagesDataSource)(nil)

type packagesDataSource struct{ tf.DataSource[Platform] }

func newPackagesDataSource() datasource.DataSource {
	return &packagesDataSource{tf.NewDataSource("iptv_packages", providerData.TelecomX)}
}

func (d *packagesDataSource) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "The packages of a customer, ordered by name: those that it hosts, or those that its reseller offers it.",
		Attributes: map[string]schema.Attribute{
			"customer_id": customerAttribute,
			"filter":      filterAttribute,
			"packages": tf.DataList("Packages, ordered by name.", map[string]schema.Attribute{
				"id":   tf.DataString("Package ID."),
				"name": tf.DataString("Name."),
				"main": tf.DataBool("Main package."),
				"channels": schema.MapAttribute{
					ElementType: types.StringType, Computed: true,
					MarkdownDescription: "Channels: channel ID to `BASE`, `DVB` or `LOCAL`. Null if the platform lists packages " +
						"without their channels, as for a customer whose packages are its reseller's.",
				},
			}),
		},
	}
}

// packageItem is a package in a list.
type packageItem struct {
	ID       types.String `tfsdk:"id"`
	Name     types.String `tfsdk:"name"`
	Main     types.Bool   `tfsdk:"main"`
	Channels types.Map    `tfsdk:"channels"`
}

func (i *packageItem) fromAPI(p api.Package) {
	*i = packageItem{
		ID: types.StringValue(p.ID), Name: types.StringValue(p.Name), Main: types.BoolValue(p.Main),
		Channels: types.MapNull(types.StringType),
	}
	if p.Channels != nil {
		i.Channels = channelMap(i.Channels, p.Channels)
	}
}

func (d *packagesDataSource) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	// Read the request.
	var state struct {
		CustomerID types.String  `tfsdk:"customer_id"`
		Filter     types.String  `tfsdk:"filter"`
		Packages   []packageItem `tfsdk:"packages"`
	}
	resp.Diagnostics.Append(req.Config.Get(ctx, &state)...)
	if resp.Diagnostics.HasError() || !d.HasPlatformOrError(&resp.Diagnostics) {
		return
	}

	// Call the platform.
	customer := d.Platform.customerOr(state.CustomerID)
	packages, ok := listing[api.Package]{
		noun: "packages", advice: packageAdvice, all: d.Platform.packagesOf(customer), search: d.Platform.api.ListPackages,
		key: api.Package.Key, unread: func(p api.Package) error { return p.Unread },
	}.read(ctx, customer, state.Filter.ValueString(), &resp.Diagnostics)
	if !ok {
		return
	}
	slices.SortFunc(packages, func(a, b api.Package) int { return cmp.Or(cmp.Compare(a.Name, b.Name), cmp.Compare(a.ID, b.ID)) })
	state.Packages = tf.Models(packages, (*packageItem).fromAPI)

	// Write the state.
	resp.Diagnostics.Append(resp.State.Set(ctx, state)...)
}
