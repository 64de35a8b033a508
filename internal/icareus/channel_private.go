package icareus

import (
	"context"
	"fmt"
	"strconv"

	"github.com/hashicorp/terraform-plugin-framework/diag"
)

// Keys of the private state.
const (
	// privateOrganization is the organisation that the channel belongs to.
	privateOrganization = "organization_id"
	// privateNotUploaded is set while the icon that the state names has not been uploaded.
	privateNotUploaded = "icon_not_uploaded"
)

// private is a resource's private state.
type private interface {
	GetKey(ctx context.Context, key string) ([]byte, diag.Diagnostics)
	SetKey(ctx context.Context, key string, value []byte) diag.Diagnostics
}

// owns reports whether a channel belongs to the provider's organisation, with an error where it belongs to another one.
// There the platform would say that it does not exist. A channel of which nothing is known is taken to belong.
func (p *Platform) owns(ctx context.Context, state private, id string, diags *diag.Diagnostics) bool {
	organization, failures := state.GetKey(ctx, privateOrganization)
	diags.Append(failures...)
	own := p.organizationKey()
	if organization == nil || string(organization) == string(own) {
		return !failures.HasError()
	}
	diags.AddError("Channel of another organisation", fmt.Sprintf(
		"Channel %s belongs to organisation %s, but the provider is configured for organisation %s, which cannot see it. Nothing was "+
			"changed. "+
			"Set organization_id back, use a provider alias for each organisation, or take the channel out of the state with `terraform "+
			"state rm`.",
		id, organization, own))
	return false
}

func (p *Platform) organizationKey() []byte {
	return []byte(strconv.FormatInt(p.api.Organization(), 10))
}

// setNotUploaded notes whether the icon that the state names is still to be uploaded.
func setNotUploaded(ctx context.Context, state private, pending bool) diag.Diagnostics {
	if pending {
		return state.SetKey(ctx, privateNotUploaded, []byte("true"))
	}
	return state.SetKey(ctx, privateNotUploaded, nil)
}

func isNotUploaded(ctx context.Context, state private, diags *diag.Diagnostics) bool {
	pending, failures := state.GetKey(ctx, privateNotUploaded)
	diags.Append(failures...)
	return pending != nil
}
