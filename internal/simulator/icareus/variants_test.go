package icareus

import (
	"net/http"
	"reflect"
	"slices"
	"strings"
	"testing"
)

// variant is a client of a platform with one channel, 12346501.
func variant(t *testing.T, change func(*Variants)) *client {
	t.Helper()
	c := newClient(t)
	channel := NewChannel("News")
	channel.Categories = []int64{101}
	c.Platform.AddChannel(Organization, channel)
	c.Platform.SetVariants(change)
	return c
}

func (c *client) channel() map[string]any {
	c.Helper()
	return c.call(http.StatusOK, "GET", "getChannel&channelId=12346501", "")["channel"].(map[string]any)
}

func TestErrorVariants(t *testing.T) {
	for _, row := range []struct {
		name                                     string
		change                                   func(*Variants)
		unauthorized, unknown, invalid, succeeds int
	}{
		{"default", func(*Variants) {}, 401, 400, 400, 200},
		{"404", func(v *Variants) { v.ErrorStatus = 404 }, 401, 404, 404, 200},
		{"200", func(v *Variants) { v.ErrorStatus = 200 }, 401, 200, 200, 200},
		{"403", func(v *Variants) { v.UnauthorizedStatus = 403 }, 403, 400, 400, 200},
	} {
		t.Run(row.name, func(t *testing.T) {
			c := variant(t, row.change)
			c.equal(c.call(row.unknown, "GET", "getChannel&channelId=1", ""), `{"status":"error","message":"invalid-channel-id"}`)
			invalid := c.call(row.invalid, "POST", "addChannel", `{}`)
			if invalid["status"] != "error" || invalid["errors"] == nil {
				t.Errorf("got %v", invalid)
			}
			c.call(row.succeeds, "GET", "getChannels", "")
			c.token = "wrong"
			c.equal(c.call(row.unauthorized, "GET", "getChannels", ""), `{"status":"error","message":"unauthorized"}`)
		})
	}
}

func TestErrorHTML(t *testing.T) {
	c := variant(t, func(v *Variants) { v.ErrorHTML = true })
	w := c.send("GET", "action=getChannel&organizationId=2631609&channelId=1", "", "")
	if w.Code != 500 || !strings.HasPrefix(w.Header().Get("Content-Type"), "text/html") || !strings.Contains(w.Body.String(), "<html>") {
		t.Errorf("status %d: %s", w.Code, w.Body)
	}
	c.channel()
	c.Platform.SetVariants(func(v *Variants) { v.ErrorStatus = 404 })
	if w := c.send("GET", "action=getChannel&organizationId=2631609&channelId=1", "", ""); w.Code != 404 {
		t.Errorf("status %d, want 404", w.Code)
	}
}

func TestIDsAsStrings(t *testing.T) {
	c := variant(t, func(v *Variants) { v.IDsAsStrings = true })
	channel := c.channel()
	streams := channel["streams"].(map[string]any)
	item := streams["items"].([]any)[0].(map[string]any)
	adaptive := streams["adaptiveItems"].([]any)[0].(map[string]any)
	for what, pair := range map[string][2]any{
		"serviceId":       {channel["serviceId"], "12346501"},
		"streamName":      {channel["streamName"], "12346501"},
		"category":        {channel["categories"], []any{"101"}},
		"preset":          {item["preset_id"], "11508"},
		"device":          {item["devices"].([]any)[0].(map[string]any)["id"], "12346512"},
		"type":            {adaptive["typeId"], "3652901"},
		"adaptive device": {adaptive["linearDeviceIds"].([]any)[0], "12346502"},
		"channel number":  {channel["logicalChannelNumber"], 0.0},
	} {
		if !reflect.DeepEqual(pair[0], pair[1]) {
			t.Errorf("%s is %#v, want %#v", what, pair[0], pair[1])
		}
	}
}

func TestShapesOfMembers(t *testing.T) {
	for _, row := range []struct {
		name   string
		change func(*Variants)
		want   map[string]any
	}{
		{"default", func(*Variants) {}, map[string]any{"categories": []any{101.0}, "locationRestrictions": []any{},
			"isPublic": true, "description": ""}},
		{"objects", func(v *Variants) { v.ArraysAsObjects = true },
			map[string]any{"categories": []any{map[string]any{"id": 101.0}}, "locationRestrictions": []any{}}},
		{"objects of strings", func(v *Variants) { v.ArraysAsObjects, v.IDsAsStrings = true, true },
			map[string]any{"categories": []any{map[string]any{"id": "101"}}}},
		{"null arrays", func(v *Variants) { v.NullArrays = true },
			map[string]any{"categories": []any{101.0}, "locationRestrictions": nil}},
		{"numeric booleans", func(v *Variants) { v.NumericBooleans = true },
			map[string]any{"isPublic": 1.0, "audioOnly": 0.0, "isExclusive": 0.0}},
	} {
		t.Run(row.name, func(t *testing.T) {
			channel := variant(t, row.change).channel()
			for name, want := range row.want {
				got, there := channel[name]
				if !there || !reflect.DeepEqual(got, want) {
					t.Errorf("%s is %#v, want %#v", name, got, want)
				}
			}
		})
	}
}

func TestOmitEmpty(t *testing.T) {
	channel := variant(t, func(v *Variants) { v.OmitEmpty = true }).channel()
	whole := variant(t, func(*Variants) {}).channel()
	var missing []string
	for name := range whole {
		if _, there := channel[name]; !there {
			missing = append(missing, name)
		}
	}
	slices.Sort(missing)
	want := []string{"aspectRatio", "description", "largeIcon", "locationRestrictions", "mediumIcon", "smallIcon"}
	if !slices.Equal(missing, want) {
		t.Errorf("omitted %v, want %v", missing, want)
	}
	if channel["audioOnly"] != false || channel["logicalChannelNumber"] != 0.0 {
		t.Errorf("false and 0 are values: %v", channel)
	}
}

func TestListWithoutStreams(t *testing.T) {
	c := variant(t, func(v *Variants) { v.ListWithoutStreams = true })
	listed := c.call(200, "GET", "getChannels", "")["channels"].([]any)[0].(map[string]any)
	if _, there := listed["streams"]; there {
		t.Error("the list holds streams")
	}
	whole := c.channel()
	if whole["streams"] == nil {
		t.Error("get holds no streams")
	}
	delete(whole, "streams")
	if !reflect.DeepEqual(listed, whole) {
		t.Errorf("listed %v, got %v", listed, whole)
	}
}

func TestStoredOtherwise(t *testing.T) {
	for _, row := range []struct {
		name   string
		change func(*Variants)
		want   map[string]any
	}{
		{"as sent", func(*Variants) {}, map[string]any{"name": " N ", "description": "a\n", "logicalChannelNumber": 0.0,
			"categories": []any{103.0}}},
		{"trimmed", func(v *Variants) { v.TrimTexts = true }, map[string]any{"name": "N", "description": "a"}},
		{"numbered", func(v *Variants) { v.NextNumber = true }, map[string]any{"logicalChannelNumber": 1.0}},
		{"parent", func(v *Variants) { v.Parents = map[int64]int64{103: 103, 101: 102} },
			map[string]any{"categories": []any{103.0}}},
		{"by key", func(v *Variants) { v.ArraysByKey = true }, map[string]any{"categories": map[string]any{"0": 103.0}}},
		{"unreadable", func(v *Variants) { v.Unreadable = map[int64]string{12346501 + idsPerChannel: "quality"} },
			map[string]any{"quality": map[string]any{"value": 0.0}}},
	} {
		t.Run(row.name, func(t *testing.T) {
			c := variant(t, row.change)
			created := c.call(200, "POST", "addChannel",
				`{"name":" N ","description":"a\n","categories":[103]}`)["channel"].(map[string]any)
			for member, want := range row.want {
				if !reflect.DeepEqual(created[member], want) {
					t.Errorf("%s is %#v, want %#v", member, created[member], want)
				}
			}
		})
	}
	c := variant(t, func(v *Variants) { v.Parents = map[int64]int64{103: 104, 104: 999} })
	c.call(200, "POST", "updateChannel&channelId=12346501", `{"categories":[103]}`)
	if stored, _ := c.Platform.Channel(Organization, 12346501); !slices.Equal(stored.Categories, []int64{103, 104}) {
		t.Errorf("categories are %v", stored.Categories)
	}
}

func TestOtherSuccess(t *testing.T) {
	c := variant(t, func(v *Variants) { v.SuccessStatus, v.SuccessWord = 201, "failed" })
	if got := c.call(201, "GET", "getChannel&channelId=12346501", ""); got["status"] != "failed" || got["channel"] == nil {
		t.Errorf("got %v", got)
	}
	empty := ""
	c.Platform.SetVariants(func(v *Variants) { *v = Variants{DeleteBody: &empty} })
	if w := c.send("POST", "action=deleteChannel&organizationId=2631609&channelId=12346501", "", ""); w.Code != 200 || w.Body.Len() != 0 {
		t.Errorf("status %d: %q", w.Code, w.Body)
	}
	c.Platform.SetVariants(func(v *Variants) { *v = Variants{DeleteRefusal: "channel-is-recording"} })
	c.equal(c.call(400, "POST", "deleteChannel&channelId=12346501", ""), `{"status":"error","message":"channel-is-recording"}`)
	if _, there := c.Platform.Channel(Organization, 12346501); !there {
		t.Error("the channel is deleted")
	}
}

func TestIconVariants(t *testing.T) {
	c := variant(t, func(v *Variants) { v.IconsRefused = true })
	contentType, body := iconForm(t, "channelIcon", "a.gif", "GIF89a")
	c.decode(c.send("POST", iconCall, contentType, body), 400)
	c.Platform.SetVariants(func(v *Variants) { *v = Variants{IconsUnset: true} })
	if c.decode(c.send("POST", iconCall, contentType, body), 200)["channel"].(map[string]any)["largeIcon"] != "" {
		t.Error("the icon's address is set")
	}
	c.Platform.SetVariants(func(v *Variants) { *v = Variants{} })
	if c.channel()["largeIcon"] == "" || !c.Platform.RemoveIcon(Organization, 12346501) || c.channel()["largeIcon"] != "" {
		t.Error("the icon is not removed")
	}
	if c.Platform.RemoveIcon(Organization, 12346501) || c.Platform.RemoveIcon(Organization, 1) {
		t.Error("an icon was removed that is not there")
	}
}
