package rest

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
)

// session is the credentials of a test: the platform accepts the current token only.
type session struct {
	mu     sync.Mutex
	token  int
	logins int
}

func (s *session) current() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return fmt.Sprintf("Bearer token-%d", s.token)
}

func (s *session) authorize(_ context.Context, r *http.Request) error {
	r.Header.Set("Authorization", s.current())
	return nil
}

// renew logs in once for all the requests that the same token was refused for.
func (s *session) renew(_ context.Context, refused *http.Request, _ error) (bool, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if refused.Header.Get("Authorization") == fmt.Sprintf("Bearer token-%d", s.token) {
		s.token++
		s.logins++
	}
	return true, nil
}

func (s *session) config(config *Config, _ *http.Transport) {
	config.Authorize, config.Renew = s.authorize, s.renew
}

func accepts(token string) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		if r.Header.Get("Authorization") != "Bearer "+token {
			respond(401, `{"error": "wrong token"}`)(w, r)
			return
		}
		ok(w, r)
	}
}

func TestRenewOnce(t *testing.T) {
	t.Parallel()
	for _, request := range []Request{get, create, renew} {
		s := &session{}
		p := newPlatform(t, accepts("token-1"))
		var out object
		if err := p.client(t, s.config).Do(t.Context(), request, &out); err != nil || out.ID != 7 {
			t.Errorf("%s: response, error = %v, %v, want id 7 and none", request.Operation, out, err)
		}
		arrivals := p.requests()
		if len(arrivals) != 2 || s.logins != 1 || string(arrivals[0].body) != string(arrivals[len(arrivals)-1].body) {
			t.Errorf("%s: %d requests, %d logins, want 2 and 1 and the same body", request.Operation, len(arrivals), s.logins)
		}
	}
	t.Run("once more", func(t *testing.T) {
		t.Parallel()
		s := &session{}
		p := newPlatform(t, accepts("token-2")) // the first new token has expired by the time it arrives
		if err := p.client(t, s.config).Do(t.Context(), create, nil); err != nil || len(p.requests()) != 3 || s.logins != 2 {
			t.Errorf("%d requests, %d logins, want 3 and 2: %v", len(p.requests()), s.logins, err)
		}
	})
	t.Run("and no more", func(t *testing.T) {
		t.Parallel()
		s := &session{}
		p := newPlatform(t, accepts("another"))
		err := p.client(t, s.config).Do(t.Context(), create, nil)
		if Status(err) != 401 || IsUnknown(err) || len(p.requests()) != 3 || s.logins != 2 {
			t.Errorf("%d requests, %d logins, want 3 and 2: %v", len(p.requests()), s.logins, err)
		}
	})
	t.Run("not for a login", func(t *testing.T) {
		t.Parallel()
		s := &session{}
		p := newPlatform(t, accepts("another"))
		err := p.client(t, s.config).Do(t.Context(), anonymous, nil)
		if arrivals := p.requests(); Status(err) != 401 || len(arrivals) != 1 || s.logins != 0 ||
			arrivals[0].Header.Get("Authorization") != "" {
			t.Errorf("%d requests, %d logins, want 1 without credentials and none: %v", len(arrivals), s.logins, err)
		}
	})
	t.Run("not when it is no use", func(t *testing.T) {
		t.Parallel()
		p := newPlatform(t, accepts("another"))
		client := p.client(t, func(config *Config, _ *http.Transport) {
			config.Renew = func(context.Context, *http.Request, error) (bool, error) { return false, nil }
		})
		if err := client.Do(t.Context(), get, nil); Status(err) != 401 || len(p.requests()) != 1 {
			t.Errorf("%d requests, want 1: %v", len(p.requests()), err)
		}
	})
	t.Run("concurrently", func(t *testing.T) {
		t.Parallel()
		s := &session{}
		p := newPlatform(t, accepts("token-1"))
		client := p.client(t, s.config)
		var workers sync.WaitGroup
		for range 10 {
			workers.Go(func() {
				if err := client.Do(t.Context(), get, nil); err != nil {
					t.Error(err)
				}
			})
		}
		workers.Wait()
		if s.logins != 1 || len(p.requests()) > 20 {
			t.Errorf("%d logins, %d requests, want 1 and at most 20", s.logins, len(p.requests()))
		}
	})
}

// What was lost before the credentials were refused stays unknown.
func TestLostBeforeRenew(t *testing.T) {
	t.Parallel()
	outcomes := map[string][]http.HandlerFunc{
		"refused then":      {dropBeforeHeaders, respond(401, ""), respond(409, `{"error": "rid was used"}`)},
		"401 for ever":      {dropBeforeHeaders, respond(401, "")},
		"lost in the first": {respond(401, ""), dropBeforeHeaders, respond(409, `{"error": "rid was used"}`)},
	}
	for name, steps := range outcomes {
		if err := newPlatform(t, steps...).client(t, (&session{}).config).Do(t.Context(), renew, nil); !IsUnknown(err) {
			t.Errorf("%s: IsUnknown is false: %v", name, err)
		}
	}
	client := newPlatform(t, dropBeforeHeaders, respond(401, "")).client(t, func(config *Config, _ *http.Transport) {
		config.Renew = func(context.Context, *http.Request, error) (bool, error) { return false, errors.New("no login") }
	})
	if err := client.Do(t.Context(), renew, nil); !IsUnknown(err) {
		t.Errorf("login failed: IsUnknown is false: %v", err)
	}
}

// The status and the outcome of a failed login are not those of the call that needed it.
func TestFailedLogin(t *testing.T) {
	t.Parallel()
	rows := []struct {
		name    string
		login   http.HandlerFunc
		passing bool
	}{
		{"refused", respond(401, `{"error": "wrong password"}`), false},
		{"lost", respond(500, `{"error": "out of order"}`), true},
	}
	for _, row := range rows {
		t.Run(row.name, func(t *testing.T) {
			t.Parallel()
			login := newPlatform(t, row.login).client(t, nil)
			var renewals atomic.Int64
			p := newPlatform(t, respond(401, ""))
			logIn := func(ctx context.Context) error { return login.Do(ctx, anonymous, nil) }

			atFirst := p.client(t, func(config *Config, _ *http.Transport) {
				config.Authorize = func(ctx context.Context, _ *http.Request) error { return logIn(ctx) }
				config.Renew = func(context.Context, *http.Request, error) (bool, error) { renewals.Add(1); return true, nil }
			})
			err := atFirst.Do(t.Context(), create, nil)
			if e := failed(t, err); e.Outcome != NeverSent || e.Status != 0 || IsPassing(err) != row.passing ||
				e.Operation != "create line" {
				t.Errorf("outcome, status, passing = %d, %d, %t: %v", e.Outcome, e.Status, IsPassing(err), err)
			}
			if len(p.requests()) != 0 || renewals.Load() != 0 {
				t.Errorf("%d requests, %d renewals, want none", len(p.requests()), renewals.Load())
			}

			later := p.client(t, func(config *Config, _ *http.Transport) {
				config.Renew = func(ctx context.Context, _ *http.Request, _ error) (bool, error) { return false, logIn(ctx) }
			})
			err = later.Do(t.Context(), create, nil)
			if e := failed(t, err); e.Outcome != Refused || IsPassing(err) != row.passing ||
				!strings.Contains(err.Error(), "cannot log in") {
				t.Errorf("outcome, passing = %d, %t: %v", e.Outcome, IsPassing(err), err)
			}
			if len(p.requests()) != 1 {
				t.Errorf("%d requests, want 1", len(p.requests()))
			}
		})
	}
	t.Run("interrupted", func(t *testing.T) {
		t.Parallel()
		ctx, cancel := context.WithCancel(t.Context())
		client := newPlatform(t, ok).client(t, func(config *Config, _ *http.Transport) {
			config.Authorize = func(ctx context.Context, _ *http.Request) error { cancel(); return ctx.Err() }
		})
		if err := client.Do(ctx, create, nil); !errors.Is(err, context.Canceled) {
			t.Errorf("the error is %v, want the context's", err)
		}
	})
}

// Every attempt carries credentials of its own.
func TestAuthorizeEveryAttempt(t *testing.T) {
	t.Parallel()
	count := 0
	p := newPlatform(t, respond(500, ""), respond(429, ""), ok)
	client := p.client(t, func(config *Config, _ *http.Transport) {
		config.Authorize = func(_ context.Context, r *http.Request) error {
			count++
			r.Header.Set("Authorization", fmt.Sprintf("Bearer token-%d", count))
			return nil
		}
	})
	if err := client.Do(t.Context(), get, nil); err != nil {
		t.Fatal(err)
	}
	for i, a := range p.requests() {
		if want := fmt.Sprintf("Bearer token-%d", i+1); a.Header.Get("Authorization") != want {
			t.Errorf("attempt %d carries %s, want %s", i+1, a.Header.Get("Authorization"), want)
		}
	}
}
