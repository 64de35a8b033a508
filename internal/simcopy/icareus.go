package simcopy

import (
	"context"
	"slices"
	"strconv"

	"github.com/iptvops/terraform-provider-iptv/internal/icareus/api"
	"github.com/iptvops/terraform-provider-iptv/internal/provider"
	"github.com/iptvops/terraform-provider-iptv/internal/simulator/seed"
)

// copyIcareus copies the channels of the organisation. Its categories and locations are those that they use: no call of
// the channel API lists them.
func copyIcareus(ctx context.Context, clients *provider.Clients, o Options, document *seed.Document) error {
	if clients.Icareus == nil {
		return nil
	}
	list, err := clients.Icareus.ListChannels(ctx)
	if err != nil {
		return err
	}
	o.Progress("channels", len(list.Channels), list.Total)
	organization := seed.Organization{
		ID: clients.Icareus.Organization(), Secret: o.secret(clients.IcareusLogin.Secret), Categories: []int64{}, Locations: []int64{},
	}
	if token := o.secret(clients.IcareusLogin.Token); token != "" {
		organization.Tokens = []string{token}
	}
	if missing := list.Total - len(list.Channels); missing > 0 {
		o.note("%d channels of organisation %d have no id and are not copied", missing, organization.ID)
	}
	var languages []string
	for _, c := range list.Channels {
		if len(c.Unread) > 0 {
			o.note("channel %d is not copied: %s cannot be read: %s", c.ServiceID, c.Unread[0].Field, c.Unread[0].Reason)
			continue
		}
		channel := linearChannel(c)
		organization.Channels = append(organization.Channels, channel)
		organization.Categories = append(organization.Categories, channel.Categories...)
		organization.Locations = append(organization.Locations, channel.LocationRestrictions...)
		if c.PrimaryLanguage != "" && !slices.Contains(seed.Languages(), c.PrimaryLanguage) {
			languages = append(languages, c.PrimaryLanguage)
		}
	}
	slices.SortFunc(organization.Channels, func(a, b seed.LinearChannel) int { return int(a.ID - b.ID) })
	organization.Categories, organization.Locations = sorted(organization.Categories), sorted(organization.Locations)
	if len(languages) > 0 {
		organization.Languages = sorted(append(languages, seed.Languages()...))
	}
	document.Icareus.Organizations = []seed.Organization{organization}
	return nil
}

func linearChannel(c api.Channel) seed.LinearChannel {
	channel := seed.LinearChannel{
		ID: int64(c.ServiceID), Name: c.Name, Description: c.Description, LogicalChannelNumber: int64(c.LogicalChannelNumber),
		AspectRatio: c.AspectRatio, PrimaryLanguage: c.PrimaryLanguage, AudioOnly: bool(c.AudioOnly), AutoRecord: bool(c.AutoRecord),
		IsPublic: optional(bool(c.IsPublic), true), IsExclusive: bool(c.IsExclusive),
		Categories:           sorted(slices.Clone([]int64(c.Categories))),
		LocationRestrictions: sorted(slices.Clone([]int64(c.LocationRestrictions))),
		IngestURL:            &c.IngestURL, OriginAddress: &c.OriginAddress, CDNAddress: &c.CDNAddress,
		SmallIcon: c.SmallIcon, MediumIcon: c.MediumIcon, LargeIcon: c.LargeIcon,
	}
	if c.Quality == api.QualitySD {
		channel.Quality = "SD"
	}
	if channel.Name == "" {
		channel.Name = strconv.FormatInt(channel.ID, 10) // the platform itself gives no channel an empty name
	}
	return channel
}
