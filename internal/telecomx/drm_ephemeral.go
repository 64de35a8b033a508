package telecomx

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/ephemeral"
	"github.com/hashicorp/terraform-plugin-framework/ephemeral/schema"
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
	account := accountAttributes()
	account["password"] = schema.StringAttribute{Computed: true, Sensitive: true, MarkdownDescription: "Password."}
	attributes := map[string]schema.Attribute{}
	for name, attribute := range accountsAttributes(account) {
		attributes[name] = attribute // what an attribute of a data source can say, one of an ephemeral resource can as well
	}
	resp.Schema = schema.Schema{
		MarkdownDescription: "The DRM accounts of a customer: credentials for apps and web clients, read again in every run and stored " +
			"nowhere.\n\n" + accountsNames,
		Attributes: attributes,
	}
}

func (e *accountsEphemeral) Open(ctx context.Context, req ephemeral.OpenRequest, resp *ephemeral.OpenResponse) {
	// Read the request.
	var result struct {
		accountsQuery

		Total    types.Int64           `tfsdk:"total"`
		Accounts []accountWithPassword `tfsdk:"accounts"`
	}
	resp.Diagnostics.Append(req.Config.Get(ctx, &result)...)
	if resp.Diagnostics.HasError() || !e.HasPlatformOrError(&resp.Diagnostics) {
		return
	}

	// Call the platform.
	accounts, total, holds, err := result.read(ctx, e.Platform)
	if err != nil {
		addAccountsError(&resp.Diagnostics, err)
		return
	}
	if !holds {
		tf.WarnMoved(&resp.Diagnostics, "DRM accounts")
	}

	result.Total, result.Accounts = types.Int64Value(int64(total)), tf.Models(accounts, (*accountWithPassword).fromAPI)
	for _, a := range accounts {
		tf.WarnUnread(&resp.Diagnostics, a.Unread)
	}

	// Write the result.
	resp.Diagnostics.Append(resp.Result.Set(ctx, result)...)
}

// accountWithPassword is an account that is stored nowhere.
type accountWithPassword struct {
	accountModel

	Password types.String `tfsdk:"password"`
}

func (m *accountWithPassword) fromAPI(a api.Account) {
	m.accountModel.fromAPI(a)
	if a.Password != "" {
		m.Password = types.StringValue(a.Password)
	}
}
