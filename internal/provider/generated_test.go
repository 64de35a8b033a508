package provider_test

import (
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/iptvops/terraform-provider-iptv/internal/acctest"
	"github.com/iptvops/terraform-provider-iptv/internal/protocol"
)

// Generated configuration holds neither defaults nor what the panel decides about a line that is bought, and Terraform is
// told that the provider generates it.
func TestGenerated(t *testing.T) {
	server, err := acctest.Factories()["iptv"]()
	if err != nil {
		t.Fatal(err)
	}
	schemas, err := server.GetProviderSchema(t.Context(), &tfprotov6.GetProviderSchemaRequest{})
	if err != nil || !schemas.ServerCapabilities.GenerateResourceConfig {
		t.Errorf("the provider does not say that it generates configuration: %v", err)
	}
	whole, ok := schemas.ResourceSchemas["iptv_line"].ValueType().(tftypes.Object)
	if !ok {
		t.Fatal("a line is no object")
	}
	for _, charged := range []bool{true, false} {
		state := map[string]tftypes.Value{}
		for name, of := range whole.AttributeTypes {
			state[name] = tftypes.NewValue(of, nil)
		}
		for name, value := range map[string]any{
			"charge_credits": charged, "expire_at": "2030-01-01T00:00:00+00:00", "is_trial": true, "is_enabled": true, "reseller_notes": "",
			"username": "larry",
		} {
			state[name] = tftypes.NewValue(whole.AttributeTypes[name], value)
		}
		config, err := protocol.GenerateConfig(t.Context(), server, "iptv_line", tftypes.NewValue(whole, state))
		if err != nil {
			t.Fatal(err)
		}
		got := map[string]tftypes.Value{}
		if err := config.As(&got); err != nil {
			t.Fatal(err)
		}
		for name, stays := range map[string]bool{
			"username": true, "is_enabled": false, "reseller_notes": false, "charge_credits": !charged, "expire_at": !charged,
			"is_trial": !charged,
		} {
			if got[name].IsNull() == stays {
				t.Errorf("charged %t: %s is %s", charged, name, got[name])
			}
		}
	}
}
