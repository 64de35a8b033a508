package simulator

import (
	"bytes"
	"compress/gzip"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"sync/atomic"
	"time"
)

// maxBody is how much of a request body is read, in bytes.
const maxBody = 64 << 20

// Platform is one of the platforms behind the listener.
type Platform interface {
	// Operation names the documented call that the request makes, such as "icareus.getChannel";
	// it is empty if the path is not one of this platform.
	Operation(r *http.Request) string
	// Serve responds to the call. The request body can be read once, whole.
	Serve(w http.ResponseWriter, r *http.Request, operation string)
}

// Server is platforms behind one listener. The zero value is not usable: see [New].
type Server struct {
	platforms []Platform
	clock     *Clock
	log       requestLog
	faults    faultList
	latency   atomic.Int64
	accepted  atomic.Int64
	closed    chan struct{}
	closeOnce sync.Once
	listener  *httptest.Server
}

// New makes a server of platforms that go by the clock. It has no listener: see [Server.Listen].
func New(clock *Clock, platforms ...Platform) *Server {
	return &Server{clock: clock, platforms: platforms, closed: make(chan struct{})}
}

// Listen serves the platforms on a free loopback port until Close.
func (s *Server) Listen() {
	s.listener = httptest.NewUnstartedServer(s)
	s.listener.Config.ConnState = s.ConnState
	s.listener.Start()
}

// URL is the base address, without a slash at its end. It is empty before Listen.
func (s *Server) URL() string {
	if s.listener == nil {
		return ""
	}
	return s.listener.URL
}

// Close ends hanging requests and the listener.
func (s *Server) Close() {
	s.closeOnce.Do(func() {
		close(s.closed)
		if s.listener != nil {
			s.listener.CloseClientConnections()
			s.listener.Close()
		}
	})
}

// ConnState counts accepted connections; it is meant for http.Server.ConnState.
func (s *Server) ConnState(_ net.Conn, state http.ConnState) {
	if state == http.StateNew {
		s.accepted.Add(1)
	}
}

// Connections is how many connections were accepted so far.
func (s *Server) Connections() int { return int(s.accepted.Load()) }

// SetLatency delays every response by d.
func (s *Server) SetLatency(d time.Duration) { s.latency.Store(int64(d)) }

// Now is the platforms' time.
func (s *Server) Now() time.Time { return s.clock.Now() }

// Advance moves the platforms' time by d.
func (s *Server) Advance(d time.Duration) { s.clock.Advance(d) }

// ServeHTTP serves a call of any of its platforms.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxBody))
	if err != nil {
		http.Error(w, "cannot read the request body", http.StatusBadRequest)
		return
	}
	r.Body = io.NopCloser(bytes.NewReader(body))

	target, operation := s.route(r)
	s.log.add(r, operation, body)
	if !s.wait(r, time.Duration(s.latency.Load())) {
		// A return would send 200 without a body.
		panic(http.ErrAbortHandler)
	}

	fault := s.faults.next(operation, r)
	if fault != nil && !fault.commits() {
		s.fail(w, r, fault, nil)
		return
	}
	response := httptest.NewRecorder()
	if target == nil {
		http.NotFound(response, r)
	} else {
		target.Serve(response, r, operation)
	}
	if fault != nil {
		s.fail(w, r, fault, response)
		return
	}
	write(w, r, response)
}

func (s *Server) route(r *http.Request) (Platform, string) {
	for _, p := range s.platforms {
		if operation := p.Operation(r); operation != "" {
			return p, operation
		}
	}
	return nil, "unknown"
}

// wait reports whether client and server stayed for d.
func (s *Server) wait(r *http.Request, d time.Duration) bool {
	if d <= 0 {
		return true
	}
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return true
	case <-r.Context().Done():
		return false
	case <-s.closed:
		return false
	}
}

// write sends a recorded response, compressed when the client accepts that and it is worth it.
func write(w http.ResponseWriter, r *http.Request, response *httptest.ResponseRecorder) {
	for name, values := range response.Header() {
		w.Header()[name] = values
	}
	body := response.Body.Bytes()
	if len(body) < 1024 || !strings.Contains(r.Header.Get("Accept-Encoding"), "gzip") {
		w.WriteHeader(response.Code)
		_, _ = w.Write(body)
		return
	}
	w.Header().Set("Content-Encoding", "gzip")
	w.WriteHeader(response.Code)
	z, _ := gzip.NewWriterLevel(w, gzip.BestSpeed)
	_, _ = z.Write(body)
	_ = z.Close()
}

// Operation names the documented call that a request makes, such as "icareus.getChannel"; "unknown" for a path of no
// platform.
func (s *Server) Operation(r *http.Request) string {
	_, operation := s.route(r)
	return operation
}
