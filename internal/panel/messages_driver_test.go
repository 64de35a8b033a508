package panel_test

import (
	"net/http"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/iptvops/terraform-provider-iptv/internal/simulator"
	simpanel "github.com/iptvops/terraform-provider-iptv/internal/simulator/panel"
)

// A data source that the panel refuses says what was asked for and, where a permission allows it, which one is missing.
func TestDataSources_refused(t *testing.T) {
	e := newEstate(t)
	e.Inject(
		simulator.Fault{Operation: "panel.bouquets", Status: http.StatusConflict, Body: `{"error":"not today"}`},
		simulator.Fault{Operation: "panel.profile", Status: http.StatusForbidden, Body: `{"error":"not you"}`},
		simulator.Fault{Operation: "panel.packages", Status: http.StatusForbidden, Body: `{"error":"not you"}`},
	)
	for name, wants := range map[string][]string{
		"iptv_bouquets":      {"Cannot list bouquets: The line panel: not today (HTTP 409 Conflict)."},
		"iptv_panel_profile": {"Cannot read panel profile: ", "not you", "needs the permission showUserProfile."},
		"iptv_line_packages": {"Cannot list packages: ", "not you", "needs the permission indexPackages."},
	} {
		config := wire(e.value(values{}, e.schema().DataSourceSchemas[name].ValueType()))
		resp, err := e.server().ReadDataSource(t.Context(), &tfprotov6.ReadDataSourceRequest{TypeName: name, Config: config})
		if err != nil {
			t.Fatal(err)
		}
		var o outcome
		o.add(name, resp.Diagnostics)
		e.says(o.errors, wants...)
	}
}

// An owner that the panel does not change is a warning that says who may change it.
func TestLine_ownerUnchanged(t *testing.T) {
	e := newEstate(t)
	e.token = simpanel.EditorToken
	free := values{"username": "free", "charge_credits": false}
	e.must(one(free))
	o := e.apply(one(free.with(values{"owner_id": 2})))
	e.says(o.warnings, `AttributeName("owner_id"): Owner has not changed: The line still belongs to "editor". The panel obeys owner_id `+
		`only `+"for the tokens of super-admins.")
}
