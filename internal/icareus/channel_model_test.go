package icareus

import (
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/iptvops/terraform-provider-iptv/internal/icareus/api"
	"github.com/iptvops/terraform-provider-iptv/internal/tf"
)

// sample is the channel of the reference's section 4.1, with streams in another order.
const sample = `{
  "serviceId": 12346501, "streamName": 12346501, "name": "Channel Example", "quality": 1, "isPublic": true,
	"categories": [103, "101", {"id": 102}], "locationRestrictions": null,
  "streams": {"total": 12, "items": [
    {"preset_id": 2, "preset_name": "b", "devices": []},
    {"preset_id": 1, "preset_name": "a", "devices": [{"id": 9, "typeName": "x", "url": "u?a&b"}, {"id": 8, "typeName": "x"}]}
  ], "adaptiveItems": [{"typeId": 5, "url": "https://x/playlist.m3u8", "linearDeviceIds": [3, 1, 2]}, {"typeId": 4}]}
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
}

// The platform's order of streams does not show, in neither form of them.
func TestStreams(t *testing.T) {
	c := channel(t, sample)
	object, text := streamsFromAPI(c.Streams), streamsJSON(c.Streams)
	slices.Reverse(c.Streams.Items)
	slices.Reverse(c.Streams.AdaptiveItems)
	slices.Reverse(c.Streams.Items[0].Devices)
	if got := streamsFromAPI(c.Streams); !got.Equal(object) {
		t.Errorf("the platform's order shows:\n%s\n%s", object, got)
	}
	if got := streamsJSON(c.Streams); !got.Equal(text) {
		t.Errorf("the platform's order shows:\n%s\n%s", text, got)
	}
	want := `{"total":12,"transcoder":0,"playlist":0,"items":[` +
		`{"preset_id":1,"preset_name":"a","devices":[{"id":8,"type_name":"x","protection":"","url":""},{"id":9,"type_name":"x",` +
		`"protection":"","url":"u?a&b"}]},` +
		`{"preset_id":2,"preset_name":"b","devices":[]}],"adaptive_items":[` +
		`{"type_id":4,"type_name":"","preset_names":"","protection":"","url":"","linear_device_ids":[]},` +
		`{"type_id":5,"type_name":"","preset_names":"","protection":"","url":"https://x/playlist.m3u8","linear_device_ids":[1,2,3]}]}`
	if text.ValueString() != want {
		t.Errorf("streams_json is\n%s\nwant\n%s", text.ValueString(), want)
	}
	if got := playlistURL(c.Streams); got.ValueString() != "https://x/playlist.m3u8" {
		t.Errorf("playlist_url is %s", got)
	}
	if got := playlistURL(&api.Streams{AdaptiveItems: []api.AdaptiveStream{{TypeID: 1}}}); !got.IsNull() {
		t.Errorf("playlist_url is %s without an address", got)
	}
	if got := streamsJSON(&api.Streams{}); got.ValueString() != `{"total":0,"transcoder":0,"playlist":0,"items":[],"adaptive_items":[]}` {
		t.Errorf("streams_json is %s without streams", got)
	}
	if !streamsFromAPI(nil).IsNull() || !streamsJSON(nil).IsNull() || !playlistURL(nil).IsNull() {
		t.Error("streams that the response leaves out are not null")
	}
}

// A member that cannot be read is null, and a refresh keeps it as it was.
func TestChannelModel_unread(t *testing.T) {
	was := channelResourceModel{}
	was.fromAPI(channel(t, sample))
	var is channelResourceModel
	c := channel(t, `{"serviceId":12346501,"name":["x"],"description":"new","quality":"HD","isPublic":"maybe","categories":"all",`+
		`"streams":7,"smallIcon":{}}`)
	is.fromAPI(c)
	if !is.Name.IsNull() || !is.Quality.IsNull() || !is.IsPublic.IsNull() || !is.Categories.IsNull() || !is.StreamsJSON.IsNull() ||
		!is.SmallIcon.IsNull() {
		t.Errorf("not null: %v", is)
	}
	is.keepUnread(c.Unread, was)
	if !is.Name.Equal(was.Name) || !is.Quality.Equal(was.Quality) || !is.IsPublic.Equal(was.IsPublic) ||
		!is.Categories.Equal(was.Categories) ||
		!is.StreamsJSON.Equal(was.StreamsJSON) || !is.PlaylistURL.Equal(was.PlaylistURL) || is.Description.ValueString() != "new" {
		t.Errorf("was\n%v\nis\n%v", was, is)
	}
}

func TestQuality(t *testing.T) {
	for number, label := range map[int64]string{0: "HD", 1: "SD", 2: "2", -1: "-1"} {
		if got := qualityFromAPI(number); got != label || qualityToAPI(label) != number {
			t.Errorf("%d is %s and back %d, want %s", number, got, qualityToAPI(label), label)
		}
	}
}

// Every attribute of the models is in one of the lists that go through them.
func TestChannelModel_attributes(t *testing.T) {
	listed := map[string]bool{"icon_file": true, "icon_base64": true, "icon_sha256": true}
	m := new(channelResourceModel)
	for _, a := range append(m.settings(), m.computed()...) {
		listed[a.name] = true
	}
	for name := range channelSchema().Attributes {
		if !listed[name] {
			t.Errorf("%s is missing", name)
		}
	}
	if len(listed) != len(channelSchema().Attributes) {
		t.Errorf("%d attributes, want %d", len(listed), len(channelSchema().Attributes))
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

// A value that the API does not document is refused with the value and the rule, and where the channel exists with the way to
// destroy it all the same.
func TestCheckValues_words(t *testing.T) {
	var is, was channelModel
	is.fromAPI(api.Channel{ServiceID: 1, PrimaryLanguage: "en_US"})
	was.fromAPI(api.Channel{ServiceID: 1, PrimaryLanguage: "en_US"})
	is.Quality = types.StringValue("UHD")
	for _, c := range []struct {
		was  channelModel
		want string
	}{
		{channelModel{}, `Attribute quality value must be one of: ["HD" "SD"], got: "UHD"`},
		{was, `got: "UHD". To destroy what is in state nevertheless, run ` + "`terraform destroy -refresh=false`."},
		{is, `The channel holds this value, so it stays as it is. Attribute quality value must be one of: ["HD" "SD"], got: "UHD".`},
	} {
		var diags diag.Diagnostics
		is.checkValues(t.Context(), c.was, &diags)
		if len(diags) != 1 || !strings.HasSuffix(diags[0].Detail(), c.want) {
			t.Errorf("%v, want %s", diags, c.want)
		}
	}
}

// A file that cannot be an icon is named, with what is wrong with it.
func TestReadIconFile_words(t *testing.T) {
	directory := t.TempDir()
	large := filepath.Join(directory, "large.png")
	if err := os.WriteFile(large, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := readIconFile(large); err == nil || err.Error() != "the icon file "+large+" is empty" {
		t.Error(err)
	}
	if err := os.Truncate(large, maxIcon+1); err != nil {
		t.Fatal(err)
	}
	if _, err := readIconFile(large); err == nil || err.Error() != "the icon file "+large+" is larger than 16 MiB" {
		t.Error(err)
	}
	if _, err := readIconFile(directory); err == nil || err.Error() != "cannot read the icon file: "+directory+" is not a file" {
		t.Error(err)
	}
}
