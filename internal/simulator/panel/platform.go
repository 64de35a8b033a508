// Package panel simulates the external API of the line panel (internal/panel/api/README.md).
package panel

import (
	"encoding/json"
	"io"
	"mime"
	"net/http"
	"slices"
	"strings"
	"sync"

	"github.com/iptvops/terraform-provider-iptv/internal/simulator"
)

// Platform is the line panel's external API below /ext. Its methods are safe for concurrent use.
type Platform struct {
	clock  *simulator.Clock
	apiKey string

	mu       sync.Mutex
	users    []*User
	packages []Package
	bouquets []Bouquet
	lines    lineStore
	rids     map[ridKey]apiResponse
	ledger   []Charge
	variants Variants
}

// apiRoute is one documented call; {id} in its path stands for any one segment.
type apiRoute struct {
	operation  string
	method     string
	path       string
	permission string // "" when the token needs none
	handle     func(*apiCall) apiResponse
}

// routes is the call table of section 1. A fixed path stands before one with {id} that would match it too.
var routes = []apiRoute{
	{"panel.line.create", "POST", "/ext/line/create", "createLinesWithPackage", (*apiCall).create},
	{"panel.line.createAdvanced", "POST", "/ext/line/create-advanced", "createLines", (*apiCall).createAdvanced},
	{"panel.line.updateAdvanced", "POST", "/ext/line/{id}/update-advanced", "editLines", (*apiCall).updateAdvanced},
	{"panel.line.renew", "POST", "/ext/line/{id}/renew", "createLinesWithPackage", (*apiCall).renew},
	{"panel.line.enable", "POST", "/ext/line/{id}/enable", "statusLineToggle", (*apiCall).enable},
	{"panel.line.disable", "POST", "/ext/line/{id}/disable", "statusLineToggle", (*apiCall).disable},
	{"panel.line.terminate", "POST", "/ext/line/{id}/terminate", "destroyLines", (*apiCall).terminate},
	{"panel.line.find", "GET", "/ext/line/find", "", (*apiCall).find},
	{"panel.lines", "GET", "/ext/lines", "indexLines", (*apiCall).list},
	{"panel.lines.index", "GET", "/ext/lines/index", "indexLines", (*apiCall).index},
	{"panel.packages", "GET", "/ext/packages", "indexPackages", (*apiCall).listPackages},
	{"panel.bouquets", "GET", "/ext/bouquets", "", (*apiCall).listBouquets},
	{"panel.profile", "GET", "/ext/profile", "showUserProfile", (*apiCall).profile},
	{"panel.user.find", "GET", "/ext/user/find", "indexSubresellers", (*apiCall).findUsers},
	{"panel.user.create", "POST", "/ext/user/create", "editSubresellers", (*apiCall).createUser},
	{"panel.user.credit", "POST", "/ext/user/{id}/credit", "editSubresellers", (*apiCall).creditUser},
}

// Operations is the names of the documented calls, sorted.
func Operations() []string {
	names := make([]string, len(routes))
	for i, route := range routes {
		names[i] = route.operation
	}
	slices.Sort(names)
	return names
}

// matchPath reports whether path is the route's, and the segment that stands for {id}.
func matchPath(route, path string) (id string, ok bool) {
	before, after, wild := strings.Cut(route, "{id}")
	if !wild {
		return "", route == path
	}
	rest, ok := strings.CutPrefix(path, before)
	if !ok {
		return "", false
	}
	id, ok = strings.CutSuffix(rest, after)
	return id, ok && id != "" && !strings.Contains(id, "/")
}

// findRoute is the route of the request; without one, the methods that its path does support.
func findRoute(r *http.Request) (route *apiRoute, id string, methods []string) {
	for _, candidate := range routes {
		id, ok := matchPath(candidate.path, r.URL.Path)
		if !ok {
			continue
		}
		if candidate.method == r.Method {
			return &candidate, id, nil
		}
		methods = append(methods, candidate.method)
	}
	return nil, "", methods
}

// Operation names the documented call that the request makes, such as "panel.line.renew", "panel.unknown" for a path of this
// platform that is none, and nothing for a path of another platform.
func (p *Platform) Operation(r *http.Request) string {
	if r.URL.Path != "/ext" && !strings.HasPrefix(r.URL.Path, "/ext/") {
		return ""
	}
	if route, _, _ := findRoute(r); route != nil {
		return route.operation
	}
	return "panel.unknown"
}

// Serve responds to a call that Operation has named.
func (p *Platform) Serve(w http.ResponseWriter, r *http.Request, _ string) {
	route, id, methods := findRoute(r)
	if route == nil && len(methods) > 0 {
		w.Header().Set("Allow", strings.Join(methods, ", "))
		simulator.WriteJSON(w, http.StatusMethodNotAllowed, errorBody{Error: "The " + r.Method + " method is not supported for route " +
			strings.TrimPrefix(r.URL.Path, "/") + ". Supported methods: " + strings.Join(methods, ", ") + "."})
		return
	}
	if route == nil {
		simulator.WriteJSON(w, http.StatusNotFound, noRoute(r))
		return
	}
	response := p.shaped(route, p.respond(route, id, r))
	simulator.WriteJSON(w, response.status, response.body)
}

// respond carries the call out. Nothing in the response is changed later, so that it can be sent without the lock.
func (p *Platform) respond(route *apiRoute, id string, r *http.Request) apiResponse {
	p.mu.Lock()
	defer p.mu.Unlock()

	if p.variants.NoIndex && route.operation == "panel.lines.index" {
		return apiResponse{http.StatusNotFound, noRoute(r)}
	}
	user := p.authenticate(r)
	if user == nil {
		return refuse(http.StatusUnauthorized, "Failed to verify API client")
	}
	if route.permission != "" && !slices.Contains(user.Permissions, route.permission) {
		return refuse(http.StatusForbidden, "This action is unauthorized: the token has no permission "+route.permission)
	}
	if p.variants.ListsRefused && route.permission == "indexLines" {
		return refuse(http.StatusForbidden, "This action is unauthorized")
	}
	if refusal, refused := p.variants.Refuse[route.operation]; refused {
		return refusal.response()
	}
	call := &apiCall{Platform: p, user: user, operation: route.operation, id: id, query: r.URL.Query()}
	if refusal := call.readBody(r); refusal != nil {
		return *refusal
	}
	return route.handle(call)
}

func (p *Platform) authenticate(r *http.Request) *User {
	token := r.Header.Get("X-Auth-User")
	if token == "" || r.Header.Get("X-Api-Key") != p.apiKey {
		return nil
	}
	return p.user(func(u *User) bool { return u.Token == token })
}

func (p *Platform) user(match func(*User) bool) *User {
	if i := slices.IndexFunc(p.users, match); i >= 0 {
		return p.users[i]
	}
	return nil
}

func (p *Platform) userNamed(name string) *User {
	return p.user(func(u *User) bool { return u.Name == name })
}

// apiCall is one authorised call. Its methods run with the panel locked.
type apiCall struct {
	*Platform
	user      *User
	operation string
	id        string
	query     map[string][]string
	fields    requestFields
}

type apiResponse struct {
	status int
	body   any
}

// errorBody is the body of a failure; message and errors come with a refused field only.
type errorBody struct {
	Error   string              `json:"error"`
	Message string              `json:"message,omitempty"`
	Errors  map[string][]string `json:"errors,omitempty"`
	RID     string              `json:"rid,omitempty"`
}

func refuse(status int, text string) apiResponse {
	return apiResponse{status, errorBody{Error: text}}
}

func noRoute(r *http.Request) errorBody {
	return errorBody{Error: "The route " + strings.TrimPrefix(r.URL.Path, "/") + " could not be found."}
}

// readBody accepts no body, or a JSON object announced as JSON. The calls without fields ignore what they are sent.
func (c *apiCall) readBody(r *http.Request) *apiResponse {
	switch c.operation {
	case "panel.line.enable", "panel.line.disable", "panel.line.terminate":
		return nil
	}
	body, err := io.ReadAll(r.Body)
	if err != nil || r.Method == http.MethodGet || len(body) == 0 {
		return nil
	}
	if media, _, err := mime.ParseMediaType(r.Header.Get("Content-Type")); err != nil || media != "application/json" {
		refusal := refuse(http.StatusUnsupportedMediaType, "The request body must be application/json")
		return &refusal
	}
	if err := json.Unmarshal(body, &c.fields.raw); err != nil || c.fields.raw == nil {
		refusal := refuse(http.StatusBadRequest, "The request body is not a JSON object")
		return &refusal
	}
	return nil
}
