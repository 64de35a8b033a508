package telecomx

import (
	"crypto/rand"
	"net/http"
	"slices"
	"strings"
	"time"
)

type storedEmployee struct {
	id, username, password, level string
	customer                      *storedCustomer
}

type storedToken struct {
	employee *storedEmployee
	login    bool      // from a log in; a machine token never expires
	expires  time.Time // zero is never
}

// SetTokenLifetime sets how many minutes the tokens of later log ins last; 15 at the start.
func (p *Platform) SetTokenLifetime(minutes int) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.lifetime = minutes
}

// ExpireTokens makes every login token given out so far an expired one, those that persist included.
// Machine tokens stay good.
func (p *Platform) ExpireTokens() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.expireTokens()
}

// ExpireTokensAt makes the n-th request from now that presents a good token find every login token expired,
// its own included. n is 1 or more; 0 takes an earlier call back.
func (p *Platform) ExpireTokensAt(n int) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.expireAfter = n
}

// RefuseIP makes every call with a token fail with 401 invalid_token until it is called with false. Log in still works.
func (p *Platform) RefuseIP(refuse bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.ipRefused = refuse
}

// Blacklist makes every call fail with 403 blacklisted, log in included, until it is called with false.
func (p *Platform) Blacklist(on bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.blacklisted = on
}

func (p *Platform) expireTokens() {
	for _, t := range p.tokens {
		if t.login {
			t.expires = time.Unix(0, 0)
		}
	}
}

func (t *storedToken) expired(now time.Time) bool {
	return !t.expires.IsZero() && !now.Before(t.expires)
}

// authenticate finds the caller by the query parameter token, the only carrier that the platform documents.
func (p *Platform) authenticate(c *apiCall) (*storedEmployee, *apiError) {
	token := p.tokens[c.query.Get("token")]
	if token != nil && p.expireAfter > 0 && !token.expired(c.now) {
		if p.expireAfter--; p.expireAfter == 0 {
			p.expireTokens()
		}
	}
	switch {
	case token == nil:
		return nil, noCredentials()
	case token.expired(c.now):
		return nil, &apiError{http.StatusUnauthorized, "expired", "Session has expired, please login"}
	case p.ipRefused:
		return nil, &apiError{http.StatusUnauthorized, "invalid_token", "IP address not authenticated"}
	}
	return token.employee, nil
}

func noCredentials() *apiError {
	return &apiError{http.StatusUnauthorized, "credentials_invalid", "Authorization required, please login"}
}

// randomToken is 100 lower-case letters and digits, as the platform's sample.
func randomToken() string {
	return strings.ToLower(rand.Text() + rand.Text() + rand.Text() + rand.Text())[:100]
}

// login handles POST /auth/login with a body and GET /auth/login with query parameters.
func (p *Platform) login(c *apiCall) (any, *apiError) {
	username, password := c.loginField("username"), c.loginField("password")
	employee := p.logins[strings.ToLower(username)]
	if employee == nil || employee.password != password || employee.level == "NO_LOGIN" {
		return nil, noCredentials()
	}
	token := &storedToken{employee: employee, login: true}
	minutes := p.lifetime
	if c.loginFlag("persist") {
		minutes = -1
	} else {
		token.expires = c.now.Add(time.Duration(minutes) * time.Minute)
	}
	text := randomToken()
	p.tokens[text] = token
	if c.loginFlag("cookie") {
		c.cookie = &http.Cookie{
			Name: "token", Value: text, Path: "/", Secure: true, HttpOnly: true, SameSite: http.SameSiteStrictMode,
		}
	}
	response := employee.describe()
	response["token"], response["expiresInMinutes"] = text, minutes
	return response, nil
}

// loginField takes a member of the body or, without a body, a query parameter, as text.
func (c *apiCall) loginField(name string) string {
	if c.body == nil {
		return c.query.Get(name)
	}
	if text, fail := readField[string](c.body, name); fail == nil && text != nil {
		return *text
	}
	return string(c.body[name])
}

// loginFlag takes true and 1 for true: the platform's samples send cookie as a number.
func (c *apiCall) loginFlag(name string) bool {
	return slices.Contains([]string{"true", "1"}, c.loginField(name))
}

// describe is what a response tells of the employee who holds a token.
func (e *storedEmployee) describe() object {
	return object{
		"employee": e.id, "customer": e.customer.id, "accessLevel": e.level,
		"name": e.username, "language": "eng",
		"customerName": e.customer.name, "customerFeatures": slices.Clone(e.customer.features),
		"customerIntegrations": object{},
	}
}

// validateToken handles GET /auth/validateToken; with simple, only the status tells: 200 or 403.
func (p *Platform) validateToken(c *apiCall) (any, *apiError) {
	caller, fail := p.authenticate(c)
	if c.flag("simple") {
		if fail != nil {
			fail.Code = http.StatusForbidden
			return nil, fail
		}
		return object{"success": true}, nil
	}
	if fail != nil {
		return nil, fail
	}
	response := caller.describe()
	response["success"] = true
	if !c.flag("extend") {
		for _, name := range []string{"name", "language", "customerName", "customerFeatures", "customerIntegrations"} {
			delete(response, name)
		}
	}
	return response, nil
}

// logout handles GET /auth/logout. It invalidates all tokens of the user, machine tokens included.
func (p *Platform) logout(c *apiCall) (any, *apiError) {
	for text, token := range p.tokens {
		if token.employee == c.caller {
			delete(p.tokens, text)
		}
	}
	return object{"success": true}, nil
}
