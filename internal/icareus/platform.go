// Package icareus holds the Terraform types over Icareus Suite: linear channels.
package icareus

import (
	"context"
	"fmt"
	"strconv"
	"sync"
	"sync/atomic"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/ephemeral"
	"github.com/hashicorp/terraform-plugin-framework/function"
	"github.com/hashicorp/terraform-plugin-framework/list"
	"github.com/hashicorp/terraform-plugin-framework/resource"

	"github.com/iptvops/terraform-provider-iptv/internal/icareus/api"
	"github.com/iptvops/terraform-provider-iptv/internal/inventory"
	"github.com/iptvops/terraform-provider-iptv/internal/rest"
	"github.com/iptvops/terraform-provider-iptv/internal/tf"
)

// platformName is the platform in diagnostics.
const platformName = "Icareus Suite"

// Settings is what the provider's configuration says beside endpoint and credentials.
type Settings struct {
	Preflight bool          // check plans against the live catalogues
	Resends   int           // how often a create that is known not to have happened is sent again
	LookFor   time.Duration // how long a create whose response was lost is looked for
}

// Platform is Icareus Suite as all types of one run share it.
type Platform struct {
	Settings

	api   *api.Client
	reach *tf.Reach

	channels *inventory.Inventory[api.Channel]

	heldChannels sync.Map    // channels in the states that this run has seen, and those that it has created, by ID
	applying     atomic.Bool // this run creates, updates or deletes channels
	unlisted     atomic.Bool // a check of a plan could not read the list: no other plan tries
}

// New makes the platform over its client. It sends nothing.
func New(client *api.Client, settings Settings) *Platform {
	p := &Platform{
		Settings: settings, api: client,
		reach: tf.NewReach(platformName,
			"endpoint in the provider block icareus = { ... }, or the environment variable ICAREUS_ENDPOINT",
			"organization_id, and token or secret, in the provider block icareus = { ... }, or the environment variables "+
				"ICAREUS_ORGANIZATION_ID, and ICAREUS_TOKEN or ICAREUS_SECRET; a generated token also needs this machine's clock to be "+
				"right"),
	}
	p.channels = p.newChannels()
	return p
}

// newChannels is the channels of the organisation, of which nothing is read yet.
func (p *Platform) newChannels() *inventory.Inventory[api.Channel] {
	return inventory.New(inventory.Source[api.Channel]{
		ID: func(c api.Channel) string { return channelID(int64(c.ServiceID)) },
		Get: func(ctx context.Context, id string) (api.Channel, error) {
			number, err := strconv.ParseInt(id, 10, 64)
			if err != nil {
				return api.Channel{}, fmt.Errorf("the channel's id %q is not a number", id)
			}
			return p.api.GetChannel(ctx, number)
		},
		Page: func(ctx context.Context, _, _ int) (inventory.Page[api.Channel], error) {
			list, err := p.api.ListChannels(ctx)
			// A channel without an id is counted, so that a list that lacks its id is no proof.
			return inventory.Page[api.Channel]{Items: list.Channels, Pages: 1, Total: list.Total}, err
		},
		Gone: api.IsGone, Passing: rest.IsPassing, Unknown: rest.IsUnknown,
		Complete: isWhole,
		Resend:   p.Resends, LookFor: p.LookFor,
	})
}

// isWhole reports whether a channel of a list is all that a single read returns. Whether the list holds full channels is
// documented nowhere.
func isWhole(c api.Channel) bool { return c.Streams != nil && len(c.Unread) == 0 }

func channelID(serviceID int64) string { return strconv.FormatInt(serviceID, 10) }

// providerData is what the types need of the provider's data.
type providerData interface {
	Icareus() (*Platform, error)
}

// Resources is the resources of Icareus Suite, each under the contract's name and its twin with the provider's prefix.
func Resources() []func() resource.Resource {
	return []func() resource.Resource{
		newChannelResource, newChannelTwinResource,
	}
}

// DataSources is the data sources of Icareus Suite, under both names.
func DataSources() []func() datasource.DataSource {
	return []func() datasource.DataSource{
		newChannelDataSource, newChannelTwinDataSource, newChannelsDataSource, newChannelsTwinDataSource,
	}
}

// EphemeralResources is the ephemeral resources of Icareus Suite, under both names.
func EphemeralResources() []func() ephemeral.EphemeralResource {
	return []func() ephemeral.EphemeralResource{
		newTokenEphemeral, newTokenTwinEphemeral,
	}
}

// Functions is the functions of Icareus Suite.
func Functions() []func() function.Function {
	return []func() function.Function{newTokenFunction}
}

// ListResources is the list resources of Icareus Suite, under both names.
func ListResources() []func() list.ListResource {
	return []func() list.ListResource{
		newChannelList, newChannelTwinList,
	}
}
