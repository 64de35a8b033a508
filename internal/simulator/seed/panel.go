package seed

import (
	"fmt"
	"slices"
	"strconv"

	"github.com/google/uuid"

	simpanel "github.com/iptvops/terraform-provider-iptv/internal/simulator/panel"
)

func (p *Panel) complete() {
	if p.APIKey == "" {
		p.APIKey = simpanel.APIKey
	}
	next := 1
	for _, u := range p.Users {
		next = max(next, u.ID+1)
	}
	for n := range p.Users {
		u := &p.Users[n]
		if u.ID == 0 {
			u.ID, next = next, next+1
		}
		if u.Token == "" {
			u.Token = "token-" + madeUp("panel user "+u.Name)
		}
		if u.Permissions == nil {
			u.Permissions = simpanel.Permissions()
		}
	}
	packages := map[int]LinePackage{}
	for n := range p.Packages {
		k := &p.Packages[n]
		k.MaxConnections = max(k.MaxConnections, 1)
		if k.PackageType == "" {
			k.PackageType = "regular"
		}
		packages[k.ID] = *k
	}
	for n := range p.Lines {
		l := &p.Lines[n]
		pack := packages[l.PackageID]
		if l.ID == "" {
			l.ID = uuid.NewSHA1(uuid.Nil, []byte(fmt.Sprintf("panel.lines[%d]", n))).String()
		}
		if l.Password == "" {
			l.Password = madeUp("line " + l.Username)
		}
		if l.Owner == "" && len(p.Users) > 0 {
			l.Owner = p.Users[0].Name
		}
		if l.Bouquets == nil {
			l.Bouquets = pack.Bouquets
		}
		if l.MaxConnections == 0 {
			l.MaxConnections = max(pack.MaxConnections, 1)
		}
	}
}

func (p *Panel) check(found *problems) {
	users, userIDs, tokens, names := seen{}, seen{}, seen{}, []string{}
	for n, u := range p.Users {
		at := fmt.Sprintf("panel.users[%d]", n)
		users.once(found, at+".name", u.Name, "the name")
		userIDs.once(found, at+".id", strconv.Itoa(u.ID), "the id")
		tokens.once(found, at+".token", u.Token, "the token")
		names = append(names, u.Name)
	}
	for n, u := range p.Users {
		if u.Parent != "" && !slices.Contains(names, u.Parent) {
			found.add(fmt.Sprintf("panel.users[%d].parent", n), "no user %s", u.Parent)
		}
	}
	bouquetIDs, packageIDs, bouquets, packages := seen{}, seen{}, []int{}, map[int]bool{}
	for n, b := range p.Bouquets {
		bouquetIDs.once(found, fmt.Sprintf("panel.bouquets[%d].id", n), idText(int64(b.ID)), "the id")
		bouquets = append(bouquets, b.ID)
	}
	for n, k := range p.Packages {
		at := fmt.Sprintf("panel.packages[%d]", n)
		packageIDs.once(found, at+".id", idText(int64(k.ID)), "the id")
		subset(found, at+".bouquets", k.Bouquets, bouquets, "no bouquet %d")
		packages[k.ID] = true
	}
	lineIDs, usernames := seen{}, seen{}
	for n, l := range p.Lines {
		at := fmt.Sprintf("panel.lines[%d]", n)
		lineIDs.once(found, at+".id", l.ID, "the id")
		usernames.once(found, at+".username", l.Username, "the user name")
		switch {
		case len(names) == 0:
			found.add(at+".owner", "the panel has no user")
		case !slices.Contains(names, l.Owner):
			found.add(at+".owner", "no user %s", l.Owner)
		}
		if l.PackageID != 0 && !packages[l.PackageID] {
			found.add(at+".package_id", "no package %d", l.PackageID)
		}
		subset(found, at+".bouquets", l.Bouquets, bouquets, "no bouquet %d")
	}
}

func (p *Panel) load(s *simpanel.Platform) {
	ids := map[string]int{}
	for _, u := range p.Users {
		ids[u.Name] = u.ID
	}
	for _, u := range p.Users {
		user := u.Simulated()
		user.Parent = ids[u.Parent]
		s.AddUser(user)
	}
	for _, b := range p.Bouquets {
		s.AddBouquet(simpanel.Bouquet{ID: b.ID, Name: b.Name})
	}
	for _, k := range p.Packages {
		s.AddPackage(k.Simulated())
	}
	for _, l := range p.Lines {
		s.AddLine(l.Simulated())
	}
}
