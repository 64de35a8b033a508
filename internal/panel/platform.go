// Package panel holds the Terraform types over the line panel: lines, and the catalogues that they are made from.
package panel

import (
	"context"
	"errors"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/action"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/list"
	"github.com/hashicorp/terraform-plugin-framework/resource"

	"github.com/iptvops/terraform-provider-iptv/internal/inventory"
	"github.com/iptvops/terraform-provider-iptv/internal/panel/api"
	"github.com/iptvops/terraform-provider-iptv/internal/rest"
	"github.com/iptvops/terraform-provider-iptv/internal/tf"
)

// platformName is the platform in diagnostics.
const platformName = "the line panel"

// Settings is what the provider's configuration says beside endpoint and credentials.
type Settings struct {
	CreditLimit *float64      // the most credits that a plan or an apply may spend; nil: the balance
	Preflight   bool          // check plans against the live catalogues
	Resends     int           // how often a create or renewal that is known not to have happened is sent again
	LookFor     time.Duration // how long a create or renewal whose response was lost is looked for
}

// Platform is the line panel as all types of one run share it.
type Platform struct {
	Settings

	api   *api.Client
	reach *tf.Reach

	lines    *inventory.Inventory[api.Line] // by line_id, in lower case
	names    *inventory.Inventory[api.Line] // by username
	packages fetched[[]api.Package]
	profile  fetched[api.Profile] // of before anything is bought

	money    ledger
	claims   claims
	managed  sync.Map // line ids of resources that this run has seen
	creating sync.Map // usernames of creates in progress
	renewing sync.Map // *renewals by line_id, in lower case

	unidentified atomic.Pointer[error] // of the last list that held a line whose line_id cannot be read
}

// New makes the platform over its client. It sends nothing.
func New(client *api.Client, settings Settings) *Platform {
	p := &Platform{
		Settings: settings, api: client,
		reach: tf.NewReach(platformName,
			"endpoint in the provider block panel = { ... }, or the environment variable IPTV_PANEL_ENDPOINT",
			"api_key and user_token in the provider block panel = { ... }, or the environment variables IPTV_PANEL_API_KEY and "+
				"IPTV_PANEL_USER_TOKEN"),
	}
	p.money.limit = settings.CreditLimit
	p.lines = p.newLines()
	p.names = inventory.New(inventory.Source[api.Line]{
		ID:   func(l api.Line) string { return string(l.Username) },
		Gone: isNoLine, Passing: rest.IsPassing,
		OneLook: true, // a line that this cannot show is found after a lost response
		Page: func(ctx context.Context, _, _ int) (inventory.Page[api.Line], error) {
			lines, holds, err := p.lines.List(ctx) // one list serves both
			if err == nil && !holds {
				err = errNoProof
			}
			return inventory.Page[api.Line]{Items: lines, Pages: 1}, err
		},
	})
	return p
}

// newLines is all lines that the user sees, of which nothing is read yet.
func (p *Platform) newLines() *inventory.Inventory[api.Line] {
	return inventory.New(inventory.Source[api.Line]{
		ID:   func(l api.Line) string { return lineID(l.ID) },
		Gone: isNoLine, Passing: rest.IsPassing,
		Page: func(ctx context.Context, n, _ int) (inventory.Page[api.Line], error) {
			page, err := p.api.ListPage(ctx, n+1)
			if unidentified := api.Unidentified(page.Lines); unidentified != nil {
				p.unidentified.Store(&unidentified)
			}
			return inventory.Page[api.Line]{Items: page.Lines, Pages: page.Pages, Total: page.Total}, err
		},
	})
}

func isNoLine(err error) bool { return errors.Is(err, errNoLine) }

// fetched is what the panel is asked for once a run. An error that may pass is not kept.
type fetched[T any] struct {
	mu     sync.Mutex // never held during a request
	latest *response[T]
}

// response is one that several may wait for.
type response[T any] struct {
	done  chan struct{} // closed at its end; what follows is valid then
	value T
	err   error
}

// get asks, if nobody has yet, and waits for the response; whoever waits can be interrupted.
func (a *fetched[T]) get(ctx context.Context, ask func(context.Context) (T, error)) (T, error) {
	r := a.ask(ctx, ask)
	select {
	case <-r.done:
		return r.value, r.err
	case <-ctx.Done():
		var none T
		return none, ctx.Err()
	}
}

func (a *fetched[T]) ask(ctx context.Context, ask func(context.Context) (T, error)) *response[T] {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.latest != nil {
		return a.latest
	}
	r := &response[T]{done: make(chan struct{})}
	a.latest = r
	go func() {
		defer close(r.done)
		if r.value, r.err = ask(context.WithoutCancel(ctx)); rest.IsPassing(r.err) {
			a.mu.Lock()
			defer a.mu.Unlock()
			a.latest = nil
		}
	}()
	return r
}

// packageList is the panel's packages.
func (p *Platform) packageList(ctx context.Context) ([]api.Package, error) {
	return p.packages.get(ctx, p.api.Packages)
}

// userProfile is the profile of the token's user.
func (p *Platform) userProfile(ctx context.Context) (api.Profile, error) {
	return p.profile.get(ctx, p.api.Profile)
}

// lineID folds the spelling of a line_id, which the panel writes in lower case.
func lineID(id string) string { return strings.ToLower(id) }

// providerData is what the types need of the provider's data.
type providerData interface {
	Panel() (*Platform, error)
}

// Resources is the resources of the line panel.
func Resources() []func() resource.Resource {
	return []func() resource.Resource{newLineResource}
}

// DataSources is the data sources of the line panel.
func DataSources() []func() datasource.DataSource {
	return []func() datasource.DataSource{
		newLineDataSource, newLinesDataSource, newBouquetsDataSource, newLinePackagesDataSource, newProfileDataSource,
	}
}

// ListResources is the list resources of the line panel.
func ListResources() []func() list.ListResource {
	return []func() list.ListResource{newLineList}
}

// Actions is the actions of the line panel.
func Actions() []func() action.Action {
	return []func() action.Action{newLineRenewAction}
}
