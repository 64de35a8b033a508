package panel_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	simpanel "github.com/iptvops/terraform-provider-iptv/internal/simulator/panel"
)

// read validates and reads the data source of one line.
func (e *estate) read(config values) (state values, o outcome) {
	e.t.Helper()
	schema, server := e.schema().DataSourceSchemas["iptv_line"], e.server()
	block := wire(e.value(config, schema.ValueType()))
	valid, err := server.ValidateDataResourceConfig(e.t.Context(),
		&tfprotov6.ValidateDataResourceConfigRequest{TypeName: "iptv_line", Config: block})
	if err != nil {
		e.t.Fatal(err)
	}
	if !o.add("line", valid.Diagnostics) {
		return nil, o
	}
	resp, err := server.ReadDataSource(e.t.Context(), &tfprotov6.ReadDataSourceRequest{TypeName: "iptv_line", Config: block})
	if err != nil {
		e.t.Fatal(err)
	}
	if !o.add("line", resp.Diagnostics) {
		return nil, o
	}
	value, err := resp.State.Unmarshal(schema.ValueType())
	if err != nil {
		e.t.Fatal(err)
	}
	return readable(value), o
}

// A line is found by its id, in whatever case, or by its username; its password is read where it is asked for only.
func TestLineDataSource(t *testing.T) {
	e := newEstate(t)
	pack := 107
	id := e.Panel.AddLine(simpanel.Line{Username: "larry_line", Password: "correct horse", PackageID: &pack, IsEnabled: true,
		Bouquets: []int{1}, ResellerNotes: "Larry's"})
	e.Panel.AddLines(150)
	for name, config := range map[string]values{
		"username": {"username": "larry_line"}, "id": {"id": id}, "upper case": {"id": strings.ToUpper(id)},
	} {
		got, o := e.read(config)
		want := values{"id": id, "username": "larry_line", "package_id": "107", "is_enabled": true, "owner": "billing", "type": "regular",
			"max_connections": "1", "reseller_notes": "Larry's", "is_trial": false, "is_restreamer": false,
			"bouquets": "tftypes.Set[tftypes.Number]<1>"}.with(config)
		if fmt.Sprint(got) != fmt.Sprint(want) || o.errors != "" {
			t.Errorf("%s: %v, want %v %s", name, got, want, o.errors)
		}
		got, o = e.read(config.with(values{"include_password": true}))
		if got["password"] != "correct horse" {
			t.Errorf("%s: the password is %v %s", name, got["password"], o.errors)
		}
	}
	for _, a := range e.schema().DataSourceSchemas["iptv_line"].Block.Attributes {
		if a.Name == "password" && !a.Sensitive {
			t.Error("the password is not sensitive")
		}
	}
}

// None and several are errors that name what was asked for and the candidates, ten at most.
func TestLineDataSource_notOne(t *testing.T) {
	e := newEstate(t)
	e.Panel.SetVariants(func(v *simpanel.Variants) { v.SameUsernames = true })
	for range 12 {
		e.Panel.AddLine(simpanel.Line{Username: "twelve"})
	}
	_, o := e.read(values{"username": "twelve"})
	e.says(o.errors, "Cannot read line", `12 lines have the username "twelve"`, " and 2 more")
	named := 0
	for _, line := range e.Panel.Lines() {
		if strings.Contains(o.errors, line.ID) {
			named++
		}
	}
	if named != 10 {
		t.Errorf("the error names %d lines: %s", named, o.errors)
	}
	for _, config := range []values{{"username": "nobody"}, {"id": "1734da33-9723-4df6-90d1-38dc589aa0ec"}} {
		_, o := e.read(config)
		e.says(o.errors, "Cannot read line", "There is no such line", "the token's user sees n")
	}
	for _, config := range []values{{}, {"id": "twelve"}, {"username": "a", "id": "1734da33-9723-4df6-90d1-38dc589aa0ec"}} {
		if _, o := e.read(config); o.errors == "" {
			t.Errorf("%v is no error", config)
		}
	}
}
