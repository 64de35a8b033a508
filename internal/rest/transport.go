package rest

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"
	"time"

	"golang.org/x/time/rate"
)

// attempts is the transport under the retries. It limits the rate, adds fresh credentials to each attempt, bounds it
// by the timeout, reads the whole response, lets a write that has begun outlive an interrupt, and waits as long as the
// platform asks all of its clients to wait.
type attempts struct {
	next    http.RoundTripper
	config  *Config
	limiter *rate.Limiter
	pause   pause
}

// interruptedError is an attempt that the end of its context kept from beginning, or a read that it ended.
type interruptedError struct{ err error }

func (e *interruptedError) Error() string { return e.err.Error() }
func (e *interruptedError) Unwrap() error { return e.err }

// credentialsError is a failure to get credentials; the request itself was not sent.
type credentialsError struct{ err error }

func (e *credentialsError) Error() string { return e.err.Error() }
func (e *credentialsError) Unwrap() error { return e.err }

// attemptError is an attempt without a whole response.
type attemptError struct {
	connected bool // false: no byte of the request can have reached the platform, or it was refused before it was read
	final     bool // the same would happen again
	err       error
}

func (e *attemptError) Error() string { return e.err.Error() }
func (e *attemptError) Unwrap() error { return e.err }

var errTimeout = errors.New("no response in time")

// attemptsOf is the transport of one call.
type attemptsOf struct {
	*attempts
	call *call
}

// RoundTrip makes one attempt, and another one after every pause that the platform asks for: these use up no retries.
func (a attemptsOf) RoundTrip(r *http.Request) (*http.Response, error) {
	caller, call := r.Context(), a.call
	for {
		if err := a.wait(caller, call); err != nil {
			return nil, &interruptedError{err}
		}
		response, err := a.attempt(caller, call, r)
		if err != nil || !a.pauses(caller, call, response) {
			return response, err
		}
		if call.content != nil {
			r = r.WithContext(caller)
			r.Body = io.NopCloser(bytes.NewReader(call.content))
		}
	}
}

// wait returns when the platform asks for no pause and the rate allows a request.
func (a *attempts) wait(ctx context.Context, call *call) error {
	for {
		if err := a.pause.wait(ctx, call); err != nil {
			return err
		}
		if a.limiter.Wait(ctx) != nil {
			// Its turn may also be later than the deadline, which has not come yet then.
			return cmp.Or(ctx.Err(), context.DeadlineExceeded)
		}
		if !a.pause.on() {
			return nil
		}
	}
}

// attempt sends r once.
func (a *attempts) attempt(caller context.Context, call *call, r *http.Request) (*http.Response, error) {
	r, err := a.authorize(caller, call, r)
	if caller.Err() != nil {
		return nil, &interruptedError{caller.Err()}
	}
	if err != nil {
		return nil, &credentialsError{err}
	}

	ctx := caller
	if call.request.writes() {
		ctx = context.WithoutCancel(ctx)
	}
	ctx, send, end := begin(ctx, a.config.Timeout)
	defer end()

	started := time.Now()
	response, err := a.next.RoundTrip(r.WithContext(ctx))
	if err == nil {
		call.body, call.shortened, err = readWhole(response, call.request.limit())
	}
	if err != nil {
		err = send.cause(ctx, err)
	}
	final := isFinal(err, send.connected.Load())
	connected := send.connected.Load() && !final
	switch {
	case err == nil || errors.Is(err, errTooLarge) || errors.Is(err, errRepeat):
	case errors.Is(context.Cause(ctx), errTimeout):
		err = fmt.Errorf("%w (%s)", errTimeout, a.config.Timeout)
	case connected:
		err = errors.New(withoutQuotes(err.Error()))
	}
	a.record(ctx, call, r, response, err, time.Since(started))
	switch {
	case err == nil:
		return response, nil
	case !call.request.writes() && caller.Err() != nil:
		return nil, &interruptedError{caller.Err()}
	}
	return nil, &attemptError{connected: connected, final: final, err: err}
}

// credential is the value of a header without the scheme before it.
func credential(value string) string {
	scheme, credential, _ := strings.Cut(value, " ")
	switch strings.ToLower(scheme) {
	case "bearer", "basic", "digest", "token":
		return credential
	}
	return value
}

// authorize is r with credentials, which are noted so that no text shows them.
func (a *attempts) authorize(ctx context.Context, call *call, r *http.Request) (*http.Request, error) {
	with := r.Clone(ctx)
	if a.config.Authorize != nil && !call.request.Anonymous {
		if err := a.config.Authorize(ctx, with); err != nil {
			return nil, err
		}
	}
	call.sent = with
	note := func(secret string) {
		if !slices.Contains(call.credentials, secret) {
			call.credentials, call.hides = append(call.credentials, secret), nil
		}
	}
	for name, values := range with.Header {
		if slices.Equal(values, r.Header[name]) {
			continue
		}
		for _, value := range values {
			note(credential(value))
		}
	}
	plain := r.URL.Query()
	for name, values := range with.URL.Query() {
		if !slices.Equal(values, plain[name]) {
			for _, value := range values {
				note(value)
			}
		}
	}
	return with, nil
}

func (a *attempts) record(ctx context.Context, call *call, r *http.Request, response *http.Response, err error, took time.Duration) {
	call.attempts++
	if a.config.Log == nil {
		return
	}
	fields := map[string]any{
		"platform": a.config.Platform, "operation": call.request.Operation, "method": r.Method, "path": call.shown(r.URL.EscapedPath(),
			longestMessage),
		"attempt": call.attempts, "milliseconds": took.Milliseconds(),
	}
	if err != nil {
		fields["error"] = call.shown(err.Error(), longestMessage)
	} else {
		fields["status"] = response.StatusCode
	}
	a.config.Log(ctx, "request", fields)
}
