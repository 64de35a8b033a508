package inventory

import (
	"cmp"
	"context"
	"maps"
	"slices"
	"time"
)

// All lists the collection by id, not older than MaxAge, own writes included. Items are as the list has them, condensed
// ones too, unless something newer is known. The error is that of Page, for good unless it is Passing, or of ctx.
func (i *Inventory[V]) All(ctx context.Context) ([]V, error) {
	l, err := i.fresh(ctx, time.Now().Add(-i.src.MaxAge), 0)
	if err != nil {
		return nil, err
	}
	i.mu.Lock()
	defer i.mu.Unlock()
	facts := maps.Clone(l.items)
	for id, f := range i.known {
		if f.seq > max(l.seq, facts[id].seq) {
			facts[id] = f
		}
	}
	all := make([]V, 0, len(facts))
	for _, id := range slices.Sorted(maps.Keys(facts)) {
		if f := facts[id]; f.found {
			all = append(all, f.v)
		}
	}
	return all, nil
}

// fresh is a whole list that serves: the last one, the one under way, or a new one.
func (i *Inventory[V]) fresh(ctx context.Context, oldest time.Time, after uint64) (*flight[V], error) {
	i.mu.Lock()
	i.turn()
	fl := i.list
	if !fl.serves(oldest, after) {
		fl = i.paging
	}
	if !fl.serves(oldest, after) {
		if err := cmp.Or(ctx.Err(), i.denied); err != nil {
			i.mu.Unlock()
			return nil, err
		}
		fl = i.startList(ctx)
	}
	fl.needed = true
	i.mu.Unlock()
	return fl, fl.wait(ctx)
}

// holds tells whether what a list lacks does not exist, as far as a list can tell. Called with mu held.
func (i *Inventory[V]) holds(l *flight[V]) bool {
	return l.steady && (l.pages == 1 || l.shifts == i.shifts)
}

// startList begins a list. Called with mu held.
func (i *Inventory[V]) startList(ctx context.Context) *flight[V] {
	fl := &flight[V]{items: map[string]fact[V]{}, steady: true}
	i.paging = fl
	return i.launch(ctx, fl, func(ctx context.Context) {
		// One page after the other: only what was received tells where the next one begins.
		for m, n, got, more := fl.moment, 0, 0, true; more; n++ {
			page, err := i.src.Page(ctx, n, got)
			got += len(page.Items)
			m, more = i.add(fl, m, n, page, err)
		}
	})
}

// add adds page n, asked for at m, to a list. It answers whether another page is needed, and the moment for that.
func (i *Inventory[V]) add(fl *flight[V], m moment, n int, page Page[V], err error) (moment, bool) {
	i.mu.Lock()
	defer i.mu.Unlock()
	if n == 0 {
		fl.total = page.Total
	}
	fl.pages = max(page.Pages, n+1)
	fl.steady = fl.steady && fl.total == page.Total
	for _, v := range page.Items {
		id, f := i.src.ID(v), fact[V]{moment: m, v: v, found: true}
		fl.steady = fl.steady && !fl.items[id].found
		fl.items[id] = f
		if i.complete(v) && i.known[id].seq <= m.seq {
			i.known[id] = f
		}
	}
	switch {
	case err != nil && is(i.src.Passing, err):
		fl.err = err
		i.worth += i.cost
	case err != nil:
		fl.err, i.denied = err, err
	case n == 0 && !fl.needed && i.cost < fl.pages:
		i.cost++ // what this page serves, a single read would have served as well
		i.worth = fl.pages
	case n+1 < fl.pages && len(page.Items) > 0:
		return i.mark(), true
	default:
		// A platform that does not count its objects proves a list only by giving it in one answer.
		fl.steady = fl.steady && (fl.total == len(fl.items) || fl.total == 0 && fl.pages == 1)
		fl.whole = true
		if i.list == nil || i.list.seq < fl.seq {
			i.list = fl
		}
	}
	if i.paging == fl {
		i.paging = nil
	}
	return m, false
}
