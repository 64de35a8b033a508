package seed

import (
	"fmt"
	"slices"
	"strings"
)

const (
	private  = "IPTVPRIVATE"
	business = "IPTVBUSINESS"
)

func (c *Customer) has(feature string) bool { return slices.Contains(c.Features, feature) }

// hosts reports whether packages and channels can live on the customer.
func (c *Customer) hosts() bool { return c.has(business) || (c.Reseller && c.has(private)) }

// madeUpID is 24 hex digits for what stands at a path.
func madeUpID(path string) string { return strings.ToUpper(madeUp(path)) }

func (t *TelecomX) complete() {
	for n := range t.Customers {
		c := &t.Customers[n]
		at := fmt.Sprintf("telecomx.customers[%d]", n)
		if c.ID == "" {
			c.ID = madeUpID(at)
		}
		if c.Name == "" {
			c.Name = c.ID
		}
		if c.Features == nil {
			c.Features = []string{private}
		}
		if c.Employee == nil && (n == 0 || c.Reseller || c.has(business)) {
			c.Employee = &Employee{}
		}
		if c.Employee != nil {
			c.Employee.complete(c)
		}
		for m := range c.Channels {
			c.Channels[m].complete(m, fmt.Sprintf("%s.channels[%d]", at, m))
		}
		for m := range c.Packages {
			if k := &c.Packages[m]; k.ID == "" {
				k.ID = madeUpID(fmt.Sprintf("%s.packages[%d]", at, m))
			}
		}
		for m := range c.DRMAccounts {
			a := &c.DRMAccounts[m]
			if a.Password == "" {
				a.Password = "drm-" + madeUp("drm account "+a.Username)
			}
			for k := range a.Devices {
				if d := &a.Devices[k]; d.ID == "" {
					d.ID = madeUpID(fmt.Sprintf("%s.drm_accounts[%d].devices[%d]", at, m, k))
				}
			}
		}
	}
}

func (e *Employee) complete(c *Customer) {
	if e.Username == "" {
		e.Username = "operator@" + strings.ToLower(c.ID)
	}
	if e.Password == "" {
		e.Password = "password-" + madeUp("employee "+e.Username)
	}
	switch {
	case e.Level != "":
	case c.Reseller:
		e.Level = "RESELLER"
	default:
		e.Level = "OWNER"
	}
}

func (h *Channel) complete(place int, path string) {
	if h.ID == "" {
		h.ID = madeUpID(path)
	}
	if h.Number == 0 {
		h.Number = place + 1
	}
	switch {
	case h.Types != nil:
	case h.BaseChannel != 0:
		h.Types = []string{"BASE"}
	default:
		h.Types = []string{"LOCAL"}
	}
}

// telecomXCheck is what the checks of all customers share.
type telecomXCheck struct {
	*problems

	customers map[string]*Customer
	bases     map[int]bool

	ids, usernames, tokens, accounts seen
}

func (t *TelecomX) check(found *problems) {
	c := &telecomXCheck{found, map[string]*Customer{}, map[int]bool{}, seen{}, seen{}, seen{}, seen{}}
	numbers := seen{}
	for n, base := range t.BaseChannels {
		c.bases[base.Number] = true
		numbers.once(found, fmt.Sprintf("telecomx.base_channels[%d].number", n), idText(int64(base.Number)), "the number")
	}
	for n := range t.Customers {
		customer := &t.Customers[n]
		c.ids.once(found, fmt.Sprintf("telecomx.customers[%d].id", n), upper(customer.ID), "the id")
		c.customers[upper(customer.ID)] = customer
	}
	for n := range t.Customers {
		c.customer(fmt.Sprintf("telecomx.customers[%d]", n), &t.Customers[n])
	}
}

func upper(id string) string { return strings.ToUpper(id) }

func (c *telecomXCheck) customer(at string, t *Customer) {
	if t.Parent != "" {
		switch parent := c.customers[upper(t.Parent)]; {
		case parent == nil:
			c.add(at+".parent", "no customer %s", t.Parent)
		case !parent.Reseller:
			c.add(at+".parent", "customer %s is no reseller", t.Parent)
		}
	}
	if t.Employee != nil {
		c.usernames.once(c.problems, at+".employee.username", strings.ToLower(t.Employee.Username), "the user name")
		c.tokens.once(c.problems, at+".employee.token", t.Employee.Token, "the token")
	}
	for what, any := range map[string]bool{"channels": len(t.Channels) > 0, "packages": len(t.Packages) > 0} {
		if any && !t.hosts() {
			c.add(at+"."+what, "the customer hosts none: that takes IPTVBUSINESS, or IPTVPRIVATE on a reseller")
		}
	}
	channels := c.channels(at, t)
	for n, k := range t.Packages {
		at := fmt.Sprintf("%s.packages[%d]", at, n)
		c.ids.once(c.problems, at+".id", upper(k.ID), "the id")
		for id, kind := range k.Channels {
			at := join(at+".channels", id)
			switch h := channels[upper(id)]; {
			case h == nil:
				c.add(at, "no channel %s of this customer", id)
			case !slices.Contains(h.Types, kind):
				c.add(at, "the channel supports %s only", strings.Join(h.Types, ", "))
			}
		}
	}
	c.subscription(at+".subscription", t)
	if !t.has(business) && len(t.DRMAccounts) > 1 {
		c.add(at+".drm_accounts", "%d accounts: without IPTVBUSINESS a customer has one", len(t.DRMAccounts))
	}
	for n, a := range t.DRMAccounts {
		c.accounts.once(c.problems, fmt.Sprintf("%s.drm_accounts[%d].username", at, n), upper(a.Username), "the user name")
	}
}

// channels checks the channels of a customer and returns them by id.
func (c *telecomXCheck) channels(at string, t *Customer) map[string]*Channel {
	byID, numbers := map[string]*Channel{}, seen{}
	for n := range t.Channels {
		h, at := &t.Channels[n], fmt.Sprintf("%s.channels[%d]", at, n)
		c.ids.once(c.problems, at+".id", upper(h.ID), "the id")
		numbers.once(c.problems, at+".number", idText(int64(h.Number)), "the number")
		byID[upper(h.ID)] = h
		if h.BaseChannel != 0 && !c.bases[h.BaseChannel] {
			c.add(at+".base_channel", "no base channel %d", h.BaseChannel)
		}
		if h.BaseChannel == 0 && slices.Contains(h.Types, "BASE") {
			c.add(at+".types", "BASE needs base_channel")
		}
	}
	return byID
}

func (c *telecomXCheck) subscription(at string, t *Customer) {
	if t.Subscription == nil {
		return
	}
	if !t.has(private) {
		c.add(at, "the customer has none: that takes IPTVPRIVATE")
	}
	host := t
	if parent := c.customers[upper(t.Parent)]; parent != nil && !t.hosts() {
		host = parent
	}
	packages := map[string]*Package{}
	for n := range host.Packages {
		packages[upper(host.Packages[n].ID)] = &host.Packages[n]
	}
	main, subscribed := "", seen{}
	for n, s := range t.Subscription.Packages {
		at := fmt.Sprintf("%s.packages[%d]", at, n)
		subscribed.once(c.problems, at+".id", upper(s.ID), "the package")
		if start, end := instant(s.Start), instant(s.End); !end.IsZero() && end.Before(start) {
			c.add(at+".end", "before start")
		}
		switch k := packages[upper(s.ID)]; {
		case s.ID == "":
		case k == nil:
			c.add(at+".id", "no package %s of customer %s", s.ID, host.ID)
		case k.Main && main != "":
			c.add(at+".id", "a second main package beside %s", main)
		case k.Main:
			main = k.ID
		}
	}
}
