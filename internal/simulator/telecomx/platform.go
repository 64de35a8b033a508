// Package telecomx simulates the IPTV management API of Telecom X (internal/telecomx/api/README.md).
package telecomx

import (
	"encoding/json"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/iptvops/terraform-provider-iptv/internal/simulator"
)

// unknownOperation is the operation of a path below /iptv, /auth or /customer that is no call of the reference.
const unknownOperation = "telecomx.unknown"

// Platform is the IPTV management API of Telecom X: packages, channels, subscriptions, DRM accounts, log in.
// It starts with the standard objects that [Reseller] and its neighbours name. All methods may be
// called while requests are served; ids are looked up without case, and what a method returns is a copy.
// A method given a customer that does not exist panics.
type Platform struct {
	clock *simulator.Clock

	mu       sync.Mutex
	variants Variants
	serial   uint64

	customers map[string]*storedCustomer
	packages  map[string]*storedPackage
	channels  map[string]*Channel
	bases     map[int]baseChannel
	accounts  map[string]*DRMAccount

	channelUses map[string]int                 // packages that hold the channel
	subscribers map[string]map[string]struct{} // package to customers

	logins      map[string]*storedEmployee
	tokens      map[string]*storedToken
	lifetime    int // minutes
	expireAfter int // requests until every login token expires; 0 is never
	ipRefused   bool
	blacklisted bool
}

// New makes the platform with its standard objects: see [Reseller] and its neighbours.
func New(c *simulator.Clock) *Platform {
	p := NewEmpty(c)
	p.addStandard()
	return p
}

// NewEmpty makes the platform without customers.
func NewEmpty(c *simulator.Clock) *Platform {
	return &Platform{
		clock:       c,
		customers:   map[string]*storedCustomer{},
		packages:    map[string]*storedPackage{},
		channels:    map[string]*Channel{},
		bases:       map[int]baseChannel{},
		accounts:    map[string]*DRMAccount{},
		channelUses: map[string]int{},
		subscribers: map[string]map[string]struct{}{},
		logins:      map[string]*storedEmployee{},
		tokens:      map[string]*storedToken{},
		lifetime:    15,
	}
}

// apiCall is one request that has passed the token check.
type apiCall struct {
	operation string
	id        string // of the path, as sent
	query     url.Values
	body      requestBody
	caller    *storedEmployee // nil on log in
	now       time.Time
	cookie    *http.Cookie // to set in the response
}

// apiRoute is one documented call.
type apiRoute struct {
	operation string
	handle    func(*Platform, *apiCall) (any, *apiError)
}

// routes is the call table of the reference; * in a path stands for any one segment.
var routes = map[string]apiRoute{
	"POST /auth/login":          {"telecomx.login", (*Platform).login},
	"GET /auth/login":           {"telecomx.login", (*Platform).login},
	"GET /auth/validateToken":   {"telecomx.validateToken", (*Platform).validateToken},
	"GET /auth/logout":          {"telecomx.logout", (*Platform).logout},
	"POST /iptv/package":        {"telecomx.package.create", (*Platform).packageCreate},
	"GET /iptv/package":         {"telecomx.package.list", (*Platform).packageList},
	"GET /iptv/package/*":       {"telecomx.package.get", (*Platform).packageGet},
	"POST /iptv/package/*":      {"telecomx.package.update", (*Platform).packageUpdate},
	"DELETE /iptv/package/*":    {"telecomx.package.delete", (*Platform).packageDelete},
	"GET /iptv/subscription":    {"telecomx.subscription.get", (*Platform).subscriptionGet},
	"GET /iptv/subscription/*":  {"telecomx.subscription.get", (*Platform).subscriptionGet},
	"POST /iptv/subscription/*": {"telecomx.subscription.update", (*Platform).subscriptionUpdate},
	"GET /iptv/drm":             {"telecomx.drm.list", (*Platform).drmList},
	"GET /iptv/drm/*":           {"telecomx.drm.get", (*Platform).drmGet},
	"POST /iptv/drm":            {"telecomx.drm.create", (*Platform).drmCreate},
	"GET /iptv/channel":         {"telecomx.channel.list", (*Platform).channelList},
	"GET /iptv/channel/*":       {"telecomx.channel.get", (*Platform).channelGet},
	"POST /iptv/channel":        {"telecomx.channel.create", (*Platform).channelCreate},
	"DELETE /iptv/channel/*":    {"telecomx.channel.delete", (*Platform).channelDelete},
	"GET /customer/*/name":      {"telecomx.customer.name", (*Platform).customerName},
}

// Operations is the names of the documented calls, sorted.
func Operations() []string {
	var names []string
	for _, route := range routes {
		names = append(names, route.operation)
	}
	slices.Sort(names)
	return slices.Compact(names)
}

// findRoute is the request's key in routes and the id in its path; ok reports whether the path is
// one of this platform.
func findRoute(r *http.Request) (route, id string, ok bool) {
	segments := strings.Split(strings.Trim(r.URL.EscapedPath(), "/"), "/")
	if len(segments) < 2 || !slices.Contains([]string{"iptv", "auth", "customer"}, segments[0]) {
		return "", "", false
	}
	place := 2
	if segments[0] == "customer" {
		place = 1
	}
	if len(segments) > place {
		// A segment that cannot be decoded names no object.
		id, _ = url.PathUnescape(segments[place])
		segments[place] = "*"
	}
	return r.Method + " /" + strings.Join(segments, "/"), id, true
}

// Operation names the documented call that the request makes, such as "telecomx.package.get", "telecomx.unknown" for a path of this
// platform that is none, and nothing for a path of another platform.
func (p *Platform) Operation(r *http.Request) string {
	route, _, ok := findRoute(r)
	if !ok {
		return ""
	}
	if call, known := routes[route]; known {
		return call.operation
	}
	return unknownOperation
}

// Serve responds to a call that Operation has named.
func (p *Platform) Serve(w http.ResponseWriter, r *http.Request, operation string) {
	c := &apiCall{operation: operation, query: r.URL.Query(), now: p.clock.Now()}
	body, err := io.ReadAll(r.Body)
	if err != nil {
		http.Error(w, "cannot read the request body", http.StatusBadRequest)
		return
	}
	route, id, _ := findRoute(r)
	c.id = id

	p.mu.Lock()
	result, fail := p.handle(c, route, body)
	shape := p.variants.ErrorShape
	if fail == nil && p.variants.LooseTypes {
		result = looseTypes(result)
	}
	p.mu.Unlock()

	if fail != nil {
		fail.write(w, shape)
		return
	}
	if c.cookie != nil {
		http.SetCookie(w, c.cookie)
	}
	simulator.WriteJSON(w, http.StatusOK, result)
}

func (p *Platform) handle(c *apiCall, route string, body []byte) (any, *apiError) {
	call, known := routes[route]
	if !known {
		if _, needsID := routes[route+"/*"]; needsID {
			return nil, &apiError{http.StatusBadRequest, "bad_request", "Id not found in request URI"}
		}
		return nil, &apiError{http.StatusNotFound, "not_found", "No such call"}
	}
	if p.blacklisted {
		return nil, &apiError{http.StatusForbidden, "blacklisted", "IP address is blacklisted"}
	}
	// Log in takes no token, and validateToken decides how a bad one is refused.
	if c.operation != "telecomx.login" && c.operation != "telecomx.validateToken" {
		caller, fail := p.authenticate(c)
		if fail != nil {
			return nil, fail
		}
		c.caller = caller
	}
	if len(body) > 0 && json.Unmarshal(body, &c.body) != nil {
		return nil, badRequest()
	}
	return call.handle(p, c)
}
