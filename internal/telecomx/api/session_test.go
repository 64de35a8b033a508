package api

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/iptvops/terraform-provider-iptv/internal/rest"
	simtelecomx "github.com/iptvops/terraform-provider-iptv/internal/simulator/telecomx"
)

// Many requests share one login, an expired token is replaced once, and what is refused for good is not tried again.
func TestSession(t *testing.T) {
	s := start(t)
	c := newClient(t, s, byLogin)
	many := func() {
		var all sync.WaitGroup
		for range 20 {
			all.Go(func() {
				if _, err := c.ListPackages(t.Context(), "", "", 0, 1); err != nil {
					t.Error(err)
				}
			})
		}
		all.Wait()
	}
	many()
	if n := s.Count("telecomx.login"); n != 1 {
		t.Errorf("%d logins, want 1", n)
	}
	s.TelecomX.ExpireTokens()
	many()
	if n := s.Count("telecomx.login"); n != 2 {
		t.Errorf("%d logins after the token expired, want 2", n)
	}
	s.TelecomX.RefuseIP(true)
	for range 3 {
		if _, err := c.ListPackages(t.Context(), "", "", 0, 1); rest.Status(err) != http.StatusUnauthorized {
			t.Errorf("%v, want 401", err)
		}
	}
	if n := s.Count("telecomx.login"); n > 3 {
		t.Errorf("%d logins although none helps", n)
	}
}

func TestSessionRenewsEarly(t *testing.T) {
	var logins int
	now := time.Now()
	made := newSession(byLogin, func(context.Context, Credentials) (login, error) {
		logins++
		return login{token: strings.Repeat("x", logins), lifetime: 15 * time.Minute}, nil
	})
	made.now = func() time.Time { return now }
	for _, c := range []struct {
		pass time.Duration
		want string
	}{{0, "x"}, {13 * time.Minute, "x"}, {time.Minute, "xx"}, {13 * time.Minute, "xx"}} {
		now = now.Add(c.pass)
		if token, err := made.current(t.Context()); err != nil || token != c.want {
			t.Errorf("after %s: %q, %v, want %q", c.pass, token, err, c.want)
		}
	}
	// A request with the token before the last one is sent again without a login.
	if again, err := made.renew(t.Context(), "x", true); !again || err != nil || logins != 2 {
		t.Errorf("%t, %v, %d logins", again, err, logins)
	}
	forever := newSession(byLogin, func(context.Context, Credentials) (login, error) { return login{token: "y"}, nil })
	forever.now = func() time.Time { return now }
	if _, err := forever.current(t.Context()); err != nil || !forever.end.IsZero() {
		t.Errorf("a token that persists ends at %s, %v", forever.end, err)
	}
}

// A new token that has expired by the time of the replay is replaced once more, and no more often than that.
func TestSessionExpiresAgain(t *testing.T) {
	for expired, want := range map[int]struct {
		logins int
		ok     bool
	}{0: {1, true}, 1: {2, true}, 2: {3, true}, 3: {3, false}} {
		logins, left := 0, expired
		server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			switch {
			case r.URL.Path == "/auth/login":
				logins++
				_, _ = fmt.Fprintf(w, `{"token":"token-%d","expiresInMinutes":1}`, logins)
			case left > 0:
				left--
				w.WriteHeader(http.StatusUnauthorized)
				_, _ = fmt.Fprint(w, `{"error":"expired","description":"Session has expired, please login"}`)
			default:
				_, _ = fmt.Fprint(w, `{"packages":[],"total":0}`)
			}
		}))
		endpoint, err := rest.ParseEndpoint(server.URL, false)
		if err != nil {
			t.Fatal(err)
		}
		_, err = New(rest.Config{Platform: "Telecom X", Endpoint: endpoint}, byLogin).ListPackages(t.Context(), "", "", 0, 1)
		if (err == nil) != want.ok || logins != want.logins {
			t.Errorf("expired %d times: %d logins, want %d: %v", expired, logins, want.logins, err)
		}
		server.Close()
	}
}

func TestSessionRefused(t *testing.T) {
	s := start(t)
	c := newClient(t, s, Credentials{Username: simtelecomx.Username, Password: "another-password"})
	for range 3 {
		_, err := c.ListPackages(t.Context(), "", "", 0, 1)
		if err == nil || !strings.Contains(err.Error(), "check username and password") ||
			strings.Contains(err.Error(), "another-password") {
			t.Errorf("%v", err)
		}
	}
	if n := s.Count("telecomx.login"); n != 1 {
		t.Errorf("%d logins, want 1", n)
	}
	// A machine token is never renewed.
	if again, err := newSession(byToken, nil).renew(t.Context(), simtelecomx.Token, true); again || err != nil {
		t.Errorf("%t, %v", again, err)
	}
}

// Who gives up waiting for a login does not end it for the others.
func TestSessionOutlivesACaller(t *testing.T) {
	release, begun := make(chan struct{}), make(chan struct{})
	made := newSession(byLogin, func(ctx context.Context, _ Credentials) (login, error) {
		close(begun)
		<-release
		return login{token: "x"}, ctx.Err()
	})
	ctx, cancel := context.WithCancel(t.Context())
	gaveUp := make(chan error)
	go func() {
		_, err := made.current(ctx)
		gaveUp <- err
	}()
	<-begun
	cancel()
	if err := <-gaveUp; !errors.Is(err, context.Canceled) {
		t.Errorf("%v", err)
	}
	close(release)
	if token, err := made.current(t.Context()); token != "x" || err != nil {
		t.Errorf("%q, %v", token, err)
	}
}
