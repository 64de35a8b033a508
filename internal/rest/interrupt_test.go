package rest

import (
	"context"
	"errors"
	"net/http"
	"testing"
	"time"
)

// longAgo is how long no interruptible wait takes, however loaded the machine is.
const longAgo = time.Minute

func TestWriteOutlivesInterrupt(t *testing.T) {
	t.Parallel()
	for _, request := range []Request{create, renew, update, remove} {
		t.Run(request.Operation, func(t *testing.T) {
			t.Parallel()
			ctx, cancel := context.WithCancel(t.Context())
			p := newPlatform(t, func(w http.ResponseWriter, r *http.Request) {
				cancel()
				select { // the client would go away at once
				case <-r.Context().Done():
				case <-time.After(50 * time.Millisecond):
				}
				ok(w, r)
			})
			var out object
			if err := p.client(t, nil).Do(ctx, request, &out); err != nil || out.ID != 7 {
				t.Errorf("response, error = %v, %v, want id 7 and none", out, err)
			}
		})
	}
	t.Run("deadline", func(t *testing.T) {
		t.Parallel()
		ctx, cancel := context.WithTimeout(t.Context(), 200*time.Millisecond)
		defer cancel()
		p := newPlatform(t, func(w http.ResponseWriter, r *http.Request) {
			<-ctx.Done()
			ok(w, r)
		})
		err := p.client(t, nil).Do(ctx, create, nil)
		if len(p.requests()) == 1 && err != nil {
			t.Errorf("a create that had begun failed: %v", err)
		}
	})
	t.Run("bounded by the timeout", func(t *testing.T) {
		t.Parallel()
		ctx, cancel := context.WithCancel(t.Context())
		p := newPlatform(t, func(w http.ResponseWriter, r *http.Request) {
			cancel()
			hang(w, r)
		})
		client := p.client(t, func(config *Config, _ *http.Transport) { config.Timeout = 500 * time.Millisecond })
		if err := client.Do(ctx, renew, nil); !IsUnknown(err) {
			t.Errorf("IsUnknown is false: %v", err)
		}
		if got := len(p.requests()); got != 1 {
			t.Errorf("%d requests, want 1", got)
		}
	})
}

func TestNoAttemptAfterInterrupt(t *testing.T) {
	t.Parallel()
	steps := map[string]http.HandlerFunc{"500": respond(500, ""), "429": respond(429, ""), "dropped": dropBeforeHeaders}
	for name, step := range steps {
		for _, request := range []Request{get, create, renew, update, remove} {
			t.Run(name+"/"+request.Operation, func(t *testing.T) {
				t.Parallel()
				ctx, cancel := context.WithCancel(t.Context())
				p := newPlatform(t, func(w http.ResponseWriter, r *http.Request) {
					cancel()
					step(w, r)
				})
				err := p.client(t, nil).Do(ctx, request, nil)
				if got := len(p.requests()); got != 1 {
					t.Errorf("%d requests, want 1", got)
				}
				if request.writes() && IsUnknown(err) != (name != "429") {
					t.Errorf("IsUnknown is %t: %v", IsUnknown(err), err)
				}
				if err == nil {
					t.Error("no error")
				}
			})
		}
	}
	t.Run("before the first", func(t *testing.T) {
		t.Parallel()
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		p := newPlatform(t, ok)
		if err := p.client(t, nil).Do(ctx, create, nil); !errors.Is(err, context.Canceled) || IsUnknown(err) {
			t.Errorf("the error is %v, want the context's", err)
		}
		if got := len(p.requests()); got != 0 {
			t.Errorf("%d requests, want none", got)
		}
	})
	t.Run("while credentials are made", func(t *testing.T) {
		t.Parallel()
		ctx, cancel := context.WithCancel(t.Context())
		p := newPlatform(t, ok)
		client := p.client(t, func(config *Config, _ *http.Transport) {
			config.Authorize = func(context.Context, *http.Request) error { cancel(); return nil }
		})
		if err := client.Do(ctx, create, nil); !errors.Is(err, context.Canceled) {
			t.Errorf("the error is %v, want the context's", err)
		}
		if got := len(p.requests()); got != 0 {
			t.Errorf("%d requests, want none", got)
		}
	})
}

// After a lost response an interrupt does not hide that the write may have been carried out.
func TestInterruptAfterLost(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	attempts := 0
	client := newPlatform(t, dropBeforeHeaders).client(t, func(config *Config, _ *http.Transport) {
		config.Authorize = func(ctx context.Context, _ *http.Request) error {
			if attempts++; attempts == 2 {
				cancel()
				return ctx.Err()
			}
			return nil
		}
	})
	if err := client.Do(ctx, renew, nil); !IsUnknown(err) {
		t.Errorf("IsUnknown is false: %v", err)
	}
}

func TestReadIsInterrupted(t *testing.T) {
	t.Parallel()
	for _, request := range []Request{get, anonymous} {
		ctx, cancel := context.WithCancel(t.Context())
		p := newPlatform(t, func(w http.ResponseWriter, r *http.Request) {
			cancel()
			hang(w, r)
		})
		started := time.Now()
		err := p.client(t, func(config *Config, _ *http.Transport) { config.Timeout = time.Hour }).Do(ctx, request, nil)
		if !errors.Is(err, context.Canceled) || IsUnknown(err) {
			t.Errorf("the error is %v, want the context's", err)
		}
		if took := time.Since(started); took > longAgo {
			t.Errorf("took %s", took)
		}
	}
}

func TestWaitsAreInterrupted(t *testing.T) {
	t.Parallel()
	for _, request := range []Request{get, create} {
		t.Run("back-off/"+request.Operation, func(t *testing.T) {
			t.Parallel()
			ctx, cancel := context.WithCancel(t.Context())
			p := newPlatform(t, respond(429, "", "Retry-After", "250"))
			client := p.client(t, nil)
			time.AfterFunc(100*time.Millisecond, cancel)
			started := time.Now()
			if err := client.Do(ctx, request, nil); err == nil || IsUnknown(err) {
				t.Errorf("the error is %v, want one with a certain outcome", err)
			}
			if took := time.Since(started); took > longAgo {
				t.Errorf("took %s", took)
			}
		})
		t.Run("rate limit/"+request.Operation, func(t *testing.T) {
			t.Parallel()
			p := newPlatform(t, ok)
			client := p.client(t, func(config *Config, _ *http.Transport) { config.RequestsPerSecond = 0.001 })
			if err := client.Do(t.Context(), get, nil); err != nil {
				t.Fatal(err)
			}
			started := time.Now()
			ctx, cancel := context.WithCancel(t.Context())
			time.AfterFunc(50*time.Millisecond, cancel)
			if err := client.Do(ctx, request, nil); !errors.Is(err, context.Canceled) {
				t.Errorf("the error is %v, want the context's", err)
			}
			ctx, cancel = context.WithTimeout(t.Context(), time.Minute)
			defer cancel()
			if err := client.Do(ctx, request, nil); !errors.Is(err, context.DeadlineExceeded) {
				t.Errorf("the error is %v, want that the deadline comes first", err)
			}
			if took := time.Since(started); took > longAgo {
				t.Errorf("took %s", took)
			}
			if got := len(p.requests()); got != 1 {
				t.Errorf("%d requests, want 1", got)
			}
		})
	}
}
