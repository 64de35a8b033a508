package provider

import (
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/iptvops/terraform-provider-iptv/internal/rest"
)

// access is how a platform is reached: its block's tls and headers.
type access struct {
	tls     rest.TLS
	headers map[string]string
}

// readAccess reads a block's tls and headers. It reports whether a value of theirs is not known yet.
func readAccess(block types.Object) (a access, unknown bool) {
	settings, _ := member(block, "tls").(types.Object)
	headers, _ := member(block, "headers").(types.Map)
	unknown = settings.IsUnknown() || headers.IsUnknown()
	text := func(name string) string {
		value, _ := member(settings, name).(types.String)
		unknown = unknown || value.IsUnknown()
		return trimmed(value)
	}
	skip, _ := member(settings, "skip_verification").(types.Bool)
	unknown = unknown || skip.IsUnknown()
	a.tls = rest.TLS{
		CACertificate: text("ca_certificate"), ClientCertificate: text("client_certificate"), ClientKey: text("client_key"),
		ServerName: text("server_name"), SkipVerification: skip.ValueBool(),
	}
	a.headers = map[string]string{}
	for name, element := range headers.Elements() {
		value, _ := element.(types.String)
		unknown = unknown || value.IsUnknown()
		if text := trimmed(value); text != "" {
			a.headers[name] = text
		}
	}
	return a, unknown
}
