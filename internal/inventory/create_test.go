package inventory

import (
	"context"
	"errors"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"
)

// fates makes the attempts of every create end in this order, then work.
func fates(order ...int) func(int, int) int {
	return func(_, attempt int) int {
		if attempt <= len(order) {
			return order[attempt-1]
		}
		return works
	}
}

func TestCreate(t *testing.T) {
	const value = 1 // of what is created, and of id-001, which existed before
	for _, tc := range []struct {
		what    string
		prepare func(p *platform, src *Source[thing])
		during  func(p *platform) // before the response of the first send
		want    string            // id
		err     error             // is in the error
		text    string            // is in the error text
		ids     []string          // of the error
		sends   int
		pages   int
		made    int // objects made by creates
	}{
		{what: "works", want: "new-001", sends: 1, pages: 1, made: 1},
		{what: "refused by the platform", sends: 1, pages: 1, err: errInvalid, text: errInvalid.Error(),
			prepare: func(p *platform, _ *Source[thing]) { p.fate = fates(invalid) }},
		{what: "lost after the commit, an equal one existed", want: "new-001", sends: 1, pages: 2, made: 1,
			prepare: func(p *platform, _ *Source[thing]) { p.fate = fates(lostAfter) }},
		{what: "lost before the commit", want: "new-001", sends: 2, pages: 4, made: 1,
			prepare: func(p *platform, _ *Source[thing]) { p.fate = fates(lostBefore) }},
		{what: "shows late", want: "new-001", sends: 1, pages: 3, made: 1,
			prepare: func(p *platform, _ *Source[thing]) { p.fate, p.late = fates(lostAfter), 2*time.Second }},
		{what: "lost before, then after the commit", want: "new-001", sends: 2, pages: 5, made: 1,
			prepare: func(p *platform, _ *Source[thing]) { p.fate = fates(lostBefore, lostAfter) }},
		{what: "budget used up", sends: 3, pages: 7, err: errLost, text: "nothing was created as far as the list shows",
			prepare: func(p *platform, _ *Source[thing]) { p.fate = fates(lostBefore, lostBefore, lostBefore) }},
		{what: "no budget", sends: 1, pages: 3, err: errLost, text: "nothing was created",
			prepare: func(p *platform, src *Source[thing]) { p.fate, src.Resend = fates(lostBefore), 0 }},
		{what: "refused after a loss", sends: 2, pages: 4, err: errInvalid,
			prepare: func(p *platform, _ *Source[thing]) { p.fate = fates(lostBefore, invalid) }},
		{what: "several", sends: 1, pages: 2, made: 1, err: errLost, ids: []string{"alien", "new-001"}, text: "alien, new-001",
			prepare: func(p *platform, _ *Source[thing]) { p.fate = fates(lostAfter) },
			during:  func(p *platform) { p.set("alien", value) }},
		{what: "another new one differs", want: "new-001", sends: 1, pages: 2, made: 1,
			prepare: func(p *platform, _ *Source[thing]) { p.fate = fates(lostAfter) },
			during:  func(p *platform) { p.set("alien", 7) }},
		{what: "list refused before", sends: 1, pages: 1, made: 1, err: errRefused, text: "may have been created",
			prepare: func(p *platform, _ *Source[thing]) { p.fate, p.listErr = fates(lostAfter), errRefused }},
		{what: "list refused before, works", want: "new-001", sends: 1, pages: 1, made: 1,
			prepare: func(p *platform, _ *Source[thing]) { p.listErr = errRefused }},
		{what: "list fails after", sends: 1, pages: 3, made: 1, err: errPassing, text: "could not be looked up: 502",
			prepare: func(p *platform, _ *Source[thing]) { p.fate = fates(lostAfter) },
			during:  func(p *platform) { p.listErr = errPassing }},
		{what: "list fails after, nothing committed", sends: 1, pages: 3, err: errLost,
			prepare: func(p *platform, _ *Source[thing]) { p.fate = fates(lostBefore) },
			during:  func(p *platform) { p.listErr = errPassing }},
		{what: "condensed list", want: "new-001", sends: 1, pages: 2, made: 1,
			prepare: func(p *platform, _ *Source[thing]) { p.fate, p.brief = fates(lostAfter), true },
			during:  func(p *platform) { p.set("alien", 7) }},
		{what: "pages that do not add up prove nothing", sends: 1, pages: 2 * 3, err: errMoving,
			prepare: func(p *platform, _ *Source[thing]) { p.fate, p.perPage, p.noTotal = fates(lostBefore), 2, true }},
	} {
		t.Run(tc.what, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				p := newPlatform(3, 1000)
				src := p.source()
				if tc.prepare != nil {
					tc.prepare(p, &src)
				}
				inv := New(src)
				c := p.creation(1, value)
				send := c.Send
				c.Send = func(ctx context.Context) (thing, error) {
					if tc.during != nil && p.attempts[1] == 0 {
						tc.during(p)
					}
					return send(ctx)
				}
				got, _, err := inv.Create(t.Context(), c)
				if got.ID != tc.want || (err == nil) != (tc.want != "") || !errors.Is(err, tc.err) {
					t.Errorf("Create = %+v, %v", got, err)
				}
				if err != nil && !strings.Contains(err.Error(), tc.text) {
					t.Errorf("error text %q without %q", err, tc.text)
				}
				var uncertain *UncertainError
				if errors.As(err, &uncertain) && (!slices.Equal(uncertain.IDs, tc.ids) || !errors.Is(err, errLost)) {
					t.Errorf("uncertain among %v: %v", uncertain.IDs, err)
				}
				if p.attempts[1] != tc.sends || p.pages != tc.pages || p.serial != tc.made {
					t.Errorf("%d sends, %d pages, %d objects; want %d, %d, %d", p.attempts[1], p.pages, p.serial, tc.sends, tc.pages,
						tc.made)
				}
				if err == nil {
					check(t, p, inv, tc.want)
				}
			})
		})
	}
}

// The first create shares the list of the bulk reads, later ones cost one request each.
func TestBaselineIsTakenOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := newPlatform(20, 20)
		p.delay = time.Second
		inv := New(p.source())
		check(t, p, inv, names(0, 20)...)
		var wg sync.WaitGroup
		for k := range 6 {
			wg.Go(func() {
				if _, _, err := inv.Create(t.Context(), p.creation(k, 1)); err != nil {
					t.Error(err)
				}
			})
		}
		wg.Wait()
		time.Sleep(time.Minute)
		if _, _, err := inv.Create(t.Context(), p.creation(6, 1)); err != nil || p.pages != 1 || p.serial != 7 {
			t.Errorf("%d lists for %d creates, %v", p.pages, p.serial, err)
		}
	})
}

// Of two new objects a lost create takes the one that the others cannot have made: it was shown before they were sent.
func TestSiblingShownEarlier(t *testing.T) {
	every := Creation[thing]{Matches: func(thing) bool { return true }}
	early, late := &pending[thing]{every, 3}, &pending[thing]{every, 7}
	equal := map[string]candidate[thing]{"a": {id: "a", first: 9}, "b": {id: "b", first: 5}}
	for _, c := range []struct {
		lost           []*pending[thing]
		takesA, takesB bool
	}{
		{[]*pending[thing]{early, late}, false, true}, // a may be that of the later one, b is not
		{[]*pending[thing]{early}, false, false},      // one of the two belongs to nobody here
	} {
		creates := newCreates(newReads(Source[thing]{}))
		for _, p := range c.lost {
			creates.lost[p] = true
		}
		if a, b := creates.mayTake(early, "a", equal), creates.mayTake(early, "b", equal); a != c.takesA || b != c.takesB {
			t.Errorf("%d lost: may take a: %v, b: %v", len(c.lost), a, b)
		}
	}
}

// More new objects than lost creates are told at once, however many there are.
func TestManySiblings(t *testing.T) {
	creates, equal := newCreates(newReads(Source[thing]{})), map[string]candidate[thing]{}
	p := &pending[thing]{Creation[thing]{Matches: func(thing) bool { return true }}, 1}
	creates.lost[p] = true
	for k := range 20 {
		creates.lost[&pending[thing]{p.Creation, 1}] = true
		equal[name(k)] = candidate[thing]{id: name(k), first: 2}
	}
	if !creates.mayTake(p, name(0), equal) {
		t.Error("20 objects of 21 lost creates cannot be told apart")
	}
	for k := range 3 {
		equal[name(20+k)] = candidate[thing]{id: name(20 + k), first: 2}
	}
	if creates.mayTake(p, name(0), equal) {
		t.Error("23 objects are those of 21 lost creates")
	}
}

// Recoveries share a list when no create was sent in between.
func TestEqualSiblings(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := newPlatform(3, 1000)
		p.delay = time.Second
		p.fate = func(k, attempt int) int {
			if attempt > 1 {
				return works
			}
			return []int{works, lostBefore, lostAfter, lostAfter, lostBefore, works}[k]
		}
		inv := New(p.source())
		var mu sync.Mutex
		var ids []string
		var wg sync.WaitGroup
		for k := range 6 {
			wg.Go(func() {
				got, _, err := inv.Create(t.Context(), p.creation(k, 1))
				if err != nil {
					t.Error(err)
				}
				mu.Lock()
				defer mu.Unlock()
				ids = append(ids, got.ID)
			})
		}
		wg.Wait()
		slices.Sort(ids)
		if want := []string{"new-001", "new-002", "new-003", "new-004", "new-005", "new-006"}; !slices.Equal(ids, want) || p.serial != 6 {
			t.Errorf("created %v, %d objects", ids, p.serial)
		}
		if p.pages != 4 { // the baseline, one after the losses, one after the pause, one after what was sent again
			t.Errorf("%d lists", p.pages)
		}
	})
}

func TestCreateInterrupted(t *testing.T) {
	for _, tc := range []struct {
		what        string
		fate        int
		after       time.Duration // of the interrupt; a request takes a second, and two after the loss all shows
		want        string
		sends       int
		interrupted bool
	}{
		{what: "before the baseline", fate: works, after: 0, interrupted: true},
		{what: "during the baseline", fate: works, after: 500 * time.Millisecond, interrupted: true},
		{what: "while sent", fate: works, after: 1500 * time.Millisecond, want: "new-001", sends: 1},
		{what: "lost after the commit", fate: lostAfter, after: 1500 * time.Millisecond, want: "new-001", sends: 1},
		{what: "lost before the commit", fate: lostBefore, after: 1500 * time.Millisecond, sends: 1, interrupted: true},
		{what: "during the pause", fate: lostBefore, after: 3500 * time.Millisecond, sends: 1, interrupted: true},
		{what: "while looked for again", fate: lostBefore, after: 4500 * time.Millisecond, sends: 1},
	} {
		t.Run(tc.what, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				p := newPlatform(3, 1000)
				p.delay = time.Second
				p.fate = fates(tc.fate)
				ctx, cancel := context.WithTimeout(t.Context(), tc.after)
				defer cancel()
				got, _, err := New(p.source()).Create(ctx, p.creation(1, 1))
				time.Sleep(time.Minute) // until what was in progress is done
				if got.ID != tc.want || (err == nil) != (tc.want != "") || errors.Is(err, context.DeadlineExceeded) != tc.interrupted {
					t.Errorf("Create = %+v, %v", got, err)
				}
				var uncertain *UncertainError
				if err != nil && errors.As(err, &uncertain) != (tc.sends > 0) {
					t.Errorf("error %T %v", err, err)
				}
				if p.attempts[1] != tc.sends {
					t.Errorf("%d sends", p.attempts[1])
				}
			})
		})
	}
}
