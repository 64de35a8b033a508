package rest

import (
	"cmp"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"
)

// Outcome is what is known of a call that failed.
type Outcome int

const (
	// Refused means that the platform responded and did nothing.
	Refused Outcome = iota
	// NeverSent means that no byte reached the platform.
	NeverSent
	// Unknown means that the platform may have carried the call out: the response was lost or cannot be read.
	Unknown
)

// Detail is one error in a platform's response.
type Detail struct {
	Code    string // the platform's key, such as "invalid-value"; may be empty
	Field   string // the platform's name of the field at fault; may be empty
	Message string // the platform's words
	Open    bool   // the response leaves open whether the call was carried out: its outcome is Unknown
}

// Error is a call that failed. Several fields at fault make several errors, joined.
type Error struct {
	Detail

	Platform  string
	Operation string // verb and noun
	Status    int    // of the HTTP response; 0 without a response
	RequestID string // of the platform's response, when it gives one
	Outcome   Outcome

	credentials error // why there were no credentials for the call
	understood  bool  // the platform's own error was found in the response
	final       bool  // without a response, and the same call would fail again
	tooLarge    bool  // a response came that is larger than any that is read
}

// Error says what failed, in the platform's words. It holds no secret.
func (e *Error) Error() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s: cannot %s: ", e.Platform, e.Operation)
	if e.Field != "" {
		fmt.Fprintf(&b, "%s: ", e.Field)
	}
	b.WriteString(e.Reason())
	return b.String()
}

// Reason is the platform's message with its status and code, without the operation.
func (e *Error) Reason() string {
	message := cmp.Or(e.Message, e.Code, "no reason is given")
	var facts []string
	if e.Status != 0 {
		facts = append(facts, strings.TrimSpace(fmt.Sprintf("HTTP %d %s", e.Status, http.StatusText(e.Status))))
	}
	if e.Code != "" && e.Code != message {
		facts = append(facts, e.Code)
	}
	if e.RequestID != "" {
		facts = append(facts, "request "+e.RequestID)
	}
	if len(facts) == 0 {
		return message
	}
	return fmt.Sprintf("%s (%s)", message, strings.Join(facts, ", "))
}

// FromPlatform reports whether the response was in the platform's own words. That of a gateway, a firewall or a CDN is not.
func (e *Error) FromPlatform() bool { return e.understood }

// Unwrap is the error of the login, when that is why the call failed. Errors of the network are not kept: their texts
// hold addresses and pieces of responses.
func (e *Error) Unwrap() error { return e.credentials }

// Status is the HTTP status of a failed call, 0 when err is none or has no response.
func Status(err error) int {
	var e *Error
	if errors.As(err, &e) {
		return e.Status
	}
	return 0
}

// IsNotFound reports whether the platform returned 404 in its own words; a page of a wrong address is not that.
func IsNotFound(err error) bool {
	var e *Error
	return errors.As(err, &e) && e.Status == http.StatusNotFound && e.understood
}

// MayBeGone reports whether the platform returned 404 or 410 without its documented words that the object is gone, which
// gone recognises: a gateway, a wrong address or an object that is gone. Such a response proves nothing by itself.
func MayBeGone(err error, gone func(error) bool) bool {
	status := Status(err)
	return (status == http.StatusNotFound || status == http.StatusGone) && !gone(err)
}

// IsUnknown reports whether the platform may have carried the call out although it failed.
func IsUnknown(err error) bool {
	var e *Error
	return errors.As(err, &e) && e.Outcome == Unknown
}

// IsPassing reports whether the same call may succeed later: no response, 408, 425, 429 or 5xx; not where a certificate
// is refused.
func IsPassing(err error) bool {
	var e *Error
	return errors.As(err, &e) && !e.final && (e.Status == 0 || e.Status == http.StatusRequestTimeout ||
		e.Status == http.StatusTooEarly || e.Status == http.StatusTooManyRequests || e.Status >= http.StatusInternalServerError)
}

// cause is err without the address that net/http puts in front of it.
func cause(err error) error {
	var wrapped *url.Error
	if errors.As(err, &wrapped) {
		return wrapped.Err
	}
	return err
}

func requestID(h http.Header) string {
	id := cmp.Or(h.Get("X-Request-Id"), h.Get("X-Correlation-Id"), h.Get("Request-Id"))
	if len(id) > 100 {
		return ""
	}
	return id
}
