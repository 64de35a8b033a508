package panel

import (
	"cmp"
	"context"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/iptvops/terraform-provider-iptv/internal/panel/api"
	"github.com/iptvops/terraform-provider-iptv/internal/tf"
)

var _ datasource.DataSourceWithConfigure = (*linePackagesDataSource)(nil)

type linePackagesDataSource struct{ tf.DataSource[Platform] }

func newLinePackagesDataSource() datasource.DataSource {
	return &linePackagesDataSource{tf.NewDataSource("iptv_line_packages", providerData.Panel)}
}

func (d *linePackagesDataSource) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "Packages that lines can be bought from, ordered by ID: the values of `package_id` of a line.",
		Attributes: map[string]schema.Attribute{
			"packages": tf.DataList("Packages, ordered by ID.", map[string]schema.Attribute{
				"id":              tf.DataInt64("Package ID."),
				"name":            tf.DataString("Name."),
				"description":     tf.DataString("Description; may be empty."),
				"price_credits":   tf.DataFloat64("Price in credits."),
				"duration_hours":  tf.DataInt64("Duration in hours; 0 is unlimited."),
				"max_connections": tf.DataInt64("Simultaneous connections."),
				"package_type":    tf.DataString("Type of the package, as reported by the panel."),
				"bouquets":        tf.DataInt64Set("IDs of the bouquets."),
			}),
		},
	}
}

// priceOf is null where the panel says no price.
func priceOf(p api.Package) types.Float64 {
	if !p.PriceKnown {
		return types.Float64Null()
	}
	return types.Float64Value(float64(p.PriceCredits))
}

type linePackageModel struct {
	ID             types.Int64   `tfsdk:"id"`
	Name           types.String  `tfsdk:"name"`
	Description    types.String  `tfsdk:"description"`
	PriceCredits   types.Float64 `tfsdk:"price_credits"`
	DurationHours  types.Int64   `tfsdk:"duration_hours"`
	MaxConnections types.Int64   `tfsdk:"max_connections"`
	PackageType    types.String  `tfsdk:"package_type"`
	Bouquets       types.Set     `tfsdk:"bouquets"`
}

func (m *linePackageModel) fromAPI(p api.Package) {
	*m = linePackageModel{
		ID: types.Int64Value(int64(p.ID)), Name: types.StringValue(string(p.Name)), Description: types.StringValue(string(p.Description)),
		PriceCredits: priceOf(p), DurationHours: types.Int64Value(int64(p.DurationHours)),
		MaxConnections: types.Int64Value(int64(p.MaxConnections)), PackageType: types.StringValue(string(p.Type)),
		Bouquets: tf.Int64Set(p.Bouquets),
	}
}

func (d *linePackagesDataSource) Read(ctx context.Context, _ datasource.ReadRequest, resp *datasource.ReadResponse) {
	if !d.HasPlatformOrError(&resp.Diagnostics) {
		return
	}

	// Call the platform.
	packages, err := d.Platform.packageList(ctx)
	if err != nil {
		addError(&resp.Diagnostics, "Cannot list packages", err, "")
		return
	}

	packages = slices.SortedFunc(slices.Values(packages), func(a, b api.Package) int { return cmp.Compare(a.ID, b.ID) })
	packages, failed := api.Readable(packages)
	warnOmitted(&resp.Diagnostics, "Package is omitted", failed)
	state := struct {
		Packages []linePackageModel `tfsdk:"packages"`
	}{tf.Models(packages, (*linePackageModel).fromAPI)}

	// Write the state.
	resp.Diagnostics.Append(resp.State.Set(ctx, state)...)
}
