package main

import (
	"context"

	"github.com/iptvops/terraform-provider-iptv/internal/simulator/estate"
)

// object is something that a platform has.
type object struct {
	id     string
	values map[string]any // by attribute: what the state has to hold, as encoding/json decodes it
	remove func(context.Context) error
}

// operation leads from one configuration to another; nil is none.
type operation struct {
	name     string
	from, to func(*world) config
	charges  int  // how often the operation costs the price of the package
	further  bool // a step after the create may fail with a warning, which leaves it to the next apply
}

// resourceType is one column of work: what to do with objects of the type, and how to find them on the platform.
type resourceType struct {
	name, platform string
	operations     []operation
	singleton      bool                 // there is one on the platform, whether it is managed or not
	simulate       func(*estate.Server) // changes the simulator of a run; nil for the standard one
	prepare        func(context.Context, *world) error
	// tidy removes what prepare has made on the platform; nil for nothing.
	tidy func(context.Context, *world) error
	// objects is all that the platform has of the run.
	objects func(context.Context, *world) ([]object, error)
	// kept is what an update must leave as it is; nil for nothing that the state does not show.
	kept func(context.Context, *world) (string, error)
	// spent is how many times the price of the package was paid, from a zero of its own; nil when nothing costs credits.
	spent func(context.Context, *world) (float64, error)
}

func allTypes() []resourceType {
	return []resourceType{channelType(), packageType(), subscriptionType(), lineType()}
}

func none(*world) config { return nil }

// lifecycle is the operations that every type has, between a small and a full configuration.
func lifecycle(small, full func(*world) config, charges int) []operation {
	return []operation{
		{name: "create", from: none, to: full, charges: charges},
		{name: "read", from: full, to: full},
		{name: "update", from: small, to: full},
		{name: "delete", from: full, to: none},
	}
}
