package panel

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/identityschema"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// lineIdentity is what tells a line from all others of a panel.
type lineIdentity struct {
	ID types.String `tfsdk:"id"`
}

// IdentitySchema implements resource.ResourceWithIdentity.
func (r *lineResource) IdentitySchema(_ context.Context, _ resource.IdentitySchemaRequest, resp *resource.IdentitySchemaResponse) {
	resp.IdentitySchema = identityschema.Schema{Attributes: map[string]identityschema.Attribute{
		"id": identityschema.StringAttribute{RequiredForImport: true, Description: "Line ID (line_id), a UUID."},
	}}
}

func (m lineModel) identity() lineIdentity { return lineIdentity{ID: m.ID} }

// ShortenGenerated omits what the panel decides about a line that is bought: a renewal moves the expiry date, and a
// configuration that names the old one would then be refused.
func (r *lineResource) ShortenGenerated(attributes map[string]tftypes.Value) {
	charged := true // the default
	if set := attributes["charge_credits"]; set.IsKnown() && !set.IsNull() && set.As(&charged) != nil || !charged {
		return
	}
	for _, name := range []string{"expire_at", "is_restreamer", "is_trial"} {
		attributes[name] = tftypes.NewValue(attributes[name].Type(), nil)
	}
}
