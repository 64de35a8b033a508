package icareus

import (
	"encoding/json"
	"slices"
	"testing"

	"github.com/iptvops/terraform-provider-iptv/internal/icareus/api"
	"github.com/iptvops/terraform-provider-iptv/internal/tf"
)

// sample is the channel of the reference's section 4.1, with streams in another order.
const sample = `{
  "serviceId": 12346501, "streamName": 12346501, "name": "Channel Example", "quality": 1, "isPublic": true, "categories": [103, "101", {"id": 102}], "locationRestrictions": null,
  "streams": {"total": 12, "items": [
    {"preset_id": 2, "preset_name": "b", "devices": []},
    {"preset_id": 1, "preset_name": "a", "devices": [{"id": 9, "typeName": "x"}, {"id": 8, "typeName": "x"}]}
  ], "adaptiveItems": [{"typeId": 5, "linearDeviceIds": [3, 1, 2]}, {"typeId": 4}]}
}`

func channel(t *testing.T, text string) api.Channel {
	t.Helper()
	var c api.Channel
	if err := json.Unmarshal([]byte(text), &c); err != nil {
		t.Fatal(err)
	}
	return c
}

func TestChannelModel_fromAPI(t *testing.T) {
	var m channelModel
	m.fromAPI(channel(t, sample))
	for name, c := range map[string]struct{ got, want string }{
		"id":                    {m.ID.ValueString(), "12346501"},
		"number as text":        {m.StreamName.ValueString(), "12346501"},
		"quality 1":             {m.Quality.ValueString(), "SD"},
		"absent text is empty":  {m.Description.String(), `""`},
		"absent number is 0":    {m.LogicalChannelNumber.String(), "0"},
		"absent flag is false":  {m.AutoRecord.String(), "false"},
		"ids in every spelling": {m.Categories.String(), "[101,102,103]"},
		"null list is empty":    {m.LocationRestrictions.String(), "[]"},
	} {
		if c.got != c.want {
			t.Errorf("%s: %s, want %s", name, c.got, c.want)
		}
	}
	var turned channelModel
	c := channel(t, sample)
	slices.Reverse(c.Streams.Items)
	slices.Reverse(c.Streams.AdaptiveItems)
	slices.Reverse(c.Streams.Items[0].Devices)
	turned.fromAPI(c)
	if !turned.Streams.Equal(m.Streams) {
		t.Errorf("the platform's order shows:\n%s\n%s", m.Streams, turned.Streams)
	}
	c.Streams = nil
	turned.fromAPI(c)
	if !turned.Streams.IsNull() {
		t.Error("streams that the answer leaves out are not null")
	}
}

func TestChannelModel_changes(t *testing.T) {
	var state channelModel
	state.fromAPI(channel(t, sample))
	if plan := state; !plan.changes(state).IsEmpty() {
		t.Error("an unchanged plan has changes")
	}
	plan := state
	plan.Description, plan.Categories, plan.IsPublic, plan.Quality = plan.AspectRatio, tf.Int64Set(nil), state.AutoRecord, state.Name
	sent, err := json.Marshal(plan.changes(state))
	if err != nil {
		t.Fatal(err)
	}
	if want := `{"isPublic":false,"quality":0,"categories":[]}`; string(sent) != want {
		t.Errorf("sent %s, want %s", sent, want)
	}
	all, err := json.Marshal(state.toAPI())
	if err != nil {
		t.Fatal(err)
	}
	var members map[string]any
	if err := json.Unmarshal(all, &members); err != nil || len(members) != 12 {
		t.Errorf("a create sends %d members, want all 12: %s (%v)", len(members), all, err)
	}
}

func TestChannelField(t *testing.T) {
	for member, attribute := range channelFields {
		if _, ok := channelSchema().Attributes[attribute]; !ok {
			t.Errorf("%s stands for %s, which is no attribute", member, attribute)
		}
	}
}
