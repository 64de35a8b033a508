// Package simulator is the three platforms in process: Telecom X, the line panel and Icareus Suite behind one
// listener, as their references describe them. Tests seed it, act as somebody else in mid-apply, inject faults
// and count requests. It knows nothing of Terraform or of the provider.
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

// platform is one of the three behind the listener.
type platform interface {
	// operation names the documented call that the request makes, such as "icareus.getChannel";
	// "" when the path is not this platform's.
	operation(r *http.Request) string
	// serve answers the call. The request body can be read once, whole.
	serve(w http.ResponseWriter, r *http.Request, operation string)
}

// Server is the three platforms. The zero value is not usable: see [New] and [Start].
type Server struct {
	Icareus  *Icareus
	TelecomX *TelecomX
	Panel    *Panel

	platforms []platform
	clock     *clock
	log       requestLog
	faults    faultList
	latency   atomic.Int64
	accepted  atomic.Int64
	closed    chan struct{}
	closeOnce sync.Once
	listener  *httptest.Server
}

// New makes the platforms with their standard objects and no listener.
func New() *Server {
	s := &Server{clock: &clock{}, closed: make(chan struct{})}
	s.Icareus, s.TelecomX, s.Panel = newIcareus(s.clock), newTelecomX(s.clock), newPanel(s.clock)
	s.platforms = []platform{s.Icareus, s.TelecomX, s.Panel}
	return s
}

// Start makes the platforms and serves them on a loopback port until Close.
func Start() *Server {
	s := New()
	s.listener = httptest.NewUnstartedServer(s)
	s.listener.Config.ConnState = s.ConnState
	s.listener.Start()
	return s
}

// URL is the base address, without a slash at its end. It is empty for a server that New made.
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

// SetLatency delays every answer by d.
func (s *Server) SetLatency(d time.Duration) { s.latency.Store(int64(d)) }

// Now is the platforms' time.
func (s *Server) Now() time.Time { return s.clock.now() }

// Advance moves the platforms' time by d.
func (s *Server) Advance(d time.Duration) { s.clock.advance(d) }

// ServeHTTP answers a call of any of the three platforms.
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
		// A return would answer 200 without a body.
		panic(http.ErrAbortHandler)
	}

	fault := s.faults.next(operation, r)
	if fault != nil && !fault.commits() {
		s.fail(w, r, fault, nil)
		return
	}
	answer := httptest.NewRecorder()
	if target == nil {
		http.NotFound(answer, r)
	} else {
		target.serve(answer, r, operation)
	}
	if fault != nil {
		s.fail(w, r, fault, answer)
		return
	}
	write(w, r, answer)
}

func (s *Server) route(r *http.Request) (platform, string) {
	for _, p := range s.platforms {
		if operation := p.operation(r); operation != "" {
			return p, operation
		}
	}
	return nil, "unknown"
}

// wait is false when the client or the server went away meanwhile.
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

// write sends a recorded answer, compressed when the client accepts that and it is worth it.
func write(w http.ResponseWriter, r *http.Request, answer *httptest.ResponseRecorder) {
	for name, values := range answer.Header() {
		w.Header()[name] = values
	}
	body := answer.Body.Bytes()
	if len(body) < 1024 || !strings.Contains(r.Header.Get("Accept-Encoding"), "gzip") {
		w.WriteHeader(answer.Code)
		_, _ = w.Write(body)
		return
	}
	w.Header().Set("Content-Encoding", "gzip")
	w.WriteHeader(answer.Code)
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
