package simulator

import (
	"cmp"
	"net/http"
	"net/http/httptest"
	"slices"
	"strconv"
	"sync"
)

// Kind is what goes wrong with a request.
type Kind int

const (
	// Respond sends Status, Retry-After and Body in place of the platform's response.
	Respond Kind = iota
	// Drop closes the connection without a response.
	Drop
	// DropInBody announces the whole response, sends half of it and closes the connection. It carries the call out.
	DropInBody
	// TruncateJSON sends the first half of the platform's response as if it were whole. It carries the call out.
	TruncateJSON
	// HTML sends a page with Status (200 when 0) in place of the platform's response.
	HTML
	// Hang sends nothing until the client gives up.
	Hang
	// Pass lets the platform's response through; with Do, it is a moment to act in.
	Pass
)

// Fault makes matching requests fail. Faults are tried in the order of their injection.
type Fault struct {
	Operation  string // "" matches every operation
	Match      func(*http.Request) bool
	Kind       Kind
	Commit     bool // carry the call out first, then fail
	Status     int
	RetryAfter int // seconds; sent as Retry-After when above 0
	Body       string
	Skip       int    // so many matching requests pass first
	Times      int    // so many requests fail; 0 means one, below 0 all
	Do         func() // runs once the call was carried out (or not), before the response
}

func (f *Fault) commits() bool {
	return f.Commit || f.Kind == DropInBody || f.Kind == TruncateJSON || f.Kind == Pass
}

type faultList struct {
	mu   sync.Mutex
	list []*Fault
}

// Inject adds faults.
func (s *Server) Inject(faults ...Fault) {
	s.faults.mu.Lock()
	defer s.faults.mu.Unlock()
	for _, f := range faults {
		if f.Times == 0 {
			f.Times = 1
		}
		s.faults.list = append(s.faults.list, &f)
	}
}

// ClearFaults removes what Inject added and did not fire yet.
func (s *Server) ClearFaults() {
	s.faults.mu.Lock()
	defer s.faults.mu.Unlock()
	s.faults.list = nil
}

// Faults is copies of the faults that wait for requests.
func (s *Server) Faults() []Fault {
	s.faults.mu.Lock()
	defer s.faults.mu.Unlock()
	waiting := make([]Fault, len(s.faults.list))
	for i, f := range s.faults.list {
		waiting[i] = *f
	}
	return waiting
}

func (l *faultList) next(operation string, r *http.Request) *Fault {
	l.mu.Lock()
	defer l.mu.Unlock()
	for i, f := range l.list {
		if (f.Operation != "" && f.Operation != operation) || (f.Match != nil && !f.Match(r)) {
			continue
		}
		if f.Skip > 0 {
			f.Skip--
			continue
		}
		if f.Times--; f.Times == 0 {
			l.list = slices.Delete(l.list, i, i+1)
		}
		return f
	}
	return nil
}

// fail responds in the fault's way; response is nil if the call was not carried out.
func (s *Server) fail(w http.ResponseWriter, r *http.Request, f *Fault, response *httptest.ResponseRecorder) {
	if f.Do != nil {
		f.Do()
	}
	switch f.Kind {
	case Drop:
		panic(http.ErrAbortHandler)
	case DropInBody:
		w.Header().Set("Content-Type", response.Header().Get("Content-Type"))
		w.Header().Set("Content-Length", strconv.Itoa(response.Body.Len()))
		w.WriteHeader(response.Code)
		_, _ = w.Write(response.Body.Bytes()[:response.Body.Len()/2])
		// What is still buffered is lost with the connection.
		_ = http.NewResponseController(w).Flush()
		panic(http.ErrAbortHandler)
	case TruncateJSON:
		w.Header().Set("Content-Type", response.Header().Get("Content-Type"))
		w.WriteHeader(response.Code)
		_, _ = w.Write(response.Body.Bytes()[:response.Body.Len()/2])
	case HTML:
		WriteHTML(w, cmp.Or(f.Status, http.StatusOK))
	case Hang:
		select {
		case <-r.Context().Done():
		case <-s.closed:
		}
		panic(http.ErrAbortHandler)
	case Pass:
		write(w, r, response)
	default:
		if f.RetryAfter > 0 {
			w.Header().Set("Retry-After", strconv.Itoa(f.RetryAfter))
		}
		w.WriteHeader(cmp.Or(f.Status, http.StatusInternalServerError))
		_, _ = w.Write([]byte(f.Body))
	}
}
