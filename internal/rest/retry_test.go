package rest

import (
	"bytes"
	"context"
	"math"
	"net"
	"net/http"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"
)

func TestSameBodyInEveryAttempt(t *testing.T) {
	t.Parallel()
	p := newPlatform(t, respond(500, ""), dropBeforeHeaders, respond(429, ""), ok)
	client := p.client(t, func(config *Config, _ *http.Transport) { config.MaxRetries = 3 })
	if err := client.Do(t.Context(), renew, nil); err != nil {
		t.Fatal(err)
	}
	arrivals := p.requests()
	if len(arrivals) != 4 {
		t.Fatalf("%d requests, want 4", len(arrivals))
	}
	for _, a := range arrivals {
		if want := `{"a":2,"rid":"r-1","z":1}`; string(a.body) != want {
			t.Errorf("body %s, want %s", a.body, want)
		}
	}
}

// A refusal says nothing about an earlier attempt whose response was lost.
func TestRefusedAfterLostIsUnknown(t *testing.T) {
	t.Parallel()
	refusals := map[string]http.HandlerFunc{
		"one error":      respond(409, `{"error": "rid was used"}`),
		"several fields": respond(422, `{"errors": {"a": "wrong", "b": "wrong"}}`),
		"429 for ever":   respond(429, ""),
		"redirect":       respond(307, "", "Location", "/elsewhere"),
	}
	for name, refusal := range refusals {
		for _, request := range []Request{renew, update} {
			t.Run(name+"/"+request.Operation, func(t *testing.T) {
				t.Parallel()
				err := newPlatform(t, dropBeforeHeaders, refusal).client(t, nil).Do(t.Context(), request, nil)
				if !IsUnknown(err) {
					t.Errorf("IsUnknown is false: %v", err)
				}
				if joined, isJoined := err.(interface{ Unwrap() []error }); isJoined {
					for _, one := range joined.Unwrap() {
						if !IsUnknown(one) {
							t.Errorf("IsUnknown is false for one of the errors: %v", one)
						}
					}
				}
			})
		}
	}
	t.Run("never sent again", func(t *testing.T) {
		t.Parallel()
		client := newPlatform(t, dropBeforeHeaders).client(t, func(_ *Config, transport *http.Transport) {
			var dials atomic.Int64
			transport.DialContext = func(ctx context.Context, network, address string) (net.Conn, error) {
				if dials.Add(1) > 1 {
					return nil, syscall.ECONNREFUSED
				}
				return (&net.Dialer{}).DialContext(ctx, network, address)
			}
		})
		if err := client.Do(t.Context(), renew, nil); !IsUnknown(err) {
			t.Errorf("IsUnknown is false: %v", err)
		}
	})
	t.Run("a read is not", func(t *testing.T) {
		t.Parallel()
		err := newPlatform(t, dropBeforeHeaders, respond(404, `{"error": "gone"}`)).client(t, nil).Do(t.Context(), get, nil)
		if IsUnknown(err) || !IsNotFound(err) {
			t.Errorf("IsUnknown, IsNotFound = %t, %t, want false, true: %v", IsUnknown(err), IsNotFound(err), err)
		}
	})
}

func TestMaxRetries(t *testing.T) {
	t.Parallel()
	for _, retries := range []int{0, 1, 5} {
		p := newPlatform(t, respond(500, ""))
		client := p.client(t, func(config *Config, _ *http.Transport) { config.MaxRetries = retries })
		if err := client.Do(t.Context(), get, nil); err == nil {
			t.Error("no error")
		}
		if got := len(p.requests()); got != retries+1 {
			t.Errorf("%d requests with max_retries %d, want %d", got, retries, retries+1)
		}
	}
}

// A platform may close a connection while it is idle. Whether the client has noticed or not, a create is carried out
// once at most, and once when it succeeds.
func TestStaleConnection(t *testing.T) {
	t.Parallel()
	t.Run("nothing is repeated beneath the retries", func(t *testing.T) {
		t.Parallel()
		for _, request := range []Request{get, remove, update, renew, create, anonymous} {
			attempts := 0
			p := newPlatform(t, ok, dropBeforeHeaders)
			client := p.client(t, func(config *Config, _ *http.Transport) {
				config.MaxRetries = 0
				config.Log = func(context.Context, string, map[string]any) { attempts++ }
				// The header that lets net/http repeat any method.
				config.Authorize = func(_ context.Context, r *http.Request) error { r.Header.Set("Idempotency-Key", "1"); return nil }
			})
			if err := client.Do(t.Context(), get, nil); err != nil {
				t.Fatal(err)
			}
			err := client.Do(t.Context(), request, nil)
			if got := len(p.requests()); got != 2 || attempts != 2 || !IsUnknown(err) {
				t.Errorf("%s: %d requests in %d attempts, want one each: %v", request.Operation, got-1, attempts-1, err)
			}
		}
	})
	t.Run("closed while idle", func(t *testing.T) {
		t.Parallel()
		for range 20 {
			p := newPlatform(t, ok)
			client := p.client(t, nil)
			if err := client.Do(t.Context(), get, nil); err != nil {
				t.Fatal(err)
			}
			p.CloseClientConnections()
			err := client.Do(t.Context(), create, nil)
			carriedOut := len(p.requests()) - 1
			if err == nil && carriedOut != 1 {
				t.Errorf("carried out %d times without an error", carriedOut)
			}
			if err != nil && (carriedOut > 1 || !IsUnknown(err)) {
				t.Errorf("carried out %d times, outcome unknown is %t: %v", carriedOut, IsUnknown(err), err)
			}
		}
	})
	t.Run("closed on the request", func(t *testing.T) {
		t.Parallel()
		p := newPlatform(t, ok, dropBeforeHeaders, ok)
		client := p.client(t, nil)
		if err := client.Do(t.Context(), get, nil); err != nil {
			t.Fatal(err)
		}
		err := client.Do(t.Context(), create, nil)
		arrivals := p.requests()
		if len(arrivals) != 2 || arrivals[0].RemoteAddr != arrivals[1].RemoteAddr {
			t.Fatalf("%d requests, want 2 over one connection", len(arrivals))
		}
		if !IsUnknown(err) {
			t.Errorf("IsUnknown is false: %v", err)
		}
	})
}

func TestRetryAfter(t *testing.T) {
	t.Parallel()
	t.Run("is waited for", func(t *testing.T) {
		t.Parallel()
		p := newPlatform(t, respond(503, "", "Retry-After", "1"), ok)
		if err := p.client(t, nil).Do(t.Context(), create, nil); err != nil {
			t.Fatal(err)
		}
		arrivals := p.requests()
		if wait := arrivals[1].at.Sub(arrivals[0].at); wait < time.Second {
			t.Errorf("waited %s, want a second at least", wait)
		}
	})
	for name, value := range map[string]string{
		"seconds":  "301",
		"a date":   time.Now().Add(time.Hour).UTC().Format(http.TimeFormat),
		"for ever": "99999999999",
	} {
		t.Run("too long/"+name, func(t *testing.T) {
			t.Parallel()
			p := newPlatform(t, respond(429, "", "Retry-After", value))
			ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
			defer cancel()
			err := p.client(t, nil).Do(ctx, get, nil)
			if e := failed(t, err); e.Status != 429 || !strings.Contains(err.Error(), "asks to wait") {
				t.Errorf("the error does not tell what the platform asks for: %v", err)
			}
			if got := len(p.requests()); got != 1 {
				t.Errorf("%d requests, want 1", got)
			}
		})
	}
}

func TestRetryAfterForms(t *testing.T) {
	t.Parallel()
	rows := map[string]struct{ least, most time.Duration }{
		"":                              {0, 0},
		"soon":                          {0, 0},
		"-1":                            {0, 0},
		"0":                             {0, 0},
		"120":                           {2 * time.Minute, 2 * time.Minute},
		"9223372036854775807":           {time.Hour, math.MaxInt64},
		"99999999999999999999":          {time.Hour, math.MaxInt64},
		"Mon, 02 Jan 2006 15:04:05 GMT": {0, 0},
		"Fri, 31 Dec 2199 23:59:59 GMT": {time.Hour, math.MaxInt64},
	}
	for value, want := range rows {
		got := retryAfter(&http.Response{Header: http.Header{"Retry-After": {value}}})
		if got < want.least || got > want.most {
			t.Errorf("Retry-After %q is %s, want %s to %s", value, got, want.least, want.most)
		}
	}
	if got := retryAfter(nil); got != 0 {
		t.Errorf("no response: %s, want 0", got)
	}
}

func TestBackoff(t *testing.T) {
	t.Parallel()
	for attempt, full := range []time.Duration{1, 2, 4, 8, 15, 15, 15} {
		full *= time.Second
		seen := map[time.Duration]bool{}
		for range 100 {
			wait := backoff(time.Second, 15*time.Second, attempt, nil)
			if wait < full/2 || wait > full {
				t.Errorf("wait %s before retry %d, want %s to %s", wait, attempt+1, full/2, full)
			}
			seen[wait] = true
		}
		if len(seen) < 50 {
			t.Errorf("%d different waits of 100 before retry %d: no jitter", len(seen), attempt+1)
		}
	}
	if wait := backoff(time.Second, maxRetryWait, 1_000_000, nil); wait <= 0 || wait > maxRetryWait {
		t.Errorf("wait %s after very many attempts, want at most %s", wait, maxRetryWait)
	}
	if wait := backoff(1, 1, 0, nil); wait < 0 || wait > 1 {
		t.Errorf("wait %d ns, want at most 1", wait)
	}
	asked := &http.Response{Header: http.Header{"Retry-After": {"20"}}}
	if wait := backoff(time.Second, maxRetryWait, 0, asked); wait != 20*time.Second {
		t.Errorf("wait %s, want what the platform asked for", wait)
	}
}

// A raw body is sent as it is, again and again, with its own type.
func TestRawBody(t *testing.T) {
	t.Parallel()
	p := newPlatform(t, respond(500, ""), ok)
	content := bytes.Repeat([]byte{0, 0xFF}, 1000)
	request := Request{Operation: "upload icon", Method: http.MethodPost, Raw: content, ContentType: "image/png", Repeat: Always}
	if err := p.client(t, nil).Do(t.Context(), request, nil); err != nil {
		t.Fatal(err)
	}
	arrivals := p.requests()
	if len(arrivals) != 2 {
		t.Fatalf("%d requests, want 2", len(arrivals))
	}
	for _, a := range arrivals {
		if !bytes.Equal(a.body, content) || a.Header.Get("Content-Type") != "image/png" || a.ContentLength != 2000 {
			t.Errorf("got %d bytes of %s", len(a.body), a.Header.Get("Content-Type"))
		}
	}
}

func TestRateLimit(t *testing.T) {
	t.Parallel()
	started := time.Now()
	p := newPlatform(t, ok, respond(500, ""), ok)
	client := p.client(t, func(config *Config, _ *http.Transport) { config.RequestsPerSecond = 50 })
	var workers sync.WaitGroup
	for range 10 {
		workers.Go(func() {
			if err := client.Do(t.Context(), get, nil); err != nil {
				t.Error(err)
			}
		})
	}
	workers.Wait()
	arrivals := p.requests()
	if len(arrivals) != 11 {
		t.Fatalf("%d requests, want 11: the retry counts as well", len(arrivals))
	}
	slices.SortFunc(arrivals, func(a, b arrival) int { return a.at.Compare(b.at) })
	for i, a := range arrivals {
		// The n-th to arrive cannot be earlier than n intervals after the beginning.
		if least := time.Duration(i) * time.Second / 50; a.at.Sub(started) < least {
			t.Errorf("request %d came after %s, want %s at least", i, a.at.Sub(started), least)
		}
	}
}
