package simulator

import (
	"net/http"
	"slices"
)

// The features that make a customer part of IPTV.
const (
	telecomxPrivate  = "IPTVPRIVATE"
	telecomxBusiness = "IPTVBUSINESS"
)

// telecomxLevels is the access levels, the lowest first.
var telecomxLevels = []string{
	"NO_LOGIN", "PERSONAL", "VIEWER", "MANAGER", "OWNER", "RESELLER", "RESELLER_ADMIN", "ADMIN",
}

// telecomxRights is, for VIEWER, for MANAGER and OWNER, and for RESELLER and RESELLER_ADMIN, the features of which the
// customer concerned must have one; without any, the level may not make the call.
type telecomxRights [3][]string

var (
	telecomxNeedPrivate  = []string{telecomxPrivate}
	telecomxNeedBusiness = []string{telecomxBusiness}
	telecomxNeedEither   = []string{telecomxBusiness, telecomxPrivate}

	telecomxReadHost  = telecomxRights{telecomxNeedBusiness, telecomxNeedBusiness, telecomxNeedPrivate}
	telecomxWriteHost = telecomxRights{nil, telecomxNeedBusiness, telecomxNeedEither}
	telecomxReadDRM   = telecomxRights{telecomxNeedEither, telecomxNeedEither, telecomxNeedPrivate}

	telecomxAccess = map[string]telecomxRights{
		"telecomx.package.create":      telecomxWriteHost,
		"telecomx.package.list":        telecomxReadHost,
		"telecomx.package.get":         telecomxReadHost,
		"telecomx.package.update":      telecomxWriteHost,
		"telecomx.package.delete":      telecomxWriteHost,
		"telecomx.channel.create":      telecomxWriteHost,
		"telecomx.channel.list":        telecomxReadHost,
		"telecomx.channel.get":         telecomxReadHost,
		"telecomx.channel.delete":      telecomxWriteHost,
		"telecomx.subscription.get":    {telecomxNeedPrivate, telecomxNeedPrivate, telecomxNeedPrivate},
		"telecomx.subscription.update": {nil, nil, telecomxNeedPrivate},
		"telecomx.drm.list":            telecomxReadDRM,
		"telecomx.drm.get":             telecomxReadDRM,
		"telecomx.drm.create":          {nil, telecomxNeedEither, telecomxNeedEither},
	}
)

func telecomxLevel(level string) int { return slices.Index(telecomxLevels, level) }

// row is the caller's place in telecomxRights, below 0 for levels that have none.
func (e *telecomxEmployee) row() int {
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

// entitled: one's own customer; as a reseller also those below it; an ADMIN all.
func (p *TelecomX) entitled(e *telecomxEmployee, target *telecomxCustomer) bool {
	if e.level == "ADMIN" {
		return true
	}
	if e.customer == target {
		return true
	}
	return e.row() == 2 && telecomxKey(target.parent) == telecomxKey(e.customer.id)
}

// levelAllows checks the level and the entitlement, not the feature.
func (p *TelecomX) levelAllows(c *telecomxCall, target *telecomxCustomer) bool {
	if c.caller.level == "ADMIN" {
		return true
	}
	row := c.caller.row()
	return row >= 0 && len(telecomxAccess[c.operation][row]) > 0 && p.entitled(c.caller, target)
}

// allow checks the level, the entitlement and the feature.
func (p *TelecomX) allow(c *telecomxCall, target *telecomxCustomer) *telecomxError {
	if !p.levelAllows(c, target) {
		return telecomxDenied()
	}
	if c.caller.level == "ADMIN" || slices.ContainsFunc(telecomxAccess[c.operation][c.caller.row()], target.has) {
		return nil
	}
	return telecomxDenied()
}

// queryCustomer is the customer that the query names, the caller's own when it names none.
func (p *TelecomX) queryCustomer(c *telecomxCall) *telecomxCustomer {
	if id := c.query.Get("customer"); id != "" {
		return p.customers[telecomxKey(id)]
	}
	return c.caller.customer
}

// bodyCustomer is the customer that the body names, the caller's own when it names none.
func (p *TelecomX) bodyCustomer(c *telecomxCall) *telecomxCustomer {
	id, fail := telecomxField[string](c.body, "customer")
	switch {
	case fail != nil:
		return nil
	case id == nil:
		return c.caller.customer
	default:
		return p.customers[telecomxKey(*id)]
	}
}

// newHost is the customer that is to host a new package or channel.
func (p *TelecomX) newHost(c *telecomxCall) (*telecomxCustomer, *telecomxError) {
	host := p.bodyCustomer(c)
	if host == nil {
		return nil, telecomxNoCustomer()
	}
	if fail := p.allow(c, host); fail != nil {
		return nil, fail
	}
	if !host.hosts() {
		return nil, &telecomxError{http.StatusConflict, "customer", "Customer cannot host common IPTV settings"}
	}
	return host, nil
}

// customerName answers GET /customer/CUSTOMER_ID/name.
func (p *TelecomX) customerName(c *telecomxCall) (any, *telecomxError) {
	target := p.customers[telecomxKey(c.id)]
	if target == nil {
		return nil, telecomxNoCustomer()
	}
	if telecomxLevel(c.caller.level) < telecomxLevel("VIEWER") || !p.entitled(c.caller, target) {
		return nil, telecomxDenied()
	}
	return telecomxObject{"_id": target.id, "name": target.name, "features": slices.Clone(target.features)}, nil
}
