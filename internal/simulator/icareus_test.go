package simulator

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"reflect"
	"slices"
	"strings"
	"testing"
)

// icareusClient calls the platform of a server of its own, without a listener.
type icareusClient struct {
	*testing.T
	*Server
	token string
}

func newIcareusClient(t *testing.T) *icareusClient {
	t.Helper()
	return &icareusClient{T: t, Server: New(), token: IcareusToken}
}

// send makes one call; query is what follows the question mark.
func (c *icareusClient) send(method, query, contentType, body string) *httptest.ResponseRecorder {
	c.Helper()
	r := httptest.NewRequestWithContext(c.Context(), method, icareusPath+"?"+query, strings.NewReader(body))
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

// call makes one call on the standard organisation and decodes the answer; query begins with the action.
func (c *icareusClient) call(status int, method, query, body string) map[string]any {
	c.Helper()
	w := c.send(method, "organizationId=2631609&action="+query, "application/json", body)
	return c.decode(w, status)
}

func (c *icareusClient) decode(w *httptest.ResponseRecorder, status int) map[string]any {
	c.Helper()
	if w.Code != status {
		c.Fatalf("status %d, want %d: %s", w.Code, status, w.Body)
	}
	return c.object(w.Body.String())
}

func (c *icareusClient) object(text string) map[string]any {
	c.Helper()
	var object map[string]any
	if err := json.Unmarshal([]byte(text), &object); err != nil {
		c.Fatalf("%v: %s", err, text)
	}
	return object
}

// equal compares with JSON text.
func (c *icareusClient) equal(got map[string]any, want string) {
	c.Helper()
	if !reflect.DeepEqual(got, c.object(want)) {
		text, _ := json.Marshal(got)
		c.Errorf("got  %s\nwant %s", text, want)
	}
}

func TestIcareusChecksComeInOrder(t *testing.T) {
	c := newIcareusClient(t)
	unauthorized := `{"status":"error","message":"unauthorized"}`
	for _, row := range []struct {
		name, token, method, query, body string
		status                           int
		message                          string
	}{
		{"token before action", "wrong", "GET", "action=nothing", "", 401, "unauthorized"},
		{"no token", "", "GET", "action=getChannels&organizationId=2631609", "", 401, "unauthorized"},
		{"token of another organisation", IcareusToken, "GET", "action=getChannels&organizationId=13509", "", 401, "unauthorized"},
		{"no action", IcareusToken, "GET", "organizationId=2631609", "", 400, "invalid-action"},
		{"unknown action before organisation", IcareusToken, "POST", "action=dropChannel&organizationId=7", "", 400, "invalid-action"},
		{"DELETE for delete", IcareusToken, "DELETE", "action=deleteChannel&organizationId=2631609&channelId=5", "", 400, "invalid-action"},
		{"GET for add", IcareusToken, "GET", "action=addChannel&organizationId=2631609", "", 400, "invalid-action"},
		{"POST for get", IcareusToken, "POST", "action=getChannels&organizationId=2631609", "", 400, "invalid-action"},
		{"no organisation", IcareusToken, "GET", "action=getChannels", "", 400, "invalid-organization-id"},
		{"unknown organisation", IcareusToken, "GET", "action=getChannels&organizationId=7", "", 400, "invalid-organization-id"},
		{"organisation before channel", IcareusToken, "GET", "action=getChannel&organizationId=x&channelId=5", "", 400,
			"invalid-organization-id"},
		{"get of an unknown channel", IcareusToken, "GET", "action=getChannel&organizationId=2631609&channelId=5", "", 400,
			"invalid-channel-id"},
		{"get without a channel", IcareusToken, "GET", "action=getChannel&organizationId=2631609", "", 400, "invalid-channel-id"},
		{"delete of an unknown channel", IcareusToken, "POST", "action=deleteChannel&organizationId=2631609&channelId=5", "", 400,
			"invalid-channel-id"},
		{"icon of an unknown channel", IcareusToken, "POST", "action=addChannelIcon&organizationId=2631609&channelId=5", "", 400,
			"invalid-channel-id"},
		{"channel before body", IcareusToken, "POST", "action=updateChannel&organizationId=2631609&channelId=5", "{", 400,
			"invalid-channel-id"},
		{"body that is no JSON", IcareusToken, "POST", "action=addChannel&organizationId=2631609", "name=News", 400, "invalid-json"},
		{"body that is no object", IcareusToken, "POST", "action=addChannel&organizationId=2631609", `["News"]`, 400, "invalid-json"},
		{"body that is null", IcareusToken, "POST", "action=addChannel&organizationId=2631609", "null", 400, "invalid-json"},
		{"no body", IcareusToken, "POST", "action=addChannel&organizationId=2631609", "", 400, "invalid-json"},
	} {
		t.Run(row.name, func(t *testing.T) {
			c.T, c.token = t, row.token
			got := c.decode(c.send(row.method, row.query, "application/json", row.body), row.status)
			c.equal(got, strings.Replace(unauthorized, "unauthorized", row.message, 1))
		})
	}
	if got := c.Icareus.Channels(IcareusOrganization); len(got) != 0 {
		t.Errorf("refused calls left %v", got)
	}
}

func TestIcareusOperationNames(t *testing.T) {
	c := newIcareusClient(t)
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

func TestIcareusCreateFillsDefaults(t *testing.T) {
	c := newIcareusClient(t)
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

func TestIcareusUpdateChangesOnlyWhatWasSent(t *testing.T) {
	c := newIcareusClient(t)
	full := IcareusChannel{
		Name: "News", Description: "All day", LogicalChannelNumber: 4, AspectRatio: "4:3", PrimaryLanguage: "da_DK",
		AudioOnly: true, Categories: []int64{101, 102}, AutoRecord: true, Quality: 1, IsPublic: true, IsExclusive: true,
		LocationRestrictions: []int64{201},
	}
	id := c.Icareus.AddChannel(IcareusOrganization, full)
	full.ServiceID = id

	c.call(200, "POST", "updateChannel&channelId=12346501", `{}`)
	if got, _ := c.Icareus.Channel(IcareusOrganization, id); !reflect.DeepEqual(got, full) {
		t.Errorf("an update of nothing made %+v of %+v", got, full)
	}

	c.call(200, "POST", "updateChannel&channelId=12346501", `{"description":"","logicalChannelNumber":0,"aspectRatio":"",
		"audioOnly":false,"categories":[],"autoRecord":false,"quality":0,"isPublic":false,"isExclusive":false,"locationRestrictions":[]}`)
	want := IcareusChannel{
		ServiceID: id, Name: "News", PrimaryLanguage: "da_DK", Categories: []int64{}, LocationRestrictions: []int64{},
	}
	if got, _ := c.Icareus.Channel(IcareusOrganization, id); !reflect.DeepEqual(got, want) {
		t.Errorf("empty values made %+v, want %+v", got, want)
	}
}

func TestIcareusLastSentTellsEmptyFromAbsent(t *testing.T) {
	c := newIcareusClient(t)
	c.call(200, "POST", "addChannel", `{"name":"News","isPublic":false}`)
	sent := c.Icareus.LastSent(IcareusOrganization, 12346501)
	if len(sent) != 2 || string(sent["isPublic"]) != "false" {
		t.Errorf("create sent %s", sent)
	}
	c.call(200, "POST", "updateChannel&channelId=12346501", `{"categories":[]}`)
	c.call(400, "POST", "updateChannel&channelId=12346501", `{"name":""}`)
	sent = c.Icareus.LastSent(IcareusOrganization, 12346501)
	if len(sent) != 1 || string(sent["categories"]) != "[]" {
		t.Errorf("update sent %s, want the last accepted body", sent)
	}
	if got := c.Icareus.LastSent(IcareusOrganization, 1); got != nil {
		t.Errorf("an unknown channel was sent %s", got)
	}
}

func TestIcareusAnswersInItsOwnOrder(t *testing.T) {
	c := newIcareusClient(t)
	var created []float64
	for range 6 {
		channel := c.call(200, "POST", "addChannel", `{"name":"News","categories":[101,102,103,104],"locationRestrictions":[201,202,203]}`)["channel"].(map[string]any)
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

func TestIcareusChannelsBelongToAnOrganisation(t *testing.T) {
	c := newIcareusClient(t)
	c.Icareus.AddOrganization(IcareusOrganizationData{ID: 5, Tokens: []string{IcareusToken}, Languages: []string{"en_US"}})
	id := c.Icareus.AddChannel(5, NewIcareusChannel("Elsewhere"))
	if id == 0 {
		t.Fatal("no channel in organisation 5")
	}
	c.call(400, "GET", "getChannel&channelId=12346501", "")
	if got := c.call(200, "GET", "getChannels", "")["channels"].([]any); len(got) != 0 {
		t.Errorf("listed %v", got)
	}
	if got := c.Icareus.AddChannel(6, NewIcareusChannel("Nowhere")); got != 0 {
		t.Errorf("id %d in an unknown organisation", got)
	}
}

func TestIcareusOutOfBand(t *testing.T) {
	c := newIcareusClient(t)
	first := c.Icareus.AddChannel(IcareusOrganization, NewIcareusChannel("First"))
	second := c.Icareus.AddChannel(IcareusOrganization, NewIcareusChannel("Second"))

	changed := c.Icareus.Update(IcareusOrganization, first, func(ch *IcareusChannel) {
		ch.Name, ch.ServiceID, ch.OriginAddress = "Renamed", 1, "10.0.10.209"
	})
	channel := c.call(200, "GET", "getChannel&channelId=12346501", "")["channel"].(map[string]any)
	if !changed || channel["name"] != "Renamed" || channel["originAddress"] != "10.0.10.209" || channel["serviceId"] != 12346501.0 {
		t.Errorf("changed %t: %v", changed, channel)
	}
	if !c.Icareus.Delete(IcareusOrganization, second) || c.Icareus.Delete(IcareusOrganization, second) {
		t.Error("a channel goes once")
	}
	if c.Icareus.Update(IcareusOrganization, second, func(*IcareusChannel) {}) {
		t.Error("updated a channel that is gone")
	}
	c.call(400, "POST", "deleteChannel&channelId=12346524", "")

	all := c.Icareus.Channels(IcareusOrganization)
	if len(all) != 1 || all[0].Name != "Renamed" {
		t.Fatalf("left %+v", all)
	}
	all[0].Categories = append(all[0].Categories, 1)
	if got, _ := c.Icareus.Channel(IcareusOrganization, first); len(got.Categories) != 0 {
		t.Error("a copy reached into the state")
	}
	if c.Icareus.Channels(99) != nil {
		t.Error("channels of an unknown organisation")
	}
}

func TestIcareusOtherPaths(t *testing.T) {
	c := newIcareusClient(t)
	for _, path := range []string{"/api/channels", "/api/channels/admin/x"} {
		r := httptest.NewRequestWithContext(t.Context(), http.MethodGet, path, nil)
		if got := c.Icareus.operation(r); got != "" {
			t.Errorf("%s is %s", path, got)
		}
	}
}
