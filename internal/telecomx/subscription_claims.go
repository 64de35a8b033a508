package telecomx

import (
	"slices"
	"sync"

	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/iptvops/terraform-provider-iptv/internal/telecomx/api"
	"github.com/iptvops/terraform-provider-iptv/internal/tf"
)

// claims is which customers' subscriptions the resources of one run manage. A customer has one subscription, so that a
// second resource for it would undo what the first does.
type claims struct {
	mu sync.Mutex // guards the map and what it holds
	of map[string]*claim
}

// claim is what one run has seen of the resources for one customer.
type claim struct {
	held     []subscriptionModel // what their states manage
	stays    []tf.Fingerprint    // configurations of resources that have the customer already
	coming   []tf.Fingerprint    // of those that move to it, which Terraform plans once more as a creation
	replaced int                 // how many of stays were planned once more as a creation, as -replace does
	fresh    int                 // resources that come to the customer
	changed  bool                // a resource that has the customer already changes it
	manager  string              // who created or updated the subscription last in this run
}

// claim is that of a customer. Called with mu held.
func (c *claims) claim(customer types.String) *claim {
	key := api.Key(customer.ValueString())
	if c.of == nil {
		c.of = map[string]*claim{}
	}
	if c.of[key] == nil {
		c.of[key] = &claim{}
	}
	return c.of[key]
}

// holds notes what a state manages.
func (c *claims) holds(state subscriptionModel) {
	c.mu.Lock()
	defer c.mu.Unlock()
	has := c.claim(state.CustomerID)
	has.held = append(has.held, state)
}

// held is what the states that were seen of a customer manage.
func (c *claims) held(customer types.String) []subscriptionModel {
	c.mu.Lock()
	defer c.mu.Unlock()
	return slices.Clone(c.claim(customer).held)
}

// clash is what a plan finds of other resources for the same customer.
type clash int

const (
	clashNot clash = iota
	// clashIdle is with resources of which none changes anything.
	clashIdle
	clashError
)

// planned notes a plan with the given configuration for a known customer. from is the customer in state, null for a
// creation. Terraform plans a replacement twice, the second time as a creation with the same configuration; that of a
// tainted resource is planned as a creation only.
func (c *claims) planned(from, to types.String, config tf.Fingerprint, changes bool) clash {
	c.mu.Lock()
	defer c.mu.Unlock()
	has := c.claim(to)
	others := len(has.stays)+has.fresh > 0
	switch {
	case !from.IsNull() && sameID(from, to):
		has.stays = append(has.stays, config)
		has.changed = has.changed || changes
		if others && has.fresh == 0 && !has.changed {
			return clashIdle
		}
	case !from.IsNull():
		has.coming = append(has.coming, config)
		has.fresh++
	default:
		if at := slices.Index(has.coming, config); at >= 0 {
			has.coming = slices.Delete(has.coming, at, at+1)
			return clashNot
		}
		if has.replaced == 0 && slices.Contains(has.stays, config) {
			has.replaced++
			return clashNot
		}
		has.fresh++
	}
	if others {
		return clashError
	}
	return clashNot
}

// wrote notes that a resource, known by its manager, created or updated the subscription. It reports whether another
// one created it before in this run.
func (c *claims) wrote(customer types.String, manager string, created bool) (clashes bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	has := c.claim(customer)
	clashes = created && has.manager != "" && has.manager != manager
	has.manager = manager
	return clashes
}

// takenOver reports whether another resource than that of the manager created or updated the subscription in this run.
func (c *claims) takenOver(customer types.String, manager string) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	now := c.claim(customer).manager
	return now != "" && now != manager
}
