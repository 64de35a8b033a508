package telecomx_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/iptvops/terraform-provider-iptv/internal/protocol"
	"github.com/iptvops/terraform-provider-iptv/internal/simulator"
	simtelecomx "github.com/iptvops/terraform-provider-iptv/internal/simulator/telecomx"
)

// readError is the error of a data source: of its validation, else of its read.
func (w *walk) readError(name string, c protocol.Config) error {
	w.t.Helper()
	all, err := protocol.Schemas()
	if err != nil {
		w.t.Fatal(err)
	}
	config, err := protocol.ValueOf(c, all.DataSourceSchemas[name].ValueType())
	if err != nil {
		w.t.Fatal(err)
	}
	valid, err := w.server.ValidateDataResourceConfig(w.t.Context(),
		&tfprotov6.ValidateDataResourceConfigRequest{TypeName: name, Config: protocol.Dynamic(config)})
	if err != nil {
		w.t.Fatal(err)
	}
	if err := protocol.Failure(valid.Diagnostics); err != nil {
		return err
	}
	response, err := w.server.ReadDataSource(w.t.Context(),
		&tfprotov6.ReadDataSourceRequest{TypeName: name, Config: protocol.Dynamic(config)})
	if err != nil {
		w.t.Fatal(err)
	}
	return protocol.Failure(response.Diagnostics)
}

// A package is found by its ID, in any case and in one request, and by its name.
func TestPackageDataSource(t *testing.T) {
	p := newPlatform(t)
	one := pack(p, "One", true)
	pack(p, "Two", false)
	for name, c := range map[string]struct {
		config   protocol.Config
		requests map[string]int
	}{
		"id":         {protocol.Config{"id": one}, map[string]int{"telecomx.package.get": 1}},
		"other case": {protocol.Config{"id": strings.ToLower(one)}, map[string]int{"telecomx.package.get": 1}},
		"name":       {protocol.Config{"name": "One"}, map[string]int{"telecomx.package.list": 1}},
		// The platform lists the packages of a customer that its reseller feeds without their channels.
		"name, fed": {protocol.Config{"name": "One", "customer_id": customer},
			map[string]int{"telecomx.package.list": 1, "telecomx.package.get": 1}},
	} {
		p.ResetRequests()
		state, warnings := newWalk(t, p, nil).read("iptv_package", c.config)
		id := one
		if given, ok := c.config["id"].(string); ok {
			id = given
		}
		channels, _ := state["channels"].(map[string]any)
		if state["id"] != id || state["name"] != "One" || state["main"] != true || channels[baseOnly] != "BASE" || warnings != "" {
			t.Errorf("%s: %v, %s", name, state, warnings)
		}
		total := 0
		for operation, n := range c.requests {
			total += n
			if got := p.Count(operation); got != n {
				t.Errorf("%s: %d requests of %s, want %d", name, got, operation, n)
			}
		}
		if p.Count() != total {
			t.Errorf("%s: %v", name, p.Counts())
		}
	}
}

// None and several packages are errors that name who could be meant, ten at most.
func TestPackageDataSource_notOne(t *testing.T) {
	p := newPlatform(t)
	sports := pack(p, "Sports", false)
	var twins []string
	for range 12 {
		twins = append(twins, pack(p, "Twin", false))
	}
	for _, c := range []struct {
		config protocol.Config
		words  []string
		not    string
	}{
		{protocol.Config{"name": "sport"}, []string{"Cannot find package", `the customer's packages (13 in all) has the name "sport"`,
			`Similar ones: "Sports" (` + sports + ")", "iptv_packages"}, "Twin"},
		{protocol.Config{"name": "SPORTS"}, []string{`Similar ones: "Sports"`}, "Twin"},
		{protocol.Config{"name": "Radio"}, []string{`None of the customer's packages (13 in all) has the name "Radio"`}, "Similar"},
		{protocol.Config{"name": "Twin"}, []string{`12 packages have the name "Twin"`, "and 2 more", "Choose one by its id"}, "Sports"},
		{protocol.Config{"id": nobody}, []string{"Cannot find package", "There is no package " + nobody, "iptv_packages"}, "Twin"},
		{protocol.Config{}, []string{"No attribute specified"}, "Twin"},
		{protocol.Config{"id": sports, "name": "Sports"}, []string{"Invalid Attribute Combination"}, "Twin"},
		{protocol.Config{"id": "me"}, []string{"24 hexadecimal characters"}, "Twin"},
		{protocol.Config{"name": ""}, []string{"at least 1"}, "Twin"},
		{protocol.Config{"name": "Twin", "customer_id": nobody}, []string{"Cannot find package", "Customer not found"}, "Twin\""},
	} {
		err := newWalk(t, p, nil).readError("iptv_package", c.config)
		if !failedWith(err, c.words...) || strings.Contains(err.Error(), c.not) {
			t.Errorf("%v: %v", c.config, err)
		}
	}
	named := 0
	for _, id := range twins {
		if err := newWalk(t, p, nil).readError("iptv_package", protocol.Config{"name": "Twin"}); strings.Contains(fmt.Sprint(err), id) {
			named++
		}
	}
	if named != 10 {
		t.Errorf("%d of 12 candidates are named, want 10", named)
	}
	p.Inject(simulator.Fault{Operation: "telecomx.package.get", Status: http.StatusForbidden, Times: -1,
		Body: p.TelecomX.ErrorBody(http.StatusForbidden, "access_denied", "Insufficient access level")})
	if err := newWalk(t, p, nil).readError("iptv_package", protocol.Config{"id": sports}); !failedWith(err, "Cannot read package",
		"Insufficient access level") {
		t.Errorf("one that may not be read: %v", err)
	}
}

// A channel is found by its ID, in any case, and by its number, with the ways in which packages can have it.
func TestChannelDataSource(t *testing.T) {
	p := newPlatform(t)
	for _, config := range []protocol.Config{{"id": every}, {"id": strings.ToLower(every)}, {"number": 9}} {
		state, warnings := newWalk(t, p, nil).read("iptv_channel", config)
		id := every
		if given, ok := config["id"].(string); ok {
			id = given
		}
		kinds, _ := state["supported_types"].([]any)
		if state["id"] != id || state["number"] != float64(9) || state["name"] != "Standard 9" || len(kinds) != 3 || warnings != "" {
			t.Errorf("%v: %v, %s", config, state, warnings)
		}
	}
	p.TelecomX.AddChannel(simtelecomx.Channel{Customer: reseller, Number: 9, Name: "Ninth too", BaseChannel: 77})
	for _, c := range []struct {
		config protocol.Config
		words  []string
	}{
		{protocol.Config{"number": 9},
			[]string{"Cannot find channel", "2 channels have the number 9", `"Standard 9" (` + every, `"Ninth too"`}},
		{protocol.Config{"number": 99},
			[]string{"Cannot find channel", "None of the customer's channels (13 in all) has the number 99", "iptv_channels"}},
		{protocol.Config{"id": nobody}, []string{"Cannot find channel", "the customer's channels (13 in all) has the id " + nobody}},
		{protocol.Config{}, []string{"No attribute specified"}},
		{protocol.Config{"id": every, "number": 9}, []string{"Invalid Attribute Combination"}},
		{protocol.Config{"number": -1}, []string{"at least 0"}},
		{protocol.Config{"number": 1, "customer_id": business}, []string{"Cannot find channel", "Insufficient access level"}},
	} {
		if err := newWalk(t, p, nil).readError("iptv_channel", c.config); !failedWith(err, c.words...) {
			t.Errorf("%v: %v", c.config, err)
		}
	}
}
