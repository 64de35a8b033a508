package seed

import (
	"fmt"
	"slices"

	simtelecomx "github.com/iptvops/terraform-provider-iptv/internal/simulator/telecomx"
)

func (t *TelecomX) load(p *simtelecomx.Platform) {
	for _, base := range t.BaseChannels {
		p.AddBaseChannel(base.Number, base.Name, base.HD, base.Archive)
	}
	// A parent need not stand before its customers: ids are looked up when they are used.
	for _, c := range t.Customers {
		p.AddCustomer(simtelecomx.CustomerInfo{
			ID: c.ID, Name: c.Name, Parent: c.Parent, Reseller: c.Reseller, Features: c.Features,
		})
	}
	for n := range t.Customers {
		t.Customers[n].load(p)
	}
	for _, c := range t.Customers {
		if c.Subscription != nil {
			p.SetSubscription(c.ID, c.Subscription.Simulated(p))
		}
	}
}

func (c *Customer) load(p *simtelecomx.Platform) {
	if e := c.Employee; e != nil {
		p.AddEmployee(simtelecomx.Employee{
			Username: e.Username, Password: e.Password, Token: e.Token, Level: e.Level, Customer: c.ID,
		})
	}
	if n := c.NPvr; n != nil {
		p.SetNPvrAvailable(c.ID, orElse(n.Available, true))
		p.SetNPvrDefaults(c.ID, orElse(n.Enabled, true), orDefault(n.StorageHours, 50), orDefault(n.AutoExpireDays, 90))
	}
	for _, h := range c.Channels {
		p.AddChannel(h.Simulated(c.ID))
	}
	for _, k := range c.Packages {
		p.AddPackage(simtelecomx.Package{ID: k.ID, Name: k.Name, Customer: c.ID, Main: k.Main, Channels: k.members(c)})
	}
	for _, a := range c.DRMAccounts {
		devices := make([]simtelecomx.DRMDevice, len(a.Devices))
		for i, d := range a.Devices {
			devices[i] = simtelecomx.DRMDevice{ID: d.ID, Type: d.Type, Name: d.Name, Model: d.Model}
		}
		p.AddDRMAccount(simtelecomx.DRMAccount{
			Customer: c.ID, Username: a.Username, Password: a.Password, Created: instant(a.Created), Devices: devices,
		})
	}
}

func orDefault(value, otherwise int) int {
	if value == 0 {
		return otherwise
	}
	return value
}

// members is the channels of a package under the spelling of their own id.
func (k *Package) members(host *Customer) map[string]string {
	members := map[string]string{}
	for id, kind := range k.Channels {
		for _, h := range host.Channels {
			if upper(h.ID) == upper(id) {
				members[h.ID] = kind
			}
		}
	}
	return members
}

// Simulated is a channel of the host that supports its types, with made-up addresses.
func (h Channel) Simulated(host string) simtelecomx.Channel {
	s := simtelecomx.Channel{
		ID: h.ID, Customer: host, Number: h.Number, BaseChannel: h.BaseChannel, Name: h.Name, HD: h.HD, Archive: h.Archive,
		DVBOnly: h.BaseChannel != 0 && !slices.Contains(h.Types, "BASE"),
	}
	if slices.Contains(h.Types, "DVB") {
		s.DVB = []byte(simtelecomx.StandardDVB)
	}
	if slices.Contains(h.Types, "LOCAL") {
		s.Locals = []string{fmt.Sprintf("udp://239.8.%d.%d:5000", h.Number/256%256, h.Number%256)}
	}
	return s
}

// Simulated is the subscription as the platform keeps it: a start that is omitted is now.
func (s Subscription) Simulated(p *simtelecomx.Platform) simtelecomx.Subscription {
	var set simtelecomx.Subscription
	if n := s.NPvr; n != nil {
		set.NPvr = simtelecomx.NPvr{
			Override: n.Override, Enabled: n.Enabled, Storage: n.StorageHours, AutoExpireDays: n.AutoExpireDays,
		}
	}
	if c := s.Scrub; c != nil {
		set.Scrub = simtelecomx.Scrub{Override: c.Override, Forward: c.Forward, Backward: c.Backward, Pause: c.Pause}
	}
	for _, k := range s.Packages {
		start := instant(k.Start)
		if start.IsZero() {
			start = p.Now()
		}
		id := k.ID
		if stored, ok := p.Package(id); ok {
			id = stored.ID
		}
		set.Packages = append(set.Packages, simtelecomx.Subscribed{ID: id, Start: start, End: instant(k.End)})
	}
	return set
}

// SubscriptionOf is a subscription as a document has it.
func SubscriptionOf(s simtelecomx.Subscription) Subscription {
	var d Subscription
	if n := s.NPvr; n != (simtelecomx.NPvr{}) {
		d.NPvr = &NPvr{Override: n.Override, Enabled: n.Enabled, StorageHours: n.Storage, AutoExpireDays: n.AutoExpireDays}
	}
	if c := s.Scrub; c != (simtelecomx.Scrub{}) {
		d.Scrub = &Scrub{Override: c.Override, Forward: c.Forward, Backward: c.Backward, Pause: c.Pause}
	}
	for _, k := range s.Packages {
		d.Packages = append(d.Packages, Subscribed{ID: k.ID, Start: date(k.Start), End: date(k.End)})
	}
	return d
}

// ChannelOf is a channel as a document has it.
func ChannelOf(s simtelecomx.Channel) Channel {
	h := Channel{ID: s.ID, Number: s.Number, Name: s.Name, BaseChannel: s.BaseChannel, HD: s.HD, Archive: s.Archive, Types: []string{}}
	if s.BaseChannel != 0 && !s.DVBOnly {
		h.Types = append(h.Types, "BASE")
	}
	if len(s.DVB) > 0 {
		h.Types = append(h.Types, "DVB")
	}
	if len(s.Locals) > 0 {
		h.Types = append(h.Types, "LOCAL")
	}
	return h
}
