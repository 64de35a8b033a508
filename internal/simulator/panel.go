package simulator

import (
	"encoding/json"
	"io"
	"mime"
	"net/http"
	"slices"
	"strings"
	"sync"
)

// Panel is the line panel's external API below /ext. Its methods are safe for concurrent use.
type Panel struct {
	clock *clock

	mu       sync.Mutex
	users    []*PanelUser
	packages []PanelPackage
	bouquets []PanelBouquet
	lines    panelStore
	rids     map[panelRIDKey]panelAnswer
	ledger   []PanelCharge
	variants PanelVariants
}

// panelRoute is one documented call; {id} in its path stands for any one segment.
type panelRoute struct {
	operation  string
	method     string
	path       string
	permission string // "" when the token needs none
	handle     func(*panelCall) panelAnswer
}

// panelRoutes is the call table of section 1. A fixed path stands before one with {id} that would match it too.
var panelRoutes = []panelRoute{
	{"panel.line.create", "POST", "/ext/line/create", "createLinesWithPackage", (*panelCall).create},
	{"panel.line.createAdvanced", "POST", "/ext/line/create-advanced", "createLines", (*panelCall).createAdvanced},
	{"panel.line.updateAdvanced", "POST", "/ext/line/{id}/update-advanced", "editLines", (*panelCall).updateAdvanced},
	{"panel.line.renew", "POST", "/ext/line/{id}/renew", "createLinesWithPackage", (*panelCall).renew},
	{"panel.line.enable", "POST", "/ext/line/{id}/enable", "statusLineToggle", (*panelCall).enable},
	{"panel.line.disable", "POST", "/ext/line/{id}/disable", "statusLineToggle", (*panelCall).disable},
	{"panel.line.terminate", "POST", "/ext/line/{id}/terminate", "destroyLines", (*panelCall).terminate},
	{"panel.line.find", "GET", "/ext/line/find", "", (*panelCall).find},
	{"panel.lines", "GET", "/ext/lines", "indexLines", (*panelCall).list},
	{"panel.lines.index", "GET", "/ext/lines/index", "indexLines", (*panelCall).index},
	{"panel.packages", "GET", "/ext/packages", "indexPackages", (*panelCall).listPackages},
	{"panel.bouquets", "GET", "/ext/bouquets", "", (*panelCall).listBouquets},
	{"panel.profile", "GET", "/ext/profile", "showUserProfile", (*panelCall).profile},
	{"panel.user.find", "GET", "/ext/user/find", "indexSubresellers", (*panelCall).findUsers},
	{"panel.user.create", "POST", "/ext/user/create", "editSubresellers", (*panelCall).createUser},
	{"panel.user.credit", "POST", "/ext/user/{id}/credit", "editSubresellers", (*panelCall).creditUser},
}

// panelMatch reports whether path is the route's, and the segment that stands for {id}.
func panelMatch(route, path string) (id string, ok bool) {
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

// panelFind is the route of the request; without one, the methods that its path does support.
func panelFind(r *http.Request) (route *panelRoute, id string, methods []string) {
	for _, candidate := range panelRoutes {
		id, ok := panelMatch(candidate.path, r.URL.Path)
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

func (p *Panel) operation(r *http.Request) string {
	if r.URL.Path != "/ext" && !strings.HasPrefix(r.URL.Path, "/ext/") {
		return ""
	}
	if route, _, _ := panelFind(r); route != nil {
		return route.operation
	}
	return "panel.unknown"
}

func (p *Panel) serve(w http.ResponseWriter, r *http.Request, _ string) {
	route, id, methods := panelFind(r)
	if route == nil && len(methods) > 0 {
		w.Header().Set("Allow", strings.Join(methods, ", "))
		writeJSON(w, http.StatusMethodNotAllowed, panelError{Error: "The " + r.Method + " method is not supported for route " +
			strings.TrimPrefix(r.URL.Path, "/") + ". Supported methods: " + strings.Join(methods, ", ") + "."})
		return
	}
	if route == nil {
		writeJSON(w, http.StatusNotFound, panelNoRoute(r))
		return
	}
	answer := p.shaped(route, p.answer(route, id, r))
	writeJSON(w, answer.status, answer.body)
}

// answer carries the call out. Nothing in the answer is changed later, so that it can be sent without the lock.
func (p *Panel) answer(route *panelRoute, id string, r *http.Request) panelAnswer {
	p.mu.Lock()
	defer p.mu.Unlock()

	if p.variants.NoIndex && route.operation == "panel.lines.index" {
		return panelAnswer{http.StatusNotFound, panelNoRoute(r)}
	}
	user := p.authenticate(r)
	if user == nil {
		return panelRefusal(http.StatusUnauthorized, "Failed to verify API client")
	}
	if route.permission != "" && !slices.Contains(user.Permissions, route.permission) {
		return panelRefusal(http.StatusForbidden, "This action is unauthorized: the token has no permission "+route.permission)
	}
	if p.variants.ListsRefused && route.permission == "indexLines" {
		return panelRefusal(http.StatusForbidden, "This action is unauthorized")
	}
	if refusal, refused := p.variants.Refuse[route.operation]; refused {
		return refusal.answer()
	}
	call := &panelCall{Panel: p, user: user, operation: route.operation, id: id, query: r.URL.Query()}
	if refusal := call.readBody(r); refusal != nil {
		return *refusal
	}
	return route.handle(call)
}

func (p *Panel) authenticate(r *http.Request) *PanelUser {
	token := r.Header.Get("X-Auth-User")
	if token == "" || r.Header.Get("X-Api-Key") != PanelAPIKey {
		return nil
	}
	return p.user(func(u *PanelUser) bool { return u.Token == token })
}

func (p *Panel) user(match func(*PanelUser) bool) *PanelUser {
	if i := slices.IndexFunc(p.users, match); i >= 0 {
		return p.users[i]
	}
	return nil
}

func (p *Panel) userNamed(name string) *PanelUser {
	return p.user(func(u *PanelUser) bool { return u.Name == name })
}

// panelCall is one authorised call. Its methods run with the panel locked.
type panelCall struct {
	*Panel
	user      *PanelUser
	operation string
	id        string
	query     map[string][]string
	fields    panelFields
}

type panelAnswer struct {
	status int
	body   any
}

// panelError is the body of a failure; message and errors come with a refused field only.
type panelError struct {
	Error   string              `json:"error"`
	Message string              `json:"message,omitempty"`
	Errors  map[string][]string `json:"errors,omitempty"`
	RID     string              `json:"rid,omitempty"`
}

func panelRefusal(status int, text string) panelAnswer {
	return panelAnswer{status, panelError{Error: text}}
}

func panelNoRoute(r *http.Request) panelError {
	return panelError{Error: "The route " + strings.TrimPrefix(r.URL.Path, "/") + " could not be found."}
}

// readBody accepts no body, or a JSON object announced as JSON. The calls without fields ignore what they are sent.
func (c *panelCall) readBody(r *http.Request) *panelAnswer {
	switch c.operation {
	case "panel.line.enable", "panel.line.disable", "panel.line.terminate":
		return nil
	}
	body, err := io.ReadAll(r.Body)
	if err != nil || r.Method == http.MethodGet || len(body) == 0 {
		return nil
	}
	if media, _, err := mime.ParseMediaType(r.Header.Get("Content-Type")); err != nil || media != "application/json" {
		refusal := panelRefusal(http.StatusUnsupportedMediaType, "The request body must be application/json")
		return &refusal
	}
	if err := json.Unmarshal(body, &c.fields.raw); err != nil || c.fields.raw == nil {
		refusal := panelRefusal(http.StatusBadRequest, "The request body is not a JSON object")
		return &refusal
	}
	return nil
}
