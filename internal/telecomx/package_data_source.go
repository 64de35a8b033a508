package telecomx

import (
	"context"
	"fmt"
	"strconv"

	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/iptvops/terraform-provider-iptv/internal/telecomx/api"
	"github.com/iptvops/terraform-provider-iptv/internal/tf"
)

var _ datasource.DataSourceWithConfigure = (*packageDataSource)(nil)

type packageDataSource struct{ tf.DataSource[Platform] }

func newPackageDataSource() datasource.DataSource {
	return &packageDataSource{tf.NewDataSource("iptv_package", providerData.TelecomX)}
}

func (d *packageDataSource) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "One package, by `id` or by `name`. Names need not be unique: of several packages, none is chosen.",
		Attributes: map[string]schema.Attribute{
			"customer_id": customerAttribute,
			"id": schema.StringAttribute{
				Optional: true, Computed: true, MarkdownDescription: "Package ID: 24 hexadecimal characters, in any case.",
				Validators: []validator.String{validID(), stringvalidator.ExactlyOneOf(path.MatchRoot("id"), path.MatchRoot("name"))},
			},
			"name": schema.StringAttribute{
				Optional: true, Computed: true, MarkdownDescription: "Name, in the spelling of the platform.",
				Validators: []validator.String{stringvalidator.LengthAtLeast(1)},
			},
			"main": tf.DataBool("Main package."),
			"channels": schema.MapAttribute{
				ElementType: types.StringType, Computed: true,
				MarkdownDescription: "Channels: channel ID to `BASE`, `DVB` or `LOCAL`.",
			},
		},
	}
}

func (d *packageDataSource) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	// Read the request.
	var state struct {
		packageItem

		CustomerID types.String `tfsdk:"customer_id"`
	}
	resp.Diagnostics.Append(req.Config.Get(ctx, &state)...)
	if resp.Diagnostics.HasError() || !d.HasPlatformOrError(&resp.Diagnostics) {
		return
	}

	// Call the platform.
	id, customer := state.ID, d.Platform.customerOr(state.CustomerID)
	if id.IsNull() {
		found, ok := findIn(ctx, d.Platform.packagesOf(customer), named(state.Name.ValueString()), packageAdvice,
			&resp.Diagnostics)
		if !ok {
			return
		}
		id = types.StringValue(found.ID)
		state.fromAPI(found)
	}
	if state.Channels.IsNull() {
		found, exists, err := d.Platform.readPackage(ctx, customer, id.ValueString(), false)
		switch {
		case err != nil:
			tf.AddError(&resp.Diagnostics, "Cannot read package", err, dataSourceField, packageAdvice(err))
			return
		case !exists:
			resp.Diagnostics.AddAttributeError(path.Root("id"), "Cannot find package",
				fmt.Sprintf("There is no package %s. The data source iptv_packages lists the packages.", id.ValueString()))
			return
		}
		state.fromAPI(found)
		tf.WarnUnread(&resp.Diagnostics, found.Unread)
	}
	state.ID = keepSpelling(id, state.ID.ValueString())

	// Write the state.
	resp.Diagnostics.Append(resp.State.Set(ctx, state)...)
}

// named finds a package by its name.
func named(name string) tf.Search[api.Package] {
	return tf.Search[api.Package]{
		Noun: "package", Owner: "customer", By: "name", Wanted: strconv.Quote(name), Lists: "iptv_packages",
		Is:     func(p api.Package) bool { return p.Name == name },
		Near:   func(p api.Package) bool { return tf.Resembles(p.Name, name) },
		Called: func(p api.Package) string { return fmt.Sprintf("%q (%s)", p.Name, p.ID) },
	}
}
