package telecomx

import "slices"

// Package is a package. Customer is its host, Channels a channel's id to BASE, DVB or LOCAL.
type Package struct {
	ID, Name, Customer string
	Main               bool
	Channels           map[string]string
}

func (k *storedPackage) export() Package {
	channels := make(map[string]string, len(k.members))
	for _, m := range k.members {
		channels[m.ID] = m.Type
	}
	return Package{ID: k.id, Name: k.name, Customer: k.host.id, Main: k.main, Channels: channels}
}

// AddPackage adds a package, unchecked, and returns its id, a new one when k has none. An id must not be taken.
func (p *Platform) AddPackage(k Package) string {
	p.mu.Lock()
	defer p.mu.Unlock()
	added := &storedPackage{id: p.idOr(k.ID), name: k.Name, main: k.Main, host: p.customer(k.Customer)}
	p.putPackage(added, sortedMembers(k.Channels))
	return added.id
}

// Packages is copies of the packages of a host, by id.
func (p *Platform) Packages(host string) []Package {
	p.mu.Lock()
	defer p.mu.Unlock()
	var found []Package
	for _, key := range p.customer(host).packages {
		found = append(found, p.packages[key].export())
	}
	return found
}

// Package returns a copy of the package and reports whether there is one.
func (p *Platform) Package(id string) (Package, bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	k := p.packages[keyOf(id)]
	if k == nil {
		return Package{}, false
	}
	return k.export(), true
}

// UpdatePackage simulates another client that changes a package, unchecked, all but its id and host, and reports whether
// there is one. change must not call methods of p.
func (p *Platform) UpdatePackage(id string, change func(*Package)) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	k := p.packages[keyOf(id)]
	if k == nil {
		return false
	}
	changed := k.export()
	change(&changed)
	k.name, k.main = changed.Name, changed.Main
	p.putPackage(k, sortedMembers(changed.Channels))
	return true
}

// DeletePackage removes a package, also from the subscriptions that have it, and reports whether there was one.
func (p *Platform) DeletePackage(id string) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	k := p.packages[keyOf(id)]
	if k == nil {
		return false
	}
	p.dropPackage(k)
	return true
}

// Subscription is a copy of what the customer has at the platform's time: a package whose end has passed is gone.
func (p *Platform) Subscription(customer string) Subscription {
	p.mu.Lock()
	defer p.mu.Unlock()
	t := p.customer(customer)
	p.removeExpired(t, p.clock.Now())
	return t.subscription.clone()
}

// SetSubscription replaces what the customer has, unchecked.
func (p *Platform) SetSubscription(customer string, s Subscription) {
	p.UpdateSubscription(customer, func(current *Subscription) { *current = s })
}

// UpdateSubscription changes what the customer has, unchecked. change must not call methods of p.
func (p *Platform) UpdateSubscription(customer string, change func(*Subscription)) {
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
func (p *Platform) Accounts(customer string) []DRMAccount {
	p.mu.Lock()
	defer p.mu.Unlock()
	var found []DRMAccount
	for _, key := range p.customer(customer).accounts {
		account := *p.accounts[key]
		account.Devices = slices.Clone(account.Devices)
		found = append(found, account)
	}
	return found
}
