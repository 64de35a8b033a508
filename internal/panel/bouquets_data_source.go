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

var _ datasource.DataSourceWithConfigure = (*bouquetsDataSource)(nil)

type bouquetsDataSource struct{ tf.DataSource[Platform] }

func newBouquetsDataSource() datasource.DataSource {
	return &bouquetsDataSource{tf.NewDataSource("iptv_bouquets", providerData.Panel)}
}

func (d *bouquetsDataSource) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "Bouquets of the panel, ordered by ID: the values of `bouquets` of a line.",
		Attributes: map[string]schema.Attribute{
			"bouquets": tf.DataList("Bouquets, ordered by ID.", map[string]schema.Attribute{
				"id":   tf.DataInt64("Bouquet ID."),
				"name": tf.DataString("Name."),
			}),
		},
	}
}

type bouquetModel struct {
	ID   types.Int64  `tfsdk:"id"`
	Name types.String `tfsdk:"name"`
}

func (m *bouquetModel) fromAPI(b api.Bouquet) {
	*m = bouquetModel{types.Int64Value(int64(b.ID)), types.StringValue(string(b.Name))}
}

func (d *bouquetsDataSource) Read(ctx context.Context, _ datasource.ReadRequest, resp *datasource.ReadResponse) {
	if !d.HasPlatformOrError(&resp.Diagnostics) {
		return
	}

	// Call the platform.
	bouquets, err := d.Platform.api.Bouquets(ctx)
	if err != nil {
		addError(&resp.Diagnostics, "Cannot list bouquets", err, "")
		return
	}

	bouquets, failed := api.Readable(bouquets)
	warnOmitted(&resp.Diagnostics, "Bouquet is omitted", failed)
	slices.SortFunc(bouquets, func(a, b api.Bouquet) int { return cmp.Compare(a.ID, b.ID) })
	state := struct {
		Bouquets []bouquetModel `tfsdk:"bouquets"`
	}{tf.Models(bouquets, (*bouquetModel).fromAPI)}

	// Write the state.
	resp.Diagnostics.Append(resp.State.Set(ctx, state)...)
}
