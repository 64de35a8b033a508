package tf

import (
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
)

// WarnKept warns when a platform's response to a create or update says something else than was planned: the state follows
// the plan, and the next refresh shows what the platform has. Nothing may be sensitive that it is given.
func WarnKept(diags *diag.Diagnostics, platform string, at path.Path, planned, kept attr.Value) {
	if planned.IsUnknown() || planned.Equal(kept) {
		return
	}
	diags.AddAttributeWarning(at, platform+" keeps another value",
		fmt.Sprintf("The plan has %s = %s, and the response of %s says %s. The state has the planned value; the next plan shows what "+
			"the platform has.",
			at, planned, platform, kept))
}
