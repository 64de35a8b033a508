package icareus

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/iptvops/terraform-provider-iptv/internal/simulator"
)

// client calls the platform of a server of its own, without a listener.
type client struct {
	*testing.T
	*simulator.Server
	Platform *Platform
	token    string
}

func newClient(t *testing.T) *client {
	t.Helper()
	clock := &simulator.Clock{}
	p := New(clock)
	return &client{T: t, Server: simulator.New(clock, p), Platform: p, token: Token}
}

// send makes one call; query is what follows the question mark.
func (c *client) send(method, query, contentType, body string) *httptest.ResponseRecorder {
	c.Helper()
	r := httptest.NewRequestWithContext(c.Context(), method, endpointPath+"?"+query, strings.NewReader(body))
	r.Header.Set("Accept", "*/*")
	if c.token != "" {
		r.Header.Set("Authorization", "Bearer "+c.token)
	}
	if contentType != "" {
		r.Header.Set("Content-Type", contentType)
	}
	w := httptest.NewRecorder()
	c.ServeHTTP(w, r)
	return w
}

// call makes one call on the standard organisation and decodes the response; query begins with the action.
func (c *client) call(status int, method, query, body string) map[string]any {
	c.Helper()
	w := c.send(method, "organizationId=2631609&action="+query, "application/json", body)
	return c.decode(w, status)
}

func (c *client) decode(w *httptest.ResponseRecorder, status int) map[string]any {
	c.Helper()
	if w.Code != status {
		c.Fatalf("status %d, want %d: %s", w.Code, status, w.Body)
	}
	return c.object(w.Body.String())
}

func (c *client) object(text string) map[string]any {
	c.Helper()
	var object map[string]any
	if err := json.Unmarshal([]byte(text), &object); err != nil {
		c.Fatalf("%v: %s", err, text)
	}
	return object
}

// equal compares with JSON text.
func (c *client) equal(got map[string]any, want string) {
	c.Helper()
	if !reflect.DeepEqual(got, c.object(want)) {
		text, _ := json.Marshal(got)
		c.Errorf("got  %s\nwant %s", text, want)
	}
}

func TestChecksComeInOrder(t *testing.T) {
	c := newClient(t)
	unauthorized := `{"status":"error","message":"unauthorized"}`
	for _, row := range []struct {
		name, token, method, query, body string
		status                           int
		message                          string
	}{
		{"token before action", "wrong", "GET", "action=nothing", "", 401, "unauthorized"},
		{"no token", "", "GET", "action=getChannels&organizationId=2631609", "", 401, "unauthorized"},
		{"token of another organisation", Token, "GET", "action=getChannels&organizationId=13509", "", 401, "unauthorized"},
		{"no action", Token, "GET", "organizationId=2631609", "", 400, "invalid-action"},
		{"unknown action before organisation", Token, "POST", "action=dropChannel&organizationId=7", "", 400, "invalid-action"},
		{"DELETE for delete", Token, "DELETE", "action=deleteChannel&organizationId=2631609&channelId=5", "", 400, "invalid-action"},
		{"GET for add", Token, "GET", "action=addChannel&organizationId=2631609", "", 400, "invalid-action"},
		{"POST for get", Token, "POST", "action=getChannels&organizationId=2631609", "", 400, "invalid-action"},
		{"no organisation", Token, "GET", "action=getChannels", "", 400, "invalid-organization-id"},
		{"unknown organisation", Token, "GET", "action=getChannels&organizationId=7", "", 400, "invalid-organization-id"},
		{"organisation before channel", Token, "GET", "action=getChannel&organizationId=x&channelId=5", "", 400,
			"invalid-organization-id"},
		{"get of an unknown channel", Token, "GET", "action=getChannel&organizationId=2631609&channelId=5", "", 400,
			"invalid-channel-id"},
		{"get without a channel", Token, "GET", "action=getChannel&organizationId=2631609", "", 400, "invalid-channel-id"},
		{"delete of an unknown channel", Token, "POST", "action=deleteChannel&organizationId=2631609&channelId=5", "", 400,
			"invalid-channel-id"},
		{"icon of an unknown channel", Token, "POST", "action=addChannelIcon&organizationId=2631609&channelId=5", "", 400,
			"invalid-channel-id"},
		{"channel before body", Token, "POST", "action=updateChannel&organizationId=2631609&channelId=5", "{", 400,
			"invalid-channel-id"},
		{"body that is no JSON", Token, "POST", "action=addChannel&organizationId=2631609", "name=News", 400, "invalid-json"},
		{"body that is no object", Token, "POST", "action=addChannel&organizationId=2631609", `["News"]`, 400, "invalid-json"},
		{"body that is null", Token, "POST", "action=addChannel&organizationId=2631609", "null", 400, "invalid-json"},
		{"no body", Token, "POST", "action=addChannel&organizationId=2631609", "", 400, "invalid-json"},
	} {
		t.Run(row.name, func(t *testing.T) {
			c.T, c.token = t, row.token
			got := c.decode(c.send(row.method, row.query, "application/json", row.body), row.status)
			c.equal(got, strings.Replace(unauthorized, "unauthorized", row.message, 1))
		})
	}
	if got := c.Platform.Channels(Organization); len(got) != 0 {
		t.Errorf("refused calls left %v", got)
	}
}

func TestOperationNames(t *testing.T) {
	c := newClient(t)
	for _, row := range [][3]string{
		{"POST", "action=addChannel", "icareus.addChannel"},
		{"POST", "action=updateChannel", "icareus.updateChannel"},
		{"POST", "action=deleteChannel", "icareus.deleteChannel"},
		{"POST", "action=addChannelIcon", "icareus.addChannelIcon"},
		{"GET", "action=getChannel", "icareus.getChannel"},
		{"GET", "action=getChannels", "icareus.getChannels"},
		{"PUT", "action=updateChannel", "icareus.unknown"},
		{"GET", "", "icareus.unknown"},
	} {
		c.ResetRequests()
		c.send(row[0], row[1], "", "")
		if c.Count(row[2]) != 1 || c.Count() != 1 {
			t.Errorf("%s %s counts as %v, want %s", row[0], row[1], c.Counts(), row[2])
		}
	}
}

func TestCreateFillsDefaults(t *testing.T) {
	c := newClient(t)
	channel := c.call(200, "POST", "addChannel", `{"name":"News","serviceId":7,"colour":"red"}`)["channel"].(map[string]any)
	for name, want := range map[string]any{
		"serviceId": 12346501.0, "name": "News", "description": "", "logicalChannelNumber": 0.0, "aspectRatio": "",
		"primaryLanguage": "en_US", "audioOnly": false, "categories": []any{}, "autoRecord": false, "quality": 0.0,
		"isPublic": true, "isExclusive": false, "locationRestrictions": []any{}, "smallIcon": "",
	} {
		if !reflect.DeepEqual(channel[name], want) {
			t.Errorf("%s is %#v, want %#v", name, channel[name], want)
		}
	}
	second := c.call(200, "POST", "addChannel", `{"name":"News"}`)["channel"].(map[string]any)
	if second["serviceId"] != 12346524.0 {
		t.Errorf("the second id is %v, want the one after the first channel's devices", second["serviceId"])
	}
}

func TestUpdateChangesOnlyWhatWasSent(t *testing.T) {
	c := newClient(t)
	full := Channel{
		Name: "News", Description: "All day", LogicalChannelNumber: 4, AspectRatio: "4:3", PrimaryLanguage: "da_DK",
		AudioOnly: true, Categories: []int64{101, 102}, AutoRecord: true, Quality: 1, IsPublic: true, IsExclusive: true,
		LocationRestrictions: []int64{201},
	}
	id := c.Platform.AddChannel(Organization, full)
	full.ServiceID = id

	c.call(200, "POST", "updateChannel&channelId=12346501", `{}`)
	if got, _ := c.Platform.Channel(Organization, id); !reflect.DeepEqual(got, full) {
		t.Errorf("an update of nothing made %+v of %+v", got, full)
	}

	c.call(200, "POST", "updateChannel&channelId=12346501", `{"description":"","logicalChannelNumber":0,"aspectRatio":"",
		"audioOnly":false,"categories":[],"autoRecord":false,"quality":0,"isPublic":false,"isExclusive":false,"locationRestrictions":[]}`)
	want := Channel{
		ServiceID: id, Name: "News", PrimaryLanguage: "da_DK", Categories: []int64{}, LocationRestrictions: []int64{},
	}
	if got, _ := c.Platform.Channel(Organization, id); !reflect.DeepEqual(got, want) {
		t.Errorf("empty values made %+v, want %+v", got, want)
	}
}

func TestLastSentTellsEmptyFromAbsent(t *testing.T) {
	c := newClient(t)
	c.call(200, "POST", "addChannel", `{"name":"News","isPublic":false}`)
	sent := c.Platform.LastSent(Organization, 12346501)
	if len(sent) != 2 || string(sent["isPublic"]) != "false" {
		t.Errorf("create sent %s", sent)
	}
	c.call(200, "POST", "updateChannel&channelId=12346501", `{"categories":[]}`)
	c.call(400, "POST", "updateChannel&channelId=12346501", `{"name":""}`)
	sent = c.Platform.LastSent(Organization, 12346501)
	if len(sent) != 1 || string(sent["categories"]) != "[]" {
		t.Errorf("update sent %s, want the last accepted body", sent)
	}
	if got := c.Platform.LastSent(Organization, 1); got != nil {
		t.Errorf("an unknown channel was sent %s", got)
	}
}

func TestListsInItsOwnOrder(t *testing.T) {
	c := newClient(t)
	var created []float64
	for range 6 {
		body := `{"name":"News","categories":[101,102,103,104],"locationRestrictions":[201,202,203]}`
		channel := c.call(200, "POST", "addChannel", body)["channel"].(map[string]any)
		created = append(created, channel["serviceId"].(float64))
		for _, name := range []string{"categories", "locationRestrictions"} {
			sorted := func(a, b any) int { return int(a.(float64) - b.(float64)) }
			if list := channel[name].([]any); slices.IsSortedFunc(list, sorted) {
				t.Errorf("%s come as sent: %v", name, list)
			}
		}
	}
	var listed []float64
	for _, channel := range c.call(200, "GET", "getChannels", "")["channels"].([]any) {
		listed = append(listed, channel.(map[string]any)["serviceId"].(float64))
	}
	if slices.Equal(listed, created) || len(listed) != len(created) {
		t.Errorf("created %v, listed %v", created, listed)
	}
	slices.Sort(listed)
	if !slices.Equal(listed, created) {
		t.Errorf("created %v, listed %v", created, listed)
	}
}

func TestChannelsBelongToAnOrganisation(t *testing.T) {
	c := newClient(t)
	c.Platform.AddOrganization(OrganizationData{ID: 5, Tokens: []string{Token}, Languages: []string{"en_US"}})
	id := c.Platform.AddChannel(5, NewChannel("Elsewhere"))
	if id == 0 {
		t.Fatal("no channel in organisation 5")
	}
	c.call(400, "GET", "getChannel&channelId=12346501", "")
	if got := c.call(200, "GET", "getChannels", "")["channels"].([]any); len(got) != 0 {
		t.Errorf("listed %v", got)
	}
	if got := c.Platform.AddChannel(6, NewChannel("Nowhere")); got != 0 {
		t.Errorf("id %d in an unknown organisation", got)
	}
}

func TestOutOfBand(t *testing.T) {
	c := newClient(t)
	first := c.Platform.AddChannel(Organization, NewChannel("First"))
	second := c.Platform.AddChannel(Organization, NewChannel("Second"))

	changed := c.Platform.Update(Organization, first, func(ch *Channel) {
		ch.Name, ch.ServiceID, ch.OriginAddress = "Renamed", 1, "10.0.10.209"
	})
	channel := c.call(200, "GET", "getChannel&channelId=12346501", "")["channel"].(map[string]any)
	if !changed || channel["name"] != "Renamed" || channel["originAddress"] != "10.0.10.209" || channel["serviceId"] != 12346501.0 {
		t.Errorf("changed %t: %v", changed, channel)
	}
	if !c.Platform.Delete(Organization, second) || c.Platform.Delete(Organization, second) {
		t.Error("a channel goes once")
	}
	if c.Platform.Update(Organization, second, func(*Channel) {}) {
		t.Error("updated a channel that is gone")
	}
	c.call(400, "POST", "deleteChannel&channelId=12346524", "")

	all := c.Platform.Channels(Organization)
	if len(all) != 1 || all[0].Name != "Renamed" {
		t.Fatalf("left %+v", all)
	}
	all[0].Categories = append(all[0].Categories, 1)
	if got, _ := c.Platform.Channel(Organization, first); len(got.Categories) != 0 {
		t.Error("a copy reached into the state")
	}
	if c.Platform.Channels(99) != nil {
		t.Error("channels of an unknown organisation")
	}
}

func TestOtherPaths(t *testing.T) {
	c := newClient(t)
	for _, path := range []string{"/api/channels", "/api/channels/admin/x"} {
		r := httptest.NewRequestWithContext(t.Context(), http.MethodGet, path, nil)
		if got := c.Platform.Operation(r); got != "" {
			t.Errorf("%s is %s", path, got)
		}
	}
}
