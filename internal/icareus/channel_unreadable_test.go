package icareus_test

import (
	"fmt"
	"testing"

	simicareus "github.com/iptvops/terraform-provider-iptv/internal/simulator/icareus"
)

// A field that cannot be read is named, the others are refreshed, and it stays as it was.
func TestChannel_unreadable(t *testing.T) {
	m := manage(t, "icareus_channel")
	wanted := arguments{"name": "News", "quality": "SD"}
	m.must(wanted)
	id := m.channel().ServiceID
	m.variant(func(v *simicareus.Variants) { v.Unreadable = map[int64]string{id: "quality"} })
	m.Icareus.Update(organization, id, func(c *simicareus.Channel) { c.Description = "Changed" })
	m.wantPlan(wanted, "description")
	m.warned(fmt.Sprintf("quality of channel %d", id), "a whole number was expected")
	m.must(wanted)
	m.wantPlan(wanted, "")
	m.must(nil)
	if n := len(m.Icareus.Channels(organization)); n != 0 {
		t.Errorf("%d channels are left", n)
	}
}

// The list shows all channels; a field that cannot be read is null and named.
func TestChannels_unreadable(t *testing.T) {
	m := manage(t, "icareus_channel")
	var ids []int64
	for _, name := range []string{"One", "Two"} {
		ids = append(ids, m.Icareus.AddChannel(organization, simicareus.NewChannel(name)))
	}
	m.variant(func(v *simicareus.Variants) {
		v.Unreadable, v.ArraysByKey = map[int64]string{ids[0]: "logicalChannelNumber"}, true
	})
	found, err := m.read("icareus_channels", arguments{})
	if err != nil {
		t.Fatal(err)
	}
	channels, _ := found["channels"].([]any)
	if len(channels) != 2 {
		t.Fatalf("%d channels, want 2", len(channels))
	}
	one, two := channels[0].(map[string]any), channels[1].(map[string]any)
	if one["logical_channel_number"] != nil || one["name"] != "One" || one["streams"] == nil || two["logical_channel_number"] != 0.0 {
		t.Errorf("the channels are %v and %v", one, two)
	}
	m.warned(fmt.Sprintf("logicalChannelNumber of channel %d", ids[0]))
}
