// Package inventory is one remote collection as the provider sees it: bulk reads and exactly-once creates.
//
// Terraform asks for one object at a time. Asking the platform the same way costs a request per object; fetching the
// list at once costs pages nobody needs when a run looks at a single object. So the first reads go one by one, and as
// soon as they have cost as much as the list would (and at least eight), the list is fetched once and serves the rest:
// never more than twice the fewest requests possible, plus 8. An answer counts from the moment its request started and
// is used for MaxAge. An own write counts from the moment it is reported, so that no list or read that was under way by
// then can hide it. A list of one page is a snapshot: what it lacks is gone. From a list of several pages an object can
// drop out while others are deleted, so what it lacks is looked up once more.
//
// Some platforms have no request id for a create, so when the answer is lost, sending again may create twice. Therefore
// the ids that exist are known before the first create (one list). After a lost answer a fresh list is taken while no
// create is in flight. An object that is new, equals what was sent and was claimed by no other create is ours: it is
// adopted. There is none: the create is sent again. There are more of them than lost creates: nobody can tell which is
// ours, and the error names them.
package inventory

import (
	"cmp"
	"context"
	"sync"
	"time"

	"golang.org/x/sync/semaphore"
)

// Page is one answer of a list.
type Page[V any] struct {
	Items []V
	Pages int // how many pages the list has, as known from this answer; 1 (or 0) for a collection that is not paged
	Total int // how many objects the list has, 0 when the platform does not say
}

// Source is how a collection is read; ID and Page are required. Requests need timeouts of their own: they outlive callers.
type Source[V any] struct {
	ID func(V) string // the identity of an object; where case does not count, ID folds it, as does whoever hands in an id
	// Page reads page n of the list, from 0, after got items of the pages before it. An empty page ends the list.
	Page func(ctx context.Context, n, got int) (Page[V], error)
	Get  func(ctx context.Context, id string) (V, error) // reads one object, for Read

	// Of these each may be nil, which says no to all errors, and yes to all items.
	Gone     func(error) bool // an error of Get says that the object does not exist
	Passing  func(error) bool // an error of Page may not come again (5xx, timeout); after others no list is asked for
	Unknown  func(error) bool // an error of Creation.Send leaves open whether the object was created
	Complete func(V) bool     // an item of the list serves reads; of others only the id counts

	MaxAge time.Duration // how long an answer is used; 0: 30 s
	Pause  time.Duration // how late a new object may show up in the list; 0: 2 s
	Resend int           // how often a create of which nothing is found may be sent again
}

// Inventory is a collection, safe for concurrent use.
type Inventory[V any] struct {
	src  Source[V]
	gate *semaphore.Weighted // a create in flight holds 1, the search for a lost one holds all

	mu     sync.Mutex // guards what follows, never held during a request
	seq    uint64     // of the last request or own write
	moved  uint64     // seq of the last own write that may have moved objects between pages
	known  map[string]fact[V]
	reads  map[string]*flight[V] // single reads under way
	paging *flight[V]            // the list under way
	list   *flight[V]            // the last one, nil when too old
	denied error                 // why no list is asked for any more
	period time.Time             // of the list, else of the first request that counts, or zero
	cost   int                   // single reads of the period, and what single reads would have done as well
	worth  int                   // cost at which the list is worth while

	base     *flight[V]            // the list of before the first create, which no lost create can have made
	taken    map[string]bool       // ids that no lost create can have made either: this run wrote them
	lost     map[*Creation[V]]bool // creates whose objects are being searched for
	lastSend uint64                // seq at the end of the last create
	shown    time.Time             // when all lost objects must show in the list
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

// New makes the inventory of a collection. Nothing is requested.
func New[V any](src Source[V]) *Inventory[V] {
	src.MaxAge, src.Pause = cmp.Or(src.MaxAge, 30*time.Second), cmp.Or(src.Pause, 2*time.Second)
	return &Inventory[V]{
		src: src, gate: semaphore.NewWeighted(allSends), known: map[string]fact[V]{}, reads: map[string]*flight[V]{},
		taken: map[string]bool{}, lost: map[*Creation[V]]bool{},
	}
}

// Wrote reports an object, complete, as it is after an own write. It is what reads answer from now on.
func (i *Inventory[V]) Wrote(v V) { i.write(i.src.ID(v), fact[V]{v: v, found: true}) }

// Deleted reports that an object was deleted. Reads do not find it from now on.
func (i *Inventory[V]) Deleted(id string) { i.write(id, fact[V]{}) }

func (i *Inventory[V]) write(id string, f fact[V]) {
	i.mu.Lock()
	defer i.mu.Unlock()
	f.moment = i.mark()
	if !f.found || !i.known[id].found {
		i.moved = f.seq
	}
	i.known[id], i.taken[id] = f, true
}

// mark is the present moment, later than every other one. Called with mu held.
func (i *Inventory[V]) mark() moment {
	i.seq++
	return moment{seq: i.seq, at: time.Now()}
}

func is(kind func(error) bool, err error) bool { return kind != nil && err != nil && kind(err) }

func (i *Inventory[V]) complete(v V) bool { return i.src.Complete == nil || i.src.Complete(v) }
