package inventory

import (
	"context"
	"maps"
	"slices"
	"time"
)

// sighting is what a look found of a lost create.
type sighting[V any] struct {
	v     V    // its object
	mine  bool // v was claimed
	equal []string
	near  []string
	err   error // why the look proves nothing
}

func (s sighting[V]) uncertain(err error) *UncertainError {
	switch {
	case len(s.equal) > 0:
		return &UncertainError{IDs: s.equal, Err: err}
	case len(s.near) > 0:
		return &UncertainError{IDs: s.near, Near: true, Err: err}
	}
	return &UncertainError{Lookup: s.err, Err: err}
}

// candidate is an object that the list shows.
type candidate[V any] struct {
	fact[V]
	id    string
	first uint64 // seq of when it was first shown
}

// search looks for the object of a lost create, at once and then, with growing pauses, until all lost ones must show: an
// equal sibling may have claimed ours and left its own. A list that fails may succeed at the next look. The end of ctx ends it.
func (c *creates[V]) search(ctx context.Context, p *pending[V]) sighting[V] {
	oldest := time.Time{}
	for wait := c.Pause; ; wait *= 2 {
		s := c.look(ctx, p, oldest)
		until := c.until()
		if s.mine || len(s.equal) > 0 || !oldest.Before(until) {
			return s
		}
		if oldest = time.Now().Add(wait); oldest.After(until) {
			oldest = until
		}
		if err := sleep(ctx, oldest); err != nil { // interrupted: what has shown by now is not left behind
			s = c.look(ctx, p, time.Now())
			s.err = err
			return s
		}
	}
}

func (c *creates[V]) until() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.shown
}

// lookOnceMore ends a create that was sent more than once, the last time with this outcome: an earlier send may have been
// carried out late. An interrupt shortens the pause before.
func (c *creates[V]) lookOnceMore(ctx context.Context, p *pending[V], v V, err error) (V, []string, error) {
	if err == nil {
		c.forget(p)
	}
	_ = sleep(ctx, time.Now().Add(c.Pause))
	s := c.look(ctx, p, time.Now())
	switch {
	case err == nil:
		return v, slices.Concat(s.equal, s.near), nil
	case s.mine:
		return s.v, nil, nil
	case len(s.equal)+len(s.near) > 0:
		return v, nil, s.uncertain(err)
	}
	return v, nil, err
}

// look searches a list that started after oldest and the last create, while none is in flight.
func (c *creates[V]) look(ctx context.Context, p *pending[V], oldest time.Time) sighting[V] {
	ctx = context.WithoutCancel(ctx)
	_ = c.gate.Acquire(ctx, allSends) // which cannot fail
	defer c.gate.Release(allSends)
	l, err := c.settled(ctx, oldest, c.afterSends())
	if err != nil {
		return sighting[V]{err: err}
	}
	candidates := c.shownSince(l, p.since)
	for n, f := range candidates {
		if !c.complete(f.v) {
			f.v, f.found, err = c.read(ctx, f.id, func(ctx context.Context) (V, error) { return c.Get(ctx, f.id) })
			if err != nil {
				return sighting[V]{err: err}
			}
			candidates[n] = f
		}
	}
	s := c.claim(p, candidates)
	if len(s.equal) == 0 && !c.proves(l) {
		s.err = errMoving
	}
	return s
}

func (c *creates[V]) afterSends() uint64 {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.lastSend
}

// claim chooses among what is new since the first send. An object may belong to any lost create that it is equal to.
func (c *creates[V]) claim(p *pending[V], candidates []candidate[V]) (s sighting[V]) {
	c.mu.Lock()
	defer c.mu.Unlock()
	var near []candidate[V]
	equal := map[string]candidate[V]{}
	for _, f := range candidates {
		switch {
		case !f.found || c.taken[f.id]:
		case p.Matches(f.v):
			equal[f.id] = f
		case p.Near != nil && p.Near(f.v):
			near = append(near, f)
		}
	}
	if len(near) > c.claimants(near, p) { // otherwise each may be what another one will claim
		for _, f := range near {
			s.near = append(s.near, f.id)
		}
	}
	if all := slices.Collect(maps.Values(equal)); !c.lost[p] && len(all) <= c.claimants(all, p) {
		clear(equal) // p has its object, and each of these may be what another one will claim
	}
	s.equal = slices.Sorted(maps.Keys(equal))
	slices.Sort(s.near)
	if !c.lost[p] {
		return s
	}
	for _, id := range s.equal {
		if c.mayTake(p, id, equal) {
			s.v, s.mine, c.taken[id] = equal[id].v, true, true
			delete(c.lost, p)
			break
		}
	}
	return s
}

// mayTake reports whether p may claim one of the objects: every other one can belong to a lost create of its own; locked.
func (c *creates[V]) mayTake(p *pending[V], id string, equal map[string]candidate[V]) bool {
	rest, others := maps.Clone(equal), maps.Clone(c.lost)
	delete(rest, id)
	delete(others, p)
	return haveOwners(slices.Collect(maps.Values(rest)), others)
}

// haveOwners reports whether each of the objects can belong to a create of its own (Kuhn's augmenting paths).
func haveOwners[V any](objects []candidate[V], creates map[*pending[V]]bool) bool {
	owns := map[*pending[V]]int{}
	var place func(n int, tried map[*pending[V]]bool) bool
	place = func(n int, tried map[*pending[V]]bool) bool {
		for p := range creates {
			if tried[p] || !p.mayOwn(objects[n]) {
				continue
			}
			tried[p] = true
			if m, taken := owns[p]; !taken || place(m, tried) {
				owns[p] = n
				return true
			}
		}
		return false
	}
	for n := range objects {
		if !place(n, map[*pending[V]]bool{}) {
			return false
		}
	}
	return true
}

// claimants is how many lost creates other than p may own one or the other of the objects; locked.
func (c *creates[V]) claimants(objects []candidate[V], p *pending[V]) (n int) {
	for other := range c.lost {
		if other != p && slices.ContainsFunc(objects, other.mayOwn) {
			n++
		}
	}
	return n
}

func (p *pending[V]) mayOwn(f candidate[V]) bool { return f.first >= p.since && p.Matches(f.v) }

// shownSince is the objects of a list that nothing had shown before.
func (r *reads[V]) shownSince(l *list[V], since uint64) (candidates []candidate[V]) {
	r.mu.Lock()
	defer r.mu.Unlock()
	for id := range l.look.ids {
		if first := r.first[id]; first >= since {
			candidates = append(candidates, candidate[V]{fact: l.items[id], id: id, first: first})
		}
	}
	return candidates
}

// proves reports whether a list holds.
func (r *reads[V]) proves(l *list[V]) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.holds(l.look)
}
