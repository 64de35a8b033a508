package icareus_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/iptvops/terraform-provider-iptv/internal/acctest"
	"github.com/iptvops/terraform-provider-iptv/internal/protocol"
	simicareus "github.com/iptvops/terraform-provider-iptv/internal/simulator/icareus"
)

// estate is channels with every attribute set, with none, and with what only the platform can have set.
func estate() map[string]simicareus.Channel {
	full := simicareus.Channel{
		Name: "Full \"${name}\" %{if}", Description: "All day\nand all night\n", LogicalChannelNumber: 69, AspectRatio: "16:9",
		PrimaryLanguage: "fi_FI", AudioOnly: true, AutoRecord: true, IsExclusive: true, Quality: 1,
		Categories: []int64{103, 101}, LocationRestrictions: []int64{202, 201},
	}
	undocumented := simicareus.NewChannel("Undocumented")
	undocumented.PrimaryLanguage, undocumented.AspectRatio, undocumented.Quality = "sr_Latn_RS", "21:9", 7
	undocumented.LogicalChannelNumber = -1
	return map[string]simicareus.Channel{
		"full": full, "defaults": simicareus.NewChannel("Defaults"), "bare": {Name: "Bare"}, "undocumented": undocumented,
		"unicode": simicareus.NewChannel("Ääni 📺"),
	}
}

// The configuration that is generated for an imported channel is valid as it stands, and its plan is empty.
func TestChannel_generatedConfig(t *testing.T) {
	for name, channel := range estate() {
		for _, typeName := range twins {
			t.Run(name+"/"+typeName, func(t *testing.T) {
				m := manage(t, typeName)
				id := m.Icareus.AddChannel(organization, channel)
				if err := m.Import(t.Context(), m.server(), fmt.Sprint(id)); err != nil {
					t.Fatal(err)
				}
				config, err := protocol.GenerateConfig(t.Context(), m.server(), typeName, m.Value)
				if err != nil {
					t.Fatal(err)
				}
				for range 2 { // the second plan is that of the next run
					now, changes, err := m.Plan(t.Context(), m.server(), config)
					if err != nil || len(changes) > 0 {
						t.Errorf("%d changes: %v", len(changes), err)
					}
					m.Snapshot = now
				}
				if want := name == "undocumented"; (len(m.Warnings) > 0) != want {
					t.Errorf("warnings: %q", m.Warnings)
				}
			})
		}
	}
}

// A channel that is imported without a language keeps it so; one whose language another client removed gets the default
// back, as does one whose language the configuration no longer names.
func TestChannel_withoutLanguage(t *testing.T) {
	for name, imported := range map[string]bool{"imported": true, "drift": false} {
		t.Run(name, func(t *testing.T) {
			m := manage(t, "icareus_channel")
			wanted, want := arguments{"name": "News"}, "primary_language"
			if imported {
				id := m.Icareus.AddChannel(organization, simicareus.Channel{Name: "News", IsPublic: true})
				if err := m.Import(t.Context(), m.server(), fmt.Sprint(id)); err != nil {
					t.Fatal(err)
				}
				want = ""
			} else {
				m.must(wanted)
				m.Icareus.Update(organization, m.channel().ServiceID, func(c *simicareus.Channel) { c.PrimaryLanguage = "" })
			}
			m.wantPlan(wanted, want)
			m.must(arguments{"name": "Newer"})
			m.wantPlan(arguments{"name": "Newer"}, "")
			if got := m.channel().PrimaryLanguage; (got == "") != imported {
				t.Errorf("the language is %q", got)
			}
			m.must(arguments{"name": "Newer", "primary_language": "fi_FI"})
			m.wantPlan(arguments{"name": "Newer"}, "primary_language")
			m.must(arguments{"name": "Newer"})
			if got := m.channel().PrimaryLanguage; got != "en_US" {
				t.Errorf("the language is %q", got)
			}
			m.Icareus.Update(organization, m.channel().ServiceID, func(c *simicareus.Channel) { c.PrimaryLanguage = "" })
			m.wantPlan(arguments{"name": "Newer"}, "primary_language")
		})
	}
}

// What the CLI generates for import blocks, whichever does it, is taken over without a change.
func TestAccChannel_generatedConfig(t *testing.T) {
	p := acctest.New(t)
	config := ""
	// Of a short name Terraform cannot tell the provider, of which it may not be told where it can.
	for typeName, provider := range map[string]string{"icareus_channel": "provider = iptv", "iptv_icareus_channel": ""} {
		for name, channel := range estate() {
			config += fmt.Sprintf("import {\n  %s\n  to = %s.%s\n  id = \"%d\"\n}\n", provider, typeName, name,
				p.Icareus.AddChannel(organization, channel))
		}
	}
	w := acctest.NewWorkspace(t, p.Config("")+config)
	output := w.Must("plan", "-no-color", "-generate-config-out=generated.tf")
	if !strings.Contains(output, "10 to import, 0 to add, 0 to change, 0 to destroy") {
		t.Errorf("the plan with generated configuration:\n%s", output)
	}
	if output = w.Apply(); !strings.Contains(output, "10 imported, 0 added, 0 changed, 0 destroyed") {
		t.Errorf("the channels are not imported as they are:\n%s\n%s", output, w.Read("generated.tf"))
	}
	if plan := w.PlanCode(); plan.Code != 0 {
		t.Errorf("the second plan is not empty:\n%s", plan.Output)
	}
	if n := p.Count("icareus.addChannel") + p.Count("icareus.updateChannel"); n != 0 {
		t.Errorf("%d writes", n)
	}
}
