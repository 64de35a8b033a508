package tf

import (
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

// stateAsPlanned ends a warning of a difference between the plan and a response.
const stateAsPlanned = "The state has what was planned; the next plan shows what the platform has."

// WarnDifference warns when a platform's response to a create or update differs from the plan: the state follows the plan,
// and the next refresh shows what the platform has. Neither value may be sensitive. reason, which may be empty, is a
// sentence on why the platform decides so.
func WarnDifference(diags *diag.Diagnostics, platform string, at path.Path, planned, returned attr.Value, reason string) {
	if planned.IsUnknown() || planned.Equal(returned) {
		return
	}
	detail := fmt.Sprintf("%s was planned as %s, and %s returned %s.", at, planned, platform, returned)
	for _, more := range []string{reason, stateAsPlanned, trimAdvice(planned, returned)} {
		if more != "" {
			detail += " " + more
		}
	}
	diags.AddAttributeWarning(at, Capitalized(platform)+" returned another value", detail)
}

// WarnDifferences warns of differences between the plan and a response that are those of no single value.
func WarnDifferences(diags *diag.Diagnostics, platform string, at path.Path, differences []string) {
	if len(differences) == 0 {
		return
	}
	diags.AddAttributeWarning(at, Capitalized(platform)+" returned other values",
		fmt.Sprintf("The plan and the response of %s differ in %s: %s. %s",
			platform, at, strings.Join(differences, "; "), stateAsPlanned))
}

// trimAdvice is what to do about a text of which a platform trims the white space; "" for other values.
func trimAdvice(planned, returned attr.Value) string {
	is, ok := planned.(types.String)
	has, both := returned.(types.String)
	if !ok || !both || is.Equal(has) || strings.TrimSpace(is.ValueString()) != strings.TrimSpace(has.ValueString()) {
		return ""
	}
	return "The platform trims white space. A heredoc ends with a newline: chomp() removes it, and trimspace() all white space around " +
		"a text."
}
