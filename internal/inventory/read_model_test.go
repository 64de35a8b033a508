package inventory

import (
	"fmt"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"pgregory.net/rapid"
)

// A step of a random run. Steps overlap: each begins a while after the one before has begun.
type step struct {
	Wait  time.Duration
	Kind  string
	ID    int
	Count int
}

type run struct {
	Objects, PerPage int
	NoTotal, Brief   bool
	Delay            time.Duration // of a request
	Steps            []step
}

var pauses = []time.Duration{0, 0, 10 * time.Millisecond, time.Second, 7 * time.Second, 31 * time.Second}

func drawRun(t *rapid.T, kinds []string) run {
	r := run{
		Objects: rapid.IntRange(0, 60).Draw(t, "objects"),
		PerPage: rapid.SampledFrom([]int{1, 2, 5, 20, 1000}).Draw(t, "perPage"),
		NoTotal: rapid.Bool().Draw(t, "noTotal"),
		Brief:   rapid.IntRange(0, 5).Draw(t, "brief") == 0,
		Delay: rapid.SampledFrom([]time.Duration{0, 100 * time.Millisecond, 2 * time.Second, 20 * time.Second, 70 * time.Second}).Draw(t,
			"delay"),
	}
	for range rapid.IntRange(1, 40).Draw(t, "steps") {
		r.Steps = append(r.Steps, step{
			Wait:  rapid.SampledFrom(pauses).Draw(t, "wait"),
			Kind:  rapid.SampledFrom(kinds).Draw(t, "kind"),
			ID:    rapid.IntRange(0, 70).Draw(t, "id"),
			Count: rapid.IntRange(1, 40).Draw(t, "count"),
		})
	}
	return r
}

// world is a platform, its inventory, and what the provider itself wrote.
type world struct {
	run
	*platform
	inv    *Inventory[thing]
	busy   map[string]chan struct{} // one write to an object at a time
	mu     sync.Mutex
	own    map[string]time.Time // last own write
	value  int
	faults []error
}

func newWorld(r run) *world {
	p := newPlatform(r.Objects, r.PerPage)
	p.noTotal, p.brief, p.delay = r.NoTotal, r.Brief, r.Delay
	w := &world{run: r, platform: p, inv: New(p.source()), busy: map[string]chan struct{}{}, own: map[string]time.Time{}, value: 1000}
	for k := range 200 {
		w.busy[name(k)] = make(chan struct{}, 1)
	}
	return w
}

func (w *world) fault(format string, args ...any) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.faults = append(w.faults, fmt.Errorf(format, args...))
}

// since is the oldest state of an object that may be returned now.
func (w *world) since(id string) time.Time {
	w.mu.Lock()
	defer w.mu.Unlock()
	longest := time.Duration(1+71/w.PerPage) * w.delay // of the lists: ids go from 0 to 70
	since := time.Now().Add(-max(30*time.Second, 4*longest))
	if own := w.own[id]; own.After(since) {
		return own
	}
	return since
}

// was tells whether an object was in a state at some time from since until now.
func (w *world) was(id string, value int, exists bool, since time.Time) bool {
	w.platform.mu.Lock()
	defer w.platform.mu.Unlock()
	states := w.history[id]
	if len(states) == 0 || states[0].at.After(since) {
		states = slices.Insert(slices.Clone(states), 0, version{})
	}
	for k, s := range states {
		ended := k+1 < len(states) && states[k+1].at.Before(since)
		if !ended && s.exists == exists && (!exists || s.value == value) {
			return true
		}
	}
	return false
}

func (w *world) write(id string, do func()) {
	w.busy[id] <- struct{}{}
	defer func() { <-w.busy[id] }()
	w.slow()
	w.slow()
	do()
}

func (w *world) next() int {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.value++
	return w.value
}

func (w *world) wrote(id string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.own[id] = time.Now()
}

func (w *world) read(t *testing.T, id string) {
	since := w.since(id)
	got, found, err := w.inv.Read(t.Context(), id)
	switch {
	case err != nil:
		w.fault("Read(%s): %w", id, err)
	case !w.was(id, got.Value, found, since):
		w.fault("Read(%s) = %+v, %v, which it has not been since %v: %+v", id, got, found, since, w.history[id])
	}
}

func (w *world) all(t *testing.T) {
	since := map[string]time.Time{}
	for id := range w.busy {
		since[id] = w.since(id)
	}
	got, _, err := w.inv.List(t.Context())
	if err != nil {
		return
	}
	for _, v := range got {
		if !w.Brief && !w.was(v.ID, v.Value, true, since[v.ID]) {
			w.fault("All has %+v, which it has not been since %v: %+v", v, since[v.ID], w.history[v.ID])
		}
	}
	for id := range w.busy {
		// Only a list of one page is complete whatever happens meanwhile.
		if w.PerPage == 1000 && !slices.ContainsFunc(got, func(v thing) bool { return v.ID == id }) && !w.was(id, 0, false, since[id]) {
			w.fault("All lacks %s, which existed ever since %v", id, since[id])
		}
	}
}

func (w *world) do(t *testing.T, s step) {
	id := name(s.ID)
	switch s.Kind {
	case "read":
		w.read(t, id)
	case "burst": // ids in a row, ten at a time
		var wg sync.WaitGroup
		for k := range 10 {
			wg.Go(func() {
				for n := k; n < s.Count; n += 10 {
					w.read(t, name(s.ID+n))
				}
			})
		}
		wg.Wait()
	case "all":
		w.all(t)
	case "put":
		w.write(id, func() {
			v := w.next()
			w.set(id, v)
			w.inv.Wrote(thing{ID: id, Value: v})
			w.wrote(id)
		})
	case "drop":
		w.write(id, func() {
			w.remove(id)
			w.inv.Deleted(id)
			w.wrote(id)
		})
	case "change": // by another client, as the following
		w.write(id, func() {
			if w.has(id) {
				w.set(id, w.next())
			}
		})
	case "delete":
		w.write(id, func() { w.remove(id) })
	case "add":
		w.write(id, func() {
			if w.PerPage == 1000 { // in place of a deleted one it may hide that a page has moved
				w.set(id, w.next())
			}
		})
	case "refuse", "fail", "recover":
		w.platform.mu.Lock()
		defer w.platform.mu.Unlock()
		w.listErr, w.failPage = map[string]error{"refuse": errRefused, "fail": errPassing}[s.Kind], s.Count%3
	}
}

// No response is older than allowed, and own writes are always visible.
func TestReadsAreFresh(t *testing.T) {
	kinds := []string{"read", "read", "read", "burst", "burst", "all", "put", "put", "drop", "change", "delete", "add", "fail", "recover",
		"refuse"}
	rapid.Check(t, func(rt *rapid.T) {
		r := drawRun(rt, kinds)
		var w *world
		synctest.Test(t, func(t *testing.T) {
			w = newWorld(r)
			var wg sync.WaitGroup
			for _, s := range r.Steps {
				time.Sleep(s.Wait)
				wg.Go(func() { w.do(t, s) })
				synctest.Wait()
			}
			wg.Wait()
			time.Sleep(time.Hour)
		})
		for _, err := range w.faults {
			rt.Error(err)
		}
	})
}

// Reads of a period cost at most twice the fewest requests possible, plus 8.
func TestRequestsAreBounded(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		periods := rapid.SliceOfN(rapid.Custom(func(rt *rapid.T) run {
			return drawRun(rt, []string{"read", "burst", "burst", "all", "put"})
		}), 1, 3).Draw(rt, "periods")
		fault := rapid.SampledFrom([]error{nil, nil, errRefused, errPassing}).Draw(rt, "fault")
		failPage := rapid.IntRange(0, 2).Draw(rt, "failPage")
		var w *world
		synctest.Test(t, func(t *testing.T) {
			w = newWorld(periods[0])
			if w.noTotal = false; fault != nil {
				w.listErr, w.failPage = fault, failPage
			}
			for n, r := range periods {
				before, pages := w.requests(), w.pageCount()
				ids, lists := map[string]bool{}, 0
				w.platform.mu.Lock()
				w.delay = min(r.Delay, 100*time.Millisecond) // so that the whole period is younger than MaxAge
				w.platform.mu.Unlock()
				var wg sync.WaitGroup
				for _, s := range r.Steps {
					switch s.Kind {
					case "read":
						ids[name(s.ID)] = true
					case "burst":
						for k := range s.Count {
							ids[name(s.ID+k)] = true
						}
					case "all":
						lists++
					case "put": // of what is known to exist, so that the pages stay as they are
						ids[name(s.ID)] = true
						if !w.has(name(s.ID)) {
							continue
						}
						w.read(t, name(s.ID))
					}
					time.Sleep(min(s.Wait, 400*time.Millisecond))
					wg.Go(func() { w.do(t, s) })
				}
				wg.Wait()
				absent := 0
				for id := range ids {
					if !w.has(id) {
						absent++
					}
				}
				proof := min(absent, pages) // that an object is gone takes its own read, or for all of them a second list
				fewest := min(len(ids), pages+proof)
				switch {
				case fault != nil || w.brief:
					fewest = len(ids) + lists*pages
				case lists > 0:
					fewest = pages + proof
				}
				if got := w.requests() - before; got > 2*fewest+8 {
					w.fault("period %d: %d requests for %d ids, %d lists of %d pages", n, got, len(ids), lists, pages)
				}
				time.Sleep(2 * time.Minute)
				for k := range r.Objects / 3 { // the next one has fewer pages
					w.remove(name(k * 3))
				}
			}
		})
		for _, err := range w.faults {
			rt.Error(err)
		}
	})
}
