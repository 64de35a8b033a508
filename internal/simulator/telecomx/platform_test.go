package telecomx

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"reflect"
	"strings"
	"testing"

	"github.com/iptvops/terraform-provider-iptv/internal/simulator"
)

// client calls a simulator without a listener.
type client struct {
	*testing.T
	*simulator.Server
	Platform *Platform
	token    string
}

func newClient(t *testing.T) *client {
	t.Helper()
	clock := &simulator.Clock{}
	p := New(clock)
	s := simulator.New(clock, p)
	t.Cleanup(s.Close)
	return &client{T: t, Server: s, Platform: p, token: Token}
}

// as is the same simulator with a token of another level and customer.
func (x *client) as(level, customer string) *client {
	return &client{T: x.T, Server: x.Server, Platform: x.Platform, token: x.Platform.AddToken(level, customer)}
}

// raw makes a call; a path with a token parameter of its own keeps it.
func (x *client) raw(method, path, body string) *httptest.ResponseRecorder {
	x.Helper()
	u, err := url.Parse(path)
	if err != nil {
		x.Fatal(err)
	}
	query := u.Query()
	if !query.Has("token") {
		query.Set("token", x.token)
	}
	u.RawQuery = query.Encode()
	r := httptest.NewRequestWithContext(x.Context(), method, u.String(), strings.NewReader(body))
	w := httptest.NewRecorder()
	x.ServeHTTP(w, r)
	return w
}

// call makes a call that must return the status, and decodes the response.
func (x *client) call(status int, method, path, body string) map[string]any {
	x.Helper()
	w := x.raw(method, path, body)
	if w.Code != status {
		x.Fatalf("%s %s: status %d, want %d: %s", method, path, w.Code, status, w.Body)
	}
	var response map[string]any
	if err := json.Unmarshal(w.Body.Bytes(), &response); err != nil {
		x.Fatalf("%s %s: %v: %s", method, path, err, w.Body)
	}
	return response
}

// refused makes a call that must return this error row.
func (x *client) refused(status int, message, description, method, path, body string) {
	x.Helper()
	x.equal(x.call(status, method, path, body), fmt.Sprintf(
		`{"code": %d, "message": %q, "description": %q}`, status, message, description))
}

// equal compares decoded JSON.
func (x *client) equal(got any, want string) {
	x.Helper()
	var wanted any
	if err := json.Unmarshal([]byte(want), &wanted); err != nil {
		x.Fatal(err)
	}
	if !reflect.DeepEqual(got, wanted) {
		text, _ := json.Marshal(got)
		x.Fatalf("got  %s\nwant %s", text, want)
	}
}

// names is one member of each item of a list's response.
func (x *client) names(response map[string]any, list, member string) []string {
	x.Helper()
	items, ok := response[list].([]any)
	if !ok {
		x.Fatalf("no list %q in %v", list, response)
	}
	var found []string
	for _, item := range items {
		text, ok := item.(map[string]any)[member].(string)
		if !ok {
			x.Fatalf("no text %q in %v", member, item)
		}
		found = append(found, text)
	}
	return found
}

func TestOperations(t *testing.T) {
	x := newClient(t)
	for call, want := range map[string]string{
		"POST /auth/login":                 "telecomx.login",
		"GET /auth/login":                  "telecomx.login",
		"GET /auth/validateToken":          "telecomx.validateToken",
		"GET /auth/logout":                 "telecomx.logout",
		"POST /iptv/package":               "telecomx.package.create",
		"GET /iptv/package":                "telecomx.package.list",
		"GET /iptv/package/A":              "telecomx.package.get",
		"POST /iptv/package/A":             "telecomx.package.update",
		"DELETE /iptv/package/A":           "telecomx.package.delete",
		"GET /iptv/subscription":           "telecomx.subscription.get",
		"GET /iptv/subscription/A":         "telecomx.subscription.get",
		"POST /iptv/subscription/A":        "telecomx.subscription.update",
		"GET /iptv/drm":                    "telecomx.drm.list",
		"GET /iptv/drm/donald@duck.com":    "telecomx.drm.get",
		"POST /iptv/drm":                   "telecomx.drm.create",
		"GET /iptv/channel":                "telecomx.channel.list",
		"GET /iptv/channel/A":              "telecomx.channel.get",
		"POST /iptv/channel":               "telecomx.channel.create",
		"DELETE /iptv/channel/A":           "telecomx.channel.delete",
		"GET /customer/A/name":             "telecomx.customer.name",
		"PUT /iptv/package/A":              unknownOperation,
		"GET /iptv/package/A/B":            unknownOperation,
		"DELETE /iptv/drm/donald@duck.com": unknownOperation,
		"GET /customer/A":                  unknownOperation,
		"GET /auth/impersonate/A":          unknownOperation,
		"GET /ext/lines":                   "",
		"GET /iptv-other/package":          "",
	} {
		method, path, _ := strings.Cut(call, " ")
		r := httptest.NewRequestWithContext(t.Context(), method, path, http.NoBody)
		if got := x.Platform.Operation(r); got != want {
			t.Errorf("%s is %q, want %q", call, got, want)
		}
	}
}

func TestUnknownCalls(t *testing.T) {
	x := newClient(t)
	x.refused(404, "not_found", "No such call", "PUT", "/iptv/package/A", "")
	for _, call := range []string{"DELETE /iptv/package", "DELETE /iptv/channel", "POST /iptv/subscription"} {
		method, path, _ := strings.Cut(call, " ")
		x.refused(400, "bad_request", "Id not found in request URI", method, path, "")
	}
	if n := x.Count(unknownOperation); n != 4 {
		t.Errorf("%d unknown calls counted, want 4", n)
	}
	x.refused(400, "bad request", "Unspecified error", "POST", "/iptv/package", `{"name": `)
}

func TestErrorShapes(t *testing.T) {
	const path = "/iptv/package?customer=nobody"
	for shape, want := range map[ErrorShape]string{
		ErrorFlat:   `{"code":404,"message":"customer","description":"Customer not found"}`,
		ErrorNested: `{"error":{"code":404,"message":"customer","description":"Customer not found"}}`,
		ErrorKeyed:  `{"description":"Customer not found","error":"customer"}`,
		ErrorArray:  `[{"code":404,"message":"customer","description":"Customer not found"}]`,
		ErrorText:   `Customer not found`,
	} {
		x := newClient(t)
		x.Platform.SetVariants(func(v *Variants) { *v = Variants{ErrorShape: shape} })
		w := x.raw("GET", path, "")
		if w.Code != 404 || w.Body.String() != want {
			t.Errorf("shape %d: %d %s, want 404 %s", shape, w.Code, w.Body, want)
		}
		if got := x.Platform.ErrorBody(404, "customer", "Customer not found"); got != want {
			t.Errorf("shape %d: ErrorBody is %s, want %s", shape, got, want)
		}
		isJSON := strings.HasPrefix(w.Header().Get("Content-Type"), "application/json")
		if isJSON != (shape != ErrorText) {
			t.Errorf("shape %d: content type %s", shape, w.Header().Get("Content-Type"))
		}
	}
}

func TestInternalError(t *testing.T) {
	x := newClient(t)
	x.Inject(simulator.Fault{
		Operation: "telecomx.drm.list", Status: 500,
		Body: x.Platform.ErrorBody(500, "internal_error", "<Unspecified>"),
	})
	x.refused(500, "internal_error", "<Unspecified>", "GET", "/iptv/drm", "")
	x.call(200, "GET", "/iptv/drm", "")
}

func TestHalfAResponse(t *testing.T) {
	s := newClient(t)
	s.Listen()
	s.Inject(simulator.Fault{Operation: "telecomx.drm.list", Kind: simulator.DropInBody})
	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, s.URL()+"/iptv/drm?token="+Token, http.NoBody)
	if err != nil {
		t.Fatal(err)
	}
	response, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = response.Body.Close() }()
	body, err := io.ReadAll(response.Body)
	if !errors.Is(err, io.ErrUnexpectedEOF) || len(body) == 0 {
		t.Errorf("read %q and %v, want half a response", body, err)
	}
}
