package inventory

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"
)

// An object that a read has not seen is gone when two lists, seconds apart, lack it, and only then.
func TestUnproven(t *testing.T) {
	for _, tc := range []struct {
		what     string
		perPage  int
		objects  int
		during   func(p *platform, lists int) // before the first page of each list
		found    bool
		err      error
		lists    int
		prepare  func(p *platform)
		id       string
		pastTime time.Duration
	}{
		{what: "gone", objects: 3, perPage: 1000, id: "gone", lists: 2, pastTime: 2 * time.Second},
		{what: "the list has it", objects: 3, perPage: 1000, id: name(1), found: true, lists: 1},
		{what: "shows in the second look", objects: 3, perPage: 1000, id: "slow", found: true, lists: 2, pastTime: 2 * time.Second,
			during: func(p *platform, lists int) {
				if lists == 2 {
					p.set("slow", 1)
				}
			}},
		{what: "empty once", objects: 3, perPage: 1000, id: name(1), found: true, lists: 2, pastTime: 2 * time.Second,
			during: func(p *platform, lists int) { p.empty = lists == 1 }},
		{what: "the list is refused", objects: 3, perPage: 1000, id: "gone", err: errRefused, lists: 1,
			prepare: func(p *platform) { p.listErr = errRefused }},
		{what: "the list never holds", objects: 30, perPage: 10, id: "gone", err: errMoving, lists: 4,
			prepare: func(p *platform) { p.noTotal = true }},
	} {
		t.Run(tc.what, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				p := newPlatform(tc.objects, tc.perPage)
				if tc.prepare != nil {
					tc.prepare(p)
				}
				lists := 0
				p.before = func(n int) {
					if n == 0 {
						if lists++; tc.during != nil {
							tc.during(p, lists)
						}
					}
				}
				begin := time.Now()
				_, found, err := New(p.source()).ReadWith(t.Context(), tc.id, func(context.Context) (thing, error) {
					return thing{}, fmt.Errorf("no line of this name: %w", ErrUnproven)
				})
				if found != tc.found || !errors.Is(err, tc.err) || lists != tc.lists || time.Since(begin) != tc.pastTime {
					t.Errorf("%v, %v after %d lists and %v", found, err, lists, time.Since(begin))
				}
			})
		})
	}
}

// Many that are gone share the two looks.
func TestUnprovenShare(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := newPlatform(3, 1000)
		p.delay = time.Second
		inv := New(p.source())
		var wg sync.WaitGroup
		for k := range 50 {
			wg.Go(func() {
				_, found, err := inv.ReadWith(t.Context(), name(100+k),
					func(context.Context) (thing, error) { return thing{}, ErrUnproven })
				if found || err != nil {
					t.Errorf("%v, %v", found, err)
				}
			})
		}
		wg.Wait()
		if p.pages != 2 {
			t.Errorf("%d lists", p.pages)
		}
	})
}

// A list whose pages move is read again, at most twice.
func TestMovingListIsReadAgain(t *testing.T) {
	for _, tc := range []struct {
		moves, pages int
		holds        bool
	}{{0, 3, true}, {1, 6, true}, {2, 9, true}, {100, 9, false}} {
		p := newPlatform(30, 10)
		moves := 0
		p.before = func(n int) {
			if n == 1 && moves < tc.moves {
				p.remove(name(moves))
				p.set(fmt.Sprint("more-", moves), 1)
				moves++
			}
			if n == 2 && moves < tc.moves {
				p.set(fmt.Sprint("one-", moves), 1) // so that the total moves as well
			}
		}
		inv := New(p.source())
		_, holds, err := inv.List(t.Context())
		if holds != tc.holds || err != nil || p.pages > tc.pages+3 {
			t.Errorf("%d moves: %v, %v, %d pages", tc.moves, holds, err, p.pages)
		}
	}
}

// A refusal is forgotten when what it belongs to is too old.
func TestRefusalIsForgotten(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := newPlatform(100, 100)
		p.listErr = errRefused
		inv := New(p.source())
		check(t, p, inv, names(0, 20)...)
		p.listErr = nil
		time.Sleep(31 * time.Second)
		if all, holds, err := inv.List(t.Context()); len(all) != 100 || !holds || err != nil {
			t.Errorf("%d, %v, %v", len(all), holds, err)
		}
	})
}

// A list that goes on beyond what it announced ends, and the error says what it did.
func TestEndlessLists(t *testing.T) {
	for what, tc := range map[string]struct {
		page func(n int) Page[thing]
		most int
		text string
	}{
		"a total that grows": {most: 40, text: "announced 100 objects on 10 pages; after 17 pages with 170 objects it announces 260 on 26",
			page: func(n int) Page[thing] {
				return Page[thing]{Items: things(n*10, n*10+10), Pages: n + 10, Total: 100 + n*10}
			}},
		"pages that grow, without a total": {most: 20,
			text: "announced 0 objects on 10 pages; after 16 pages with 160 objects it announces 0 on 25",
			page: func(n int) Page[thing] { return Page[thing]{Items: things(n*10, n*10+10), Pages: n + 10} }},
		"one to a page of a million": {most: mostPages,
			text: "announced 1000000 objects on 1000000 pages; after 5000 pages with 5000 objects",
			page: func(n int) Page[thing] { return Page[thing]{Items: things(n, n+1), Pages: 1_000_000, Total: 1_000_000} }},
		"pages that alternate": {most: 3 * 3, text: "page 3 of 1000 brought no object that the pages before it did not have; 20 " +
			"different objects",
			page: func(n int) Page[thing] {
				return Page[thing]{Items: things(n%2*10, n%2*10+10), Pages: 1000, Total: 10_000}
			}},
	} {
		t.Run(what, func(t *testing.T) {
			pages := 0
			src := Source[thing]{ID: func(o thing) string { return o.ID }, Page: func(_ context.Context, n, _ int) (Page[thing], error) {
				pages++
				return tc.page(n), nil
			}}
			_, holds, err := New(src).List(t.Context())
			if err == nil || holds || !strings.Contains(err.Error(), tc.text) || pages > tc.most {
				t.Errorf("after %d pages: %v, %v", pages, holds, err)
			}
			_, err = New(src).Walk(t.Context(), func(thing) bool { return true })
			if err == nil || !strings.Contains(err.Error(), tc.text) {
				t.Errorf("Walk: %v", err)
			}
		})
	}
}

func things(from, to int) (list []thing) {
	for _, id := range names(from, to) {
		list = append(list, thing{ID: id})
	}
	return list
}

func TestWalk(t *testing.T) {
	p := newPlatform(100, 10)
	inv := New(p.source())
	var got []string
	walk := func(limit int) {
		t.Helper()
		got = nil
		whole, err := inv.Walk(t.Context(), func(v thing) bool { got = append(got, v.ID); return len(got) < limit })
		if err != nil || !whole {
			t.Fatal(whole, err)
		}
	}
	if walk(15); len(got) != 15 || p.pages != 2 {
		t.Errorf("%d objects, %d pages for a limit of 15", len(got), p.pages)
	}
	p.before = func(n int) {
		if n == 5 {
			p.remove(name(0)) // moves id-050 to a page that was read
		}
	}
	walk(1000)
	if slices.Sort(got); len(got) != 100 || len(slices.Compact(got)) != 100 || p.pages != 2+10+10 {
		t.Errorf("%d objects, %d pages for all", len(got), p.pages)
	}
	if walk(1000); len(got) != 99 || p.pages != 22 {
		t.Errorf("%d objects, %d pages for a list that is known", len(got), p.pages)
	}
	inv.Deleted(name(7))
	if walk(1000); len(got) != 98 || slices.Contains(got, name(7)) {
		t.Errorf("%d objects after one was deleted", len(got))
	}
	if all, holds, err := inv.List(t.Context()); len(all) != 98 || holds || err != nil || p.pages != 22 {
		t.Errorf("%d objects, %v, %v, %d pages for a list after a walk", len(all), holds, err, p.pages)
	}
	if _, whole, err := inv.ListWhole(t.Context()); !whole || err != nil {
		t.Errorf("whole is %v, %v: only this run has changed something since", whole, err)
	}
	p.before, p.listErr = nil, errRefused
	if _, err := New(p.source()).Walk(t.Context(), func(thing) bool { return true }); !errors.Is(err, errRefused) {
		t.Errorf("refused: %v", err)
	}
}

// Facts of earlier periods are forgotten: a long run does not hold all that it ever read.
func TestFactsAreForgotten(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := newPlatform(500, 500)
		inv := New(p.source())
		check(t, p, inv, names(0, 500)...)
		for range 4 {
			time.Sleep(time.Minute)
			check(t, p, inv, name(1))
		}
		if n := len(inv.reads.known); n > 10 || inv.reads.last != nil {
			t.Errorf("%d facts are kept", n)
		}
	})
}
