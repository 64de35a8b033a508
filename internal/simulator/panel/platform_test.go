package panel

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/iptvops/terraform-provider-iptv/internal/simulator"
)

const nobody = "00000000-0000-4000-8000-000000000000"

type harness struct {
	*Platform
	t      *testing.T
	server *simulator.Server
}

func newHarness(t *testing.T) *harness {
	clock := &simulator.Clock{}
	p := New(clock)
	return &harness{p, t, simulator.New(clock, p)}
}

func (h *harness) request(method, target, body string, header map[string]string) *httptest.ResponseRecorder {
	h.t.Helper()
	r := httptest.NewRequestWithContext(h.t.Context(), method, target, strings.NewReader(body))
	for name, value := range header {
		r.Header.Set(name, value)
	}
	w := httptest.NewRecorder()
	h.server.ServeHTTP(w, r)
	return w
}

func authHeader(token string) map[string]string {
	return map[string]string{"X-Api-Key": APIKey, "X-Auth-User": token, "Content-Type": "application/json"}
}

// send is a call that must return the status; it returns the decoded response.
func (h *harness) send(status int, token, method, target, body string) any {
	h.t.Helper()
	w := h.request(method, target, body, authHeader(token))
	if w.Code != status {
		h.t.Fatalf("%s %s %s: status %d, want %d: %s", method, target, body, w.Code, status, w.Body)
	}
	var response any
	if err := json.Unmarshal(w.Body.Bytes(), &response); err != nil {
		h.t.Fatalf("%s %s: %v: %s", method, target, err, w.Body)
	}
	return response
}

func (h *harness) post(status int, token, target, body string) map[string]any {
	h.t.Helper()
	response, ok := h.send(status, token, http.MethodPost, target, body).(map[string]any)
	if !ok {
		h.t.Fatalf("POST %s: the response is not an object", target)
	}
	return response
}

func (h *harness) get(token, target string) any {
	h.t.Helper()
	return h.send(http.StatusOK, token, http.MethodGet, target, "")
}

func equal(t *testing.T, what string, got, want any) {
	t.Helper()
	if !reflect.DeepEqual(got, want) {
		t.Errorf("%s: got %#v, want %#v", what, got, want)
	}
}

// sortedKeys is the names of a response's fields, sorted.
func sortedKeys(response any) string {
	var keys []string
	object, _ := response.(map[string]any)
	for key := range object {
		keys = append(keys, key)
	}
	slices.Sort(keys)
	return strings.Join(keys, " ")
}

// decoded is a JSON text as the harness decodes responses.
func decoded(t *testing.T, text string) any {
	t.Helper()
	var value any
	if err := json.Unmarshal([]byte(text), &value); err != nil {
		t.Fatal(err)
	}
	return value
}

const (
	receiptKeys = "expire_at line_id rid transaction_amount"
	recordKeys  = "bouquets expire_at is_enabled is_restreamer is_trial line_id mac_addr max_connections owner package_id " +
		"password reseller_notes type username"
)

func TestRoutes(t *testing.T) {
	tests := []struct {
		method, path, operation, token, body string
		status                               int
		permission                           string
	}{
		{"POST", "/ext/line/create", "panel.line.create", UserToken, `{"package":107}`, 200, "createLinesWithPackage"},
		{"POST", "/ext/line/create-advanced", "panel.line.createAdvanced", EditorToken, "", 200, "createLines"},
		{"POST", "/ext/line/ID/update-advanced", "panel.line.updateAdvanced", EditorToken, `{}`, 200, "editLines"},
		{"POST", "/ext/line/ID/renew", "panel.line.renew", EditorToken, "", 200, "createLinesWithPackage"},
		{"POST", "/ext/line/ID/enable", "panel.line.enable", EditorToken, "", 200, "statusLineToggle"},
		{"POST", "/ext/line/ID/disable", "panel.line.disable", EditorToken, "", 200, "statusLineToggle"},
		{"POST", "/ext/line/ID/terminate", "panel.line.terminate", EditorToken, "", 200, "destroyLines"},
		{"GET", "/ext/line/find?username=known&password=pw", "panel.line.find", EditorToken, "", 200, ""},
		{"GET", "/ext/lines", "panel.lines", UserToken, "", 200, "indexLines"},
		{"GET", "/ext/lines/index", "panel.lines.index", UserToken, "", 200, "indexLines"},
		{"GET", "/ext/packages", "panel.packages", UserToken, "", 200, "indexPackages"},
		{"GET", "/ext/bouquets", "panel.bouquets", UserToken, "", 200, ""},
		{"GET", "/ext/profile", "panel.profile", UserToken, "", 200, "showUserProfile"},
		{"GET", "/ext/user/find", "panel.user.find", AdminToken, "", 200, "indexSubresellers"},
		{
			"POST", "/ext/user/create", "panel.user.create", AdminToken,
			`{"name":"sub","email":"s@example.com","password":"p","password_confirmation":"p"}`, 200, "editSubresellers",
		},
		{"POST", "/ext/user/2/credit", "panel.user.credit", AdminToken, `{"credits":5}`, 200, "editSubresellers"},
		{"GET", "/ext/line/create", "panel.unknown", UserToken, "", 405, ""},
		{"PUT", "/ext/line/ID/update-advanced", "panel.unknown", AdminToken, `{}`, 405, ""},
		{"DELETE", "/ext/line/ID/terminate", "panel.unknown", AdminToken, "", 405, ""},
		{"POST", "/ext/lines", "panel.unknown", AdminToken, "", 405, ""},
		{"GET", "/ext/line/ID", "panel.unknown", AdminToken, "", 404, ""},
		{"GET", "/ext/lines/", "panel.unknown", AdminToken, "", 404, ""},
		{"POST", "/ext/line/a/b/renew", "panel.unknown", AdminToken, "", 404, ""},
		{"GET", "/ext", "panel.unknown", AdminToken, "", 404, ""},
		{"GET", "/extra", "unknown", AdminToken, "", 404, ""},
	}
	for _, test := range tests {
		t.Run(test.method+" "+test.path, func(t *testing.T) {
			h := newHarness(t)
			pack := 107
			id := h.AddLine(Line{Username: "known", Password: "pw", Owner: "editor", PackageID: &pack, IsEnabled: true})
			target := strings.Replace(test.path, "ID", id, 1)

			w := h.request(test.method, target, test.body, authHeader(test.token))
			equal(t, "status", w.Code, test.status)
			equal(t, "counts", h.server.Counts(), map[string]int{test.operation: 1})
			if test.operation == "panel.unknown" {
				response, _ := decoded(t, w.Body.String()).(map[string]any)
				text, _ := response["error"].(string)
				equal(t, "405 text: "+text, strings.Contains(text, "method is not supported"), test.status == 405)
				equal(t, "has error", text != "", true)
			}
			if test.status != 200 {
				return
			}

			for _, wrong := range []map[string]string{
				{}, {"X-Api-Key": APIKey}, {"X-Auth-User": test.token},
				{"X-Api-Key": "wrong", "X-Auth-User": test.token}, {"X-Api-Key": APIKey, "X-Auth-User": "wrong"},
			} {
				w := h.request(test.method, target, test.body, wrong)
				equal(t, "status without credentials", w.Code, 401)
				equal(t, "response without credentials", w.Body.String(), `{"error":"Failed to verify API client"}`)
			}

			others := slices.DeleteFunc(slices.Clone(allPermissions), func(p string) bool { return p == test.permission })
			h.SetPermissions(test.token, others...)
			if test.permission == "" {
				h.SetPermissions(test.token)
				h.send(200, test.token, test.method, target, test.body)
				return
			}
			response, _ := h.send(403, test.token, test.method, target, test.body).(map[string]any)
			text, _ := response["error"].(string)
			equal(t, "error names the permission: "+text, strings.HasSuffix(text, " "+test.permission), true)
		})
	}
}

func TestBody(t *testing.T) {
	h := newHarness(t)
	tests := []struct {
		name, body, content string
		status              int
	}{
		{"object", `{"package":107}`, "application/json", 200},
		{"charset", `{"package":107}`, "application/json; charset=utf-8", 200},
		{"the sample without its comma", `{"bouquets": [2] "rid": "xDg456Hdfjdeg45"}`, "application/json", 400},
		{"array", `[]`, "application/json", 400},
		{"null", `null`, "application/json", 400},
		{"two values", `{"package":107}{}`, "application/json", 400},
		{"form", `package=107`, "application/x-www-form-urlencoded", 415},
		{"no type", `{"package":107}`, "", 415},
	}
	for _, test := range tests {
		header := authHeader(UserToken)
		header["Content-Type"] = test.content
		w := h.request(http.MethodPost, "/ext/line/create", test.body, header)
		equal(t, test.name, w.Code, test.status)
	}
	equal(t, "lines", len(h.Lines()), 2)
}

func TestNeverReturnsWriteOnlyFields(t *testing.T) {
	h := newHarness(t)
	created := h.post(200, AdminToken, "/ext/line/create-advanced", `{"username":"x","can_watch_adult":true,"owner_id":2}`)
	id, _ := created["line_id"].(string)
	line, _ := h.Line(id)
	equal(t, "stored", []any{line.CanWatchAdult, line.Owner}, []any{true, "billing"})
	for _, call := range [][2]string{
		{"POST", "/ext/line/" + id + "/update-advanced"}, {"GET", "/ext/lines"}, {"GET", "/ext/lines/index"},
		{"POST", "/ext/line/create-advanced"},
	} {
		body := h.request(call[0], call[1], `{"can_watch_adult":true,"owner_id":2}`, authHeader(AdminToken)).Body.String()
		if !strings.Contains(body, `"line_id"`) || strings.Contains(body, "adult") || strings.Contains(body, "owner_id") {
			t.Errorf("%v: %s", call, body)
		}
	}
}
