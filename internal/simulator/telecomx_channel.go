package simulator

import (
	"encoding/json"
	"net/http"
	"slices"
)

// TelecomXChannel is a channel of a host: a reseller with IPTVPRIVATE, or a customer with IPTVBUSINESS. A package can
// take it as BASE when it has a base channel and is not DVBOnly, as DVB when it has DVB, as LOCAL when it has Locals.
type TelecomXChannel struct {
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

type telecomxBase struct {
	name        string
	hd, archive bool
}

func (h *TelecomXChannel) supports(kind string) bool {
	switch kind {
	case "BASE":
		return h.BaseChannel != 0 && !h.DVBOnly
	case "DVB":
		return len(h.DVB) > 0
	default:
		return len(h.Locals) > 0
	}
}

func (h *TelecomXChannel) clone() TelecomXChannel {
	copied := *h
	copied.Locals, copied.DVB = slices.Clone(h.Locals), slices.Clone(h.DVB)
	return copied
}

// channel is the complete object.
func (p *TelecomX) channel(h *TelecomXChannel) telecomxObject {
	o := telecomxObject{
		"_id": h.ID, "number": h.Number, "baseChannel": telecomxNonZero(h.BaseChannel), "name": h.Name,
		"logo": telecomxNonZero(h.Logo), "dvbOnly": h.DVBOnly, "epgId": telecomxNonZero(h.EPGID),
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

// channelList answers GET /iptv/channel. A complete item has the condensed item's members too.
func (p *TelecomX) channelList(c *telecomxCall) (any, *telecomxError) {
	target := p.queryCustomer(c)
	if target == nil {
		return nil, telecomxNoCustomer()
	}
	if fail := p.allow(c, target); fail != nil {
		return nil, fail
	}
	keys := p.host(target).channels
	page, fail := c.page(keys, func(key string) string { return p.channels[key].Name })
	if fail != nil {
		return nil, fail
	}
	if c.flag("all") && c.caller.level == "ADMIN" {
		page = telecomxPage{limit: len(keys), total: len(keys), rows: keys}
	}
	full := c.flag("full")
	var items []telecomxObject
	for _, key := range page.rows {
		h := p.channels[key]
		item := telecomxObject{
			"_id": h.ID, "number": h.Number, "baseChannel": telecomxNonZero(h.BaseChannel), "name": h.Name,
		}
		if full {
			item = p.channel(h)
		}
		item["hd"], item["archive"] = h.HD, h.Archive
		items = append(items, p.object(item))
	}
	return page.answer("channels", items), nil
}

// pathChannel is the channel that the path names, once the caller may make the call on it.
func (p *TelecomX) pathChannel(c *telecomxCall) (*TelecomXChannel, *telecomxError) {
	h := p.channels[telecomxKey(c.id)]
	if h == nil {
		return nil, telecomxNotFound()
	}
	return h, p.allow(c, p.customers[telecomxKey(h.Customer)])
}

// channelGet answers GET /iptv/channel/CHANNEL_ID.
func (p *TelecomX) channelGet(c *telecomxCall) (any, *telecomxError) {
	h, fail := p.pathChannel(c)
	if fail != nil {
		return nil, fail
	}
	return p.channel(h), nil
}

// channelDelete answers DELETE /iptv/channel/CHANNEL_ID.
func (p *TelecomX) channelDelete(c *telecomxCall) (any, *telecomxError) {
	h, fail := p.pathChannel(c)
	if fail != nil {
		return nil, fail
	}
	if p.channelUses[telecomxKey(h.ID)] > 0 {
		return nil, &telecomxError{http.StatusConflict, "id", "Channel is in use"}
	}
	p.dropChannel(h)
	return telecomxObject{"success": true}, nil
}

// channelCreate answers POST /iptv/channel. Its errors about the number are the radio channel's.
func (p *TelecomX) channelCreate(c *telecomxCall) (any, *telecomxError) {
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
		return nil, telecomxBadRequest()
	}
	h := &TelecomXChannel{
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
			return nil, telecomxDenied()
		}
		base, known := p.bases[*sent.BaseChannel]
		if !known {
			return nil, &telecomxError{http.StatusNotFound, "baseChannel", "Base channel not found"}
		}
		h.BaseChannel, h.Name, h.HD, h.Archive = *sent.BaseChannel, base.name, base.hd, base.archive
	}
	if sent.Name != nil {
		h.Name = *sent.Name
	}
	if h.Name == "" {
		return nil, telecomxNoName()
	}
	p.putChannel(h)
	return p.channel(h), nil
}

// channelNumber is the number asked for, or the first that the host has free.
func (p *TelecomX) channelNumber(host *telecomxCustomer, asked *float64) (int, *telecomxError) {
	taken := make(map[int]bool, len(host.channels))
	for _, key := range host.channels {
		taken[p.channels[key].Number] = true
	}
	unavailable := &telecomxError{http.StatusConflict, "number", "Channel number is not available"}
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
		return 0, &telecomxError{http.StatusUnprocessableEntity, "number", "Channel number must be between 1 and 999"}
	case taken[n]:
		return 0, unavailable
	}
	return n, nil
}
