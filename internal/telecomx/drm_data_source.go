package telecomx

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/iptvops/terraform-provider-iptv/internal/tf"
)

var _ datasource.DataSourceWithConfigure = (*accountsDataSource)(nil)

type accountsDataSource struct{ tf.DataSource[Platform] }

func newAccountsDataSource() datasource.DataSource {
	return &accountsDataSource{tf.NewDataSource("drm_accounts", providerData.TelecomX)}
}

func newAccountsTwinDataSource() datasource.DataSource {
	return &accountsDataSource{tf.NewDataSource("iptv_drm_accounts", providerData.TelecomX)}
}

func (d *accountsDataSource) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	attributes := accountsAttributes(accountAttributes())
	attributes["include_passwords"] = schema.BoolAttribute{
		Optional: true, MarkdownDescription: "Whether to read the passwords, into `passwords`. Default: `false`.",
	}
	// One sensitive value, not one in each account: Terraform's time for them grows with their square.
	attributes["passwords"] = schema.MapAttribute{
		ElementType: types.StringType, Computed: true, Sensitive: true,
		MarkdownDescription: "Passwords by user name, with `include_passwords`; null otherwise. They are stored in the state.",
	}
	resp.Schema = schema.Schema{
		MarkdownDescription: "The DRM accounts of a customer: credentials for apps and web clients. Passwords are read only with " +
			"`include_passwords`, and are then stored in the state; the ephemeral resource of the same name leaves no trace of them.\n\n" +
			accountsNames,
		Attributes: attributes,
	}
}

func (d *accountsDataSource) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	// Read the request.
	var state struct {
		accountsQuery

		IncludePasswords types.Bool     `tfsdk:"include_passwords"`
		Passwords        types.Map      `tfsdk:"passwords"`
		Total            types.Int64    `tfsdk:"total"`
		Accounts         []accountModel `tfsdk:"accounts"`
	}
	resp.Diagnostics.Append(req.Config.Get(ctx, &state)...)
	if resp.Diagnostics.HasError() || !d.HasPlatformOrError(&resp.Diagnostics) {
		return
	}

	// Call the platform.
	accounts, total, holds, err := state.read(ctx, d.Platform)
	if err != nil {
		addAccountsError(&resp.Diagnostics, err)
		return
	}
	if !holds {
		tf.WarnMoved(&resp.Diagnostics, "DRM accounts")
	}

	state.Total, state.Accounts = types.Int64Value(int64(total)), tf.Models(accounts, (*accountModel).fromAPI)
	passwords := make(map[string]attr.Value, len(accounts))
	for _, a := range accounts {
		tf.WarnUnread(&resp.Diagnostics, a.Unread)
		if a.Password != "" {
			passwords[a.Username] = types.StringValue(a.Password)
		}
	}
	state.Passwords = types.MapNull(types.StringType)
	if state.IncludePasswords.ValueBool() {
		state.Passwords = types.MapValueMust(types.StringType, passwords)
	}

	// Write the state.
	resp.Diagnostics.Append(resp.State.Set(ctx, state)...)
}
