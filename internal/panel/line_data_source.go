package panel

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/iptvops/terraform-provider-iptv/internal/panel/api"
	"github.com/iptvops/terraform-provider-iptv/internal/tf"
)

var _ datasource.DataSourceWithConfigure = (*lineDataSource)(nil)

type lineDataSource struct{ tf.DataSource[Platform] }

func newLineDataSource() datasource.DataSource {
	return &lineDataSource{tf.NewDataSource("iptv_line", providerData.Panel)}
}

func (d *lineDataSource) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	attributes := lineAttributes()
	attributes["id"] = schema.StringAttribute{
		Optional: true, Computed: true,
		MarkdownDescription: "Line ID (`line_id`), a UUID; reading it lists all lines. Set either `id` or `username`.",
		Validators: []validator.String{
			idSpelling, stringvalidator.ExactlyOneOf(path.MatchRoot("id"), path.MatchRoot("username")),
		},
	}
	attributes["username"] = schema.StringAttribute{
		Optional: true, Computed: true,
		MarkdownDescription: "Exact username, which takes one request. Set either `id` or `username`.",
		Validators:          []validator.String{stringvalidator.UTF8LengthBetween(1, 255)},
	}
	attributes["include_password"] = schema.BoolAttribute{
		Optional: true, MarkdownDescription: "Whether to read the password as well, which is then stored in the state. Default: `false`.",
	}
	attributes["password"] = schema.StringAttribute{
		Computed: true, Sensitive: true, MarkdownDescription: "Password; null unless `include_password` is true.",
	}
	resp.Schema = schema.Schema{
		MarkdownDescription: "A line of the panel, by its ID or its username. None, or several of one username, is an error.",
		Attributes:          attributes,
	}
}

func (d *lineDataSource) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	// Read the request.
	var state struct {
		lineModel

		IncludePassword types.Bool   `tfsdk:"include_password"`
		Password        types.String `tfsdk:"password"`
	}
	resp.Diagnostics.Append(req.Config.Get(ctx, &state)...)
	if resp.Diagnostics.HasError() || !d.HasPlatformOrError(&resp.Diagnostics) {
		return
	}

	// Call the platform.
	configured := state.ID
	var line api.Line
	var err error
	if configured.IsNull() {
		line, err = d.Platform.withUsername(ctx, state.Username.ValueString())
	} else {
		line, err = d.Platform.listed(ctx, configured.ValueString())
	}
	if err != nil {
		addError(&resp.Diagnostics, "Cannot read line", err, "")
		return
	}

	// Write the state.
	state.fromAPI(line)
	if !configured.IsNull() {
		state.ID = configured // in its spelling
	}
	state.Password = types.StringNull()
	if state.IncludePassword.ValueBool() {
		state.Password = types.StringValue(string(line.Password))
	}
	resp.Diagnostics.Append(resp.State.Set(ctx, state)...)
}
