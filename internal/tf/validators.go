package tf

import (
	"context"
	"strings"
	"unicode"

	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
)

// Printable refuses control characters, white space around the value excepted.
func Printable() validator.String { return printable{} }

type printable struct{}

func (printable) Description(context.Context) string               { return "must not hold control characters" }
func (v printable) MarkdownDescription(ctx context.Context) string { return v.Description(ctx) }

func (printable) ValidateString(_ context.Context, req validator.StringRequest, resp *validator.StringResponse) {
	if strings.ContainsFunc(strings.TrimSpace(req.ConfigValue.ValueString()), unicode.IsControl) {
		// The value may be a secret: it is not shown.
		resp.Diagnostics.AddAttributeError(req.Path, "Invalid value", "The value must not hold control characters, such as a line break.")
	}
}
