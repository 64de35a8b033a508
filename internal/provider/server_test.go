package provider

import (
	"context"
	"errors"
	"testing"
)

// Whoever keeps the context of a call keeps nothing else of it.
func TestServer_during(t *testing.T) {
	type key struct{}
	ctx, cancel := context.WithCancel(context.WithValue(t.Context(), key{}, "logs"))
	defer cancel()
	var kept context.Context
	var forget context.CancelFunc
	response, err := during(ctx, "request", func(ctx context.Context, request string) (string, error) {
		kept, forget = context.WithCancel(ctx) //nolint:gosec // called below
		if ctx.Value(key{}) != "logs" || ctx.Err() != nil {
			t.Errorf("in the call: %v, %v", ctx.Value(key{}), ctx.Err())
		}
		cancel()
		<-kept.Done()
		return request + " responded", ctx.Err()
	})
	if response != "request responded" || !errors.Is(err, context.Canceled) {
		t.Errorf("the call ended with %q, %v", response, err)
	}
	defer forget()
	if kept.Value(key{}) != nil {
		t.Errorf("after the call its context still holds %v", kept.Value(key{}))
	}
}
