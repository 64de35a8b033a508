package tf

import (
	"errors"
	"net/http"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/iptvops/terraform-provider-iptv/internal/rest"
)

// Each is one diagnostic, which says what is wrong and what to do.
func TestMessages(t *testing.T) {
	search := func(all ...string) func(*diag.Diagnostics) {
		return func(d *diag.Diagnostics) {
			wanted := Search[string]{
				Noun: "package", Owner: "customer", By: "name", Wanted: `"News"`, Lists: "iptv_packages",
				Is: func(v string) bool { return v == "News" }, Near: func(v string) bool { return Resembles(v, "News") },
				Called: func(v string) string { return v },
			}
			wanted.Find(all, len(all) != 1, d)
		}
	}
	reach := func(status int, failed func(*Reach, *diag.Diagnostics, error) bool) func(*diag.Diagnostics) {
		return func(d *diag.Diagnostics) {
			failed(newReach(), d, &rest.Error{Platform: "Telecom X", Operation: "list", Status: status})
		}
	}
	for name, c := range map[string]struct {
		report func(*diag.Diagnostics)
		want   string
	}{
		"not known": {func(d *diag.Diagnostics) { (&Base[int]{}).HasPlatformOrError(d) },
			"Platform is not configured yet | The provider's configuration depends on values that are known only after apply. Apply " +
				"what it depends on first, for example with `-target`."},
		"not refreshed": {func(d *diag.Diagnostics) { (&Base[int]{}).HasPlatformOrWarning(d) },
			"Not refreshed | The provider's configuration depends on values that are known only after apply, so the platform could not " +
				"be read. The plan shows the last known state."},
		"import": {func(d *diag.Diagnostics) { AddInvalidImportID(d, "x", "A channel is imported by its number.") },
			`Invalid import ID | A channel is imported by its number. Got "x".`},
		"not reached, plan": {reach(0, (*Reach).Failed), "Cannot reach Telecom X | Telecom X: cannot list: no reason is given.  Check " +
			"endpoint or X_ENDPOINT, and that this machine can reach the address. The plan was not checked against the platform. To " +
			"plan without these checks, set preflight = false in the provider block."},
		"not reached, refresh": {reach(0, (*Reach).FailedRefresh), "and that this machine can reach the address. What could not be " +
			"read stays in state as it is."},
		"refused": {reach(http.StatusUnauthorized, (*Reach).FailedRefresh), "Telecom X refuses the credentials | Telecom X: cannot " +
			"list: no reason is given (HTTP 401 Unauthorized).  Check token or X_TOKEN."},
		"no API": {reach(http.StatusNotFound, (*Reach).Failed), "Not the API of Telecom X | Telecom X: cannot list: no reason is given " +
			"(HTTP 404 Not Found).  Something else seems to respond at this address. Check endpoint or X_ENDPOINT."},
		"none":    {search(), `name | Cannot find package | None of the customer's packages (0 in all) has the name "News".`},
		"another": {search("Sport", "Radio"), `packages (2 in all) has the name "News". The data source iptv_packages lists the packages.`},
		"similar": {search("news", "Radio"), `has the name "News". Similar ones: news. The data source`},
		"moving":  {search("Sport"), "The list changed each time it was read, so it may be incomplete. The data source"},
		"several": {search("News", "News"), `2 packages have the name "News": News, News. Choose one by its id. The data source`},
		"exists": {func(d *diag.Diagnostics) {
			WarnExisting(d, "package", "Customer X has it", []string{"a1"}, "import {}")
		},
			"name | Package exists already | Customer X has it already, which is in no state that this run has read: a1. A run that " +
				"was killed may have created it, and this plan creates another one. To take it over instead, paste this block"},
		"null": {func(d *diag.Diagnostics) {
			var resp validator.SetResponse
			NoNulls().ValidateSet(t.Context(), validator.SetRequest{Path: path.Root("bouquets"),
				ConfigValue: types.SetValueMust(types.Int64Type, []attr.Value{types.Int64Value(1), types.Int64Null()})}, &resp)
			NoNulls().ValidateSet(t.Context(), validator.SetRequest{ConfigValue: types.SetNull(types.Int64Type)}, &resp)
			NoNulls().ValidateSet(t.Context(), validator.SetRequest{ConfigValue: types.SetUnknown(types.Int64Type)}, &resp)
			d.Append(resp.Diagnostics...)
		}, "bouquets | Null in a set | The set must not hold null. Leave the element out, for example by a for " +
			"expression with an if clause."},
	} {
		var diags diag.Diagnostics
		c.report(&diags)
		if got := text(diags); len(diags) != 1 || !strings.Contains(got, c.want) {
			t.Errorf("%s:\ngot  %s\nwant %s", name, got, c.want)
		}
	}
}

// A sentence begins with a capital letter, unless it begins with the name of an attribute.
func TestSentence(t *testing.T) {
	for text, want := range map[string]string{
		"": "", "it is empty": "It is empty.", "request_timeout is 5": "request_timeout is 5.",
		"telecomx.token begins": "telecomx.token begins.",
		"tls.client_key: it":    "tls.client_key: it.", "telecom X: no.": "Telecom X: no.", " is it? ": "Is it?", "panel.": "Panel.",
	} {
		if got := Sentence(text); got != want {
			t.Errorf("%q is %q, want %q", text, got, want)
		}
	}
	var diags diag.Diagnostics
	AddError(&diags, "Cannot", errors.New("name of nothing"), nil, "")
	if got := text(diags); got != "Cannot | Name of nothing." {
		t.Error(got)
	}
}
