package tf

import (
	"context"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/diag"
)

// fakePrivate is the private state of a request and of its response.
type fakePrivate map[string][]byte

func (p fakePrivate) GetKey(_ context.Context, key string) ([]byte, diag.Diagnostics) {
	return p[key], nil
}

func (p fakePrivate) SetKey(_ context.Context, key string, value []byte) diag.Diagnostics {
	p[key] = value
	return nil
}

// A value is read as it was written, is gone once removed, and one that is none is an error that names its key.
func TestPrivate(t *testing.T) {
	ctx, private := t.Context(), fakePrivate{}
	var diags diag.Diagnostics
	if _, ok := GetPrivate[[]string](ctx, private, "keys", &diags); ok || HasPrivate(ctx, private, "keys", &diags) {
		t.Error("there is a value before one is written")
	}
	SetPrivate(ctx, private, "keys", []string{"a", "b"}, &diags)
	keys, ok := GetPrivate[[]string](ctx, private, "keys", &diags)
	if !ok || !HasPrivate(ctx, private, "keys", &diags) || !slices.Equal(keys, []string{"a", "b"}) {
		t.Errorf("got %v, %v", keys, ok)
	}
	RemovePrivate(ctx, private, "keys", &diags)
	if HasPrivate(ctx, private, "keys", &diags) || len(diags) > 0 {
		t.Errorf("a removed value is there, or %s", text(diags))
	}
	private["keys"] = []byte(`{"a": 1}`)
	if _, ok := GetPrivate[[]string](ctx, private, "keys", &diags); ok || !strings.Contains(text(diags), "private state keys") {
		t.Errorf("%v, %s", ok, text(diags))
	}
}

// Members that refreshes find gone are remembered until they are there again, or the object is written.
func TestLost(t *testing.T) {
	ctx, private := t.Context(), fakePrivate{}
	var diags diag.Diagnostics
	for i, step := range []struct {
		before, after, want []string
	}{
		{[]string{"a", "b"}, []string{"a", "b"}, nil},
		{[]string{"a", "b", "c"}, []string{"a"}, []string{"b", "c"}},
		{[]string{"a"}, []string{"b"}, []string{"a", "c"}},
		{[]string{"b"}, []string{"a", "b", "c"}, nil},
		{[]string{"a"}, nil, []string{"a"}},
	} {
		SetLost(ctx, private, step.before, step.after, &diags)
		if got := Lost(ctx, private, &diags); !slices.Equal(got, step.want) {
			t.Errorf("step %d: lost are %v, want %v", i, got, step.want)
		}
	}
	if ForgetLost(ctx, private, &diags); Lost(ctx, private, &diags) != nil || len(diags) > 0 {
		t.Errorf("an object that was written has lost members, or %s", text(diags))
	}
}
