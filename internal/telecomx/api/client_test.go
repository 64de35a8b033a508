package api

import (
	"encoding/json"
	"net/http"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/iptvops/terraform-provider-iptv/internal/rest"
	"github.com/iptvops/terraform-provider-iptv/internal/simulator"
	"github.com/iptvops/terraform-provider-iptv/internal/simulator/estate"
	simtelecomx "github.com/iptvops/terraform-provider-iptv/internal/simulator/telecomx"
)

func newClient(t *testing.T, s *estate.Server, c Credentials) *Client {
	t.Helper()
	endpoint, err := rest.ParseEndpoint(s.URL(), false)
	if err != nil {
		t.Fatal(err)
	}
	return New(rest.Config{Platform: "Telecom X", Endpoint: endpoint, RetryWait: time.Millisecond, MaxRetries: 2}, c)
}

func start(t *testing.T) *estate.Server {
	t.Helper()
	s := estate.Start()
	t.Cleanup(s.Close)
	return s
}

var (
	byToken = Credentials{Token: simtelecomx.Token}
	byLogin = Credentials{Username: simtelecomx.Username, Password: simtelecomx.Password}
)

func TestPackage(t *testing.T) {
	s := start(t)
	c := newClient(t, s, byToken)
	channels := []PackageChannel{{ID: simtelecomx.Channels[0], Type: TypeBase}, {ID: simtelecomx.Channels[4], Type: TypeDVB}}
	created, err := c.CreatePackage(t.Context(), PackageInput{Name: "News", Main: true, Channels: channels,
		Customer: simtelecomx.Reseller})
	if err != nil {
		t.Fatal(err)
	}
	read, err := c.GetPackage(t.Context(), strings.ToLower(created.ID))
	if err != nil || read.Name != "News" || !read.Main || len(read.Channels) != 2 {
		t.Fatalf("%+v, %v", read, err)
	}
	name := "Renamed"
	if _, err := c.UpdatePackage(t.Context(), created.ID, PackageChange{Name: &name}); err != nil {
		t.Fatal(err)
	}
	page, err := c.ListPackages(t.Context(), simtelecomx.Reseller, "renam", 0, MaxLimit)
	if err != nil || len(page.Items) != 1 || page.Total != 1 || page.Items[0].Name != "Renamed" || len(page.Items[0].Channels) != 2 {
		t.Fatalf("%+v, %v", page, err)
	}
	for range 2 { // gone already is no error
		if err := c.DeletePackage(t.Context(), created.ID); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := c.GetPackage(t.Context(), created.ID); !IsGone(err) {
		t.Errorf("%v, want gone", err)
	}
}

// A path of another object is not asked for, and a 404 of something else is not "gone".
func TestIsGone(t *testing.T) {
	s := start(t)
	c := newClient(t, s, byToken)
	for body, want := range map[string]bool{
		`{"code": 404, "message": "id", "description": "Not found"}`: true,
		`{"error": {"message": "id"}}`:                               true,
		`{"message": "Not Found"}`:                                   false,
		`{"code": 404, "message": "customer"}`:                       false,
		`Not found`:                                                  false,
		`"Not found"`:                                                false,
		``:                                                           false,
	} {
		s.Inject(simulator.Fault{Operation: "telecomx.package.get", Status: http.StatusNotFound, Body: body})
		if _, err := c.GetPackage(t.Context(), "1"); IsGone(err) != want {
			t.Errorf("%s: gone is %t: %v", body, !want, err)
		}
	}
	s.ResetRequests()
	if _, err := c.GetPackage(t.Context(), ""); err == nil || s.Count() != 0 {
		t.Errorf("an empty id was asked for: %v", err)
	}
	if _, err := c.GetPackage(t.Context(), "../customer"); err == nil || s.Count("telecomx.package.get") != 1 {
		t.Errorf("the id left its place: %v, %v", err, s.Counts())
	}
}

func TestDeleteWithoutSuccess(t *testing.T) {
	s := start(t)
	s.Inject(simulator.Fault{Operation: "telecomx.package.delete", Status: http.StatusOK, Body: `{"success": false}`})
	if err := newClient(t, s, byToken).DeletePackage(t.Context(), "1"); err == nil {
		t.Error("no error")
	}
}

// A customer that was not asked for is an error with both ids.
func TestOtherCustomer(t *testing.T) {
	s := start(t)
	s.Inject(simulator.Fault{Match: func(r *http.Request) bool { return strings.HasSuffix(r.URL.Path, "/name") }, Status: http.StatusOK,
		Body: `{"_id": "12345678901234567890ABCD", "name": "Another"}`})
	_, err := newClient(t, s, byToken).GetCustomer(t.Context(), "0123456789abcdef01234567")
	if want := "cannot read customer 0123456789abcdef01234567: Telecom X returned customer 12345678901234567890ABCD"; err == nil ||
		err.Error() != want {
		t.Errorf("%v, want %s", err, want)
	}
}

func TestSubscription(t *testing.T) {
	s := start(t)
	c := newClient(t, s, byToken)
	id := s.TelecomX.AddPackage(simtelecomx.Package{Name: "News", Customer: simtelecomx.Reseller})
	hours, end := int64(25), DateOf(s.Now().AddDate(0, 1, 0))
	updated, err := c.UpdateSubscription(t.Context(), simtelecomx.Customer, SubscriptionChange{
		NPvr: &NPvr{Override: true, Recording: Recording{StorageHours: &hours}}, Packages: &[]Subscribed{{ID: id, End: end}},
	})
	if err != nil || *updated.NPvr.AutoExpireDays != 90 || len(updated.Packages) != 1 || updated.Packages[0].End != end {
		t.Fatalf("%+v, %v", updated, err)
	}
	read, err := c.GetSubscription(t.Context(), simtelecomx.Customer)
	if err != nil || read.NPvr.AutoExpireDays != nil || *read.ResellerNPvr.AutoExpireDays != 90 || read.Packages[0].Start.IsZero() {
		t.Fatalf("%+v, %v", read, err)
	}
	if _, err := c.GetSubscription(t.Context(), simtelecomx.Business); !HasNoIPTV(err) {
		t.Errorf("%v, want no IPTV", err)
	}
}

// The documents' samples, as far as the client reads them.
func TestSamples(t *testing.T) {
	var p Package
	if err := json.Unmarshal([]byte(`{"_id": "12345678901234567890ABCD", "name": "Local channels", "main": true, "channels": [
		{"_id": "12345678901234567890AAAA", "type": "DVB"}, {"id": "12345678901234567890AAAB", "type": "DVB"}]}`), &p); err != nil {
		t.Fatal(err)
	}
	if want := (Package{ID: "12345678901234567890ABCD", Name: "Local channels", Main: true, Channels: []PackageChannel{
		{"12345678901234567890AAAA", "DVB"}, {"12345678901234567890AAAB", "DVB"},
	}}); !reflect.DeepEqual(p, want) {
		t.Errorf("%+v", p)
	}

	var s Subscription
	if err := json.Unmarshal([]byte(`{"_id": "1234578901234567890ABCD",
		"nPvr": {"override": true, "enabled": true, "storage": 25, "autoExpireDays": 180},
		"scrub": {"override": true, "forward": true, "backward": true, "pause": true},
		"packages": [{"_id": "1234567890123457890CCCC", "start": "2016-01-01T00:00:00.000Z", "end": "2016-01-01T00:00:00.000Z"},
			{"_id": "12345678901234567890DDDD"}]}`), &s); err != nil {
		t.Fatal(err)
	}
	if *s.NPvr.StorageHours != 25 || !*s.Scrub.Pause || s.Packages[0].End.String() != "2016-01-01T00:00:00.000Z" ||
		!s.Packages[1].Start.IsZero() || s.ResellerNPvr != nil {
		t.Errorf("%+v", s)
	}
	var empty Subscription
	if err := json.Unmarshal([]byte(`{"nPvr": null, "scrub": {"override": null}, "packages": null}`), &empty); err != nil ||
		empty.NPvr.Override || empty.Packages != nil {
		t.Errorf("%+v, %v", empty, err)
	}

	var a, full Account
	if err := json.Unmarshal([]byte(`{"username": "donald@duck.com", "password": "vgh38gy3uvhebv", "devices": 2, "created": `+
		`"2016-01-01T00:00:00.000Z"}`), &a); err != nil {
		t.Fatal(err)
	}
	if a.DeviceCount != 2 || a.Devices != nil || a.Created.IsZero() {
		t.Errorf("%+v", a)
	}
	if err := json.Unmarshal([]byte(`{"username": 5665673625, "devices": [{"id": "A", "type": "IOS", "model": "iPhone 6", "name": ""}, `+
		`{"_id": "B"}]}`), &full); err != nil {
		t.Fatal(err)
	}
	if full.Username != "5665673625" || full.DeviceCount != 2 || full.Devices[1].ID != "B" {
		t.Errorf("%+v", full)
	}
}

// What is sent: whole objects, null where that takes an override back, complete arrays.
func TestBodies(t *testing.T) {
	yes, days := true, int64(180)
	for name, c := range map[string]struct {
		body any
		want string
	}{
		"nothing": {SubscriptionChange{}, `{}`},
		"reset": {SubscriptionChange{NPvr: &NPvr{}, Scrub: &Scrub{}, Packages: &[]Subscribed{}},
			`{"nPvr":{"override":false,"enabled":null,"storage":null,"autoExpireDays":null},"scrub":{"override":false},"packages":[]}`},
		"nPvr": {SubscriptionChange{NPvr: &NPvr{Override: true, Recording: Recording{AutoExpireDays: &days}}},
			`{"nPvr":{"override":true,"enabled":null,"storage":null,"autoExpireDays":180}}`},
		"scrub": {SubscriptionChange{Scrub: &Scrub{Override: true, Pause: &yes}}, `{"scrub":{"override":true,"pause":true}}`},
		"packages": {SubscriptionChange{Packages: &[]Subscribed{{ID: "A",
			End: DateOf(time.Date(2026, 1, 2, 3, 4, 5, 6_789_000,
				time.FixedZone("", 3600)))}}}, `{"packages":[{"_id":"A","end":"2026-01-02T02:04:05.006Z"}]}`},
		"package": {PackageInput{Name: "News", Channels: []PackageChannel{{"A", TypeBase}}, Customer: "C"},
			`{"name":"News","main":false,"channels":[{"_id":"A","type":"BASE"}],"customer":"C"}`},
		"package change": {PackageChange{Channels: []PackageChannel{{"A", TypeBase}}}, `{"channels":[{"_id":"A","type":"BASE"}]}`},
	} {
		got, err := json.Marshal(c.body)
		if err != nil || string(got) != c.want {
			t.Errorf("%s: %s, want %s (%v)", name, got, c.want, err)
		}
	}
}

func TestChannelTypes(t *testing.T) {
	for body, want := range map[string][]string{
		`{"_id": "A", "baseChannel": 7, "name": "Condensed", "number": 1, "hd": true}`:               nil,
		`{"_id": "A", "baseChannel": 7, "dvbOnly": false}`:                                           {TypeBase},
		`{"_id": "A", "baseChannel": 7, "dvbOnly": true, "dvb": {"freq": 1}}`:                        {TypeDVB},
		`{"_id": "A", "baseChannel": null, "dvbOnly": false, "locals": ["udp://1"], "dvb": null}`:    {TypeLocal},
		`{"id": "A", "baseChannel": "7", "dvbOnly": "0", "locals": ["udp://1"], "dvb": {"freq": 1}}`: {TypeBase, TypeDVB, TypeLocal},
		`{"_id": "A", "dvbOnly": false, "locals": []}`:                                               {},
	} {
		var c Channel
		if err := json.Unmarshal([]byte(body), &c); err != nil || !reflect.DeepEqual(c.Types, want) {
			t.Errorf("%s: %v, want %v (%v)", body, c.Types, want, err)
		}
	}
}

func TestFailure(t *testing.T) {
	for body, want := range map[string][]rest.Detail{
		`{"code": 404, "message": "customer", "description": "Customer not found"}`: {{Field: "customer",
			Message: "Customer not found"}},
		`{"error": {"code": 404, "message": "channels[]._id", "description": "Channel not found"}}`: {{Field: "channels[]._id",
			Message: "Channel not found"}},
		`{"error": "name", "description": "Name is missing"}`: {{Field: "name",
			Message: "Name is missing"}},
		`{"error": "customer", "message": "Customer not found"}`: {{Field: "customer",
			Message: "Customer not found"}},
		`[{"code": 422, "message": "nPvr.storage", "description": "Too much"}, {"message": "nPvr.autoExpireDays"}]`: {
			{Field: "nPvr.storage", Message: "Too much"}, {Field: "nPvr.autoExpireDays"},
		},
		`{"errors": [{"field": "packages[].end", "message": "Date is too far"}]}`: {{Field: "packages[].end", Message: "Date is too far"}},
		`{"message": "access_denied", "description": "Insufficient access level"}`: {{Code: "access_denied",
			Message: "Insufficient access level"}},
		`{"message": "bad request", "description": "Unspecified error"}`: {{Code: "bad request", Message: "Unspecified error"}},
		`{"code": 500, "message": "Something broke badly"}`:              {{Message: "Something broke badly"}},
		`"Customer not found"`:        {{Message: "Customer not found"}},
		`{}`:                          nil,
		`[]`:                          nil,
		`null`:                        nil,
		`12`:                          nil,
		`[[[[[{"message": "id"}]]]]]`: nil,
	} {
		if got := failure(http.StatusNotFound, []byte(body)); !reflect.DeepEqual(got, want) {
			t.Errorf("%s: %+v, want %+v", body, got, want)
		}
	}
	if got := failure(http.StatusOK, []byte(`{"message": "id"}`)); got != nil {
		t.Errorf("a success is an error: %+v", got)
	}
}

func TestPages(t *testing.T) {
	items := func(n int) []int { return make([]int, n) }
	for _, c := range []struct{ items, total, n, got, want int }{
		{0, 0, 0, 0, 1}, {12, 12, 0, 0, 1}, {500, 1000, 0, 0, 2}, {500, 1001, 0, 0, 3}, {500, 1000, 1, 500, 2},
		{100, 1000, 0, 0, 10}, // the platform returns fewer than asked for
		{0, 1000, 3, 900, 4},  // it counts what it does not show
		{10, 5, 0, 0, 1},
	} {
		if got := (Page[int]{Items: items(c.items), Total: c.total}).Pages(c.n, c.got); got != c.want {
			t.Errorf("%+v: %d pages", c, got)
		}
	}
	for _, body := range []string{`{"total": 3}`, `{"packages": null, "total": 0}`, `{"packages": [{"_id": "A"}]}`,
		`{"packages": {}, "total": 1}`, `[]`} {
		response := envelope[Package]{name: "packages"}
		if err := json.Unmarshal([]byte(body), &response); err == nil {
			t.Errorf("%s: no error", body)
		}
	}
}
