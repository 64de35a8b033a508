package rest

import (
	"net/http"
	"sync"
	"testing"
	"time"
)

// A limit of the platform holds for all requests together: they wait for its end without using up their retries.
func TestPause(t *testing.T) {
	t.Parallel()
	t.Run("ten creates at a time", func(t *testing.T) {
		t.Parallel()
		var mu sync.Mutex
		var window time.Time
		left := 0
		p := newPlatform(t, func(w http.ResponseWriter, r *http.Request) {
			mu.Lock()
			defer mu.Unlock()
			if now := time.Now(); now.Sub(window) >= time.Second {
				window, left = now, 3 // requests a second
			}
			if left--; left < 0 {
				respond(429, `{"error": "slow down"}`, "Retry-After", "1")(w, r)
				return
			}
			ok(w, r)
		})
		client := p.client(t, func(config *Config, _ *http.Transport) { config.MaxRetries = 1 })
		var workers sync.WaitGroup
		for range 10 {
			workers.Go(func() {
				if err := client.Do(t.Context(), create, nil); err != nil {
					t.Error(err)
				}
			})
		}
		workers.Wait()
		if got := len(p.requests()); got > 40 {
			t.Errorf("%d requests for ten creates", got)
		}
	})
	t.Run("holds for everybody", func(t *testing.T) {
		t.Parallel()
		p := newPlatform(t, respond(503, "", "Retry-After", "1"), ok)
		client := p.client(t, func(config *Config, _ *http.Transport) { config.MaxRetries = 0 })
		var workers sync.WaitGroup
		workers.Go(func() {
			if err := client.Do(t.Context(), create, nil); err != nil {
				t.Error(err)
			}
		})
		for len(p.requests()) == 0 {
			time.Sleep(time.Millisecond)
		}
		time.Sleep(100 * time.Millisecond)
		if err := client.Do(t.Context(), get, nil); err != nil {
			t.Error(err)
		}
		workers.Wait()
		arrivals := p.requests()
		if len(arrivals) != 3 {
			t.Fatalf("%d requests, want 3", len(arrivals))
		}
		for _, a := range arrivals[1:] {
			if after := a.at.Sub(arrivals[0].at); after < 950*time.Millisecond {
				t.Errorf("a request came %s after the platform asked for a second", after)
			}
		}
	})
	t.Run("the body comes again", func(t *testing.T) {
		t.Parallel()
		p := newPlatform(t, respond(429, "", "Retry-After", "1"), ok)
		if err := p.client(t, nil).Do(t.Context(), renew, nil); err != nil {
			t.Fatal(err)
		}
		for _, a := range p.requests() {
			if want := `{"a":2,"rid":"r-1","z":1}`; string(a.body) != want {
				t.Errorf("body %s, want %s", a.body, want)
			}
		}
	})
	t.Run("ends", func(t *testing.T) {
		t.Parallel()
		p := newPlatform(t, respond(429, `{"error": "slow down"}`, "Retry-After", "200"))
		client := p.client(t, nil)
		c, err := client.prepare(create, true)
		if err != nil {
			t.Fatal(err)
		}
		c.paused = time.Second // one pause was waited for already
		var out object
		if err := client.send(t.Context(), c, &out); Status(err) != 429 || len(p.requests()) != 1 {
			t.Errorf("%d requests, want 1: %v", len(p.requests()), err)
		}
	})
	t.Run("spreads those who wait", func(t *testing.T) {
		t.Parallel()
		var p pause
		p.ask(time.Minute)
		seen := map[time.Duration]bool{}
		for range 100 {
			left := p.left()
			if left < 59*time.Second || left > time.Minute+maxJitter {
				t.Errorf("wait %s in a pause of a minute", left)
			}
			seen[left.Round(10*time.Millisecond)] = true
		}
		if len(seen) < 30 {
			t.Errorf("%d different waits of 100: no jitter", len(seen))
		}
		p.ask(time.Second)
		if left := p.left(); left < 59*time.Second {
			t.Errorf("a shorter pause ends the longer one: %s", left)
		}
	})
}
