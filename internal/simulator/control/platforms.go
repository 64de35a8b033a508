package control

import (
	"fmt"
	"net/http"
	"strconv"
	"strings"

	"github.com/iptvops/terraform-provider-iptv/internal/simulator"
	"github.com/iptvops/terraform-provider-iptv/internal/simulator/estate"
	simicareus "github.com/iptvops/terraform-provider-iptv/internal/simulator/icareus"
	simpanel "github.com/iptvops/terraform-provider-iptv/internal/simulator/panel"
	"github.com/iptvops/terraform-provider-iptv/internal/simulator/seed"
	simtelecomx "github.com/iptvops/terraform-provider-iptv/internal/simulator/telecomx"
)

// reported is errRefused for what a platform has not done.
func reported(done bool) error {
	if done {
		return nil
	}
	return errRefused
}

// described is the objects in the seed's form.
func described[S, T any](all []S, describe func(S) T) []T {
	found := make([]T, len(all))
	for i, object := range all {
		found[i] = describe(object)
	}
	return found
}

func linearChannels(s *estate.Server, parent string) (*objects[seed.LinearChannel], error) {
	organization, err := strconv.ParseInt(parent, 10, 64)
	if err != nil || !s.Icareus.HasOrganization(organization) {
		return nil, fmt.Errorf("there is no organisation %s", parent)
	}
	return &objects[seed.LinearChannel]{
		definition: "linear_channel", list: described(s.Icareus.Channels(organization), seed.LinearChannelOf),
		keys: func(c seed.LinearChannel) []string { return []string{strconv.FormatInt(c.ID, 10)} },
		add: func(c seed.LinearChannel) error {
			if _, taken := s.Icareus.Channel(organization, c.ID); taken {
				return errRefused
			}
			return reported(s.Icareus.AddChannel(organization, c.Simulated()) != 0)
		},
		change: func(before, after seed.LinearChannel) error {
			return reported(s.Icareus.Update(organization, before.ID, func(c *simicareus.Channel) {
				name, sum := c.IconName, c.IconSHA256
				*c = after.Simulated()
				// The addresses of an uploaded icon follow from it.
				if sum != "" && after.SmallIcon == before.SmallIcon {
					c.IconName, c.IconSHA256, c.SmallIcon, c.MediumIcon, c.LargeIcon = name, sum, "", "", ""
				}
			}))
		},
		remove: func(c seed.LinearChannel) bool { return s.Icareus.Delete(organization, c.ID) },
	}, nil
}

// findCustomer is the customer with that id, without case.
func findCustomer(s *estate.Server, id string) (string, error) {
	for _, c := range s.TelecomX.Customers() {
		if strings.EqualFold(c.ID, id) {
			return c.ID, nil
		}
	}
	return "", fmt.Errorf("there is no customer %s", id)
}

// spellings is an id in the ways in which a path may have it.
func spellings(id string) []string { return []string{id, strings.ToUpper(id), strings.ToLower(id)} }

func channels(s *estate.Server, parent string) (*objects[seed.Channel], error) {
	host, err := findCustomer(s, parent)
	if err != nil {
		return nil, err
	}
	return &objects[seed.Channel]{
		definition: "channel", list: described(s.TelecomX.Channels(host), seed.ChannelOf),
		keys: func(h seed.Channel) []string { return spellings(h.ID) },
		add: func(h seed.Channel) error {
			if _, taken := s.TelecomX.Channel(h.ID); taken {
				return errRefused
			}
			s.TelecomX.AddChannel(h.Simulated(host))
			return nil
		},
		change: func(before, after seed.Channel) error {
			return reported(s.TelecomX.UpdateChannel(before.ID, func(h *simtelecomx.Channel) { *h = after.Simulated(host) }))
		},
		remove: func(h seed.Channel) bool { return s.TelecomX.DeleteChannel(h.ID) },
	}, nil
}

func packages(s *estate.Server, parent string) (*objects[seed.Package], error) {
	host, err := findCustomer(s, parent)
	if err != nil {
		return nil, err
	}
	return &objects[seed.Package]{
		definition: "package",
		list: described(s.TelecomX.Packages(host), func(k simtelecomx.Package) seed.Package {
			return seed.Package{ID: k.ID, Name: k.Name, Main: k.Main, Channels: k.Channels}
		}),
		keys: func(k seed.Package) []string { return spellings(k.ID) },
		add: func(k seed.Package) error {
			if _, taken := s.TelecomX.Package(k.ID); taken {
				return errRefused
			}
			s.TelecomX.AddPackage(simtelecomx.Package{ID: k.ID, Name: k.Name, Customer: host, Main: k.Main, Channels: k.Channels})
			return nil
		},
		change: func(before, after seed.Package) error {
			return reported(s.TelecomX.UpdatePackage(before.ID, func(k *simtelecomx.Package) {
				k.Name, k.Main, k.Channels = after.Name, after.Main, after.Channels
			}))
		},
		remove: func(k seed.Package) bool { return s.TelecomX.DeletePackage(k.ID) },
	}, nil
}

// customers lists the customers, without what they have.
func (h *Handler) customers(w http.ResponseWriter, _ *http.Request) {
	simulator.WriteJSON(w, http.StatusOK, described(h.Estate().TelecomX.Customers(), func(c simtelecomx.CustomerInfo) seed.Customer {
		return seed.Customer{ID: c.ID, Name: c.Name, Reseller: c.Reseller, Parent: c.Parent, Features: c.Features}
	}))
}

func (h *Handler) subscription(w http.ResponseWriter, r *http.Request) {
	s := h.Estate()
	customer, err := findCustomer(s, part(r, "parent"))
	if err != nil {
		fail(w, http.StatusNotFound, err)
		return
	}
	simulator.WriteJSON(w, http.StatusOK, seed.SubscriptionOf(s.TelecomX.Subscription(customer)))
}

func (h *Handler) changeSubscription(w http.ResponseWriter, r *http.Request) {
	s := h.Estate()
	customer, err := findCustomer(s, part(r, "parent"))
	if err != nil {
		fail(w, http.StatusNotFound, err)
		return
	}
	patch(w, r, &objects[seed.Subscription]{
		definition: "subscription",
		change: func(_, after seed.Subscription) error {
			for _, k := range after.Packages {
				if _, ok := s.TelecomX.Package(k.ID); !ok {
					return fmt.Errorf("there is no package %s", k.ID)
				}
			}
			s.TelecomX.SetSubscription(customer, after.Simulated(s.TelecomX))
			return nil
		},
	}, seed.SubscriptionOf(s.TelecomX.Subscription(customer)))
}

func users(s *estate.Server, _ string) (*objects[seed.User], error) {
	return &objects[seed.User]{
		definition: "user", list: described(s.Panel.Users(), seed.UserOf),
		keys: func(u seed.User) []string { return []string{u.Name} },
		add:  func(u seed.User) error { return reported(s.Panel.AddUser(u.Simulated()) != 0) },
		change: func(before, after seed.User) error {
			return reported(s.Panel.UpdateUser(before.Name, func(u *simpanel.User) {
				parent := u.Parent
				*u = after.Simulated()
				u.Parent = parent
			}))
		},
	}, nil
}

func linePackages(s *estate.Server, _ string) (*objects[seed.LinePackage], error) {
	put := func(k seed.LinePackage) { s.Panel.AddPackage(k.Simulated()) }
	return &objects[seed.LinePackage]{
		definition: "line_package", list: described(s.Panel.Packages(), seed.LinePackageOf),
		keys: func(k seed.LinePackage) []string { return []string{strconv.Itoa(k.ID)} },
		add: func(k seed.LinePackage) error {
			put(k)
			return nil
		},
		change: func(before, after seed.LinePackage) error {
			after.ID = before.ID
			put(after)
			return nil
		},
		remove: func(k seed.LinePackage) bool { return s.Panel.DeletePackage(k.ID) },
	}, nil
}

func lines(s *estate.Server, _ string) (*objects[seed.Line], error) {
	return &objects[seed.Line]{
		definition: "line", list: described(s.Panel.Lines(), seed.LineOf),
		keys: func(l seed.Line) []string { return []string{l.ID, l.Username} },
		add: func(l seed.Line) error {
			if users := s.Panel.Users(); l.Owner == "" && len(users) > 0 {
				l.Owner = users[0].Name
			}
			return reported(s.Panel.AddLine(l.Simulated()) != "")
		},
		change: func(before, after seed.Line) error {
			return reported(s.Panel.UpdateLine(before.ID, func(l *simpanel.Line) {
				kind := l.Type
				*l = after.Simulated()
				l.ID, l.Type = before.ID, kind
			}))
		},
		remove: func(l seed.Line) bool { return s.Panel.DeleteLine(l.ID) },
	}, nil
}
