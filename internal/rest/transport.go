package rest

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptrace"
	"slices"
	"strings"
	"time"

	"golang.org/x/time/rate"
)

// MaxAnswer is how much of an answer is read, in bytes. A longer one is an error.
const MaxAnswer = 64 << 20

// attempts is the transport under the retries. It limits the rate, adds fresh credentials to each attempt, bounds it
// by the timeout, reads the whole answer, and lets a write that has begun outlive an interrupt.
type attempts struct {
	next      http.RoundTripper
	config    *Config
	limiter   *rate.Limiter
	maxAnswer int64
}

// interruptedError is an attempt that the end of its context kept from beginning, or a read that it ended.
type interruptedError struct{ err error }

func (e *interruptedError) Error() string { return e.err.Error() }
func (e *interruptedError) Unwrap() error { return e.err }

// credentialsError is a failure to get credentials; the request itself was not sent.
type credentialsError struct{ err error }

func (e *credentialsError) Error() string { return e.err.Error() }
func (e *credentialsError) Unwrap() error { return e.err }

// attemptError is an attempt without a whole answer.
type attemptError struct {
	connected bool // false: no byte of the request can have reached the platform
	err       error
}

func (e *attemptError) Error() string { return e.err.Error() }
func (e *attemptError) Unwrap() error { return e.err }

var (
	errTimeout  = errors.New("no answer in time")
	errTooLarge = errors.New("the answer is larger than any that is expected")
)

type callKey struct{}

func withCall(ctx context.Context, c *call) context.Context {
	return context.WithValue(ctx, callKey{}, c)
}

// RoundTrip makes one attempt.
func (a *attempts) RoundTrip(r *http.Request) (*http.Response, error) {
	caller := r.Context()
	call, _ := caller.Value(callKey{}).(*call)
	if a.limiter.Wait(caller) != nil {
		// Its turn may also be later than the deadline, which has not come yet then.
		return nil, &interruptedError{cmp.Or(caller.Err(), context.DeadlineExceeded)}
	}
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
	ctx, cancel := context.WithTimeoutCause(ctx, a.config.Timeout, errTimeout)
	defer cancel()
	connected := false
	ctx = httptrace.WithClientTrace(ctx, &httptrace.ClientTrace{
		GotConn: func(httptrace.GotConnInfo) { connected = true },
	})

	started := time.Now()
	response, err := a.next.RoundTrip(r.WithContext(ctx))
	if err == nil {
		call.body, err = a.readWhole(response)
	}
	switch {
	case err == nil || errors.Is(err, errTooLarge):
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
	return nil, &attemptError{connected: connected, err: err}
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
	for name, values := range with.Header {
		if slices.Equal(values, r.Header[name]) {
			continue
		}
		for _, value := range values {
			_, credential, _ := strings.Cut(value, " ") // after a scheme such as Bearer
			call.credentials = append(call.credentials, value, credential)
		}
	}
	plain := r.URL.Query()
	for name, values := range with.URL.Query() {
		if !slices.Equal(values, plain[name]) {
			call.credentials = append(call.credentials, values...)
		}
	}
	return with, nil
}

// readWhole takes the whole body, so that a cut answer is an error of the attempt and the connection is free again.
func (a *attempts) readWhole(response *http.Response) ([]byte, error) {
	body, err := io.ReadAll(io.LimitReader(response.Body, a.maxAnswer+1))
	_ = response.Body.Close()
	response.Body = http.NoBody
	if err != nil {
		return nil, fmt.Errorf("the answer was cut: %w", err)
	}
	if int64(len(body)) > a.maxAnswer {
		return nil, fmt.Errorf("%w (%d bytes)", errTooLarge, a.maxAnswer)
	}
	return body, nil
}

func (a *attempts) record(ctx context.Context, call *call, r *http.Request, response *http.Response, err error, took time.Duration) {
	call.attempts++
	if a.config.Log == nil {
		return
	}
	fields := map[string]any{
		"platform": a.config.Platform, "operation": call.request.Operation, "method": r.Method, "path": redact(r.URL.EscapedPath(), call.secrets()),
		"attempt": call.attempts, "milliseconds": took.Milliseconds(),
	}
	if err != nil {
		fields["error"] = redact(err.Error(), call.secrets())
	} else {
		fields["status"] = response.StatusCode
	}
	a.config.Log(ctx, "request", fields)
}
