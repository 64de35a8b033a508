package simulator

import (
	"fmt"
	"slices"
	"time"
)

// TelecomXCustomerInfo is a customer. Parent is the reseller above it, if any. Features are the platform's words:
// IPTVPRIVATE on a reseller and on its customers, IPTVBUSINESS on a customer that hosts its own packages.
type TelecomXCustomerInfo struct {
	ID, Name, Parent string
	Reseller         bool
	Features         []string
}

// TelecomXEmployee is who logs in. Level is one of NO_LOGIN, PERSONAL, VIEWER, MANAGER, OWNER, RESELLER,
// RESELLER_ADMIN, ADMIN; another one panics.
type TelecomXEmployee struct {
	Username, Password, Level, Customer string
}

// AddCustomer adds a customer and returns its id, a new one when info has none. An id must not be taken. A reseller
// starts with network recording enabled, 50 hours and 90 days.
func (p *TelecomX) AddCustomer(info TelecomXCustomerInfo) string {
	p.mu.Lock()
	defer p.mu.Unlock()
	t := &telecomxCustomer{
		id: p.idOr(info.ID), name: info.Name, parent: info.Parent, reseller: info.Reseller,
		features: slices.Clone(info.Features), subscriptionID: p.newID(),
		nPvr: telecomxNPvrDefaults{available: true, enabled: true, storage: 50, autoExpireDays: 90},
	}
	if t.features == nil {
		t.features = []string{}
	}
	p.customers[telecomxKey(t.id)] = t
	return t.id
}

// AddEmployee adds somebody who can log in and returns the employee's id.
func (p *TelecomX) AddEmployee(e TelecomXEmployee) string {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.putEmployee(e).id
}

// AddToken returns a machine token, which never expires, of a new employee of the customer.
func (p *TelecomX) AddToken(level, customer string) string {
	p.mu.Lock()
	defer p.mu.Unlock()
	token := telecomxNewToken()
	p.tokens[token] = &telecomxToken{employee: p.putEmployee(TelecomXEmployee{Level: level, Customer: customer})}
	return token
}

// AddChannel adds a channel and returns its id, a new one when h has none. An id must not be taken. Its base
// channel, if any, becomes known.
func (p *TelecomX) AddChannel(h TelecomXChannel) string {
	p.mu.Lock()
	defer p.mu.Unlock()
	h = h.clone()
	h.ID = p.idOr(h.ID)
	p.putChannel(&h)
	return h.ID
}

// AddChannels adds n channels that support every type and returns their ids in the order of creation.
func (p *TelecomX) AddChannels(host string, n int) []string {
	p.mu.Lock()
	defer p.mu.Unlock()
	first := len(p.customer(host).channels) + 1
	ids := make([]string, n)
	for i := range ids {
		ids[i] = p.newID()
		p.putChannel(&TelecomXChannel{
			ID: ids[i], Customer: host, Number: first + i, BaseChannel: 100_000 + first + i,
			Name: fmt.Sprintf("Channel %05d", first+i), Locals: []string{fmt.Sprintf("udp://239.9.%d.%d:5000", i/256%256, i%256)},
			DVB: []byte(telecomxDVB),
		})
	}
	return ids
}

// Channel is a copy of a channel.
func (p *TelecomX) Channel(id string) (TelecomXChannel, bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	h := p.channels[telecomxKey(id)]
	if h == nil {
		return TelecomXChannel{}, false
	}
	return h.clone(), true
}

// UpdateChannel changes a channel, all but its id and host; false when there is none. change must not call methods of p.
func (p *TelecomX) UpdateChannel(id string, change func(*TelecomXChannel)) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	h := p.channels[telecomxKey(id)]
	if h == nil {
		return false
	}
	changed := h.clone()
	change(&changed)
	changed = changed.clone()
	changed.ID, changed.Customer = h.ID, h.Customer
	*h = changed
	return true
}

// DeleteChannel removes a channel, whether it is in use or not; false when there is none.
func (p *TelecomX) DeleteChannel(id string) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	h := p.channels[telecomxKey(id)]
	if h == nil {
		return false
	}
	p.dropChannel(h)
	return true
}

// AddDRMAccount adds an account. A zero Created is now.
func (p *TelecomX) AddDRMAccount(a TelecomXDRMAccount) {
	p.mu.Lock()
	defer p.mu.Unlock()
	a.Devices = slices.Clone(a.Devices)
	if a.Created.IsZero() {
		a.Created = p.clock.now().Truncate(time.Millisecond)
	}
	p.putAccount(&a)
}

// AddDRMAccounts adds n accounts of one device each and returns their user names, sorted.
func (p *TelecomX) AddDRMAccounts(customer string, n int) []string {
	p.mu.Lock()
	defer p.mu.Unlock()
	usernames := make([]string, n)
	for i := range usernames {
		serial := p.newID()[16:]
		usernames[i] = "drm-" + serial
		p.putAccount(&TelecomXDRMAccount{
			Customer: customer, Username: usernames[i], Password: telecomxRandom(14),
			Devices: []TelecomXDRMDevice{{ID: p.newID(), Type: "WEB", Model: "Chrome"}},
			Created: p.clock.now().Truncate(time.Millisecond),
		})
	}
	return usernames
}

// SetNPvrDefaults sets a reseller's common network recording: storage in hours, autoExpireDays in days.
func (p *TelecomX) SetNPvrDefaults(reseller string, enabled bool, storage, autoExpireDays int) {
	p.mu.Lock()
	defer p.mu.Unlock()
	n := &p.customer(reseller).nPvr
	n.enabled, n.storage, n.autoExpireDays = enabled, storage, autoExpireDays
}

// SetNPvrAvailable says whether a reseller offers network recording at all.
func (p *TelecomX) SetNPvrAvailable(reseller string, available bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.customer(reseller).nPvr.available = available
}
