package simcopy

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/iptvops/terraform-provider-iptv/internal/panel/api"
	"github.com/iptvops/terraform-provider-iptv/internal/provider"
	"github.com/iptvops/terraform-provider-iptv/internal/rest"
	"github.com/iptvops/terraform-provider-iptv/internal/simulator/seed"
)

// copyPanel copies what the token's user sees. Its permissions are not readable: the copy's user has all of them.
func copyPanel(ctx context.Context, clients *provider.Clients, o Options, document *seed.Document) error {
	if clients.Panel == nil {
		return nil
	}
	profile, err := clients.Panel.Profile(ctx)
	if err != nil {
		return err
	}
	me := seed.User{
		Name: cmp.Or(string(profile.Name), "owner"), Credits: float64(profile.Credits), Token: o.secret(clients.PanelLogin.UserToken),
	}
	p := &document.Panel
	p.APIKey, p.Users = o.secret(clients.PanelLogin.APIKey), []seed.User{me}
	if err := copyCatalogue(ctx, clients.Panel, o, p); err != nil {
		return err
	}
	lines, err := pages(o, "lines", func(l api.Line) string { return l.ID + "\n" + string(l.Username) },
		func(n int) ([]api.Line, int, int, error) {
			page, err := clients.Panel.ListPage(ctx, n)
			return page.Lines, page.Total, page.Pages, err
		})
	if err != nil {
		return err
	}
	for _, l := range lines {
		if l.Err != nil {
			o.note("a line is not copied: %v", l.Err)
			continue
		}
		p.Lines = append(p.Lines, line(l, o))
	}
	complete(p)
	return nil
}

func copyCatalogue(ctx context.Context, client *api.Client, o Options, p *seed.Panel) error {
	bouquets, err := client.Bouquets(ctx)
	if err != nil {
		return err
	}
	for _, b := range bouquets {
		if b.Err != nil {
			o.note("a bouquet is not copied: %v", b.Err)
			continue
		}
		p.Bouquets = append(p.Bouquets, seed.Bouquet{ID: int(b.ID), Name: string(b.Name)})
	}
	packages, err := client.Packages(ctx)
	if err != nil {
		return err
	}
	for _, k := range packages {
		if k.Err != nil {
			o.note("a package is not copied: %v", k.Err)
			continue
		}
		p.Packages = append(p.Packages, seed.LinePackage{
			ID: int(k.ID), Name: cmp.Or(string(k.Name), fmt.Sprintf("Package %d", k.ID)), Description: string(k.Description),
			PriceCredits: max(float64(k.PriceCredits), 0), DurationHours: int(k.DurationHours), MaxConnections: int(k.MaxConnections),
			PackageType: packageType(k), Bouquets: ints(k.Bouquets),
		})
	}
	return nil
}

func packageType(k api.Package) string {
	if k.Type == "trial" {
		return "trial"
	}
	return ""
}

func ints(ids rest.IDs) []int {
	all := make([]int, len(ids))
	for i, id := range ids {
		all[i] = int(id)
	}
	return sorted(all)
}

// sorted is the values in order, each once.
func sorted[T cmp.Ordered](values []T) []T {
	slices.Sort(values)
	return slices.Compact(values)
}

func line(l api.Line, o Options) seed.Line {
	return seed.Line{
		ID: strings.ToLower(l.ID), Username: string(l.Username), Password: o.secret(string(l.Password)),
		MACAddr: strings.ToUpper(string(l.MAC)), Owner: string(l.Owner), ExpireAt: l.ExpireAt.String(),
		IsEnabled: optional(bool(l.IsEnabled), true), IsRestreamer: bool(l.IsRestreamer), IsTrial: bool(l.IsTrial),
		PackageID: int(l.PackageID), Bouquets: ints(l.Bouquets), MaxConnections: int(l.MaxConnections),
		ResellerNotes: string(l.ResellerNotes),
	}
}

// complete adds what lines and packages refer to and no list has: other owners, whom only a super-admin sees, packages that
// are no longer sold and withdrawn bouquets.
func complete(p *seed.Panel) {
	packages, bouquets, users := map[int]bool{}, map[int]bool{}, map[string]bool{p.Users[0].Name: true, "": true}
	for _, k := range p.Packages {
		packages[k.ID] = true
	}
	for _, b := range p.Bouquets {
		bouquets[b.ID] = true
	}
	refer := func(ids []int) {
		for _, id := range ids {
			if !bouquets[id] {
				bouquets[id] = true
				p.Bouquets = append(p.Bouquets, seed.Bouquet{ID: id})
			}
		}
	}
	for _, k := range p.Packages {
		refer(k.Bouquets)
	}
	for _, l := range p.Lines {
		refer(l.Bouquets)
		if l.PackageID != 0 && !packages[l.PackageID] {
			packages[l.PackageID] = true
			p.Packages = append(p.Packages, seed.LinePackage{ID: l.PackageID, Name: fmt.Sprintf("Package %d", l.PackageID)})
		}
		if !users[l.Owner] {
			users[l.Owner] = true
			p.Users[0].SuperAdmin = true
			p.Users = append(p.Users, seed.User{Name: l.Owner})
		}
	}
}
