package simulator_test

import (
	"net/http"
	"sync"
	"testing"

	"github.com/iptvops/terraform-provider-iptv/internal/simulator/icareus"
)

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
		first.Header.Get("Authorization") != "Bearer "+icareus.Token || string(first.Body) != `{"name":"News"}` || first.At.IsZero() {
		t.Errorf("kept %+v", first)
	}
	s.ResetRequests()
	if s.Count() != 0 || len(s.Requests()) != 0 {
		t.Errorf("%v after a reset", s.Counts())
	}
}
