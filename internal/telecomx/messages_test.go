package telecomx

import (
	"net/http"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/iptvops/terraform-provider-iptv/internal/rest"
	"github.com/iptvops/terraform-provider-iptv/internal/tf"
)

// said is a diagnostic as a user reads it: the attribute, the summary and the detail.
func said(d diag.Diagnostic) string {
	at := ""
	if with, ok := d.(diag.DiagnosticWithPath); ok {
		at = with.Path().String()
	}
	return at + ": " + d.Summary() + ": " + strings.Join(strings.Fields(d.Detail()), " ")
}

func refusal(status int, code, field string) error {
	return &rest.Error{Platform: platformName, Operation: "update subscription", Status: status,
		Detail: rest.Detail{Code: code, Field: field, Message: "in the platform's words"}}
}

// What the platform refuses lands on the attribute that it named, whatever its spelling; a member that is not documented lands
// on its block.
func TestSubscriptionError_attributes(t *testing.T) {
	for field, at := range map[string]string{
		"customer": "customer_id", "nPvr.override": "npvr.override", "nPvr.enabled": "npvr.enabled", "nPvr.storage": "npvr.storage_hours",
		"nPvr.autoExpireDays": "npvr.auto_expire_days", "npvr.STORAGE": "npvr.storage_hours", "nPvr": "npvr", "nPvr.other": "npvr",
		"scrub.forward": "scrub.forward", "scrub.backward": "scrub.backward", "scrub.pause": "scrub.pause", "scrub.other": "scrub",
		"packages[]._id": "packages", "packages[].end": "packages", "other": "",
	} {
		var diags diag.Diagnostics
		addSubscriptionError(&diags, "Cannot update subscription", idA, refusal(http.StatusUnprocessableEntity, "", field))
		if len(diags) != 1 {
			t.Fatalf("%s: %v", field, diags)
		}
		got := said(diags[0])
		if !strings.HasPrefix(got, at+": Cannot update subscription: Telecom X: ") || !strings.Contains(got, "customer "+idA) {
			t.Errorf("%s: %s", field, got)
		}
	}
}

// A refusal names the level and the feature that the call takes, and where they are set.
func TestRefusal_levels(t *testing.T) {
	denied := refusal(http.StatusForbidden, "access_denied", "")
	subscriptionSays := func(customer string, err error) string {
		var diags diag.Diagnostics
		addSubscriptionError(&diags, "Cannot read subscription", customer, err)
		return said(diags[0])
	}
	accountsSay := func(err error) string {
		var diags diag.Diagnostics
		addAccountsError(&diags, err)
		return said(diags[0])
	}
	const check = "Check the level of the employee behind telecomx.token or telecomx.username, and customer_id."
	for _, c := range []struct{ got, want string }{
		{packageAdvice(denied), "An employee of level RESELLER or above may read packages of a customer with the feature IPTVPRIVATE, " +
			"and change those of a customer with IPTVPRIVATE or IPTVBUSINESS. MANAGER and OWNER may read and change packages of a " +
			"customer with IPTVBUSINESS; VIEWER may only read them. " + check},
		{packageAdvice(refusal(http.StatusConflict, "", "customer")), "Set customer_id, or telecomx.customer_id in the provider block, " +
			"to such a customer."},
		{packageAdvice(refusal(http.StatusInternalServerError, "", "")), ""},
		{channelAdvice(denied), check},
		{channelAdvice(refusal(http.StatusInternalServerError, "", "")), ""},
		{subscriptionSays(idA, denied), "The subscription of customer " + idA + " can be read at level VIEWER or above, and changed at " +
			"level RESELLER or above, if the customer has the feature IPTVPRIVATE. " + check},
		{subscriptionSays(idA, refusal(http.StatusForbidden, "", "customer")), "To have a subscription, customer " + idA + " needs the " +
			"feature IPTVPRIVATE. A business customer (IPTVBUSINESS) has packages on its devices and settings instead"},
		{subscriptionSays("", denied), "The subscription of the employee's own customer can be read"},
		{accountsSay(denied), "A reseller may list DRM accounts only of customers with the feature IPTVPRIVATE"},
	} {
		if !strings.Contains(c.got, c.want) || c.want == "" && c.got != "" {
			t.Errorf("got  %s\nwant %s", c.got, c.want)
		}
	}
}

// A list that never held still is a warning that says so.
func TestWarnMoved(t *testing.T) {
	var diags diag.Diagnostics
	tf.WarnMoved(&diags, "channels")
	tf.WarnUnread(&diags, nil)
	tf.WarnUnread(&diags,
		&rest.Error{Platform: platformName, Operation: "list channels", Detail: rest.Detail{Message: "channel 1 has no id"}})
	if len(diags) != 2 || diags.HasError() {
		t.Fatal(diags)
	}
	if got := said(diags[0]); got != ": Channels may be missing: The list changed each time it was read, so objects may be missing from "+
		"it. Read it again when less is changed on the platform." {
		t.Error(got)
	}
	if got := said(diags[1]); got != ": Cannot read a field: Telecom X: cannot list channels: channel 1 has no id." {
		t.Error(got)
	}
}
