package telecomx

import (
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
	named := "the employee's own customer"
	if customer != "" {
		named = "customer " + customer
	}
	switch {
	case isDenied(err):
		advice = fmt.Sprintf("The subscription of %s can be read at level VIEWER or above, and changed at level RESELLER or above, if the "+
			"customer has the feature IPTVPRIVATE. ", named) + checkLevel
	case api.HasNoIPTV(err):
		advice = "To have a subscription, " + named + " needs the feature IPTVPRIVATE. A business customer (IPTVBUSINESS) has packages " +
			"on its devices and settings instead, which this provider does not manage. " +
			"The platform refuses an unknown customer in the same words."
	}
	if advice == "" {
		advice = "The subscription is that of " + named + "."
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
	// The platform's own samples vary in spelling. A member that is not documented is its block's.
	block, _, _ := strings.Cut(field, ".")
	for _, wanted := range []string{field, block} {
		for name, at := range subscriptionFields {
			if strings.EqualFold(name, wanted) {
				return at, true
			}
		}
	}
	return path.Path{}, false
}
