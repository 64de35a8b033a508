// Package provider is the provider itself: its configuration, from HCL over the environment, and the list of its types.
package provider

import (
	"context"
	"net"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/action"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/ephemeral"
	"github.com/hashicorp/terraform-plugin-framework/function"
	"github.com/hashicorp/terraform-plugin-framework/list"
	"github.com/hashicorp/terraform-plugin-framework/provider"
	"github.com/hashicorp/terraform-plugin-framework/resource"

	"github.com/iptvops/terraform-provider-iptv/internal/icareus"
	"github.com/iptvops/terraform-provider-iptv/internal/panel"
	"github.com/iptvops/terraform-provider-iptv/internal/telecomx"
)

var (
	_ provider.Provider                       = (*iptv)(nil)
	_ provider.ProviderWithActions            = (*iptv)(nil)
	_ provider.ProviderWithEphemeralResources = (*iptv)(nil)
	_ provider.ProviderWithFunctions          = (*iptv)(nil)
	_ provider.ProviderWithListResources      = (*iptv)(nil)
	_ provider.ProviderWithValidateConfig     = (*iptv)(nil)
)

type iptv struct {
	version string
	dial    Dial
}

// Dial connects to a platform, as net.Dialer.DialContext does; nil means over the network.
type Dial func(ctx context.Context, network, address string) (net.Conn, error)

// New makes the provider; version goes into the User-Agent of its requests.
func New(version string) func() provider.Provider {
	return func() provider.Provider { return &iptv{version: version} }
}

func (p *iptv) Metadata(_ context.Context, _ provider.MetadataRequest, resp *provider.MetadataResponse) {
	resp.TypeName = "iptv"
	resp.Version = p.version
}

func (p *iptv) Schema(_ context.Context, _ provider.SchemaRequest, resp *provider.SchemaResponse) {
	resp.Schema = configSchema()
}

func (p *iptv) ValidateConfig(ctx context.Context, req provider.ValidateConfigRequest, resp *provider.ValidateConfigResponse) {
	var config config
	resp.Diagnostics.Append(req.Config.Get(ctx, &config)...)
	if resp.Diagnostics.HasError() {
		return
	}
	config.validate(&resp.Diagnostics)
}

func (p *iptv) Configure(ctx context.Context, req provider.ConfigureRequest, resp *provider.ConfigureResponse) {
	var config config
	resp.Diagnostics.Append(req.Config.Get(ctx, &config)...)
	if resp.Diagnostics.HasError() {
		return
	}
	config.validate(&resp.Diagnostics)
	if resp.Diagnostics.HasError() {
		return
	}
	data := newData(&config, userAgent(p.version, req.TerraformVersion))
	data.dial = p.dial
	resp.ResourceData = data
	resp.DataSourceData = data
	resp.EphemeralResourceData = data
	resp.ListResourceData = data
	resp.ActionData = data
}

func (p *iptv) Resources(context.Context) []func() resource.Resource {
	return slices.Concat(
		icareus.Resources(),
		panel.Resources(),
		telecomx.Resources(),
	)
}

func (p *iptv) DataSources(context.Context) []func() datasource.DataSource {
	return slices.Concat(
		icareus.DataSources(),
		panel.DataSources(),
		telecomx.DataSources(),
	)
}

func (p *iptv) ListResources(context.Context) []func() list.ListResource {
	return slices.Concat(
		icareus.ListResources(),
		panel.ListResources(),
		telecomx.ListResources(),
	)
}

func (p *iptv) Actions(context.Context) []func() action.Action {
	return panel.Actions()
}

func (p *iptv) EphemeralResources(context.Context) []func() ephemeral.EphemeralResource {
	return slices.Concat(
		icareus.EphemeralResources(),
		telecomx.EphemeralResources(),
	)
}

func (p *iptv) Functions(context.Context) []func() function.Function {
	return icareus.Functions()
}

func userAgent(version, terraformVersion string) string {
	if terraformVersion == "" {
		terraformVersion = "unknown"
	}
	return "terraform-provider-iptv/" + version + " Terraform/" + terraformVersion
}
