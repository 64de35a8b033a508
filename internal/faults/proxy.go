package main

import (
	"bytes"
	"context"
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"sync"
	"time"
)

// lateness is how long after the client has given up a late request is carried out: later than the pauses between two
// looks (2 s), and before the shortest request_timeout has passed once more.
const lateness = 3 * time.Second

// strike says which requests fail, and how.
type strike struct {
	fault fault
	at    int                 // the request that is struck, counted from the arming
	kind  string              // set: instead, the first of this kind, see kindOf
	all   bool                // those like it as well
	hold  func(*http.Request) // set: runs before the response; the fault does not respond itself

	wait  chan struct{} // set by meet: one for each party that has not arrived
	ready chan struct{} // closed when all have

	once sync.Once

	struck string // kind of the struck request, "" before it came
	token  string // credential that is refused from then on
}

// meet makes the struck requests of two parties wait for each other.
func (s *strike) meet() {
	s.all, s.wait, s.ready = true, make(chan struct{}, 2), make(chan struct{})
	s.wait <- struct{}{}
	s.wait <- struct{}{}
	s.hold = func(*http.Request) { s.arrive(); <-s.ready }
}

// arrive counts a party, once for each of the two.
func (s *strike) arrive() {
	select {
	case <-s.wait:
		if len(s.wait) == 0 {
			s.once.Do(func() { close(s.ready) })
		}
	default: // a retry, or the end of one whose request has arrived
	}
}

// proxy stands between the provider and a platform and fails requests as it is told. It makes the faults, so that they
// do not depend on what is behind it.
type proxy struct {
	server  *httptest.Server
	forward *httputil.ReverseProxy

	landing sync.WaitGroup // struck requests that the platform may yet carry out

	mu     sync.Mutex
	seen   []string // kinds of the requests since the arming
	strike *strike
}

func newProxy(upstream *url.URL, transport http.RoundTripper) *proxy {
	p := &proxy{forward: &httputil.ReverseProxy{
		Rewrite: func(r *httputil.ProxyRequest) {
			r.SetURL(&url.URL{Scheme: upstream.Scheme, Host: upstream.Host})
			r.Out.Header.Del("Accept-Encoding") // so that half of a response is half of its text
		},
		Transport: transport,
		ErrorLog:  log.New(io.Discard, "", 0), // a client that gives up is what is tested
	}}
	p.server = httptest.NewUnstartedServer(p)
	p.server.Config.ErrorLog = p.forward.ErrorLog
	p.server.Start()
	return p
}

func (p *proxy) close() {
	p.server.CloseClientConnections()
	p.server.Close()
}

// arm makes requests fail from now on; nil only counts them.
func (p *proxy) arm(s *strike) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.seen, p.strike = nil, s
}

// disarm is the kinds of the requests since the arming, and whether one was struck. It waits until all that was sent has
// landed.
func (p *proxy) disarm() (seen []string, struck bool) {
	defer p.landing.Wait()
	p.mu.Lock()
	defer p.mu.Unlock()
	seen, struck = p.seen, p.strike != nil && p.strike.struck != ""
	p.seen, p.strike = nil, nil
	return seen, struck
}

var id = regexp.MustCompile(`[0-9A-Fa-f]{8}-[0-9A-Fa-f-]{27}|[0-9A-Fa-f]{24}|\d{3,}`)

// kindOf is what requests for the same call on different objects have in common.
func kindOf(r *http.Request) string {
	return strings.TrimSpace(r.Method + " " + id.ReplaceAllString(r.URL.Path, "*") + " " + r.URL.Query().Get("action"))
}

func (s *strike) hits(n int, kind string, r *http.Request) bool {
	switch {
	case s.token != "" && r.URL.Query().Get("token") == s.token:
		return true
	case s.struck != "":
		return s.fault.outage || (s.all && kind == s.struck)
	case s.kind != "" && kind != s.kind, s.kind == "" && n != s.at:
		return false
	}
	s.struck = kind
	if s.fault.expires {
		s.token = r.URL.Query().Get("token")
	}
	return true
}

// ServeHTTP passes a request on, or fails it.
func (p *proxy) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	kind := kindOf(r)
	p.mu.Lock()
	s, first := p.strike, false
	if s != nil {
		first = s.struck == ""
		if !s.hits(len(p.seen), kind, r) {
			s = nil
		} else {
			p.landing.Add(1)
			defer p.landing.Done()
		}
	}
	p.seen = append(p.seen, kind)
	p.mu.Unlock()
	if s == nil {
		p.forward.ServeHTTP(w, r)
		return
	}

	// The server notices that the client has given up only once the body is read.
	body, err := io.ReadAll(r.Body)
	if err != nil {
		panic(http.ErrAbortHandler)
	}
	r.Body = io.NopCloser(bytes.NewReader(body))
	platform := httptest.NewRecorder()
	if s.fault.two {
		s.hold(r)
	}
	if s.fault.late {
		<-r.Context().Done()
		time.Sleep(lateness)
	}
	if s.fault.two || (s.fault.commit && (first || !s.fault.outage)) {
		p.forward.ServeHTTP(platform, r.WithContext(context.WithoutCancel(r.Context())))
	}
	if s.hold == nil {
		s.fault.respond(w, r, platform)
		return
	}
	if !s.fault.two {
		s.hold(r)
	}
	for name, values := range platform.Header() {
		w.Header()[name] = slices.Clone(values)
	}
	w.WriteHeader(platform.Code)
	_, _ = w.Write(platform.Body.Bytes())
}
