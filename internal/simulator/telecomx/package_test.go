package telecomx

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"
)

const sampleHost = "12345678901234567890FFFF"

// sampleChannels is the channels of the create page's sample, in its order.
var sampleChannels = []string{"AAAA", "AAAB", "AAAC", "AAAD", "AAAE", "AAAF", "AABB", "AABC"}

func (x *client) addSampleHost() (channels string) {
	x.Platform.AddCustomer(CustomerInfo{
		ID: sampleHost, Name: "Sample", Parent: Reseller, Features: []string{featureBusiness},
	})
	items := make([]string, len(sampleChannels))
	for i, end := range sampleChannels {
		id := x.Platform.AddChannel(Channel{
			ID: "12345678901234567890" + end, Customer: sampleHost, Name: end, DVB: []byte(StandardDVB),
		})
		items[i] = fmt.Sprintf(`{"_id": %q, "type": "DVB"}`, id)
	}
	return "[" + strings.Join(items, ",") + "]"
}

func TestPackageCreateSample(t *testing.T) {
	x := newClient(t)
	channels := x.addSampleHost()
	created := x.call(200, "POST", "/iptv/package",
		`{"name": "Local channels", "main": true, "channels": `+channels+`, "customer": "`+sampleHost+`"}`)
	id, _ := created["_id"].(string)
	if len(id) != 24 || id != strings.ToUpper(id) {
		t.Errorf("id %q", id)
	}
	x.equal(created, `{"_id": "`+id+`", "name": "Local channels", "main": true, "channels": `+channels+`}`)

	// Get calls the channel's id by another name than create and update do.
	owner := x.as("OWNER", sampleHost)
	read := owner.call(200, "GET", "/iptv/package/"+strings.ToLower(id), "")
	x.equal(read, `{"_id": "`+id+`", "name": "Local channels", "main": true, "channels": `+
		strings.ReplaceAll(channels, "_id", "id")+`}`)
	stored, found := x.Platform.Package(id)
	if !found || stored.Customer != sampleHost || len(stored.Channels) != 8 {
		t.Errorf("stored %+v", stored)
	}
}

func TestPackageUpdate(t *testing.T) {
	x := newClient(t)
	id := x.Platform.AddPackage(Package{
		Name: "Old", Main: true, Customer: Reseller, Channels: map[string]string{Channels[0]: "BASE"},
	})
	path := "/iptv/package/" + id
	// Main and customer cannot be changed, and channels that are not sent stay.
	x.equal(x.call(200, "POST", path, `{"name": "New", "main": false, "customer": "`+Business+`"}`),
		`{"_id": "`+id+`", "name": "New", "main": true, "channels": [{"_id": "`+Channels[0]+`", "type": "BASE"}]}`)
	x.equal(x.call(200, "POST", path, `{"channels": [{"_id": "`+strings.ToLower(Channels[8])+`", "type": "LOCAL"}]}`),
		`{"_id": "`+id+`", "name": "New", "main": true, "channels": [{"_id": "`+Channels[8]+`", "type": "LOCAL"}]}`)
	x.equal(x.call(200, "POST", path, `{"channels": []}`)["channels"], `[]`)
}

func TestPackageDelete(t *testing.T) {
	x := newClient(t)
	id := x.Platform.AddPackage(Package{Name: "Old", Customer: Reseller})
	path := "/iptv/package/" + id
	end := x.Now().Add(time.Hour)
	x.Platform.SetSubscription(Customer, Subscription{
		Packages: []Subscribed{{ID: id, Start: x.Now(), End: end}},
	})
	x.refused(409, "id", "Package is in use", "DELETE", path, "")
	x.call(200, "GET", path, "")
	x.Advance(2 * time.Hour) // the subscription has ended
	x.equal(x.call(200, "DELETE", path, ""), `{"success": true}`)
	x.refused(404, "id", "Not found", "DELETE", path, "")
	x.refused(404, "id", "Not found", "GET", path, "")
}

func TestPackageErrors(t *testing.T) {
	x := newClient(t)
	id := x.Platform.AddPackage(Package{
		ID: "1234567890123457890CCCC", Name: "Old", Customer: Reseller,
		Channels: map[string]string{Channels[0]: "BASE"},
	})
	channel := func(i int, kind string) string {
		return fmt.Sprintf(`{"_id": %q, "type": %q}`, Channels[i], kind)
	}
	const create, access = "/iptv/package", "Insufficient access level"
	update := create + "/" + id
	for _, row := range []struct {
		level, customer, method, path, body string
		code                                int
		message, description                string
	}{
		{"RESELLER", Reseller, "POST", create, `{"customer": "nobody"}`, 404, "customer", "Customer not found"},
		{"RESELLER", Reseller, "POST", create, `{"customer": 5}`, 404, "customer", "Customer not found"},
		{"VIEWER", Business, "POST", create, `{}`, 403, "access_denied", access},
		{"OWNER", Business, "POST", create, `{"customer": "` + Reseller + `"}`, 403, "access_denied", access},
		{
			"RESELLER", Reseller, "POST", create, `{"customer": "` + Customer + `"}`,
			409, "customer", "Customer cannot host common IPTV settings",
		},
		{"RESELLER", Reseller, "POST", create, `{"channels": [{"_id": "x"}]}`, 404, "name", "Name is missing"},
		{"RESELLER", Reseller, "POST", create, `{"name": ""}`, 404, "name", "Name is missing"},
		{"RESELLER", Reseller, "POST", update, `{"name": null}`, 404, "name", "Name is missing"},
		{"RESELLER", Reseller, "POST", update + "0", `{}`, 404, "id", "Not found"},
		{"VIEWER", Reseller, "POST", update, `{"name": ""}`, 403, "access_denied", access},
	} {
		x.as(row.level, row.customer).refused(row.code, row.message, row.description, row.method, row.path, row.body)
	}
	for _, row := range []struct {
		channels             string
		code                 int
		message, description string
	}{
		{`{"_id": "12345678901234567890AAAA", "type": "TAPE"}`, 404, "channels[]._id", "Channel not found"},
		{channel(0, "TAPE") + `, {"type": "BASE"}`, 404, "channels[]._id", "Channel not found"},
		{`{"_id": "` + BusinessChannels[0] + `", "type": "BASE"}`, 404, "channels[]._id", "Channel not found"},
		{channel(0, "DVB") + "," + channel(1, "base"), 422, "channels[].type", "Type is invalid"},
		{`{"_id": "` + Channels[0] + `"}`, 422, "channels[].type", "Type is invalid"},
		{channel(4, "BASE"), 422, "channels[].type", "Channel does not support type BASE"},
		{channel(5, "BASE"), 422, "channels[].type", "Channel does not support type BASE"},
		{channel(0, "DVB"), 422, "channels[].type", "Channel does not support type DVB"},
		{channel(5, "LOCAL"), 422, "channels[].type", "Channel does not support type LOCAL"},
	} {
		body := `{"name": "New", "channels": [` + row.channels + `]}`
		x.refused(row.code, row.message, row.description, "POST", create, body)
		x.refused(row.code, row.message, row.description, "POST", update, body)
	}
	packages := x.Platform.Packages(Reseller)
	if len(packages) != 1 || packages[0].Name != "Old" || packages[0].Channels[Channels[0]] != "BASE" {
		t.Errorf("a refused call changed something: %+v", packages)
	}
}

func TestPackageListPages(t *testing.T) {
	x := newClient(t)
	var created []string
	for i := range 230 {
		response := x.call(200, "POST", "/iptv/package", `{"name": "Package `+strconv.Itoa(i)+`"}`)
		created = append(created, response["_id"].(string))
	}
	first := x.call(200, "GET", "/iptv/package", "")
	if first["offset"] != 0.0 || first["limit"] != 100.0 || first["total"] != 230.0 {
		t.Errorf("envelope of %v %v %v", first["offset"], first["limit"], first["total"])
	}
	listed := x.names(first, "packages", "_id")
	for offset := 100; offset < 230; offset += 100 {
		listed = append(listed, x.names(x.call(200, "GET", "/iptv/package?offset="+strconv.Itoa(offset), ""), "packages", "_id")...)
	}
	if slices.Equal(listed, created) {
		t.Error("the list has the order of creation")
	}
	slices.Sort(listed)
	slices.Sort(created)
	if !slices.Equal(listed, created) {
		t.Error("the pages are not all packages once")
	}
	beyond := x.call(200, "GET", "/iptv/package?offset=230&limit=500", "")
	x.equal(beyond, `{"offset": 230, "limit": 500, "total": 230, "packages": []}`)
	filtered := x.call(200, "GET", "/iptv/package?filter=pACKAGE+22&limit=5&offset=8", "")
	if filtered["total"] != 11.0 || len(x.names(filtered, "packages", "name")) != 3 {
		t.Errorf("filtered: %v", filtered)
	}
	for _, limit := range []string{"0", "501", "-1", "many"} {
		x.refused(422, "limit", "Limit must be between 1 and 500", "GET", "/iptv/package?limit="+limit, "")
	}
	x.refused(422, "offset", "Offset must be 0 or more", "GET", "/iptv/package?offset=-1", "")
}

func TestPackageListForms(t *testing.T) {
	x := newClient(t)
	id := x.Platform.AddPackage(Package{
		Name: "One", Customer: Reseller, Channels: map[string]string{Channels[0]: "BASE"},
	})
	condensed := `[{"_id": "` + id + `", "name": "One", "main": false}]`
	x.equal(x.call(200, "GET", "/iptv/package", "")["packages"], condensed)
	x.equal(x.call(200, "GET", "/iptv/package?full=true", "")["packages"],
		`[{"_id": "`+id+`", "name": "One", "main": false, "channels": [{"id": "`+Channels[0]+`", "type": "BASE"}]}]`)
	// The customer sees its reseller's packages, without full.
	x.equal(x.call(200, "GET", "/iptv/package?full=true&customer="+Customer, "")["packages"], condensed)
	x.as("VIEWER", Business).equal(x.as("VIEWER", Business).call(200, "GET", "/iptv/package", "")["packages"], `[]`)
	x.refused(404, "customer", "Customer not found", "GET", "/iptv/package?customer=nobody", "")
}

func TestPackagesOutOfBand(t *testing.T) {
	x := newClient(t)
	id := x.Platform.AddPackage(Package{Name: "One", Customer: Reseller})
	ended := x.Platform.AddPackage(Package{Name: "Two", Customer: Reseller})
	x.Platform.SetSubscription(Customer, Subscription{
		Packages: []Subscribed{{ID: id, Start: x.Now()}, {ID: ended, Start: x.Now()}},
	})
	if !x.Platform.UpdatePackage(strings.ToLower(id), func(k *Package) { k.Name, k.Main = "Other", true }) {
		t.Fatal("not found")
	}
	x.equal(x.call(200, "GET", "/iptv/package/"+id, ""), `{"_id": "`+id+`", "name": "Other", "main": true, "channels": []}`)
	if !x.Platform.DeletePackage(ended) || x.Platform.DeletePackage(ended) {
		t.Error("DeletePackage does not say whether there was one")
	}
	if got := x.Platform.Subscription(Customer).Packages; len(got) != 1 || got[0].ID != id {
		t.Errorf("the subscription holds %+v", got)
	}
}
