package simulator_test

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/iptvops/terraform-provider-iptv/internal/simulator"
	"github.com/iptvops/terraform-provider-iptv/internal/simulator/icareus"
)

func TestFaultKinds(t *testing.T) {
	for _, row := range []struct {
		name   string
		fault  simulator.Fault
		status int // 0 when the client gets no answer
		broken bool
		body   func(body string) bool
		stored int
	}{
		{"answer", simulator.Fault{Status: 409, Body: "busy"}, 409, false, func(b string) bool { return b == "busy" }, 0},
		{"answer without a status", simulator.Fault{}, 500, false, func(b string) bool { return b == "" }, 0},
		{"answer after commit", simulator.Fault{Status: 502, Commit: true}, 502, false, func(b string) bool { return b == "" }, 1},
		{"cut", simulator.Fault{Kind: simulator.Cut}, 0, true, nil, 0},
		{"cut after commit", simulator.Fault{Kind: simulator.Cut, Commit: true}, 0, true, nil, 1},
		{"cut body", simulator.Fault{Kind: simulator.CutBody}, 200, true, func(b string) bool { return len(b) > 100 && !json.Valid([]byte(b)) }, 1},
		{"cut JSON", simulator.Fault{Kind: simulator.CutJSON}, 200, false, func(b string) bool { return len(b) > 100 && !json.Valid([]byte(b)) }, 1},
		{"page", simulator.Fault{Kind: simulator.HTML}, 200, false, func(b string) bool { return strings.Contains(b, "It works!") }, 0},
		{"page with a status", simulator.Fault{Kind: simulator.HTML, Status: 503}, 503, false, func(b string) bool { return strings.Contains(b, "<html>") }, 0},
		{"page after commit", simulator.Fault{Kind: simulator.HTML, Status: 500, Commit: true}, 500, false,
			func(b string) bool { return strings.Contains(b, "<html>") }, 1},
		{"pass", simulator.Fault{Kind: simulator.Pass}, 200, false, func(b string) bool { return json.Valid([]byte(b)) }, 1},
	} {
		t.Run(row.name, func(t *testing.T) {
			s, client := startServer(t)
			s.Inject(row.fault)
			answer, err := serverCall(t.Context(), t, client, s)
			if (err != nil) != row.broken {
				t.Fatalf("the client met %v", err)
			}
			if answer.status != row.status {
				t.Errorf("status %d, want %d", answer.status, row.status)
			}
			if row.body != nil && !row.body(answer.body) {
				t.Errorf("the body is %q", answer.body)
			}
			if got := len(s.Icareus.Channels(icareus.Organization)); got != row.stored {
				t.Errorf("%d channels, want %d", got, row.stored)
			}
			if answer, err := serverCall(t.Context(), t, client, s); err != nil || answer.status != 200 {
				t.Errorf("the next call met %v, %v", answer, err)
			}
		})
	}
}

func TestFaultRetryAfter(t *testing.T) {
	s, client := startServer(t)
	s.Inject(simulator.Fault{Status: 429, RetryAfter: 7}, simulator.Fault{Status: 429})
	for _, want := range []string{"7", ""} {
		answer, err := serverCall(t.Context(), t, client, s)
		if err != nil || answer.status != http.StatusTooManyRequests || answer.header.Get("Retry-After") != want {
			t.Errorf("answered %v, %v, want Retry-After %q", answer, err, want)
		}
	}
}

func TestFaultSelection(t *testing.T) {
	for _, row := range []struct {
		name   string
		faults []simulator.Fault
		clear  bool
		want   string // of the statuses of four creates, the first digits
	}{
		{"once", []simulator.Fault{{}}, false, "5222"},
		{"twice", []simulator.Fault{{Times: 2}}, false, "5522"},
		{"always", []simulator.Fault{{Times: -1}}, false, "5555"},
		{"after two", []simulator.Fault{{Skip: 2}}, false, "2252"},
		{"after one, twice", []simulator.Fault{{Skip: 1, Times: 2}}, false, "2552"},
		{"in order", []simulator.Fault{{Status: 404}, {Status: 503}}, false, "4522"},
		{"other operation", []simulator.Fault{{Operation: "icareus.getChannel"}}, false, "2222"},
		{"own operation", []simulator.Fault{{Operation: "icareus.addChannel"}}, false, "5222"},
		{"match", []simulator.Fault{{Match: func(r *http.Request) bool { return r.URL.Query().Get("action") == "addChannel" }}}, false, "5222"},
		{"no match", []simulator.Fault{{Match: func(r *http.Request) bool { return r.Method == http.MethodGet }}}, false, "2222"},
		{"cleared", []simulator.Fault{{Times: -1}}, true, "2222"},
	} {
		t.Run(row.name, func(t *testing.T) {
			s, client := startServer(t)
			s.Inject(row.faults...)
			if row.clear {
				s.ClearFaults()
			}
			var got strings.Builder
			for range row.want {
				answer, err := serverCall(t.Context(), t, client, s)
				if err != nil {
					t.Fatal(err)
				}
				got.WriteString(strconv.Itoa(answer.status / 100))
			}
			if got.String() != row.want {
				t.Errorf("statuses begin with %s, want %s", got.String(), row.want)
			}
		})
	}
}

func TestFaultDo(t *testing.T) {
	for _, row := range []struct {
		name  string
		fault simulator.Fault
		seen  int
	}{
		{"before", simulator.Fault{Status: 500}, 0},
		{"after commit", simulator.Fault{Status: 500, Commit: true}, 1},
		{"with the answer", simulator.Fault{Kind: simulator.Pass}, 1},
	} {
		t.Run(row.name, func(t *testing.T) {
			s, client := startServer(t)
			seen := -1
			row.fault.Do = func() {
				seen = len(s.Icareus.Channels(icareus.Organization))
				s.Icareus.AddChannel(icareus.Organization, icareus.NewChannel("Somebody else's"))
			}
			s.Inject(row.fault)
			if _, err := serverCall(t.Context(), t, client, s); err != nil {
				t.Fatal(err)
			}
			if seen != row.seen || len(s.Icareus.Channels(icareus.Organization)) != row.seen+1 {
				t.Errorf("Do saw %d channels, want %d", seen, row.seen)
			}
		})
	}
}

func TestFaultHang(t *testing.T) {
	s, client := startServer(t)
	s.Inject(simulator.Fault{Kind: simulator.Hang}, simulator.Fault{Kind: simulator.Hang, Commit: true})

	ctx, cancel := context.WithCancel(t.Context())
	// The client gives up once the request arrived.
	go func() {
		defer cancel()
		for s.Count() == 0 && t.Context().Err() == nil {
			time.Sleep(time.Millisecond)
		}
	}()
	if _, err := serverCall(ctx, t, client, s); !errors.Is(err, context.Canceled) {
		t.Errorf("the client met %v", err)
	}

	// The server goes away.
	go func() {
		for s.Count() < 2 && t.Context().Err() == nil {
			time.Sleep(time.Millisecond)
		}
		s.Close()
	}()
	if answer, err := serverCall(t.Context(), t, client, s); err == nil {
		t.Errorf("answered %d", answer.status)
	}
	s.Close()
	if got := len(s.Icareus.Channels(icareus.Organization)); got != 1 {
		t.Errorf("%d channels, want that of the fault that commits", got)
	}
}
