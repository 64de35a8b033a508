package telecomx

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync/atomic"

	"github.com/hashicorp/terraform-plugin-log/tflog"

	"github.com/iptvops/terraform-provider-iptv/internal/inventory"
	"github.com/iptvops/terraform-provider-iptv/internal/rest"
	"github.com/iptvops/terraform-provider-iptv/internal/telecomx/api"
)

// readPackage finds a package of a customer, "" where it is not known; false when there is none. hosted says that the
// customer is known to host it: a 404 that is not in the platform's own words is then settled by the customer's lists.
func (p *Platform) readPackage(ctx context.Context, customer, id string, hosted bool) (api.Package, bool, error) {
	get := func(ctx context.Context) (api.Package, error) { return p.api.GetPackage(ctx, id) }
	if customer != "" {
		var asked atomic.Bool
		found, ok, err := p.packagesOf(customer).ReadWith(ctx, api.Key(id), func(ctx context.Context) (api.Package, error) {
			asked.Store(true)
			found, err := get(ctx)
			if hosted && rest.MayBeGone(err, api.IsGone) {
				err = errors.Join(inventory.ErrUnproven, err)
			}
			return found, err
		})
		if ok || err != nil || asked.Load() {
			return found, ok, err
		}
	}
	// A customer's list that lacks the package proves nothing if the package is another customer's: the platform never
	// says whose it is, and an import takes the configured one.
	found, err := get(ctx)
	if api.IsGone(err) {
		return api.Package{}, false, nil
	}
	return found, err == nil, err
}

// deletePackage deletes a package. One that the platform does not find, in whatever words, is deleted once its host's
// lists lack it.
func (p *Platform) deletePackage(ctx context.Context, customer, id string, hosted bool) error {
	err := p.api.DeletePackage(ctx, id)
	if customer == "" || !hosted || !rest.MayBeGone(err, api.IsGone) {
		return err
	}
	_, exists, unproven := p.packagesOf(customer).ReadWith(ctx, api.Key(id), func(context.Context) (api.Package, error) {
		return api.Package{}, inventory.ErrUnproven
	})
	if exists || unproven != nil {
		return err
	}
	return nil
}

// noteCreated notes a package of this run.
func (p *Platform) noteCreated(k api.Package) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.createdPackages[k.Key()] = k
}

// findPackages looks for packages by key: among those that this run created, those of the provider's customer, who
// hosts them as a rule, and those that the customer itself can have. It is not complete when that list cannot be read.
func (p *Platform) findPackages(ctx context.Context, customer string, ids []string) (found map[string]api.Package, isComplete bool,
	_ error) {
	p.mu.Lock()
	found = maps.Clone(p.createdPackages)
	p.mu.Unlock()
	isMissing := func(id string) bool { _, ok := found[api.Key(id)]; return !ok }
	hosts := []string{customer}
	if p.CustomerID != "" && !strings.EqualFold(p.CustomerID, customer) {
		hosts = []string{p.CustomerID, customer}
	}
	var failed error
	for _, host := range hosts {
		if !slices.ContainsFunc(ids, isMissing) {
			return found, true, nil
		}
		all, holds, err := p.packagesOf(host).List(ctx)
		if isComplete = err == nil && holds; !isComplete {
			failed = err
			tflog.Debug(ctx, "packages are not checked: the catalogue cannot be read",
				map[string]any{"customer": host, "error": fmt.Sprint(err)})
		}
		for _, k := range all {
			found[k.Key()] = k
		}
	}
	return found, isComplete, failed
}
