package icareus_test

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/terraform"

	"github.com/iptvops/terraform-provider-iptv/internal/acctest"
	"github.com/iptvops/terraform-provider-iptv/internal/simulator"
	simicareus "github.com/iptvops/terraform-provider-iptv/internal/simulator/icareus"
)

// A plan over many channels reads them with the list.
func TestAccChannel_bulk(t *testing.T) {
	p := acctest.New(t)
	w := acctest.NewWorkspace(t, p.Config(`
resource "icareus_channel" "many" {
  provider = iptv
  count    = 200
  name     = "Channel ${count.index}"
}
`))
	w.Apply()
	if n := p.Count("icareus.addChannel"); n != 200 {
		t.Errorf("%d requests to create 200 channels", n)
	}
	p.ResetRequests()
	if plan := w.PlanCode(); plan.Code != 0 {
		t.Errorf("the second plan is not empty:\n%s", plan.Output)
	}
	if n := p.Count(); n > 12 {
		t.Errorf("a plan over 200 channels took %d requests: %v", n, p.Counts())
	}
}

// One channel among many is one request.
func TestAccChannel_oneAmongThousands(t *testing.T) {
	p := acctest.New(t)
	for i := range 5000 {
		p.Icareus.AddChannel(organization, simicareus.Channel{Name: fmt.Sprintf("Other %d", i), PrimaryLanguage: "en_US"})
	}
	acctest.Test(t,
		resource.TestStep{Config: p.Config(minimal)},
		resource.TestStep{PreConfig: p.ResetRequests, RefreshState: true,
			Check: counted(p, map[string]int{"icareus.getChannel": 1, "icareus.getChannels": 0})},
	)
}

// A channel that is in the list without its streams is read on its own.
func TestAccChannel_listWithoutStreams(t *testing.T) {
	p := acctest.New(t)
	p.Icareus.SetVariants(func(v *simicareus.Variants) { v.ListWithoutStreams = true })
	config := p.Config(`
resource "icareus_channel" "many" {
  provider = iptv
  count    = 12
  name     = "Channel ${count.index}"
}
`)
	acctest.Test(t, resource.TestStep{Config: config}, resource.TestStep{Config: config, PlanOnly: true})
}

// Whatever happens to the responses to creates, there are as many channels as were asked for, each in state once.
func TestAccChannel_lostAnswers(t *testing.T) {
	for name, fault := range map[string]simulator.Fault{
		"504 after commit":      {Status: 504, Commit: true},
		"500 before commit":     {Status: 500},
		"dropped after commit":  {Kind: simulator.Drop, Commit: true},
		"dropped before commit": {Kind: simulator.Drop},
		"dropped in the body":   {Kind: simulator.DropInBody},
		"truncated JSON":        {Kind: simulator.TruncateJSON},
		"HTML after commit":     {Kind: simulator.HTML, Commit: true},
	} {
		t.Run(name, func(t *testing.T) {
			p := acctest.New(t)
			equal := simicareus.Channel{Name: "Same", PrimaryLanguage: "en_US", IsPublic: true}
			existing := []int64{p.Icareus.AddChannel(organization, equal), p.Icareus.AddChannel(organization, equal)}
			fault.Operation, fault.Times, fault.Skip = "icareus.addChannel", 3, 1
			p.Inject(fault)
			config := p.ConfigWith(`request_timeout = "5s"`, `
resource "icareus_channel" "same" {
  provider = iptv
  count    = 6
  name     = "Same"
}
`)
			acctest.Test(t,
				resource.TestStep{Config: config, Check: func(s *terraform.State) error {
					found := map[string]bool{}
					for _, r := range s.RootModule().Resources {
						found[r.Primary.ID] = true
					}
					for _, id := range existing {
						if found[fmt.Sprint(id)] {
							return fmt.Errorf("channel %d was there before and is in state", id)
						}
					}
					if channels := p.Icareus.Channels(organization); len(found) != 6 || len(channels) != 8 {
						return fmt.Errorf("%d channels in state, want 6: %v; %d on the platform, want 8", len(found),
							slices.Sorted(maps.Keys(found)), len(channels))
					}
					return nil
				}},
				resource.TestStep{Config: config, PlanOnly: true},
			)
		})
	}
}

// When the list is refused, a create whose response was lost is not sent again, and the error says what to do.
func TestAccChannel_lostAnswerWithoutList(t *testing.T) {
	p := acctest.New(t)
	p.Inject(
		simulator.Fault{Operation: "icareus.getChannels", Status: 403, Body: `{"status":"error","message":"forbidden"}`, Times: -1},
		simulator.Fault{Operation: "icareus.addChannel", Kind: simulator.Drop, Commit: true},
	)
	acctest.Test(t, resource.TestStep{
		Config:      p.Config(minimal),
		ExpectError: regexp.MustCompile(`(?s)Cannot create channel.*terraform import`),
	})
	if n := len(p.Icareus.Channels(organization)); n != 1 {
		t.Errorf("%d channels, want the one whose response was lost", n)
	}
}
