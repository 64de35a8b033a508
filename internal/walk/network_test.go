package walk

import (
	"context"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"time"

	"github.com/iptvops/terraform-provider-iptv/internal/simulator/estate"
)

// endpoint is the address under which the network has the platforms.
const endpoint = "http://127.0.0.1:1"

// network carries requests to the platforms without sockets, which a bubble of virtual time cannot wait for. It
// strikes one request of its choice.
type network struct {
	platforms *estate.Server
	server    *http.Server
	incoming  chan net.Conn
	closed    chan struct{}
	once      sync.Once
	late      sync.WaitGroup // requests that are still to be carried out

	mu       sync.Mutex
	fault    string // how the next request that matches fails; "" for none
	skip     int    // so many matching requests pass first
	times    int    // so many are struck
	only     func(*http.Request) bool
	strike   func() // runs when a request is struck; nil for nothing
	struck   int
	requests int // so far
	writes   int
}

// Faults, by what becomes of the request and of its response.
const (
	lostBefore  = "dropped, not carried out"
	lostAfter   = "carried out, response dropped"
	lostLate    = "dropped, carried out 5 s later"
	lostVeryLo  = "dropped, carried out 20 s later"
	errorBefore = "500, not carried out"
	errorAfter  = "500, carried out"
	unavailable = "503 with Retry-After"
	limited     = "429 with Retry-After"
	page        = "200 with a page, not carried out"
	hangs       = "no response, not carried out"
	hangsAfter  = "carried out, no response"
	slow        = "carried out, response 20 s later"
	interrupted = "interrupt"
)

var faults = []string{
	lostBefore, lostAfter, lostLate, lostVeryLo, errorBefore, errorAfter, unavailable, limited, page, hangs, hangsAfter, slow, interrupted,
}

func newNetwork(platforms *estate.Server) *network {
	n := &network{platforms: platforms, incoming: make(chan net.Conn), closed: make(chan struct{})}
	n.server = &http.Server{Handler: n, ReadHeaderTimeout: time.Hour}
	go func() { _ = n.server.Serve(n) }()
	return n
}

// Accept, Close and Addr make it a listener.
func (n *network) Accept() (net.Conn, error) {
	select {
	case c := <-n.incoming:
		return c, nil
	case <-n.closed:
		return nil, net.ErrClosed
	}
}

func (n *network) Close() error {
	n.once.Do(func() { close(n.closed) })
	return nil
}

func (n *network) Addr() net.Addr { return &net.TCPAddr{} }

// dial connects to the platforms.
func (n *network) dial(ctx context.Context, _, _ string) (net.Conn, error) {
	ours, theirs := net.Pipe()
	select {
	case n.incoming <- theirs:
		return ours, nil
	case <-n.closed:
		return nil, net.ErrClosed
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

func (n *network) shut() {
	n.late.Wait()
	n.platforms.Close()
	_ = n.server.Close()
}

// arm lets a fault strike one of the coming requests.
func (n *network) arm(fault string, skip, times int, only func(*http.Request) bool, strike func()) {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.fault, n.skip, n.times, n.only, n.strike, n.struck = fault, skip, times, only, strike, 0
}

// disarm ends the fault and is how often it has struck.
func (n *network) disarm() int {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.fault = ""
	return n.struck
}

// sent is how many writes arrived so far.
func (n *network) sent() int {
	n.mu.Lock()
	defer n.mu.Unlock()
	return n.writes
}

func isWrite(r *http.Request) bool {
	return r.Method != http.MethodGet && !strings.HasSuffix(r.URL.Path, "/auth/login")
}

func (n *network) next(r *http.Request) (string, func()) {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.requests++
	if isWrite(r) {
		n.writes++
	}
	switch {
	case n.fault == "" || n.struck >= n.times || (n.only != nil && !n.only(r)):
		return "", nil
	case n.skip > 0:
		n.skip--
		return "", nil
	}
	n.struck++
	return n.fault, n.strike
}

func (n *network) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	fault, strike := n.next(r)
	if strike != nil {
		strike()
	}
	respond := func(status int, header, value string) {
		if header != "" {
			w.Header().Set(header, value)
		}
		w.WriteHeader(status)
	}
	later := func(d time.Duration) { //nolint:contextcheck // what is late has a context of its own
		body, _ := io.ReadAll(r.Body) // of a pipe in memory
		again := r.Clone(context.WithoutCancel(r.Context()))
		again.Body = io.NopCloser(strings.NewReader(string(body)))
		n.late.Go(func() {
			time.Sleep(d)
			n.platforms.ServeHTTP(httptest.NewRecorder(), again)
		})
	}
	switch fault {
	case "", interrupted:
		n.platforms.ServeHTTP(w, r)
	case slow:
		n.platforms.ServeHTTP(&delayed{ResponseWriter: w}, r)
	case lostBefore:
		panic(http.ErrAbortHandler)
	case lostAfter:
		n.platforms.ServeHTTP(httptest.NewRecorder(), r)
		panic(http.ErrAbortHandler)
	case lostLate:
		later(5 * time.Second)
		panic(http.ErrAbortHandler)
	case lostVeryLo:
		later(20 * time.Second)
		panic(http.ErrAbortHandler)
	case hangs, hangsAfter:
		if fault == hangsAfter {
			n.platforms.ServeHTTP(httptest.NewRecorder(), r)
		}
		select {
		case <-r.Context().Done():
		case <-n.closed:
		}
		panic(http.ErrAbortHandler)
	case errorAfter:
		n.platforms.ServeHTTP(httptest.NewRecorder(), r)
		respond(http.StatusInternalServerError, "", "")
	case errorBefore:
		respond(http.StatusInternalServerError, "", "")
	case unavailable:
		respond(http.StatusServiceUnavailable, "Retry-After", "2")
	case limited:
		respond(http.StatusTooManyRequests, "Retry-After", "2")
	case page:
		w.Header().Set("Content-Type", "text/html")
		_, _ = io.WriteString(w, "<!DOCTYPE html><html><body><h1>Welcome</h1></body></html>")
	}
}

// delayed is a response whose first byte comes 20 s late.
type delayed struct {
	http.ResponseWriter

	once sync.Once
}

func (d *delayed) WriteHeader(status int) {
	d.once.Do(func() { time.Sleep(20 * time.Second) })
	d.ResponseWriter.WriteHeader(status)
}

func (d *delayed) Write(b []byte) (int, error) {
	d.once.Do(func() { time.Sleep(20 * time.Second) })
	return d.ResponseWriter.Write(b)
}
