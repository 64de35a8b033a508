package simulator

import (
	"cmp"
	"net/http"
	"slices"
	"strings"
)

type telecomxPackage struct {
	id, name string
	main     bool
	host     *telecomxCustomer
	members  []telecomxMember // by channel id; replaced, never changed in place
}

// telecomxMember is a channel of a package, as create and update answer it.
type telecomxMember struct {
	ID   string `json:"_id"`
	Type string `json:"type"`
}

// telecomxMemberRead is a channel of a package, as get answers it.
type telecomxMemberRead struct {
	ID   string `json:"id"`
	Type string `json:"type"`
}

func (k *telecomxPackage) written() telecomxObject {
	return telecomxObject{"_id": k.id, "name": k.name, "main": k.main, "channels": k.members}
}

func (k *telecomxPackage) read() telecomxObject {
	members := make([]telecomxMemberRead, len(k.members))
	for i, m := range k.members {
		members[i] = telecomxMemberRead(m)
	}
	return telecomxObject{"_id": k.id, "name": k.name, "main": k.main, "channels": members}
}

// packageCreate answers POST /iptv/package.
func (p *TelecomX) packageCreate(c *telecomxCall) (any, *telecomxError) {
	host, fail := p.newHost(c)
	if fail != nil {
		return nil, fail
	}
	name, fail := telecomxField[string](c.body, "name")
	if fail != nil {
		return nil, fail
	}
	if name == nil || *name == "" {
		return nil, telecomxNoName()
	}
	main, fail := telecomxField[bool](c.body, "main")
	if fail != nil {
		return nil, fail
	}
	members, _, fail := p.members(c, host)
	if fail != nil {
		return nil, fail
	}
	k := &telecomxPackage{id: p.newID(), name: p.kept(*name), main: main != nil && *main, host: host}
	p.putPackage(k, members)
	return k.written(), nil
}

// kept is the name of a package as it is stored.
func (p *TelecomX) kept(name string) string {
	if p.variants.TrimNames {
		return strings.TrimSpace(name)
	}
	return name
}

func telecomxNoName() *telecomxError {
	return &telecomxError{http.StatusNotFound, "name", "Name is missing"}
}

// members reads channels, row by row of the error table; sent is false when the request does not name them.
// A channel that comes twice counts once, as it came last: the reference does not say.
func (p *TelecomX) members(c *telecomxCall, host *telecomxCustomer) (_ []telecomxMember, sent bool, _ *telecomxError) {
	list, fail := telecomxField[[]struct {
		ID   any `json:"_id"`
		Type any `json:"type"`
	}](c.body, "channels")
	if fail != nil || list == nil {
		return []telecomxMember{}, false, fail
	}
	found := make([]*TelecomXChannel, len(*list))
	for i, item := range *list {
		id, _ := item.ID.(string)
		found[i] = p.channels[telecomxKey(id)]
		if found[i] == nil || telecomxKey(found[i].Customer) != telecomxKey(host.id) {
			return nil, true, &telecomxError{http.StatusNotFound, "channels[]._id", "Channel not found"}
		}
	}
	for _, item := range *list {
		if kind, _ := item.Type.(string); !slices.Contains([]string{"BASE", "DVB", "LOCAL"}, kind) {
			return nil, true, &telecomxError{http.StatusUnprocessableEntity, "channels[].type", "Type is invalid"}
		}
	}
	kinds := make(map[string]string, len(*list))
	for i, item := range *list {
		kind, _ := item.Type.(string)
		if !found[i].supports(kind) {
			return nil, true, &telecomxError{
				http.StatusUnprocessableEntity, "channels[].type", "Channel does not support type " + kind,
			}
		}
		kinds[found[i].ID] = kind
	}
	return telecomxMembers(kinds), true, nil
}

// telecomxMembers is the channels in the order of the answers: by id.
func telecomxMembers(kinds map[string]string) []telecomxMember {
	members := make([]telecomxMember, 0, len(kinds))
	for id, kind := range kinds {
		members = append(members, telecomxMember{id, kind})
	}
	slices.SortFunc(members, func(a, b telecomxMember) int { return cmp.Compare(a.ID, b.ID) })
	return members
}

// packageList answers GET /iptv/package.
func (p *TelecomX) packageList(c *telecomxCall) (any, *telecomxError) {
	target := p.queryCustomer(c)
	if target == nil {
		return nil, telecomxNoCustomer()
	}
	if fail := p.allow(c, target); fail != nil {
		return nil, fail
	}
	host := p.host(target)
	page, fail := c.page(host.packages, func(key string) string { return p.packages[key].name })
	if fail != nil {
		return nil, fail
	}
	// Complete objects are not available for a customer that its reseller feeds.
	full := c.flag("full") && host == target
	var items []telecomxObject
	for _, key := range page.rows {
		k := p.packages[key]
		if full {
			items = append(items, k.read())
		} else {
			items = append(items, telecomxObject{"_id": k.id, "name": k.name, "main": k.main})
		}
	}
	return page.answer("packages", items), nil
}

// pathPackage is the package that the path names, once the caller may make the call on it.
func (p *TelecomX) pathPackage(c *telecomxCall) (*telecomxPackage, *telecomxError) {
	k := p.packages[telecomxKey(c.id)]
	if k == nil {
		return nil, telecomxNotFound()
	}
	return k, p.allow(c, k.host)
}

// packageGet answers GET /iptv/package/PACKAGE_ID.
func (p *TelecomX) packageGet(c *telecomxCall) (any, *telecomxError) {
	k, fail := p.pathPackage(c)
	if fail != nil {
		return nil, fail
	}
	return k.read(), nil
}

// packageUpdate answers POST /iptv/package/PACKAGE_ID, which knows name and channels only.
func (p *TelecomX) packageUpdate(c *telecomxCall) (any, *telecomxError) {
	k, fail := p.pathPackage(c)
	if fail != nil {
		return nil, fail
	}
	name := &k.name
	if fail := telecomxMerge(c.body, "name", &name); fail != nil {
		return nil, fail
	}
	if name == nil || *name == "" {
		return nil, telecomxNoName()
	}
	members, sent, fail := p.members(c, k.host)
	if fail != nil {
		return nil, fail
	}
	if !sent {
		members = k.members
	}
	k.name = p.kept(*name)
	p.putPackage(k, members)
	return k.written(), nil
}

// packageDelete answers DELETE /iptv/package/PACKAGE_ID.
func (p *TelecomX) packageDelete(c *telecomxCall) (any, *telecomxError) {
	k, fail := p.pathPackage(c)
	if fail != nil {
		return nil, fail
	}
	key := telecomxKey(k.id)
	for subscriber := range p.subscribers[key] {
		p.removeExpired(p.customers[subscriber], c.now)
	}
	if len(p.subscribers[key]) > 0 {
		return nil, &telecomxError{http.StatusConflict, "id", "Package is in use"}
	}
	p.dropPackage(k)
	return telecomxObject{"success": true}, nil
}
