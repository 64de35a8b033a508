package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"net"
	"net/http"
	"os"
	"slices"
	"sync"
	"text/tabwriter"
	"time"

	"github.com/iptvops/terraform-provider-iptv/internal/simulator/control"
)

// grace is how long running requests may take after an interrupt.
const grace = 2 * time.Second

// server is the platforms and their listener.
type server struct {
	platforms *control.Handler
	http      *http.Server
	failed    chan error // the end of serving
}

func serve(listener net.Listener, o options, log io.Writer) *server {
	s := &server{platforms: control.New(o.estate), failed: make(chan error, 1)}
	s.http = &http.Server{Handler: s.platforms, ReadHeaderTimeout: 10 * time.Second}
	if o.log {
		s.http.Handler = logged(s.platforms, log)
	}
	go func() { s.failed <- s.http.Serve(listener) }()
	return s
}

// wait waits for the end of ctx, or for an error that ends serving.
func (s *server) wait(ctx context.Context) error {
	select {
	case err := <-s.failed:
		return fmt.Errorf("cannot serve: %w", err)
	case <-ctx.Done():
		return nil
	}
}

// stop ends serving: running requests finish within the grace period, hanging ones are dropped.
func (s *server) stop(ctx context.Context) error {
	last, cancel := context.WithTimeout(context.WithoutCancel(ctx), grace)
	defer cancel()
	err := s.http.Shutdown(last)
	s.platforms.Estate().Close()
	if errors.Is(err, context.DeadlineExceeded) {
		err = s.http.Close()
	}
	if err != nil {
		return fmt.Errorf("cannot stop: %w", err)
	}
	return nil
}

// summarize prints the number of requests by operation. None at all is worth a hint.
func (s *server) summarize(w io.Writer) {
	counts := s.platforms.Estate().Counts()
	if len(counts) == 0 {
		_, _ = fmt.Fprintln(w, "iptv-sim: no request arrived. An endpoint in a provider block wins over the environment.")
		return
	}
	table := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	for _, operation := range slices.Sorted(maps.Keys(counts)) {
		_, _ = fmt.Fprintf(table, "%s\t%d\n", operation, counts[operation])
	}
	_, _ = fmt.Fprintf(table, "total\t%d\n", s.platforms.Estate().Count())
	_ = table.Flush()
}

// logged writes a line for every request that next has served. Neither path nor query is in it: they may hold secrets.
func logged(next *control.Handler, w io.Writer) http.Handler {
	return http.HandlerFunc(func(out http.ResponseWriter, r *http.Request) {
		started, response := time.Now(), &recorder{ResponseWriter: out}
		operation := next.Operation(r)
		defer func() {
			status := "dropped" // an injected fault, or a client that went away
			if response.status > 0 {
				status = fmt.Sprint(response.status)
			}
			_, _ = fmt.Fprintf(w, "%s %s %s %s\n", started.UTC().Format("2006-01-02T15:04:05.000Z"), operation, status,
				time.Since(started).Round(time.Millisecond))
		}()
		next.ServeHTTP(response, r)
	})
}

// shared returns a writer for the log and the command at once. A file is one, and the command gets it as it is.
func shared(w io.Writer) io.Writer {
	if _, ok := w.(*os.File); ok {
		return w
	}
	return &lockedWriter{w: w}
}

type lockedWriter struct {
	mu sync.Mutex
	w  io.Writer
}

func (l *lockedWriter) Write(text []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.w.Write(text)
}

// recorder notes the status of a response.
type recorder struct {
	http.ResponseWriter

	status int
}

func (r *recorder) WriteHeader(status int) {
	r.status = status
	r.ResponseWriter.WriteHeader(status)
}

// Unwrap lets http.ResponseController reach the connection.
func (r *recorder) Unwrap() http.ResponseWriter { return r.ResponseWriter }
