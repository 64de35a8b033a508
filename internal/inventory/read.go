package inventory

import (
	"cmp"
	"context"
	"time"
)

// fewest is how many objects are read one by one before the list is considered.
const fewest = 8

// flight is a single read or a list, under way or done, that several may wait for.
type flight[V any] struct {
	moment
	done chan struct{} // closed at its end
	err  error

	items  map[string]fact[V] // of a list, each with the moment of its page; nil for a single read
	pages  int
	total  int
	steady bool // the pages fit together: no object twice, as many as the platform counts
	needed bool // somebody needs the whole list
	whole  bool // it was not given up after its first page
}

// serves tells whether it is good for somebody who accepts no answer from before oldest or up to seq after.
func (f *flight[V]) serves(oldest time.Time, after uint64) bool {
	return f != nil && !f.at.Before(oldest) && f.seq > after
}

func (f *flight[V]) wait(ctx context.Context) error {
	select {
	case <-f.done:
		return f.err
	case <-ctx.Done():
		return ctx.Err()
	}
}

// Read finds an object, not older than MaxAge. found is false when it does not exist. err is that of Get or of ctx.
func (i *Inventory[V]) Read(ctx context.Context, id string) (v V, found bool, err error) {
	return i.ReadVia(ctx, id, func(ctx context.Context) (V, error) { return i.src.Get(ctx, id) })
}

// ReadVia is Read with a Get of its own, for platforms that read an object by something else than its id. get has to
// make sure that it answers the object of this id.
func (i *Inventory[V]) ReadVia(ctx context.Context, id string, get func(context.Context) (V, error)) (v V, found bool, err error) {
	oldest := time.Now().Add(-i.src.MaxAge)
	for listed := false; ctx.Err() == nil; {
		f, fl := i.lookup(ctx, id, oldest, listed, get)
		if fl == nil {
			return f.v, f.found, nil
		}
		if err := fl.wait(ctx); err != nil && (fl.items == nil || ctx.Err() != nil) {
			return v, false, err
		}
		listed = fl.whole
	}
	return v, false, ctx.Err()
}

// lookup answers from what is known, or with the request to wait for. After a list only a single read can tell more.
func (i *Inventory[V]) lookup(ctx context.Context, id string, oldest time.Time, listed bool, get func(context.Context) (V, error)) (fact[V], *flight[V]) {
	i.mu.Lock()
	defer i.mu.Unlock()
	i.turn()
	f, ok := i.answer(id, oldest)
	switch single := i.reads[id]; {
	case ok:
		return f, nil
	case single.serves(oldest, 0):
		return f, single
	case !listed && i.paging.serves(oldest, 0):
		return f, i.paging
	case !listed && i.list == nil && i.denied == nil && i.cost >= i.worth:
		return f, i.startList(ctx)
	}
	return f, i.startRead(ctx, id, get)
}

// answer is what is known of an id, if that will do. Called with mu held.
func (i *Inventory[V]) answer(id string, oldest time.Time) (f fact[V], ok bool) {
	f, l := i.known[id], i.list
	fresh := !f.at.Before(oldest)
	if !l.serves(oldest, f.seq) || l.items[id].found {
		return f, fresh
	}
	snapshot := l.steady && l.pages == 1
	if fresh && !snapshot {
		return f, true
	}
	// What several pages lack is looked up once more, as long as that keeps within twice the pages plus 8.
	return fact[V]{}, snapshot || i.holds(l) && i.cost >= fewest+l.pages
}

// turn ends a period when its first request, or the list it led to, is too old. Called with mu held.
func (i *Inventory[V]) turn() {
	begin := i.period
	if i.list != nil {
		begin = i.list.at
	}
	if i.paging == nil && time.Since(begin) > i.src.MaxAge {
		i.list, i.period, i.cost, i.worth = nil, time.Time{}, 0, fewest
	}
}

// launch begins a flight, which no caller's ctx ends. Called with mu held.
func (i *Inventory[V]) launch(ctx context.Context, fl *flight[V], run func(context.Context)) *flight[V] {
	fl.moment, fl.done = i.mark(), make(chan struct{})
	i.period = cmp.Or(i.period, fl.at)
	go func() {
		defer close(fl.done)
		run(context.WithoutCancel(ctx))
	}()
	return fl
}

// startRead begins a single read. Called with mu held.
func (i *Inventory[V]) startRead(ctx context.Context, id string, get func(context.Context) (V, error)) *flight[V] {
	fl := &flight[V]{}
	i.cost++
	i.reads[id] = fl
	return i.launch(ctx, fl, func(ctx context.Context) {
		v, err := get(ctx)
		i.mu.Lock()
		defer i.mu.Unlock()
		if i.reads[id] == fl {
			delete(i.reads, id)
		}
		if err != nil && !is(i.src.Gone, err) {
			fl.err = err
		} else if i.known[id].seq < fl.seq {
			i.known[id] = fact[V]{moment: fl.moment, v: v, found: err == nil}
		}
	})
}
