package icareus

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/identityschema"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/iptvops/terraform-provider-iptv/internal/tf"
)

// channelIdentity is what tells a channel from all others. A channel's organisation is nowhere in the channel itself
// (section 5).
type channelIdentity struct {
	OrganizationID types.Int64  `tfsdk:"organization_id"`
	ID             types.String `tfsdk:"id"`
}

func (r *channelResource) IdentitySchema(_ context.Context, _ resource.IdentitySchemaRequest, resp *resource.IdentitySchemaResponse) {
	resp.IdentitySchema = identityschema.Schema{Attributes: map[string]identityschema.Attribute{
		"organization_id": identityschema.Int64Attribute{
			OptionalForImport: true,
			Description:       "Organisation that the channel belongs to. Default: the provider's.",
		},
		"id": identityschema.StringAttribute{
			RequiredForImport: true,
			Description:       "Channel ID: service_id as a string.",
		},
	}}
}

// identity is the identity of a channel of that organisation, null where it is not known.
func (m channelModel) identity(organization types.Int64) channelIdentity {
	return channelIdentity{OrganizationID: organization, ID: m.ID}
}

// organization is the provider's organisation, null while the platform's configuration is not known.
func (r *channelResource) organization() types.Int64 {
	if !r.HasPlatform() {
		return types.Int64Null()
	}
	return types.Int64Value(r.Platform.api.Organization())
}

// identityOf is the identity of a channel in state, whose organisation is the one that the client sent, else that of the
// private state, else the provider's: a channel of which nothing is known is taken to belong to it.
func (r *channelResource) identityOf(ctx context.Context, sent *tfsdk.ResourceIdentity, private tf.PrivateReader, state channelModel,
	diags *diag.Diagnostics) channelIdentity {
	is := state.identity(types.Int64Null())
	if sent != nil && !sent.Raw.IsFullyNull() {
		diags.Append(sent.Get(ctx, &is)...)
	}
	if is.OrganizationID.IsNull() {
		if noted, ok := tf.GetPrivate[int64](ctx, private, privateOrganization, diags); ok {
			is.OrganizationID = types.Int64Value(noted)
		}
	}
	if is.OrganizationID.IsNull() {
		is.OrganizationID = r.organization()
	}
	return is
}

// owns reports whether a channel belongs to the provider's organisation, with an error where it belongs to another one.
// There the platform would say that it does not exist.
func (p *Platform) owns(is channelIdentity, diags *diag.Diagnostics) bool {
	if diags.HasError() {
		return false
	}
	if is.OrganizationID.IsNull() || is.OrganizationID.ValueInt64() == p.api.Organization() {
		return true
	}
	diags.AddError("Channel of another organisation", fmt.Sprintf(
		"Channel %s belongs to organisation %d, but the provider is configured for organisation %d, which cannot see it. Nothing was "+
			"changed. "+
			"Set organization_id back, use a provider alias for each organisation, or take the channel out of the state with `terraform "+
			"state rm`.",
		is.ID.ValueString(), is.OrganizationID.ValueInt64(), p.api.Organization()))
	return false
}
