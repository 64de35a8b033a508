package tf

import (
	"context"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
)

// MoveFrom takes over the state of a resource of the given type of this provider, which has the same schema.
func MoveFrom(twin string, same schema.Schema) []resource.StateMover {
	return []resource.StateMover{{
		SourceSchema: &same,
		StateMover: func(_ context.Context, req resource.MoveStateRequest, resp *resource.MoveStateResponse) {
			if req.SourceTypeName != twin || !strings.HasSuffix(req.SourceProviderAddress, "/iptvops/iptv") || req.SourceState == nil {
				return
			}
			resp.TargetState.Raw, resp.TargetPrivate = req.SourceState.Raw, req.SourcePrivate
		},
	}}
}
