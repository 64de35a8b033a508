package api

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"sync"
	"time"

	"golang.org/x/sync/singleflight"

	"github.com/iptvops/terraform-provider-iptv/internal/rest"
)

// Credentials of one employee: either a machine token, or a login.
type Credentials struct {
	Token    string
	Username string
	Password string
}

const (
	// documentedLifetime is how long a token lasts where the login does not say.
	documentedLifetime = 15 * time.Minute
	// renewEarly is how long before its end a token is replaced, at most a tenth of its life.
	renewEarly = time.Minute
	// renewPause is how long after a renewal another refusal makes no further login: addresses that log in again and
	// again are blacklisted (section 6).
	renewPause = 5 * time.Second
)

// login is a token and how long it lasts; 0 is for ever.
type login struct {
	token    string
	lifetime time.Duration
}

// session is the token in use. Nothing ever logs out: that would end all tokens of the employee.
type session struct {
	static string
	login  func(context.Context) (login, error)
	now    func() time.Time
	flight singleflight.Group

	mu      sync.Mutex // guards what follows, never held during a request
	token   string
	end     time.Time // when the token is to be replaced; zero is never
	renewed time.Time // the last login after a refusal
	again   bool      // within renewPause of it there was one more, since the token had expired
	refused error     // the login was refused, and would be again
}

func newSession(c Credentials, with func(context.Context, Credentials) (login, error)) *session {
	return &session{
		static: c.Token, now: time.Now,
		login: func(ctx context.Context) (login, error) { return with(ctx, c) },
	}
}

// valid is the token in use, "" when it is time for a login.
func (s *session) valid() (string, error) {
	if s.static != "" {
		return s.static, nil
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.token != "" && !s.end.IsZero() && !s.now().Before(s.end) {
		s.token = ""
	}
	return s.token, s.refused
}

// current is the token in use, of a new login when there is none. All who wait share one login, which none of them ends.
func (s *session) current(ctx context.Context) (string, error) {
	if token, err := s.valid(); token != "" || err != nil {
		return token, err
	}
	done := s.flight.DoChan("", func() (any, error) {
		if token, err := s.valid(); token != "" || err != nil {
			return token, err
		}
		made, err := s.login(context.WithoutCancel(ctx))
		s.mu.Lock()
		defer s.mu.Unlock()
		if err != nil {
			if status := rest.Status(err); status == http.StatusUnauthorized || status == http.StatusForbidden ||
				errors.Is(err, errChallenge) {
				s.refused = err
			}
			return "", err
		}
		s.token, s.end = made.token, time.Time{}
		if made.lifetime > 0 {
			s.end = s.now().Add(made.lifetime - min(renewEarly, made.lifetime/10))
		}
		return s.token, nil
	})
	select {
	case result := <-done:
		token, _ := result.Val.(string)
		return token, result.Err
	case <-ctx.Done():
		return "", ctx.Err()
	}
}

// renew makes a login after the given token was refused, unless another request has made one since. A token that was
// good and has expired is replaced once more within renewPause.
func (s *session) renew(ctx context.Context, refused string, expired bool) (bool, error) {
	if s.static != "" {
		return false, nil
	}
	s.mu.Lock()
	if s.token == refused {
		recent := !s.renewed.IsZero() && s.now().Sub(s.renewed) < renewPause
		if recent && (s.again || !expired) {
			s.mu.Unlock()
			return false, nil
		}
		s.token, s.again = "", recent
		if !recent {
			s.renewed = s.now()
		}
	}
	s.mu.Unlock()
	_, err := s.current(ctx)
	return err == nil, err
}

var errChallenge = errors.New("the login asks for a code (SMS or authenticator), which a provider cannot enter; " +
	"set a machine token instead (token, or the environment variable TELECOMX_TOKEN)")

// login is POST /auth/login (section 6). A login by GET would leave the password in the platform's logs.
func (c *Client) login(ctx context.Context, credentials Credentials) (login, error) {
	var response struct {
		Token   rest.Text `json:"token"`
		Minutes *rest.Int `json:"expiresInMinutes"`
	}
	err := c.http.Do(ctx, rest.Request{
		Operation: "log in", Method: http.MethodPost, Path: "/auth/login", Anonymous: true, Repeat: rest.Always,
		Body: map[string]string{"username": credentials.Username, "password": credentials.Password},
	}, &response)
	switch {
	case err != nil && asksForCode(err):
		return login{}, errors.Join(errChallenge, err)
	case err != nil && rest.Status(err) == http.StatusUnauthorized:
		return login{}, &refusedLoginError{err}
	case err != nil:
		return login{}, err
	case response.Token == "":
		return login{}, errChallenge
	}
	made := login{token: string(response.Token), lifetime: documentedLifetime}
	switch {
	case response.Minutes == nil || *response.Minutes == 0:
	case *response.Minutes < 0:
		made.lifetime = 0
	default:
		made.lifetime = time.Duration(*response.Minutes) * time.Minute
	}
	return made, nil
}

// refusedLoginError is a 401 of the login itself.
type refusedLoginError struct{ err error }

func (e *refusedLoginError) Error() string {
	return "the login was refused; check username and password: " + e.err.Error()
}
func (e *refusedLoginError) Unwrap() error { return e.err }

// asksForCode reports whether a login was refused for want of a code. How a challenge is signalled is documented nowhere, so
// the names of the fields are looked for.
func asksForCode(err error) bool {
	var e *rest.Error
	if !errors.As(err, &e) || e.Status < 400 || e.Status > 499 {
		return false
	}
	text := strings.ToLower(e.Code + " " + e.Field + " " + e.Message)
	return strings.Contains(text, "sms") || strings.Contains(text, "authenticator")
}
