// Package telecomx holds the Terraform types over Telecom X: packages of channels, subscriptions, DRM accounts.
package telecomx

import (
	"cmp"
	"context"
	"sync"
	"sync/atomic"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/ephemeral"
	"github.com/hashicorp/terraform-plugin-framework/list"
	"github.com/hashicorp/terraform-plugin-framework/resource"

	"github.com/iptvops/terraform-provider-iptv/internal/inventory"
	"github.com/iptvops/terraform-provider-iptv/internal/rest"
	"github.com/iptvops/terraform-provider-iptv/internal/telecomx/api"
	"github.com/iptvops/terraform-provider-iptv/internal/tf"
)

// platformName is the platform in diagnostics.
const platformName = "Telecom X"

// Settings is what the provider's configuration says beside endpoint and credentials.
type Settings struct {
	CustomerID string        // of types that name no customer; "" for none
	Preflight  bool          // check plans against the live catalogues
	Resends    int           // how often a create that is known not to have happened is sent again
	LookFor    time.Duration // how long a create whose response was lost is looked for
}

// Platform is Telecom X as all types of one run share it.
type Platform struct {
	Settings

	api   *api.Client
	reach *tf.Reach

	claims claims

	mu              sync.Mutex // guards the maps, which are by the customer's key
	packages        map[string]*inventory.Inventory[api.Package]
	channels        map[string]*inventory.Inventory[api.Channel]
	planReads       map[string]planRead
	createdPackages map[string]api.Package // packages that this run created, by key: an older list does not have them
	heldPackages    map[string]bool        // packages in the states that this run has seen, by key

	applying atomic.Bool // this run creates, updates or deletes packages
}

// New makes the platform over its client. It sends nothing.
func New(client *api.Client, settings Settings) *Platform {
	return &Platform{
		Settings: settings, api: client,
		reach: tf.NewReach(platformName,
			"endpoint in the provider block telecomx = { ... }, or the environment variable TELECOMX_ENDPOINT",
			"token, or username and password, in the provider block telecomx = { ... }, or the environment variable TELECOMX_TOKEN, "+
				"or TELECOMX_USERNAME and TELECOMX_PASSWORD"),
		packages:        map[string]*inventory.Inventory[api.Package]{},
		channels:        map[string]*inventory.Inventory[api.Channel]{},
		planReads:       map[string]planRead{},
		createdPackages: map[string]api.Package{},
		heldPackages:    map[string]bool{},
	}
}

// packagesOf is the packages of a customer, "" being the employee's own.
func (p *Platform) packagesOf(customer string) *inventory.Inventory[api.Package] {
	p.mu.Lock()
	defer p.mu.Unlock()
	key := api.Key(customer)
	if p.packages[key] == nil {
		var spellings sync.Map // ids as the platform spells them
		p.packages[key] = inventory.New(inventory.Source[api.Package]{
			ID: api.Package.Key,
			Get: func(ctx context.Context, id string) (api.Package, error) {
				if spelling, ok := spellings.Load(id); ok {
					id, _ = spelling.(string)
				}
				return p.api.GetPackage(ctx, id)
			},
			Page: func(ctx context.Context, n, got int) (inventory.Page[api.Package], error) {
				page, err := p.api.ListPackages(ctx, customer, "", got, api.MaxLimit)
				for _, k := range page.Items {
					spellings.Store(k.Key(), k.ID)
				}
				return inventory.Page[api.Package]{Items: page.Items, Pages: page.Pages(n, got), Total: page.Total}, err
			},
			Gone: api.IsGone, Passing: rest.IsPassing, Unknown: rest.IsUnknown,
			Complete: func(k api.Package) bool { return k.Channels != nil && k.Unread == nil },
			Resend:   p.Resends, LookFor: p.LookFor,
		})
	}
	return p.packages[key]
}

// channelsOf is the channels of a customer, "" being the employee's own.
func (p *Platform) channelsOf(customer string) *inventory.Inventory[api.Channel] {
	p.mu.Lock()
	defer p.mu.Unlock()
	key := api.Key(customer)
	if p.channels[key] == nil {
		p.channels[key] = inventory.New(inventory.Source[api.Channel]{
			ID: api.Channel.Key,
			Page: func(ctx context.Context, n, got int) (inventory.Page[api.Channel], error) {
				page, err := p.api.ListChannels(ctx, customer, "", got, api.MaxLimit)
				return inventory.Page[api.Channel]{Items: page.Items, Pages: page.Pages(n, got), Total: page.Total}, err
			},
			Passing: rest.IsPassing,
		})
	}
	return p.channels[key]
}

// listsChannels is a call that every working configuration can make: a list that the checks of a new object read anyway.
func (p *Platform) listsChannels(customer string) func(context.Context) error {
	return func(ctx context.Context) error {
		_, _, err := p.channelsOf(cmp.Or(customer, p.CustomerID)).List(ctx)
		return err
	}
}

// providerData is what the types need of the provider's data.
type providerData interface {
	TelecomX() (*Platform, error)
}

// Resources is the resources of Telecom X.
func Resources() []func() resource.Resource {
	return []func() resource.Resource{newPackageResource, newSubscriptionResource}
}

// DataSources is the data sources of Telecom X; the DRM accounts have two names.
func DataSources() []func() datasource.DataSource {
	return []func() datasource.DataSource{
		newPackagesDataSource, newPackageDataSource, newChannelsDataSource, newChannelDataSource, newSubscriptionDataSource,
		newAccountsDataSource, newAccountsTwinDataSource,
	}
}

// EphemeralResources is the ephemeral resources of Telecom X, under both names.
func EphemeralResources() []func() ephemeral.EphemeralResource {
	return []func() ephemeral.EphemeralResource{newAccountsEphemeral, newAccountsTwinEphemeral}
}

// ListResources is the list resources of Telecom X.
func ListResources() []func() list.ListResource {
	return []func() list.ListResource{newPackageList}
}
