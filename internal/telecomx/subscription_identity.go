package telecomx

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/identityschema"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

// subscriptionIdentity is what tells one subscription from all others: a customer has one.
type subscriptionIdentity struct {
	CustomerID types.String `tfsdk:"customer_id"`
}

// IdentitySchema implements resource.ResourceWithIdentity.
func (r *subscriptionResource) IdentitySchema(_ context.Context, _ resource.IdentitySchemaRequest,
	resp *resource.IdentitySchemaResponse) {
	resp.IdentitySchema = identityschema.Schema{Attributes: map[string]identityschema.Attribute{
		"customer_id": identityschema.StringAttribute{
			RequiredForImport: true, Description: "Customer: 24 hexadecimal characters.",
		},
	}}
}

// identity is that of a subscription in state.
func (m *subscriptionModel) identity() subscriptionIdentity {
	return subscriptionIdentity{CustomerID: m.CustomerID}
}
