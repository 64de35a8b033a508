package simulator

import (
	"compress/gzip"
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"
)

// serverAnswer is what a client got; the status is 0 when that is nothing.
type serverAnswer struct {
	status int
	header http.Header
	body   string
}

// serverCall adds a channel at s. The error is what the client met, in the middle of the body too.
func serverCall(ctx context.Context, t *testing.T, client *http.Client, s *Server) (serverAnswer, error) {
	t.Helper()
	return serverSend(ctx, t, client, s, http.MethodPost, "action=addChannel&organizationId=2631609", `{"name":"News"}`)
}

func serverSend(ctx context.Context, t *testing.T, client *http.Client, s *Server, method, query, sent string) (serverAnswer, error) {
	t.Helper()
	r, err := http.NewRequestWithContext(ctx, method, s.URL()+icareusPath+"?"+query, strings.NewReader(sent))
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Authorization", "Bearer "+IcareusToken)
	answer, err := client.Do(r)
	if err != nil {
		return serverAnswer{}, err
	}
	defer func() { _ = answer.Body.Close() }()
	body, err := io.ReadAll(answer.Body)
	return serverAnswer{answer.StatusCode, answer.Header, string(body)}, err
}

func startServer(t *testing.T) (*Server, *http.Client) {
	t.Helper()
	s := Start()
	t.Cleanup(s.Close)
	transport := &http.Transport{}
	t.Cleanup(transport.CloseIdleConnections)
	return s, &http.Client{Transport: transport}
}

func TestFaultKinds(t *testing.T) {
	for _, row := range []struct {
		name   string
		fault  Fault
		status int // 0 when the client gets no answer
		broken bool
		body   func(body string) bool
		stored int
	}{
		{"answer", Fault{Status: 409, Body: "busy"}, 409, false, func(b string) bool { return b == "busy" }, 0},
		{"answer without a status", Fault{}, 500, false, func(b string) bool { return b == "" }, 0},
		{"answer after commit", Fault{Status: 502, Commit: true}, 502, false, func(b string) bool { return b == "" }, 1},
		{"cut", Fault{Kind: Cut}, 0, true, nil, 0},
		{"cut after commit", Fault{Kind: Cut, Commit: true}, 0, true, nil, 1},
		{"cut body", Fault{Kind: CutBody}, 200, true, func(b string) bool { return len(b) > 100 && !json.Valid([]byte(b)) }, 1},
		{"cut JSON", Fault{Kind: CutJSON}, 200, false, func(b string) bool { return len(b) > 100 && !json.Valid([]byte(b)) }, 1},
		{"page", Fault{Kind: HTML}, 200, false, func(b string) bool { return strings.Contains(b, "It works!") }, 0},
		{"page with a status", Fault{Kind: HTML, Status: 503}, 503, false, func(b string) bool { return strings.Contains(b, "<html>") }, 0},
		{"page after commit", Fault{Kind: HTML, Status: 500, Commit: true}, 500, false,
			func(b string) bool { return strings.Contains(b, "<html>") }, 1},
		{"pass", Fault{Kind: Pass}, 200, false, func(b string) bool { return json.Valid([]byte(b)) }, 1},
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
			if got := len(s.Icareus.Channels(IcareusOrganization)); got != row.stored {
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
	s.Inject(Fault{Status: 429, RetryAfter: 7}, Fault{Status: 429})
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
		faults []Fault
		clear  bool
		want   string // of the statuses of four creates, the first digits
	}{
		{"once", []Fault{{}}, false, "5222"},
		{"twice", []Fault{{Times: 2}}, false, "5522"},
		{"always", []Fault{{Times: -1}}, false, "5555"},
		{"after two", []Fault{{Skip: 2}}, false, "2252"},
		{"after one, twice", []Fault{{Skip: 1, Times: 2}}, false, "2552"},
		{"in order", []Fault{{Status: 404}, {Status: 503}}, false, "4522"},
		{"other operation", []Fault{{Operation: "icareus.getChannel"}}, false, "2222"},
		{"own operation", []Fault{{Operation: "icareus.addChannel"}}, false, "5222"},
		{"match", []Fault{{Match: func(r *http.Request) bool { return r.URL.Query().Get("action") == "addChannel" }}}, false, "5222"},
		{"no match", []Fault{{Match: func(r *http.Request) bool { return r.Method == http.MethodGet }}}, false, "2222"},
		{"cleared", []Fault{{Times: -1}}, true, "2222"},
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
		fault Fault
		seen  int
	}{
		{"before", Fault{Status: 500}, 0},
		{"after commit", Fault{Status: 500, Commit: true}, 1},
		{"with the answer", Fault{Kind: Pass}, 1},
	} {
		t.Run(row.name, func(t *testing.T) {
			s, client := startServer(t)
			seen := -1
			row.fault.Do = func() {
				seen = len(s.Icareus.Channels(IcareusOrganization))
				s.Icareus.AddChannel(IcareusOrganization, NewIcareusChannel("Somebody else's"))
			}
			s.Inject(row.fault)
			if _, err := serverCall(t.Context(), t, client, s); err != nil {
				t.Fatal(err)
			}
			if seen != row.seen || len(s.Icareus.Channels(IcareusOrganization)) != row.seen+1 {
				t.Errorf("Do saw %d channels, want %d", seen, row.seen)
			}
		})
	}
}

func TestFaultHang(t *testing.T) {
	s, client := startServer(t)
	s.Inject(Fault{Kind: Hang}, Fault{Kind: Hang, Commit: true})

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
	if got := len(s.Icareus.Channels(IcareusOrganization)); got != 1 {
		t.Errorf("%d channels, want that of the fault that commits", got)
	}
}

func TestLatency(t *testing.T) {
	s, client := startServer(t)
	const latency = 40 * time.Millisecond
	s.SetLatency(latency)
	before := time.Now()
	if answer, err := serverCall(t.Context(), t, client, s); err != nil || answer.status != 200 {
		t.Fatalf("answered %v, %v", answer, err)
	}
	if took := time.Since(before); took < latency {
		t.Errorf("answered after %v", took)
	}

	s.SetLatency(time.Hour)
	go func() {
		for s.Count() < 2 && t.Context().Err() == nil {
			time.Sleep(time.Millisecond)
		}
		s.Close()
	}()
	if answer, err := serverCall(t.Context(), t, client, s); err == nil {
		t.Errorf("a server that closed answered %d", answer.status)
	}
	s.Close()
	if got := len(s.Icareus.Channels(IcareusOrganization)); got != 1 {
		t.Errorf("%d channels, want none of the call that was not answered", got)
	}
}

func TestCountsAndRequests(t *testing.T) {
	s, client := startServer(t)
	var clients sync.WaitGroup
	for range 8 {
		clients.Go(func() {
			if _, err := serverCall(t.Context(), t, client, s); err != nil {
				t.Error(err)
			}
		})
	}
	clients.Wait()
	for _, query := range []string{"action=getChannels&organizationId=2631609", "action=unheard"} {
		if _, err := serverSend(t.Context(), t, client, s, http.MethodGet, query, ""); err != nil {
			t.Fatal(err)
		}
	}
	if s.Count("icareus.addChannel") != 8 || s.Count("icareus.addChannel", "icareus.getChannels") != 9 || s.Count() != 10 {
		t.Errorf("counted %v", s.Counts())
	}
	adds := s.Requests("icareus.addChannel")
	if len(adds) != 8 || len(s.Requests()) != 10 || s.Requests()[9].Operation != "icareus.unknown" {
		t.Fatalf("kept %d requests of %d", len(adds), len(s.Requests()))
	}
	first := adds[0]
	if first.Method != http.MethodPost || first.Path != icareusPath || first.Query.Get("organizationId") != "2631609" ||
		first.Header.Get("Authorization") != "Bearer "+IcareusToken || string(first.Body) != `{"name":"News"}` || first.At.IsZero() {
		t.Errorf("kept %+v", first)
	}
	s.ResetRequests()
	if s.Count() != 0 || len(s.Requests()) != 0 {
		t.Errorf("%v after a reset", s.Counts())
	}
}

func TestUnknownPath(t *testing.T) {
	s, client := startServer(t)
	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, s.URL()+"/no/such/platform", nil)
	if err != nil {
		t.Fatal(err)
	}
	answer, err := client.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	_ = answer.Body.Close()
	if answer.StatusCode != http.StatusNotFound || s.Count("unknown") != 1 {
		t.Errorf("status %d, counted %v", answer.StatusCode, s.Counts())
	}
}

func TestGzip(t *testing.T) {
	s, _ := startServer(t)
	for range 3 {
		s.Icareus.AddChannel(IcareusOrganization, NewIcareusChannel("News"))
	}
	// The transport leaves compression to the header.
	client := &http.Client{Transport: &http.Transport{DisableCompression: true}}
	t.Cleanup(client.CloseIdleConnections)
	for _, row := range []struct{ action, accept, want string }{
		{"getChannels", "gzip", "gzip"},
		{"getChannels", "", ""},
		{"deleteChannel", "gzip", ""}, // a short answer
	} {
		r, err := http.NewRequestWithContext(t.Context(), icareusActions[row.action],
			s.URL()+icareusPath+"?organizationId=2631609&channelId=12346501&action="+row.action, nil)
		if err != nil {
			t.Fatal(err)
		}
		r.Header.Set("Authorization", "Bearer "+IcareusToken)
		if row.accept != "" {
			r.Header.Set("Accept-Encoding", row.accept)
		}
		answer, err := client.Do(r)
		if err != nil {
			t.Fatal(err)
		}
		var body io.Reader = answer.Body
		if got := answer.Header.Get("Content-Encoding"); got != row.want {
			t.Errorf("%s is encoded as %q, want %q", row.action, got, row.want)
		} else if got == "gzip" {
			if body, err = gzip.NewReader(answer.Body); err != nil {
				t.Fatal(err)
			}
		}
		var decoded map[string]any
		if err := json.NewDecoder(body).Decode(&decoded); err != nil || decoded["status"] != "ok" {
			t.Errorf("%s answered %v, %v", row.action, decoded, err)
		}
		_ = answer.Body.Close()
	}
}

func TestConnections(t *testing.T) {
	s, client := startServer(t)
	for range 3 {
		if _, err := serverCall(t.Context(), t, client, s); err != nil {
			t.Fatal(err)
		}
	}
	if got := s.Connections(); got != 1 {
		t.Errorf("%d connections for calls one after the other", got)
	}
	client.CloseIdleConnections()
	if _, err := serverCall(t.Context(), t, client, s); err != nil {
		t.Fatal(err)
	}
	if got := s.Connections(); got != 2 {
		t.Errorf("%d connections, want a second one", got)
	}
}

func TestAdvance(t *testing.T) {
	s := New()
	before := s.Now()
	s.Advance(-48 * time.Hour)
	if moved := s.Now().Sub(before); moved > -47*time.Hour || moved < -49*time.Hour {
		t.Errorf("moved by %v", moved)
	}
	if s.URL() != "" || s.Now().Location() != time.UTC {
		t.Errorf("URL %q, time in %v", s.URL(), s.Now().Location())
	}
	s.Close()
}
