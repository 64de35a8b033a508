package simulator

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"
)

const telecomxSampleHost = "12345678901234567890FFFF"

// telecomxSampleChannels is the channels of the create page's sample, in its order.
var telecomxSampleChannels = []string{"AAAA", "AAAB", "AAAC", "AAAD", "AAAE", "AAAF", "AABB", "AABC"}

func (x *telecomxClient) addSampleHost() (channels string) {
	x.TelecomX.AddCustomer(TelecomXCustomerInfo{
		ID: telecomxSampleHost, Name: "Sample", Parent: TelecomXReseller, Features: []string{telecomxBusiness},
	})
	items := make([]string, len(telecomxSampleChannels))
	for i, end := range telecomxSampleChannels {
		id := x.TelecomX.AddChannel(TelecomXChannel{
			ID: "12345678901234567890" + end, Customer: telecomxSampleHost, Name: end, DVB: []byte(telecomxDVB),
		})
		items[i] = fmt.Sprintf(`{"_id": %q, "type": "DVB"}`, id)
	}
	return "[" + strings.Join(items, ",") + "]"
}

func TestTelecomXPackageCreateSample(t *testing.T) {
	x := newTelecomXClient(t)
	channels := x.addSampleHost()
	created := x.call(200, "POST", "/iptv/package",
		`{"name": "Local channels", "main": true, "channels": `+channels+`, "customer": "`+telecomxSampleHost+`"}`)
	id, _ := created["_id"].(string)
	if len(id) != 24 || id != strings.ToUpper(id) {
		t.Errorf("id %q", id)
	}
	x.equal(created, `{"_id": "`+id+`", "name": "Local channels", "main": true, "channels": `+channels+`}`)

	// Get calls the channel's id by another name than create and update do.
	owner := x.as("OWNER", telecomxSampleHost)
	read := owner.call(200, "GET", "/iptv/package/"+strings.ToLower(id), "")
	x.equal(read, `{"_id": "`+id+`", "name": "Local channels", "main": true, "channels": `+
		strings.ReplaceAll(channels, "_id", "id")+`}`)
	stored, found := x.TelecomX.Package(id)
	if !found || stored.Customer != telecomxSampleHost || len(stored.Channels) != 8 {
		t.Errorf("stored %+v", stored)
	}
}

func TestTelecomXPackageUpdate(t *testing.T) {
	x := newTelecomXClient(t)
	id := x.TelecomX.AddPackage(TelecomXPackage{
		Name: "Old", Main: true, Customer: TelecomXReseller, Channels: map[string]string{TelecomXChannels[0]: "BASE"},
	})
	path := "/iptv/package/" + id
	// Main and customer cannot be changed, and channels that are not sent stay.
	x.equal(x.call(200, "POST", path, `{"name": "New", "main": false, "customer": "`+TelecomXBusiness+`"}`),
		`{"_id": "`+id+`", "name": "New", "main": true, "channels": [{"_id": "`+TelecomXChannels[0]+`", "type": "BASE"}]}`)
	x.equal(x.call(200, "POST", path, `{"channels": [{"_id": "`+strings.ToLower(TelecomXChannels[8])+`", "type": "LOCAL"}]}`),
		`{"_id": "`+id+`", "name": "New", "main": true, "channels": [{"_id": "`+TelecomXChannels[8]+`", "type": "LOCAL"}]}`)
	x.equal(x.call(200, "POST", path, `{"channels": []}`)["channels"], `[]`)
}

func TestTelecomXPackageDelete(t *testing.T) {
	x := newTelecomXClient(t)
	id := x.TelecomX.AddPackage(TelecomXPackage{Name: "Old", Customer: TelecomXReseller})
	path := "/iptv/package/" + id
	end := x.Now().Add(time.Hour)
	x.TelecomX.SetSubscription(TelecomXCustomer, TelecomXSubscription{
		Packages: []TelecomXSubscribed{{ID: id, Start: x.Now(), End: end}},
	})
	x.refused(409, "id", "Package is in use", "DELETE", path, "")
	x.call(200, "GET", path, "")
	x.Advance(2 * time.Hour) // the subscription has ended
	x.equal(x.call(200, "DELETE", path, ""), `{"success": true}`)
	x.refused(404, "id", "Not found", "DELETE", path, "")
	x.refused(404, "id", "Not found", "GET", path, "")
}

func TestTelecomXPackageErrors(t *testing.T) {
	x := newTelecomXClient(t)
	id := x.TelecomX.AddPackage(TelecomXPackage{
		ID: "1234567890123457890CCCC", Name: "Old", Customer: TelecomXReseller,
		Channels: map[string]string{TelecomXChannels[0]: "BASE"},
	})
	channel := func(i int, kind string) string {
		return fmt.Sprintf(`{"_id": %q, "type": %q}`, TelecomXChannels[i], kind)
	}
	const create, access = "/iptv/package", "Insufficient access level"
	update := create + "/" + id
	for _, row := range []struct {
		level, customer, method, path, body string
		code                                int
		message, description                string
	}{
		{"RESELLER", TelecomXReseller, "POST", create, `{"customer": "nobody"}`, 404, "customer", "Customer not found"},
		{"RESELLER", TelecomXReseller, "POST", create, `{"customer": 5}`, 404, "customer", "Customer not found"},
		{"VIEWER", TelecomXBusiness, "POST", create, `{}`, 403, "access_denied", access},
		{"OWNER", TelecomXBusiness, "POST", create, `{"customer": "` + TelecomXReseller + `"}`, 403, "access_denied", access},
		{
			"RESELLER", TelecomXReseller, "POST", create, `{"customer": "` + TelecomXCustomer + `"}`,
			409, "customer", "Customer cannot host common IPTV settings",
		},
		{"RESELLER", TelecomXReseller, "POST", create, `{"channels": [{"_id": "x"}]}`, 404, "name", "Name is missing"},
		{"RESELLER", TelecomXReseller, "POST", create, `{"name": ""}`, 404, "name", "Name is missing"},
		{"RESELLER", TelecomXReseller, "POST", update, `{"name": null}`, 404, "name", "Name is missing"},
		{"RESELLER", TelecomXReseller, "POST", update + "0", `{}`, 404, "id", "Not found"},
		{"VIEWER", TelecomXReseller, "POST", update, `{"name": ""}`, 403, "access_denied", access},
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
		{`{"_id": "` + TelecomXBusinessChannels[0] + `", "type": "BASE"}`, 404, "channels[]._id", "Channel not found"},
		{channel(0, "DVB") + "," + channel(1, "base"), 422, "channels[].type", "Type is invalid"},
		{`{"_id": "` + TelecomXChannels[0] + `"}`, 422, "channels[].type", "Type is invalid"},
		{channel(4, "BASE"), 422, "channels[].type", "Channel does not support type BASE"},
		{channel(5, "BASE"), 422, "channels[].type", "Channel does not support type BASE"},
		{channel(0, "DVB"), 422, "channels[].type", "Channel does not support type DVB"},
		{channel(5, "LOCAL"), 422, "channels[].type", "Channel does not support type LOCAL"},
	} {
		body := `{"name": "New", "channels": [` + row.channels + `]}`
		x.refused(row.code, row.message, row.description, "POST", create, body)
		x.refused(row.code, row.message, row.description, "POST", update, body)
	}
	packages := x.TelecomX.Packages(TelecomXReseller)
	if len(packages) != 1 || packages[0].Name != "Old" || packages[0].Channels[TelecomXChannels[0]] != "BASE" {
		t.Errorf("a refused call changed something: %+v", packages)
	}
}

func TestTelecomXPackageListPages(t *testing.T) {
	x := newTelecomXClient(t)
	var created []string
	for i := range 230 {
		answer := x.call(200, "POST", "/iptv/package", `{"name": "Package `+strconv.Itoa(i)+`"}`)
		created = append(created, answer["_id"].(string))
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

func TestTelecomXPackageListForms(t *testing.T) {
	x := newTelecomXClient(t)
	id := x.TelecomX.AddPackage(TelecomXPackage{
		Name: "One", Customer: TelecomXReseller, Channels: map[string]string{TelecomXChannels[0]: "BASE"},
	})
	condensed := `[{"_id": "` + id + `", "name": "One", "main": false}]`
	x.equal(x.call(200, "GET", "/iptv/package", "")["packages"], condensed)
	x.equal(x.call(200, "GET", "/iptv/package?full=true", "")["packages"],
		`[{"_id": "`+id+`", "name": "One", "main": false, "channels": [{"id": "`+TelecomXChannels[0]+`", "type": "BASE"}]}]`)
	// The customer sees its reseller's packages, without full.
	x.equal(x.call(200, "GET", "/iptv/package?full=true&customer="+TelecomXCustomer, "")["packages"], condensed)
	x.as("VIEWER", TelecomXBusiness).equal(x.as("VIEWER", TelecomXBusiness).call(200, "GET", "/iptv/package", "")["packages"], `[]`)
	x.refused(404, "customer", "Customer not found", "GET", "/iptv/package?customer=nobody", "")
}

func TestTelecomXPackagesOutOfBand(t *testing.T) {
	x := newTelecomXClient(t)
	id := x.TelecomX.AddPackage(TelecomXPackage{Name: "One", Customer: TelecomXReseller})
	ended := x.TelecomX.AddPackage(TelecomXPackage{Name: "Two", Customer: TelecomXReseller})
	x.TelecomX.SetSubscription(TelecomXCustomer, TelecomXSubscription{
		Packages: []TelecomXSubscribed{{ID: id, Start: x.Now()}, {ID: ended, Start: x.Now()}},
	})
	if !x.TelecomX.UpdatePackage(strings.ToLower(id), func(k *TelecomXPackage) { k.Name, k.Main = "Other", true }) {
		t.Fatal("not found")
	}
	x.equal(x.call(200, "GET", "/iptv/package/"+id, ""), `{"_id": "`+id+`", "name": "Other", "main": true, "channels": []}`)
	if !x.TelecomX.DeletePackage(ended) || x.TelecomX.DeletePackage(ended) {
		t.Error("DeletePackage does not say whether there was one")
	}
	if got := x.TelecomX.Subscription(TelecomXCustomer).Packages; len(got) != 1 || got[0].ID != id {
		t.Errorf("the subscription holds %+v", got)
	}
}
