package main

import (
	"context"
	"errors"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/iptvops/terraform-provider-iptv/internal/protocol"
	"github.com/iptvops/terraform-provider-iptv/internal/provider"
)

// config is the arguments of a block, as in Terraform's JSON syntax.
type config = protocol.Config

// terraform drives one resource.
type terraform interface {
	// configure sets the provider block.
	configure(providerBlock config)
	// apply makes the resource what the configuration says; nil destroys it. The error holds the diagnostics.
	apply(ctx context.Context, c config) error
	// plan is what an apply would change, "" for an empty plan.
	plan(ctx context.Context, c config) (string, error)
	// state is the attributes of the resource, nil when there is none.
	state() (map[string]any, error)
}

// driver drives a resource in process, through the provider's protocol, in the order in which Terraform does: refresh
// and plan with one instance of the provider, apply with another.
type driver struct {
	*protocol.Resource

	provider config
}

func newDriver(providerBlock config, typeName string) (*driver, error) {
	resource, err := protocol.NewResource(typeName)
	return &driver{resource, providerBlock}, err
}

// configured is a fresh instance of the provider, as a process of its own would be.
func configured(ctx context.Context, providerBlock config) (tfprotov6.ProviderServer, error) {
	server := provider.NewServer("faults")
	return server, protocol.Configure(ctx, server, providerBlock)
}

// prepare refreshes and plans.
func (d *driver) prepare(ctx context.Context, c config) (protocol.Snapshot, []protocol.Change, error) {
	server, err := configured(ctx, d.provider)
	if err != nil {
		return protocol.Snapshot{}, nil, err
	}
	wanted, err := protocol.ValueOf(c, d.Value.Type())
	if err != nil {
		return protocol.Snapshot{}, nil, err
	}
	return d.Plan(ctx, server, wanted)
}

func (d *driver) apply(ctx context.Context, c config) error {
	now, changes, err := d.prepare(ctx, c)
	if err != nil {
		return err
	}
	d.Snapshot = now
	if len(changes) == 0 {
		return nil
	}
	server, err := configured(ctx, d.provider)
	if err != nil {
		return err
	}
	for _, change := range changes {
		if err := d.Apply(ctx, server, change); err != nil {
			return err
		}
	}
	return nil
}

func (d *driver) configure(providerBlock config) { d.provider = providerBlock }

func (d *driver) plan(ctx context.Context, c config) (string, error) {
	_, changes, err := d.prepare(ctx, c)
	if err != nil || len(changes) == 0 {
		return "", err
	}
	return protocol.Describe(changes[0].Prior, changes[len(changes)-1].Planned), nil
}

func (d *driver) state() (map[string]any, error) {
	if d.Value.IsNull() {
		return nil, nil
	}
	attributes, ok := protocol.Plain(d.Value).(map[string]any)
	if !ok {
		return nil, errors.New("the state is no object")
	}
	return attributes, nil
}
