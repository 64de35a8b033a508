package tf

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/list"
)

// GetListConfig reads the config of a list block, which may have none: the filters then stay as they are.
func GetListConfig(ctx context.Context, req list.ListRequest, filters any, diags *diag.Diagnostics) {
	if !req.Config.Raw.IsNull() {
		diags.Append(req.Config.Get(ctx, filters)...)
	}
}
