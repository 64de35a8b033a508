package provider_test

import (
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/iptvops/terraform-provider-iptv/internal/protocol"
	"github.com/iptvops/terraform-provider-iptv/internal/provider"
)

// An empty value counts as absent, whatever the attribute.
func TestConfig_empty(t *testing.T) {
	t.Setenv("IPTV_REQUEST_TIMEOUT", "")
	all, err := protocol.Schemas()
	if err != nil {
		t.Fatal(err)
	}
	tls := protocol.Config{"ca_certificate": "", "client_certificate": " ", "client_key": "", "server_name": ""}
	headers := protocol.Config{"X-A": "", "Not a name": " "}
	value, err := protocol.ValueOf(protocol.Config{
		"request_timeout": "",
		"telecomx": protocol.Config{
			"endpoint": "", "token": "", "username": "", "password": " ", "customer_id": " \n", "tls": tls, "headers": headers,
		},
		"panel":   protocol.Config{"endpoint": "", "api_key": "", "user_token": "\t", "tls": tls, "headers": headers},
		"icareus": protocol.Config{"endpoint": "", "token": "", "secret": "", "tls": tls, "headers": headers},
	}, all.Provider.ValueType())
	if err != nil {
		t.Fatal(err)
	}
	server := provider.NewServer("test")
	validated, err := server.ValidateProviderConfig(t.Context(), &tfprotov6.ValidateProviderConfigRequest{Config: protocol.Dynamic(value)})
	if err != nil || len(validated.Diagnostics) > 0 {
		t.Errorf("validation: %v", err)
		for _, d := range validated.Diagnostics {
			t.Errorf("%s: %s: %s", d.Attribute, d.Summary, d.Detail)
		}
	}
	configured, err := server.ConfigureProvider(t.Context(), &tfprotov6.ConfigureProviderRequest{Config: protocol.Dynamic(value)})
	if err != nil || len(configured.Diagnostics) > 0 {
		t.Errorf("configuration: %v, %v", err, configured.Diagnostics)
	}
}
