package inventory

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"
	"time"
)

const (
	rereads   = 2    // of a list whose pages moved
	mostPages = 5000 // of a list
)

// look is what a list proves: which ids there were.
type look struct {
	moment
	ids    map[string]bool
	pages  int
	proves bool // the pages fit together: no object twice, as many as the platform counts
}

// list is one reading of all pages, one after the other: only what was received tells where the next one begins.
type list[V any] struct {
	request

	look   *look
	items  map[string]fact[V] // each with the moment of its page, or of what was learned since
	needed bool               // somebody needs the whole list
	whole  bool               // it was not given up after its first page
	moving bool               // the pages do not fit together
	tries  int                // how many lists before it were moving
	read   int                // pages so far
	came   time.Time          // when the last of them came
	got    int                // items so far
	first  Page[V]            // without its items
	size   int                // items of the first page
	total  int                // of the last page
	repeat int                // number of the page, from 1, that had no new object although more were to come
}

func (l *list[V]) serves(oldest time.Time, after uint64) bool {
	return l != nil && l.request.serves(oldest, after)
}

// holds reports whether what a list lacks did not exist, as far as a list can tell; locked.
func (r *reads[V]) holds(l *look) bool {
	return l.proves && (l.pages == 1 || l.seq > r.moved)
}

// whole is a list that began at oldest or later, and after seq: the last one, the one in progress, or a new one.
func (r *reads[V]) whole(ctx context.Context, oldest time.Time, after uint64) (*list[V], error) {
	l, err := r.join(ctx, oldest, after)
	if err != nil {
		return nil, err
	}
	return l, l.wait(ctx)
}

func (r *reads[V]) join(ctx context.Context, oldest time.Time, after uint64) (*list[V], error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.turn()
	l := r.last
	if !l.serves(oldest, after) {
		l = r.paging
	}
	if !l.serves(oldest, after) {
		switch {
		case ctx.Err() != nil:
			return nil, ctx.Err()
		case r.denied != nil:
			return nil, r.denied
		}
		l = r.startList(ctx)
	}
	l.needed = true
	return l, nil
}

// settled is the list that the given one leads to: when its pages moved, another one, a bounded number of times.
func (r *reads[V]) settled(ctx context.Context, oldest time.Time, after uint64) (l *list[V], err error) {
	for ; ; after = l.seq {
		if l, err = r.whole(ctx, oldest, after); err != nil || !l.moving || l.tries >= rereads {
			return l, err
		}
	}
}

// all is Inventory.List, with whole as Inventory.ListWhole has it.
func (r *reads[V]) all(ctx context.Context) (items []V, holds, whole bool, err error) {
	l, err := r.settled(ctx, time.Now().Add(-r.MaxAge), 0)
	if err == nil {
		err = l.endless()
	}
	if err != nil {
		return nil, false, false, err
	}
	items, holds = r.contents(l)
	return items, holds, !l.moving, nil
}

func (r *reads[V]) contents(l *list[V]) (items []V, holds bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	items = make([]V, 0, len(l.items))
	for _, id := range slices.Sorted(maps.Keys(l.items)) {
		if f := l.items[id]; f.found {
			items = append(items, f.v)
		}
	}
	return items, r.holds(l.look)
}

// walk is Inventory.Walk. A list that moved is walked again for what it lacked.
func (r *reads[V]) walk(ctx context.Context, yield func(V) bool) (whole bool, err error) {
	seen := map[string]bool{}
	pass := func(items []fact[V]) bool {
		for _, f := range items {
			if id := r.ID(f.v); !seen[id] {
				if seen[id] = true; !yield(f.v) {
					return false
				}
			}
		}
		return true
	}
	if items, ok := r.recent(); ok {
		pass(items)
		return true, nil
	}
	for tries := 0; ; tries++ {
		l := r.begin(tries)
		for more := true; more; {
			var ids []string
			ids, more = r.readPage(ctx, l)
			if l.err != nil {
				return false, l.err
			}
			if !pass(r.pick(l, ids)) {
				return true, nil
			}
		}
		if !l.moving || tries == rereads {
			return !l.moving, l.endless()
		}
	}
}

// begin is a list that is read by its caller alone.
func (r *reads[V]) begin(tries int) *list[V] {
	r.mu.Lock()
	defer r.mu.Unlock()
	l := r.newList(tries)
	l.needed, l.done = true, make(chan struct{})
	close(l.done) // others see it only when it has ended
	return l
}

// recent is the items of the last list if it serves now.
func (r *reads[V]) recent() ([]fact[V], bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.turn()
	if !r.last.serves(time.Now().Add(-r.MaxAge), 0) || r.last.moving {
		return nil, false
	}
	items := make([]fact[V], 0, len(r.last.items))
	for _, id := range slices.Sorted(maps.Keys(r.last.items)) {
		if f := r.last.items[id]; f.found {
			items = append(items, f)
		}
	}
	return items, true
}

// pick is the items of a list with these ids, without those that were deleted.
func (r *reads[V]) pick(l *list[V], ids []string) (items []fact[V]) {
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, id := range ids {
		f := l.items[id]
		if known := r.known[id]; known.seq > f.seq {
			f = known
		}
		if f.found {
			items = append(items, f)
		}
	}
	return items
}

// startList begins a list; locked.
func (r *reads[V]) startList(ctx context.Context) *list[V] {
	l := r.newList(0)
	if r.last != nil && r.last.moving && r.last.tries < rereads {
		l.tries = r.last.tries + 1
	}
	r.launch(ctx, &l.request, func(ctx context.Context) {
		for more := true; more; {
			_, more = r.readPage(ctx, l)
		}
	})
	l.look.moment = l.moment
	r.paging = l
	return l
}

// newList is a list that nothing is read of yet; locked.
func (r *reads[V]) newList(tries int) *list[V] {
	l := &list[V]{look: &look{ids: map[string]bool{}}, items: map[string]fact[V]{}, tries: tries}
	l.moment = r.mark()
	l.look.moment = l.moment
	return l
}

// readPage reads the next page of a list. It returns the ids that the pages before did not have, and whether there are more.
func (r *reads[V]) readPage(ctx context.Context, l *list[V]) (ids []string, more bool) {
	asked := r.now()
	page, err := r.Page(ctx, l.read, l.got)
	return r.addPage(l, asked, page, err)
}

func (r *reads[V]) addPage(l *list[V], asked moment, page Page[V], err error) (ids []string, more bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if l.read == 0 {
		asked, l.first, l.size, l.total = l.moment, Page[V]{Pages: page.Pages, Total: page.Total}, len(page.Items), page.Total
	}
	for _, v := range page.Items {
		id := r.ID(v)
		if !l.look.ids[id] {
			l.look.ids[id], ids = true, append(ids, id)
		}
		f := fact[V]{moment: asked, v: v, found: true}
		if asked.seq >= l.items[id].seq { // an own write may be newer
			l.items[id] = f
		}
		r.first[id] = cmp.Or(r.first[id], r.seq)
		if r.complete(v) && asked.seq >= r.known[id].seq {
			r.known[id] = f
		}
	}
	l.moving = l.moving || len(ids) < len(page.Items) || page.Total != l.total
	l.came = time.Now()
	l.read, l.got, l.total = l.read+1, l.got+len(page.Items), page.Total
	l.err, l.look.pages = err, max(page.Pages, l.read)
	if err == nil && l.look.pages > l.read && len(page.Items) > 0 {
		l.err = l.grows()
	}
	switch {
	case is(r.Passing, l.err):
		r.worth += r.cost
	case l.err != nil:
		r.denied = l.err
	case l.read == 1 && !l.needed && r.cost < l.look.pages:
		r.cost++ // what this page serves, a single read would have served as well
		r.worth = l.look.pages
	case l.read < l.look.pages && len(ids) > 0:
		return ids, true
	default:
		r.end(l, len(page.Items) > 0 && l.read < l.look.pages)
	}
	if r.paging == l {
		r.paging = nil
	}
	return ids, false
}

// end makes a list the last one; locked. repeated: its last page brought nothing new although more pages were to come.
func (r *reads[V]) end(l *list[V], repeated bool) {
	// A platform that does not count its objects proves a list only by giving it in one response.
	counted := l.total == l.got || l.total == 0 && l.look.pages == 1
	if repeated {
		l.repeat = l.read
	}
	l.moving = l.moving || l.total > 0 && !counted
	l.look.proves, l.whole = counted && !l.moving, true
	if r.last != nil && r.last.seq > l.seq {
		return
	}
	if r.last != nil && !l.at.Before(r.last.at.Add(r.Pause)) {
		r.earlier = r.last.look
	}
	r.last, r.period = l, l.at
	if r.paging == l { // a walk takes as long as its caller wants
		r.took = time.Since(l.at)
	}
}

// grows is an error for a list that goes on far beyond what its first page announced.
func (l *list[V]) grows() error {
	tooLong := l.got >= l.first.Total+l.first.Total/2+2*l.size
	if l.first.Total == 0 {
		tooLong = l.read > l.first.Pages+l.first.Pages/2
	}
	if l.read < mostPages && !tooLong {
		return nil
	}
	return fmt.Errorf("the list does not end: its first page announced %d objects on %d pages; after %d pages with %d objects it "+
		"announces %d on %d",
		l.first.Total, l.first.Pages, l.read, l.got, l.total, l.look.pages)
}

// endless is an error for a list that repeated itself, once it has ended.
func (l *list[V]) endless() error {
	if l.repeat == 0 {
		return nil
	}
	return fmt.Errorf("the list does not end: page %d of %d brought no object that the pages before it did not have; %d different "+
		"objects were received",
		l.repeat, l.look.pages, len(l.look.ids))
}
