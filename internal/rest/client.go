// Package rest is the HTTP core under the clients of the three platforms: one pooled transport per platform, retries
// that never repeat what must happen once, one place for redaction, one typed error. It knows nothing of Terraform.
package rest

import (
	"cmp"
	"context"
	"crypto/tls"
	"encoding/json"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/hashicorp/go-cleanhttp"
	"github.com/hashicorp/go-retryablehttp"
	"golang.org/x/time/rate"
)

// idlePerHost is how many idle connections to a platform are kept: well above the ten requests that Terraform has
// in progress at a time, so that none of them opens a connection of its own.
const idlePerHost = 32

const maxRedirects = 5

// maxRenewals is how often a call gets new credentials.
const maxRenewals = 2

// Config says how to reach one platform.
type Config struct {
	Platform  string   // the platform's name in errors and logs
	Endpoint  *url.URL // base address, see ParseEndpoint
	UserAgent string

	Timeout           time.Duration // of one attempt, the body of the response included; 0 means 30 seconds
	MaxRetries        int           // attempts after the first
	RetryWait         time.Duration // before the first retry; doubles with each, with jitter. 0 means half a second
	RequestsPerSecond float64       // 0 means no limit

	TLS     *tls.Config       // see TLS; nil means what the machine trusts
	Headers map[string]string // of all requests, for gateways; they replace none of the client's own, see CheckHeader
	// Dial connects to the platform; nil means over the network.
	Dial func(ctx context.Context, network, address string) (net.Conn, error)

	// Authorize adds the credentials to one attempt. It runs for every attempt, and only for the endpoint's own host.
	// No error text holds a value that it adds.
	Authorize func(ctx context.Context, r *http.Request) error
	// Renew makes new credentials after the platform refused those of the given attempt with 401, for the reason why.
	// It reports whether it is worth sending the request again, and is asked twice at most: the new credentials may
	// have expired meanwhile. nil means credentials cannot be renewed.
	Renew func(ctx context.Context, refused *http.Request, why error) (bool, error)
	// Failure reads the platform's error out of a response, whatever its status; none means success when the status
	// is 2xx. The response's body is valid JSON.
	Failure func(status int, body []byte) []Detail
	// Secrets are values that no error text may hold.
	Secrets []string
	// Log receives one entry per attempt: no header, no query, no body.
	Log func(ctx context.Context, message string, fields map[string]any)

	redactor *redactor // of Secrets
}

// Repeat says what may be sent again after a response was lost.
type Repeat int

const (
	// Never is for a create without a request id: it is sent again only when the platform cannot have carried it out.
	Never Repeat = iota
	// SameID is for a call with a request id in its body: the platform recognises the second attempt.
	SameID
	// Always is for a call that may be carried out twice without harm. Every GET is.
	Always
)

// Request is one call.
type Request struct {
	Operation   string // verb and noun, such as "create channel"
	Method      string
	Path        string // below the endpoint, escaped, with its leading slash; "" for the endpoint itself
	Query       url.Values
	Body        any    // sent as JSON; nil for no body
	Raw         []byte // sent as it is, with ContentType, in place of Body
	ContentType string
	Repeat      Repeat
	Limit       int64    // maximum bytes of a successful response, MaxObject, MaxPage or MaxList; 0 means MaxPage of a read, else MaxObject
	Anonymous   bool     // without credentials; for logins
	Secrets     []string // further values of this call that no error text may hold
}

// writes reports whether the call changes something: it outlives an interrupt then.
func (r Request) writes() bool { return r.Method != http.MethodGet && !r.Anonymous }

// limit is the maximum bytes of a successful response.
func (r Request) limit() int64 {
	switch {
	case r.Limit != 0:
		return r.Limit
	case r.Method == http.MethodGet:
		return MaxPage
	}
	return MaxObject
}

// Client calls one platform. It is safe for concurrent use.
type Client struct {
	config   Config
	attempts *attempts
}

// New makes a client. It sends nothing.
func New(config Config) *Client {
	transport := cleanhttp.DefaultPooledTransport()
	transport.TLSClientConfig = config.TLS.Clone()
	return newClient(config, transport)
}

func newClient(config Config, transport *http.Transport) *Client {
	config.Timeout = cmp.Or(config.Timeout, 30*time.Second)
	config.RetryWait = cmp.Or(config.RetryWait, 500*time.Millisecond)
	if config.Dial != nil {
		transport.DialContext = config.Dial
	}
	sendOnce(transport)
	transport.HTTP2 = pings(config.Timeout)
	transport.MaxIdleConns = idlePerHost
	transport.MaxIdleConnsPerHost = idlePerHost
	secrets := slices.Clone(config.Secrets)
	for _, value := range config.Headers {
		secrets = append(secrets, credential(value))
	}
	config.redactor = newRedactor(secrets)
	limit := rate.Inf
	if config.RequestsPerSecond > 0 {
		limit = rate.Limit(config.RequestsPerSecond)
	}
	return &Client{config: config, attempts: &attempts{next: transport, config: &config, limiter: rate.NewLimiter(limit, 1)}}
}

// Do makes the call and decodes its response into out, which may be nil. Errors are *Error, several joined when the
// platform named several fields, or the context's when nothing was changed before it ended.
func (c *Client) Do(ctx context.Context, request Request, out any) error {
	call, err := c.prepare(request, out != nil)
	if err != nil {
		return err
	}
	err = c.send(ctx, call, out)
	for range maxRenewals {
		if c.config.Renew == nil || request.Anonymous || Status(err) != http.StatusUnauthorized {
			return err
		}
		again, renewErr := c.config.Renew(ctx, call.sent, err)
		switch {
		case renewErr != nil && ctx.Err() == nil:
			return call.withoutCredentials(Refused, renewErr)
		case renewErr != nil || !again:
			return err
		}
		err = c.send(ctx, call, out)
	}
	return err
}

// prepare encodes what every attempt sends.
func (c *Client) prepare(request Request, wantsResponse bool) (*call, error) {
	call := &call{config: &c.config, request: request, wantsResponse: wantsResponse, content: request.Raw}
	if request.Body != nil {
		encoded, err := json.Marshal(request.Body)
		if err != nil {
			return nil, fmt.Errorf("cannot encode the request to %s: %w", request.Operation, err)
		}
		call.content, call.request.ContentType = encoded, "application/json"
	}

	// An id such as ".." or an empty one would make the path of another object.
	for segment := range strings.SplitSeq(strings.TrimPrefix(request.Path, "/"), "/") {
		if segment == "." || segment == ".." || (segment == "" && request.Path != "") {
			return nil, fmt.Errorf("cannot %s: %q cannot be part of the path %s", request.Operation, segment, request.Path)
		}
	}
	address := *c.config.Endpoint
	if request.Path != "" {
		address = *address.JoinPath(request.Path)
	}
	address.RawQuery = request.Query.Encode()
	call.target = address.String()
	return call, nil
}

// send makes as many attempts as it takes, or as are allowed.
func (c *Client) send(ctx context.Context, call *call, out any) error {
	var content any
	if call.content != nil {
		content = call.content
	}
	r, err := retryablehttp.NewRequestWithContext(ctx, call.request.Method, call.target, content)
	if err != nil {
		return call.failed(NeverSent, Detail{Message: cause(err).Error()})
	}
	r.Header.Set("Accept", "application/json")
	r.Header.Set("User-Agent", c.config.UserAgent)
	c.config.addHeaders(r.Header)
	if call.request.ContentType != "" {
		r.Header.Set("Content-Type", call.request.ContentType)
	}

	retrying := &retryablehttp.Client{
		HTTPClient:   &http.Client{Transport: attemptsOf{c.attempts, call}, CheckRedirect: checkRedirect},
		RetryMax:     c.config.MaxRetries,
		RetryWaitMin: c.config.RetryWait,
		RetryWaitMax: maxRetryWait,
		CheckRetry:   call.check,
		Backoff:      backoff,
		ErrorHandler: retryablehttp.PassthroughErrorHandler,
	}
	response, err := retrying.Do(r)
	if response != nil {
		defer func() { _ = response.Body.Close() }()
	}
	switch {
	case call.failure != nil:
		return call.failure
	case err != nil:
		return call.failed(NeverSent, Detail{Message: cause(err).Error()})
	case out == nil:
		return nil
	}
	return call.decode(response, out)
}

// checkRedirect lets reads be redirected within their host. Another host never sees a request that carries
// credentials, and a write that a redirect would turn into a read is not silently lost.
func checkRedirect(next *http.Request, via []*http.Request) error {
	first := via[0]
	refused := &redirectError{status: next.Response.StatusCode}
	switch {
	case next.URL.Host != first.URL.Host || next.URL.Scheme != first.URL.Scheme:
		refused.text = fmt.Sprintf("the platform redirects to %s://%s, where credentials are not sent; if that is its address, set it "+
			"as the endpoint", next.URL.Scheme, next.URL.Host)
	case first.Method != http.MethodGet:
		refused.text = "the platform redirects this call to " + next.URL.EscapedPath() + ", which only reads follow; check the endpoint"
	case len(via) > maxRedirects:
		refused.text = fmt.Sprintf("the platform redirected more than %d times", maxRedirects)
	default:
		return nil
	}
	return refused
}

// redirectError is a redirect that is not followed.
type redirectError struct {
	status int
	text   string
}

func (e *redirectError) Error() string { return e.text }

// outcome of the redirected call: 302 and 303 are also how a server shows the result of what it has done.
func (e *redirectError) outcome() Outcome {
	if e.status == http.StatusFound || e.status == http.StatusSeeOther {
		return Unknown
	}
	return Refused
}
