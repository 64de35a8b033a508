package telecomx

import (
	"context"
	"fmt"
	"regexp"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/iptvops/terraform-provider-iptv/internal/tf"
)

// hexID is the form of an id; its case tells nothing.
var hexID = regexp.MustCompile(`^[0-9A-Fa-f]{24}$`)

// keepSpelling is the id as the platform tells it, but in the spelling of what is known already when only case differs.
func keepSpelling(known types.String, id string) types.String {
	if sameID(known, types.StringValue(id)) {
		return known
	}
	return types.StringValue(id)
}

// sameID reports whether two known ids differ in case at most.
func sameID(a, b types.String) bool {
	return tf.IsKnown(a) && tf.IsKnown(b) && strings.EqualFold(a.ValueString(), b.ValueString())
}

// IsID reports whether a text is an id of Telecom X: 24 hexadecimal characters.
func IsID(text string) bool { return hexID.MatchString(text) }

// validID refuses what is no id of Telecom X. It names the value alone: an element of a set has no other address.
func validID() validator.String { return idValidator{} }

type idValidator struct{}

func (idValidator) Description(context.Context) string {
	return "value must be 24 hexadecimal characters"
}
func (v idValidator) MarkdownDescription(ctx context.Context) string { return v.Description(ctx) }

func (idValidator) ValidateString(_ context.Context, req validator.StringRequest, resp *validator.StringResponse) {
	if id := req.ConfigValue; tf.IsKnown(id) && !IsID(id.ValueString()) {
		resp.Diagnostics.AddAttributeError(req.Path, "Invalid ID",
			fmt.Sprintf("An ID of Telecom X must be 24 hexadecimal characters, such as 5f0e3c9a7b21d4408c6ea101; got %q.",
				id.ValueString()))
	}
}
