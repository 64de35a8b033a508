package provider

import (
	"context"
	"sync/atomic"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/providerserver"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
)

// NewServer is the provider as a server of the plugin protocol; version is that of New.
//
// The plugin framework keeps the context of every call until it is stopped, and with it all that the call's logs would
// say: 12 KB a call, 60 MB for a plan over a thousand objects (registerContext of
// https://github.com/hashicorp/terraform-plugin-framework/blob/v1.19.0/internal/proto6server/serve.go). So the calls that
// come once an object, or a data source, get a context that is empty when they are over. Once the framework forgets a
// call at its end, TestServer_isStillNeeded fails, and during and callContext are to be removed.
func NewServer(version string) tfprotov6.ProviderServer { return NewServerOver(version, nil) }

// NewServerOver is NewServer with platforms that dial connects to, for tests without a network.
func NewServerOver(version string, dial Dial) tfprotov6.ProviderServer {
	base := providerserver.NewProtocol6(&iptv{version: version, dial: dial})()
	return server{base.(protocol)} //nolint:forcetypeassert // the framework's server serves all of the protocol
}

// protocol is what Terraform looks for beyond the calls that every server has.
type protocol interface {
	tfprotov6.ProviderServer
	tfprotov6.ListResourceServer
	tfprotov6.ActionServer
	tfprotov6.StateStoreServer
}

type server struct{ protocol }

func (s server) ValidateResourceConfig(ctx context.Context,
	req *tfprotov6.ValidateResourceConfigRequest) (*tfprotov6.ValidateResourceConfigResponse, error) {
	resp, err := during(ctx, req, s.protocol.ValidateResourceConfig)
	if resp != nil {
		resp.Diagnostics = wholeNumbers(resp.Diagnostics)
	}
	return resp, err
}

func (s server) UpgradeResourceState(ctx context.Context,
	req *tfprotov6.UpgradeResourceStateRequest) (*tfprotov6.UpgradeResourceStateResponse, error) {
	return during(ctx, req, s.protocol.UpgradeResourceState)
}

func (s server) UpgradeResourceIdentity(ctx context.Context,
	req *tfprotov6.UpgradeResourceIdentityRequest) (*tfprotov6.UpgradeResourceIdentityResponse, error) {
	return during(ctx, req, s.protocol.UpgradeResourceIdentity)
}

func (s server) ReadResource(ctx context.Context, req *tfprotov6.ReadResourceRequest) (*tfprotov6.ReadResourceResponse, error) {
	return during(ctx, req, s.protocol.ReadResource)
}

func (s server) PlanResourceChange(ctx context.Context, req *tfprotov6.PlanResourceChangeRequest) (*tfprotov6.PlanResourceChangeResponse,
	error) {
	resp, err := during(ctx, req, s.protocol.PlanResourceChange)
	if resp != nil {
		resp.Diagnostics = wholeNumbers(resp.Diagnostics)
	}
	return resp, err
}

func (s server) ApplyResourceChange(ctx context.Context,
	req *tfprotov6.ApplyResourceChangeRequest) (*tfprotov6.ApplyResourceChangeResponse, error) {
	resp, err := during(ctx, req, s.protocol.ApplyResourceChange)
	if resp != nil {
		resp.Diagnostics = wholeNumbers(resp.Diagnostics)
	}
	return resp, err
}

func (s server) ImportResourceState(ctx context.Context,
	req *tfprotov6.ImportResourceStateRequest) (*tfprotov6.ImportResourceStateResponse, error) {
	resp, err := during(ctx, req, s.protocol.ImportResourceState)
	if resp != nil {
		resp.Diagnostics = wholeNumbers(resp.Diagnostics) // of an identity
	}
	return resp, err
}

func (s server) ValidateDataResourceConfig(ctx context.Context,
	req *tfprotov6.ValidateDataResourceConfigRequest) (*tfprotov6.ValidateDataResourceConfigResponse, error) {
	resp, err := during(ctx, req, s.protocol.ValidateDataResourceConfig)
	if resp != nil {
		resp.Diagnostics = wholeNumbers(resp.Diagnostics)
	}
	return resp, err
}

func (s server) ReadDataSource(ctx context.Context, req *tfprotov6.ReadDataSourceRequest) (*tfprotov6.ReadDataSourceResponse, error) {
	resp, err := during(ctx, req, s.protocol.ReadDataSource)
	if resp != nil {
		resp.Diagnostics = wholeNumbers(resp.Diagnostics)
	}
	return resp, err
}

// during makes a call with a context that lasts as long as the call.
func during[Q, A any](ctx context.Context, req Q, call func(context.Context, Q) (A, error)) (A, error) {
	c, end := begin(ctx)
	defer end()
	return call(c, req)
}

// begin is ctx until the call is over, which end says.
func begin(ctx context.Context) (_ context.Context, end func()) {
	c := &callContext{}
	c.inner.Store(&ctx)
	return c, func() { c.inner.Store(&over) }
}

var over = func() context.Context {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	return ctx
}()

// callContext is another context until the call is over, and a cancelled one without values from then on.
type callContext struct {
	inner atomic.Pointer[context.Context]
}

func (c *callContext) Deadline() (time.Time, bool) { return (*c.inner.Load()).Deadline() }
func (c *callContext) Done() <-chan struct{}       { return (*c.inner.Load()).Done() }
func (c *callContext) Err() error                  { return (*c.inner.Load()).Err() }
func (c *callContext) Value(key any) any           { return (*c.inner.Load()).Value(key) }
