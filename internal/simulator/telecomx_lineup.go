package simulator

import "slices"

// TelecomXPackage is a package. Customer is its host, Channels a channel's id to BASE, DVB or LOCAL.
type TelecomXPackage struct {
	ID, Name, Customer string
	Main               bool
	Channels           map[string]string
}

func (k *telecomxPackage) export() TelecomXPackage {
	channels := make(map[string]string, len(k.members))
	for _, m := range k.members {
		channels[m.ID] = m.Type
	}
	return TelecomXPackage{ID: k.id, Name: k.name, Customer: k.host.id, Main: k.main, Channels: channels}
}

// AddPackage adds a package, unchecked, and returns its id, a new one when k has none. An id must not be taken.
func (p *TelecomX) AddPackage(k TelecomXPackage) string {
	p.mu.Lock()
	defer p.mu.Unlock()
	added := &telecomxPackage{id: p.idOr(k.ID), name: k.Name, main: k.Main, host: p.customer(k.Customer)}
	p.putPackage(added, telecomxMembers(k.Channels))
	return added.id
}

// Packages is copies of the packages of a host, by id.
func (p *TelecomX) Packages(host string) []TelecomXPackage {
	p.mu.Lock()
	defer p.mu.Unlock()
	var found []TelecomXPackage
	for _, key := range p.customer(host).packages {
		found = append(found, p.packages[key].export())
	}
	return found
}

// Package is a copy of a package.
func (p *TelecomX) Package(id string) (TelecomXPackage, bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	k := p.packages[telecomxKey(id)]
	if k == nil {
		return TelecomXPackage{}, false
	}
	return k.export(), true
}

// UpdatePackage changes a package, unchecked, all but its id and host; false when there is none. change must not call
// methods of p.
func (p *TelecomX) UpdatePackage(id string, change func(*TelecomXPackage)) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	k := p.packages[telecomxKey(id)]
	if k == nil {
		return false
	}
	changed := k.export()
	change(&changed)
	k.name, k.main = changed.Name, changed.Main
	p.putPackage(k, telecomxMembers(changed.Channels))
	return true
}

// DeletePackage removes a package, also from the subscriptions that have it; false when there is none.
func (p *TelecomX) DeletePackage(id string) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	k := p.packages[telecomxKey(id)]
	if k == nil {
		return false
	}
	p.dropPackage(k)
	return true
}

// Subscription is a copy of what the customer has at the platform's time: a package whose end has passed is gone.
func (p *TelecomX) Subscription(customer string) TelecomXSubscription {
	p.mu.Lock()
	defer p.mu.Unlock()
	t := p.customer(customer)
	p.removeExpired(t, p.clock.now())
	return t.subscription.clone()
}

// SetSubscription replaces what the customer has, unchecked.
func (p *TelecomX) SetSubscription(customer string, s TelecomXSubscription) {
	p.UpdateSubscription(customer, func(current *TelecomXSubscription) { *current = s })
}

// UpdateSubscription changes what the customer has, unchecked. change must not call methods of p.
func (p *TelecomX) UpdateSubscription(customer string, change func(*TelecomXSubscription)) {
	p.mu.Lock()
	defer p.mu.Unlock()
	t := p.customer(customer)
	changed := t.subscription.clone()
	change(&changed)
	changed = changed.clone()
	t.subscription.NPvr, t.subscription.Scrub = changed.NPvr, changed.Scrub
	p.putSubscribed(t, changed.Packages)
}

// Accounts is copies of a customer's DRM accounts, by user name.
func (p *TelecomX) Accounts(customer string) []TelecomXDRMAccount {
	p.mu.Lock()
	defer p.mu.Unlock()
	var found []TelecomXDRMAccount
	for _, key := range p.customer(customer).accounts {
		account := *p.accounts[key]
		account.Devices = slices.Clone(account.Devices)
		found = append(found, account)
	}
	return found
}
