package rest

import (
	"compress/gzip"
	"context"
	"io"
	"net"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

func TestWhatIsSent(t *testing.T) {
	t.Parallel()
	p := newPlatform(t, ok)
	client := clientOf(t, p.URL+"/base%2Fpath", nil)
	request := Request{
		Operation: "update line", Method: http.MethodPut, Path: "/line/a%2Fb%3F",
		Query: url.Values{"filter": {"a&b = c"}, "full": {"true"}}, Body: map[string]string{"name": "<ä>"},
	}
	if err := client.Do(t.Context(), request, nil); err != nil {
		t.Fatal(err)
	}
	if err := client.Do(t.Context(), Request{Operation: "list", Method: http.MethodGet, Query: url.Values{"action": {"x"}}},
		nil); err != nil {
		t.Fatal(err)
	}
	arrivals := p.requests()
	put, list := arrivals[0], arrivals[1]
	if want := "/base%2Fpath/line/a%2Fb%3F?filter=a%26b+%3D+c&full=true"; put.RequestURI != want {
		t.Errorf("address %s, want %s", put.RequestURI, want)
	}
	if want := "/base%2Fpath?action=x"; list.RequestURI != want {
		t.Errorf("address %s, want %s", list.RequestURI, want)
	}
	for name, want := range map[string]string{"Accept": "application/json", "User-Agent": "terraform-provider-iptv/test",
		"Content-Type": "application/json", "Accept-Encoding": "gzip"} {
		if got := put.Header.Get(name); got != want {
			t.Errorf("%s is %q, want %q", name, got, want)
		}
	}
	if got := list.Header.Get("Content-Type"); got != "" || len(list.body) != 0 {
		t.Errorf("a read has a body of type %q", got)
	}
}

func TestGzip(t *testing.T) {
	t.Parallel()
	p := newPlatform(t, func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Encoding", "gzip")
		packed := gzip.NewWriter(w)
		_, _ = io.WriteString(packed, `{"id": 7}`)
		_ = packed.Close()
	})
	var out object
	if err := p.client(t, nil).Do(t.Context(), get, &out); err != nil || out.ID != 7 {
		t.Errorf("response, error = %v, %v, want id 7 and none", out, err)
	}
}

func TestHTTP2(t *testing.T) {
	t.Parallel()
	p := unstarted(t, ok, dropBeforeHeaders, ok)
	p.EnableHTTP2 = true
	p.StartTLS()
	client := p.client(t, func(_ *Config, transport *http.Transport) { transport.TLSClientConfig = trusting(p) })
	for range 2 {
		if err := client.Do(t.Context(), get, nil); err != nil {
			t.Fatal(err)
		}
	}
	arrivals := p.requests()
	if len(arrivals) != 3 {
		t.Fatalf("%d requests, want 3", len(arrivals))
	}
	for _, a := range arrivals {
		if a.ProtoMajor != 2 {
			t.Errorf("a request came over %s", a.Proto)
		}
	}
	p.mu.Lock()
	p.arrivals = p.arrivals[:1] // the next step drops the connection
	p.mu.Unlock()
	if err := client.Do(t.Context(), create, nil); !IsUnknown(err) || len(p.requests()) != 2 {
		t.Errorf("%d requests, want one for a create whose response was lost: %v", len(p.requests())-1, err)
	}
}

func TestConnectionsAreReused(t *testing.T) {
	t.Parallel()
	const workers = 10
	var opened, arrived atomic.Int64
	all := make(chan struct{})
	p := unstarted(t, func(w http.ResponseWriter, r *http.Request) {
		if arrived.Add(1) == workers {
			close(all)
		}
		<-all // the first ten wait for each other, so that each has opened its connection
		ok(w, r)
	})
	p.Config.ConnState = func(_ net.Conn, state http.ConnState) {
		if state == http.StateNew {
			opened.Add(1)
		}
	}
	p.Start()
	client := p.client(t, nil)
	var running sync.WaitGroup
	for range workers {
		running.Go(func() {
			for range 20 {
				if err := client.Do(t.Context(), get, nil); err != nil {
					t.Error(err)
				}
			}
		})
	}
	running.Wait()
	if len(p.requests()) != 200 || opened.Load() > workers {
		t.Errorf("%d requests over %d connections, want 200 over at most %d", len(p.requests()), opened.Load(), workers)
	}
}

// An error or a retry leaves the connection usable.
func TestConnectionSurvivesErrors(t *testing.T) {
	t.Parallel()
	p := newPlatform(t, respond(500, strings.Repeat("x", 1<<20)), respond(404, `{"error": "gone"}`),
		respond(302, "moved", "Location", "/x"),
		ok)
	client := p.client(t, nil)
	_ = client.Do(t.Context(), get, nil)
	if err := client.Do(t.Context(), get, nil); err != nil {
		t.Fatal(err)
	}
	arrivals := p.requests()
	for _, a := range arrivals {
		if a.RemoteAddr != arrivals[0].RemoteAddr {
			t.Error("another connection was opened")
		}
	}
}

func TestTooLargeResponse(t *testing.T) {
	t.Parallel()
	for size, want := range map[int]bool{1000: true, 1001: false} {
		for _, request := range []Request{get, renew, create} {
			p := newPlatform(t, respond(200, `"`+strings.Repeat("x", size-2)+`"`))
			request.Limit = 1000
			var out Text
			err := p.client(t, nil).Do(t.Context(), request, &out)
			if (err == nil) != want || len(p.requests()) != 1 {
				t.Errorf("%s, %d bytes: %d requests, want 1: %v", request.Operation, size, len(p.requests()), err)
			}
			if !want && (!IsUnknown(err) || IsPassing(err) || !strings.Contains(err.Error(), "larger")) {
				t.Errorf("%s: unknown, passing = %t, %t: %v", request.Operation, IsUnknown(err), IsPassing(err), err)
			}
		}
	}
}

func TestTimeoutCoversTheBody(t *testing.T) {
	t.Parallel()
	p := newPlatform(t, func(w http.ResponseWriter, r *http.Request) {
		_, _ = io.WriteString(w, `{"id": `)
		_ = http.NewResponseController(w).Flush()
		hang(w, r)
	})
	client := p.client(t, func(config *Config, _ *http.Transport) { config.Timeout = 300 * time.Millisecond })
	err := client.Do(t.Context(), create, nil)
	if _ = failed(t, err); !strings.Contains(err.Error(), "no response in time (300ms)") {
		t.Errorf("the error does not tell the timeout: %v", err)
	}
}

func TestLog(t *testing.T) {
	t.Parallel()
	var entries []map[string]any
	p := newPlatform(t, respond(500, ""), dropBeforeHeaders, ok)
	client := p.client(t, func(config *Config, _ *http.Transport) {
		config.Log = func(_ context.Context, _ string, fields map[string]any) { entries = append(entries, fields) }
	})
	if err := client.Do(t.Context(), update, nil); err != nil {
		t.Fatal(err)
	}
	if len(entries) != 3 {
		t.Fatalf("%d entries, want one an attempt", len(entries))
	}
	for i, entry := range entries {
		if entry["attempt"] != i+1 || entry["operation"] != "update line" || entry["path"] != "/line/1" ||
			entry["method"] != http.MethodPut || entry["platform"] != "test platform" {
			t.Errorf("entry %d is %v", i, entry)
		}
	}
	if entries[0]["status"] != 500 || entries[1]["error"] == nil || entries[2]["status"] != 200 {
		t.Errorf("the results are not in the entries: %v", entries)
	}
}

func TestDefaults(t *testing.T) {
	t.Parallel()
	endpoint, err := ParseEndpoint("https://api.example.com", false)
	if err != nil {
		t.Fatal(err)
	}
	c := New(Config{Endpoint: endpoint})
	if c.config.Timeout != 30*time.Second || c.config.RetryWait != 500*time.Millisecond {
		t.Errorf("timeout %s, first wait %s, want 30s and 500ms", c.config.Timeout, c.config.RetryWait)
	}
	pooled, _ := c.attempts.next.(*http.Transport)
	if pooled.DisableKeepAlives || pooled.MaxIdleConnsPerHost <= 10 || !pooled.ForceAttemptHTTP2 {
		t.Error("the transport does not keep connections for Terraform's ten requests at a time")
	}
}
