package rest

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/hashicorp/go-cleanhttp"
)

// arrival is a request as the platform got it.
type arrival struct {
	*http.Request

	body []byte
	at   time.Time
}

// platform is a listener that serves its requests with one step after the other, the last one again and again.
type platform struct {
	*httptest.Server

	mu       sync.Mutex
	arrivals []arrival
}

func newPlatform(t *testing.T, steps ...http.HandlerFunc) *platform {
	t.Helper()
	p := unstarted(t, steps...)
	p.Start()
	return p
}

func unstarted(t *testing.T, steps ...http.HandlerFunc) *platform {
	t.Helper()
	p := &platform{}
	p.Server = httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		at := time.Now()
		body, err := io.ReadAll(r.Body)
		if err != nil {
			return
		}
		r.Body = io.NopCloser(bytes.NewReader(body))
		p.mu.Lock()
		step := steps[min(len(p.arrivals), len(steps)-1)]
		p.arrivals = append(p.arrivals, arrival{r.Clone(context.WithoutCancel(r.Context())), body, at})
		p.mu.Unlock()
		step(w, r)
	}))
	p.Config.ErrorLog = log.New(io.Discard, "", 0)
	t.Cleanup(func() { p.Close() })
	return p
}

func (p *platform) requests() []arrival {
	p.mu.Lock()
	defer p.mu.Unlock()
	return slices.Clone(p.arrivals)
}

// client of the platform, with quick retries. edit may be nil.
func (p *platform) client(t *testing.T, edit func(*Config, *http.Transport)) *Client {
	t.Helper()
	return clientOf(t, p.URL, edit)
}

func clientOf(t *testing.T, endpoint string, edit func(*Config, *http.Transport)) *Client {
	t.Helper()
	address, err := url.Parse(endpoint)
	if err != nil {
		t.Fatal(err)
	}
	transport := cleanhttp.DefaultPooledTransport()
	transport.Proxy = nil
	t.Cleanup(transport.CloseIdleConnections)
	config := Config{
		Platform: "test platform", Endpoint: address, UserAgent: "terraform-provider-iptv/test",
		Timeout: time.Minute, MaxRetries: 2, RetryWait: time.Microsecond, Failure: readFailure,
	}
	if edit != nil {
		edit(&config, transport)
	}
	return newClient(config, transport)
}

// readFailure reads {"errors": {field: message}} and {"error": message}.
func readFailure(_ int, body []byte) []Detail {
	var response struct {
		Error  string            `json:"error"`
		Code   string            `json:"code"`
		Errors map[string]string `json:"errors"`
	}
	if json.Unmarshal(body, &response) != nil {
		return nil
	}
	var details []Detail
	for field, message := range response.Errors {
		details = append(details, Detail{Field: field, Message: message})
	}
	if response.Error != "" {
		details = append(details, Detail{Code: response.Code, Message: response.Error})
	}
	return details
}

// respond is a step that responds with a status, a body and headers given as name, value, name, value.
func respond(status int, body string, headers ...string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		for pair := range slices.Chunk(headers, 2) {
			w.Header().Set(pair[0], pair[1])
		}
		w.WriteHeader(status)
		_, _ = io.WriteString(w, body)
	}
}

var ok = respond(http.StatusOK, `{"id": 7}`)

func dropBeforeHeaders(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) }

func dropInBody(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Length", "100")
	_, _ = io.WriteString(w, `{"id": `)
	_ = http.NewResponseController(w).Flush()
	panic(http.ErrAbortHandler)
}

// hang gives no response until the client has gone away.
func hang(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() }

var (
	get    = Request{Operation: "read line", Method: http.MethodGet, Path: "/line/1"}
	remove = Request{Operation: "delete line", Method: http.MethodDelete, Path: "/line/1", Repeat: Always}
	update = Request{Operation: "update line", Method: http.MethodPut, Path: "/line/1", Body: map[string]any{"name": "a"},
		Repeat: Always}
	renew = Request{Operation: "renew line", Method: http.MethodPost, Path: "/line/1/renew",
		Body: map[string]any{"rid": "r-1", "z": 1, "a": 2}, Repeat: SameID}
	create    = Request{Operation: "create line", Method: http.MethodPost, Path: "/line", Body: map[string]any{"name": "a"}}
	anonymous = Request{Operation: "log in", Method: http.MethodPost, Path: "/login", Repeat: Always, Anonymous: true}
)

type object struct {
	ID Int `json:"id"`
}

// failed is err as an *Error; the test ends when it is none.
func failed(t *testing.T, err error) *Error {
	t.Helper()
	var e *Error
	if !errors.As(err, &e) {
		t.Fatalf("error is %v, want an *Error", err)
	}
	return e
}
