package api

import (
	"encoding/json"
	"testing"

	"github.com/iptvops/terraform-provider-iptv/internal/rest"
)

// Whatever an answer holds, decoding it ends in a channel with an id, or an error.
func FuzzAnswers(f *testing.F) {
	for _, seed := range []string{
		`{"status":"ok","channel":{"serviceId":12346501,"streamName":12346501,"name":"Channel Example","quality":1,"isPublic":true,"categories":[101],` +
			`"streams":{"total":12,"items":[{"preset_id":11508,"devices":[{"id":12346512,"url":"u"}]}],"adaptiveItems":[{"typeId":1,"linearDeviceIds":[2,3]}]}}}`,
		`{"status":"ok","channel":{"serviceId":"12346501","audioOnly":1,"categories":[{"id":"101"}],"locationRestrictions":null}}`,
		`{"status":"ok","channels":[{"serviceId":1},{"serviceId":2,"streams":{}}]}`,
		`{"status":"ok","message":"12346701"}`, `{"status":"ok","channel":{"serviceId":1e400}}`, `{"status":"ok","channel":[]}`, `[]`, `null`, `"x"`,
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		var one channelAnswer
		if json.Unmarshal(data, &one) == nil && one.Channel.ServiceID == 0 && string(data) != "null" {
			t.Error("a channel without an id")
		}
		var all struct {
			Channels *[]Channel `json:"channels"`
		}
		if json.Unmarshal(data, &all) == nil && all.Channels != nil {
			if _, err := json.Marshal(*all.Channels); err != nil {
				t.Errorf("what was read cannot be written: %v", err)
			}
		}
	})
}

// An error of the platform says something, and an answer with HTTP 200 is one only when it says so.
func FuzzFailure(f *testing.F) {
	for _, seed := range []string{
		`{"errors":{"categories":[{"message":"invalid category ids: 12345 890 ","name":"invalid-value"}]},"status":"error"}`,
		`{"message":"invalid-channel-id","status":"error"}`, `{"message":12,"status":"error"}`, `{"errors":{"name":"minimum length: 1"},"status":"error"}`,
		`{"errors":[],"status":"error"}`, `{"errors":{"":[{}]},"status":"error"}`, `{"status":"ok"}`, `null`,
	} {
		f.Add(200, []byte(seed))
		f.Add(400, []byte(seed))
		f.Add(401, []byte(seed))
	}
	c := &Client{credentials: Credentials{OrganizationID: 1}}
	f.Fuzz(func(t *testing.T, status int, body []byte) {
		details := c.failure(status, body)
		for _, d := range details {
			if d == (rest.Detail{}) {
				t.Error("an error that says nothing")
			}
		}
		var answer struct {
			Status string `json:"status"`
		}
		if len(details) > 0 && status == 200 && json.Unmarshal(body, &answer) == nil && answer.Status != "error" {
			t.Errorf("%v was read from a success", details)
		}
	})
}
