package telecomx

import (
	"strings"
	"testing"
	"time"
)

const subscriptionPath = "/iptv/subscription/" + Customer

func millisecondText(at time.Time) string { return at.UTC().Format("2006-01-02T15:04:05.000Z") }

// update makes a subscription update that must return the JSON in want; its _id is not compared.
func (x *client) update(body, want string) {
	x.Helper()
	response := x.call(200, "POST", subscriptionPath, body)
	delete(response, "_id")
	x.equal(response, want)
}

func (x *client) addPackages(ids ...string) {
	for _, id := range ids {
		x.Platform.AddPackage(Package{
			ID: id, Name: id, Customer: Reseller, Main: strings.HasPrefix(id, "MAIN"),
		})
	}
}

func TestSubscriptionUpdateSample(t *testing.T) {
	x := newClient(t)
	x.addPackages("1234567890123457890CCCC", "12345678901234567890DDDD")
	const nPvr = `"nPvr": {"override": true, "enabled": true, "storage": 25, "autoExpireDays": 180}`
	const packages = `"packages": [
		{"_id": "1234567890123457890CCCC", "start": "2016-01-01T00:00:00.000Z", "end": "2016-01-01T00:00:00.000Z"},
		{"_id": "12345678901234567890DDDD"}
	]`
	const scrub = `"scrub": {"override": true, "forward": true, "backward": true, "pause": true}`
	x.update(`{`+nPvr+`, `+scrub+`, `+packages+`}`, `{`+nPvr+`, `+scrub+`, `+packages+`}`)

	// The page's sample spells backward wrongly: an unknown key changes nothing.
	x.update(`{"scrub": {"override": true, "forward": false, "backwars": false, "pause": true}, "packages": []}`,
		`{`+nPvr+`, "scrub": {"override": true, "forward": false, "backward": true, "pause": true}, "packages": []}`)
}

func TestSubscriptionGet(t *testing.T) {
	x := newClient(t)
	own := x.as("VIEWER", Customer)
	response := own.call(200, "GET", "/iptv/subscription", "")
	if id, _ := response["_id"].(string); len(id) != 24 {
		t.Errorf("_id %q", id)
	}
	delete(response, "_id")
	x.equal(response, `{
		"nPvr": {"override": false}, "scrub": {"override": false}, "packages": [],
		"resellerNPvr": {"enabled": true, "storage": 50, "autoExpireDays": 90, "autoExpireOverride": false}
	}`)
	x.Platform.SetVariants(func(v *Variants) { *v = Variants{ResellerNPvrOnGet: true} })
	x.equal(x.call(200, "GET", subscriptionPath, "")["nPvr"],
		`{"override": false, "enabled": true, "storage": 50, "autoExpireDays": 90}`)
	x.Platform.SetNPvrDefaults(Reseller, false, 10, 20)
	x.equal(x.call(200, "GET", subscriptionPath, "")["resellerNPvr"],
		`{"enabled": false, "storage": 10, "autoExpireDays": 20, "autoExpireOverride": false}`)
	x.Platform.SetNPvrAvailable(Reseller, false)
	response = x.call(200, "GET", subscriptionPath, "")
	x.equal(response["nPvr"], `{"override": false}`)
	x.equal(response["resellerNPvr"], `{"enabled": false}`)
}

func TestSubscriptionMergesMembers(t *testing.T) {
	x := newClient(t)
	const scrub = `"scrub": {"override": false}, "packages": []}`
	x.update(`{"nPvr": {"override": true, "storage": 25}}`,
		`{"nPvr": {"override": true, "enabled": true, "storage": 25, "autoExpireDays": 90}, `+scrub)
	x.update(`{"nPvr": {"enabled": false, "autoExpireDays": 7}}`,
		`{"nPvr": {"override": true, "enabled": false, "storage": 25, "autoExpireDays": 7}, `+scrub)
	x.update(`{"nPvr": {"enabled": null, "storage": null}}`,
		`{"nPvr": {"override": true, "enabled": true, "storage": 50, "autoExpireDays": 7}, `+scrub)
	x.equal(x.call(200, "GET", subscriptionPath, "")["nPvr"], `{"override": true, "autoExpireDays": 7}`)
	// Without override the response shows the reseller's values, and get the values that would override.
	x.update(`{"nPvr": {"override": false, "storage": 999}}`,
		`{"nPvr": {"override": false, "enabled": true, "storage": 50, "autoExpireDays": 90}, `+scrub)
	x.equal(x.call(200, "GET", subscriptionPath, "")["nPvr"],
		`{"override": false, "storage": 999, "autoExpireDays": 7}`)
	x.update(`{"nPvr": null, "scrub": null, "packages": null}`,
		`{"nPvr": {"override": false, "enabled": true, "storage": 50, "autoExpireDays": 90}, `+scrub)
	if got := x.Platform.Subscription(Customer); got.NPvr.Enabled != nil || *got.NPvr.Storage != 999 {
		t.Errorf("kept %+v", got.NPvr)
	}
}

func TestSubscriptionStart(t *testing.T) {
	x := newClient(t)
	x.addPackages("AAAA", "BBBB")
	before := x.Now()
	response := x.call(200, "POST", subscriptionPath, `{"packages": [{"_id": "aaaa"}]}`)
	x.equal(response["packages"], `[{"_id": "AAAA"}]`)
	start := x.Platform.Subscription(Customer).Packages[0].Start
	if start.Before(before.Truncate(time.Millisecond)) || start.After(x.Now()) {
		t.Errorf("a start that was omitted is %s, not now", start)
	}
	shown := `{"_id": "AAAA", "start": "` + millisecondText(start) + `"}`
	x.equal(x.call(200, "GET", subscriptionPath, "")["packages"], `[`+shown+`]`)

	x.Advance(24 * time.Hour)
	response = x.call(200, "POST", subscriptionPath,
		`{"packages": [{"_id": "AAAA"}, {"_id": "BBBB", "start": "2030-05-01T02:00:00.123456+02:00"}]}`)
	x.equal(response["packages"], `[`+shown+`, {"_id": "BBBB", "start": "2030-05-01T00:00:00.123Z"}]`)

	// A package that left the subscription starts anew.
	x.call(200, "POST", subscriptionPath, `{"packages": []}`)
	x.call(200, "POST", subscriptionPath, `{"packages": [{"_id": "AAAA"}]}`)
	if again := x.Platform.Subscription(Customer).Packages[0].Start; again.Sub(start) < 24*time.Hour {
		t.Errorf("the package starts at %s again", again)
	}
}

func TestSubscriptionExpiry(t *testing.T) {
	x := newClient(t)
	x.addPackages("AAAA", "BBBB")
	end := millisecondText(x.Now().Add(time.Hour))
	x.call(200, "POST", subscriptionPath, `{"packages": [{"_id": "AAAA", "end": "`+end+`"}, {"_id": "BBBB", "end": null}]}`)
	if n := len(x.call(200, "GET", subscriptionPath, "")["packages"].([]any)); n != 2 {
		t.Fatalf("%d packages, want 2", n)
	}
	x.Advance(time.Hour)
	if got := x.names(x.call(200, "GET", subscriptionPath, ""), "packages", "_id"); len(got) != 1 || got[0] != "BBBB" {
		t.Errorf("after the end: %v", got)
	}

	past := millisecondText(x.Now().Add(-time.Hour))
	response := x.call(200, "POST", subscriptionPath,
		`{"packages": [{"_id": "AAAA", "start": "`+past+`", "end": "`+past+`"}]}`)
	x.equal(response["packages"], `[{"_id": "AAAA", "start": "`+past+`", "end": "`+past+`"}]`)
	x.equal(x.call(200, "GET", subscriptionPath, "")["packages"], `[]`)
}

func TestSubscriptionErrors(t *testing.T) {
	x := newClient(t)
	x.addPackages("AAAA", "MAIN1", "MAIN2")
	x.Platform.AddPackage(Package{ID: "FFFF", Name: "Elsewhere", Customer: Business})
	const feature = "Customer does not have the IPTV"
	x.refused(403, "customer", feature, "POST", "/iptv/subscription/nobody", "{}")
	x.refused(403, "customer", feature, "GET", "/iptv/subscription/nobody", "")
	x.refused(403, "customer", feature, "POST", "/iptv/subscription/"+Business, "{}")
	x.as("ADMIN", Reseller).refused(403, "customer", feature, "GET", "/iptv/subscription/"+Business, "")
	x.as("OWNER", Customer).refused(403, "access_denied", "Insufficient access level", "POST", subscriptionPath, "{}")

	const storage, days = "Storage size must be between 1 and 999", "Number of days must be between 1 and 365"
	const far, order = "Date is too far into the future - max 12 months", "End date cannot be before start date"
	tooFar := millisecondText(x.Now().AddDate(0, 12, 1))
	for _, row := range []struct {
		body                 string
		code                 int
		message, description string
	}{
		{`{"nPvr": {"storage": 0, "autoExpireDays": 0}}`, 422, "nPvr.storage", storage},
		{`{"nPvr": {"storage": 1000}}`, 422, "nPvr.storage", storage},
		{`{"nPvr": {"storage": 2.5}}`, 422, "nPvr.storage", storage},
		{`{"nPvr": {"storage": "25"}}`, 422, "nPvr.storage", storage},
		{`{"nPvr": {"autoExpireDays": 0}, "packages": [{}]}`, 422, "nPvr.autoExpireDays", days},
		{`{"nPvr": {"override": true, "autoExpireDays": 366}}`, 422, "nPvr.autoExpireDays", days},
		{`{"packages": [{"_id": "AAAA"}, {"_id": "AAAA"}, {"_id": "EEEE"}]}`, 404, "packages[]._id", "Package not found"},
		{`{"packages": [{}]}`, 404, "packages[]._id", "Package not found"},
		{`{"packages": [{"_id": "FFFF"}]}`, 404, "packages[]._id", "Package not found"},
		{`{"packages": [{"_id": "MAIN1"}, {"_id": "main1"}]}`, 409, "packages[]._id", "Package can only be included once"},
		{`{"packages": [{"_id": "MAIN1"}, {"_id": "MAIN2", "end": "` + tooFar + `"}]}`, 409, "packages[]._id",
			"Only 1 main package is allowed"},
		{`{"packages": [{"_id": "AAAA", "start": "2999-01-01T00:00:00Z", "end": "` + tooFar + `"}]}`, 409, "packages[].end", far},
		{`{"packages": [{"_id": "AAAA", "start": "2016-01-01T00:00:00Z", "end": "2015-12-31T23:59:59.999Z"}]}`, 422, "packages[].end",
			order},
		{`{"packages": [{"_id": "AAAA", "end": "2016-01-01T00:00:00Z"}]}`, 422, "packages[].end", order},
		{`{"packages": [{"_id": "AAAA", "end": "tomorrow"}]}`, 422, "packages[].end", "Date is invalid"},
		{`{"packages": [{"_id": "AAAA", "start": 5}]}`, 422, "packages[].start", "Date is invalid"},
		{`{"scrub": {"pause": "yes"}}`, 400, "bad request", "Unspecified error"},
	} {
		// A valid part of a refused request changes nothing.
		body := strings.Replace(row.body, "{", `{"scrub": {"override": true, "pause": true},`, 1)
		if strings.Contains(row.body, "scrub") {
			body = row.body
		}
		x.refused(row.code, row.message, row.description, "POST", subscriptionPath, body)
	}
	if got := x.Platform.Subscription(Customer); got.Scrub.Override || got.NPvr.Storage != nil || len(got.Packages) > 0 {
		t.Errorf("a refused call changed something: %+v", got)
	}
	limit := millisecondText(x.Now().AddDate(0, 12, 0))
	x.call(200, "POST", subscriptionPath, `{"packages": [{"_id": "AAAA", "end": "`+limit+`"}]}`)
}

func TestNPvrNotAvailable(t *testing.T) {
	x := newClient(t)
	x.Platform.SetNPvrAvailable(Reseller, false)
	x.refused(403, "nPvr.override", "nPvr is not available", "POST", subscriptionPath,
		`{"nPvr": {"override": true, "storage": 0}}`)
	x.call(200, "POST", subscriptionPath, `{"nPvr": {"override": false}, "packages": []}`)
}
