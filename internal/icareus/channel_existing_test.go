package icareus_test

import (
	"fmt"
	"net/http"
	"testing"

	"github.com/iptvops/terraform-provider-iptv/internal/protocol"
	"github.com/iptvops/terraform-provider-iptv/internal/simulator"
	simicareus "github.com/iptvops/terraform-provider-iptv/internal/simulator/icareus"
)

const exists = "Channel exists already"

// A creation whose channel exists already, as after a killed run, says so at plan, with an import block whose plan is empty.
func TestChannel_existsAlready(t *testing.T) {
	for _, typeName := range twins {
		m := manage(t, typeName)
		wanted := arguments{"name": "News", "description": "All day", "categories": []int{103, 101}}
		left := simicareus.NewChannel("News")
		left.Description, left.Categories = "All day", []int64{101, 103}
		id := fmt.Sprint(m.Icareus.AddChannel(organization, left))
		m.Icareus.AddChannel(organization, simicareus.NewChannel("News"))
		if changes, err := m.changes(wanted); err != nil || len(changes) != 1 {
			t.Fatalf("%d changes, %v", len(changes), err)
		}
		m.warned(exists, id, "import {\n      to = "+typeName+".NAME\n      id = \""+id+"\"\n    }", "moved block")
		if n := m.Count(); n != 1 || len(m.Warnings) != 1 {
			t.Errorf("%d requests, warnings %q", n, m.Warnings)
		}
		second := fmt.Sprint(m.Icareus.AddChannel(organization, left))
		if _, err := m.changes(wanted); err != nil {
			t.Fatal(err)
		}
		m.warned(id + ", " + second)
		if err := m.Import(t.Context(), m.server(), id); err != nil {
			t.Fatal(err)
		}
		m.wantPlan(wanted, "")
		m.warned()
	}
}

// What differs, what is in state, and what cannot be known or read is no channel that exists already.
func TestChannel_existsNot(t *testing.T) {
	for name, c := range map[string]struct {
		wanted  arguments
		prepare func(*managed)
	}{
		"another name":          {wanted: arguments{"name": "news"}},
		"another description":   {wanted: arguments{"name": "News", "description": "All day"}},
		"another number":        {wanted: arguments{"name": "News", "logical_channel_number": 1}},
		"another category":      {wanted: arguments{"name": "News", "categories": []int{101}}},
		"not known":             {wanted: arguments{"name": "News", "description": later}},
		"without the preflight": {arguments{"name": "News"}, func(m *managed) { m.provider["preflight"] = false }},
		"list refused": {arguments{"name": "News"}, func(m *managed) {
			m.Inject(simulator.Fault{Operation: "icareus.getChannels", Status: http.StatusForbidden, Times: -1})
		}},
	} {
		t.Run(name, func(t *testing.T) {
			m := manage(t, "icareus_channel")
			m.seed("News")
			if c.prepare != nil {
				c.prepare(m)
			}
			if changes, err := m.changes(c.wanted); err != nil || len(changes) != 1 {
				t.Fatalf("%d changes, %v", len(changes), err)
			}
			m.warned()
		})
	}
}

// A channel in another state of the run, refreshed or not, is no channel that exists already, nor is one that the run has
// created or destroys.
func TestChannel_existsInState(t *testing.T) {
	wanted := arguments{"name": "News"}
	for _, config := range []arguments{wanted, nil} {
		m := manage(t, "icareus_channel")
		m.must(wanted)
		server := m.server()
		if _, _, err := m.PlanChange(t.Context(), server, m.Snapshot, m.value(config)); err != nil { // not refreshed
			t.Fatal(err)
		}
		second, err := protocol.NewResource("icareus_channel")
		if err != nil {
			t.Fatal(err)
		}
		for range 2 { // the second one is planned while the run applies
			_, changes, err := second.Plan(t.Context(), server, m.value(wanted))
			if err != nil || len(changes) != 1 || len(second.Warnings) > 0 {
				t.Fatalf("%d changes, %v, warnings: %q", len(changes), err, second.Warnings)
			}
			if err := second.Apply(t.Context(), server, changes[0]); err != nil {
				t.Fatal(err)
			}
			second.Value = m.value(nil)
		}
	}
}
