package telecomx

import (
	"cmp"

	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

// customerOr is the customer that a data source names, else the provider's, else "", the employee's own.
func (p *Platform) customerOr(named types.String) string {
	return cmp.Or(named.ValueString(), p.CustomerID)
}

const customerDescription = "Customer: 24 hexadecimal characters. Default: `telecomx.customer_id` of the provider, or `TELECOMX_CUSTOMER_ID`; without either, the employee's own customer."

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
