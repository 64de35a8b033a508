package telecomx

import (
	"encoding/json"
	"net/http"
	"slices"
)

// Channel is a channel of a host: a reseller with IPTVPRIVATE, or a customer with IPTVBUSINESS. A package can
// take it as BASE when it has a base channel and is not DVBOnly, as DVB when it has DVB, as LOCAL when it has Locals.
type Channel struct {
	ID          string
	Customer    string // the host
	Number      int    // 1 to 999 where the platform's own create made it
	BaseChannel int    // 0 is none
	Name        string
	Logo        string // "" is the base channel's
	DVBOnly     bool
	EPGID       string
	Locals      []string        // URLs
	DVB         json.RawMessage // an object, or empty for none
	HD, Archive bool
}

type baseChannel struct {
	name        string
	hd, archive bool
}

func (h *Channel) supports(kind string) bool {
	switch kind {
	case "BASE":
		return h.BaseChannel != 0 && !h.DVBOnly
	case "DVB":
		return len(h.DVB) > 0
	default:
		return len(h.Locals) > 0
	}
}

func (h *Channel) clone() Channel {
	copied := *h
	copied.Locals, copied.DVB = slices.Clone(h.Locals), slices.Clone(h.DVB)
	return copied
}

// channel is the complete object.
func (p *Platform) channel(h *Channel) object {
	o := object{
		"_id": h.ID, "number": h.Number, "baseChannel": nonZero(h.BaseChannel), "name": h.Name,
		"logo": nonZero(h.Logo), "dvbOnly": h.DVBOnly, "epgId": nonZero(h.EPGID),
		"locals": nil, "dvb": nil,
	}
	if len(h.Locals) > 0 {
		o["locals"] = h.Locals
	}
	if len(h.DVB) > 0 {
		o["dvb"] = h.DVB
	}
	return p.object(o)
}

// channelList handles GET /iptv/channel. A complete item has the condensed item's members too.
func (p *Platform) channelList(c *apiCall) (any, *apiError) {
	target, fail := p.permitted(c, p.queryCustomer(c))
	if fail != nil {
		return nil, fail
	}
	keys := p.host(target).channels
	page, fail := c.page(keys, func(key string) string { return p.channels[key].Name })
	if fail != nil {
		return nil, fail
	}
	if c.flag("all") && c.caller.level == "ADMIN" {
		page = listPage{limit: len(keys), total: len(keys), rows: keys}
	}
	full := c.flag("full")
	var items []object
	for _, key := range page.rows {
		h := p.channels[key]
		item := object{
			"_id": h.ID, "number": h.Number, "baseChannel": nonZero(h.BaseChannel), "name": h.Name,
		}
		if full {
			item = p.channel(h)
		}
		item["hd"], item["archive"] = h.HD, h.Archive
		items = append(items, p.object(item))
	}
	return page.envelope("channels", items), nil
}

// pathChannel is the channel that the path names, once the caller may make the call on it.
func (p *Platform) pathChannel(c *apiCall) (*Channel, *apiError) {
	h := p.channels[keyOf(c.id)]
	if h == nil {
		return nil, notFound()
	}
	return h, p.allow(c, p.customers[keyOf(h.Customer)])
}

// channelGet handles GET /iptv/channel/CHANNEL_ID.
func (p *Platform) channelGet(c *apiCall) (any, *apiError) {
	h, fail := p.pathChannel(c)
	if fail != nil {
		return nil, fail
	}
	return p.channel(h), nil
}

// channelDelete handles DELETE /iptv/channel/CHANNEL_ID.
func (p *Platform) channelDelete(c *apiCall) (any, *apiError) {
	h, fail := p.pathChannel(c)
	if fail != nil {
		return nil, fail
	}
	if p.channelUses[keyOf(h.ID)] > 0 {
		return nil, &apiError{http.StatusConflict, "id", "Channel is in use"}
	}
	p.dropChannel(h)
	return object{"success": true}, nil
}

// channelCreate handles POST /iptv/channel. Its errors about the number are the radio channel's.
func (p *Platform) channelCreate(c *apiCall) (any, *apiError) {
	host, fail := p.newHost(c)
	if fail != nil {
		return nil, fail
	}
	sent := struct {
		Number      *float64        `json:"number"`
		BaseChannel *int            `json:"baseChannel"`
		Name        *string         `json:"name"`
		Logo        string          `json:"logo"`
		DVBOnly     bool            `json:"dvbOnly"`
		EPGID       string          `json:"epgId"`
		Locals      []string        `json:"locals"`
		DVB         *map[string]any `json:"dvb"`
	}{}
	if body, err := json.Marshal(c.body); err != nil || json.Unmarshal(body, &sent) != nil {
		return nil, badRequest()
	}
	h := &Channel{
		ID: p.newID(), Customer: host.id, Logo: sent.Logo, DVBOnly: sent.DVBOnly, EPGID: sent.EPGID, Locals: sent.Locals,
	}
	if sent.DVB != nil {
		h.DVB = c.body["dvb"]
	}
	if h.Number, fail = p.channelNumber(host, sent.Number); fail != nil {
		return nil, fail
	}
	if sent.BaseChannel != nil {
		if c.caller.level != "ADMIN" {
			return nil, denied()
		}
		base, known := p.bases[*sent.BaseChannel]
		if !known {
			return nil, &apiError{http.StatusNotFound, "baseChannel", "Base channel not found"}
		}
		h.BaseChannel, h.Name, h.HD, h.Archive = *sent.BaseChannel, base.name, base.hd, base.archive
	}
	if sent.Name != nil {
		h.Name = *sent.Name
	}
	if h.Name == "" {
		return nil, noName()
	}
	p.putChannel(h)
	return p.channel(h), nil
}

// channelNumber is the number asked for, or the first that the host has free.
func (p *Platform) channelNumber(host *storedCustomer, asked *float64) (int, *apiError) {
	taken := make(map[int]bool, len(host.channels))
	for _, key := range host.channels {
		taken[p.channels[key].Number] = true
	}
	unavailable := &apiError{http.StatusConflict, "number", "Channel number is not available"}
	if asked == nil {
		for n := 1; n <= 999; n++ {
			if !taken[n] {
				return n, nil
			}
		}
		return 0, unavailable
	}
	n := int(*asked)
	switch {
	case float64(n) != *asked || n < 1 || n > 999:
		return 0, &apiError{http.StatusUnprocessableEntity, "number", "Channel number must be between 1 and 999"}
	case taken[n]:
		return 0, unavailable
	}
	return n, nil
}
