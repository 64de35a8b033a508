package telecomx

import (
	"cmp"
	"context"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework-timetypes/timetypes"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/iptvops/terraform-provider-iptv/internal/telecomx/api"
	"github.com/iptvops/terraform-provider-iptv/internal/tf"
)

// accountsModel is the DRM accounts, as the data source and the ephemeral resource have them.
type accountsModel struct {
	CustomerID types.String   `tfsdk:"customer_id"`
	Filter     types.String   `tfsdk:"filter"`
	Full       types.Bool     `tfsdk:"full"`
	Offset     types.Int64    `tfsdk:"offset"`
	Limit      types.Int64    `tfsdk:"limit"`
	Total      types.Int64    `tfsdk:"total"`
	Accounts   []accountModel `tfsdk:"accounts"`
}

type accountModel struct {
	Username    types.String      `tfsdk:"username"`
	Password    types.String      `tfsdk:"password"`
	Created     timetypes.RFC3339 `tfsdk:"created"`
	DeviceCount types.Int64       `tfsdk:"device_count"`
	Devices     []deviceModel     `tfsdk:"devices"`
}

type deviceModel struct {
	ID    types.String `tfsdk:"id"`
	Type  types.String `tfsdk:"type"`
	Name  types.String `tfsdk:"name"`
	Model types.String `tfsdk:"model"`
}

// read fills the model with what its arguments ask for.
func (m *accountsModel) read(ctx context.Context, p *Platform) error {
	query := api.AccountQuery{Customer: p.customerOr(m.CustomerID), Filter: m.Filter.ValueString(), Full: m.Full.ValueBool()}
	first, total := int(m.Offset.ValueInt64()), 0
	page := func(ctx context.Context, offset, limit int) (api.Page[api.Account], error) {
		got, err := p.api.ListAccounts(ctx, query, first+offset, limit)
		total = got.Total
		got.Total = max(0, got.Total-first) // what is before the window does not come
		return got, err
	}

	var accounts []api.Account
	var err error
	if m.Limit.IsNull() {
		accounts, err = api.All(ctx, page)
	} else {
		var window api.Page[api.Account]
		window, err = page(ctx, 0, int(m.Limit.ValueInt64()))
		accounts = window.Items
	}
	if err != nil {
		return err
	}
	m.fromAPI(accounts, total)
	return nil
}

// fromAPI orders the accounts by user name and their devices by id.
func (m *accountsModel) fromAPI(accounts []api.Account, total int) {
	accounts = slices.Clone(accounts)
	slices.SortFunc(accounts, func(a, b api.Account) int { return cmp.Compare(a.Username, b.Username) })
	m.Total = types.Int64Value(int64(total))
	m.Accounts = make([]accountModel, len(accounts))
	for i, a := range accounts {
		m.Accounts[i].fromAPI(a)
	}
}

func (m *accountModel) fromAPI(a api.Account) {
	*m = accountModel{
		Username: types.StringValue(a.Username), Password: types.StringNull(), Created: spelledDate(timetypes.NewRFC3339Null(), a.Created),
		DeviceCount: types.Int64Value(a.DeviceCount),
	}
	if a.Password != "" {
		m.Password = types.StringValue(a.Password)
	}
	if a.Devices == nil {
		return
	}
	devices := slices.SortedFunc(slices.Values(a.Devices), func(a, b api.Device) int { return cmp.Compare(a.ID, b.ID) })
	m.Devices = make([]deviceModel, len(devices))
	for i, d := range devices {
		m.Devices[i] = deviceModel{
			ID: types.StringValue(d.ID), Type: types.StringValue(d.Type), Name: types.StringValue(d.Name), Model: types.StringNull(),
		}
		if d.Model != "" {
			m.Devices[i].Model = types.StringValue(d.Model)
		}
	}
}

// What the pages of the data source and of the ephemeral resource share.
const (
	accountsNames = "The type has two names: `drm_accounts`, whose blocks carry `provider = iptv` because Terraform looks for a provider by the first word of a type's name, " +
		"and `iptv_drm_accounts`, whose blocks need nothing."
	accountsFilter   = "Text that the platform searches the user names for."
	accountsFull     = "List the devices of each account. Default: `false`."
	accountsOffset   = "Index of the first account, 0 or more. Without `offset` and `limit` all accounts are read; with `offset` alone, all from there."
	accountsLimit    = "Number of accounts, 1 to 500; fewer may come."
	accountsTotal    = "Number of accounts without `offset` and `limit`."
	accountsOrder    = "Accounts, ordered by user name."
	accountsDevices  = "Devices, ordered by ID; null without `full`."
	accountsPassword = "Password."
)

func addAccountsError(diags *diag.Diagnostics, err error) {
	advice := ""
	if isDenied(err) {
		advice = "A reseller may list the DRM accounts of customers with the feature IPTVPRIVATE only; an employee of the customer itself, also with IPTVBUSINESS. An unknown customer is refused in the same way."
	}
	tf.AddError(diags, "Cannot list DRM accounts", err, dataSourceField, advice)
}
