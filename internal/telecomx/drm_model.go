package telecomx

import (
	"cmp"
	"context"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework-timetypes/timetypes"
	"github.com/hashicorp/terraform-plugin-framework-validators/int64validator"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/iptvops/terraform-provider-iptv/internal/telecomx/api"
	"github.com/iptvops/terraform-provider-iptv/internal/tf"
)

// accountsQuery is the arguments of the data source and of the ephemeral resource.
type accountsQuery struct {
	CustomerID types.String `tfsdk:"customer_id"`
	Filter     types.String `tfsdk:"filter"`
	Full       types.Bool   `tfsdk:"full"`
	Offset     types.Int64  `tfsdk:"offset"`
	Limit      types.Int64  `tfsdk:"limit"`
}

// accountModel is an account without its password.
type accountModel struct {
	Username    types.String      `tfsdk:"username"`
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

// read is the accounts that the arguments ask for, by user name, each once, and how many there are without a window. holds
// is false when the list has moved whenever it was read, so that accounts may be missing.
func (q *accountsQuery) read(ctx context.Context, p *Platform) (accounts []api.Account, total int, holds bool, err error) {
	query := api.AccountQuery{Customer: p.customerOr(q.CustomerID), Filter: q.Filter.ValueString(), Full: q.Full.ValueBool()}
	first := int(q.Offset.ValueInt64())
	if !q.Limit.IsNull() {
		window, err := p.api.ListAccounts(ctx, query, first, int(q.Limit.ValueInt64()))
		return byUsername(window.Items), window.Total, true, err
	}
	accounts, holds, err = paged(func(a api.Account) string { return a.Username },
		func(ctx context.Context, offset, limit int) (api.Page[api.Account], error) {
			page, err := p.api.ListAccounts(ctx, query, first+offset, limit)
			total = page.Total
			page.Total = max(0, page.Total-first) // what is before the window does not come
			return page, err
		}).List(ctx)
	return byUsername(accounts), total, holds, err
}

func byUsername(accounts []api.Account) []api.Account {
	return slices.SortedFunc(slices.Values(accounts), func(a, b api.Account) int { return cmp.Compare(a.Username, b.Username) })
}

func (m *accountModel) fromAPI(a api.Account) {
	*m = accountModel{
		Username: types.StringValue(a.Username), Created: keepDateSpelling(timetypes.NewRFC3339Null(),
			a.Created), DeviceCount: types.Int64Value(a.DeviceCount),
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

const accountsNames = "The type has two names: `drm_accounts`, which needs `provider = iptv` in each block because Terraform looks for a " +
	"provider by the first word of a type's name, and `iptv_drm_accounts`, which needs no `provider` argument."

// accountAttributes is the attributes of an account, without its password.
func accountAttributes() map[string]schema.Attribute {
	return map[string]schema.Attribute{
		"username": tf.DataString("User name."),
		"created": schema.StringAttribute{
			Computed: true, CustomType: timetypes.RFC3339Type{}, MarkdownDescription: "When the account was created.",
		},
		"device_count": tf.DataInt64("Number of devices."),
		"devices": tf.DataList("Devices, ordered by ID; null without `full`.", map[string]schema.Attribute{
			"id":    tf.DataString("Device ID."),
			"type":  tf.DataString("Kind of device, such as `IOS`, `ANDROID` or `WEB`."),
			"name":  tf.DataString("Name; may be empty."),
			"model": tf.DataString("Model; null when not available."),
		}),
	}
}

// accountsAttributes is the attributes that the data source and the ephemeral resource share; account is those of one
// account.
func accountsAttributes(account map[string]schema.Attribute) map[string]schema.Attribute {
	return map[string]schema.Attribute{
		"customer_id": customerAttribute,
		"filter":      schema.StringAttribute{Optional: true, MarkdownDescription: "Text that the platform looks for in the user names."},
		"full":        schema.BoolAttribute{Optional: true, MarkdownDescription: "List the devices of each account. Default: `false`."},
		"offset": schema.Int64Attribute{
			Optional: true, MarkdownDescription: "Index of the first account, 0 or more. Without `offset` and `limit` all accounts are " +
				"read; with `offset` alone, all from there.",
			Validators: []validator.Int64{int64validator.AtLeast(0)},
		},
		"limit": schema.Int64Attribute{
			Optional: true, MarkdownDescription: "Maximum number of accounts, 1 to 500.",
			Validators: []validator.Int64{int64validator.Between(1, api.MaxLimit)},
		},
		"total":    tf.DataInt64("Number of accounts without `offset` and `limit`."),
		"accounts": tf.DataList("Accounts, ordered by user name.", account),
	}
}

func addAccountsError(diags *diag.Diagnostics, err error) {
	advice := ""
	if isDenied(err) {
		advice = "A reseller may list DRM accounts only of customers with the feature IPTVPRIVATE; an employee of the customer " +
			"itself, also with IPTVBUSINESS. An unknown customer is refused in the same way."
	}
	tf.AddError(diags, "Cannot list DRM accounts", err, dataSourceField, advice)
}
