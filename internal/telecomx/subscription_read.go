package telecomx

import (
	"context"
	"time"

	"github.com/iptvops/terraform-provider-iptv/internal/telecomx/api"
)

// planRead is what a customer had when the plan of its creation was checked.
type planRead struct {
	subscription api.Subscription
	at           time.Time
}

// planReadAge is how long a planRead counts: Terraform plans each creation once more right before it.
const planReadAge = 30 * time.Second

// readForPlan reads what a customer has and keeps it for the creation that may follow.
func (p *Platform) readForPlan(ctx context.Context, customer string) (api.Subscription, error) {
	found, err := p.api.GetSubscription(ctx, customer)
	if err == nil {
		p.mu.Lock()
		defer p.mu.Unlock()
		p.planReads[api.Key(customer)] = planRead{found, time.Now()}
	}
	return found, err
}

// readForCreate is what a customer has. A planRead serves once.
func (p *Platform) readForCreate(ctx context.Context, customer string) (api.Subscription, error) {
	p.mu.Lock()
	seen, ok := p.planReads[api.Key(customer)]
	delete(p.planReads, api.Key(customer))
	p.mu.Unlock()
	if ok && time.Since(seen.at) < planReadAge {
		return seen.subscription, nil
	}
	return p.api.GetSubscription(ctx, customer)
}
