package telecomx

import (
	"net/http"
	"slices"
)

// The features that make a customer part of IPTV.
const (
	featurePrivate  = "IPTVPRIVATE"
	featureBusiness = "IPTVBUSINESS"
)

// levels is the access levels, the lowest first.
var levels = []string{
	"NO_LOGIN", "PERSONAL", "VIEWER", "MANAGER", "OWNER", "RESELLER", "RESELLER_ADMIN", "ADMIN",
}

// rights is, for VIEWER, for MANAGER and OWNER, and for RESELLER and RESELLER_ADMIN, the features of which the
// customer concerned must have one; without any, the level may not make the call.
type rights [3][]string

var (
	needPrivate  = []string{featurePrivate}
	needBusiness = []string{featureBusiness}
	needEither   = []string{featureBusiness, featurePrivate}

	readHost  = rights{needBusiness, needBusiness, needPrivate}
	writeHost = rights{nil, needBusiness, needEither}
	readDRM   = rights{needEither, needEither, needPrivate}

	accessRights = map[string]rights{
		"telecomx.package.create":      writeHost,
		"telecomx.package.list":        readHost,
		"telecomx.package.get":         readHost,
		"telecomx.package.update":      writeHost,
		"telecomx.package.delete":      writeHost,
		"telecomx.channel.create":      writeHost,
		"telecomx.channel.list":        readHost,
		"telecomx.channel.get":         readHost,
		"telecomx.channel.delete":      writeHost,
		"telecomx.subscription.get":    {needPrivate, needPrivate, needPrivate},
		"telecomx.subscription.update": {nil, nil, needPrivate},
		"telecomx.drm.list":            readDRM,
		"telecomx.drm.get":             readDRM,
		"telecomx.drm.create":          {nil, needEither, needEither},
	}
)

func levelOf(level string) int { return slices.Index(levels, level) }

// row is the caller's place in rights, below 0 for levels that have none.
func (e *storedEmployee) row() int {
	switch e.level {
	case "VIEWER":
		return 0
	case "MANAGER", "OWNER":
		return 1
	case "RESELLER", "RESELLER_ADMIN":
		return 2
	default:
		return -1
	}
}

// entitled reports whether the employee may see the customer: its own; as a reseller also those below it; an ADMIN all.
func (p *Platform) entitled(e *storedEmployee, target *storedCustomer) bool {
	if e.level == "ADMIN" {
		return true
	}
	if e.customer == target {
		return true
	}
	return e.row() == 2 && keyOf(target.parent) == keyOf(e.customer.id)
}

// levelAllows reports whether level and entitlement permit the call, whatever the feature.
func (p *Platform) levelAllows(c *apiCall, target *storedCustomer) bool {
	if c.caller.level == "ADMIN" {
		return true
	}
	row := c.caller.row()
	return row >= 0 && len(accessRights[c.operation][row]) > 0 && p.entitled(c.caller, target)
}

// allow checks the level, the entitlement and the feature.
func (p *Platform) allow(c *apiCall, target *storedCustomer) *apiError {
	if !p.levelAllows(c, target) {
		return denied()
	}
	if c.caller.level == "ADMIN" || slices.ContainsFunc(accessRights[c.operation][c.caller.row()], target.has) {
		return nil
	}
	return denied()
}

// queryCustomer is the customer that the query names, the caller's own when it names none.
func (p *Platform) queryCustomer(c *apiCall) *storedCustomer {
	if id := c.query.Get("customer"); id != "" {
		return p.customers[keyOf(id)]
	}
	return c.caller.customer
}

// bodyCustomer is the customer that the body names, the caller's own when it names none.
func (p *Platform) bodyCustomer(c *apiCall) *storedCustomer {
	id, fail := readField[string](c.body, "customer")
	switch {
	case fail != nil:
		return nil
	case id == nil:
		return c.caller.customer
	default:
		return p.customers[keyOf(*id)]
	}
}

// permitted is the customer that a call concerns, once the caller may make the call on it.
func (p *Platform) permitted(c *apiCall, target *storedCustomer) (*storedCustomer, *apiError) {
	if target == nil {
		return nil, noCustomer()
	}
	return target, p.allow(c, target)
}

// newHost is the customer that is to host a new package or channel.
func (p *Platform) newHost(c *apiCall) (*storedCustomer, *apiError) {
	host, fail := p.permitted(c, p.bodyCustomer(c))
	if fail != nil {
		return nil, fail
	}
	if !host.hosts() {
		return nil, &apiError{http.StatusConflict, "customer", "Customer cannot host common IPTV settings"}
	}
	return host, nil
}

// customerName handles GET /customer/CUSTOMER_ID/name.
func (p *Platform) customerName(c *apiCall) (any, *apiError) {
	target := p.customers[keyOf(c.id)]
	if target == nil {
		return nil, noCustomer()
	}
	if levelOf(c.caller.level) < levelOf("VIEWER") || !p.entitled(c.caller, target) {
		return nil, denied()
	}
	return object{"_id": target.id, "name": target.name, "features": slices.Clone(target.features)}, nil
}
