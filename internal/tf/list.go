package tf

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/list"
)

// WarnMoved warns that objects may be missing from a list whose pages moved each time it was read. noun is their plural.
func WarnMoved(diags *diag.Diagnostics, noun string) {
	diags.AddWarning(Capitalized(noun)+" may be missing", "The list changed each time it was read, so objects may be missing from "+
		"it. Read it again when less is changed on the platform.")
}

// WarnUnread names what could not be read of an object; the rest of it, and all others, could. A nil err is nothing.
func WarnUnread(diags *diag.Diagnostics, err error) {
	if err != nil {
		diags.AddWarning("Cannot read a field", Sentence(err.Error()))
	}
}

// GetListConfig reads the config of a list block, which may have none: the filters then stay as they are.
func GetListConfig(ctx context.Context, req list.ListRequest, filters any, diags *diag.Diagnostics) {
	if !req.Config.Raw.IsNull() {
		diags.Append(req.Config.Get(ctx, filters)...)
	}
}
