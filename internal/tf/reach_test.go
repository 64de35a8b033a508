package tf

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/iptvops/terraform-provider-iptv/internal/rest"
)

func newReach() *Reach { return NewReach("Telecom X", "endpoint or X_ENDPOINT", "token or X_TOKEN") }

// asked is the error of a list that the given server is asked for.
func asked(t *testing.T, address string, authorize func() error) func(context.Context) error {
	t.Helper()
	endpoint, err := url.Parse(address)
	if err != nil {
		t.Fatal(err)
	}
	client := rest.New(rest.Config{
		Platform: "Telecom X", Endpoint: endpoint, Timeout: 5 * time.Second,
		Authorize: func(context.Context, *http.Request) error { return authorize() },
		Failure: func(status int, body []byte) []rest.Detail {
			if status < 400 || !strings.Contains(string(body), "message") {
				return nil
			}
			field := ""
			if strings.Contains(string(body), "customer") {
				field = "customer"
			}
			return []rest.Detail{{Field: field, Message: "in the platform's words"}}
		},
	})
	return func(ctx context.Context) error {
		var list struct {
			Items []int `json:"items"`
		}
		return client.Do(ctx, rest.Request{Operation: "list channels", Method: http.MethodGet, Path: "/channel"}, &list)
	}
}

func noError() error { return nil }

// What no configuration can work with is one error that says what to check; everything else skips the check.
func TestReach(t *testing.T) {
	closed, err := net.Listen("tcp", "127.0.0.1:0") //nolint:noctx // a test's own address
	if err != nil {
		t.Fatal(err)
	}
	nowhere := "http://" + closed.Addr().String()
	_ = closed.Close()
	login := func(status int) func() error {
		return func() error { return &rest.Error{Platform: "Telecom X", Operation: "log in", Status: status} }
	}
	tests := map[string]struct {
		status    int
		body      string
		scheme    string
		address   string
		authorize func() error
		want      []string // nil for a platform that can be used
	}{
		"list": {status: 200, body: `{"items":[1]}`},
		"401": {status: 401, body: `{"message":"expired"}`,
			want: []string{"Telecom X refuses the credentials", "token or X_TOKEN"}},
		"401, a page":      {status: 401, body: `<html>`, want: []string{"refuses the credentials"}},
		"403":              {status: 403, body: `{"message":"access_denied"}`},
		"403, a page":      {status: 403, body: `<html>`},
		"429":              {status: 429, body: `{"message":"slow down"}`},
		"500":              {status: 500, body: `{"message":"internal_error"}`},
		"503, a page":      {status: 503, body: `<html>`},
		"unknown customer": {status: 404, body: `{"message":"customer"}`},
		"unknown path": {status: 404, body: `{"message":"not_found"}`,
			want: []string{"Not the API of Telecom X", "endpoint or X_ENDPOINT"}},
		"404, a page":           {status: 404, body: `<html>nothing here</html>`, want: []string{"Not the API"}},
		"a page":                {status: 200, body: `<html>It works</html>`, want: []string{"Not the API", "It works"}},
		"another API":           {status: 200, body: `[]`, want: []string{"Not the API"}},
		"redirect elsewhere":    {status: 302, want: []string{"Not the API", "example.com"}},
		"http to an https port": {status: 400, body: "Client sent an HTTP request to an HTTPS server.", want: []string{"Not the API"}},
		"https to an http port": {status: 200, body: `{}`, scheme: "https",
			want: []string{"Cannot reach Telecom X", "endpoint or X_ENDPOINT"}},
		"refused connection": {address: nowhere, want: []string{"Cannot reach Telecom X", "refused", "endpoint or X_ENDPOINT",
			"preflight = false"}},
		"login refused":     {status: 200, authorize: login(401), want: []string{"refuses the credentials", "token or X_TOKEN"}},
		"login forbidden":   {status: 200, authorize: login(403), want: []string{"refuses the credentials"}},
		"login fails":       {status: 200, authorize: login(500)},
		"login not reached": {status: 200, authorize: login(0), want: []string{"Cannot reach"}},
		"login needs a code": {status: 200, authorize: func() error { return errors.New("asks for a code") },
			want: []string{"refuses the credentials", "asks for a code"}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
				w.Header().Set("Location", "https://example.com/")
				w.WriteHeader(test.status)
				_, _ = fmt.Fprint(w, test.body)
			}))
			defer server.Close()
			address := server.URL
			if test.address != "" {
				address = test.address
			}
			if test.scheme != "" {
				address = strings.Replace(address, "http", test.scheme, 1)
			}
			if test.authorize == nil {
				test.authorize = noError
			}
			var diags diag.Diagnostics
			usable := newReach().Check(t.Context(), &diags, asked(t, address, test.authorize))
			if usable != (test.want == nil) || diags.HasError() == usable {
				t.Errorf("usable: %v, want %v: %s", usable, test.want == nil, text(diags))
			}
			for _, want := range test.want {
				if !strings.Contains(text(diags), want) {
					t.Errorf("%q is missing in: %s", want, text(diags))
				}
			}
		})
	}
}

// However many plans run at a time, one of them probes and, where the platform cannot be used, one reports.
func TestReach_once(t *testing.T) {
	for name, failure := range map[string]error{"usable": nil, "refused": &rest.Error{Status: 401}} {
		t.Run(name, func(t *testing.T) {
			reach := newReach()
			var probes, reports atomic.Int64
			var plans sync.WaitGroup
			for range 100 {
				plans.Go(func() {
					var diags diag.Diagnostics
					usable := reach.Check(t.Context(), &diags, func(context.Context) error {
						probes.Add(1)
						time.Sleep(5 * time.Millisecond)
						return failure
					})
					if usable != (failure == nil) {
						t.Errorf("usable: %v", usable)
					}
					reach.Failed(&diags, failure) // as a later check does that fails in the same way
					reports.Add(int64(len(diags)))
				})
			}
			plans.Wait()
			want := int64(1)
			if failure == nil {
				want = 0
			}
			if probes.Load() != 1 || reports.Load() != want {
				t.Errorf("%d probes, %d reports, want 1 and %d", probes.Load(), reports.Load(), want)
			}
		})
	}
}

// An interrupted probe decides nothing.
func TestReach_interrupted(t *testing.T) {
	reach := newReach()
	ctx, cancel := context.WithCancel(t.Context())
	var diags diag.Diagnostics
	if reach.Check(ctx, &diags, func(ctx context.Context) error { cancel(); return ctx.Err() }) || len(diags) != 0 {
		t.Errorf("an interrupted check: %s", text(diags))
	}
	if !reach.Check(t.Context(), &diags, func(context.Context) error { return nil }) || len(diags) != 0 {
		t.Errorf("the next check: %s", text(diags))
	}
}

// Refreshes that no connection or the credentials stop are one error; what one object alone may have is its own.
func TestReach_failedRefresh(t *testing.T) {
	reach := newReach()
	var diags diag.Diagnostics
	for range 3 {
		if !reach.FailedRefresh(&diags, &rest.Error{}) {
			t.Error("a platform that cannot be reached is not reported")
		}
	}
	if len(diags) != 1 || !strings.Contains(text(diags), "Cannot reach Telecom X") || !strings.Contains(text(diags), "stays in state") {
		t.Errorf("not reached three times: %s", text(diags))
	}
	diags, reach = nil, newReach()
	if reach.FailedRefresh(&diags, fmt.Errorf("%w: %w", &rest.Error{}, context.Canceled)) || len(diags) != 0 {
		t.Errorf("an interrupt: %s", text(diags))
	}
	for _, status := range []int{403, 404, 500} {
		if reach.FailedRefresh(&diags, &rest.Error{Status: status}) || len(diags) != 0 {
			t.Errorf("status %d: %s", status, text(diags))
		}
	}
	if reach.FailedRefresh(&diags, nil) {
		t.Error("a success is refused")
	}
	for range 3 {
		if !reach.FailedRefresh(&diags, &rest.Error{Status: 401}) {
			t.Error("401 is not refused")
		}
	}
	if len(diags) != 1 || !strings.Contains(text(diags), "token or X_TOKEN") ||
		!strings.Contains(text(diags), "stays in state") || strings.Contains(text(diags), "preflight") {
		t.Errorf("three refreshes: %s", text(diags))
	}
	if reach.Failed(&diags, &rest.Error{Status: 401}); len(diags) != 1 {
		t.Errorf("a check after them: %s", text(diags))
	}
}
