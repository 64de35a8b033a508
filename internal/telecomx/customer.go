package telecomx

import (
	"cmp"
	"context"

	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/iptvops/terraform-provider-iptv/internal/inventory"
	"github.com/iptvops/terraform-provider-iptv/internal/telecomx/api"
	"github.com/iptvops/terraform-provider-iptv/internal/tf"
)

// customerOr is the customer that a data source names, else the provider's, else "", the employee's own.
func (p *Platform) customerOr(named types.String) string {
	return cmp.Or(named.ValueString(), p.CustomerID)
}

const customerDescription = "Customer: 24 hexadecimal characters. Default: `telecomx.customer_id` of the provider, or `TELECOMX_CUSTOMER_ID`; without either, the employee's own customer."

// What every list of a customer is asked for by.
var (
	customerAttribute = schema.StringAttribute{Optional: true, MarkdownDescription: customerDescription, Validators: []validator.String{tf.HexID()}}
	filterAttribute   = schema.StringAttribute{Optional: true, MarkdownDescription: "Text that the platform searches the names for."}
)

// listed is a customer's objects: all of them, shared with the other types, or those that the platform finds for a filter.
func listed[V any](ctx context.Context, shared *inventory.Inventory[V], list func(ctx context.Context, customer, filter string, offset, limit int) (api.Page[V], error), customer, filter string) ([]V, error) {
	if filter == "" {
		items, _, err := shared.List(ctx)
		return items, err
	}
	return api.All(ctx, func(ctx context.Context, offset, limit int) (api.Page[V], error) {
		return list(ctx, customer, filter, offset, limit)
	})
}

// dataSourceField is the attributes of the data sources by the platform's names.
func dataSourceField(field string) (path.Path, bool) {
	switch field {
	case "customer":
		return path.Root("customer_id"), true
	case "offset", "limit", "filter":
		return path.Root(field), true
	}
	return path.Path{}, false
}
