package inventory

import (
	"cmp"
	"context"
	"maps"
	"slices"
	"time"
)

const fewest = 8 // objects are read one by one before the list is considered

// flight is a single read or a list, under way or done, that several may wait for.
type flight[V any] struct {
	moment
	done   <-chan struct{} // closed at its end
	err    error
	items  map[string]fact[V] // of a list, each with the moment of its page; nil for a single read
	pages  int
	steady bool // the pages fit together: no object twice, as many as the platform counts
	needed bool // somebody needs the whole list
	whole  bool // it was not given up after its first page
}

// serves tells whether it is good for somebody who accepts no answer from before oldest or up to seq after.
func (f *flight[V]) serves(oldest time.Time, after uint64) bool {
	return f != nil && !f.at.Before(oldest) && f.seq > after
}

// wait waits for the end of a flight. Called with mu held, which it gives up meanwhile.
func (i *Inventory[V]) wait(ctx context.Context, fl *flight[V]) error {
	i.mu.Unlock()
	defer i.mu.Lock()
	select {
	case <-fl.done:
		return fl.err
	case <-ctx.Done():
		return ctx.Err()
	}
}

// Read finds an object, not older than MaxAge. found is false when it does not exist. err is that of Get or of ctx.
func (i *Inventory[V]) Read(ctx context.Context, id string) (v V, found bool, err error) {
	return i.ReadWith(ctx, id, func(ctx context.Context) (V, error) { return i.src.Get(ctx, id) })
}

// ReadWith is Read for platforms that read by something else than the id: get makes sure that its answer is this object.
func (i *Inventory[V]) ReadWith(ctx context.Context, id string, get func(context.Context) (V, error)) (v V, found bool, _ error) {
	i.mu.Lock()
	defer i.mu.Unlock()
	oldest, listed := time.Now().Add(-i.src.MaxAge), false // after a list only a single read can tell more
	for ctx.Err() == nil {
		i.turn()
		f, l := i.known[id], i.list
		fresh := !f.at.Before(oldest)
		lacks := l.serves(oldest, f.seq) && !l.items[id].found && i.holds(l)
		// What several pages lack is looked up once more, as long as that keeps within twice the pages plus 8.
		if lacks && (l.pages == 1 || !fresh && i.cost >= fewest+l.pages) {
			return v, false, nil
		}
		if fresh {
			return f.v, f.found, nil
		}
		fl := i.reads[id]
		switch {
		case fl.serves(oldest, 0):
		case !listed && i.paging.serves(oldest, 0):
			fl = i.paging
		case !listed && i.list == nil && i.denied == nil && i.cost >= i.worth:
			fl = i.startList(ctx)
		default:
			fl = i.startRead(ctx, id, get)
		}
		if err := i.wait(ctx, fl); err != nil && fl.items == nil {
			return v, false, err
		}
		listed = fl.whole
	}
	return v, false, ctx.Err()
}

// turn ends a period when its first request, or the list it led to, is too old. Called with mu held.
func (i *Inventory[V]) turn() {
	if i.paging == nil && time.Since(i.period) > i.src.MaxAge {
		i.list, i.period, i.cost, i.worth = nil, time.Time{}, 0, fewest
	}
}

// launch begins a flight, which no caller's ctx ends. Called with mu held, as is run, which gives it up during requests.
func (i *Inventory[V]) launch(ctx context.Context, fl *flight[V], run func(context.Context, *flight[V])) *flight[V] {
	done := make(chan struct{})
	fl.moment, fl.done = i.mark(), done
	i.period = cmp.Or(i.period, fl.at)
	go func() {
		defer close(done)
		i.mu.Lock()
		run(context.WithoutCancel(ctx), fl)
		i.mu.Unlock()
	}()
	return fl
}

// startRead begins a single read. Called with mu held.
func (i *Inventory[V]) startRead(ctx context.Context, id string, get func(context.Context) (V, error)) *flight[V] {
	i.cost++
	i.reads[id] = i.launch(ctx, &flight[V]{}, func(ctx context.Context, fl *flight[V]) {
		i.mu.Unlock()
		v, err := get(ctx)
		i.mu.Lock()
		if i.reads[id] == fl {
			delete(i.reads, id)
		}
		if err != nil && !is(i.src.Gone, err) {
			fl.err = err
		} else if i.known[id].seq < fl.seq {
			i.known[id] = fact[V]{moment: fl.moment, v: v, found: err == nil}
		}
	})
	return i.reads[id]
}

// List lists the collection by id, not older than MaxAge, own writes included. Items are as the list has them, condensed
// ones too, unless something newer is known. The error is that of Page, for good unless it is Passing, or of ctx.
func (i *Inventory[V]) List(ctx context.Context) ([]V, error) {
	i.mu.Lock()
	defer i.mu.Unlock()
	l, err := i.fresh(ctx, time.Now().Add(-i.src.MaxAge), 0)
	if err != nil {
		return nil, err
	}
	facts := maps.Clone(l.items)
	for id, f := range i.known {
		if f.seq > max(l.seq, facts[id].seq) {
			facts[id] = f
		}
	}
	maps.DeleteFunc(facts, func(_ string, f fact[V]) bool { return !f.found })
	all := make([]V, 0, len(facts))
	for _, id := range slices.Sorted(maps.Keys(facts)) {
		all = append(all, facts[id].v)
	}
	return all, nil
}

// fresh is a whole list that serves: the last one, the one under way, or a new one. It gives up mu as wait does.
func (i *Inventory[V]) fresh(ctx context.Context, oldest time.Time, after uint64) (*flight[V], error) {
	i.turn()
	fl := i.list
	if !fl.serves(oldest, after) {
		fl = i.paging
	}
	if !fl.serves(oldest, after) {
		if err := cmp.Or(ctx.Err(), i.denied); err != nil {
			return nil, err
		}
		fl = i.startList(ctx)
	}
	fl.needed = true
	return fl, i.wait(ctx, fl)
}

// holds tells whether what a list lacks does not exist, as far as a list can tell. Called with mu held.
func (i *Inventory[V]) holds(l *flight[V]) bool {
	return l.steady && (l.pages == 1 || l.seq > i.moved)
}

// startList begins a list. Called with mu held.
func (i *Inventory[V]) startList(ctx context.Context) *flight[V] {
	i.paging = i.launch(ctx, &flight[V]{items: map[string]fact[V]{}}, i.readPages)
	return i.paging
}

// readPages is the run of a list. One page after the other: only what was received tells where the next one begins.
func (i *Inventory[V]) readPages(ctx context.Context, fl *flight[V]) {
	steady, total := true, 0
	for m, n, got, more := fl.moment, 0, 0, true; more; m, n = i.mark(), n+1 {
		i.mu.Unlock()
		page, err := i.src.Page(ctx, n, got)
		i.mu.Lock()
		before := len(fl.items)
		for _, v := range page.Items {
			id, f := i.src.ID(v), fact[V]{moment: m, v: v, found: true}
			fl.items[id] = f
			if i.complete(v) && i.known[id].seq <= m.seq {
				i.known[id] = f
			}
		}
		steady = steady && (n == 0 || page.Total == total)
		got, total, more = got+len(page.Items), page.Total, false
		fl.err, fl.pages = err, max(page.Pages, n+1)
		switch {
		case is(i.src.Passing, err):
			i.worth += i.cost
		case err != nil:
			i.denied = err
		case n == 0 && !fl.needed && i.cost < fl.pages:
			i.cost++ // what this page serves, a single read would have served as well
			i.worth = fl.pages
		case n+1 < fl.pages && len(fl.items) > before: // a platform that only repeats itself would never end
			more = true
		default:
			// A platform that does not count its objects proves a list only by giving it in one answer.
			counted := total == got || total == 0 && fl.pages == 1
			fl.steady, fl.whole = steady && counted && got == len(fl.items), true
			if i.list == nil || i.list.seq < fl.seq {
				i.list, i.period = fl, fl.at
			}
		}
	}
	if i.paging == fl {
		i.paging = nil
	}
}
