package provider

import (
	"context"
	"errors"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
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

// keeper is a framework's server that keeps the context of every call.
type keeper struct {
	protocol

	kept context.Context //nolint:containedctx // as the framework keeps it
}

func (k *keeper) MoveResourceState(ctx context.Context,
	_ *tfprotov6.MoveResourceStateRequest) (*tfprotov6.MoveResourceStateResponse, error) {
	k.kept = ctx
	return nil, ctx.Err()
}

func (k *keeper) GenerateResourceConfig(ctx context.Context,
	_ *tfprotov6.GenerateResourceConfigRequest) (*tfprotov6.GenerateResourceConfigResponse, error) {
	k.kept = ctx
	return nil, ctx.Err()
}

func (k *keeper) CallFunction(ctx context.Context, _ *tfprotov6.CallFunctionRequest) (*tfprotov6.CallFunctionResponse, error) {
	k.kept = ctx
	return nil, ctx.Err()
}

func (k *keeper) ValidateActionConfig(ctx context.Context,
	_ *tfprotov6.ValidateActionConfigRequest) (*tfprotov6.ValidateActionConfigResponse, error) {
	k.kept = ctx
	return nil, ctx.Err()
}

func (k *keeper) PlanAction(ctx context.Context, _ *tfprotov6.PlanActionRequest) (*tfprotov6.PlanActionResponse, error) {
	k.kept = ctx
	return nil, ctx.Err()
}

func (k *keeper) InvokeAction(ctx context.Context, _ *tfprotov6.InvokeActionRequest) (*tfprotov6.InvokeActionServerStream, error) {
	k.kept = ctx
	return &tfprotov6.InvokeActionServerStream{Events: func(push func(tfprotov6.InvokeActionEvent) bool) {
		if ctx.Err() == nil {
			push(tfprotov6.InvokeActionEvent{Type: tfprotov6.CompletedInvokeActionEventType{}})
		}
	}}, nil
}

func (k *keeper) ListResource(ctx context.Context, _ *tfprotov6.ListResourceRequest) (*tfprotov6.ListResourceServerStream, error) {
	return &tfprotov6.ListResourceServerStream{Results: func(push func(tfprotov6.ListResourceResult) bool) {
		if ctx.Err() == nil {
			push(tfprotov6.ListResourceResult{})
		}
	}}, nil
}

// What comes once an object leaves nothing of its context behind; a stream has its context until its end.
func TestServer_beyondCRUD(t *testing.T) {
	type key struct{}
	ctx := context.WithValue(t.Context(), key{}, "logs")
	k := &keeper{}
	s := server{k}
	for name, call := range map[string]func() error{
		"MoveResourceState":      func() error { _, err := s.MoveResourceState(ctx, nil); return err },
		"GenerateResourceConfig": func() error { _, err := s.GenerateResourceConfig(ctx, nil); return err },
		"CallFunction":           func() error { _, err := s.CallFunction(ctx, nil); return err },
		"ValidateActionConfig":   func() error { _, err := s.ValidateActionConfig(ctx, nil); return err },
		"PlanAction":             func() error { _, err := s.PlanAction(ctx, nil); return err },
		"InvokeAction": func() error {
			stream, err := s.InvokeAction(ctx, nil)
			events := 0
			for range stream.Events {
				events++
			}
			if events != 1 {
				return errors.New("the action was not invoked with a context")
			}
			return err
		},
	} {
		if err := call(); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if k.kept.Value(key{}) != nil || k.kept.Err() == nil {
			t.Errorf("%s: its context still holds %v", name, k.kept.Value(key{}))
		}
	}
	stream, err := s.ListResource(ctx, nil)
	if err != nil {
		t.Fatal(err)
	}
	results := 0
	for range stream.Results {
		results++
	}
	if results != 1 {
		t.Errorf("%d results after the call: its context has ended before its stream", results)
	}
}
