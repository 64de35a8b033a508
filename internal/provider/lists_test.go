package provider_test

import (
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/iptvops/terraform-provider-iptv/internal/acctest"
	"github.com/iptvops/terraform-provider-iptv/internal/protocol"
	"github.com/iptvops/terraform-provider-iptv/internal/provider"
	simicareus "github.com/iptvops/terraform-provider-iptv/internal/simulator/icareus"
)

// A list block without config, which some versions of Terraform send as null, lists everything.
func TestLists_withoutConfig(t *testing.T) {
	for name, schema := range kinds(t)["list-resources"] {
		p := acctest.Start(t)
		whatExists(p)
		p.Icareus.AddChannel(simicareus.Organization, simicareus.NewChannel("News"))
		p.Panel.AddLines(1)
		server := provider.NewServer(acctest.Version)
		if err := protocol.Configure(t.Context(), server, providerBlock(p.URL())); err != nil {
			t.Fatal(err)
		}
		lists, ok := server.(tfprotov6.ListResourceServer)
		if !ok {
			t.Fatal("the server lists nothing")
		}
		stream, err := lists.ListResource(t.Context(), &tfprotov6.ListResourceRequest{
			TypeName: name, Config: protocol.Dynamic(tftypes.NewValue(schema.ValueType(), nil)), Limit: 1,
		})
		if err != nil {
			t.Fatal(err)
		}
		found := 0
		for result := range stream.Results {
			found++
			if err := protocol.Failure(result.Diagnostics); err != nil {
				t.Errorf("%s: %v", name, err)
			}
		}
		if found != 1 {
			t.Errorf("%s: %d results, want 1", name, found)
		}
	}
}
