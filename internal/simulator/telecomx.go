package simulator

import (
	"encoding/json"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync"
	"time"
)

// telecomxUnknown is the operation of a path below /iptv, /auth or /customer that is no call of the reference.
const telecomxUnknown = "telecomx.unknown"

// TelecomX is the IPTV management API of Telecom X: packages, channels, subscriptions, DRM accounts, log in.
// It starts with the standard objects that [TelecomXReseller] and its neighbours name. All methods may be
// called while requests are served; ids are looked up without case, and what a method returns is a copy.
// A method given a customer that does not exist panics.
type TelecomX struct {
	clock *clock

	mu       sync.Mutex
	variants TelecomXVariants
	serial   uint64

	customers map[string]*telecomxCustomer
	packages  map[string]*telecomxPackage
	channels  map[string]*TelecomXChannel
	bases     map[int]telecomxBase
	accounts  map[string]*TelecomXDRMAccount

	channelUses map[string]int                 // packages that hold the channel
	subscribers map[string]map[string]struct{} // package to customers

	logins      map[string]*telecomxEmployee
	tokens      map[string]*telecomxToken
	lifetime    int // minutes
	expireAfter int // requests until every login token expires; 0 is never
	ipRefused   bool
	blacklisted bool
}

func newTelecomX(c *clock) *TelecomX {
	p := &TelecomX{
		clock:       c,
		customers:   map[string]*telecomxCustomer{},
		packages:    map[string]*telecomxPackage{},
		channels:    map[string]*TelecomXChannel{},
		bases:       map[int]telecomxBase{},
		accounts:    map[string]*TelecomXDRMAccount{},
		channelUses: map[string]int{},
		subscribers: map[string]map[string]struct{}{},
		logins:      map[string]*telecomxEmployee{},
		tokens:      map[string]*telecomxToken{},
		lifetime:    15,
	}
	p.addStandard()
	return p
}

// telecomxCall is one request that has passed the token check.
type telecomxCall struct {
	operation string
	id        string // of the path, as sent
	query     url.Values
	body      telecomxBody
	caller    *telecomxEmployee // nil on log in
	now       time.Time
	cookie    *http.Cookie // to set in the answer
}

type telecomxHandler func(*TelecomX, *telecomxCall) (any, *telecomxError)

var telecomxRoutes = map[string]string{
	"POST /auth/login":          "telecomx.login",
	"GET /auth/login":           "telecomx.login",
	"GET /auth/validateToken":   "telecomx.validateToken",
	"GET /auth/logout":          "telecomx.logout",
	"POST /iptv/package":        "telecomx.package.create",
	"GET /iptv/package":         "telecomx.package.list",
	"GET /iptv/package/*":       "telecomx.package.get",
	"POST /iptv/package/*":      "telecomx.package.update",
	"DELETE /iptv/package/*":    "telecomx.package.delete",
	"GET /iptv/subscription":    "telecomx.subscription.get",
	"GET /iptv/subscription/*":  "telecomx.subscription.get",
	"POST /iptv/subscription/*": "telecomx.subscription.update",
	"GET /iptv/drm":             "telecomx.drm.list",
	"GET /iptv/drm/*":           "telecomx.drm.get",
	"POST /iptv/drm":            "telecomx.drm.create",
	"GET /iptv/channel":         "telecomx.channel.list",
	"GET /iptv/channel/*":       "telecomx.channel.get",
	"POST /iptv/channel":        "telecomx.channel.create",
	"DELETE /iptv/channel/*":    "telecomx.channel.delete",
	"GET /customer/*/name":      "telecomx.customer.name",
}

var telecomxHandlers = map[string]telecomxHandler{
	"telecomx.login":               (*TelecomX).login,
	"telecomx.validateToken":       (*TelecomX).validateToken,
	"telecomx.logout":              (*TelecomX).logout,
	"telecomx.package.create":      (*TelecomX).packageCreate,
	"telecomx.package.list":        (*TelecomX).packageList,
	"telecomx.package.get":         (*TelecomX).packageGet,
	"telecomx.package.update":      (*TelecomX).packageUpdate,
	"telecomx.package.delete":      (*TelecomX).packageDelete,
	"telecomx.subscription.get":    (*TelecomX).subscriptionGet,
	"telecomx.subscription.update": (*TelecomX).subscriptionUpdate,
	"telecomx.drm.list":            (*TelecomX).drmList,
	"telecomx.drm.get":             (*TelecomX).drmGet,
	"telecomx.drm.create":          (*TelecomX).drmCreate,
	"telecomx.channel.list":        (*TelecomX).channelList,
	"telecomx.channel.get":         (*TelecomX).channelGet,
	"telecomx.channel.create":      (*TelecomX).channelCreate,
	"telecomx.channel.delete":      (*TelecomX).channelDelete,
	"telecomx.customer.name":       (*TelecomX).customerName,
}

// telecomxRoute is the request's key in telecomxRoutes and the id in its path; ok is false for a path
// of another platform.
func telecomxRoute(r *http.Request) (route, id string, ok bool) {
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

func (p *TelecomX) operation(r *http.Request) string {
	route, _, ok := telecomxRoute(r)
	if !ok {
		return ""
	}
	if operation, known := telecomxRoutes[route]; known {
		return operation
	}
	return telecomxUnknown
}

func (p *TelecomX) serve(w http.ResponseWriter, r *http.Request, operation string) {
	c := &telecomxCall{operation: operation, query: r.URL.Query(), now: p.clock.now()}
	body, err := io.ReadAll(r.Body)
	if err != nil {
		http.Error(w, "cannot read the request body", http.StatusBadRequest)
		return
	}
	route, id, _ := telecomxRoute(r)
	c.id = id

	p.mu.Lock()
	result, fail := p.handle(c, route, body)
	shape := p.variants.ErrorShape
	if fail == nil && p.variants.LooseTypes {
		result = telecomxLoosened(result)
	}
	p.mu.Unlock()

	if fail != nil {
		fail.write(w, shape)
		return
	}
	if c.cookie != nil {
		http.SetCookie(w, c.cookie)
	}
	writeJSON(w, http.StatusOK, result)
}

func (p *TelecomX) handle(c *telecomxCall, route string, body []byte) (any, *telecomxError) {
	handler, known := telecomxHandlers[c.operation]
	if !known {
		if _, needsID := telecomxRoutes[route+"/*"]; needsID {
			return nil, &telecomxError{http.StatusBadRequest, "bad_request", "Id not found in request URI"}
		}
		return nil, &telecomxError{http.StatusNotFound, "not_found", "No such call"}
	}
	if p.blacklisted {
		return nil, &telecomxError{http.StatusForbidden, "blacklisted", "IP address is blacklisted"}
	}
	// Log in takes no token, and validateToken has a say in how a bad one is answered.
	if c.operation != "telecomx.login" && c.operation != "telecomx.validateToken" {
		caller, fail := p.authenticate(c)
		if fail != nil {
			return nil, fail
		}
		c.caller = caller
	}
	if len(body) > 0 && json.Unmarshal(body, &c.body) != nil {
		return nil, telecomxBadRequest()
	}
	return handler(p, c)
}
