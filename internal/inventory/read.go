package inventory

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"maps"
	"sync"
	"time"
)

const (
	fewest    = 8 // objects are read one by one before the list is considered
	mostLooks = 4 // lists taken to prove that an object is gone
	stretch   = 4 // how many times as long as it took a list serves reads, where that is more than MaxAge
	mostAge   = 10 * time.Minute
)

// reads is the state of bulk reads. Methods that say "locked" are called with mu held; no method gives mu up and takes it again.
type reads[V any] struct {
	Source[V]

	mu      sync.Mutex // never held during a request
	seq     uint64     // of the last request or own write
	moved   uint64     // seq of the last own write that may have moved objects between pages
	known   map[string]fact[V]
	first   map[string]uint64     // seq of when each id was first shown by any response, or written
	single  map[string]*single[V] // single reads in progress
	paging  *list[V]              // the list in progress
	last    *list[V]              // the last whole list, nil when too old
	earlier *look                 // the one before it, at least Pause older
	denied  error                 // why no list is asked for in this period
	took    time.Duration         // by the last whole list, those of Walk apart
	period  time.Time             // of the list, else of the first request that counts, or zero
	cost    int                   // single reads of the period, and what single reads would have done as well
	worth   int                   // cost at which the list is worth while
}

// moment is when a request started or an own write was reported.
type moment struct {
	seq uint64
	at  time.Time
}

// fact is what is known of one id.
type fact[V any] struct {
	moment
	v     V
	found bool
}

// single is a read of one object, which err or result is of.
type single[V any] struct {
	request

	result fact[V]
}

// request is a single read or a list, in progress or done, that several may wait for.
type request struct {
	moment
	done chan struct{} // closed at its end
	err  error         // valid then
}

func (q *request) wait(ctx context.Context) error {
	select {
	case <-q.done:
		return q.err
	case <-ctx.Done():
		return ctx.Err()
	}
}

// serves reports whether it is good for somebody who accepts no response from before oldest or up to seq after.
func (q *request) serves(oldest time.Time, after uint64) bool {
	return q != nil && !q.at.Before(oldest) && q.seq > after
}

func newReads[V any](src Source[V]) *reads[V] {
	return &reads[V]{Source: src, worth: fewest, known: map[string]fact[V]{}, first: map[string]uint64{}, single: map[string]*single[V]{}}
}

// read is Inventory.ReadWith.
func (r *reads[V]) read(ctx context.Context, id string, get func(context.Context) (V, error)) (v V, found bool, err error) {
	oldest := time.Now().Add(-r.age())
	listed, looked := false, false // what can tell more, after a list and two looks, is a single read only
	for ctx.Err() == nil {
		next := r.next(ctx, id, get, oldest, listed, looked)
		switch {
		case next.settled:
			return next.v, next.found, nil
		case next.list != nil:
			err = next.list.wait(ctx)
			listed = err == nil && next.list.whole
		case next.single != nil:
			if err = next.single.wait(ctx); errors.Is(err, ErrUnproven) {
				if v, found, err = r.lookTwice(ctx, id); err != nil {
					err = fmt.Errorf("whether it still exists cannot be told: %w", err)
				}
				return v, found, err
			}
			if err != nil {
				return v, false, err
			}
			f := r.newer(id, next.single.result)
			return f.v, f.found, nil
		default:
			if v, found, err = r.lookTwice(ctx, id); err == nil {
				return v, found, nil
			}
			looked = true
		}
	}
	return v, false, ctx.Err()
}

// progress is what read does next: it is settled, or waits for a single read, or for a list, or (none of these) looks twice.
type progress[V any] struct {
	fact[V]
	settled bool
	single  *single[V]
	list    *list[V]
}

func (r *reads[V]) next(ctx context.Context, id string, get func(context.Context) (V, error), oldest time.Time, listed,
	looked bool) (s progress[V]) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.turn()
	f := r.known[id]
	lacks := r.last.serves(oldest, f.seq) && !r.last.look.ids[id] && r.holds(r.last.look)
	switch {
	case !f.at.Before(oldest) && !lacks:
		s.fact, s.settled = f, true
	case r.single[id] != nil && r.single[id].serves(oldest, 0):
		s.single = r.single[id]
	case !listed && r.paging.serves(oldest, 0):
		s.list = r.paging
	case !listed && r.last == nil && r.listPays():
		s.list = r.startList(ctx)
	case lacks && r.OneLook:
		s.settled = true
	case !looked && lacks && r.cost >= fewest+2*r.last.look.pages: // both lists together cost no more than the reads so far
	default:
		s.single = r.startRead(ctx, id, get)
	}
	return s
}

// listPays reports whether a list costs no more than the single reads so far, and serves somebody; locked. With OneLook one
// that takes longer than MaxAge is too old when it is complete.
func (r *reads[V]) listPays() bool {
	return r.denied == nil && r.cost >= r.worth && (!r.OneLook || r.took <= r.MaxAge)
}

// lookTwice settles whether an object exists by lists alone: two in a row that hold and lack it, Pause apart.
func (r *reads[V]) lookTwice(ctx context.Context, id string) (v V, found bool, err error) {
	for range mostLooks {
		s, from, after := r.looks(id)
		if s.settled {
			return s.v, s.found, nil
		}
		if err := sleep(ctx, from); err != nil {
			return v, false, err
		}
		l, err := r.whole(ctx, from, after)
		if err != nil {
			return v, false, err
		}
		if l.look.ids[id] && !r.knownSince(id, l.seq) {
			return v, false, errListed
		}
	}
	if s, _, _ := r.looks(id); s.settled {
		return s.v, s.found, nil
	}
	return v, false, errMoving
}

// looks is what the lists so far say of an object, else when the next one may begin, and after which seq.
func (r *reads[V]) looks(id string) (s progress[V], from time.Time, after uint64) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.turn()
	now := time.Now()
	f := r.known[id]
	lacks := func(l *look) bool { return l.seq > f.seq && !l.ids[id] && r.holds(l) }
	switch {
	case !f.at.Before(now.Add(-r.useful())):
		s.fact, s.settled = f, true
	case r.last == nil:
		from = now.Add(-r.MaxAge)
	case !lacks(r.last.look):
		from, after = now, r.last.seq
	case r.earlier != nil && lacks(r.earlier):
		s.settled = true
	default:
		from = r.last.at.Add(r.Pause)
	}
	return s, from, after
}

// knownSince reports whether something is known of an object since then.
func (r *reads[V]) knownSince(id string, seq uint64) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.known[id].seq >= seq
}

// turn ends a period when its first request, or the list it led to, is too old; locked. Facts from before it that are not
// needed to judge the earlier list are forgotten.
func (r *reads[V]) turn() {
	if r.paging != nil || r.period.IsZero() || time.Since(r.period) <= r.useful() {
		return
	}
	switch {
	case r.last != nil:
		r.earlier = r.last.look
	case r.earlier != nil && r.earlier.at.Before(r.period):
		r.earlier = nil
	}
	oldest := r.period
	r.last, r.denied, r.period, r.cost, r.worth = nil, nil, time.Time{}, 0, fewest
	if r.earlier != nil && r.earlier.at.Before(oldest) {
		oldest = r.earlier.at
	}
	maps.DeleteFunc(r.known, func(_ string, f fact[V]) bool { return f.at.Before(oldest) })
}

// age is how old a fact may be that a read returns.
func (r *reads[V]) age() time.Duration {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.useful()
}

// useful is MaxAge, or longer after a list that took so long that reading it would be most of the work; locked.
func (r *reads[V]) useful() time.Duration {
	if r.OneLook || r.denied != nil {
		return r.MaxAge
	}
	took := r.took
	if l := r.paging; l != nil { // as far as it has come
		took = max(took, l.came.Sub(l.at))
	}
	return max(r.MaxAge, min(stretch*took, mostAge))
}

// mark is the present moment, later than every other one; locked.
func (r *reads[V]) mark() moment {
	r.seq++
	return moment{seq: r.seq, at: time.Now()}
}

// now is the present moment.
func (r *reads[V]) now() moment {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.mark()
}

// launch begins a request, which no caller's ctx ends; locked. run is not called with mu held.
func (r *reads[V]) launch(ctx context.Context, q *request, run func(context.Context)) {
	q.moment, q.done = r.mark(), make(chan struct{})
	r.period = cmp.Or(r.period, q.at)
	go func() {
		defer close(q.done)
		run(context.WithoutCancel(ctx))
	}()
}

// startRead begins a single read; locked.
func (r *reads[V]) startRead(ctx context.Context, id string, get func(context.Context) (V, error)) *single[V] {
	r.cost++
	q := &single[V]{}
	r.launch(ctx, &q.request, func(ctx context.Context) {
		v, err := get(ctx)
		r.endRead(id, q, v, err)
	})
	r.single[id] = q
	return q
}

func (r *reads[V]) endRead(id string, q *single[V], v V, err error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.single[id] == q {
		delete(r.single, id)
	}
	if err != nil && !is(r.Gone, err) {
		q.err = err
		return
	}
	q.result = fact[V]{moment: q.moment, v: v, found: err == nil}
	r.learn(id, q.result)
}

// newer is what is known of an object by now, if that is newer than the given fact.
func (r *reads[V]) newer(id string, f fact[V]) fact[V] {
	r.mu.Lock()
	defer r.mu.Unlock()
	if known := r.known[id]; known.seq > f.seq {
		return known
	}
	return f
}

// wrote is an own write.
func (r *reads[V]) wrote(id string, f fact[V]) {
	r.mu.Lock()
	defer r.mu.Unlock()
	f.moment = r.mark()
	if !f.found || !r.known[id].found {
		r.moved = f.seq
	}
	r.learn(id, f)
}

// learn notes a fact, in the lists as well, unless something newer is known; locked.
func (r *reads[V]) learn(id string, f fact[V]) {
	if f.found {
		r.first[id] = cmp.Or(r.first[id], r.seq)
	}
	if f.seq > r.known[id].seq {
		r.known[id] = f
	}
	for _, l := range []*list[V]{r.last, r.paging} {
		if l != nil && f.seq > max(l.seq, l.items[id].seq) {
			l.items[id] = f
		}
	}
}

func (r *reads[V]) complete(v V) bool { return r.Complete == nil || r.Complete(v) }
