package icareus

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/ephemeral"
	"github.com/hashicorp/terraform-plugin-framework/ephemeral/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/iptvops/terraform-provider-iptv/internal/tf"
)

var _ ephemeral.EphemeralResourceWithConfigure = (*tokenEphemeral)(nil)

type tokenEphemeral struct{ tf.Ephemeral[Platform] }

func newTokenEphemeral() ephemeral.EphemeralResource {
	return &tokenEphemeral{tf.NewEphemeral("icareus_token", providerData.Icareus)}
}

func newTokenTwinEphemeral() ephemeral.EphemeralResource {
	return &tokenEphemeral{tf.NewEphemeral("iptv_icareus_token", providerData.Icareus)}
}

func (e *tokenEphemeral) Schema(_ context.Context, _ ephemeral.SchemaRequest, resp *ephemeral.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "A generated token of Icareus Suite, made from the organisation and the secret of the provider's " +
			"configuration and from the current time, and stored nowhere. It is made without a request. How long the platform " +
			"accepts it is not documented; Terraform makes another one in every plan and every apply.\n\n" +
			"A provider that is configured with an existing `token` has no secret to make one from: this is an error, so that a token " +
			"that may live long never stands where a short-lived one is expected.\n\n" +
			"The ephemeral resource has two names: `icareus_token`, which needs `provider = iptv` in each block, and " +
			"`iptv_icareus_token`, which needs no `provider` argument.",
		Attributes: map[string]schema.Attribute{
			"organization_id": schema.Int64Attribute{Computed: true, MarkdownDescription: "Organisation that the token belongs to."},
			"token": schema.StringAttribute{Computed: true, Sensitive: true,
				MarkdownDescription: "The token, to be sent as `Authorization: Bearer TOKEN`."},
		},
	}
}

func (e *tokenEphemeral) Open(ctx context.Context, _ ephemeral.OpenRequest, resp *ephemeral.OpenResponse) {
	if !e.HasPlatformOrError(&resp.Diagnostics) {
		return
	}
	token, ok := e.Platform.api.FreshToken()
	if !ok {
		resp.Diagnostics.AddError("Cannot generate token", "The provider is configured with an existing token, and only a secret "+
			"can generate another one. Set secret instead of token in the provider block icareus = { ... }, or ICAREUS_SECRET instead "+
			"of ICAREUS_TOKEN; or use the existing token where this one was to be used.")
		return
	}
	resp.Diagnostics.Append(resp.Result.Set(ctx, struct {
		OrganizationID types.Int64  `tfsdk:"organization_id"`
		Token          types.String `tfsdk:"token"`
	}{types.Int64Value(e.Platform.api.Organization()), types.StringValue(token)})...)
}
