package rest

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"net/http"
	"strconv"
	"time"
)

const (
	// maxRetryWait bounds the back-off that the provider chooses itself.
	maxRetryWait = 15 * time.Second
	// maxRetryAfter bounds the wait that a platform may ask for; a longer one is reported instead of waited for.
	maxRetryAfter = 5 * time.Minute
)

// call is the state of one Do over its attempts. The attempts follow each other, so it needs no lock.
type call struct {
	config        *Config
	request       Request
	wantsResponse bool
	target        string // the whole address
	content       []byte // what every attempt sends

	sent        *http.Request // the latest attempt, with its credentials
	credentials []string      // those of all attempts
	hides       *redactor     // of all secrets of this call so far; nil when there are new ones
	attempts    int
	body        []byte        // of the latest response
	shortened   bool          // of that body only the beginning was read
	paused      time.Duration // how long the platform has made this call wait
	failure     error         // of the latest attempt; nil is success
	lost        bool          // an attempt to change something may have been carried out
}

// check judges the attempt and reports whether another one follows; it implements retryablehttp.CheckRetry.
func (c *call) check(ctx context.Context, response *http.Response, err error) (bool, error) {
	var interrupted *interruptedError
	if errors.As(err, &interrupted) {
		if !c.lost { // otherwise what is known is how the earlier attempt failed
			c.failure = fmt.Errorf("cannot %s: %w", c.request.Operation, interrupted.err)
		}
		return false, nil
	}
	retry, failure := c.judge(response, err)
	c.failure = failure
	if failure == nil {
		return false, nil
	}
	c.lost = c.lost || (c.request.writes() && IsUnknown(failure))
	asked := retryAfter(response)
	return retry && ctx.Err() == nil && (asked == 0 || c.mayPause(asked)), nil
}

// judge is the retry table: what the attempt's result means, and whether the request may be sent again.
func (c *call) judge(response *http.Response, err error) (retry bool, failure error) {
	if err != nil {
		return c.judgeNoResponse(err)
	}
	status := response.StatusCode
	isJSON := json.Valid(c.body)
	var details []Detail
	if isJSON && c.config.Failure != nil {
		details = c.config.Failure(status, c.body)
	}
	if status >= 200 && status <= 299 && len(details) == 0 {
		if isJSON || (len(bytes.TrimSpace(c.body)) == 0 && !c.wantsResponse) {
			return false, nil
		}
		return c.repeatable() && looksLikeJSON(c.body), c.refused(response, Unknown)
	}

	switch {
	case isUndone(response):
		return true, c.refused(response, Refused, details...)
	case status >= 500:
		return c.repeatable(), c.refused(response, Unknown, details...)
	case status == http.StatusFound || status == http.StatusSeeOther: // without a Location: see redirectError
		return false, c.refused(response, Unknown, details...)
	default:
		return false, c.refused(response, Refused, details...)
	}
}

func (c *call) judgeNoResponse(err error) (retry bool, failure error) {
	var (
		credentials *credentialsError
		redirect    *redirectError
		attempt     *attemptError
	)
	if errors.As(err, &credentials) {
		return false, c.withoutCredentials(NeverSent, credentials.err)
	}
	failed := c.failed(Unknown, Detail{Message: c.shown(cause(err).Error(), longestCause)})
	switch {
	case errors.As(err, &redirect):
		failed.Status, failed.Outcome = redirect.status, c.outcome(redirect.outcome())
		return false, failed
	case errors.As(err, &attempt) && attempt.final:
		failed.Outcome, failed.final = c.outcome(NeverSent), true
		failed.Message += "; " + advice(attempt.err)
		return false, failed
	case errors.As(err, &attempt) && !attempt.connected:
		failed.Outcome = c.outcome(NeverSent)
		return true, failed
	case errors.Is(err, errTooLarge):
		failed.final, failed.tooLarge = true, true
		return false, failed
	case attempt == nil:
		failed.Message = "the platform redirects to an address that is not valid"
		failed.final = true
		return false, failed
	}
	return c.repeatable(), failed
}

func (c *call) repeatable() bool {
	return c.request.Method == http.MethodGet || c.request.Repeat != Never
}

// outcome of the call whose latest attempt had the given one: after a lost response none is certain any more.
func (c *call) outcome(latest Outcome) Outcome {
	if c.lost {
		return Unknown
	}
	return latest
}

// failed makes the error of the latest attempt.
func (c *call) failed(outcome Outcome, d Detail) *Error {
	return &Error{
		Platform: c.config.Platform, Operation: c.request.Operation, Outcome: c.outcome(outcome),
		Detail: Detail{Code: c.shown(d.Code, longestName), Field: c.shown(d.Field, longestName),
			Message: c.shown(d.Message, longestMessage)},
	}
}

// withoutCredentials is the failure to get credentials. Its status and outcome are those of this call, not the login's.
func (c *call) withoutCredentials(outcome Outcome, err error) error {
	failed := c.failed(outcome, Detail{Message: "no credentials: " + err.Error()})
	failed.credentials, failed.final = err, !IsPassing(err)
	return failed
}

// refused makes one Error a detail, joined when there are several. Without details the response speaks for itself.
func (c *call) refused(response *http.Response, outcome Outcome, details ...Detail) error {
	understood := len(details) > 0
	if !understood {
		details = []Detail{{Message: c.excerpt(response)}}
	}
	failures := make([]error, len(details))
	for i, d := range details {
		d.Message = c.shown(d.Message, longestWords)
		if wait := retryAfter(response); wait > maxRetryAfter {
			d.Message += fmt.Sprintf("; the platform asks to wait %s before the next try", wait.Round(time.Second))
		}
		failed := c.failed(outcome, d)
		if d.Open {
			failed.Outcome = Unknown
		}
		failed.Status, failed.understood = response.StatusCode, understood
		failed.RequestID = c.shown(requestID(response.Header), longestName)
		failures[i] = failed
	}
	if len(failures) == 1 {
		return failures[0]
	}
	return errors.Join(failures...)
}

// isUndone reports whether the response says that the request was not carried out and may be sent again.
func isUndone(response *http.Response) bool {
	switch response.StatusCode {
	case http.StatusRequestTimeout, http.StatusTooEarly, http.StatusTooManyRequests:
		return true
	case http.StatusServiceUnavailable:
		return response.Header.Get("Retry-After") != ""
	}
	return false
}

// backoff doubles with each attempt, with jitter over its upper half, unless the platform asked for a time of its own:
// as a pause, which holds for all requests and has begun already, or beside another error.
func backoff(least, most time.Duration, attempt int, response *http.Response) time.Duration {
	if asked := retryAfter(response); asked > 0 {
		if isUndone(response) {
			return 0
		}
		return asked
	}
	wait := most
	if attempt < 16 {
		wait = min(least<<attempt, most)
	}
	return wait/2 + rand.N(wait/2+1) //nolint:gosec // jitter needs no secrecy
}

// retryAfter reads Retry-After in both its forms, seconds and a date; 0 when there is none.
func retryAfter(response *http.Response) time.Duration {
	if response == nil {
		return 0
	}
	value := response.Header.Get("Retry-After")
	if seconds, err := strconv.ParseInt(value, 10, 64); err == nil || errors.Is(err, strconv.ErrRange) {
		return time.Duration(min(max(seconds, 0), 1<<30)) * time.Second
	}
	if date, err := http.ParseTime(value); err == nil {
		return max(time.Until(date), 0)
	}
	return 0
}
