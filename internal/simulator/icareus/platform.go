// Package icareus simulates the channels management API of Icareus Suite (internal/icareus/api/README.md).
package icareus

import (
	"cmp"
	"encoding/json"
	"maps"
	"slices"
	"sync"

	"github.com/iptvops/terraform-provider-iptv/internal/simulator"
)

// The standard organisation of [New] and what opens it.
const (
	Organization = 2631609
	Secret       = "secret"
	Token        = "icareus-user-token"
)

const (
	// firstID is the first channel id of the samples.
	firstID = 12346501
	// exampleOrganization is the organisation of the documented token example.
	exampleOrganization = 13509
)

// Platform is the channels management API of Icareus Suite, for any number of organisations. Its methods may be
// called while requests are served; what they return is a copy.
type Platform struct {
	clock *simulator.Clock

	mu            sync.Mutex
	organizations map[int64]*storedOrganization
	nextID        int64
	variants      Variants
}

// OrganizationData is an organisation and what its channels may refer to.
type OrganizationData struct {
	ID         int64
	Secret     string   // signs generated tokens
	Tokens     []string // user tokens, as a login gives them out
	Categories []int64
	Locations  []int64
	Languages  []string // such as "en_US"
}

// Channel is a linear channel, without what the platform derives from its id.
type Channel struct {
	ServiceID            int64
	Name                 string
	Description          string
	LogicalChannelNumber int64
	AspectRatio          string // "", "4:3" or "16:9"
	PrimaryLanguage      string
	AudioOnly            bool
	Categories           []int64
	AutoRecord           bool
	Quality              int64 // 0 is HD, 1 is SD
	IsPublic             bool
	IsExclusive          bool
	LocationRestrictions []int64

	IngestURL     string
	OriginAddress string
	CDNAddress    string // host only

	IconName   string // file name of the upload, "" when there is no icon
	IconSHA256 string // of the icon's bytes, in hexadecimal

	// Addresses of an icon that no request of the simulator uploaded; "" for those that follow from IconSHA256.
	SmallIcon, MediumIcon, LargeIcon string
}

type storedOrganization struct {
	OrganizationData
	channels map[int64]*storedChannel
}

type storedChannel struct {
	channel Channel
	icon    []byte
	sent    map[string]json.RawMessage
}

// NewEmpty makes the platform without organisations.
func NewEmpty(c *simulator.Clock) *Platform {
	return &Platform{clock: c, organizations: map[int64]*storedOrganization{}, nextID: firstID}
}

// Languages is the languages of the standard organisation.
var Languages = []string{
	"en_US", "en_GB", "fi_FI", "sv_SE", "sv_FI", "da_DK", "nb_NO", "nn_NO", "is_IS", "et_EE", "lv_LV", "lt_LT",
	"de_DE", "de_AT", "de_CH", "fr_FR", "fr_BE", "nl_NL", "es_ES", "pt_PT", "it_IT", "pl_PL", "ru_RU", "ar_SA",
}

// New makes two organisations without channels: Organization, with categories 101 to 110 and locations
// 201 to 205, and 13509 of the documented token example.
func New(c *simulator.Clock) *Platform {
	p := NewEmpty(c)
	standard := OrganizationData{
		ID: Organization, Secret: Secret, Tokens: []string{Token},
		Categories: []int64{101, 102, 103, 104, 105, 106, 107, 108, 109, 110},
		Locations:  []int64{201, 202, 203, 204, 205},
		Languages:  Languages,
	}
	example := standard
	example.ID, example.Tokens = exampleOrganization, nil
	p.AddOrganization(standard)
	p.AddOrganization(example)
	return p
}

// NewChannel is a channel with the platform's defaults for everything but the name.
func NewChannel(name string) Channel {
	return Channel{
		Name: name, PrimaryLanguage: "en_US", IsPublic: true, Categories: []int64{}, LocationRestrictions: []int64{},
		IngestURL: "rtmp://live-eu1.icareus.com:1935/suitelive", OriginAddress: "10.0.10.208",
		CDNAddress: "suiterc2.icareus.com",
	}
}

// AddOrganization adds an organisation without channels, in place of one with the same id.
func (p *Platform) AddOrganization(o OrganizationData) {
	p.mu.Lock()
	defer p.mu.Unlock()
	o.Tokens, o.Languages = slices.Clone(o.Tokens), slices.Clone(o.Languages)
	o.Categories, o.Locations = slices.Clone(o.Categories), slices.Clone(o.Locations)
	p.organizations[o.ID] = &storedOrganization{OrganizationData: o, channels: map[int64]*storedChannel{}}
}

// HasOrganization reports whether there is such an organisation.
func (p *Platform) HasOrganization(id int64) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.organizations[id] != nil
}

// AddChannel adds a channel without checking it and returns its id: c.ServiceID, or the next of the sequence when
// that is 0. It returns 0 for an unknown organisation. See [NewChannel] for the defaults.
func (p *Platform) AddChannel(organization int64, c Channel) int64 {
	p.mu.Lock()
	defer p.mu.Unlock()
	o := p.organizations[organization]
	if o == nil {
		return 0
	}
	return p.insert(o, c, nil).channel.ServiceID
}

// insert is called with the mutex held.
func (p *Platform) insert(o *storedOrganization, c Channel, sent map[string]json.RawMessage) *storedChannel {
	if c.ServiceID == 0 {
		c.ServiceID = p.nextID
	}
	p.nextID = max(p.nextID, c.ServiceID+idsPerChannel)
	record := &storedChannel{channel: c.clone(), sent: sent}
	o.channels[c.ServiceID] = record
	return record
}

// Channels is the organisation's channels, sorted by id.
func (p *Platform) Channels(organization int64) []Channel {
	p.mu.Lock()
	defer p.mu.Unlock()
	o := p.organizations[organization]
	if o == nil {
		return nil
	}
	found := make([]Channel, 0, len(o.channels))
	for _, record := range o.channels {
		found = append(found, record.channel.clone())
	}
	slices.SortFunc(found, func(a, b Channel) int { return cmp.Compare(a.ServiceID, b.ServiceID) })
	return found
}

// Channel returns a copy of the channel and reports whether there is one with this id.
func (p *Platform) Channel(organization, id int64) (Channel, bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	record := p.record(organization, id)
	if record == nil {
		return Channel{}, false
	}
	return record.channel.clone(), true
}

// Update simulates another client that changes a channel, without checks, and reports whether there is such a channel.
// The id stays; change must not call methods of p.
func (p *Platform) Update(organization, id int64, change func(*Channel)) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	record := p.record(organization, id)
	if record == nil {
		return false
	}
	change(&record.channel)
	record.channel.ServiceID = id
	return true
}

// Delete simulates another client that removes a channel, and reports whether there was one.
func (p *Platform) Delete(organization, id int64) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.record(organization, id) == nil {
		return false
	}
	delete(p.organizations[organization].channels, id)
	return true
}

// RemoveIcon simulates another client that removes a channel's icon, and reports whether there was one.
func (p *Platform) RemoveIcon(organization, id int64) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	record := p.record(organization, id)
	if record == nil || record.channel.IconURL("small") == "" {
		return false
	}
	record.setIcon(nil, "", "")
	return true
}

// Icon is the bytes of the last uploaded icon, nil when there is none.
func (p *Platform) Icon(organization, id int64) []byte {
	p.mu.Lock()
	defer p.mu.Unlock()
	record := p.record(organization, id)
	if record == nil {
		return nil
	}
	return slices.Clone(record.icon)
}

// LastSent is the members of the body that last created or updated the channel, which tells "sent false or empty" from
// "not sent". It is nil for a channel that no request wrote, and for none.
func (p *Platform) LastSent(organization, id int64) map[string]json.RawMessage {
	p.mu.Lock()
	defer p.mu.Unlock()
	record := p.record(organization, id)
	if record == nil {
		return nil
	}
	return maps.Clone(record.sent)
}

// record is called with the mutex held; nil when there is no such channel.
func (p *Platform) record(organization, id int64) *storedChannel {
	o := p.organizations[organization]
	if o == nil {
		return nil
	}
	return o.channels[id]
}

func (c Channel) clone() Channel {
	c.Categories = slices.Clone(c.Categories)
	c.LocationRestrictions = slices.Clone(c.LocationRestrictions)
	return c
}
