package tf

import (
	"context"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/diag"
)

// privateLost is the members of an object that refreshes have found gone.
const privateLost = "lost"

// Lost is the keys of the members, such as the channels of a package, that a state had and that a refresh has found gone,
// since the object was last written. They may be in the configuration still: a plan may warn of them, but an error would
// stand in the way of a destroy.
func Lost(ctx context.Context, from PrivateReader, diags *diag.Diagnostics) []string {
	keys, _ := GetPrivate[[]string](ctx, from, privateLost, diags)
	return keys
}

// SetLost notes, at a refresh, the keys that the state had before and has no more. Those that are there again are forgotten.
func SetLost(ctx context.Context, to Private, before, after []string, diags *diag.Diagnostics) {
	was := Lost(ctx, to, diags)
	present := make(map[string]bool, len(after))
	for _, key := range after {
		present[key] = true
	}
	lost := slices.DeleteFunc(slices.Concat(was, before), func(key string) bool { return present[key] })
	slices.Sort(lost)
	if lost = slices.Compact(lost); slices.Equal(lost, was) {
		return
	}
	if len(lost) == 0 {
		ForgetLost(ctx, to, diags)
		return
	}
	SetPrivate(ctx, to, privateLost, lost, diags)
}

// ForgetLost notes that an object was written: what the plan has is there.
func ForgetLost(ctx context.Context, to PrivateWriter, diags *diag.Diagnostics) {
	RemovePrivate(ctx, to, privateLost, diags)
}
