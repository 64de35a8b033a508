// Package inventory is one remote collection as the provider sees it, in two halves: bulk reads (reads), and on top of
// them creates that happen exactly once (creates).
//
// # Bulk reads
//
// Terraform asks for one object at a time. Asking the platform the same way costs a request per object; fetching the
// list at once costs pages nobody needs when a run looks at a single object. So the first reads go one by one, and as
// soon as they have cost as much as the list would (and at least eight), the list is fetched once and serves the rest:
// never more than twice the fewest requests possible, plus 8, for as long as the list is used.
//
//	Read ── a fact that is fresh enough ──────────────────────────> found, or gone
//	  │ none
//	  ├── single reads so far cost less than the list ──> Get ───────> found; gone, in the platform's words
//	  ├── as much ──> the list, page by page ── has it ──────────────> found
//	  │                     └ lacks it ──> Get; or, once gets have cost as much as the list again:
//	  └── Get says ErrUnproven ──> two lists, Pause apart, ── lack it > gone
//	                                 └ do not hold ──────────────────> an error
//
// A fact is used for MaxAge. After a list that took long it is used for four times as long as the list took, at most ten
// minutes: a list that is too old when it is complete would cost its pages and serve nobody. List, and reads with OneLook,
// keep to MaxAge. A fact counts from the moment its request started. An own write counts from the moment it is reported,
// so that no request in progress by then can hide it. A list holds when its pages fit together and nothing was written
// meanwhile.
//
// # Creates
//
// Some platforms have no request id for a create, so when the response is lost, sending again may create twice.
//
//	base ──> send ── response ───────────────────────────────> created
//	          ^ │ lost
//	          │ v
//	          │ look, again and again for LookFor ── one new equal object ──> adopted
//	          │ │                                 ── several ───────────────> uncertain: named
//	          │ │ none                            ── only nearly equal ones > uncertain: named
//	          │ │                                 ── no list that holds ────> uncertain
//	          └─┘ sent again, at most Resend times, then an error. What was sent again is looked for once more
//	              after its response: others like it are named beside what was created.
//
// New is what no response of this run has shown before the first send, and no other create claims; so a list that holds
// (the base) is taken before the first create. Looks are taken while no create is in flight: then each new object is
// another client's, or belongs to a create that is lost.
package inventory

import (
	"cmp"
	"context"
	"errors"
	"time"
)

// ErrUnproven is an error of a get function: the object was not seen, which proves nothing.
var ErrUnproven = errors.New("it was not seen, which does not prove that it is gone")

var (
	errMoving = errors.New("the list changed while it was read, again and again") // so what it lacks may yet exist
	errListed = errors.New("the list has it, and it cannot be read on its own")
)

// Page is one response of a list.
type Page[V any] struct {
	Items []V
	Pages int // how many pages the list has, as known from this response; 1 (or 0) for a collection that is not paged
	Total int // how many objects the list has, 0 when the platform does not say
}

// Source is how a collection is read; ID and Page are required. Requests need timeouts of their own: they outlive callers.
type Source[V any] struct {
	ID func(V) string // the identity of an object; where case does not count, ID folds it, as does whoever hands in an id
	// Page reads page n of the list, from 0, after got items of the pages before it. An empty page ends the list.
	Page func(ctx context.Context, n, got int) (Page[V], error)
	Get  func(ctx context.Context, id string) (V, error) // reads one object, for Read

	// Of these each may be nil, which says no to all errors, and yes to all items.
	Gone func(error) bool // an error of Get says in the platform's words that the object does not exist
	// an error of Page may not come again (5xx, timeout); after others no list is asked for until MaxAge has passed
	Passing  func(error) bool
	Unknown  func(error) bool // an error of Creation.Send leaves open whether the object was created
	Complete func(V) bool     // an item of the list serves reads; of others only the id counts

	OneLook bool          // one list that holds, not older than MaxAge, settles that an object it lacks does not exist
	MaxAge  time.Duration // how long a fact is used at least; 0: 30 s
	Pause   time.Duration // how late a new object may show in the list, and how far apart two looks are; 0: 2 s
	LookFor time.Duration // how long a lost create is looked for; Pause at least
	Resend  int           // how often a create of which nothing is found may be sent again
}

// Inventory is a collection, safe for concurrent use.
type Inventory[V any] struct {
	reads   *reads[V]
	creates *creates[V]
}

// New makes the inventory of a collection. Nothing is requested.
func New[V any](src Source[V]) *Inventory[V] {
	src.MaxAge, src.Pause = cmp.Or(src.MaxAge, 30*time.Second), cmp.Or(src.Pause, 2*time.Second)
	src.LookFor = max(src.LookFor, src.Pause)
	r := newReads(src)
	return &Inventory[V]{reads: r, creates: newCreates(r)}
}

// Read finds an object, not older than MaxAge or four times as long as the last list took. found is false when it is proven
// not to exist. err is that of Get or of ctx.
func (i *Inventory[V]) Read(ctx context.Context, id string) (v V, found bool, err error) {
	return i.reads.read(ctx, id, func(ctx context.Context) (V, error) { return i.reads.Get(ctx, id) })
}

// ReadWith is Read for platforms that read by something else than the id: get makes sure that what it returns is this
// object. When get returns ErrUnproven, two lists that hold, Pause apart, have to lack the object before it counts as gone.
func (i *Inventory[V]) ReadWith(ctx context.Context, id string, get func(context.Context) (V, error)) (v V, found bool, err error) {
	return i.reads.read(ctx, id, get)
}

// List lists the collection by id, not older than MaxAge, own writes included. Items are as the list has them, condensed
// ones too, unless something newer is known. A list whose pages move is read again; when it does not hold even so, holds
// is false and what it lacks may exist. The error is that of Page, that of ctx, or says why the list does not end.
func (i *Inventory[V]) List(ctx context.Context) (items []V, holds bool, err error) {
	items, holds, _, err = i.reads.all(ctx)
	return items, holds, err
}

// ListWhole is List for those who show a list. whole is false when the pages moved each time the list was read, so that
// objects may be missing. Own writes since then, which make a list prove less, leave it whole.
func (i *Inventory[V]) ListWhole(ctx context.Context) (items []V, whole bool, err error) {
	items, _, whole, err = i.reads.all(ctx)
	return items, whole, err
}

// Walk calls yield with each object once, page by page, until yield returns false. whole is false when the pages of the list
// moved each time it was read, so that objects may be missing. Errors are those of List.
func (i *Inventory[V]) Walk(ctx context.Context, yield func(V) bool) (whole bool, err error) {
	return i.reads.walk(ctx, yield)
}

// Wrote reports an object, complete, as it is after an own write. It is what reads return from now on.
func (i *Inventory[V]) Wrote(v V) {
	id := i.reads.ID(v)
	i.creates.take(id)
	i.reads.wrote(id, fact[V]{v: v, found: true})
}

// Deleted reports that an object was deleted. Reads do not find it from now on.
func (i *Inventory[V]) Deleted(id string) {
	i.creates.take(id)
	i.reads.wrote(id, fact[V]{})
}

// Create creates one object, exactly once. others are the ids of further new objects like it, which may be a second
// result of the same create. An error is that of ctx when nothing was sent, that of Send when it is not Unknown, or an
// *UncertainError. A lost response is looked for even when ctx has ended meanwhile.
func (i *Inventory[V]) Create(ctx context.Context, c Creation[V]) (v V, others []string, err error) {
	return i.creates.create(ctx, c)
}

func is(kind func(error) bool, err error) bool { return kind != nil && err != nil && kind(err) }

// sleep waits until t, or for the end of ctx, whose error it returns.
func sleep(ctx context.Context, t time.Time) error {
	timer := time.NewTimer(time.Until(t))
	defer timer.Stop()
	select {
	case <-timer.C:
		return ctx.Err()
	case <-ctx.Done():
		return ctx.Err()
	}
}
