package tf

import (
	"context"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
)

// NotNegative refuses numbers below 0.
func NotNegative() validator.Float64 { return notNegative{} }

type notNegative struct{}

func (notNegative) Description(context.Context) string               { return "value must be at least 0" }
func (v notNegative) MarkdownDescription(ctx context.Context) string { return v.Description(ctx) }

func (notNegative) ValidateFloat64(_ context.Context, req validator.Float64Request, resp *validator.Float64Response) {
	if number := req.ConfigValue.ValueFloat64(); number < 0 {
		resp.Diagnostics.AddAttributeError(req.Path, "Invalid number",
			"The value must be at least 0; got "+strconv.FormatFloat(number, 'f', -1, 64)+".")
	}
}

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

// NoNulls refuses sets with a null element.
func NoNulls() validator.Set { return noNulls{} }

type noNulls struct{}

func (noNulls) Description(context.Context) string               { return "must not hold null" }
func (v noNulls) MarkdownDescription(ctx context.Context) string { return v.Description(ctx) }

func (noNulls) ValidateSet(_ context.Context, req validator.SetRequest, resp *validator.SetResponse) {
	if slices.ContainsFunc(req.ConfigValue.Elements(), attr.Value.IsNull) {
		resp.Diagnostics.AddAttributeError(req.Path, "Null in a set",
			"The set must not hold null. Leave the element out, for example by a for expression with an if clause.")
	}
}
