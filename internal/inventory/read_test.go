package inventory

import (
	"context"
	"errors"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"
)

// check reads ids and compares the responses with the platform's present state.
func check(t *testing.T, p *platform, inv *Inventory[thing], ids ...string) {
	t.Helper()
	for _, id := range ids {
		got, found, err := inv.Read(t.Context(), id)
		if err != nil || found != p.has(id) || found && got.Value != p.objects[id].Value {
			t.Fatalf("Read(%s) = %+v, %v, %v; the platform has %+v", id, got, found, err, p.objects[id])
		}
	}
}

func names(from, to int) (ids []string) {
	for k := from; k < to; k++ {
		ids = append(ids, name(k))
	}
	return ids
}

func TestReadRequests(t *testing.T) {
	for _, tc := range []struct {
		what             string
		objects, perPage int
		read             []string
		gets, pages      int
		prepare          func(*platform)
		source           func(*Source[thing])
		parallel, first  bool // read side by side; list first
	}{
		{what: "one of 5000", objects: 5000, perPage: 5000, read: names(4000, 4001), gets: 1},
		{what: "the same twice", objects: 3, perPage: 3, read: []string{name(1), name(1)}, gets: 1},
		{what: "eight", objects: 200, perPage: 200, read: names(0, 8), gets: 8},
		{what: "the ninth takes the list", objects: 200, perPage: 200, read: names(0, 9), gets: 8, pages: 1},
		{what: "200 channels", objects: 200, perPage: 200, read: names(0, 200), gets: 8, pages: 1},
		{what: "200 channels side by side", objects: 200, perPage: 200, read: names(0, 200), gets: 8, pages: 1, parallel: true},
		{what: "five pages are worth while after eight", objects: 50, perPage: 10, read: names(0, 50), gets: 8, pages: 5},
		{what: "first page serves", objects: 100, perPage: 5, read: slices.Concat(names(20, 28), names(99, 100), names(0, 5)), gets: 9,
			pages: 1},
		{what: "twenty pages after nineteen and the first page", objects: 100, perPage: 5, read: names(0, 100), gets: 19, pages: 21},
		{what: "twenty pages side by side", objects: 100, perPage: 5, read: names(0, 100), gets: 19, pages: 21, parallel: true},
		{what: "gone from a list of one page, trusted after a second look", objects: 20, perPage: 20, read: names(0, 40), gets: 10,
			pages: 2},
		{what: "gone from pages, looked up", objects: 20, perPage: 10, read: names(10, 22), gets: 10, pages: 2},
		{what: "gone from pages, trusted after a second look", objects: 20, perPage: 10, read: names(10, 60), gets: 12, pages: 4},
		{what: "gone from a list of one page, settled at once where one look will do", objects: 20, perPage: 20, read: names(0, 40),
			gets: 8, pages: 1,
			source: func(s *Source[thing]) { s.OneLook = true }},
		{what: "gone from pages, settled at once where one look will do", objects: 20, perPage: 10, read: names(10, 60), gets: 8, pages: 2,
			source: func(s *Source[thing]) { s.OneLook = true }},
		{what: "one look at pages without total does not do", objects: 20, perPage: 10, read: names(10, 60), gets: 48, pages: 2,
			source: func(s *Source[thing]) { s.OneLook = true }, prepare: func(p *platform) { p.noTotal = true }},
		{what: "gone from pages without total, looked up", objects: 20, perPage: 10, read: names(10, 60), gets: 48, pages: 2,
			prepare: func(p *platform) { p.noTotal = true }},
		{what: "a single page without total proves as much", objects: 20, perPage: 20, read: names(0, 40), gets: 10, pages: 2,
			prepare: func(p *platform) { p.noTotal = true }},
		{what: "refused", objects: 100, perPage: 100, read: names(0, 100), gets: 100, pages: 1,
			prepare: func(p *platform) { p.listErr = errRefused }},
		{what: "failed, tried again after as many", objects: 100, perPage: 100, read: names(0, 33), gets: 33, pages: 3,
			prepare: func(p *platform) { p.listErr = errPassing }},
		{what: "condensed lists serve no reads", objects: 100, perPage: 10, read: names(0, 100), gets: 100, pages: 11,
			prepare: func(p *platform) { p.brief = true }},
		{what: "list first", objects: 20, perPage: 10, read: names(0, 20), pages: 2, first: true},
	} {
		t.Run(tc.what, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				p := newPlatform(tc.objects, tc.perPage)
				p.delay = 50 * time.Millisecond
				if tc.prepare != nil {
					tc.prepare(p)
				}
				source := p.source()
				if tc.source != nil {
					tc.source(&source)
				}
				inv := New(source)
				if tc.first {
					if all, _, err := inv.List(t.Context()); err != nil || len(all) != tc.objects {
						t.Fatalf("All: %d objects, %v", len(all), err)
					}
				}
				var wg sync.WaitGroup
				for _, id := range tc.read {
					if !tc.parallel {
						check(t, p, inv, id)
						continue
					}
					wg.Go(func() {
						if _, found, err := inv.Read(t.Context(), id); err != nil || !found {
							t.Errorf("Read(%s): %v, %v", id, found, err)
						}
					})
				}
				wg.Wait()
				if p.gets != tc.gets || p.pages != tc.pages {
					t.Errorf("%d single reads and %d pages, want %d and %d", p.gets, p.pages, tc.gets, tc.pages)
				}
			})
		})
	}
}

func TestReadsDoNotQueue(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := newPlatform(5000, 5000)
		p.delay = time.Second
		inv := New(p.source())
		start := time.Now()
		var wg sync.WaitGroup
		for k := range 8 {
			wg.Go(func() { check(t, p, inv, name(k)) })
			wg.Go(func() { check(t, p, inv, name(k)) }) // shares the request
		}
		wg.Wait()
		if took := time.Since(start); took != time.Second || p.gets != 8 {
			t.Errorf("8 reads side by side took %v and %d requests", took, p.gets)
		}
	})
}

func TestAge(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := newPlatform(100, 100)
		p.delay = 10 * time.Second
		inv := New(p.source())
		check(t, p, inv, name(0)) // requested at 0 s, received at 10 s
		p.set(name(0), 7)
		time.Sleep(20 * time.Second)
		if got, _, _ := inv.Read(t.Context(), name(0)); got.Value != 0 || p.gets != 1 {
			t.Errorf("after 30 s: %+v, %d requests", got, p.gets)
		}
		time.Sleep(time.Millisecond)
		p.delay = 0
		check(t, p, inv, name(0))
		if p.gets != 2 {
			t.Errorf("after more than 30 s: %d requests", p.gets)
		}
		check(t, p, inv, names(1, 100)...)
		if p.gets != 9 || p.pages != 1 {
			t.Errorf("counting did not begin anew: %d and %d", p.gets, p.pages)
		}
		p.set(name(50), 7)
		time.Sleep(31 * time.Second)
		check(t, p, inv, name(50))
		if p.gets != 10 || p.pages != 1 {
			t.Errorf("after the list aged: %d and %d", p.gets, p.pages)
		}
	})
}

// A list that takes long serves reads four times as long as it took. Lists, and looks that one list settles, stay fresh.
func TestAgeOfALongList(t *testing.T) {
	for _, oneLook := range []bool{false, true} {
		synctest.Test(t, func(t *testing.T) {
			p := newPlatform(40, 2)
			src := p.source()
			src.OneLook = oneLook
			inv := New(src)
			var listed time.Time // when the last list began; it takes 20 s
			p.before = func(n int) {
				if n == 0 {
					listed = time.Now().Add(-p.delay / 2)
				}
			}
			p.delay = time.Second
			check(t, p, inv, names(0, 40)...)
			gets := p.gets
			time.Sleep(time.Until(listed.Add(80 * time.Second)))
			p.set(name(30), 7)
			switch got, found, err := inv.Read(t.Context(), name(30)); {
			case err != nil || !found:
				t.Errorf("after 80 s: %v, %v", found, err)
			case oneLook && (got.Value != 7 || p.gets != gets+1):
				t.Errorf("after 80 s, one look: %+v, %d requests more, want a fresh one", got, p.gets-gets)
			case !oneLook && (got.Value != 30 || p.gets != gets):
				t.Errorf("after 80 s: %+v, %d requests more, want none", got, p.gets-gets)
			}
		})
	}
}

// An own write is never hidden by what was in progress when it happened.
func TestOwnWritesDuringRequests(t *testing.T) {
	for _, tc := range []struct {
		what string
		read func(context.Context, *Inventory[thing]) error
	}{
		{"single read", func(ctx context.Context, inv *Inventory[thing]) error {
			_, _, err := inv.Read(ctx, name(1))
			return err
		}},
		{"list", func(ctx context.Context, inv *Inventory[thing]) error { _, _, err := inv.List(ctx); return err }},
	} {
		t.Run(tc.what, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				p := newPlatform(3, 3)
				p.delay = 4 * time.Second // responds with the state after 2 s
				inv := New(p.source())
				var wg sync.WaitGroup
				for _, id := range names(0, 3) {
					wg.Go(func() {
						if tc.what != "list" {
							_, _, _ = inv.Read(t.Context(), id)
						}
					})
				}
				wg.Go(func() {
					if err := tc.read(t.Context(), inv); err != nil {
						t.Error(err)
					}
				})
				time.Sleep(3 * time.Second)
				p.set(name(1), 100)
				inv.Wrote(thing{ID: name(1), Value: 100})
				p.remove(name(2))
				inv.Deleted(name(2))
				p.set("added", 5)
				inv.Wrote(thing{ID: "added", Value: 5})
				wg.Wait()
				before := p.requests()
				check(t, p, inv, name(1), name(2), "added")
				if p.requests() != before {
					t.Error("an own write was asked for")
				}
				all, _, err := inv.List(t.Context())
				if want := []thing{{ID: "added", Value: 5}, {ID: name(0)}, {ID: name(1), Value: 100}}; err != nil ||
					!slices.Equal(all, want) {
					t.Errorf("All = %v, %v", all, err)
				}
			})
		})
	}
}

// An object that slipped off a page while another was deleted is not taken for gone.
func TestAbsenceFromMovingPages(t *testing.T) {
	for _, own := range []bool{false, true} {
		synctest.Test(t, func(t *testing.T) {
			p := newPlatform(40, 10)
			inv := New(p.source())
			p.before = func(n int) {
				if n != 1 {
					return
				}
				p.remove(name(0)) // moves id-010 to the first page
				if own {          // with a new object in its place only the own writes tell
					inv.Deleted(name(0))
					p.set("added", 1)
				}
			}
			check(t, p, inv, names(20, 29)...)
			check(t, p, inv, name(10), name(11))
			for k := range 30 {
				check(t, p, inv, name(100+k)) // each is looked up, none is taken for gone unasked
			}
			if p.pages != 4 || p.gets != 8+1+30 {
				t.Errorf("own %v: %d pages, %d single reads", own, p.pages, p.gets)
			}
		})
	}
}

func TestWaiters(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := newPlatform(3, 3)
		p.delay = 10 * time.Second
		inv := New(p.source())
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		start := time.Now()
		var wg sync.WaitGroup
		wg.Go(func() {
			if _, _, err := inv.Read(ctx, name(1)); !errors.Is(err, context.DeadlineExceeded) || time.Since(start) != time.Second {
				t.Errorf("cancelled read: %v after %v", err, time.Since(start))
			}
		})
		synctest.Wait()
		wg.Go(func() {
			if _, _, err := inv.List(ctx); !errors.Is(err, context.DeadlineExceeded) || time.Since(start) != time.Second {
				t.Errorf("cancelled list: %v after %v", err, time.Since(start))
			}
		})
		synctest.Wait()
		wg.Go(func() { check(t, p, inv, name(1)) })
		wg.Go(func() {
			if all, _, err := inv.List(t.Context()); err != nil || len(all) != 3 {
				t.Errorf("list: %v, %v", all, err)
			}
		})
		wg.Wait()
		if p.gets != 1 || p.pages != 1 {
			t.Errorf("%d single reads, %d lists", p.gets, p.pages)
		}
		if _, _, err := New(p.source()).Read(ctx, name(1)); !errors.Is(err, context.DeadlineExceeded) || p.gets != 1 {
			t.Errorf("read of a context that had ended: %v after %d requests", err, p.gets)
		}
	})
}

func TestErrors(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := newPlatform(3, 3)
		inv := New(p.source())
		broken := errors.New("500")
		if _, _, err := inv.ReadWith(t.Context(), name(1),
			func(context.Context) (thing, error) { return thing{}, broken }); !errors.Is(err, broken) {
			t.Errorf("ReadWith: %v", err)
		}
		check(t, p, inv, name(1))
		p.listErr = errPassing
		if _, _, err := inv.List(t.Context()); !errors.Is(err, errPassing) {
			t.Errorf("All: %v", err)
		}
		p.listErr = errRefused
		if _, _, err := inv.List(t.Context()); !errors.Is(err, errRefused) {
			t.Errorf("All: %v", err)
		}
		p.listErr = nil
		if _, _, err := inv.List(t.Context()); !errors.Is(err, errRefused) || p.pages != 2 {
			t.Errorf("All of a refused list: %v after %d requests", err, p.pages)
		}
	})
}

// Who comes later than MaxAge does not wait for a request that hangs.
func TestHungRequests(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := newPlatform(3, 3)
		p.delay = 2 * time.Hour
		inv := New(p.source())
		var wg sync.WaitGroup
		wg.Go(func() { check(t, p, inv, name(0)) })
		synctest.Wait()
		wg.Go(func() {
			if _, _, err := inv.List(t.Context()); err != nil {
				t.Error(err)
			}
		})
		time.Sleep(31 * time.Second)
		p.mu.Lock()
		p.delay = 0
		p.mu.Unlock()
		start := time.Now()
		check(t, p, inv, name(0), name(1))
		if all, _, err := inv.List(t.Context()); err != nil || len(all) != 3 || time.Since(start) != 0 {
			t.Errorf("All after %v: %v, %v", time.Since(start), all, err)
		}
		wg.Wait()
	})
}
