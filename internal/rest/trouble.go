package rest

import (
	"errors"
	"net/http"
)

// Trouble is why no call to a platform can succeed, whatever it asks for.
type Trouble int

const (
	// NoTrouble is an error of one call: others may succeed. 403, 429, 5xx and a response that is too large are that.
	NoTrouble Trouble = iota
	// Unreachable means that no attempt got a response.
	Unreachable
	// NoAPI means that something else than the platform's API responds: a web page, a redirect, an unknown path.
	NoAPI
	// Unauthorized means that the platform refuses the credentials, or the login that was to get them.
	Unauthorized
)

// TroubleOf judges the error of a call that every working configuration can make, such as a list.
func TroubleOf(err error) Trouble {
	var e *Error
	if !errors.As(err, &e) {
		return NoTrouble
	}
	if e.credentials != nil {
		login := TroubleOf(e.credentials)
		if login == NoTrouble && !IsPassing(e.credentials) {
			return Unauthorized
		}
		return login
	}
	switch {
	case e.tooLarge:
		return NoTrouble
	case e.Status == http.StatusUnauthorized:
		return Unauthorized
	case e.Status == 0:
		return Unreachable
	case e.Status == http.StatusForbidden, e.Status == http.StatusTooManyRequests, e.Status >= http.StatusInternalServerError:
		return NoTrouble
	case e.Status >= 300 && e.Status <= 399, !e.understood:
		return NoAPI
	case e.Status == http.StatusNotFound && e.Field == "", e.Status <= 299 && e.Outcome == Unknown:
		return NoAPI
	}
	return NoTrouble
}
