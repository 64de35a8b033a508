package panel

import (
	"cmp"
	"context"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/iptvops/terraform-provider-iptv/internal/panel/api"
	"github.com/iptvops/terraform-provider-iptv/internal/tf"
)

var _ datasource.DataSourceWithConfigure = (*linesDataSource)(nil)

type linesDataSource struct{ tf.DataSource[Platform] }

func newLinesDataSource() datasource.DataSource {
	return &linesDataSource{tf.NewDataSource("iptv_lines", providerData.Panel)}
}

func (d *linesDataSource) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "Lines of the panel that the token's user sees, ordered by username. They are listed without their " +
			"passwords, unless those are asked for.",
		Attributes: map[string]schema.Attribute{
			"username": schema.StringAttribute{
				Optional: true, MarkdownDescription: "Exact username. Default: all lines.",
				Validators: []validator.String{stringvalidator.UTF8LengthBetween(1, 255)},
			},
			"include_passwords": schema.BoolAttribute{
				Optional: true, MarkdownDescription: "Whether to read the passwords, which are then stored in the state. Default: `false`.",
			},
			// One sensitive value, not one in each line: Terraform's time for them grows with their square.
			"passwords": schema.MapAttribute{
				ElementType: types.StringType, Computed: true, Sensitive: true,
				MarkdownDescription: "Line ID to password; null unless `include_passwords` is true.",
			},
			"lines": tf.DataList("Lines, ordered by username; empty if the username does not exist.", lineAttributes()),
		},
	}
}

// lineAttributes is a line as data sources have it.
func lineAttributes() map[string]schema.Attribute {
	return map[string]schema.Attribute{
		"id":              tf.DataString("Line ID (`line_id` of the panel), a UUID."),
		"username":        tf.DataString("Username."),
		"package_id":      tf.DataInt64("Package; null without one."),
		"bouquets":        tf.DataInt64Set("IDs of the bouquets."),
		"mac_addr":        tf.DataString("MAC address in upper case with colons; null on a regular line."),
		"max_connections": tf.DataInt64("Simultaneous connections."),
		"reseller_notes":  tf.DataString("Notes."),
		"is_enabled":      tf.DataBool("Whether the line is enabled."),
		"expire_at":       tf.DataString("Expiry, RFC 3339; null for an unlimited line."),
		"is_restreamer":   tf.DataBool("Whether the line is a restreamer's."),
		"is_trial":        tf.DataBool("Whether the line is a trial."),
		"owner":           tf.DataString("Name of the user that owns the line."),
		"type":            tf.DataString("Type: `device` with a MAC address, otherwise `regular`."),
	}
}

func (d *linesDataSource) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	// Read the request.
	var state struct {
		Username         types.String `tfsdk:"username"`
		IncludePasswords types.Bool   `tfsdk:"include_passwords"`
		Passwords        types.Map    `tfsdk:"passwords"`
		Lines            []lineModel  `tfsdk:"lines"`
	}
	resp.Diagnostics.Append(req.Config.Get(ctx, &state)...)
	if resp.Diagnostics.HasError() || !d.HasPlatformOrError(&resp.Diagnostics) {
		return
	}

	// Call the platform.
	var lines []api.Line
	var err error
	whole := true
	if state.Username.IsNull() {
		lines, whole, err = d.Platform.lines.ListWhole(ctx)
	} else {
		lines, err = d.Platform.api.LinesByUsername(ctx, state.Username.ValueString())
	}
	if err != nil {
		addError(&resp.Diagnostics, "Cannot list lines", err, "")
		return
	}
	if !whole {
		tf.WarnMoved(&resp.Diagnostics, "lines")
	}

	lines, failed := api.Readable(lines)
	warnOmitted(&resp.Diagnostics, "Line is omitted", failed)
	slices.SortFunc(lines, func(a, b api.Line) int { return cmp.Or(cmp.Compare(a.Username, b.Username), cmp.Compare(a.ID, b.ID)) })
	state.Lines = tf.Models(lines, (*lineModel).fromAPI)
	passwords := make(map[string]attr.Value, len(lines))
	for _, line := range lines {
		passwords[lineID(line.ID)] = types.StringValue(string(line.Password))
	}
	state.Passwords = types.MapNull(types.StringType)
	if state.IncludePasswords.ValueBool() {
		state.Passwords = types.MapValueMust(types.StringType, passwords)
	}

	// Write the state.
	resp.Diagnostics.Append(resp.State.Set(ctx, state)...)
}
