package icareus_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/iptvops/terraform-provider-iptv/internal/acctest"
	"github.com/iptvops/terraform-provider-iptv/internal/protocol"
	"github.com/iptvops/terraform-provider-iptv/internal/simulator"
	simicareus "github.com/iptvops/terraform-provider-iptv/internal/simulator/icareus"
)

// seed makes channels, and gives their IDs.
func (m *managed) seed(names ...string) []string {
	m.t.Helper()
	var ids []string
	for _, name := range names {
		ids = append(ids, fmt.Sprint(m.Icareus.AddChannel(organization, simicareus.NewChannel(name))))
	}
	m.ResetRequests()
	return ids
}

// The list gives each channel of the organisation once, by ID, with a name that a person recognises, and costs one request
// whatever the limit is.
func TestChannelList(t *testing.T) {
	const one = "icareus.getChannels"
	for name, c := range map[string]struct {
		filters arguments
		limit   int64
		want    []string
	}{
		"all":             {nil, 0, []string{"News (%s)", "Sport (%s)", "News (%s)"}},
		"limit":           {nil, 2, []string{"News (%s)", "Sport (%s)"}},
		"by name":         {arguments{"name": "News"}, 0, []string{"News (%s)", "", "News (%s)"}},
		"by name, limit":  {arguments{"name": "News"}, 1, []string{"News (%s)"}},
		"of another name": {arguments{"name": "news"}, 0, nil},
	} {
		for _, typeName := range twins {
			t.Run(name+"/"+typeName, func(t *testing.T) {
				m := manage(t, typeName)
				ids := m.seed("News", "Sport", "News")
				found, err := protocol.List(t.Context(), m.server(), typeName, c.filters, c.limit, false)
				if err != nil {
					t.Fatal(err)
				}
				var want, got []string
				for i, text := range c.want {
					if text != "" {
						want = append(want, fmt.Sprintf(text, ids[i]))
					}
				}
				for _, f := range found {
					got = append(got, f.DisplayName)
					isOurs := f.Identity["organization_id"] == float64(organization)
					if !isOurs || !strings.Contains(f.DisplayName, fmt.Sprint(f.Identity["id"])) {
						t.Errorf("the identity of %s is %v", f.DisplayName, f.Identity)
					}
				}
				if !slices.Equal(got, want) {
					t.Errorf("listed %q, want %q", got, want)
				}
				if n := m.Count(); n != 1 || m.Count(one) != 1 {
					t.Errorf("%d requests", n)
				}
			})
		}
	}
}

// With include_resource each result is what an import would read. Channels that the list does not hold as a whole are read
// on their own, and one that is deleted meanwhile is omitted.
func TestChannelList_includeResource(t *testing.T) {
	for name, c := range map[string]struct {
		variant func(*simicareus.Variants)
		gets    int
	}{
		"full list":           {func(*simicareus.Variants) {}, 0},
		"list without stream": {func(v *simicareus.Variants) { v.ListWithoutStreams = true }, 3},
	} {
		t.Run(name, func(t *testing.T) {
			m := manage(t, "icareus_channel")
			m.variant(c.variant)
			ids := m.seed("News", "Sport", "Weather")
			if c.gets > 0 { // between the list and the read
				m.Inject(simulator.Fault{Operation: "icareus.getChannels", Kind: simulator.Pass, Do: func() {
					m.Icareus.Delete(organization, m.Icareus.Channels(organization)[1].ServiceID)
				}})
			}
			found, err := protocol.List(t.Context(), m.server(), "icareus_channel", nil, 0, true)
			if err != nil {
				t.Fatal(err)
			}
			if n := m.Count("icareus.getChannel"); n != c.gets {
				t.Errorf("%d channels were read on their own, want %d", n, c.gets)
			}
			var got []string
			for _, f := range found {
				id := fmt.Sprint(f.Identity["id"])
				got = append(got, id)
				imported, err := protocol.NewResource("icareus_channel")
				if err != nil {
					t.Fatal(err)
				}
				if err := imported.Import(t.Context(), m.server(), id); err != nil {
					t.Fatal(err)
				}
				if !imported.Value.Equal(f.Value) {
					t.Errorf("%s: changes by the import: %v", id, protocol.Changed(f.Value, imported.Value))
				}
			}
			if c.gets > 0 {
				ids = slices.Delete(ids, 1, 2)
			}
			if !slices.Equal(got, ids) {
				t.Errorf("listed %q, want %q", got, ids)
			}
		})
	}
}

// What goes wrong is an error of the query, and never a shorter list without a word.
func TestChannelList_errors(t *testing.T) {
	for name, c := range map[string]struct {
		fault   simulator.Fault
		include bool
		words   string
		before  int
	}{
		"list":           {simulator.Fault{Operation: "icareus.getChannels", Status: 500}, false, "Cannot list channels", 0},
		"one channel":    {simulator.Fault{Operation: "icareus.getChannel", Status: 500}, true, "Cannot read channel News (", 0},
		"second channel": {simulator.Fault{Operation: "icareus.getChannel", Status: 500, Skip: 1}, true, "Cannot read channel Sport", 1},
	} {
		t.Run(name, func(t *testing.T) {
			m := manage(t, "icareus_channel")
			m.variant(func(v *simicareus.Variants) { v.ListWithoutStreams = true })
			m.seed("News", "Sport")
			m.Inject(c.fault)
			found, err := protocol.List(t.Context(), m.server(), "icareus_channel", nil, 0, c.include)
			m.says(err, c.words)
			if len(found) != c.before {
				t.Errorf("%d channels before the error, want %d", len(found), c.before)
			}
		})
	}
	m := manage(t, "icareus_channel")
	_, err := protocol.List(t.Context(), m.server(), "icareus_channel", arguments{"name": ""}, 0, false)
	m.says(err, "at least 1")
	m.provider = arguments{}
	_, err = protocol.List(t.Context(), m.server(), "icareus_channel", nil, 0, false)
	m.says(err, "Platform is not configured")
}

// A query with the real CLI lists the channels, and the configuration that it generates is taken over without a change.
func TestRecentChannelList_generatedConfig(t *testing.T) {
	acctest.NeedsTerraform(t, "1.14")
	p := acctest.New(t)
	for i := range 3 {
		c := simicareus.NewChannel(fmt.Sprintf("Channel %d", i))
		c.Categories = []int64{101}
		p.Icareus.AddChannel(organization, c)
	}
	p.Icareus.AddChannel(organization, simicareus.Channel{Name: "Bare", PrimaryLanguage: "en_US"})
	for _, typeName := range twins {
		w := acctest.NewWorkspace(t, p.Config(""))
		w.Write("channels.tfquery.hcl",
			fmt.Sprintf("list %q \"all\" {\n  provider         = iptv\n  include_resource = true\n}\n", typeName))
		output := w.Must("query", "-no-color", "-generate-config-out=generated.tf")
		if !strings.Contains(output, "Channel 1 (") {
			t.Errorf("the query says:\n%s", output)
		}
		if output := w.Apply(); !strings.Contains(output, "4 imported, 0 added, 0 changed, 0 destroyed") {
			t.Errorf("the channels are not imported as they are:\n%s\n%s", output, w.Read("generated.tf"))
		}
		if plan := w.PlanCode(); plan.Code != 0 {
			t.Errorf("the second plan is not empty:\n%s", plan.Output)
		}
	}
}
