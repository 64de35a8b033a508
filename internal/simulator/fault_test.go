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
	half := func(b string) bool { return len(b) > 100 && !json.Valid([]byte(b)) }
	isPage := func(b string) bool { return strings.Contains(b, "<html>") }
	for _, row := range []struct {
		name   string
		fault  simulator.Fault
		status int // 0 if the client gets no response
		broken bool
		body   func(body string) bool
		stored int
	}{
		{"response", simulator.Fault{Status: 409, Body: "busy"}, 409, false, func(b string) bool { return b == "busy" }, 0},
		{"response without a status", simulator.Fault{}, 500, false, func(b string) bool { return b == "" }, 0},
		{"response after commit", simulator.Fault{Status: 502, Commit: true}, 502, false, func(b string) bool { return b == "" }, 1},
		{"dropped", simulator.Fault{Kind: simulator.Drop}, 0, true, nil, 0},
		{"dropped after commit", simulator.Fault{Kind: simulator.Drop, Commit: true}, 0, true, nil, 1},
		{"dropped in the body", simulator.Fault{Kind: simulator.DropInBody}, 200, true, half, 1},
		{"truncated JSON", simulator.Fault{Kind: simulator.TruncateJSON}, 200, false, half, 1},
		{"page", simulator.Fault{Kind: simulator.HTML}, 200, false, func(b string) bool { return strings.Contains(b, "It works!") }, 0},
		{"page with a status", simulator.Fault{Kind: simulator.HTML, Status: 503}, 503, false, isPage, 0},
		{"page after commit", simulator.Fault{Kind: simulator.HTML, Status: 500, Commit: true}, 500, false, isPage, 1},
		{"pass", simulator.Fault{Kind: simulator.Pass}, 200, false, func(b string) bool { return json.Valid([]byte(b)) }, 1},
	} {
		t.Run(row.name, func(t *testing.T) {
			s, client := startServer(t)
			s.Inject(row.fault)
			response, err := serverCall(t.Context(), t, client, s)
			if (err != nil) != row.broken {
				t.Fatalf("the client met %v", err)
			}
			if response.status != row.status {
				t.Errorf("status %d, want %d", response.status, row.status)
			}
			if row.body != nil && !row.body(response.body) {
				t.Errorf("the body is %q", response.body)
			}
			if got := len(s.Icareus.Channels(icareus.Organization)); got != row.stored {
				t.Errorf("%d channels, want %d", got, row.stored)
			}
			if response, err := serverCall(t.Context(), t, client, s); err != nil || response.status != 200 {
				t.Errorf("the next call met %v, %v", response, err)
			}
		})
	}
}

func TestFaultRetryAfter(t *testing.T) {
	s, client := startServer(t)
	s.Inject(simulator.Fault{Status: 429, RetryAfter: 7}, simulator.Fault{Status: 429})
	for _, want := range []string{"7", ""} {
		response, err := serverCall(t.Context(), t, client, s)
		if err != nil || response.status != http.StatusTooManyRequests || response.header.Get("Retry-After") != want {
			t.Errorf("got %v, %v, want Retry-After %q", response, err, want)
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
		{
			"match",
			[]simulator.Fault{{Match: func(r *http.Request) bool { return r.URL.Query().Get("action") == "addChannel" }}}, false, "5222",
		},
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
				response, err := serverCall(t.Context(), t, client, s)
				if err != nil {
					t.Fatal(err)
				}
				got.WriteString(strconv.Itoa(response.status / 100))
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
		{"with the response", simulator.Fault{Kind: simulator.Pass}, 1},
	} {
		t.Run(row.name, func(t *testing.T) {
			s, client := startServer(t)
			seen := -1
			row.fault.Do = func() {
				seen = len(s.Icareus.Channels(icareus.Organization))
				s.Icareus.AddChannel(icareus.Organization, icareus.NewChannel("Another client's"))
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
	if response, err := serverCall(t.Context(), t, client, s); err == nil {
		t.Errorf("got %d", response.status)
	}
	s.Close()
	if got := len(s.Icareus.Channels(icareus.Organization)); got != 1 {
		t.Errorf("%d channels, want that of the fault that commits", got)
	}
}
