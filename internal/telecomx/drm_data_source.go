package telecomx

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework-timetypes/timetypes"
	"github.com/hashicorp/terraform-plugin-framework-validators/int64validator"
	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/iptvops/terraform-provider-iptv/internal/telecomx/api"
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
	text := func(description string) schema.StringAttribute {
		return schema.StringAttribute{Computed: true, MarkdownDescription: description}
	}
	resp.Schema = schema.Schema{
		MarkdownDescription: "The DRM accounts of a customer: credentials for apps and web clients. Their passwords come only with " +
			"`include_passwords`, and are then stored in state; the ephemeral resource of the same name leaves no trace of them.\n\n" +
			accountsNames,
		Attributes: map[string]schema.Attribute{
			"customer_id": customerAttribute,
			"filter":      schema.StringAttribute{Optional: true, MarkdownDescription: accountsFilter},
			"full":        schema.BoolAttribute{Optional: true, MarkdownDescription: accountsFull},
			"offset": schema.Int64Attribute{Optional: true, MarkdownDescription: accountsOffset,
				Validators: []validator.Int64{int64validator.AtLeast(0)}},
			"limit": schema.Int64Attribute{Optional: true, MarkdownDescription: accountsLimit,
				Validators: []validator.Int64{int64validator.Between(1, api.MaxLimit)}},
			"include_passwords": schema.BoolAttribute{
				Optional: true, MarkdownDescription: "List the passwords, in `passwords`. Default: `false`.",
			},
			"passwords": schema.MapAttribute{
				ElementType: types.StringType, Computed: true, Sensitive: true,
				MarkdownDescription: "Passwords by user name, with `include_passwords`; null otherwise. They are stored in state.",
			},
			"total": schema.Int64Attribute{Computed: true, MarkdownDescription: accountsTotal},
			"accounts": schema.ListNestedAttribute{
				Computed: true, MarkdownDescription: accountsOrder,
				NestedObject: schema.NestedAttributeObject{Attributes: map[string]schema.Attribute{
					"username": text("User name."),
					"created": schema.StringAttribute{Computed: true, CustomType: timetypes.RFC3339Type{},
						MarkdownDescription: "When the account was created."},
					"device_count": schema.Int64Attribute{Computed: true, MarkdownDescription: "Number of devices."},
					"devices": schema.ListNestedAttribute{
						Computed: true, MarkdownDescription: accountsDevices,
						NestedObject: schema.NestedAttributeObject{Attributes: map[string]schema.Attribute{
							"id":    text("Device ID."),
							"type":  text("Kind of device, such as `IOS`, `ANDROID` or `WEB`."),
							"name":  text("Name; may be empty."),
							"model": text("Model; null when not available."),
						}},
					},
				}},
			},
		},
	}
}

func (d *accountsDataSource) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
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

	accounts, total, holds, err := state.read(ctx, d.Platform)
	if err != nil {
		addAccountsError(&resp.Diagnostics, err)
		return
	}
	if !holds {
		warnMoved(&resp.Diagnostics, "DRM accounts may be missing")
	}

	state.Total, state.Accounts = types.Int64Value(int64(total)), make([]accountModel, len(accounts))
	passwords := make(map[string]attr.Value, len(accounts))
	for i, a := range accounts {
		state.Accounts[i].fromAPI(a)
		warnUnread(&resp.Diagnostics, a.Unread)
		if a.Password != "" {
			passwords[a.Username] = types.StringValue(a.Password)
		}
	}
	state.Passwords = types.MapNull(types.StringType)
	if state.IncludePasswords.ValueBool() {
		state.Passwords = types.MapValueMust(types.StringType, passwords)
	}
	resp.Diagnostics.Append(resp.State.Set(ctx, state)...)
}
