package icareus_test

import (
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"

	"github.com/iptvops/terraform-provider-iptv/internal/acctest"
	simicareus "github.com/iptvops/terraform-provider-iptv/internal/simulator/icareus"
)

func TestAccChannels_dataSource(t *testing.T) {
	p := acctest.New(t)
	for _, name := range []string{"One", "Two", "Three"} {
		p.Icareus.AddChannel(organization, simicareus.Channel{Name: name, PrimaryLanguage: "en_US", Categories: []int64{103, 101}})
	}
	config := p.Config(`
data "icareus_channels" "short" {
  provider = iptv
}
data "iptv_icareus_channels" "long" {}
`)
	check := func(name string) []statecheck.StateCheck {
		channel := func(i int) tfjsonpath.Path { return tfjsonpath.New("channels").AtSliceIndex(i) }
		return []statecheck.StateCheck{
			statecheck.ExpectKnownValue(name, tfjsonpath.New("channels"), knownvalue.ListSizeExact(3)),
			statecheck.ExpectKnownValue(name, channel(0).AtMapKey("name"), knownvalue.StringExact("One")),
			statecheck.ExpectKnownValue(name, channel(2).AtMapKey("name"), knownvalue.StringExact("Three")),
			statecheck.ExpectKnownValue(name, channel(0).AtMapKey("categories"), knownvalue.SetSizeExact(2)),
			statecheck.ExpectKnownValue(name, channel(0).AtMapKey("streams").AtMapKey("items").AtSliceIndex(0).AtMapKey("preset_id"),
				knownvalue.NotNull()),
		}
	}
	acctest.Test(t, resource.TestStep{
		Config:            config,
		ConfigStateChecks: append(check("data.icareus_channels.short"), check("data.iptv_icareus_channels.long")...),
	})
}
