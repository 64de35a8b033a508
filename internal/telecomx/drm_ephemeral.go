package telecomx

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework-timetypes/timetypes"
	"github.com/hashicorp/terraform-plugin-framework-validators/int64validator"
	"github.com/hashicorp/terraform-plugin-framework/ephemeral"
	"github.com/hashicorp/terraform-plugin-framework/ephemeral/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/iptvops/terraform-provider-iptv/internal/telecomx/api"
	"github.com/iptvops/terraform-provider-iptv/internal/tf"
)

var _ ephemeral.EphemeralResourceWithConfigure = (*accountsEphemeral)(nil)

type accountsEphemeral struct{ tf.Ephemeral[Platform] }

func newAccountsEphemeral() ephemeral.EphemeralResource {
	return &accountsEphemeral{tf.NewEphemeral("drm_accounts", providerData.TelecomX)}
}

func newAccountsTwinEphemeral() ephemeral.EphemeralResource {
	return &accountsEphemeral{tf.NewEphemeral("iptv_drm_accounts", providerData.TelecomX)}
}

func (e *accountsEphemeral) Schema(_ context.Context, _ ephemeral.SchemaRequest, resp *ephemeral.SchemaResponse) {
	text := func(description string) schema.StringAttribute {
		return schema.StringAttribute{Computed: true, MarkdownDescription: description}
	}
	resp.Schema = schema.Schema{
		MarkdownDescription: "The DRM accounts of a customer: credentials for apps and web clients, read anew in every run and stored " +
			"nowhere.\n\n" + accountsNames,
		Attributes: map[string]schema.Attribute{
			"customer_id": schema.StringAttribute{Optional: true, MarkdownDescription: customerDescription,
				Validators: []validator.String{validID()}},
			"filter": schema.StringAttribute{Optional: true, MarkdownDescription: accountsFilter},
			"full":   schema.BoolAttribute{Optional: true, MarkdownDescription: accountsFull},
			"offset": schema.Int64Attribute{Optional: true, MarkdownDescription: accountsOffset,
				Validators: []validator.Int64{int64validator.AtLeast(0)}},
			"limit": schema.Int64Attribute{Optional: true, MarkdownDescription: accountsLimit,
				Validators: []validator.Int64{int64validator.Between(1, api.MaxLimit)}},
			"total": schema.Int64Attribute{Computed: true, MarkdownDescription: accountsTotal},
			"accounts": schema.ListNestedAttribute{
				Computed: true, MarkdownDescription: accountsOrder,
				NestedObject: schema.NestedAttributeObject{Attributes: map[string]schema.Attribute{
					"username": text("User name."),
					"password": schema.StringAttribute{Computed: true, Sensitive: true, MarkdownDescription: "Password."},
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

func (e *accountsEphemeral) Open(ctx context.Context, req ephemeral.OpenRequest, resp *ephemeral.OpenResponse) {
	var result struct {
		accountsQuery

		Total    types.Int64           `tfsdk:"total"`
		Accounts []accountWithPassword `tfsdk:"accounts"`
	}
	resp.Diagnostics.Append(req.Config.Get(ctx, &result)...)
	if resp.Diagnostics.HasError() || !e.HasPlatformOrError(&resp.Diagnostics) {
		return
	}

	accounts, total, holds, err := result.read(ctx, e.Platform)
	if err != nil {
		addAccountsError(&resp.Diagnostics, err)
		return
	}
	if !holds {
		warnMoved(&resp.Diagnostics, "DRM accounts may be missing")
	}

	result.Total, result.Accounts = types.Int64Value(int64(total)), make([]accountWithPassword, len(accounts))
	for i, a := range accounts {
		result.Accounts[i].fromAPI(a)
		warnUnread(&resp.Diagnostics, a.Unread)
		if a.Password != "" {
			result.Accounts[i].Password = types.StringValue(a.Password)
		}
	}
	resp.Diagnostics.Append(resp.Result.Set(ctx, result)...)
}

// accountWithPassword is an account that is stored nowhere.
type accountWithPassword struct {
	accountModel

	Password types.String `tfsdk:"password"`
}
