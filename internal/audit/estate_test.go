package audit

import (
	"bytes"
	"encoding/json"
	"fmt"
	"html"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"testing"

	simestate "github.com/iptvops/terraform-provider-iptv/internal/simulator/estate"
	simicareus "github.com/iptvops/terraform-provider-iptv/internal/simulator/icareus"
	simpanel "github.com/iptvops/terraform-provider-iptv/internal/simulator/panel"
	simtelecomx "github.com/iptvops/terraform-provider-iptv/internal/simulator/telecomx"
)

// Marked secrets: credentials, and passwords that the platforms keep.
const (
	organization  = 4711
	icareusSecret = "icareus-secret-MARKED"
	loginUser     = "auditor@telecomx.example"
	loginPassword = "Telecomx-Login-MARKED-1"
	userToken     = "panel-user-token-MARKED"
	drmPassword   = "drm-password-MARKED"
	stored        = "line password/MARKED" // with characters that encodings change
	changed       = "changed password+MARKED"
	writeOnly     = "write-only & MARKED"
	writeOnlyNext = "write-only < MARKED"
)

// estate is the three platforms with marked credentials. A response may be made of what was sent, secrets included.
type estate struct {
	*simestate.Server

	front *httptest.Server
	mu    sync.Mutex
	fails func(*http.Request) bool // nil: nothing
	page  bool                     // errors are web pages
}

func newEstate(t *testing.T) *estate {
	t.Helper()
	e := &estate{Server: simestate.New()}
	e.Icareus.AddOrganization(simicareus.OrganizationData{
		ID: organization, Secret: icareusSecret, Languages: []string{"en_US"}, Categories: []int64{101},
	})
	e.TelecomX.AddEmployee(simtelecomx.Employee{
		Username: loginUser, Password: loginPassword, Level: "RESELLER", Customer: simtelecomx.Reseller,
	})
	e.TelecomX.AddDRMAccount(simtelecomx.DRMAccount{Customer: simtelecomx.Customer, Username: "audited", Password: drmPassword})
	permissions := e.Panel.Users()[2].Permissions
	e.Panel.AddUser(simpanel.User{Name: "auditor", Token: userToken, Permissions: permissions, Credits: 10_000, Parent: 1})
	e.front = httptest.NewServer(e)
	t.Cleanup(func() { e.front.Close(); e.Close() })
	return e
}

// ServeHTTP passes a request on, or refuses it with all that came with it in the response.
func (e *estate) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	e.mu.Lock()
	fails, page := e.fails, e.page
	e.mu.Unlock()
	if fails == nil || !fails(r) {
		e.Server.ServeHTTP(w, r)
		return
	}
	body, _ := io.ReadAll(r.Body) // what cannot be read is not echoed
	var headers bytes.Buffer
	_ = r.Header.Write(&headers) // to memory
	echo := fmt.Sprintf("refused: %s %s with %s and %s", r.Method, r.URL, headers.String(), body)
	if page {
		w.Header().Set("Content-Type", "text/html")
		w.WriteHeader(http.StatusInternalServerError)
		_, _ = fmt.Fprintf(w, "<html><body><pre>%s</pre>%s</body></html>", html.EscapeString(echo), url.QueryEscape(echo))
		return
	}
	response, _ := json.Marshal(map[string]any{ // texts can always be encoded
		"status": "error", "error": echo, "message": echo, "description": echo,
		"errors": map[string]any{"name": []any{map[string]string{"name": "invalid", "message": echo}}},
	})
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(http.StatusUnprocessableEntity)
	_, _ = w.Write(response)
}

// fail makes matching requests fail; nil ends that.
func (e *estate) fail(page bool, fails func(*http.Request) bool) {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.fails, e.page = fails, page
}

// isRead and isWrite tell the calls of the three platforms apart; a login is neither.
func isRead(r *http.Request) bool { return r.Method == http.MethodGet }

func isWrite(r *http.Request) bool { return !isRead(r) && !strings.HasPrefix(r.URL.Path, "/auth/") }

// environment is the credentials as the provider's variables.
func (e *estate) environment() []string {
	return []string{
		"TELECOMX_ENDPOINT=" + e.front.URL, "TELECOMX_USERNAME=" + loginUser, "TELECOMX_PASSWORD=" +
			loginPassword, "TELECOMX_CUSTOMER_ID=" + simtelecomx.Reseller,
		"IPTV_PANEL_ENDPOINT=" + e.front.URL, "IPTV_PANEL_API_KEY=" + simpanel.APIKey, "IPTV_PANEL_USER_TOKEN=" + userToken,
		"ICAREUS_ENDPOINT=" + e.front.URL + "/api/channels/admin", fmt.Sprintf("ICAREUS_ORGANIZATION_ID=%d",
			organization), "ICAREUS_SECRET=" + icareusSecret,
	}
}

// credentials is every credential that was used, those included that were made for one request.
func (e *estate) credentials() []string {
	all := map[string]bool{loginPassword: true, simpanel.APIKey: true, userToken: true, icareusSecret: true}
	for _, r := range e.Requests() {
		for _, value := range []string{
			strings.TrimPrefix(r.Header.Get("Authorization"),
				"Bearer "), r.Header.Get("X-Api-Key"), r.Header.Get("X-Auth-User"), r.Query.Get("token"),
		} {
			if value != "" {
				all[value] = true
			}
		}
	}
	var list []string
	for value := range all {
		list = append(list, value)
	}
	return list
}
