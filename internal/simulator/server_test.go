package simulator_test

import (
	"compress/gzip"
	"context"
	"encoding/json"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/iptvops/terraform-provider-iptv/internal/simulator/estate"
	"github.com/iptvops/terraform-provider-iptv/internal/simulator/icareus"
)

// icareusPath is where calls of the platform that these tests use go.
const icareusPath = "/api/channels/admin"

// serverResponse is what a client got; the status is 0 when that is nothing.
type serverResponse struct {
	status int
	header http.Header
	body   string
}

// serverCall adds a channel at s. The error is what the client met, in the middle of the body too.
func serverCall(ctx context.Context, t *testing.T, client *http.Client, s *estate.Server) (serverResponse, error) {
	t.Helper()
	return serverSend(ctx, t, client, s, http.MethodPost, "action=addChannel&organizationId=2631609", `{"name":"News"}`)
}

func serverSend(
	ctx context.Context, t *testing.T, client *http.Client, s *estate.Server, method, query, sent string,
) (serverResponse, error) {
	t.Helper()
	r, err := http.NewRequestWithContext(ctx, method, s.URL()+icareusPath+"?"+query, strings.NewReader(sent))
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Authorization", "Bearer "+icareus.Token)
	response, err := client.Do(r)
	if err != nil {
		return serverResponse{}, err
	}
	defer func() { _ = response.Body.Close() }()
	body, err := io.ReadAll(response.Body)
	return serverResponse{response.StatusCode, response.Header, string(body)}, err
}

func startServer(t *testing.T) (*estate.Server, *http.Client) {
	t.Helper()
	s := estate.Start()
	t.Cleanup(s.Close)
	transport := &http.Transport{}
	t.Cleanup(transport.CloseIdleConnections)
	return s, &http.Client{Transport: transport}
}

func TestLatency(t *testing.T) {
	s, client := startServer(t)
	const latency = 40 * time.Millisecond
	s.SetLatency(latency)
	before := time.Now()
	if response, err := serverCall(t.Context(), t, client, s); err != nil || response.status != 200 {
		t.Fatalf("got %v, %v", response, err)
	}
	if took := time.Since(before); took < latency {
		t.Errorf("the response came after %v", took)
	}

	s.SetLatency(time.Hour)
	go func() {
		for s.Count() < 2 && t.Context().Err() == nil {
			time.Sleep(time.Millisecond)
		}
		s.Close()
	}()
	if response, err := serverCall(t.Context(), t, client, s); err == nil {
		t.Errorf("a server that closed sent %d", response.status)
	}
	s.Close()
	if got := len(s.Icareus.Channels(icareus.Organization)); got != 1 {
		t.Errorf("%d channels, want none of the call that got no response", got)
	}
}

func TestUnknownPath(t *testing.T) {
	s, client := startServer(t)
	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, s.URL()+"/no/such/platform", nil)
	if err != nil {
		t.Fatal(err)
	}
	response, err := client.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	_ = response.Body.Close()
	if response.StatusCode != http.StatusNotFound || s.Count("unknown") != 1 {
		t.Errorf("status %d, counted %v", response.StatusCode, s.Counts())
	}
}

func TestGzip(t *testing.T) {
	s, _ := startServer(t)
	for range 3 {
		s.Icareus.AddChannel(icareus.Organization, icareus.NewChannel("News"))
	}
	// The transport leaves compression to the header.
	client := &http.Client{Transport: &http.Transport{DisableCompression: true}}
	t.Cleanup(client.CloseIdleConnections)
	for _, row := range []struct{ method, action, accept, want string }{
		{http.MethodGet, "getChannels", "gzip", "gzip"},
		{http.MethodGet, "getChannels", "", ""},
		{http.MethodPost, "deleteChannel", "gzip", ""}, // a short response
	} {
		r, err := http.NewRequestWithContext(t.Context(), row.method,
			s.URL()+icareusPath+"?organizationId=2631609&channelId=12346501&action="+row.action, nil)
		if err != nil {
			t.Fatal(err)
		}
		r.Header.Set("Authorization", "Bearer "+icareus.Token)
		if row.accept != "" {
			r.Header.Set("Accept-Encoding", row.accept)
		}
		response, err := client.Do(r)
		if err != nil {
			t.Fatal(err)
		}
		var body io.Reader = response.Body
		if got := response.Header.Get("Content-Encoding"); got != row.want {
			t.Errorf("%s is encoded as %q, want %q", row.action, got, row.want)
		} else if got == "gzip" {
			if body, err = gzip.NewReader(response.Body); err != nil {
				t.Fatal(err)
			}
		}
		var decoded map[string]any
		if err := json.NewDecoder(body).Decode(&decoded); err != nil || decoded["status"] != "ok" {
			t.Errorf("%s returned %v, %v", row.action, decoded, err)
		}
		_ = response.Body.Close()
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
	s := estate.New()
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
