package provider

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/defaults"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/iptvops/terraform-provider-iptv/internal/tf"
)

// GenerateResourceConfig leaves out of the framework's configuration what says nothing: values that equal the default, and
// those that the type knows to be the platform's own.
func (s server) GenerateResourceConfig(ctx context.Context,
	req *tfprotov6.GenerateResourceConfigRequest) (*tfprotov6.GenerateResourceConfigResponse, error) {
	resp, err := during(ctx, req, s.protocol.GenerateResourceConfig)
	if err != nil || resp == nil || resp.Config == nil {
		return resp, err
	}
	for _, newResource := range (&iptv{}).Resources(ctx) {
		of := newResource()
		var name resource.MetadataResponse
		of.Metadata(ctx, resource.MetadataRequest{ProviderTypeName: "iptv"}, &name)
		if name.TypeName == req.TypeName {
			resp.Config, err = shorter(ctx, of, resp.Config)
		}
	}
	return resp, err
}

func shorter(ctx context.Context, of resource.Resource, generated *tfprotov6.DynamicValue) (*tfprotov6.DynamicValue, error) {
	var described resource.SchemaResponse
	of.Schema(ctx, resource.SchemaRequest{}, &described)
	whole := described.Schema.Type().TerraformType(ctx)
	value, err := generated.Unmarshal(whole)
	if err != nil {
		return nil, err
	}
	attributes := map[string]tftypes.Value{}
	if err := value.As(&attributes); err != nil {
		return nil, err
	}
	for name, attribute := range described.Schema.Attributes {
		standard := defaultOf(ctx, attribute)
		if standard == nil {
			continue
		}
		same, err := standard.ToTerraformValue(ctx)
		if err != nil {
			return nil, err
		}
		if same.Equal(attributes[name]) {
			attributes[name] = tftypes.NewValue(same.Type(), nil)
		}
	}
	if own, ok := of.(tf.ShortensGenerated); ok {
		own.ShortenGenerated(attributes)
	}
	short, err := tfprotov6.NewDynamicValue(whole, tftypes.NewValue(whole, attributes))
	return &short, err
}

// defaultOf is the value of an attribute that is left out; nil where the schema says none.
func defaultOf(ctx context.Context, attribute schema.Attribute) attr.Value {
	switch a := attribute.(type) {
	case schema.BoolAttribute:
		if a.Default != nil {
			var resp defaults.BoolResponse
			a.Default.DefaultBool(ctx, defaults.BoolRequest{}, &resp)
			return resp.PlanValue
		}
	case schema.Int64Attribute:
		if a.Default != nil {
			var resp defaults.Int64Response
			a.Default.DefaultInt64(ctx, defaults.Int64Request{}, &resp)
			return resp.PlanValue
		}
	case schema.StringAttribute:
		if a.Default != nil {
			var resp defaults.StringResponse
			a.Default.DefaultString(ctx, defaults.StringRequest{}, &resp)
			return resp.PlanValue
		}
	case schema.SetAttribute:
		if a.Default != nil {
			var resp defaults.SetResponse
			a.Default.DefaultSet(ctx, defaults.SetRequest{}, &resp)
			return resp.PlanValue
		}
	}
	return nil
}

// GetProviderSchema says that the provider generates configuration. The framework implements the call and does not say so
// (internal/toproto6/server_capabilities.go of its version 1.19.0).
func (s server) GetProviderSchema(ctx context.Context, req *tfprotov6.GetProviderSchemaRequest) (*tfprotov6.GetProviderSchemaResponse,
	error) {
	resp, err := s.protocol.GetProviderSchema(ctx, req)
	if resp != nil && resp.ServerCapabilities != nil {
		resp.ServerCapabilities.GenerateResourceConfig = true
	}
	return resp, err
}
