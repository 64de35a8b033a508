package telecomx

import (
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"
)

const sampleCustomer = "12345678901234567890ABCD"

func (x *client) addSampleAccounts() {
	x.Platform.AddCustomer(CustomerInfo{
		ID: sampleCustomer, Name: "Sample", Parent: Reseller,
		Features: []string{featureBusiness, featurePrivate},
	})
	for i := range 22 {
		name := "account-" + strconv.Itoa(10+i)
		if i >= 10 {
			name = "zaccount-" + strconv.Itoa(10+i)
		}
		x.Platform.AddDRMAccount(DRMAccount{Customer: sampleCustomer, Username: name, Password: "secret"})
	}
	x.Platform.AddDRMAccount(DRMAccount{
		Customer: sampleCustomer, Username: "donald@duck.com", Password: "vgh38gy3uvhebv",
		Created: time.Date(2016, 1, 1, 0, 0, 0, 0, time.UTC),
		Devices: []DRMDevice{
			{ID: "12345678901234567890AAAA", Type: "IOS", Name: "Donalds mobile", Model: "iPhone 6"},
			{ID: "12345678901234567890BBBB", Type: "WEB", Model: "Chrome"},
		},
	})
}

func TestDRMListSamples(t *testing.T) {
	x := newClient(t)
	x.addSampleAccounts()
	owner := x.as("OWNER", sampleCustomer)
	const created = `"created": "2016-01-01T00:00:00.000Z"`
	page := owner.call(200, "GET", "/iptv/drm?offset=10&limit=10", "")
	x.equal(page["accounts"].([]any)[0],
		`{"username": "donald@duck.com", "password": "vgh38gy3uvhebv", "devices": 2, `+created+`}`)
	if page["offset"] != 10.0 || page["limit"] != 10.0 || page["total"] != 23.0 || len(page["accounts"].([]any)) != 10 {
		t.Errorf("envelope of %v", page)
	}
	full := owner.call(200, "GET", "/iptv/drm?offset=10&limit=10&full=true", "")
	x.equal(full["accounts"].([]any)[0], `{
		"username": "donald@duck.com", "password": "vgh38gy3uvhebv", `+created+`,
		"devices": [
			{"id": "12345678901234567890AAAA", "type": "IOS", "model": "iPhone 6", "name": "Donalds mobile"},
			{"id": "12345678901234567890BBBB", "type": "WEB", "model": "Chrome", "name": ""}
		]
	}`)
}

// The page documents these two calls.
func TestDRMListDocumentedCalls(t *testing.T) {
	x := newClient(t)
	x.addSampleAccounts()
	own := x.as("VIEWER", Business)
	x.equal(own.call(200, "GET", "/iptv/drm", ""), `{"offset": 0, "limit": 100, "total": 3, "accounts": [
		{"username": "donald@duck.example", "password": "secret-1-drm", "devices": 2, "created": "2016-01-01T00:00:00.000Z"},
		{"username": "hotel-reception", "password": "secret-2-drm", "devices": 1, "created": "2016-02-01T00:00:00.000Z"},
		{"username": "meeting.room_4", "password": "secret-3-drm", "devices": 0, "created": "2016-03-01T00:00:00.000Z"}]}`)

	for i := range 30 {
		x.Platform.AddDRMAccount(DRMAccount{
			Customer: sampleCustomer, Username: "u5665673625-" + strconv.Itoa(10+i), Password: "secret",
		})
	}
	response := x.call(200, "GET",
		"/iptv/drm?offset=25&limit=50&filter=5665673625&full=true&customer=12345678901234567890ABCD", "")
	if response["offset"] != 25.0 || response["limit"] != 50.0 || response["total"] != 30.0 {
		t.Errorf("envelope of %v", response)
	}
	if got := x.names(response, "accounts", "username"); len(got) != 5 || got[0] != "u5665673625-35" {
		t.Errorf("accounts %v", got)
	}
}

func TestDRMListPages(t *testing.T) {
	x := newClient(t)
	usernames := x.Platform.AddDRMAccounts(Business, 1000)
	viewer := x.as("VIEWER", Business)
	listed := viewer.names(viewer.call(200, "GET", "/iptv/drm?limit=500&filter=drm-", ""), "accounts", "username")
	listed = append(listed, viewer.names(
		viewer.call(200, "GET", "/iptv/drm?limit=500&offset=500&filter=DRM-", ""), "accounts", "username")...)
	if !slices.Equal(listed, usernames) {
		t.Errorf("%d accounts listed, not the 1000 in order", len(listed))
	}
	viewer.equal(viewer.call(200, "GET", "/iptv/drm?limit=1&offset=5000", ""),
		`{"offset": 5000, "limit": 1, "total": 1003, "accounts": []}`)
	viewer.refused(422, "limit", "Limit must be between 1 and 500", "GET", "/iptv/drm?limit=501", "")
}

func TestDRMGet(t *testing.T) {
	x := newClient(t)
	want := `{"username": "5665673625", "password": "vgh38gy3uvhebv", "created": "2016-01-01T00:00:00.000Z", "devices": [
		{"_id": "61B5E2A48D00000000000001", "type": "ANDROID", "name": "Living room", "model": "Pixel 8"}]}`
	x.equal(x.call(200, "GET", "/iptv/drm/"+Account, ""), want)
	viewer := x.as("VIEWER", Business)
	for _, path := range []string{"donald@duck.example", "Donald%40duck.example"} {
		read := viewer.call(200, "GET", "/iptv/drm/"+path, "")
		x.equal(read["username"], `"donald@duck.example"`)
		x.equal(read["devices"].([]any)[1], `{"_id": "61B5E2A48D00000000000003", "type": "WEB", "name": ""}`)
	}
	x.refused(404, "id", "Not found", "GET", "/iptv/drm/nobody", "")
	x.refused(403, "access_denied", "Insufficient access level", "GET", "/iptv/drm/donald@duck.example", "")
	x.refused(403, "access_denied", "Insufficient access level", "GET", "/iptv/drm?customer=nobody", "")
}

func TestDRMCreate(t *testing.T) {
	x := newClient(t)
	body := func(fields string) string { return `{"customer": "` + Business + `"` + fields + `}` }
	random := x.call(200, "POST", "/iptv/drm", body(""))
	if len(random["username"].(string)) < 6 || len(random["password"].(string)) < 6 {
		t.Errorf("account %v", random)
	}
	created := x.call(200, "POST", "/iptv/drm", body(`, "username": "new.user@x-y_z", "password": "123456"`))
	x.equal(created["devices"], `[]`)
	if got := x.Platform.Accounts(Business); len(got) != 5 {
		t.Errorf("%d accounts, want 5", len(got))
	}
	const username = "Username must be at least 6 chars and only contain a-z A-Z 0-9 _ - @ ."
	for _, row := range []struct {
		body                 string
		code                 int
		message, description string
	}{
		{`{"customer": "nobody"}`, 404, "customer", "Customer not found"},
		{`{"customer": "` + Customer + `", "username": "x"}`, 409, "customer", "Customer already has a DRM account"},
		{body(`, "username": "short", "password": "x"`), 422, "username", username},
		{body(`, "username": "with space"`), 422, "username", username},
		{body(`, "username": "NEW.user@x-y_z", "password": "x"`), 409, "username", "The username is not available"},
		{body(`, "username": "another-one", "password": "12345"`), 422, "password", "The password must be at least 6 chars."},
	} {
		x.refused(row.code, row.message, row.description, "POST", "/iptv/drm", row.body)
	}
	if got := x.Platform.Accounts(Business); len(got) != 5 {
		t.Errorf("a refused call left %d accounts, want 5", len(got))
	}
	x.as("VIEWER", Business).refused(403, "access_denied", "Insufficient access level", "POST", "/iptv/drm", "{}")
}

func TestExplicitNulls(t *testing.T) {
	x := newClient(t)
	x.Platform.SetVariants(func(v *Variants) { *v = Variants{ExplicitNulls: true} })
	viewer := x.as("VIEWER", Business)
	viewer.equal(viewer.call(200, "GET", "/iptv/drm/donald@duck.example", "")["devices"].([]any)[1],
		`{"_id": "61B5E2A48D00000000000003", "type": "WEB", "name": "", "model": null}`)
	x.equal(x.call(200, "GET", "/iptv/channel?filter=standard+5", "")["channels"], `[{"_id": "`+Channels[4]+
		`", "number": 5, "baseChannel": null, "name": "Standard 5", "hd": true, "archive": false}]`)
	subscription := x.call(200, "GET", "/iptv/subscription/"+Customer, "")
	x.equal(subscription["nPvr"], `{"override": false, "enabled": null, "storage": null, "autoExpireDays": null}`)
	x.equal(subscription["scrub"], `{"override": false, "forward": null, "backward": null, "pause": null}`)
	if !strings.Contains(x.raw("GET", "/iptv/channel/"+Channels[0], "").Body.String(), `"dvb":null`) {
		t.Error("no null for dvb")
	}
}
