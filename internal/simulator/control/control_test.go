package control

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/iptvops/terraform-provider-iptv/internal/simulator/estate"
	"github.com/iptvops/terraform-provider-iptv/internal/simulator/seed"
)

func start(t *testing.T) *Handler {
	t.Helper()
	document, err := seed.Parse([]byte(seed.Sample))
	if err != nil {
		t.Fatal(err)
	}
	return New(document.Estate)
}

// call sends a request as a program on the same machine.
func call(t *testing.T, h *Handler, request, body string) (int, string) {
	t.Helper()
	method, path, _ := strings.Cut(request, " ")
	r := httptest.NewRequestWithContext(t.Context(), method, path, strings.NewReader(body))
	r.RemoteAddr, r.Host = "127.0.0.1:40000", "127.0.0.1:8080"
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w.Code, w.Body.String()
}

const bob = "5E0000000000000000000003"

// Each row is a call, its body, its status and what the response holds, on fresh platforms.
func TestObjects(t *testing.T) {
	for _, row := range []struct {
		request, body string
		status        int
		want          string
		then          string // a GET after it
		holds         string
	}{
		{"GET /_sim/icareus/1001/channels", "", 200, `"name":"News"`, "", ""},
		{"GET /_sim/icareus/1001/channels/500001", "", 200, `"quality":"HD"`, "", ""},
		{"GET /_sim/icareus/1001/channels/1", "", 404, "there is no 1", "", ""},
		{"GET /_sim/icareus/7/channels", "", 404, "no organisation 7", "", ""},
		{"PATCH /_sim/icareus/1001/channels/500001", `{"description": "by hand", "categories": [12]}`, 200, `"description":"by hand"`,
			"/_sim/icareus/1001/channels/500001", `"categories":[12]`},
		{"PATCH /_sim/icareus/1001/channels/500101", `{"is_public": null}`, 200, `"name":"Sport"`,
			"/_sim/icareus/1001/channels/500101", `"is_public":true`},
		{"PATCH /_sim/icareus/1001/channels/500001", `{"quality": "UHD", "colour": 1}`, 400,
			`colour: unknown field\nquality: value must`, "", ""},
		{"PATCH /_sim/icareus/1001/channels/500001", `[]`, 400, "no JSON object", "", ""},
		{"POST /_sim/icareus/1002/channels", `{"name": "More", "id": 600001}`, 201, "",
			"/_sim/icareus/1002/channels/600001", `"name":"More"`},
		{"POST /_sim/icareus/1001/channels", `{"name": "News", "id": 500001}`, 409, "taken", "", ""},
		{"POST /_sim/icareus/1001/channels", `{"id": 600001}`, 400, "name: missing", "", ""},
		{"DELETE /_sim/icareus/1001/channels/500001", "", 204, "", "/_sim/icareus/1001/channels/500001", "there is no"},
		{"PUT /_sim/icareus/1001/channels/500001", "", 405, "", "", ""},

		{"GET /_sim/telecomx", "", 200, `"name":"Anna"`, "", ""},
		{"GET /_sim/telecomx/5e0000000000000000000001/packages/5e00000000000000000000a1", "", 200, `"main":true`, "", ""},
		{"GET /_sim/telecomx/5E0000000000000000000009/packages", "", 404, "no customer", "", ""},
		{"PATCH /_sim/telecomx/5E0000000000000000000001/packages/5E00000000000000000000A1",
			`{"name": "Basis", "channels": {"5E00000000000000000000C2": null}}`, 200, `"channels":{"5E00000000000000000000C1":"BASE"}`,
			"/_sim/telecomx/5E0000000000000000000001/packages/5E00000000000000000000A1", `"name":"Basis"`},
		{"POST /_sim/telecomx/5E0000000000000000000001/packages", `{"id": "5E00000000000000000000A3", "name": "Third"}`, 201, "",
			"/_sim/telecomx/5E0000000000000000000001/packages/5E00000000000000000000A3", "Third"},
		{"DELETE /_sim/telecomx/5E0000000000000000000001/packages/5E00000000000000000000A1", "", 204, "",
			"/_sim/telecomx/5E0000000000000000000002/subscription", `{"npvr":{"override":true,"enabled":true,"storage_hours":200}}`},
		{"PATCH /_sim/telecomx/5E0000000000000000000001/channels/5E00000000000000000000C1", `{"types": ["LOCAL"]}`, 200, `["LOCAL"]`,
			"/_sim/telecomx/5E0000000000000000000001/channels/5E00000000000000000000C1", `"types":["LOCAL"]`},
		{"PATCH /_sim/telecomx/" + bob + "/subscription", `{"packages": [{"id": "5E00000000000000000000A2"}]}`, 200, "A2",
			"/_sim/telecomx/" + bob + "/subscription", `"id":"5E00000000000000000000A2","start":"20`},
		{"PATCH /_sim/telecomx/" + bob + "/subscription", `{"packages": [{"id": "5E00000000000000000000A9"}]}`, 409, "no package", "", ""},

		{"GET /_sim/panel/lines/line-03", "", 200, `"is_enabled":false`, "", ""},
		{"PATCH /_sim/panel/lines/line-03", `{"is_enabled": true, "expire_at": "2030-01-01T00:00:00Z"}`, 200, "2030",
			"/_sim/panel/lines/line-03", `"expire_at":"2030-01-01T00:00:00Z","is_enabled":true`},
		{"PATCH /_sim/panel/lines/line-03", `{"username": "line-04"}`, 409, "taken", "", ""},
		{"POST /_sim/panel/lines", `{"username": "line-11"}`, 201, "", "/_sim/panel/lines/line-11", `"owner":"billing"`},
		{"DELETE /_sim/panel/lines/line-03", "", 204, "", "/_sim/panel/lines/line-03", "there is no"},
		{"PATCH /_sim/panel/users/billing", `{"credits": 5, "permissions": ["indexLines"]}`, 200, `"credits":5`,
			"/_sim/panel/users/billing", `"permissions":["indexLines"]`},
		{"DELETE /_sim/panel/users/billing", "", 405, "cannot be deleted", "", ""},
		{"PATCH /_sim/panel/packages/107", `{"price_credits": 11}`, 200, `"price_credits":11`, "/_sim/panel/packages/107", "11"},
		{"DELETE /_sim/panel/packages/107", "", 204, "", "/_sim/panel/packages/107", "there is no"},
		{"GET /_sim/nowhere", "", 404, "", "", ""},
	} {
		t.Run(row.request+row.body, func(t *testing.T) {
			h := start(t)
			if status, got := call(t, h, row.request, row.body); status != row.status || !strings.Contains(got, row.want) {
				t.Errorf("status %d, %s, want %d and %s", status, got, row.status, row.want)
			}
			if row.then == "" {
				return
			}
			if _, got := call(t, h, "GET "+row.then, ""); !strings.Contains(got, row.holds) {
				t.Errorf("then %s is %s, want %s", row.then, got, row.holds)
			}
		})
	}
}

func TestFaultsVariantsClockAndReset(t *testing.T) {
	h := start(t)
	for _, step := range []struct {
		request, body string
		status        int
		want          string
	}{
		{"POST /_sim/faults", `{"fault": "list lines: 429 retry-after=2 x2"}`, 200,
			`{"faults":["panel.lines.index: 429 before x2 retry-after=2"]}`},
		{"POST /_sim/faults", `{"fault": "any: truncate always"}`, 200, `"any: truncate after always"`},
		{"POST /_sim/faults", `{"fault": "make line: 500"}`, 400, "no operation"},
		{"POST /_sim/faults", `{"faults": []}`, 400, "unknown field"},
		{"GET /ext/lines/index", "", 429, ""},
		{"GET /_sim/faults", "", 200, "panel.lines.index: 429 before retry-after=2"},
		{"DELETE /_sim/faults", "", 204, ""},
		{"GET /_sim/faults", "", 200, `{"faults":[]}`},
		{"GET /_sim/requests", "", 200, `{"operations":{"panel.lines.index":1},"total":1}`},
		{"DELETE /_sim/requests", "", 204, ""},
		{"GET /_sim/requests", "", 200, `{"operations":{},"total":0}`},
		{"GET /_sim/variants", "", 200, `"panel-rid-conflict":`},
		{"POST /_sim/variants", `{"variant": "panel-no-index"}`, 204, ""},
		{"GET /ext/lines/index", "", 404, ""},
		{"POST /_sim/variants", `{"variant": "loud"}`, 400, "no variant"},
		{"POST /_sim/clock", `{"advance": "240000h"}`, 200, `{"now":"205`},
		{"POST /_sim/clock", `{"advance": "soon"}`, 400, "a duration is wanted"},
		{"DELETE /_sim/panel/lines/line-01", "", 204, ""},
		{"POST /_sim/reset", "", 204, ""},
		{"GET /_sim/panel/lines/line-01", "", 200, "line-01"},
		{"GET /_sim/requests", "", 200, `"total":0`},
		{"GET /_sim/clock", "", 200, `{"now":"20`},
		{"GET /ext/lines/index", "", 401, ""},
		{"GET /_sim/", "", 200, "GET, POST, DELETE /_sim/faults"},
	} {
		if status, got := call(t, h, step.request, step.body); status != step.status || !strings.Contains(got, step.want) {
			t.Errorf("%s %s: status %d, %s, want %d and %s", step.request, step.body, status, got, step.status, step.want)
		}
	}
	if got := h.Estate().Counts()["panel.lines.index"]; got != 1 {
		t.Errorf("%d requests of the platforms: those of the control API count among them", got)
	}
}

// What is listed can be sent back: it has the form of a seed.
func TestListedObjectsAreOfTheSeedsForm(t *testing.T) {
	h := start(t)
	for path, definition := range map[string]string{
		"/_sim/icareus/1001/channels": "linear_channel", "/_sim/telecomx/5E0000000000000000000001/channels": "channel",
		"/_sim/telecomx/5E0000000000000000000001/packages": "package", "/_sim/panel/lines": "line", "/_sim/panel/users": "user",
		"/_sim/panel/packages": "line_package",
	} {
		_, text := call(t, h, "GET "+path, "")
		var all []json.RawMessage
		if err := json.Unmarshal([]byte(text), &all); err != nil || len(all) == 0 {
			t.Errorf("%s: %v: %s", path, err, text)
		}
		for _, object := range all {
			var into any
			if err := seed.Decode(definition, object, &into); err != nil {
				t.Errorf("%s: %v", path, err)
			}
		}
	}
}

func TestServesLoopbackOnly(t *testing.T) {
	h := New(estate.New)
	for name, row := range map[string]struct {
		remote, host, origin string
		status               int
	}{
		"loopback":        {"127.0.0.1:1", "127.0.0.1:8080", "", 200},
		"by name":         {"127.0.0.1:1", "localhost:8080", "", 200},
		"IPv6":            {"[::1]:1", "[::1]:8080", "", 200},
		"another machine": {"192.0.2.7:1", "127.0.0.1:8080", "", 403},
		"another name":    {"127.0.0.1:1", "rebound.example.com", "", 403},
		"a page":          {"127.0.0.1:1", "127.0.0.1:8080", "https://example.com", 403},
	} {
		r := httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/_sim/requests", nil)
		r.RemoteAddr, r.Host = row.remote, row.host
		if row.origin != "" {
			r.Header.Set("Origin", row.origin)
		}
		w := httptest.NewRecorder()
		if h.ServeHTTP(w, r); w.Code != row.status {
			t.Errorf("%s: status %d, want %d", name, w.Code, row.status)
		}
	}
}
