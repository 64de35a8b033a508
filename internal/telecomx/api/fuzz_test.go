package api

import (
	"encoding/json"
	"net/http"
	"testing"
	"unicode/utf8"
)

// Whatever a response holds, decoding it ends in a value or an error.
func FuzzAnswers(f *testing.F) {
	for _, seed := range []string{
		`{"_id": "12345678901234567890ABCD", "name": "Local channels", "main": true, "channels": [{"_id": "A", "type": "DVB"}]}`,
		`{"id": 12, "name": 3, "main": "1", "channels": [{"id": 5}], "dvb": {}, "locals": [null], "dvbOnly": 0, "baseChannel": "9"}`,
		`{"nPvr": {"override": 1, "storage": "25"}, "packages": [{"_id": "A", "end": "2016-01-01T00:00:00.000Z"}], "resellerNPvr": {}}`,
		`{"username": "donald@duck.com", "devices": [{"id": "A"}], "created": "2016-01-01T00:00:00.000Z"}`,
		`{"offset": 0, "limit": 1, "total": "3", "packages": [{"_id": "A"}]}`,
		`{"devices": 1e400}`, `[]`, `null`, `"x"`,
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		var p Package
		if json.Unmarshal(data, &p) == nil && p.ID == "" && string(data) != "null" {
			t.Error("a package without an id")
		}
		var a Account
		if json.Unmarshal(data, &a) == nil && a.Username == "" && json.Valid(data) && len(data) > 0 && data[0] == '{' {
			t.Error("an account without a user name")
		}
		_ = json.Unmarshal(data, new(Channel))
		_ = json.Unmarshal(data, new(Date))
		var s Subscription
		if json.Unmarshal(data, &s) == nil {
			if _, err := json.Marshal(SubscriptionChange{NPvr: &s.NPvr, Scrub: &s.Scrub, Packages: &s.Packages}); err != nil {
				t.Errorf("what was read cannot be sent: %v", err)
			}
		}
		list := envelope[Package]{name: "packages"}
		if json.Unmarshal(data, &list) == nil && len(list.page.Items) > 0 && list.page.Pages(0, 0) < 1 {
			t.Error("a list of less than one page")
		}
	})
}

func FuzzFailure(f *testing.F) {
	for _, seed := range []string{
		`{"code": 404, "message": "customer", "description": "Customer not found"}`, `{"error": {"message": "id"}}`,
		`[{"message": "name"}]`, `{"errors": [[[[]]]]}`, `"text"`, `{"error": "sms", "message": null}`,
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		for _, d := range failure(http.StatusConflict, body) {
			if d.Code == "" && d.Field == "" && d.Message == "" {
				t.Error("an error that says nothing")
			}
			if utf8.Valid(body) && !utf8.ValidString(d.Message) {
				t.Errorf("%q is not valid UTF-8", d.Message)
			}
		}
	})
}
