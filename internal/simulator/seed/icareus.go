package seed

import (
	"fmt"
	"slices"
	"strconv"

	simicareus "github.com/iptvops/terraform-provider-iptv/internal/simulator/icareus"
)

// What the schema names as defaults of the first organisation's categories and locations.
var (
	defaultCategories = []int64{101, 102, 103, 104, 105, 106, 107, 108, 109, 110}
	defaultLocations  = []int64{201, 202, 203, 204, 205}
)

func (i *Icareus) complete() {
	for n := range i.Organizations {
		o := &i.Organizations[n]
		if o.Secret == "" {
			o.Secret = "secret-" + madeUp("organization "+strconv.FormatInt(o.ID, 10))
		}
		if o.Categories == nil {
			o.Categories = defaultCategories
		}
		if o.Locations == nil {
			o.Locations = defaultLocations
		}
		if o.Languages == nil {
			o.Languages = simicareus.Languages
		}
		for m := range o.Channels {
			c := &o.Channels[m]
			if c.PrimaryLanguage == "" {
				c.PrimaryLanguage = "en_US"
			}
		}
	}
}

func (i *Icareus) check(found *problems) {
	organizations, channels, tokens := seen{}, seen{}, seen{}
	for n, o := range i.Organizations {
		at := fmt.Sprintf("icareus.organizations[%d]", n)
		organizations.once(found, at+".id", idText(o.ID), "the id")
		for m, token := range o.Tokens {
			tokens.once(found, fmt.Sprintf("%s.tokens[%d]", at, m), token, "the token")
		}
		for m, c := range o.Channels {
			at := fmt.Sprintf("%s.channels[%d]", at, m)
			channels.once(found, at+".id", idText(c.ID), "the id")
			subset(found, at+".categories", c.Categories, o.Categories, "no category %d in the organisation")
			subset(found, at+".location_restrictions", c.LocationRestrictions, o.Locations, "no location %d in the organisation")
			if !slices.Contains(o.Languages, c.PrimaryLanguage) {
				found.add(at+".primary_language", "no language %s in the organisation", c.PrimaryLanguage)
			}
		}
	}
}

// idText is empty for an id that is omitted.
func idText(id int64) string {
	if id == 0 {
		return ""
	}
	return strconv.FormatInt(id, 10)
}

func (i *Icareus) load(p *simicareus.Platform) {
	for _, o := range i.Organizations {
		p.AddOrganization(simicareus.OrganizationData{
			ID: o.ID, Secret: o.Secret, Tokens: o.Tokens, Categories: o.Categories, Locations: o.Locations, Languages: o.Languages,
		})
	}
	// Those with an id come first, so that no made-up id takes one of theirs.
	for _, withID := range []bool{true, false} {
		for _, o := range i.Organizations {
			for _, c := range o.Channels {
				if (c.ID != 0) == withID {
					p.AddChannel(o.ID, c.Simulated())
				}
			}
		}
	}
}

// Simulated is the channel as the platform keeps it.
func (c LinearChannel) Simulated() simicareus.Channel {
	s := simicareus.NewChannel(c.Name)
	s.ServiceID, s.Description, s.LogicalChannelNumber = c.ID, c.Description, c.LogicalChannelNumber
	s.AspectRatio, s.PrimaryLanguage = c.AspectRatio, c.PrimaryLanguage
	s.AudioOnly, s.AutoRecord, s.IsExclusive = c.AudioOnly, c.AutoRecord, c.IsExclusive
	s.IsPublic = orElse(c.IsPublic, true)
	if c.Quality == "SD" {
		s.Quality = 1
	}
	s.Categories, s.LocationRestrictions = c.Categories, c.LocationRestrictions
	s.IngestURL, s.OriginAddress = orElse(c.IngestURL, s.IngestURL), orElse(c.OriginAddress, s.OriginAddress)
	s.CDNAddress = orElse(c.CDNAddress, s.CDNAddress)
	s.SmallIcon, s.MediumIcon, s.LargeIcon = c.SmallIcon, c.MediumIcon, c.LargeIcon
	return s
}

// Languages is an organisation's languages where the document names none.
func Languages() []string { return slices.Clone(simicareus.Languages) }

// LinearChannelOf is a channel as a document has it.
func LinearChannelOf(s simicareus.Channel) LinearChannel {
	c := LinearChannel{
		ID: s.ServiceID, Name: s.Name, Description: s.Description, LogicalChannelNumber: s.LogicalChannelNumber,
		AspectRatio: s.AspectRatio, PrimaryLanguage: s.PrimaryLanguage, AudioOnly: s.AudioOnly, AutoRecord: s.AutoRecord,
		IsPublic: &s.IsPublic, IsExclusive: s.IsExclusive, Categories: s.Categories, LocationRestrictions: s.LocationRestrictions,
		IngestURL: &s.IngestURL, OriginAddress: &s.OriginAddress, CDNAddress: &s.CDNAddress,
		SmallIcon: s.IconURL("small"), MediumIcon: s.IconURL("medium"), LargeIcon: s.IconURL("large"), Quality: "HD",
	}
	if s.Quality == 1 {
		c.Quality = "SD"
	}
	return c
}
