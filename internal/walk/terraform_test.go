package walk

import (
	"context"
	"errors"
	"fmt"
	"sync"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/iptvops/terraform-provider-iptv/internal/protocol"
	"github.com/iptvops/terraform-provider-iptv/internal/provider"
)

// block is a resource block in a run of Terraform.
type block struct {
	*slot

	config  protocol.Config
	unknown string // attribute that is unknown at plan and known in the apply; "" for none
	now     protocol.Snapshot
	changes []protocol.Change
	err     error
}

// run is one plan and what becomes of it.
type run struct {
	w        *world
	blocks   []*block
	first    int  // the block that comes first
	parallel bool // ten at a time, as Terraform does; else in order
	twins    bool // two blocks want one object and have the same configuration
}

func (w *world) configured(ctx context.Context) (tfprotov6.ProviderServer, error) {
	server := provider.NewServerOver("walk", w.network.dial)
	return server, protocol.Configure(ctx, server, w.provider())
}

// each does something for every block.
func (r *run) each(do func(*block)) {
	var workers sync.WaitGroup
	for i := range r.blocks {
		b := r.blocks[(r.first+i)%len(r.blocks)]
		if r.parallel {
			workers.Go(func() { do(b) })
		} else {
			do(b)
		}
	}
	workers.Wait()
}

// failures is what went wrong, by block.
func (r *run) failures() error {
	var errs []error
	for _, b := range r.blocks {
		if b.err != nil {
			errs = append(errs, fmt.Errorf("%s: %w", b.name, b.err))
		}
	}
	return errors.Join(errs...)
}

func (r *run) plan(ctx context.Context) error {
	server, err := r.w.configured(ctx)
	if err != nil {
		return err
	}
	r.each(func(b *block) {
		wanted, err := r.w.value(b.slot, b.config, b.unknown)
		if err != nil {
			b.err = err
			return
		}
		b.now, b.changes, b.err = b.Plan(ctx, server, wanted)
	})
	return r.failures()
}

// apply carries out what was planned, and ends early when the context does.
func (r *run) apply(ctx context.Context) error {
	server, err := r.w.configured(ctx)
	if err != nil {
		return err
	}
	for _, b := range r.blocks {
		b.Snapshot = b.now
	}
	r.each(func(b *block) {
		wanted, err := r.w.value(b.slot, b.config, "")
		for _, c := range b.changes {
			if err == nil {
				err = ctx.Err()
			}
			if err == nil {
				c, err = b.Again(ctx, server, c, wanted)
			}
			if err == nil {
				err = b.Apply(ctx, server, c)
			}
			b.err = err
		}
	})
	return r.failures()
}

// creates reports whether the plan makes an object, replacing one or not.
func (b *block) creates() bool {
	return len(b.changes) > 0 && b.changes[len(b.changes)-1].Prior.IsNull()
}

func (b *block) replaces() bool { return len(b.changes) == 2 }

// destroys reports whether the plan removes an object and makes no other.
func (b *block) destroys() bool { return len(b.changes) == 1 && b.changes[0].Planned.IsNull() }

// changed is the attributes that the plan of an update shows.
func (b *block) changed() []string {
	if len(b.changes) != 1 || b.creates() || b.destroys() {
		return nil
	}
	return protocol.Changed(b.changes[0].Prior, b.changes[0].Planned)
}

// String is the plan of the block, "" when there is nothing to do.
func (b *block) String() string {
	switch {
	case len(b.changes) == 0:
		return ""
	case b.replaces():
		return b.name + ": replace, " + protocol.Describe(b.changes[0].Prior, b.changes[1].Planned)
	}
	return b.name + ": " + protocol.Describe(b.changes[0].Prior, b.changes[0].Planned)
}
