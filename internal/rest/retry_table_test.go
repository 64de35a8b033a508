package rest

import (
	"context"
	"crypto/tls"
	"net"
	"net/http"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"
	"time"
)

// faults counts how many attempts fail before the platform works.
type faults struct{ left atomic.Int64 }

func (f *faults) fail() bool { return f.left.Add(-1) >= 0 }

// withSteps is a platform whose first attempts end in the given step.
func withSteps(step http.HandlerFunc) func(*testing.T, *faults) (string, func(*Config, *http.Transport)) {
	return func(t *testing.T, f *faults) (string, func(*Config, *http.Transport)) {
		t.Helper()
		return newPlatform(t, func(w http.ResponseWriter, r *http.Request) {
			if f.fail() {
				step(w, r)
				return
			}
			ok(w, r)
		}).URL, nil
	}
}

func refusedDial(t *testing.T, f *faults) (string, func(*Config, *http.Transport)) {
	t.Helper()
	return newPlatform(t, ok).URL, func(_ *Config, transport *http.Transport) {
		transport.DialContext = func(ctx context.Context, network, address string) (net.Conn, error) {
			if f.fail() {
				return nil, &net.OpError{Op: "dial", Net: network, Err: syscall.ECONNREFUSED}
			}
			return (&net.Dialer{}).DialContext(ctx, network, address)
		}
	}
}

// brokenHandshake is a platform that hangs up during the TLS handshake.
func brokenHandshake(t *testing.T, f *faults) (string, func(*Config, *http.Transport)) {
	t.Helper()
	p := unstarted(t, ok)
	p.TLS = &tls.Config{GetConfigForClient: func(*tls.ClientHelloInfo) (*tls.Config, error) {
		if f.fail() {
			return nil, net.ErrClosed
		}
		return nil, nil //nolint:nilnil // the interface's way to say: no other configuration
	}}
	p.StartTLS()
	return p.URL, func(_ *Config, transport *http.Transport) { transport.TLSClientConfig = trusting(p) }
}

func unknownCertificate(t *testing.T, _ *faults) (string, func(*Config, *http.Transport)) {
	t.Helper()
	p := unstarted(t, ok)
	p.StartTLS()
	return p.URL, nil
}

func trusting(p *platform) *tls.Config {
	transport, _ := p.Client().Transport.(*http.Transport)
	return transport.TLSClientConfig.Clone()
}

func slow(t *testing.T, f *faults) (string, func(*Config, *http.Transport)) {
	t.Helper()
	endpoint, _ := withSteps(hang)(t, f)
	return endpoint, func(config *Config, _ *http.Transport) { config.Timeout = 2 * time.Second }
}

func TestRetryTable(t *testing.T) {
	const all, repeatable, none = "all", "repeatable", "none"
	rows := []struct {
		name    string
		fault   func(*testing.T, *faults) (string, func(*Config, *http.Transport))
		retried string
		outcome Outcome
		status  int
	}{
		{"dial refused", refusedDial, all, NeverSent, 0},
		{"TLS handshake", brokenHandshake, all, NeverSent, 0},
		{"certificate", unknownCertificate, none, NeverSent, 0},
		{"429", withSteps(respond(429, "")), all, Refused, 429},
		{"429 with Retry-After", withSteps(respond(429, "", "Retry-After", "0")), all, Refused, 429},
		{"408", withSteps(respond(408, "")), all, Refused, 408},
		{"425", withSteps(respond(425, `{"error": "too early"}`)), all, Refused, 425},
		{"503 with seconds", withSteps(respond(503, "", "Retry-After", "0")), all, Refused, 503},
		{"503 with a date", withSteps(respond(503, "", "Retry-After", "Mon, 02 Jan 2006 15:04:05 GMT")), all, Refused, 503},
		{"503", withSteps(respond(503, "")), repeatable, Unknown, 503},
		{"500", withSteps(respond(500, `{"error": "internal"}`)), repeatable, Unknown, 500},
		{"502", withSteps(respond(502, "<html>Bad gateway</html>")), repeatable, Unknown, 502},
		{"504", withSteps(respond(504, "")), repeatable, Unknown, 504},
		{"dropped before the headers", withSteps(dropBeforeHeaders), repeatable, Unknown, 0},
		{"dropped in the body", withSteps(dropInBody), repeatable, Unknown, 0},
		{"truncated JSON", withSteps(respond(200, `{"id": `)), repeatable, Unknown, 200},
		{"empty", withSteps(respond(200, "")), repeatable, Unknown, 200},
		{"timeout", slow, repeatable, Unknown, 0},
		{"400", withSteps(respond(400, `{"error": "wrong"}`)), none, Refused, 400},
		{"404", withSteps(respond(404, `{"error": "unknown"}`)), none, Refused, 404},
		{"200 with an error", withSteps(respond(200, `{"error": "wrong"}`)), none, Refused, 200},
		{"another form", withSteps(respond(200, `[]`)), none, Unknown, 200},
		{"a page", withSteps(respond(200, `<html>Welcome</html>`)), none, Unknown, 200},
	}
	calls := []struct {
		name       string
		request    Request
		repeatable bool
	}{
		{"GET", get, true},
		{"DELETE", remove, true},
		{"update", update, true},
		{"with a request id", renew, true},
		{"create", create, false},
	}
	for _, row := range rows {
		for _, call := range calls {
			if row.name == "timeout" && call.request.Repeat == Always {
				continue // it would only take its time
			}
			wantRetry := row.retried == all || (row.retried == repeatable && call.repeatable)
			do := func(t *testing.T, failing int64) (attempts int, err error) {
				t.Helper()
				f := &faults{}
				f.left.Store(failing)
				endpoint, edit := row.fault(t, f)
				client := clientOf(t, endpoint, func(config *Config, transport *http.Transport) {
					config.Log = func(context.Context, string, map[string]any) { attempts++ }
					if edit != nil {
						edit(config, transport)
					}
				})
				var out object
				err = client.Do(t.Context(), call.request, &out)
				if err == nil && out.ID != 7 {
					t.Errorf("the response is %v, want id 7", out)
				}
				return attempts, err
			}
			t.Run(row.name+"/"+call.name+"/for ever", func(t *testing.T) {
				t.Parallel()
				attempts, err := do(t, 1<<40)
				want := 1
				if wantRetry {
					want = 3
				}
				e := failed(t, err)
				if attempts != want || e.Outcome != row.outcome || e.Status != row.status {
					t.Errorf("attempts, outcome, status = %d, %d, %d, want %d, %d, %d: %v", attempts, e.Outcome, e.Status, want,
						row.outcome, row.status, err)
				}
				if e.Platform != "test platform" || e.Operation != call.request.Operation ||
					!strings.HasPrefix(err.Error(), "test platform: cannot "+e.Operation+": ") {
					t.Errorf("the error does not name platform and operation: %v", err)
				}
			})
			if !wantRetry {
				continue
			}
			t.Run(row.name+"/"+call.name+"/once", func(t *testing.T) {
				t.Parallel()
				if attempts, err := do(t, 1); err != nil || attempts != 2 {
					t.Errorf("attempts, error = %d, %v, want 2 and none", attempts, err)
				}
			})
		}
	}
}
