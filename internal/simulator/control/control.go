// Package control is the HTTP API below /_sim/ by which scripts look at simulated platforms and change them behind
// Terraform's back: objects in the form of a seed, request counts, faults, variants, time. It serves loopback only.
package control

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"strings"
	"sync/atomic"
	"time"

	"github.com/iptvops/terraform-provider-iptv/internal/simulator"
	"github.com/iptvops/terraform-provider-iptv/internal/simulator/estate"
)

// Prefix begins the paths of the API. No platform has one like it.
const Prefix = "/_sim/"

// maxBody is the most bytes of a request's body.
const maxBody = 1 << 20

// Handler serves platforms and the API that controls them.
type Handler struct {
	make    func() *estate.Server
	current atomic.Pointer[estate.Server]
	api     http.Handler
}

// New makes a handler of platforms that newEstate makes: now, and again for each reset.
func New(newEstate func() *estate.Server) *Handler {
	h := &Handler{make: newEstate}
	h.current.Store(newEstate())
	h.api = h.routes()
	return h
}

// Estate is the platforms as they are now; a reset makes others.
func (h *Handler) Estate() *estate.Server { return h.current.Load() }

// Operation is that of the platforms; "control" for a request of the API.
func (h *Handler) Operation(r *http.Request) string {
	if strings.HasPrefix(r.URL.Path, Prefix) {
		return "control"
	}
	return h.Estate().Operation(r)
}

// ServeHTTP serves the platforms and, to loopback alone, the API.
func (h *Handler) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if !strings.HasPrefix(r.URL.Path, Prefix) {
		h.Estate().ServeHTTP(w, r)
		return
	}
	if !isLocal(r) {
		fail(w, http.StatusForbidden, errors.New("the control API serves programs of its own machine only, by a loopback address"))
		return
	}
	r.Body = http.MaxBytesReader(w, r.Body, maxBody)
	h.api.ServeHTTP(w, r)
}

// isLocal reports whether a program of this machine asks, by a loopback address, and no page in a browser.
func isLocal(r *http.Request) bool {
	client, err := netip.ParseAddrPort(r.RemoteAddr)
	if err != nil || !client.Addr().Unmap().IsLoopback() || r.Header.Get("Origin") != "" {
		return false
	}
	host := r.Host
	if name, _, err := net.SplitHostPort(host); err == nil {
		host = name
	}
	address, err := netip.ParseAddr(strings.Trim(host, "[]"))
	return host == "localhost" || (err == nil && address.IsLoopback())
}

func (h *Handler) routes() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /_sim/{$}", h.overview)
	mux.HandleFunc("POST /_sim/reset", h.reset)
	mux.HandleFunc("GET /_sim/requests", h.requests)
	mux.HandleFunc("DELETE /_sim/requests", h.forgetRequests)
	mux.HandleFunc("GET /_sim/faults", h.faults)
	mux.HandleFunc("POST /_sim/faults", h.addFault)
	mux.HandleFunc("DELETE /_sim/faults", h.clearFaults)
	mux.HandleFunc("GET /_sim/variants", h.variants)
	mux.HandleFunc("POST /_sim/variants", h.setVariant)
	mux.HandleFunc("GET /_sim/clock", h.clock)
	mux.HandleFunc("POST /_sim/clock", h.advance)
	collect(h, mux, "/_sim/icareus/{parent}/channels", linearChannels)
	mux.HandleFunc("GET /_sim/telecomx", h.customers)
	collect(h, mux, "/_sim/telecomx/{parent}/channels", channels)
	collect(h, mux, "/_sim/telecomx/{parent}/packages", packages)
	mux.HandleFunc("GET /_sim/telecomx/{parent}/subscription", h.subscription)
	mux.HandleFunc("PATCH /_sim/telecomx/{parent}/subscription", h.changeSubscription)
	collect(h, mux, "/_sim/panel/users", users)
	collect(h, mux, "/_sim/panel/packages", linePackages)
	collect(h, mux, "/_sim/panel/lines", lines)
	return mux
}

// overview names what there is.
func (h *Handler) overview(w http.ResponseWriter, _ *http.Request) {
	simulator.WriteJSON(w, http.StatusOK, map[string]any{
		"now": h.Estate().Now(), "requests": h.Estate().Count(),
		"paths": []string{
			"GET, DELETE /_sim/requests", "GET, POST, DELETE /_sim/faults", "GET, POST /_sim/variants", "GET, POST /_sim/clock",
			"POST /_sim/reset",
			"GET, POST /_sim/icareus/ORGANIZATION/channels", "GET, PATCH, DELETE /_sim/icareus/ORGANIZATION/channels/ID",
			"GET /_sim/telecomx", "GET, POST /_sim/telecomx/CUSTOMER/channels, packages",
			"GET, PATCH, DELETE /_sim/telecomx/CUSTOMER/channels/ID, packages/ID", "GET, PATCH /_sim/telecomx/CUSTOMER/subscription",
			"GET, POST /_sim/panel/lines, users, packages", "GET, PATCH, DELETE /_sim/panel/lines/ID-OR-USERNAME, packages/ID",
			"GET, PATCH /_sim/panel/users/NAME",
		},
	})
}

// reset puts everything back to the start: objects, counts, faults, variants and time.
func (h *Handler) reset(w http.ResponseWriter, _ *http.Request) {
	h.current.Swap(h.make()).Close()
	w.WriteHeader(http.StatusNoContent)
}

func (h *Handler) requests(w http.ResponseWriter, _ *http.Request) {
	counts := h.Estate().Counts()
	if counts == nil {
		counts = map[string]int{}
	}
	total := 0
	for _, n := range counts {
		total += n
	}
	simulator.WriteJSON(w, http.StatusOK, map[string]any{"total": total, "operations": counts})
}

func (h *Handler) forgetRequests(w http.ResponseWriter, _ *http.Request) {
	h.Estate().ResetRequests()
	w.WriteHeader(http.StatusNoContent)
}

func (h *Handler) faults(w http.ResponseWriter, _ *http.Request) {
	waiting := []string{}
	for _, f := range h.Estate().Faults() {
		waiting = append(waiting, estate.FaultText(f))
	}
	simulator.WriteJSON(w, http.StatusOK, map[string]any{"faults": waiting})
}

func (h *Handler) addFault(w http.ResponseWriter, r *http.Request) {
	var sent struct {
		Fault string `json:"fault"`
	}
	if !read(w, r, &sent) {
		return
	}
	fault, err := estate.ParseFault(sent.Fault)
	if err != nil {
		fail(w, http.StatusBadRequest, err)
		return
	}
	h.Estate().Inject(fault)
	h.faults(w, r)
}

func (h *Handler) clearFaults(w http.ResponseWriter, _ *http.Request) {
	h.Estate().ClearFaults()
	w.WriteHeader(http.StatusNoContent)
}

func (h *Handler) variants(w http.ResponseWriter, _ *http.Request) {
	known := map[string]string{}
	for _, v := range estate.Variants() {
		known[v.Name] = v.Text
	}
	simulator.WriteJSON(w, http.StatusOK, map[string]any{"variants": known})
}

func (h *Handler) setVariant(w http.ResponseWriter, r *http.Request) {
	var sent struct {
		Variant string `json:"variant"`
	}
	if !read(w, r, &sent) {
		return
	}
	if err := h.Estate().SetVariant(sent.Variant); err != nil {
		fail(w, http.StatusBadRequest, err)
		return
	}
	w.WriteHeader(http.StatusNoContent)
}

func (h *Handler) clock(w http.ResponseWriter, _ *http.Request) {
	simulator.WriteJSON(w, http.StatusOK, map[string]any{"now": h.Estate().Now()})
}

func (h *Handler) advance(w http.ResponseWriter, r *http.Request) {
	var sent struct {
		Advance string `json:"advance"`
	}
	if !read(w, r, &sent) {
		return
	}
	d, err := time.ParseDuration(sent.Advance)
	if err != nil {
		fail(w, http.StatusBadRequest, fmt.Errorf("advance is %q: a duration is wanted, such as 720h", sent.Advance))
		return
	}
	h.Estate().Advance(d)
	h.clock(w, r)
}

// read reads a JSON object with known members, or responds with what is wrong.
func read(w http.ResponseWriter, r *http.Request, into any) bool {
	decoder := json.NewDecoder(r.Body)
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(into); err != nil {
		fail(w, http.StatusBadRequest, fmt.Errorf("the body: %w", err))
		return false
	}
	return true
}

// body reads a body whole, or responds with what is wrong.
func body(w http.ResponseWriter, r *http.Request) ([]byte, bool) {
	text, err := io.ReadAll(r.Body)
	if err != nil {
		fail(w, http.StatusBadRequest, fmt.Errorf("the body: %w", err))
	}
	return text, err == nil
}

func fail(w http.ResponseWriter, status int, err error) {
	simulator.WriteJSON(w, status, map[string]any{"error": err.Error()})
}

// part is a segment of the request's path, decoded.
func part(r *http.Request, name string) string {
	text, err := url.PathUnescape(r.PathValue(name))
	if err != nil {
		return r.PathValue(name)
	}
	return text
}
