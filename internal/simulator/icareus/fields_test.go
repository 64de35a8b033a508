package icareus

import (
	"strings"
	"testing"
)

func TestValidation(t *testing.T) {
	for _, row := range []struct {
		name, body, member, messages string // messages are separated by |
	}{
		{"empty name", `{"name":""}`, "name", "minimum length: 1"},
		{"name is a number", `{"name":5}`, "name", "not a string"},
		{"name is null", `{"name":null}`, "name", "not a string"},
		{"description is an object", `{"description":{}}`, "description", "not a string"},
		{"negative number", `{"logicalChannelNumber":-1}`, "logicalChannelNumber", "minimum value: 0"},
		{"number as a string", `{"logicalChannelNumber":"1"}`, "logicalChannelNumber", "not an integer"},
		{"number with a fraction", `{"logicalChannelNumber":1.5}`, "logicalChannelNumber", "not an integer"},
		{"unknown ratio", `{"aspectRatio":"21:9"}`, "aspectRatio", "21:9 is not a valid aspect ratio"},
		{"ratio is a number", `{"aspectRatio":1.77}`, "aspectRatio", "not a string"},
		{"unknown language", `{"primaryLanguage":"finnish"}`, "primaryLanguage", "finnish is not a valid language id"},
		{"language is a boolean", `{"primaryLanguage":true}`, "primaryLanguage", "not a string"},
		{"unknown quality", `{"quality":2}`, "quality", "2 is not a valid quality"},
		{"quality as text", `{"quality":"SD"}`, "quality", "not an integer"},
		{"audioOnly is a number", `{"audioOnly":1}`, "audioOnly", "not a boolean"},
		{"autoRecord is a string", `{"autoRecord":"true"}`, "autoRecord", "not a boolean"},
		{"isPublic is null", `{"isPublic":null}`, "isPublic", "not a boolean"},
		{"isExclusive is an array", `{"isExclusive":[]}`, "isExclusive", "not a boolean"},
		{"unknown categories", `{"categories":[12345,101,890]}`, "categories", "invalid category ids: 12345 890 "},
		{"categories as a string", `{"categories":"101"}`, "categories", "not an array"},
		{"categories are null", `{"categories":null}`, "categories", "not an array"},
		{"categories of strings", `{"categories":["101",null,7]}`, "categories",
			`not an integer: "101"|not an integer: null|invalid category ids: 7 `},
		{"unknown locations", `{"locationRestrictions":[201,999]}`, "locationRestrictions", "invalid location ids: 999 "},
		{"locations of objects", `{"locationRestrictions":[{"id":201}]}`, "locationRestrictions", `not an integer: {"id":201}`},
	} {
		t.Run(row.name, func(t *testing.T) {
			c := newClient(t)
			c.Platform.AddChannel(Organization, NewChannel("News"))
			before, _ := c.Platform.Channel(Organization, 12346501)

			response := c.call(400, "POST", "updateChannel&channelId=12346501", row.body)
			errors := response["errors"].(map[string]any)
			if response["status"] != "error" || len(errors) != 1 {
				t.Fatalf("got %v", response)
			}
			entries, _ := errors[row.member].([]any)
			var messages []string
			for _, entry := range entries {
				entry := entry.(map[string]any)
				if entry["name"] != "invalid-value" {
					t.Errorf("the entry's name is %v", entry["name"])
				}
				messages = append(messages, entry["message"].(string))
			}
			if got := strings.Join(messages, "|"); got != row.messages {
				t.Errorf("messages %q, want %q", got, row.messages)
			}

			after, _ := c.Platform.Channel(Organization, 12346501)
			if after.Name != before.Name || len(after.Categories) != 0 {
				t.Errorf("a refused update made %+v", after)
			}
			if !strings.Contains(row.body, `"name"`) {
				created := c.call(400, "POST", "addChannel", `{"name":"Other",`+row.body[1:])
				if len(created["errors"].(map[string]any)) != 1 {
					t.Errorf("create returned %v", created)
				}
			}
		})
	}
}

func TestReturnsAllErrorsTogether(t *testing.T) {
	c := newClient(t)
	// The documented sample of a refused create, and one of a refused update.
	c.equal(c.call(400, "POST", "addChannel", `{"name":"News","categories":[12345,890],"primaryLanguage":"finnish"}`), `{
  "errors": {
    "categories": [ { "message": "invalid category ids: 12345 890 ", "name": "invalid-value" } ],
    "primaryLanguage": [ { "message": "finnish is not a valid language id", "name": "invalid-value" } ]
  },
  "status": "error"
}`)
	c.Platform.AddChannel(Organization, NewChannel("News"))
	c.equal(c.call(400, "POST", "updateChannel&channelId=12346501", `{"name":""}`),
		`{ "errors": { "name": [ { "message": "minimum length: 1", "name": "invalid-value" } ] }, "status": "error" }`)

	c.equal(c.call(400, "POST", "addChannel", `{"quality":7}`), `{"status":"error","errors":{
		"name":[{"message":"minimum length: 1","name":"invalid-value"}],
		"quality":[{"message":"7 is not a valid quality","name":"invalid-value"}]}}`)
}

func TestStoresEachIDOnce(t *testing.T) {
	c := newClient(t)
	c.call(200, "POST", "addChannel", `{"name":"News","categories":[103,101,103]}`)
	channel, _ := c.Platform.Channel(Organization, 12346501)
	if len(channel.Categories) != 2 {
		t.Errorf("categories %v", channel.Categories)
	}
}
