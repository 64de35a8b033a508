package api

import (
	"encoding/json"
	"testing"

	"github.com/iptvops/terraform-provider-iptv/internal/rest"
)

// Whatever a response holds, decoding it ends in channels with ids, or an error.
func FuzzAnswers(f *testing.F) {
	for _, seed := range []string{
		`{"status":"ok","channel":{"serviceId":12346501,"streamName":12346501,"name":"Channel Example","quality":1,"isPublic":true,` +
			`"categories":[101],` +
			`"streams":{"total":12,"items":[{"preset_id":11508,"devices":[{"id":12346512,"url":"u"}]}],"adaptiveItems":[{"typeId":1,` +
			`"linearDeviceIds":[2,3]}]}}}`,
		`{"status":"ok","channel":{"serviceId":"12346501","audioOnly":1,"categories":[{"id":"101"}],"locationRestrictions":null}}`,
		`{"status":"ok","channels":[{"serviceId":1},{"serviceId":2,"streams":{}}]}`,
		`{"status":"ok","channels":[{"serviceId":1,"quality":"x","categories":{"0":1,"2":"3"}},{"name":"y"},7]}`,
		`{"status":"ok","channels":{"1":{"serviceId":1,"streams":{"items":{"0":{}}}}}}`,
		`{"status":"ok","message":"12346701"}`, `{"status":"ok","channel":{"serviceId":1e400}}`, `{"status":"ok","channel":[]}`, `[]`,
		`null`, `"x"`,
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		var one oneChannel
		if json.Unmarshal(data, &one) == nil && one.Channel.ServiceID == 0 && string(data) != "null" {
			t.Error("a channel without an id")
		}
		var all List
		if json.Unmarshal(data, &all) == nil {
			for _, c := range all.Channels {
				if c.ServiceID == 0 {
					t.Error("a channel without an id in the list")
				}
			}
		}
	})
}

// An error of the platform says something, and the documented success is none.
func FuzzFailure(f *testing.F) {
	for _, seed := range []string{
		`{"errors":{"categories":[{"message":"invalid category ids: 12345 890 ","name":"invalid-value"}]},"status":"error"}`,
		`{"message":"invalid-channel-id","status":"error"}`, `{"message":12,"status":"error"}`,
		`{"errors":{"name":"minimum length: 1"},"status":"error"}`,
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
		if len(details) > 0 && status == 200 && string(body) == `{"status":"ok"}` {
			t.Errorf("%v was read from a success", details)
		}
	})
}
