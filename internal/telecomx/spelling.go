package telecomx

import (
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/types"
)

// spelled is the id as the platform tells it, but in the spelling of what is known already when only case differs.
func spelled(known types.String, id string) types.String {
	if sameID(known, types.StringValue(id)) {
		return known
	}
	return types.StringValue(id)
}

// sameID is true for known ids that differ in case at most.
func sameID(a, b types.String) bool {
	if a.IsNull() || a.IsUnknown() || b.IsNull() || b.IsUnknown() {
		return false
	}
	return strings.EqualFold(a.ValueString(), b.ValueString())
}

// IsID is true for 24 hexadecimal characters.
func IsID(text string) bool {
	return len(text) == 24 && strings.Trim(text, "0123456789abcdefABCDEF") == ""
}
