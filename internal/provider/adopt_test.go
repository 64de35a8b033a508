package provider_test

import (
	"strings"
	"testing"

	"github.com/iptvops/terraform-provider-iptv/internal/acctest"
	simtelecomx "github.com/iptvops/terraform-provider-iptv/internal/simulator/telecomx"
)

// whatExists adds what the examples of data sources look for by name.
func whatExists(p *acctest.Platforms) {
	p.TelecomX.AddPackage(simtelecomx.Package{Name: "News", Customer: simtelecomx.Reseller,
		Channels: map[string]string{simtelecomx.Channels[0]: "BASE"}})
}

// Every list resource is of a resource, and has an example under each of its names.
func TestTypes_lists(t *testing.T) {
	lists := kinds(t)["list-resources"]
	for name := range lists {
		if kinds(t)["resources"][name] == nil {
			t.Errorf("there is no resource %s", name)
		}
		with := "iptv_" + strings.TrimPrefix(name, "iptv_")
		if hcl := hclOf(t, examplesOf(t, "list-resources", with)); !strings.Contains(hcl, "list \""+name+"\"") {
			t.Errorf("there is no example of the list resource %s", name)
		}
	}
}
