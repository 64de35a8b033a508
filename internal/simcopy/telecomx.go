package simcopy

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"

	"github.com/iptvops/terraform-provider-iptv/internal/provider"
	"github.com/iptvops/terraform-provider-iptv/internal/rest"
	"github.com/iptvops/terraform-provider-iptv/internal/simulator/seed"
	"github.com/iptvops/terraform-provider-iptv/internal/telecomx/api"
)

const (
	private  = "IPTVPRIVATE"
	business = "IPTVBUSINESS"
)

// telecomXCopy is one copy of Telecom X.
type telecomXCopy struct {
	Options

	client *api.Client
	bases  map[int]seed.BaseChannel
}

// copyTelecomX copies TELECOMX_CUSTOMER_ID and the customers that are named.
func copyTelecomX(ctx context.Context, clients *provider.Clients, o Options, document *seed.Document) error {
	if clients.TelecomX == nil {
		return nil
	}
	if clients.CustomerID == "" {
		return errors.New("set TELECOMX_CUSTOMER_ID: no documented call says which customer a token belongs to")
	}
	c := &telecomXCopy{Options: o, client: clients.TelecomX, bases: map[int]seed.BaseChannel{}}
	var all []seed.Customer
	for n, id := range append([]string{clients.CustomerID}, o.Customers...) {
		if slices.ContainsFunc(all, func(c seed.Customer) bool { return api.Key(c.ID) == api.Key(id) }) {
			continue
		}
		customer, err := c.customer(ctx, id, n == 0)
		if err != nil {
			return err
		}
		if n == 0 {
			login := clients.TelecomXLogin
			customer.Employee = &seed.Employee{
				Username: login.Username, Password: o.secret(login.Password), Token: o.secret(login.Token),
			}
		} else {
			customer.Parent = all[0].ID
		}
		all = append(all, customer)
		o.Progress("customers", len(all), 1+len(o.Customers))
	}
	document.TelecomX.Customers = all
	for _, base := range c.bases {
		document.TelecomX.BaseChannels = append(document.TelecomX.BaseChannels, base)
	}
	slices.SortFunc(document.TelecomX.BaseChannels, func(a, b seed.BaseChannel) int { return cmp.Compare(a.Number, b.Number) })
	return nil
}

// customer copies one. The first one is a reseller, unless it hosts packages as a business.
func (c *telecomXCopy) customer(ctx context.Context, id string, first bool) (seed.Customer, error) {
	found, err := c.client.GetCustomer(ctx, id)
	if err != nil {
		return seed.Customer{}, err
	}
	customer := seed.Customer{ID: found.ID, Name: found.Name, Features: []string{}}
	for _, feature := range []string{private, business} {
		if slices.Contains(found.Features, feature) {
			customer.Features = append(customer.Features, feature)
		}
	}
	hosts := slices.Contains(customer.Features, business)
	customer.Reseller = first && (!hosts || len(c.Customers) > 0)
	for _, part := range []struct {
		what string
		read func(context.Context, *seed.Customer) error
		has  bool
	}{
		{"channels and packages", c.lineUp, hosts || customer.Reseller},
		{"subscription", c.subscription, slices.Contains(customer.Features, private)},
		{"DRM accounts", c.accounts, true},
	} {
		if !part.has {
			continue
		}
		// A reseller may not read what a business customer hosts.
		if err := part.read(ctx, &customer); rest.Status(err) == http.StatusForbidden && !first {
			c.note("%s of customer %s: not copied, the employee may not read them", part.what, customer.ID)
		} else if err != nil {
			return customer, fmt.Errorf("customer %s: %w", customer.ID, err)
		}
	}
	return customer, nil
}

// listAll reads a list of Telecom X whole.
func listAll[T any](o Options, what string, key func(T) string, read func(offset int) (api.Page[T], error)) ([]T, error) {
	got := 0
	return pages(o, what, key, func(page int) ([]T, int, int, error) {
		if page == 1 {
			got = 0
		}
		p, err := read(got)
		if err != nil {
			return nil, 0, 0, err
		}
		last := p.Pages(page-1, got)
		got += len(p.Items)
		return p.Items, p.Total, last, nil
	})
}

// lineUp copies channels and packages that the customer hosts.
func (c *telecomXCopy) lineUp(ctx context.Context, customer *seed.Customer) error {
	channels, err := listAll(c.Options, "package channels", func(h api.Channel) string { return api.Key(h.ID) },
		func(offset int) (api.Page[api.Channel], error) {
			return c.client.ListChannels(ctx, customer.ID, "", offset, api.MaxLimit)
		})
	if err != nil {
		return err
	}
	known := map[string]*seed.Channel{}
	for _, h := range channels {
		if h.Unread != nil {
			c.note("channel %s is not copied: %v", h.ID, h.Unread)
			continue
		}
		customer.Channels = append(customer.Channels, c.channel(h))
	}
	slices.SortFunc(customer.Channels, func(a, b seed.Channel) int { return cmp.Or(a.Number-b.Number, cmp.Compare(a.ID, b.ID)) })
	for n := range customer.Channels {
		known[api.Key(customer.Channels[n].ID)] = &customer.Channels[n]
	}
	packages, err := listAll(c.Options, "packages", func(k api.Package) string { return api.Key(k.ID) },
		func(offset int) (api.Page[api.Package], error) {
			return c.client.ListPackages(ctx, customer.ID, "", offset, api.MaxLimit)
		})
	if err != nil {
		return err
	}
	for _, k := range packages {
		if k.Channels == nil && k.Unread == nil {
			if k, err = c.client.GetPackage(ctx, k.ID); err != nil {
				return err
			}
		}
		if k.Unread != nil {
			c.note("package %s is not copied: %v", k.ID, k.Unread)
			continue
		}
		copied := seed.Package{ID: k.ID, Name: k.Name, Main: k.Main, Channels: map[string]string{}}
		for _, member := range k.Channels {
			switch h := known[api.Key(member.ID)]; {
			case h == nil:
				c.note("channel %s of package %s is not copied: it is in no list", member.ID, k.ID)
				continue
			case !slices.Contains(h.Types, member.Type):
				h.Types = append(h.Types, member.Type)
			}
			copied.Channels[member.ID] = member.Type
		}
		customer.Packages = append(customer.Packages, copied)
	}
	slices.SortFunc(customer.Packages, func(a, b seed.Package) int { return cmp.Compare(a.ID, b.ID) })
	return nil
}

func (c *telecomXCopy) channel(h api.Channel) seed.Channel {
	channel := seed.Channel{ID: h.ID, Number: int(h.Number), Name: cmp.Or(h.Name, h.ID), HD: h.HD, Types: slices.Clone(h.Types)}
	if channel.Types == nil {
		channel.Types = []string{}
	}
	if h.BaseChannel != nil {
		channel.BaseChannel = int(*h.BaseChannel)
		if _, known := c.bases[channel.BaseChannel]; !known {
			c.bases[channel.BaseChannel] = seed.BaseChannel{Number: channel.BaseChannel, Name: channel.Name, HD: h.HD}
		}
	}
	return channel
}

func (c *telecomXCopy) subscription(ctx context.Context, customer *seed.Customer) error {
	s, err := c.client.GetSubscription(ctx, customer.ID)
	switch {
	case api.HasNoIPTV(err):
		return nil
	case err != nil:
		return err
	case s.Unread != nil:
		c.note("the subscription of customer %s is not copied: %v", customer.ID, s.Unread)
		return nil
	}
	if d := s.ResellerNPvr; customer.Reseller && d != nil {
		customer.NPvr = &seed.NPvrDefaults{
			Available: optional(d.StorageHours != nil, true), Enabled: optional(d.Enabled == nil || *d.Enabled, true),
			StorageHours: whole(d.StorageHours), AutoExpireDays: whole(d.AutoExpireDays),
		}
	}
	copied := seed.Subscription{}
	if n := s.NPvr; n.Override {
		copied.NPvr = &seed.NPvr{
			Override: true, Enabled: n.Enabled, StorageHours: wholePointer(n.StorageHours), AutoExpireDays: wholePointer(n.AutoExpireDays),
		}
	}
	if s.Scrub.Override {
		copied.Scrub = &seed.Scrub{Override: true, Forward: s.Scrub.Forward, Backward: s.Scrub.Backward, Pause: s.Scrub.Pause}
	}
	for _, k := range s.Packages {
		copied.Packages = append(copied.Packages, seed.Subscribed{ID: k.ID, Start: k.Start.String(), End: k.End.String()})
	}
	slices.SortFunc(copied.Packages, func(a, b seed.Subscribed) int { return cmp.Compare(a.ID, b.ID) })
	if copied.NPvr != nil || copied.Scrub != nil || len(copied.Packages) > 0 {
		customer.Subscription = &copied
	}
	return nil
}

func whole(n *int64) int {
	if n == nil {
		return 0
	}
	return int(*n)
}

func wholePointer(n *int64) *int {
	if n == nil {
		return nil
	}
	value := int(*n)
	return &value
}

func (c *telecomXCopy) accounts(ctx context.Context, customer *seed.Customer) error {
	accounts, err := listAll(c.Options, "DRM accounts", func(a api.Account) string { return api.Key(a.Username) },
		func(offset int) (api.Page[api.Account], error) {
			return c.client.ListAccounts(ctx, api.AccountQuery{Customer: customer.ID, Full: true}, offset, api.MaxLimit)
		})
	if err != nil {
		return err
	}
	for _, a := range accounts {
		if a.Unread != nil {
			c.note("the account %s is not copied: %v", a.Username, a.Unread)
			continue
		}
		copied := seed.DRMAccount{Username: a.Username, Password: c.secret(a.Password), Created: a.Created.String()}
		for _, d := range a.Devices {
			copied.Devices = append(copied.Devices, seed.DRMDevice{ID: d.ID, Type: d.Type, Name: d.Name, Model: d.Model})
		}
		customer.DRMAccounts = append(customer.DRMAccounts, copied)
	}
	slices.SortFunc(customer.DRMAccounts, func(a, b seed.DRMAccount) int { return cmp.Compare(a.Username, b.Username) })
	return nil
}
