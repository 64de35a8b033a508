package telecomx

import (
	"cmp"
	"net/http"
	"slices"
	"strings"
)

type storedPackage struct {
	id, name string
	main     bool
	host     *storedCustomer
	members  []packageMember // by channel id; replaced, never changed in place
}

// packageMember is a channel of a package, as create and update return it.
type packageMember struct {
	ID   string `json:"_id"`
	Type string `json:"type"`
}

// fullMember is a channel of a package, as get returns it.
type fullMember struct {
	ID   string `json:"id"`
	Type string `json:"type"`
}

// asWritten is the package as create and update return it.
func (k *storedPackage) asWritten() object {
	return object{"_id": k.id, "name": k.name, "main": k.main, "channels": k.members}
}

// asRead is the package as get and a full list return it.
func (k *storedPackage) asRead() object {
	members := make([]fullMember, len(k.members))
	for i, m := range k.members {
		members[i] = fullMember(m)
	}
	return object{"_id": k.id, "name": k.name, "main": k.main, "channels": members}
}

// packageCreate handles POST /iptv/package.
func (p *Platform) packageCreate(c *apiCall) (any, *apiError) {
	host, fail := p.newHost(c)
	if fail != nil {
		return nil, fail
	}
	name, fail := readField[string](c.body, "name")
	if fail != nil {
		return nil, fail
	}
	if name == nil || *name == "" {
		return nil, noName()
	}
	main, fail := readField[bool](c.body, "main")
	if fail != nil {
		return nil, fail
	}
	members, _, fail := p.members(c, host)
	if fail != nil {
		return nil, fail
	}
	k := &storedPackage{id: p.newID(), name: p.kept(*name), main: main != nil && *main, host: host}
	p.putPackage(k, members)
	return k.asWritten(), nil
}

// kept is the name of a package as it is stored.
func (p *Platform) kept(name string) string {
	if p.variants.TrimNames {
		return strings.TrimSpace(name)
	}
	return name
}

func noName() *apiError {
	return &apiError{http.StatusNotFound, "name", "Name is missing"}
}

// members reads channels, row by row of the error table; sent reports whether the request names them.
// A channel that comes twice counts once, as it came last: the reference does not say.
func (p *Platform) members(c *apiCall, host *storedCustomer) (_ []packageMember, sent bool, _ *apiError) {
	list, fail := readField[[]struct {
		ID   any `json:"_id"`
		Type any `json:"type"`
	}](c.body, "channels")
	if fail != nil || list == nil {
		return []packageMember{}, false, fail
	}
	found := make([]*Channel, len(*list))
	for i, item := range *list {
		id, _ := item.ID.(string)
		found[i] = p.channels[keyOf(id)]
		if found[i] == nil || keyOf(found[i].Customer) != keyOf(host.id) {
			return nil, true, &apiError{http.StatusNotFound, "channels[]._id", "Channel not found"}
		}
	}
	for _, item := range *list {
		if kind, _ := item.Type.(string); !slices.Contains([]string{"BASE", "DVB", "LOCAL"}, kind) {
			return nil, true, &apiError{http.StatusUnprocessableEntity, "channels[].type", "Type is invalid"}
		}
	}
	kinds := make(map[string]string, len(*list))
	for i, item := range *list {
		kind, _ := item.Type.(string)
		if !found[i].supports(kind) {
			return nil, true, &apiError{
				http.StatusUnprocessableEntity, "channels[].type", "Channel does not support type " + kind,
			}
		}
		kinds[found[i].ID] = kind
	}
	return sortedMembers(kinds), true, nil
}

// sortedMembers is the channels in the order of the responses: by id.
func sortedMembers(kinds map[string]string) []packageMember {
	members := make([]packageMember, 0, len(kinds))
	for id, kind := range kinds {
		members = append(members, packageMember{id, kind})
	}
	slices.SortFunc(members, func(a, b packageMember) int { return cmp.Compare(a.ID, b.ID) })
	return members
}

// packageList handles GET /iptv/package.
func (p *Platform) packageList(c *apiCall) (any, *apiError) {
	target, fail := p.permitted(c, p.queryCustomer(c))
	if fail != nil {
		return nil, fail
	}
	host := p.host(target)
	page, fail := c.page(host.packages, func(key string) string { return p.packages[key].name })
	if fail != nil {
		return nil, fail
	}
	// Complete objects are not available for a customer that its reseller feeds.
	full := c.flag("full") && host == target
	var items []object
	for _, key := range page.rows {
		k := p.packages[key]
		if full {
			items = append(items, k.asRead())
		} else {
			items = append(items, object{"_id": k.id, "name": k.name, "main": k.main})
		}
	}
	return page.envelope("packages", items), nil
}

// pathPackage is the package that the path names, once the caller may make the call on it.
func (p *Platform) pathPackage(c *apiCall) (*storedPackage, *apiError) {
	k := p.packages[keyOf(c.id)]
	if k == nil {
		return nil, notFound()
	}
	return k, p.allow(c, k.host)
}

// packageGet handles GET /iptv/package/PACKAGE_ID.
func (p *Platform) packageGet(c *apiCall) (any, *apiError) {
	k, fail := p.pathPackage(c)
	if fail != nil {
		return nil, fail
	}
	return k.asRead(), nil
}

// packageUpdate handles POST /iptv/package/PACKAGE_ID, which knows name and channels only.
func (p *Platform) packageUpdate(c *apiCall) (any, *apiError) {
	k, fail := p.pathPackage(c)
	if fail != nil {
		return nil, fail
	}
	name := &k.name
	if fail := mergeField(c.body, "name", &name); fail != nil {
		return nil, fail
	}
	if name == nil || *name == "" {
		return nil, noName()
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
	return k.asWritten(), nil
}

// packageDelete handles DELETE /iptv/package/PACKAGE_ID.
func (p *Platform) packageDelete(c *apiCall) (any, *apiError) {
	k, fail := p.pathPackage(c)
	if fail != nil {
		return nil, fail
	}
	key := keyOf(k.id)
	for subscriber := range p.subscribers[key] {
		p.removeExpired(p.customers[subscriber], c.now)
	}
	if len(p.subscribers[key]) > 0 {
		return nil, &apiError{http.StatusConflict, "id", "Package is in use"}
	}
	p.dropPackage(k)
	return object{"success": true}, nil
}
