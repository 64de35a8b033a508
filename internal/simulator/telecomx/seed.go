package telecomx

import (
	"fmt"
	"maps"
	"slices"
	"time"
)

// CustomerInfo is a customer. Parent is the reseller above it, if any. Features are the platform's words:
// IPTVPRIVATE on a reseller and on its customers, IPTVBUSINESS on a customer that hosts its own packages.
type CustomerInfo struct {
	ID, Name, Parent string
	Reseller         bool
	Features         []string
}

// Employee is who logs in. Level is one of NO_LOGIN, PERSONAL, VIEWER, MANAGER, OWNER, RESELLER,
// RESELLER_ADMIN, ADMIN; another one panics. Token, if any, is a machine token, which never expires.
type Employee struct {
	Username, Password, Token, Level, Customer string
}

// AddCustomer adds a customer and returns its id, a new one when info has none. An id must not be taken. A reseller
// starts with network recording enabled, 50 hours and 90 days.
func (p *Platform) AddCustomer(info CustomerInfo) string {
	p.mu.Lock()
	defer p.mu.Unlock()
	t := &storedCustomer{
		id: p.idOr(info.ID), name: info.Name, parent: info.Parent, reseller: info.Reseller,
		features: slices.Clone(info.Features), subscriptionID: p.newID(),
		nPvr: nPvrDefaults{available: true, enabled: true, storage: 50, autoExpireDays: 90},
	}
	if t.features == nil {
		t.features = []string{}
	}
	p.customers[keyOf(t.id)] = t
	return t.id
}

// AddEmployee adds an employee who can log in and returns the employee's id.
func (p *Platform) AddEmployee(e Employee) string {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.putEmployee(e).id
}

// AddToken returns a machine token, which never expires, of a new employee of the customer.
func (p *Platform) AddToken(level, customer string) string {
	p.mu.Lock()
	defer p.mu.Unlock()
	token := randomToken()
	p.putEmployee(Employee{Token: token, Level: level, Customer: customer})
	return token
}

// AddChannel adds a channel and returns its id, a new one when h has none. An id must not be taken. Its base
// channel, if any, becomes known.
func (p *Platform) AddChannel(h Channel) string {
	p.mu.Lock()
	defer p.mu.Unlock()
	h = h.clone()
	h.ID = p.idOr(h.ID)
	p.putChannel(&h)
	return h.ID
}

// AddChannels adds n channels that support every type and returns their ids in the order of creation.
func (p *Platform) AddChannels(host string, n int) []string {
	p.mu.Lock()
	defer p.mu.Unlock()
	first := len(p.customer(host).channels) + 1
	ids := make([]string, n)
	for i := range ids {
		ids[i] = p.newID()
		p.putChannel(&Channel{
			ID: ids[i], Customer: host, Number: first + i, BaseChannel: 100_000 + first + i,
			Name: fmt.Sprintf("Channel %05d", first+i), Locals: []string{fmt.Sprintf("udp://239.9.%d.%d:5000", i/256%256, i%256)},
			DVB: []byte(StandardDVB),
		})
	}
	return ids
}

// AddBaseChannel makes a base channel known, in place of one with the same number.
func (p *Platform) AddBaseChannel(number int, name string, hd, archive bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.bases[number] = baseChannel{name, hd, archive}
}

// Channel returns a copy of the channel and reports whether there is one.
func (p *Platform) Channel(id string) (Channel, bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	h := p.channels[keyOf(id)]
	if h == nil {
		return Channel{}, false
	}
	return h.clone(), true
}

// Customers is all customers, by id.
func (p *Platform) Customers() []CustomerInfo {
	p.mu.Lock()
	defer p.mu.Unlock()
	var found []CustomerInfo
	for _, key := range slices.Sorted(maps.Keys(p.customers)) {
		t := p.customers[key]
		found = append(found, CustomerInfo{
			ID: t.id, Name: t.name, Parent: t.parent, Reseller: t.reseller, Features: slices.Clone(t.features),
		})
	}
	return found
}

// Channels is copies of the channels of a host, by id.
func (p *Platform) Channels(host string) []Channel {
	p.mu.Lock()
	defer p.mu.Unlock()
	var found []Channel
	for _, key := range p.customer(host).channels {
		found = append(found, p.channels[key].clone())
	}
	return found
}

// UpdateChannel simulates another client that changes a channel, all but its id and host, and reports whether there is
// one. change must not call methods of p.
func (p *Platform) UpdateChannel(id string, change func(*Channel)) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	h := p.channels[keyOf(id)]
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

// DeleteChannel removes a channel, whether it is in use or not, and reports whether there was one.
func (p *Platform) DeleteChannel(id string) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	h := p.channels[keyOf(id)]
	if h == nil {
		return false
	}
	p.dropChannel(h)
	return true
}

// AddDRMAccount adds an account. A zero Created is now.
func (p *Platform) AddDRMAccount(a DRMAccount) {
	p.mu.Lock()
	defer p.mu.Unlock()
	a.Devices = slices.Clone(a.Devices)
	if a.Created.IsZero() {
		a.Created = p.clock.Now().Truncate(time.Millisecond)
	}
	p.putAccount(&a)
}

// AddDRMAccounts adds n accounts of one device each and returns their user names, sorted.
func (p *Platform) AddDRMAccounts(customer string, n int) []string {
	p.mu.Lock()
	defer p.mu.Unlock()
	usernames := make([]string, n)
	for i := range usernames {
		serial := p.newID()[16:]
		usernames[i] = "drm-" + serial
		p.putAccount(&DRMAccount{
			Customer: customer, Username: usernames[i], Password: randomText(14),
			Devices: []DRMDevice{{ID: p.newID(), Type: "WEB", Model: "Chrome"}},
			Created: p.clock.Now().Truncate(time.Millisecond),
		})
	}
	return usernames
}

// SetNPvrDefaults sets a reseller's common network recording: storage in hours, autoExpireDays in days.
func (p *Platform) SetNPvrDefaults(reseller string, enabled bool, storage, autoExpireDays int) {
	p.mu.Lock()
	defer p.mu.Unlock()
	n := &p.customer(reseller).nPvr
	n.enabled, n.storage, n.autoExpireDays = enabled, storage, autoExpireDays
}

// SetNPvrAvailable sets whether a reseller offers network recording at all.
func (p *Platform) SetNPvrAvailable(reseller string, available bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.customer(reseller).nPvr.available = available
}

// Now is the platform's time.
func (p *Platform) Now() time.Time { return p.clock.Now().Truncate(time.Millisecond) }
