package tf

import (
	"context"
	"encoding/json"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/diag"
)

// StillDestroys ends the detail of an error at plan: Terraform plans all of a configuration before it destroys.
const StillDestroys = " To destroy what is in state nevertheless, run `terraform destroy -refresh=false`."

// lostKey is the private state of an object whose members refreshes have found gone.
const lostKey = "lost"

// private is the private state of a request.
type private interface {
	GetKey(ctx context.Context, key string) ([]byte, diag.Diagnostics)
}

// Lost is the keys of the members, such as the channels of a package, that a state had and that a refresh has found gone,
// since the object was last written. They may be in the configuration still: a plan may warn of them, but an error would
// stand in the way of a destroy.
func Lost(ctx context.Context, from private, diags *diag.Diagnostics) []string {
	data, got := from.GetKey(ctx, lostKey)
	diags.Append(got...)
	var keys []string
	if len(data) > 0 && json.Unmarshal(data, &keys) != nil {
		return nil // it is of use for warnings only
	}
	return keys
}

// SetLost notes, at a refresh, the keys that the state had before and has no more. Those that are there again are forgotten.
func SetLost(ctx context.Context, to interface {
	private
	SetKey(ctx context.Context, key string, value []byte) diag.Diagnostics
}, before, after []string, diags *diag.Diagnostics) {
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
	data, _ := json.Marshal(lost) // texts only: always encodable
	diags.Append(to.SetKey(ctx, lostKey, data)...)
}

// ForgetLost notes that an object was written: what the plan has is there.
func ForgetLost(ctx context.Context, to interface {
	SetKey(ctx context.Context, key string, value []byte) diag.Diagnostics
}, diags *diag.Diagnostics) {
	diags.Append(to.SetKey(ctx, lostKey, nil)...)
}
