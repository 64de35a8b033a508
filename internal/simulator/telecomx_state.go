package simulator

import (
	"fmt"
	"slices"
	"strings"
)

// telecomxCustomer is a customer with all that is kept by customer. The lists are keys, sorted.
type telecomxCustomer struct {
	id, name, parent string
	reseller         bool
	features         []string

	packages, channels, accounts []string

	nPvr           telecomxNPvrDefaults
	subscriptionID string
	subscription   TelecomXSubscription
}

func (t *telecomxCustomer) has(feature string) bool { return slices.Contains(t.features, feature) }

// hosts is whether packages, channels and common settings can live on the customer.
func (t *telecomxCustomer) hosts() bool {
	return t.has(telecomxBusiness) || (t.reseller && t.has(telecomxPrivate))
}

// host is where the packages and channels of a customer live: on itself or on its reseller.
func (p *TelecomX) host(t *telecomxCustomer) *telecomxCustomer {
	if reseller := p.customers[telecomxKey(t.parent)]; reseller != nil && !t.hosts() {
		return reseller
	}
	return t
}

// customer panics for an id that is none: a mistake of the test.
func (p *TelecomX) customer(id string) *telecomxCustomer {
	t := p.customers[telecomxKey(id)]
	if t == nil {
		panic(fmt.Sprintf("simulator: Telecom X has no customer %q", id))
	}
	return t
}

// newID makes an id of 24 hex digits; its order is not that of creation, and so the lists' is not either.
func (p *TelecomX) newID() string {
	p.serial++
	mixed := p.serial * 0x9E3779B97F4A7C15
	mixed = (mixed ^ mixed>>30) * 0xBF58476D1CE4E5B9
	return fmt.Sprintf("%016X%08X", mixed^mixed>>31, p.serial)
}

func (p *TelecomX) idOr(id string) string {
	if id == "" {
		return p.newID()
	}
	return id
}

// putPackage adds or replaces a package with these members.
func (p *TelecomX) putPackage(k *telecomxPackage, members []telecomxMember) {
	key := telecomxKey(k.id)
	p.packages[key] = k
	k.host.packages = telecomxInsert(k.host.packages, key)
	p.countUses(k.members, -1)
	k.members = members
	p.countUses(k.members, 1)
}

func (p *TelecomX) countUses(members []telecomxMember, by int) {
	for _, m := range members {
		p.channelUses[telecomxKey(m.ID)] += by
	}
}

// dropPackage removes a package, also from the subscriptions that have it.
func (p *TelecomX) dropPackage(k *telecomxPackage) {
	key := telecomxKey(k.id)
	for subscriber := range p.subscribers[key] {
		t := p.customers[subscriber]
		p.putSubscribed(t, slices.DeleteFunc(slices.Clone(t.subscription.Packages), func(s TelecomXSubscribed) bool {
			return telecomxKey(s.ID) == key
		}))
	}
	p.countUses(k.members, -1)
	k.host.packages = telecomxRemove(k.host.packages, key)
	delete(p.packages, key)
}

// putSubscribed replaces the packages of a subscription.
func (p *TelecomX) putSubscribed(t *telecomxCustomer, packages []TelecomXSubscribed) {
	subscriber := telecomxKey(t.id)
	for _, s := range t.subscription.Packages {
		delete(p.subscribers[telecomxKey(s.ID)], subscriber)
	}
	for _, s := range packages {
		key := telecomxKey(s.ID)
		if p.subscribers[key] == nil {
			p.subscribers[key] = map[string]struct{}{}
		}
		p.subscribers[key][subscriber] = struct{}{}
	}
	t.subscription.Packages = packages
}

func (p *TelecomX) putChannel(h *TelecomXChannel) {
	key, host := telecomxKey(h.ID), p.customer(h.Customer)
	p.channels[key] = h
	host.channels = telecomxInsert(host.channels, key)
	if _, known := p.bases[h.BaseChannel]; h.BaseChannel != 0 && !known {
		p.bases[h.BaseChannel] = telecomxBase{h.Name, h.HD, h.Archive}
	}
}

func (p *TelecomX) dropChannel(h *TelecomXChannel) {
	key, host := telecomxKey(h.ID), p.customer(h.Customer)
	host.channels = telecomxRemove(host.channels, key)
	delete(p.channels, key)
}

func (p *TelecomX) putAccount(a *TelecomXDRMAccount) {
	key, owner := telecomxKey(a.Username), p.customer(a.Customer)
	p.accounts[key] = a
	owner.accounts = telecomxInsert(owner.accounts, key)
}

func (p *TelecomX) putEmployee(e TelecomXEmployee) *telecomxEmployee {
	if telecomxLevel(e.Level) < 0 {
		panic(fmt.Sprintf("simulator: Telecom X has no access level %q", e.Level))
	}
	employee := &telecomxEmployee{
		id: p.newID(), username: e.Username, password: e.Password, level: e.Level, customer: p.customer(e.Customer),
	}
	if e.Username != "" {
		p.logins[strings.ToLower(e.Username)] = employee
	}
	return employee
}
