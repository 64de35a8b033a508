package tf

import (
	"context"
	"encoding/json"

	"github.com/hashicorp/terraform-plugin-framework/diag"
)

// PrivateReader is the private state of a request.
type PrivateReader interface {
	GetKey(ctx context.Context, key string) ([]byte, diag.Diagnostics)
}

// PrivateWriter is the private state of a response.
type PrivateWriter interface {
	SetKey(ctx context.Context, key string, value []byte) diag.Diagnostics
}

// Private is private state that can be read and written.
type Private interface {
	PrivateReader
	PrivateWriter
}

// GetPrivate is the value that SetPrivate wrote under a key. It reports whether there is one; one that cannot be read is
// an error.
func GetPrivate[T any](ctx context.Context, from PrivateReader, key string, diags *diag.Diagnostics) (value T, ok bool) {
	data, failures := from.GetKey(ctx, key)
	diags.Append(failures...)
	if len(data) == 0 {
		return value, false
	}
	if err := json.Unmarshal(data, &value); err != nil {
		diags.AddError("Cannot read private state", "The private state "+key+" cannot be read: "+Sentence(err.Error()))
		return value, false
	}
	return value, true
}

// SetPrivate writes a value, as JSON, under a key.
func SetPrivate(ctx context.Context, to PrivateWriter, key string, value any, diags *diag.Diagnostics) {
	data, err := json.Marshal(value)
	if err != nil {
		diags.AddError("Cannot write private state", "The private state "+key+" cannot be written: "+Sentence(err.Error()))
		return
	}
	diags.Append(to.SetKey(ctx, key, data)...)
}

// HasPrivate reports whether there is a value under a key.
func HasPrivate(ctx context.Context, from PrivateReader, key string, diags *diag.Diagnostics) bool {
	data, failures := from.GetKey(ctx, key)
	diags.Append(failures...)
	return data != nil
}

// RemovePrivate removes the value under a key.
func RemovePrivate(ctx context.Context, from PrivateWriter, key string, diags *diag.Diagnostics) {
	diags.Append(from.SetKey(ctx, key, nil)...)
}
