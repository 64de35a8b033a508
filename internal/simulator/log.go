package simulator

import (
	"maps"
	"net/http"
	"net/url"
	"slices"
	"sync"
	"time"
)

// keptRequests is how many of the latest requests are kept whole; the counts cover all of them.
const keptRequests = 5000

// Request is one call that arrived.
type Request struct {
	Operation string // such as "icareus.addChannel"; "unknown" for a path of no platform
	Method    string
	Path      string
	Query     url.Values
	Header    http.Header
	Body      []byte
	At        time.Time
}

type requestLog struct {
	mu     sync.Mutex
	counts map[string]int
	kept   []Request
}

func (l *requestLog) add(r *http.Request, operation string, body []byte) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.counts == nil {
		l.counts = map[string]int{}
	}
	l.counts[operation]++
	if len(l.kept) == keptRequests {
		l.kept = slices.Delete(l.kept, 0, keptRequests/2)
	}
	l.kept = append(l.kept, Request{
		Operation: operation, Method: r.Method, Path: r.URL.Path, Query: r.URL.Query(),
		Header: r.Header.Clone(), Body: body, At: time.Now(),
	})
}

// Counts is the number of requests by operation since the start or the last ResetRequests.
func (s *Server) Counts() map[string]int {
	s.log.mu.Lock()
	defer s.log.mu.Unlock()
	return maps.Clone(s.log.counts)
}

// Count is the number of requests of the named operations, of all operations when none is named.
func (s *Server) Count(operations ...string) int {
	total := 0
	for operation, n := range s.Counts() {
		if len(operations) == 0 || slices.Contains(operations, operation) {
			total += n
		}
	}
	return total
}

// Requests is the latest requests, of the named operations or of all, in the order of arrival.
func (s *Server) Requests(operations ...string) []Request {
	s.log.mu.Lock()
	defer s.log.mu.Unlock()
	var found []Request
	for _, r := range s.log.kept {
		if len(operations) == 0 || slices.Contains(operations, r.Operation) {
			found = append(found, r)
		}
	}
	return found
}

// ResetRequests forgets the requests that arrived so far.
func (s *Server) ResetRequests() {
	s.log.mu.Lock()
	defer s.log.mu.Unlock()
	s.log.counts, s.log.kept = nil, nil
}
