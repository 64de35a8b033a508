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

// Limits on a response, in bytes. A longer one is an error, where it is no error itself.
const (
	MaxObject = 1 << 20  // one object, the default
	MaxPage   = 16 << 20 // a page of a list
	MaxList   = 64 << 20 // a list that the platform does not page

	// maxError is how much of a refusal is read, whose words are shown in part at most.
	maxError = 4 << 20
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
	connected bool // false: no byte of the request can have reached the platform
	err       error
}

func (e *attemptError) Error() string { return e.err.Error() }
func (e *attemptError) Unwrap() error { return e.err }

var (
	errTimeout  = errors.New("no response in time")
	errTooLarge = errors.New("the response is larger than any that is expected")
)

type callKey struct{}

func withCall(ctx context.Context, c *call) context.Context {
	return context.WithValue(ctx, callKey{}, c)
}

// RoundTrip makes one attempt, and another one after every pause that the platform asks for: these use up no retries.
func (a *attempts) RoundTrip(r *http.Request) (*http.Response, error) {
	caller := r.Context()
	call, _ := caller.Value(callKey{}).(*call)
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
		call.body, call.shortened, err = readWhole(response, cmp.Or(call.request.Limit, MaxObject))
	}
	if err != nil {
		err = send.cause(ctx, err)
	}
	switch {
	case err == nil || errors.Is(err, errTooLarge) || errors.Is(err, errRepeat):
	case errors.Is(context.Cause(ctx), errTimeout):
		err = fmt.Errorf("%w (%s)", errTimeout, a.config.Timeout)
	case send.connected.Load():
		err = errors.New(withoutQuotes(err.Error()))
	}
	a.record(ctx, call, r, response, err, time.Since(started))
	switch {
	case err == nil:
		return response, nil
	case !call.request.writes() && caller.Err() != nil:
		return nil, &interruptedError{caller.Err()}
	}
	return nil, &attemptError{connected: send.connected.Load(), err: err}
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

// readWhole takes the whole body, so that a truncated response is an error of the attempt and the connection is free
// again. Of a refusal that is too long it takes the beginning.
func readWhole(response *http.Response, limit int64) (body []byte, shortened bool, err error) {
	defer func() { response.Body = http.NoBody }()
	defer response.Body.Close() //nolint:errcheck // what was read is what counts
	isError := response.StatusCode >= http.StatusBadRequest
	if isError {
		limit = maxError
	}
	body, err = io.ReadAll(io.LimitReader(response.Body, limit+1))
	if err != nil {
		return nil, false, fmt.Errorf("the response was truncated: %w", err)
	}
	if int64(len(body)) > limit {
		if !isError {
			return nil, false, fmt.Errorf("%w (%d bytes)", errTooLarge, limit)
		}
		return body[:limit], true, nil
	}
	return bytes.TrimPrefix(body, byteOrderMark), false, nil
}

var byteOrderMark = []byte("\uFEFF")

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
