package tf

import (
	"context"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
)

// MoveFrom takes over the state of a resource of the given type of this provider, which has the same schema and the same
// identity. identity makes the identity of a state that comes without one, as KeepIdentity takes it.
func MoveFrom(twin string, same schema.Schema,
	identity func(context.Context, resource.MoveStateRequest, *diag.Diagnostics) any) []resource.StateMover {
	return []resource.StateMover{{
		SourceSchema: &same,
		StateMover: func(ctx context.Context, req resource.MoveStateRequest, resp *resource.MoveStateResponse) {
			if req.SourceTypeName != twin || !strings.HasSuffix(req.SourceProviderAddress, "/iptvops/iptv") || req.SourceState == nil {
				return
			}
			resp.TargetState.Raw, resp.TargetPrivate = req.SourceState.Raw, req.SourcePrivate
			if source := req.SourceIdentity; source != nil && source.JSON != nil && resp.TargetIdentity != nil {
				sent, err := source.Unmarshal(resp.TargetIdentity.Schema.Type().TerraformType(ctx))
				if err != nil {
					resp.Diagnostics.AddError("Cannot move the identity", Sentence(err.Error()))
					return
				}
				resp.TargetIdentity.Raw = sent
			}
			KeepIdentity(ctx, resp.TargetIdentity, identity(ctx, req, &resp.Diagnostics), &resp.Diagnostics)
		},
	}}
}
