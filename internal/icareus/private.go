package icareus

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/iptvops/terraform-provider-iptv/internal/tf"
)

// Keys of the private state.
const (
	// privateOrganization is the organisation that the channel belongs to.
	privateOrganization = "organization_id"
	// privateNotUploaded is set while the icon that the state names has not been uploaded.
	privateNotUploaded = "icon_not_uploaded"
	// privateNoLanguage is set while a channel that was imported without a language has none. Generated configuration leaves
	// an empty text out.
	privateNoLanguage = "imported_without_language"
)

// setOwned notes that a channel belongs to the provider's organisation.
func (p *Platform) setOwned(ctx context.Context, private tf.PrivateWriter, diags *diag.Diagnostics) {
	tf.SetPrivate(ctx, private, privateOrganization, p.api.Organization(), diags)
}
