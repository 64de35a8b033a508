package telecomx

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/iptvops/terraform-provider-iptv/internal/rest"
	"github.com/iptvops/terraform-provider-iptv/internal/tf"
)

// checkLevel is what to do about a call that the employee's level does not allow.
const checkLevel = "Check the level of the employee behind telecomx.token or telecomx.username, and customer_id."

// packageAdvice is what to do about a call that the platform refuses to the employee or the customer (sections 1 and 3.3).
func packageAdvice(err error) string {
	var e *rest.Error
	switch {
	case isDenied(err):
		return "An employee of level RESELLER or above may read packages of a customer with the feature IPTVPRIVATE, and change those of " +
			"a customer with IPTVPRIVATE or IPTVBUSINESS. MANAGER and OWNER may read and change packages of a customer with " +
			"IPTVBUSINESS; VIEWER may only read them. " + checkLevel
	case errors.As(err, &e) && e.Status == http.StatusConflict && e.Field == "customer":
		return "Packages belong to a reseller with the feature IPTVPRIVATE or to a business customer with IPTVBUSINESS. Set customer_id, " +
			"or telecomx.customer_id in the provider block, to such a customer."
	}
	return ""
}

// isDenied reports whether an error is that of a call that the employee's level does not allow (section 2, 11).
func isDenied(err error) bool {
	var e *rest.Error
	return errors.As(err, &e) && e.Status == http.StatusForbidden && e.Code == "access_denied"
}

// namedChannels reports an error about a channel on the channels that the catalogue makes responsible; false when the
// error is another one, or the catalogue shows none.
func (r *packageResource) namedChannels(ctx context.Context, verb string, err error, plan packageModel, diags *diag.Diagnostics) bool {
	var failed *rest.Error
	if !errors.As(err, &failed) || failed.Outcome != rest.Refused || !strings.HasPrefix(failed.Field, "channels[]") {
		return false
	}
	unknown, named, _ := r.Platform.suspects(ctx, plan.CustomerID.ValueString(),
		addedChannels(plan.Channels, types.MapNull(types.StringType)))
	if !strings.HasSuffix(failed.Field, "type") {
		named = unknown
	}
	for _, id := range named {
		diags.AddAttributeError(path.Root("channels").AtMapKey(id), fmt.Sprintf("Cannot %s package", verb),
			tf.Sentence(failed.Platform+": "+failed.Reason())+fmt.Sprintf(" Judging by the catalogue, it is channel %s.", id))
	}
	return len(named) > 0
}

// packageFields is the attributes by the platform's names (section 3.3).
var packageFields = map[string]string{"id": "id", "name": "name", "main": "main", "customer": "customer_id"}

func packageField(field string) (path.Path, bool) {
	if strings.HasPrefix(field, "channels") {
		return path.Root("channels"), true
	}
	name, ok := packageFields[field]
	return path.Root(name), ok
}
