package provider

import (
	"context"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
)

// The calls beyond create, read, update and delete. A list comes once a block, so that its context may be kept; it has to
// last until the last result is read.

func (s server) MoveResourceState(ctx context.Context,
	req *tfprotov6.MoveResourceStateRequest) (*tfprotov6.MoveResourceStateResponse, error) {
	return during(ctx, req, s.protocol.MoveResourceState)
}

func (s server) CallFunction(ctx context.Context, req *tfprotov6.CallFunctionRequest) (*tfprotov6.CallFunctionResponse, error) {
	return during(ctx, req, s.protocol.CallFunction)
}

func (s server) ValidateListResourceConfig(ctx context.Context,
	req *tfprotov6.ValidateListResourceConfigRequest) (*tfprotov6.ValidateListResourceConfigResponse, error) {
	resp, err := s.protocol.ValidateListResourceConfig(ctx, req)
	if resp != nil {
		resp.Diagnostics = wholeNumbers(resp.Diagnostics)
	}
	return resp, err
}

func (s server) ListResource(ctx context.Context, req *tfprotov6.ListResourceRequest) (*tfprotov6.ListResourceServerStream, error) {
	stream, err := s.protocol.ListResource(ctx, req)
	if stream == nil || err != nil {
		return stream, err
	}
	return &tfprotov6.ListResourceServerStream{Results: func(push func(tfprotov6.ListResourceResult) bool) {
		for result := range stream.Results {
			result.Diagnostics = wholeNumbers(result.Diagnostics)
			if !push(result) {
				return
			}
		}
	}}, nil
}

func (s server) ValidateActionConfig(ctx context.Context,
	req *tfprotov6.ValidateActionConfigRequest) (*tfprotov6.ValidateActionConfigResponse, error) {
	resp, err := during(ctx, req, s.protocol.ValidateActionConfig)
	if resp != nil {
		resp.Diagnostics = wholeNumbers(resp.Diagnostics)
	}
	return resp, err
}

func (s server) PlanAction(ctx context.Context, req *tfprotov6.PlanActionRequest) (*tfprotov6.PlanActionResponse, error) {
	resp, err := during(ctx, req, s.protocol.PlanAction)
	if resp != nil {
		resp.Diagnostics = wholeNumbers(resp.Diagnostics)
	}
	return resp, err
}

// InvokeAction is over when its last event is.
func (s server) InvokeAction(ctx context.Context, req *tfprotov6.InvokeActionRequest) (*tfprotov6.InvokeActionServerStream, error) {
	call, end := begin(ctx)
	stream, err := s.protocol.InvokeAction(call, req)
	if stream == nil || err != nil {
		end()
		return stream, err
	}
	return &tfprotov6.InvokeActionServerStream{Events: func(push func(tfprotov6.InvokeActionEvent) bool) {
		defer end()
		for event := range stream.Events {
			if completed, ok := event.Type.(tfprotov6.CompletedInvokeActionEventType); ok {
				completed.Diagnostics = wholeNumbers(completed.Diagnostics)
				event.Type = completed
			}
			if !push(event) {
				return
			}
		}
	}}, nil
}
