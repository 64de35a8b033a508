package telecomx

import (
	"context"
	"time"

	"github.com/iptvops/terraform-provider-iptv/internal/telecomx/api"
)

// peek is what a customer had when the plan of its creation was checked.
type peek struct {
	subscription api.Subscription
	at           time.Time
}

// peekAge is how long a look counts: Terraform plans each creation once more right before it.
const peekAge = 30 * time.Second

// peek reads what a customer has and keeps it for the creation that may follow.
func (p *Platform) peek(ctx context.Context, customer string) (api.Subscription, error) {
	found, err := p.api.GetSubscription(ctx, customer)
	if err == nil {
		p.mu.Lock()
		defer p.mu.Unlock()
		p.peeked[api.Key(customer)] = peek{found, time.Now()}
	}
	return found, err
}

// beforeCreate is what a customer has. A look serves once.
func (p *Platform) beforeCreate(ctx context.Context, customer string) (api.Subscription, error) {
	p.mu.Lock()
	seen, ok := p.peeked[api.Key(customer)]
	delete(p.peeked, api.Key(customer))
	p.mu.Unlock()
	if ok && time.Since(seen.at) < peekAge {
		return seen.subscription, nil
	}
	return p.api.GetSubscription(ctx, customer)
}
