package telecomx

import (
	"cmp"
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/iptvops/terraform-provider-iptv/internal/telecomx/api"
	"github.com/iptvops/terraform-provider-iptv/internal/tf"
)

// addSubscriptionError reports a read or an update of a customer's subscription that the platform refused.
func addSubscriptionError(diags *diag.Diagnostics, summary, customer string, err error) {
	advice := ""
	named := "customer " + cmp.Or(customer, "of the employee")
	switch {
	case isDenied(err):
		advice = fmt.Sprintf("The subscription of %s can be changed by an employee of level RESELLER or above, if the customer "+
			"has the feature IPTVPRIVATE.", named)
	case api.HasNoIPTV(err):
		advice = "To have a subscription, " + named + " needs the feature IPTVPRIVATE. What a business customer (IPTVBUSINESS) has is " +
			"found on its devices and settings instead, which this provider does not manage. " +
			"The platform refuses an unknown customer in the same words."
	}
	tf.AddError(diags, summary, err, subscriptionField, advice)
}

// subscriptionFields is the attributes by the platform's names (section 4.1).
var subscriptionFields = map[string]path.Path{
	"customer":            path.Root("customer_id"),
	"nPvr":                path.Root("npvr"),
	"nPvr.override":       path.Root("npvr").AtName("override"),
	"nPvr.enabled":        path.Root("npvr").AtName("enabled"),
	"nPvr.storage":        path.Root("npvr").AtName("storage_hours"),
	"nPvr.autoExpireDays": path.Root("npvr").AtName("auto_expire_days"),
	"scrub":               path.Root("scrub"),
	"scrub.override":      path.Root("scrub").AtName("override"),
	"scrub.forward":       path.Root("scrub").AtName("forward"),
	"scrub.backward":      path.Root("scrub").AtName("backward"),
	"scrub.pause":         path.Root("scrub").AtName("pause"),
}

func subscriptionField(field string) (path.Path, bool) {
	if strings.HasPrefix(field, "packages") {
		return path.Root("packages"), true
	}
	for name, at := range subscriptionFields { // the platform's own samples vary in spelling
		if strings.EqualFold(name, field) {
			return at, true
		}
	}
	return path.Path{}, false
}
