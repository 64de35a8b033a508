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

// A create is carried out long after its response was lost.
func TestLateCreate(t *testing.T) {
	for _, tc := range []struct {
		what    string
		lookFor time.Duration
		fates   []int
		carried time.Duration
		want    string
		others  []string
		sends   int
	}{
		{what: "3 s", lookFor: 30 * time.Second, fates: []int{lostLate}, carried: 3 * time.Second, want: "new-001", sends: 1},
		{what: "20 s", lookFor: 30 * time.Second, fates: []int{lostLate}, carried: 20 * time.Second, want: "new-001", sends: 1},
		{what: "after it was sent again", lookFor: 30 * time.Second, fates: []int{lostLate}, carried: 31 * time.Second,
			want: "new-001", others: []string{"new-002"}, sends: 2},
		{what: "after it was sent again and refused", lookFor: 30 * time.Second, fates: []int{lostLate, invalid}, carried: 31 * time.Second,
			want: "new-001", sends: 2},
		{what: "after a second one that was lost as well", lookFor: 30 * time.Second, fates: []int{lostLate, lostAfter},
			carried: 31 * time.Second,
			want:    "new-001", others: []string{"new-002"}, sends: 2},
	} {
		t.Run(tc.what, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				p := newPlatform(3, 1000)
				p.fate, p.carried = fates(tc.fates...), tc.carried
				src := p.source()
				src.LookFor = tc.lookFor
				got, others, err := New(src).Create(t.Context(), p.creation(1, 1))
				if got.ID != tc.want || !slices.Equal(others, tc.others) || err != nil || p.attempts[1] != tc.sends {
					t.Errorf("Create = %+v, %v, %v after %d sends", got, others, err, p.attempts[1])
				}
				time.Sleep(time.Minute)
			})
		})
	}
}

// An interrupt ends the search with a last look: what was carried out meanwhile is in state.
func TestInterruptedSearch(t *testing.T) {
	for _, tc := range []struct {
		carried time.Duration
		want    string
	}{{11 * time.Second, "new-001"}, {20 * time.Second, ""}} {
		synctest.Test(t, func(t *testing.T) {
			p := newPlatform(3, 1000)
			p.fate, p.carried = fates(lostLate), tc.carried
			src := p.source()
			src.LookFor = 30 * time.Second
			ctx, cancel := context.WithTimeout(t.Context(), 12*time.Second)
			defer cancel()
			got, _, err := New(src).Create(ctx, p.creation(1, 1))
			if got.ID != tc.want || (err == nil) != (tc.want != "") || err != nil && !errors.Is(err, context.DeadlineExceeded) ||
				p.attempts[1] != 1 {
				t.Errorf("carried out after %v: %+v, %v after %d sends", tc.carried, got, err, p.attempts[1])
			}
			time.Sleep(time.Minute)
		})
	}
}

// A platform that stores something else than what was sent: not sent again, and named.
func TestNearlyEqual(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := newPlatform(3, 1000)
		p.fate, p.rounded = fates(lostAfter, lostAfter, lostAfter), true
		_, others, err := New(p.source()).Create(t.Context(), p.creation(1, 7))
		var uncertain *UncertainError
		if !errors.As(err, &uncertain) || !uncertain.Near || !slices.Equal(uncertain.IDs, []string{"new-001"}) || others != nil ||
			p.attempts[1] != 1 {
			t.Errorf("%v, %v after %d sends", others, err, p.attempts[1])
		}
	})
}

// What is nearly equal and belongs to an equal create that is lost as well makes nothing uncertain.
func TestNearSiblings(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := newPlatform(3, 1000)
		p.delay = time.Second
		p.fate = fates(lostAfter)
		inv := New(p.source())
		var wg sync.WaitGroup
		for k, value := range []int{6, 7} {
			wg.Go(func() {
				got, others, err := inv.Create(t.Context(), p.creation(k, value))
				if err != nil || others != nil || got.Value != value {
					t.Errorf("Create of %d = %+v, %v, %v", value, got, others, err)
				}
			})
		}
		wg.Wait()
		if p.serial != 2 {
			t.Errorf("%d objects", p.serial)
		}
	})
}

// What any earlier list or read of the run has shown is another client's, however late after the base it was made.
func TestShownEarlierIsNotAdopted(t *testing.T) {
	for _, how := range []string{"list", "read", "walk"} {
		synctest.Test(t, func(t *testing.T) {
			p := newPlatform(3, 1000)
			inv := New(p.source())
			if _, _, err := inv.Create(t.Context(), p.creation(0, 100)); err != nil {
				t.Fatal(err)
			}
			p.set("alien", 1)
			time.Sleep(10 * time.Minute)
			switch how {
			case "list":
				if _, holds, err := inv.List(t.Context()); !holds || err != nil {
					t.Fatal(holds, err)
				}
			case "read":
				check(t, p, inv, "alien")
			case "walk":
				if _, err := inv.Walk(t.Context(), func(thing) bool { return true }); err != nil {
					t.Fatal(err)
				}
			}
			p.fate = fates(lostBefore)
			got, others, err := inv.Create(t.Context(), p.creation(1, 1))
			if got.ID != "new-002" || others != nil || err != nil || p.attempts[1] != 2 {
				t.Errorf("shown by a %s: %+v, %v, %v after %d sends", how, got, others, err, p.attempts[1])
			}
		})
	}
}

// A list that fails while a lost create is looked for is asked again.
func TestListRecovers(t *testing.T) {
	for _, listErr := range []error{errPassing, errRefused} {
		synctest.Test(t, func(t *testing.T) {
			p := newPlatform(3, 1000)
			src := p.source()
			src.LookFor = 2 * time.Minute
			inv := New(src)
			c := p.creation(1, 1)
			send := c.Send
			c.Send = func(ctx context.Context) (thing, error) {
				p.mu.Lock()
				p.listErr = listErr
				p.mu.Unlock()
				time.AfterFunc(5*time.Second, func() {
					p.mu.Lock()
					defer p.mu.Unlock()
					p.listErr = nil
				})
				return send(ctx)
			}
			p.fate = fates(lostAfter)
			if got, _, err := inv.Create(t.Context(), c); got.ID != "new-001" || err != nil {
				t.Errorf("%v: %+v, %v", listErr, got, err)
			}
		})
	}
}
