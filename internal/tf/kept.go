package tf

import (
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

// WarnKept warns when a platform's response to a create or update says something else than was planned: the state follows
// the plan, and the next refresh shows what the platform has. Nothing may be sensitive that it is given.
func WarnKept(diags *diag.Diagnostics, platform string, at path.Path, planned, kept attr.Value) {
	if planned.IsUnknown() || planned.Equal(kept) {
		return
	}
	diags.AddAttributeWarning(at, platform+" keeps another value",
		fmt.Sprintf("The plan has %s = %s, and the response of %s says %s. The state has the planned value; the next plan shows what "+
			"the platform has.%s",
			at, planned, platform, kept, TrimAdvice(planned, kept)))
}

// TrimAdvice is what to do about a text of which a platform trims the white space, " " before it; "" for other values.
func TrimAdvice(planned, kept attr.Value) string {
	is, ok := planned.(types.String)
	has, both := kept.(types.String)
	if !ok || !both || is.Equal(has) || strings.TrimSpace(is.ValueString()) != strings.TrimSpace(has.ValueString()) {
		return ""
	}
	return " The platform trims white space. A heredoc ends with a newline: chomp() removes it, and trimspace() all white space around " +
		"a text."
}
