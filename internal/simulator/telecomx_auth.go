package simulator

import (
	"crypto/rand"
	"net/http"
	"slices"
	"strings"
	"time"
)

type telecomxEmployee struct {
	id, username, password, level string
	customer                      *telecomxCustomer
}

type telecomxToken struct {
	employee *telecomxEmployee
	login    bool      // from a log in; a machine token never expires
	expires  time.Time // zero is never
}

// SetTokenLifetime sets how many minutes the tokens of later log ins last; 15 at the start.
func (p *TelecomX) SetTokenLifetime(minutes int) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.lifetime = minutes
}

// ExpireTokens makes every login token given out so far an expired one, those that persist included.
// Machine tokens stay good.
func (p *TelecomX) ExpireTokens() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.expireTokens()
}

// ExpireTokensAt makes the n-th request from now that presents a good token find every login token expired,
// its own included. n is 1 or more; 0 takes an earlier call back.
func (p *TelecomX) ExpireTokensAt(n int) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.expireAfter = n
}

// RefuseIP makes every call with a token answer 401 invalid_token until it is called with false. Log in still works.
func (p *TelecomX) RefuseIP(refuse bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.ipRefused = refuse
}

// Blacklist makes every call answer 403 blacklisted, log in included, until it is called with false.
func (p *TelecomX) Blacklist(on bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.blacklisted = on
}

func (p *TelecomX) expireTokens() {
	for _, t := range p.tokens {
		if t.login {
			t.expires = time.Unix(0, 0)
		}
	}
}

func (t *telecomxToken) expired(now time.Time) bool {
	return !t.expires.IsZero() && !now.Before(t.expires)
}

// authenticate finds the caller by the query parameter token, the only carrier that the platform documents.
func (p *TelecomX) authenticate(c *telecomxCall) (*telecomxEmployee, *telecomxError) {
	token := p.tokens[c.query.Get("token")]
	if token != nil && p.expireAfter > 0 && !token.expired(c.now) {
		if p.expireAfter--; p.expireAfter == 0 {
			p.expireTokens()
		}
	}
	switch {
	case token == nil:
		return nil, telecomxNoCredentials()
	case token.expired(c.now):
		return nil, &telecomxError{http.StatusUnauthorized, "expired", "Session has expired, please login"}
	case p.ipRefused:
		return nil, &telecomxError{http.StatusUnauthorized, "invalid_token", "IP address not authenticated"}
	}
	return token.employee, nil
}

func telecomxNoCredentials() *telecomxError {
	return &telecomxError{http.StatusUnauthorized, "credentials_invalid", "Authorization required, please login"}
}

// telecomxNewToken is 100 lower-case letters and digits, as the platform's sample.
func telecomxNewToken() string {
	return strings.ToLower(rand.Text() + rand.Text() + rand.Text() + rand.Text())[:100]
}

// login answers POST /auth/login with a body and GET /auth/login with query parameters.
func (p *TelecomX) login(c *telecomxCall) (any, *telecomxError) {
	username, password := c.loginField("username"), c.loginField("password")
	employee := p.logins[strings.ToLower(username)]
	if employee == nil || employee.password != password || employee.level == "NO_LOGIN" {
		return nil, telecomxNoCredentials()
	}
	token := &telecomxToken{employee: employee, login: true}
	minutes := p.lifetime
	if c.loginFlag("persist") {
		minutes = -1
	} else {
		token.expires = c.now.Add(time.Duration(minutes) * time.Minute)
	}
	text := telecomxNewToken()
	p.tokens[text] = token
	if c.loginFlag("cookie") {
		c.cookie = &http.Cookie{
			Name: "token", Value: text, Path: "/", Secure: true, HttpOnly: true, SameSite: http.SameSiteStrictMode,
		}
	}
	answer := employee.describe()
	answer["token"], answer["expiresInMinutes"] = text, minutes
	return answer, nil
}

// loginField takes a member of the body or, without a body, a query parameter, as text.
func (c *telecomxCall) loginField(name string) string {
	if c.body == nil {
		return c.query.Get(name)
	}
	if text, fail := telecomxField[string](c.body, name); fail == nil && text != nil {
		return *text
	}
	return string(c.body[name])
}

// loginFlag takes true and 1 for true: the platform's samples send cookie as a number.
func (c *telecomxCall) loginFlag(name string) bool {
	return slices.Contains([]string{"true", "1"}, c.loginField(name))
}

// describe is what an answer tells of the employee who holds a token.
func (e *telecomxEmployee) describe() telecomxObject {
	return telecomxObject{
		"employee": e.id, "customer": e.customer.id, "accessLevel": e.level,
		"name": e.username, "language": "eng",
		"customerName": e.customer.name, "customerFeatures": slices.Clone(e.customer.features),
		"customerIntegrations": telecomxObject{},
	}
}

// validateToken answers GET /auth/validateToken; with simple, the status is the answer: 200 or 403.
func (p *TelecomX) validateToken(c *telecomxCall) (any, *telecomxError) {
	caller, fail := p.authenticate(c)
	if c.flag("simple") {
		if fail != nil {
			fail.Code = http.StatusForbidden
			return nil, fail
		}
		return telecomxObject{"success": true}, nil
	}
	if fail != nil {
		return nil, fail
	}
	answer := caller.describe()
	answer["success"] = true
	if !c.flag("extend") {
		for _, name := range []string{"name", "language", "customerName", "customerFeatures", "customerIntegrations"} {
			delete(answer, name)
		}
	}
	return answer, nil
}

// logout answers GET /auth/logout. It invalidates all tokens of the user, machine tokens included.
func (p *TelecomX) logout(c *telecomxCall) (any, *telecomxError) {
	for text, token := range p.tokens {
		if token.employee == c.caller {
			delete(p.tokens, text)
		}
	}
	return telecomxObject{"success": true}, nil
}
