package icareus_test

import (
	"fmt"
	"reflect"
	"testing"

	"github.com/iptvops/terraform-provider-iptv/internal/protocol"
	simicareus "github.com/iptvops/terraform-provider-iptv/internal/simulator/icareus"
)

// identified checks the identity of the channel in state.
func (m *managed) identified(id any) {
	m.t.Helper()
	got, err := protocol.IdentityOf(m.TypeName, m.Identity)
	want := map[string]any{"organization_id": float64(organization), "id": fmt.Sprint(id)}
	if err != nil || !reflect.DeepEqual(got, want) {
		m.t.Errorf("the identity is %v, want %v: %v", got, want, err)
	}
}

// A channel has its identity from its creation, keeps it through refresh and update, and gets it where a client sent none.
func TestChannel_identity(t *testing.T) {
	for _, typeName := range twins {
		m := manage(t, typeName)
		m.must(arguments{"name": "News"})
		id := m.attribute("id")
		m.identified(id)
		m.must(arguments{"name": "Newer"})
		m.identified(id)

		m.Identity = nil // as Terraform before 1.12 and OpenTofu send it
		m.wantPlan(arguments{"name": "Newer"}, "")
		now, changes, err := m.Plan(t.Context(), m.server(), m.value(arguments{"name": "Newest"}))
		if err != nil || len(changes) != 1 {
			t.Fatalf("%d changes, %v", len(changes), err)
		}
		m.Snapshot = now
		m.identified(id)
		changes[0].Identity = nil
		if err := m.Apply(t.Context(), m.server(), changes[0]); err != nil {
			t.Fatal(err)
		}
		m.identified(id)
	}
}

// An import by identity is that of the ID, and leaves an empty plan; the organisation is the provider's unless it is given.
func TestChannel_importByIdentity(t *testing.T) {
	for _, typeName := range twins {
		for name, given := range map[string]arguments{
			"id": {}, "id and organisation": {"organization_id": organization},
		} {
			t.Run(typeName+"/"+name, func(t *testing.T) {
				m := manage(t, typeName)
				id := fmt.Sprint(m.Icareus.AddChannel(organization, simicareus.NewChannel("News")))
				given["id"] = id
				if err := m.ImportByIdentity(t.Context(), m.server(), given); err != nil {
					t.Fatal(err)
				}
				m.identified(id)
				m.wantPlan(arguments{"name": "News"}, "")
				if err := m.Import(t.Context(), m.server(), id); err != nil {
					t.Fatal(err)
				}
				m.identified(id)
			})
		}
	}
}

// What cannot be imported is an error, before anything is sent.
func TestChannel_importRefused(t *testing.T) {
	for name, c := range map[string]struct {
		identity arguments
		words    []string
	}{
		"another organisation": {arguments{"id": "12346501", "organization_id": 4711},
			[]string{"Channel of another organisation", "12346501", "4711", "2631609"}},
		"no number": {arguments{"id": "News"}, []string{"Invalid import ID", "12346501", `Got "News"`}},
		"zero":      {arguments{"id": "0"}, []string{"Invalid import ID"}},
	} {
		t.Run(name, func(t *testing.T) {
			m := manage(t, "icareus_channel")
			m.says(m.ImportByIdentity(t.Context(), m.server(), c.identity), c.words...)
			if n := m.Count(); n != 0 {
				t.Errorf("%d requests", n)
			}
		})
	}
}

// A channel whose identity names another organisation than the provider's is an error that changes nothing, in every
// call, private state or not.
func TestChannel_identityOfOtherOrganization(t *testing.T) {
	for _, private := range []bool{true, false} {
		m := manage(t, "icareus_channel")
		m.must(arguments{"name": "News"})
		id := m.attribute("id")
		update, err := m.changes(arguments{"name": "Other"})
		if err != nil {
			t.Fatal(err)
		}
		destroy, err := m.changes(nil)
		if err != nil {
			t.Fatal(err)
		}
		if !private {
			m.Private, update[0].Private, destroy[0].Private = nil, nil, nil
		}
		m.provider["icareus"].(arguments)["organization_id"] = 4711
		m.ResetRequests()
		before := m.Snapshot
		m.fails(arguments{"name": "News"}, "Channel of another organisation", "2631609", "4711")
		for _, change := range append(update, destroy...) {
			m.says(m.Apply(t.Context(), m.server(), change), "Channel of another organisation")
			if m.Value.IsNull() {
				t.Error("the channel has left the state")
			}
			m.identified(id)
			m.Snapshot = before
		}
		if n := m.Count(); n != 0 {
			t.Errorf("%d requests", n)
		}
	}
}

// A move takes the identity along, and makes one where the source has none.
func TestChannel_movedIdentity(t *testing.T) {
	for _, sent := range []bool{true, false} {
		for i, typeName := range twins {
			m := manage(t, typeName)
			m.must(arguments{"name": "News"})
			if !sent {
				m.Identity = nil
			}
			moved, err := m.MoveTo(t.Context(), m.server(), twins[1-i])
			if err != nil {
				t.Fatal(err)
			}
			id := m.attribute("id")
			m.Resource = moved
			m.identified(id)
			m.wantPlan(arguments{"name": "News"}, "")
		}
	}
}
