package rest

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptrace"
	"net/url"
	"sync/atomic"
	"time"
)

// net/http repeats a request by itself: over HTTP/1 when a connection that was used before is lost before the response,
// over HTTP/2 after GOAWAY, REFUSED_STREAM and PROTOCOL_ERROR, the last one without limit. Whether the platform carried
// the first one out is not asked. A send is one attempt that net/http cannot repeat once a byte of it may have left:
//
//	         connection found            first header written
//	waiting ------------------> ready ------------------------> begun
//	   ^                          |                               |
//	   +---- nothing written -----+     any repeat: errRepeat <---+
//
// Two places see every repeat before it is written. Each turn of the transport's loop asks for the proxy; a turn of the
// loop inside HTTP/2 asks for a connection of its own, and looks at the context before it writes.
type send struct {
	connected atomic.Bool // false: no byte of the request can have reached the platform
	begun     atomic.Bool // a byte of the request may have reached the platform
	cancel    context.CancelCauseFunc
}

// errRepeat stands for the lost response of a request that is not repeated.
var errRepeat = errors.New("the connection was lost, or the request was reset, after it had been sent")

type sendKey struct{}

// begin makes the context of one send, bounded by the timeout.
func begin(ctx context.Context, timeout time.Duration) (context.Context, *send, context.CancelFunc) {
	s := &send{}
	ctx, s.cancel = context.WithCancelCause(context.WithValue(ctx, sendKey{}, s))
	ctx, stop := context.WithTimeoutCause(ctx, timeout, errTimeout)
	ctx = httptrace.WithClientTrace(ctx, &httptrace.ClientTrace{
		GotConn: func(httptrace.GotConnInfo) {
			s.connected.Store(true)
			if s.begun.Load() {
				s.cancel(errRepeat)
			}
		},
		WroteHeaderField: func(string, []string) { s.begun.Store(true) },
		WroteHeaders:     func() { s.begun.Store(true) },
	})
	return ctx, s, func() { stop(); s.cancel(nil) }
}

// sendOnce lets the transport ask for a proxy once only, as far as a request has begun.
func sendOnce(transport *http.Transport) {
	proxy := transport.Proxy
	transport.Proxy = func(r *http.Request) (*url.URL, error) {
		if s, _ := r.Context().Value(sendKey{}).(*send); s != nil && s.begun.Load() {
			return nil, errRepeat
		}
		if proxy == nil {
			return nil, nil //nolint:nilnil // the interface's way to say: no proxy
		}
		return proxy(r)
	}
}

// cause replaces an error that only says that the context ended by the reason why it did.
func (s *send) cause(ctx context.Context, err error) error {
	if errors.Is(err, errRepeat) || errors.Is(context.Cause(ctx), errRepeat) {
		return errRepeat
	}
	return err
}

// pings finds out within one attempt that an HTTP/2 connection is dead, so that the next attempt gets another one. Idle
// connections are pinged as well.
func pings(timeout time.Duration) *http.HTTP2Config {
	return &http.HTTP2Config{SendPingTimeout: min(10*time.Second, timeout/2), PingTimeout: min(5*time.Second, timeout/4)}
}
