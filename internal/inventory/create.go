package inventory

import (
	"context"
	"errors"
	"math"
	"strings"
	"sync"
	"time"

	"golang.org/x/sync/semaphore"
)

const allSends = math.MaxInt64

// Creation is one object to create on a platform that has no request ids.
type Creation[V any] struct {
	Send    func(ctx context.Context) (V, error) // sends the create once and returns the new object, complete
	Matches func(V) bool                         // reports whether an object is equal to what is sent
	Near    func(V) bool                         // reports whether it may be what a platform that normalises texts made of it; nil: never
}

// UncertainError is a create whose lost response could not be made up for. Without IDs and Lookup no new object was found.
type UncertainError struct {
	IDs    []string // new objects that may be it
	Near   bool     // they are nearly equal to what was sent; otherwise equal, and more than there are lost creates
	Lookup error    // why it could not be looked up
	Err    error    // of the create
}

// Error says what is known of the object, without a word of the platform.
func (e *UncertainError) Error() string {
	what := "nothing was created as far as the list shows"
	if e.Lookup != nil {
		what = "it may have been created, which could not be looked up: " + e.Lookup.Error()
	} else if len(e.IDs) > 0 {
		what = "it may be one of these new objects: " + strings.Join(e.IDs, ", ")
	}
	return e.Err.Error() + "; " + what
}

// Unwrap gives the error of the create, then that of the look-up.
func (e *UncertainError) Unwrap() error { return errors.Join(e.Err, e.Lookup) }

// creates is the state of exactly-once creates.
type creates[V any] struct {
	*reads[V]

	gate *semaphore.Weighted // a create in flight holds 1, a look holds all

	mu       sync.Mutex           // guards what follows, never held during a request or together with that of reads
	based    bool                 // a list that holds was taken
	taken    map[string]bool      // ids that no lost create can have made: this run wrote or claimed them
	lost     map[*pending[V]]bool // creates whose objects are looked for
	lastSend uint64               // seq at the end of the last create
	shown    time.Time            // when all lost objects must show in the list
}

// pending is a create that was or will be sent.
type pending[V any] struct {
	Creation[V]

	since uint64 // seq of before its first send: what was shown before is not its object
}

func newCreates[V any](r *reads[V]) *creates[V] {
	return &creates[V]{
		reads: r, gate: semaphore.NewWeighted(allSends), taken: map[string]bool{}, lost: map[*pending[V]]bool{},
	}
}

// create is Inventory.Create.
func (c *creates[V]) create(ctx context.Context, what Creation[V]) (v V, others []string, _ error) {
	baseErr := c.takeBase(ctx)
	p := &pending[V]{Creation: what, since: c.now().seq}
	defer c.forget(p)
	var lost *UncertainError
	for try := 0; ; try++ {
		sent, begun, err := c.send(ctx, p)
		switch {
		case !begun && try == 0:
			return v, nil, err
		case !begun:
			return v, nil, lost
		case !is(c.Unknown, err) && try == 0:
			return sent, nil, err
		case !is(c.Unknown, err):
			return c.lookOnceMore(ctx, p, sent, err)
		case baseErr != nil:
			return v, nil, &UncertainError{Lookup: baseErr, Err: err}
		}
		s := c.search(ctx, p)
		if s.mine {
			if try == 0 {
				return s.v, nil, nil
			}
			return c.lookOnceMore(ctx, p, s.v, nil)
		}
		if lost = s.uncertain(err); lost.Lookup != nil || len(lost.IDs) > 0 || try >= c.Resend {
			return v, nil, lost
		}
	}
}

// send sends a create once. begun is false when ctx ended before.
func (c *creates[V]) send(ctx context.Context, p *pending[V]) (v V, begun bool, err error) {
	if err = c.gate.Acquire(ctx, 1); err != nil {
		return v, false, err
	}
	defer c.gate.Release(1) // from here on others may look for theirs: our object is taken, or counts as lost
	v, err = p.Send(ctx)
	if err == nil {
		id := c.ID(v)
		c.take(id)
		c.wrote(id, fact[V]{v: v, found: true})
	}
	c.sent(p, c.now().seq, err)
	return v, true, err
}

func (c *creates[V]) sent(p *pending[V], seq uint64, err error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.lastSend = max(c.lastSend, seq)
	switch {
	case is(c.Unknown, err):
		c.lost[p], c.shown = true, time.Now().Add(c.LookFor)
	case err == nil:
		delete(c.lost, p)
	}
}

// forget ends the search for a create.
func (c *creates[V]) forget(p *pending[V]) {
	c.mu.Lock()
	defer c.mu.Unlock()
	delete(c.lost, p)
}

// take notes an id that no lost create can have made.
func (c *creates[V]) take(id string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.taken[id] = true
}

// takeBase makes sure that a list that holds was taken before the first create, so that what existed then is known.
func (c *creates[V]) takeBase(ctx context.Context) error {
	oldest, after := time.Now().Add(-c.MaxAge), uint64(0)
	for try := 0; !c.hasBase(nil); try++ {
		if try > rereads {
			return errMoving
		}
		l, err := c.whole(ctx, oldest, after)
		if err != nil {
			return err
		}
		if after = l.seq; c.hasBase(l) {
			break
		}
	}
	return nil
}

// hasBase reports whether there is a base, which the given list becomes if it holds.
func (c *creates[V]) hasBase(l *list[V]) bool {
	holds := l != nil && c.proves(l)
	c.mu.Lock()
	defer c.mu.Unlock()
	c.based = c.based || holds
	return c.based
}
