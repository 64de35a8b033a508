package telecomx

import (
	"cmp"

	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

// customerOr is the customer that a data source names, else the provider's, else "", the employee's own.
func (p *Platform) customerOr(named types.String) string {
	return cmp.Or(named.ValueString(), p.CustomerID)
}

const customerDescription = "Customer: 24 hexadecimal characters. Default: `telecomx.customer_id` of the provider, or " +
	"`TELECOMX_CUSTOMER_ID`; without either, the employee's own customer."

// What every list of a customer is asked for by.
var (
	customerAttribute = schema.StringAttribute{Optional: true, MarkdownDescription: customerDescription,
		Validators: []validator.String{validID()}}
	filterAttribute = schema.StringAttribute{Optional: true, MarkdownDescription: "Text that the platform looks for in the names."}
)
