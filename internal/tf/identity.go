package tf

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
)

// KeepIdentity leaves an object with an identity: the one that the client sent, else the given one, which is a struct as
// ResourceIdentity.Set takes it. Every return of Create, Read and Update needs it, that of an object which is gone or could
// not be read included, because Terraform before 1.12 and OpenTofu send none.
func KeepIdentity(ctx context.Context, identity *tfsdk.ResourceIdentity, is any, diags *diag.Diagnostics) {
	if identity != nil && identity.Raw.IsFullyNull() {
		diags.Append(identity.Set(ctx, is)...)
	}
}
