package telecomx

import (
	"fmt"
	"slices"
	"strings"
)

// storedCustomer is a customer with all that is kept by customer. The lists are keys, sorted.
type storedCustomer struct {
	id, name, parent string
	reseller         bool
	features         []string

	packages, channels, accounts []string

	nPvr           nPvrDefaults
	subscriptionID string
	subscription   Subscription
}

func (t *storedCustomer) has(feature string) bool { return slices.Contains(t.features, feature) }

// hosts reports whether packages, channels and common settings can live on the customer.
func (t *storedCustomer) hosts() bool {
	return t.has(featureBusiness) || (t.reseller && t.has(featurePrivate))
}

// host is where the packages and channels of a customer live: on itself or on its reseller.
func (p *Platform) host(t *storedCustomer) *storedCustomer {
	if reseller := p.customers[keyOf(t.parent)]; reseller != nil && !t.hosts() {
		return reseller
	}
	return t
}

// customer panics for an id that is none: a mistake of the test.
func (p *Platform) customer(id string) *storedCustomer {
	t := p.customers[keyOf(id)]
	if t == nil {
		panic(fmt.Sprintf("simulator: Telecom X has no customer %q", id))
	}
	return t
}

// newID makes an id of 24 hex digits; its order is not that of creation, and so the lists' is not either.
func (p *Platform) newID() string {
	p.serial++
	mixed := p.serial * 0x9E3779B97F4A7C15
	mixed = (mixed ^ mixed>>30) * 0xBF58476D1CE4E5B9
	return fmt.Sprintf("%016X%08X", mixed^mixed>>31, p.serial)
}

func (p *Platform) idOr(id string) string {
	if id == "" {
		return p.newID()
	}
	return id
}

// putPackage adds or replaces a package with these members.
func (p *Platform) putPackage(k *storedPackage, members []packageMember) {
	key := keyOf(k.id)
	p.packages[key] = k
	k.host.packages = insertKey(k.host.packages, key)
	p.countUses(k.members, -1)
	k.members = members
	p.countUses(k.members, 1)
}

func (p *Platform) countUses(members []packageMember, by int) {
	for _, m := range members {
		p.channelUses[keyOf(m.ID)] += by
	}
}

// dropPackage removes a package, also from the subscriptions that have it.
func (p *Platform) dropPackage(k *storedPackage) {
	key := keyOf(k.id)
	for subscriber := range p.subscribers[key] {
		t := p.customers[subscriber]
		p.putSubscribed(t, slices.DeleteFunc(slices.Clone(t.subscription.Packages), func(s Subscribed) bool {
			return keyOf(s.ID) == key
		}))
	}
	p.countUses(k.members, -1)
	k.host.packages = removeKey(k.host.packages, key)
	delete(p.packages, key)
}

// putSubscribed replaces the packages of a subscription.
func (p *Platform) putSubscribed(t *storedCustomer, packages []Subscribed) {
	subscriber := keyOf(t.id)
	for _, s := range t.subscription.Packages {
		delete(p.subscribers[keyOf(s.ID)], subscriber)
	}
	for _, s := range packages {
		key := keyOf(s.ID)
		if p.subscribers[key] == nil {
			p.subscribers[key] = map[string]struct{}{}
		}
		p.subscribers[key][subscriber] = struct{}{}
	}
	t.subscription.Packages = packages
}

func (p *Platform) putChannel(h *Channel) {
	key, host := keyOf(h.ID), p.customer(h.Customer)
	p.channels[key] = h
	host.channels = insertKey(host.channels, key)
	if _, known := p.bases[h.BaseChannel]; h.BaseChannel != 0 && !known {
		p.bases[h.BaseChannel] = baseChannel{h.Name, h.HD, h.Archive}
	}
}

func (p *Platform) dropChannel(h *Channel) {
	key, host := keyOf(h.ID), p.customer(h.Customer)
	host.channels = removeKey(host.channels, key)
	delete(p.channels, key)
}

func (p *Platform) putAccount(a *DRMAccount) {
	key, owner := keyOf(a.Username), p.customer(a.Customer)
	p.accounts[key] = a
	owner.accounts = insertKey(owner.accounts, key)
}

func (p *Platform) putEmployee(e Employee) *storedEmployee {
	if levelOf(e.Level) < 0 {
		panic(fmt.Sprintf("simulator: Telecom X has no access level %q", e.Level))
	}
	employee := &storedEmployee{
		id: p.newID(), username: e.Username, password: e.Password, level: e.Level, customer: p.customer(e.Customer),
	}
	if e.Username != "" {
		p.logins[strings.ToLower(e.Username)] = employee
	}
	if e.Token != "" {
		p.tokens[e.Token] = &storedToken{employee: employee}
	}
	return employee
}

// keyOf is how an id is looked up: without case.
func keyOf(id string) string { return strings.ToUpper(id) }

// insertKey adds a key to sorted keys.
func insertKey(keys []string, key string) []string {
	at, found := slices.BinarySearch(keys, key)
	if found {
		return keys
	}
	return slices.Insert(keys, at, key)
}

// removeKey takes a key out of sorted keys.
func removeKey(keys []string, key string) []string {
	at, found := slices.BinarySearch(keys, key)
	if !found {
		return keys
	}
	return slices.Delete(keys, at, at+1)
}
