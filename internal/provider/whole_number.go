package provider

import (
	"context"
	"fmt"
	"regexp"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// notInt64 is what the framework says of a number that is no int64, in the words of a bug in the provider.
var (
	notInt64 = regexp.MustCompile(`Value %!s\(\*big\.Float=([^)]*)\) (is not an integer|cannot be represented as a 64-bit integer)`)
	named    = regexp.MustCompile(`AttributeName\("([^"]+)"\)`)
)

// wholeNumbers says in plain words that a number has to be whole, once for each attribute. Terraform has only one type of
// number, and the framework refuses the conversion before any validator is asked.
func wholeNumbers(diagnostics []*tfprotov6.Diagnostic) []*tfprotov6.Diagnostic {
	var out []*tfprotov6.Diagnostic
	said := map[string]bool{}
	for _, d := range diagnostics {
		found := notInt64.FindStringSubmatch(d.Detail)
		if found == nil {
			out = append(out, d)
			continue
		}
		at := d.Attribute
		if at == nil { // of an element of a set, whose path is in the text only
			at = tftypes.NewAttributePath()
			for _, name := range named.FindAllStringSubmatch(d.Detail, -1) {
				at = at.WithAttributeName(name[1])
			}
		}
		detail := fmt.Sprintf("The value must be a whole number; it is %s.", found[1])
		if found[2] != "is not an integer" {
			detail = fmt.Sprintf("The value must be a whole number of at most 64 bits; it is %s.", found[1])
		}
		if key := at.String() + detail; !said[key] {
			said[key] = true
			out = append(out, &tfprotov6.Diagnostic{Severity: d.Severity, Summary: "Invalid number", Detail: detail, Attribute: at})
		}
	}
	return out
}

func (s server) ValidateProviderConfig(ctx context.Context,
	req *tfprotov6.ValidateProviderConfigRequest) (*tfprotov6.ValidateProviderConfigResponse, error) {
	resp, err := s.protocol.ValidateProviderConfig(ctx, req)
	if resp != nil {
		resp.Diagnostics = wholeNumbers(resp.Diagnostics)
	}
	return resp, err
}

func (s server) ConfigureProvider(ctx context.Context, req *tfprotov6.ConfigureProviderRequest) (*tfprotov6.ConfigureProviderResponse,
	error) {
	resp, err := s.protocol.ConfigureProvider(ctx, req)
	if resp != nil {
		resp.Diagnostics = wholeNumbers(resp.Diagnostics)
	}
	return resp, err
}

func (s server) ValidateEphemeralResourceConfig(
	ctx context.Context, req *tfprotov6.ValidateEphemeralResourceConfigRequest,
) (*tfprotov6.ValidateEphemeralResourceConfigResponse, error) {
	resp, err := s.protocol.ValidateEphemeralResourceConfig(ctx, req)
	if resp != nil {
		resp.Diagnostics = wholeNumbers(resp.Diagnostics)
	}
	return resp, err
}

func (s server) OpenEphemeralResource(ctx context.Context,
	req *tfprotov6.OpenEphemeralResourceRequest) (*tfprotov6.OpenEphemeralResourceResponse, error) {
	resp, err := s.protocol.OpenEphemeralResource(ctx, req)
	if resp != nil {
		resp.Diagnostics = wholeNumbers(resp.Diagnostics)
	}
	return resp, err
}
