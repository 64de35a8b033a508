package icareus_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/iptvops/terraform-provider-iptv/internal/protocol"
	"github.com/iptvops/terraform-provider-iptv/internal/simulator"
	simicareus "github.com/iptvops/terraform-provider-iptv/internal/simulator/icareus"
)

var twins = []string{"icareus_channel", "iptv_icareus_channel"}

// What the platform stores in another form than planned is a warning that names both values, and drift afterwards. The
// apply does not fail, and the channel is not tainted.
func TestChannel_stateFollowsPlan(t *testing.T) {
	trimmed := func(v *simicareus.Variants) { v.TrimTexts = true }
	numbered := func(v *simicareus.Variants) { v.NextNumber = true }
	parent := func(v *simicareus.Variants) { v.Parents = map[int64]int64{103: 101} }
	for name, c := range map[string]struct {
		variant  func(*simicareus.Variants)
		wanted   arguments
		drift    string
		planned  any
		warnings []string
	}{
		"trimmed description": {trimmed, arguments{"name": "News", "description": "All day\n"}, "description", "All day\n",
			[]string{`description was planned as "All day\n"`, `returned "All day".`, "chomp()"}},
		"trimmed name": {trimmed, arguments{"name": "News "}, "name", "News ", []string{`name was planned as "News "`, `returned "News".`}},
		"next channel number": {numbered, arguments{"name": "News"}, "logical_channel_number", 0.0,
			[]string{`logical_channel_number was planned as 0`, `returned 1.`}},
		"parent category": {parent, arguments{"name": "News", "categories": []int{103}}, "categories", []any{103.0},
			[]string{`categories was planned as [103]`, `returned [101,103].`}},
	} {
		for _, typeName := range twins {
			t.Run(name+"/create/"+typeName, func(t *testing.T) {
				m := manage(t, typeName)
				m.variant(c.variant)
				m.must(c.wanted)
				m.warned(c.warnings...)
				if got := m.attribute(c.drift); fmt.Sprint(got) != fmt.Sprint(c.planned) {
					t.Errorf("the state holds %v, want %v as planned", got, c.planned)
				}
				m.wantPlan(c.wanted, c.drift)
				m.must(c.wanted)
				m.channel()
			})
			t.Run(name+"/update/"+typeName, func(t *testing.T) {
				m := manage(t, typeName)
				m.must(arguments{"name": "Other", "categories": []int{102}, "logical_channel_number": 7})
				m.variant(c.variant)
				m.must(c.wanted)
				if name != "next channel number" {
					m.warned(c.warnings...)
					m.wantPlan(c.wanted, c.drift)
				}
			})
		}
	}
}

// Another client changes the channel between plan and apply: its change is a warning, and drift afterwards.
func TestChannel_changedMeanwhile(t *testing.T) {
	for _, typeName := range twins {
		m := manage(t, typeName)
		m.must(arguments{"name": "News"})
		wanted := arguments{"name": "News", "description": "New"}
		now, changes, err := m.Plan(t.Context(), m.server(), m.value(wanted))
		if err != nil || len(changes) != 1 {
			t.Fatalf("%d changes, %v", len(changes), err)
		}
		m.Snapshot = now
		m.Icareus.Update(organization, m.channel().ServiceID,
			func(c *simicareus.Channel) { c.AspectRatio, c.CDNAddress = "4:3", "moved.example" })
		if err := m.Apply(t.Context(), m.server(), changes[0]); err != nil {
			t.Fatal(err)
		}
		m.warned(`aspect_ratio was planned as "", and Icareus Suite returned "4:3"`)
		m.wantPlan(wanted, "aspect_ratio")
	}
}

// The icon's response shows a change as well.
func TestChannel_changedBeforeIcon(t *testing.T) {
	m := manage(t, "icareus_channel")
	m.variant(func(v *simicareus.Variants) { v.TrimTexts = true })
	wanted := arguments{"name": "News", "description": "All day\n", "icon_base64": gif}
	m.must(wanted)
	m.warned(`returned "All day".`)
	if m.attribute("description") != "All day\n" || m.attribute("icon_sha256") == nil {
		t.Errorf("the state is %v", protocol.Plain(m.Value))
	}
}

// A null element in a set is refused before anything is sent.
func TestChannel_nullElements(t *testing.T) {
	for _, set := range []string{"categories", "location_restrictions"} {
		m := manage(t, "icareus_channel")
		m.fails(arguments{"name": "News", set: []any{3, nil}}, "Null in a set")
		if n := m.Count(); n != 0 {
			t.Errorf("%d requests", n)
		}
	}
}

// What a channel holds already can be stated, with a warning; anything else that is undocumented is refused.
func TestChannel_heldValues(t *testing.T) {
	for name, c := range map[string]struct {
		set       func(*simicareus.Channel)
		attribute string
		value     any
		words     string
	}{
		"language with script": {func(c *simicareus.Channel) { c.PrimaryLanguage = "sr_Latn_RS" }, "primary_language", "sr_Latn_RS",
			"must be a locale"},
		"language alone": {func(c *simicareus.Channel) { c.PrimaryLanguage = "fi" }, "primary_language", "fi",
			"must be a locale"},
		"aspect ratio": {func(c *simicareus.Channel) { c.AspectRatio = "21:9" }, "aspect_ratio", "21:9", "must be one of"},
		"channel number": {func(c *simicareus.Channel) { c.LogicalChannelNumber = -1 }, "logical_channel_number", -1,
			"must be at least 0"},
		"quality": {func(c *simicareus.Channel) { c.Quality = 2 }, "quality", "2", "must be one of"},
	} {
		t.Run(name, func(t *testing.T) {
			m := manage(t, "icareus_channel")
			held := arguments{"name": "News", c.attribute: c.value}
			m.fails(held, c.words)

			channel := simicareus.NewChannel("News")
			c.set(&channel)
			id := m.Icareus.AddChannel(organization, channel)
			if err := m.Import(t.Context(), m.server(), fmt.Sprint(id)); err != nil {
				t.Fatal(err)
			}
			m.wantPlan(held, "")
			m.warned("Undocumented value is kept", c.words)
			held["description"] = "New"
			m.must(held)
			if _, sent := m.Icareus.LastSent(organization, id)["description"]; !sent || len(m.Icareus.LastSent(organization, id)) != 1 {
				t.Errorf("sent %v", m.Icareus.LastSent(organization, id))
			}
			m.wantPlan(held, "")
			m.must(arguments{"name": "News"})
			m.fails(held, c.words)
			m.must(nil)
		})
	}
}

// What no channel can be expected to hold is refused without a platform.
func TestChannel_validateOffline(t *testing.T) {
	for attribute, c := range map[string][2]string{
		"primary_language": {"finnish", "must be a locale"}, "aspect_ratio": {"wide", "must be 4:3"}, "quality": {"UHD",
			"must be HD or SD"},
		"icon_base64": {"no base64!", "not base64"},
	} {
		m := manage(t, "icareus_channel")
		m.Close()
		m.fails(arguments{"name": "News", attribute: c[0]}, c[1])
	}
	m := manage(t, "icareus_channel")
	m.fails(arguments{"name": "News", "icon_file": "a.png", "icon_base64": gif}, "icon_base64", "icon_file")
}

// A channel of another organisation is an error that changes nothing, in every call.
func TestChannel_otherOrganization(t *testing.T) {
	m := manage(t, "icareus_channel")
	m.must(arguments{"name": "News"})
	m.Icareus.AddOrganization(simicareus.OrganizationData{ID: 4711, Secret: simicareus.Secret, Languages: []string{"en_US"}})
	server := m.server()
	_, update, err := m.Plan(t.Context(), server, m.value(arguments{"name": "Other"}))
	if err != nil {
		t.Fatal(err)
	}
	_, destroy, err := m.Plan(t.Context(), server, m.value(nil))
	if err != nil {
		t.Fatal(err)
	}
	m.provider["icareus"].(arguments)["organization_id"] = 4711
	m.ResetRequests()
	before := m.Snapshot
	m.fails(arguments{"name": "News"}, "Channel of another organisation", "2631609", "4711")
	m.fails(nil, "Channel of another organisation")
	for _, change := range append(update, destroy...) {
		m.says(m.Apply(t.Context(), m.server(), change), "Channel of another organisation")
		if m.Value.IsNull() {
			t.Error("the channel has left the state")
		}
		m.Snapshot = before
	}
	if n := m.Count(); n != 0 {
		t.Errorf("%d requests", n)
	}
	m.channel()
}

// A channel that moves between the two names of its type keeps its organisation and what is known of its icon.
func TestChannel_movedPrivate(t *testing.T) {
	m := manage(t, "icareus_channel")
	m.variant(func(v *simicareus.Variants) { v.IconsRefused = true })
	wanted := arguments{"name": "News", "icon_base64": gif}
	m.must(wanted)
	text, err := json.Marshal(protocol.Plain(m.Value))
	if err != nil {
		t.Fatal(err)
	}
	moved, err := m.server().MoveResourceState(t.Context(), &tfprotov6.MoveResourceStateRequest{
		SourceProviderAddress: "registry.terraform.io/iptvops/iptv", SourceTypeName: "icareus_channel",
		TargetTypeName: "iptv_icareus_channel",
		SourceState:    &tfprotov6.RawState{JSON: text}, SourcePrivate: m.Private,
	})
	if err != nil || protocol.Failure(moved.Diagnostics) != nil {
		t.Fatal(err, protocol.Failure(moved.Diagnostics))
	}
	broken, err := m.server().MoveResourceState(t.Context(), &tfprotov6.MoveResourceStateRequest{
		SourceProviderAddress: "registry.terraform.io/iptvops/iptv", SourceTypeName: "icareus_channel",
		TargetTypeName: "iptv_icareus_channel", SourceState: &tfprotov6.RawState{JSON: text},
		SourceIdentity: &tfprotov6.RawState{JSON: []byte(`{"id": []}`)},
	})
	if err != nil || !strings.Contains(fmt.Sprint(protocol.Failure(broken.Diagnostics)), "Cannot move the identity") {
		t.Error(err, protocol.Failure(broken.Diagnostics))
	}
	m.TypeName, m.Private = "iptv_icareus_channel", moved.TargetPrivate
	m.wantPlan(wanted, iconChange)
	m.provider["icareus"].(arguments)["organization_id"] = 13509
	m.fails(wanted, "Channel of another organisation")
}

// Deleted is what the platform calls deleted.
func TestChannel_delete(t *testing.T) {
	for name, c := range map[string]struct {
		variant func(*simicareus.Variants)
		words   string
	}{
		"empty":              {deletes(""), "empty"},
		"no members":         {deletes("{}"), `status of the response is ""`},
		"failed":             {deletes(`{"status":"failed"}`), `"failed"`},
		"another id":         {deletes(`{"status":"ok","message":"1"}`), `says "1"`},
		"words in a success": {deletes(`{"status":"ok","message":"channel-is-recording"}`), "channel-is-recording"},
		"refused with 200": {func(v *simicareus.Variants) { v.DeleteRefusal, v.ErrorStatus = "channel-is-recording", 200 },
			"channel-is-recording"},
		"refused": {func(v *simicareus.Variants) { v.DeleteRefusal = "channel-is-recording" }, "channel-is-recording"},
	} {
		t.Run(name, func(t *testing.T) {
			m := manage(t, "icareus_channel")
			m.must(arguments{"name": "News"})
			m.variant(c.variant)
			m.says(m.apply(nil), "Cannot delete channel", c.words)
			if m.Value.IsNull() {
				t.Error("the channel has left the state")
			}
			m.channel()
			m.variant(func(v *simicareus.Variants) { *v = simicareus.Variants{} })
			m.must(nil)
			if !m.Value.IsNull() || len(m.Icareus.Channels(organization)) != 0 {
				t.Error("the channel is left")
			}
		})
	}
}

func deletes(body string) func(*simicareus.Variants) {
	return func(v *simicareus.Variants) { v.DeleteBody = &body }
}

// A create without a usable response is looked for, and found: nothing exists twice.
func TestChannel_oddSuccess(t *testing.T) {
	for name, fault := range map[string]simulator.Fault{
		"empty":           {Status: 200},
		"no members":      {Status: 200, Body: `{}`},
		"no channel":      {Status: 200, Body: `{"status":"ok"}`},
		"no id":           {Status: 200, Body: `{"status":"ok","channel":{"name":"News"}}`},
		"unreadable id":   {Status: 200, Body: `{"status":"ok","channel":{"serviceId":{},"name":"News"}}`},
		"another status":  {Status: 200, Body: `{"status":"created","channel":{"serviceId":12346501,"name":"News"}}`},
		"201":             {Status: 201, Body: `{"status":"ok","channel":{"serviceId":12346501,"name":"News"}}`},
		"error besides":   {Status: 200, Body: `{"status":"ok","error":"quota","channel":{"serviceId":12346501,"name":"News"}}`},
		"unreadable name": {Status: 200, Body: `{"status":"ok","channel":{"serviceId":12346501,"name":{}}}`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			m := manage(t, "icareus_channel")
			fault.Operation, fault.Commit = "icareus.addChannel", true
			m.Inject(fault)
			m.must(arguments{"name": "News"})
			if id := fmt.Sprint(m.channel().ServiceID); m.attribute("id") != id || m.attribute("name") != "News" {
				t.Errorf("channel %v is in state, want %s", m.attribute("id"), id)
			}
			m.wantPlan(arguments{"name": "News"}, "")
		})
	}
}

// A list is one only where the platform calls it a success.
func TestChannel_listThatFailed(t *testing.T) {
	for name, variant := range map[string]func(*simicareus.Variants){
		"status": func(v *simicareus.Variants) { v.SuccessWord = "failed" },
		"201":    func(v *simicareus.Variants) { v.SuccessStatus = 201 },
	} {
		t.Run(name, func(t *testing.T) {
			m := manage(t, "icareus_channel")
			m.variant(variant)
			if _, err := m.read("icareus_channels", arguments{}); err == nil {
				t.Error("a list that failed was read")
			}
		})
	}
}

// Whatever refuses the credentials says nothing about the channel.
func TestChannel_refusedIsNotGone(t *testing.T) {
	for status, summary := range map[int]string{401: "Icareus Suite refuses the credentials", 403: "Cannot read channel"} {
		m := manage(t, "icareus_channel")
		m.must(arguments{"name": "News"})
		m.Inject(simulator.Fault{Status: status, Body: `{"status":"error","message":"invalid-channel-id"}`, Times: -1})
		m.fails(arguments{"name": "News"}, summary, "does not accept the token")
		m.ClearFaults()
		m.wantPlan(arguments{"name": "News"}, "")
	}
}
