package inventory

import (
	"context"
	"errors"
	"math/rand/v2"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"pgregory.net/rapid"
)

type order struct {
	Wait   time.Duration // after the one before was begun
	Value  int           // equal for siblings
	Fates  []int         // of its attempts
	Cancel time.Duration // after its begin, 0: never
}

type outcome struct {
	order
	got thing
	err error
}

// Random creates with lost responses, equal objects before and side by side: each success has an object of its own,
// and nobody makes more than was asked for.
func TestCreatesAreExact(t *testing.T) {
	for _, hostile := range []bool{false, true} { // hostile: lists fail, objects vanish, creates are interrupted
		rapid.Check(t, func(rt *rapid.T) {
			var orders []order
			for range rapid.IntRange(1, 8).Draw(rt, "creates") {
				o := order{
					Wait:  rapid.SampledFrom([]time.Duration{0, 0, 0, 300 * time.Millisecond, 3 * time.Second}).Draw(rt, "wait"),
					Value: rapid.IntRange(0, 2).Draw(rt, "value"),
					Fates: rapid.SliceOfN(rapid.SampledFrom([]int{works, lostBefore, lostAfter, lostAfter, lostLate, invalid}), 0,
						4).Draw(rt, "fates"),
				}
				if hostile {
					o.Cancel = rapid.SampledFrom([]time.Duration{0, 0, 100 * time.Millisecond, time.Second, 3 * time.Second}).Draw(rt,
						"cancel")
				}
				orders = append(orders, o)
			}
			perPage := rapid.SampledFrom([]int{2, 1000}).Draw(rt, "perPage")
			late := rapid.SampledFrom([]time.Duration{0, time.Second, 2 * time.Second}).Draw(rt, "late")
			delay := rapid.SampledFrom([]time.Duration{0, 500 * time.Millisecond}).Draw(rt, "delay")
			brief := rapid.Bool().Draw(rt, "brief")
			lookFor := rapid.SampledFrom([]time.Duration{0, 7 * time.Second, 30 * time.Second}).Draw(rt, "lookFor")
			carried := max(lookFor, 2*time.Second) - late - time.Millisecond // as late as it is still found
			var trouble []string
			if !hostile && perPage == 2 {
				late, carried = 0, 0 // what shows up between two pages makes the outcome uncertain
			}
			if hostile {
				trouble = rapid.SliceOfN(rapid.SampledFrom([]string{"fail", "refuse", "recover", "delete"}), 0, 6).Draw(rt, "trouble")
			}
			var p *platform
			var done []outcome
			synctest.Test(t, func(t *testing.T) {
				p = newPlatform(5, perPage)
				p.late, p.delay, p.brief, p.carried = late, delay, brief, max(carried, 0)
				p.fate = func(k, attempt int) int { return fates(orders[k].Fates...)(k, attempt) }
				src := p.source()
				src.LookFor = lookFor
				inv := New(src)
				done = make([]outcome, len(orders))
				var wg sync.WaitGroup
				wg.Go(func() {
					for k, kind := range trouble {
						(&world{platform: p, busy: map[string]chan struct{}{name(k): make(chan struct{}, 1)}}).do(t,
							step{Kind: kind, ID: k})
						time.Sleep(700 * time.Millisecond)
					}
				})
				for k, o := range orders {
					time.Sleep(o.Wait)
					wg.Go(func() {
						ctx, cancel := t.Context(), context.CancelFunc(func() {})
						if o.Cancel > 0 {
							ctx, cancel = context.WithTimeout(ctx, o.Cancel)
						}
						defer cancel()
						v, _, err := inv.Create(ctx, p.creation(k, o.Value))
						done[k] = outcome{o, v, err}
					})
				}
				wg.Wait()
				time.Sleep(time.Minute)
			})
			made, owner := map[int]int{}, map[string]int{}
			for k, o := range done {
				var uncertain *UncertainError
				if p.attempts[k] > 3 {
					rt.Errorf("create %d was sent %d times", k, p.attempts[k])
				}
				if o.err == nil {
					if other, twice := owner[o.got.ID]; twice || !strings.HasPrefix(o.got.ID, "new-") ||
						p.objects[o.got.ID].Value != o.Value {
						rt.Errorf("create %d of %d got %+v, as did %d", k, o.Value, o.got, other)
					}
					owner[o.got.ID] = k
					made[o.Value]++
				} else if hostile {
					if errors.As(o.err, &uncertain) {
						made[o.Value]++ // at most
					}
				} else if uncertain = nil; !errors.Is(o.err, errInvalid) &&
					(!errors.As(o.err, &uncertain) || uncertain.IDs != nil || uncertain.Lookup != nil) {
					rt.Errorf("create %d: %v", k, o.err)
				}
			}
			for id, v := range p.objects {
				if strings.HasPrefix(id, "new-") {
					made[v.Value]--
				}
			}
			for value, left := range made {
				if left < 0 || !hostile && left > 0 {
					rt.Errorf("objects of value %d made beyond those claimed: %d; %+v", value, -left, done)
				}
			}
		})
	}
}

// On a platform that stores something else than what was sent, and whose lists may fail for a while, no create makes more
// than one object, and each object is that of a success or named by an error, or its list could not be read.
func TestNormalisedCreates(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		values := rapid.SliceOfN(rapid.IntRange(0, 4), 1, 6).Draw(rt, "values")
		fate := rapid.SliceOfN(rapid.SampledFrom([]int{works, lostBefore, lostAfter, lostLate}), len(values), len(values)).Draw(rt, "fates")
		failing := rapid.SampledFrom([]time.Duration{0, 0, 3 * time.Second, 20 * time.Second}).Draw(rt, "failing")
		var p *platform
		named := map[string]bool{}
		unread := false
		synctest.Test(t, func(t *testing.T) {
			p = newPlatform(3, 1000)
			p.rounded, p.delay, p.carried = true, 100*time.Millisecond, 5*time.Second
			p.fate = func(k, attempt int) int { return fates(fate[k])(k, attempt) }
			src := p.source()
			src.LookFor = 30 * time.Second
			inv := New(src)
			if _, _, err := inv.List(t.Context()); err != nil {
				t.Fatal(err)
			}
			if failing > 0 {
				p.mu.Lock()
				p.listErr = errPassing
				p.mu.Unlock()
				time.AfterFunc(failing, func() {
					p.mu.Lock()
					defer p.mu.Unlock()
					p.listErr = nil
				})
			}
			var mu sync.Mutex
			var wg sync.WaitGroup
			for k, value := range values {
				wg.Go(func() {
					v, others, err := inv.Create(t.Context(), p.creation(k, value))
					mu.Lock()
					defer mu.Unlock()
					var uncertain *UncertainError
					if errors.As(err, &uncertain) {
						others, unread = append(others, uncertain.IDs...), unread || uncertain.Lookup != nil
					} else if err != nil {
						t.Error(err)
					}
					for _, id := range append(others, v.ID) {
						named[id] = true
					}
				})
			}
			wg.Wait()
		})
		if p.serial > len(values) {
			rt.Errorf("%d objects for %d creates", p.serial, len(values))
		}
		for id := range p.objects {
			if strings.HasPrefix(id, "new-") && !named[id] && !unread {
				rt.Errorf("%s is named by nobody: %v", id, named)
			}
		}
	})
}

// Fifty workers at once, for the race detector: own writes are visible, creates get an object each.
func TestFiftyWorkers(t *testing.T) {
	p := newPlatform(200, 50)
	p.delay = 200 * time.Microsecond
	p.fate = func(_, attempt int) int {
		if attempt > 1 {
			return works
		}
		return rand.IntN(3) //nolint:gosec // works or lost, by chance
	}
	src := p.source()
	src.MaxAge, src.Pause = 2*time.Millisecond, time.Millisecond
	inv := New(src)
	var mu sync.Mutex
	owner := map[string]int{}
	var wg sync.WaitGroup
	for k := range 50 {
		wg.Go(func() {
			mine := name(k)
			for n := range 10 {
				p.set(mine, 1000+n)
				inv.Wrote(thing{ID: mine, Value: 1000 + n})
				for _, id := range []string{mine, name(100 + (k*7+n)%100), name(300 + n)} {
					got, found, err := inv.Read(t.Context(), id)
					if err != nil || found != (id < name(200)) || id == mine && got.Value != 1000+n {
						t.Errorf("Read(%s) = %+v, %v, %v", id, got, found, err)
					}
				}
				if _, _, err := inv.List(t.Context()); err != nil {
					t.Error(err)
				}
			}
			p.remove(mine)
			inv.Deleted(mine)
			if _, found, err := inv.Read(t.Context(), mine); found || err != nil {
				t.Errorf("Read(%s) after Drop: %v, %v", mine, found, err)
			}
		})
	}
	wg.Wait()
	inv = New(src)
	for k := range 50 {
		wg.Go(func() {
			got, _, err := inv.Create(t.Context(), p.creation(k, k%5))
			if err != nil {
				t.Error(err)
			}
			mu.Lock()
			defer mu.Unlock()
			if _, twice := owner[got.ID]; twice {
				t.Errorf("%s was given twice", got.ID)
			}
			owner[got.ID] = k
		})
	}
	wg.Wait()
	if p.serial != 50 || len(owner) != 50 {
		t.Errorf("%d objects for %d of 50 creates", p.serial, len(owner))
	}
}
