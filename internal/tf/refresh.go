package tf

import (
	"context"
	"reflect"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
)

// Refresh writes what a read found over the state that it started from, unless that says the same: writing costs as much
// as the rest of the refresh of an object that has not changed.
func Refresh[M any](ctx context.Context, state *tfsdk.State, was, is M) diag.Diagnostics {
	if reflect.DeepEqual(was, is) {
		return nil
	}
	return state.Set(ctx, is)
}

// SetPlan writes what a plan modifier made of the plan that it started from, unless that says the same.
func SetPlan[M any](ctx context.Context, plan *tfsdk.Plan, was, is M) diag.Diagnostics {
	if reflect.DeepEqual(was, is) {
		return nil
	}
	return plan.Set(ctx, is)
}
