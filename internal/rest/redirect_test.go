package rest

import (
	"context"
	"net/http"
	"strings"
	"testing"
)

func TestRedirectToAnotherHost(t *testing.T) {
	t.Parallel()
	for _, status := range []int{301, 302, 303, 307, 308} {
		for _, request := range []Request{get, create, renew, remove} {
			other := newPlatform(t, ok)
			p := newPlatform(t, respond(status, "", "Location", other.URL+"/line"))
			err := p.client(t, nil).Do(t.Context(), request, nil)
			e := failed(t, err)
			if !strings.Contains(err.Error(), other.URL) || e.Status != status || IsPassing(err) {
				t.Errorf("%d on %s: the error does not name the other host, or its status is %d: %v", status, request.Operation, e.Status,
					err)
			}
			if want := status == 302 || status == 303; IsUnknown(err) != want {
				t.Errorf("%d on %s: IsUnknown is %t, want %t", status, request.Operation, !want, want)
			}
			if len(other.requests()) != 0 || len(p.requests()) != 1 {
				t.Errorf("%d on %s: %d requests to the other host and %d to the platform, want none and 1", status, request.Operation,
					len(other.requests()), len(p.requests()))
			}
		}
	}
}

func TestRedirectWithinTheHost(t *testing.T) {
	t.Parallel()
	t.Run("read", func(t *testing.T) {
		t.Parallel()
		p := newPlatform(t, respond(302, "", "Location", "/moved/1"), ok)
		client := p.client(t, func(config *Config, _ *http.Transport) {
			config.Authorize = func(_ context.Context, r *http.Request) error {
				q := r.URL.Query()
				q.Set("token", "t0ken-in-query")
				r.URL.RawQuery = q.Encode()
				r.Header.Set("X-Api-Key", "k3y-in-header")
				return nil
			}
		})
		var out object
		if err := client.Do(t.Context(), get, &out); err != nil || out.ID != 7 {
			t.Fatalf("response, error = %v, %v, want id 7 and none", out, err)
		}
		for _, a := range p.requests() {
			if a.URL.Query().Get("token") != "t0ken-in-query" || a.Header.Get("X-Api-Key") != "k3y-in-header" ||
				a.UserAgent() != "terraform-provider-iptv/test" {
				t.Errorf("%s came without its credentials or its user agent", a.URL.Path)
			}
			if strings.Contains(a.Referer(), "t0ken") {
				t.Errorf("the Referer is %s", a.Referer())
			}
		}
		if last := p.requests()[1]; last.URL.Path != "/moved/1" || last.Method != http.MethodGet {
			t.Errorf("redirected to %s %s", last.Method, last.URL.Path)
		}
	})
	for _, request := range []Request{create, renew, update, remove} {
		for _, status := range []int{301, 302, 303, 307, 308} {
			p := newPlatform(t, respond(status, "", "Location", "/elsewhere"), ok)
			err := p.client(t, nil).Do(t.Context(), request, nil)
			if err == nil || !strings.Contains(err.Error(), "/elsewhere") || len(p.requests()) != 1 {
				t.Errorf("%d on %s: %d requests, want 1: %v", status, request.Operation, len(p.requests()), err)
			}
		}
	}
	t.Run("nowhere", func(t *testing.T) {
		t.Parallel()
		// The result of what a server has done may be shown by 302 and 303, whether it says where or not.
		for status, want := range map[int]Outcome{301: Refused, 302: Unknown, 303: Unknown, 307: Refused} {
			for _, request := range []Request{create, renew, update, remove} {
				p := newPlatform(t, respond(status, ""), ok)
				err := p.client(t, nil).Do(t.Context(), request, nil)
				if e := failed(t, err); e.Outcome != want || len(p.requests()) != 1 {
					t.Errorf("%d on %s: outcome %d, %d requests, want %d and 1: %v", status, request.Operation, e.Outcome,
						len(p.requests()), want, err)
				}
			}
		}
	})
	t.Run("loop", func(t *testing.T) {
		t.Parallel()
		p := newPlatform(t, respond(302, "", "Location", "/again"))
		err := p.client(t, nil).Do(t.Context(), get, nil)
		if e := failed(t, err); e.Status != 302 || len(p.requests()) != maxRedirects+1 {
			t.Errorf("%d requests, want %d: %v", len(p.requests()), maxRedirects+1, err)
		}
	})
}
