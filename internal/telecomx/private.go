package telecomx

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/iptvops/terraform-provider-iptv/internal/tf"
)

// Keys of the private state.
const (
	// privateAssumedCustomer is set for a package whose customer_id was assumed at its import.
	privateAssumedCustomer = "assumed_customer"
	// privateImported is set for a subscription that was imported and not read yet.
	privateImported = "imported"
	// privateManager tells the subscription resources for one customer apart.
	privateManager = "manager"
	// privateStarts is when the packages of a subscription started: a configuration without start has none in state.
	privateStarts = "starts"
)

// readStarts is the starts in the private state of a subscription.
func readStarts(ctx context.Context, private tf.PrivateReader, diags *diag.Diagnostics) starts {
	if known, ok := tf.GetPrivate[starts](ctx, private, privateStarts, diags); ok && known != nil {
		return known
	}
	return starts{}
}

// readManager is who a resource is among those for its customer: one that an earlier version made or that was imported
// has no name of its own.
func readManager(ctx context.Context, private tf.PrivateReader, diags *diag.Diagnostics) string {
	if manager, ok := tf.GetPrivate[string](ctx, private, privateManager, diags); ok {
		return manager
	}
	return "unnamed"
}
