package telecomx

import (
	"slices"
	"strings"
	"testing"
)

func TestChannelList(t *testing.T) {
	x := newClient(t)
	listed := x.call(200, "GET", "/iptv/channel?filter=standard+5", "")
	x.equal(listed["channels"], `[{"_id": "`+Channels[4]+`", "number": 5, "name": "Standard 5", "hd": true, "archive": false}]`)
	full := x.call(200, "GET", "/iptv/channel?full=true&filter=standard+7", "")
	x.equal(full["channels"], `[{"_id": "`+Channels[6]+`", "number": 7, "name": "Standard 7", "dvbOnly": false,
		"locals": ["udp://239.1.1.7:5000"], "hd": true, "archive": true}]`)
	all := x.names(x.call(200, "GET", "/iptv/channel", ""), "channels", "_id")
	if len(all) != 12 || slices.Equal(all, Channels) {
		t.Errorf("listed %v", all)
	}
	x.Platform.AddChannels(Reseller, 600)
	if page := x.names(x.call(200, "GET", "/iptv/channel?limit=500&offset=500", ""), "channels", "_id"); len(page) != 112 {
		t.Errorf("%d channels on the second page, want 112", len(page))
	}
	admin := x.as("ADMIN", Reseller)
	if all := admin.names(admin.call(200, "GET", "/iptv/channel?all=true", ""), "channels", "_id"); len(all) != 612 {
		t.Errorf("%d channels with all, want 612", len(all))
	}
}

func TestChannelCreateGetDelete(t *testing.T) {
	x := newClient(t)
	created := x.call(200, "POST", "/iptv/channel",
		`{"number": null, "name": "Local", "locals": ["udp://239.0.0.1:1"], "dvb": {"freq": 218002}, "epgId": "e1"}`)
	id, _ := created["_id"].(string)
	want := `{"_id": "` + id + `", "number": 13, "name": "Local", "dvbOnly": false, "epgId": "e1",
		"locals": ["udp://239.0.0.1:1"], "dvb": {"freq": 218002}}`
	x.equal(created, want)
	x.equal(x.call(200, "GET", "/iptv/channel/"+strings.ToLower(id), ""), want)

	admin := x.as("ADMIN", Reseller)
	x.equal(admin.call(200, "POST", "/iptv/channel", `{"baseChannel": 1001}`)["name"], `"Standard 1"`)

	x.Platform.AddPackage(Package{ID: "AAAA", Name: "A", Customer: Reseller, Channels: map[string]string{id: "DVB"}})
	x.refused(409, "id", "Channel is in use", "DELETE", "/iptv/channel/"+id, "")
	x.call(200, "POST", "/iptv/package/aaaa", `{"channels": []}`)
	x.equal(x.call(200, "DELETE", "/iptv/channel/"+id, ""), `{"success": true}`)
	x.refused(404, "id", "Not found", "DELETE", "/iptv/channel/"+id, "")
	x.refused(404, "id", "Not found", "GET", "/iptv/channel/"+id, "")
}

func TestChannelErrors(t *testing.T) {
	x := newClient(t)
	for _, row := range []struct {
		body                 string
		code                 int
		message, description string
	}{
		{`{"customer": "nobody"}`, 404, "customer", "Customer not found"},
		{`{"customer": "` + Customer + `"}`, 409, "customer", "Customer cannot host common IPTV settings"},
		{`{"number": 1}`, 409, "number", "Channel number is not available"},
		{`{"number": 0}`, 422, "number", "Channel number must be between 1 and 999"},
		{`{"number": 1000}`, 422, "number", "Channel number must be between 1 and 999"},
		{`{"number": 20.5}`, 422, "number", "Channel number must be between 1 and 999"},
		{`{"number": 20, "baseChannel": 1001}`, 403, "access_denied", "Insufficient access level"},
		{`{"number": 20}`, 404, "name", "Name is missing"},
		{`{"name": {}}`, 400, "bad request", "Unspecified error"},
	} {
		x.refused(row.code, row.message, row.description, "POST", "/iptv/channel", row.body)
	}
	x.as("ADMIN", Reseller).refused(404, "baseChannel", "Base channel not found", "POST", "/iptv/channel", `{"baseChannel": 9}`)
}

func TestChannelsOutOfBand(t *testing.T) {
	x := newClient(t)
	if !x.Platform.UpdateChannel(Channels[0], func(h *Channel) { h.BaseChannel, h.Locals = 0, []string{"udp://a"} }) {
		t.Fatal("not found")
	}
	x.call(200, "POST", "/iptv/package", `{"name": "A", "channels": [{"_id": "`+Channels[0]+`", "type": "LOCAL"}]}`)
	if h, found := x.Platform.Channel(Channels[0]); !found || h.BaseChannel != 0 || h.Number != 1 {
		t.Errorf("channel %+v", h)
	}
	if !x.Platform.DeleteChannel(Channels[0]) {
		t.Fatal("not found")
	}
	x.call(404, "GET", "/iptv/channel/"+Channels[0], "")
}

func TestManyChannels(t *testing.T) {
	x := newClient(t)
	ids := x.Platform.AddChannels(Reseller, 10_000)
	items := make([]string, 1000)
	for i := range items {
		items[i] = `{"_id": "` + ids[i*10] + `", "type": "DVB"}`
	}
	created := x.call(200, "POST", "/iptv/package", `{"name": "Big", "channels": [`+strings.Join(items, ",")+`]}`)
	id, _ := created["_id"].(string)
	read := x.call(200, "GET", "/iptv/package/"+id, "")
	if got := x.names(read, "channels", "id"); len(got) != 1000 || !slices.IsSorted(got) {
		t.Errorf("%d channels read", len(got))
	}
	if page := x.call(200, "GET", "/iptv/channel?limit=500&offset=10000", ""); page["total"] != 10_012.0 {
		t.Errorf("total %v", page["total"])
	}
}
