package icareus

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/iptvops/terraform-provider-iptv/internal/tf"
)

// Keys of the private state.
const (
	// privateOrganization is the organisation that the channel belongs to.
	privateOrganization = "organization_id"
	// privateNotUploaded is set while the icon that the state names has not been uploaded.
	privateNotUploaded = "icon_not_uploaded"
)

// owns reports whether a channel belongs to the provider's organisation, with an error where it belongs to another one.
// There the platform would say that it does not exist. A channel of which nothing is known is taken to belong.
func (p *Platform) owns(ctx context.Context, private tf.PrivateReader, id string, diags *diag.Diagnostics) bool {
	organization, ok := tf.GetPrivate[int64](ctx, private, privateOrganization, diags)
	if !ok || organization == p.api.Organization() {
		return !diags.HasError()
	}
	diags.AddError("Channel of another organisation", fmt.Sprintf(
		"Channel %s belongs to organisation %d, but the provider is configured for organisation %d, which cannot see it. Nothing was "+
			"changed. "+
			"Set organization_id back, use a provider alias for each organisation, or take the channel out of the state with `terraform "+
			"state rm`.",
		id, organization, p.api.Organization()))
	return false
}

// setOwned notes that a channel belongs to the provider's organisation.
func (p *Platform) setOwned(ctx context.Context, private tf.PrivateWriter, diags *diag.Diagnostics) {
	tf.SetPrivate(ctx, private, privateOrganization, p.api.Organization(), diags)
}
