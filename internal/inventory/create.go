package inventory

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"math"
	"slices"
	"strings"
	"time"
)

const allSends = math.MaxInt64

// errMoving is a list that proves nothing about the objects it lacks.
var errMoving = errors.New("the list changed between its pages while it was read")

// Creation is one object to create on a platform that has no request ids.
type Creation[V any] struct {
	Send    func(ctx context.Context) (V, error) // sends the create once and answers the new object, complete
	Matches func(V) bool                         // tells whether an object is equal to what is sent
}

// UncertainError is a create whose answer was lost and which could not be settled afterwards. Without IDs and Lookup no
// new object was found: nothing was created as far as the list shows, but the create may not be sent again.
type UncertainError struct {
	IDs    []string // new objects equal to what was sent, more than there are lost creates
	Lookup error    // why it could not be looked up
	Err    error    // of the create
}

// Error says what is known of the object, without a word of the platform.
func (e *UncertainError) Error() string {
	switch {
	case e.Lookup != nil:
		return fmt.Sprintf("%v; it may have been created, which could not be looked up: %v", e.Err, e.Lookup)
	case len(e.IDs) > 0:
		return fmt.Sprintf("%v; it may be one of these new objects: %s", e.Err, strings.Join(e.IDs, ", "))
	}
	return fmt.Sprintf("%v; nothing was created as far as the list shows", e.Err)
}

// Unwrap gives the error of the create, then that of the look-up.
func (e *UncertainError) Unwrap() error { return errors.Join(e.Err, e.Lookup) }

// Create creates one object, exactly once. An error is that of ctx when nothing was sent, that of Send when it is not
// Unknown, or an *UncertainError. A lost answer is looked for even when ctx has ended meanwhile.
func (i *Inventory[V]) Create(ctx context.Context, c Creation[V]) (V, error) {
	var none V
	var lost error
	baseErr := i.base(ctx)
	for range max(0, i.src.Resend) + 1 {
		if err := i.gate.Acquire(ctx, 1); err != nil {
			if lost != nil {
				break
			}
			return none, err
		}
		v, err := i.send(ctx, &c, baseErr == nil)
		if err == nil || !is(i.src.Unknown, err) {
			return v, err
		}
		if lost = err; baseErr != nil {
			return none, &UncertainError{Lookup: baseErr, Err: lost}
		}
		v, ids, err := i.search(ctx, &c)
		if err != nil || len(ids) > 1 {
			return none, &UncertainError{IDs: ids, Lookup: err, Err: lost}
		}
		if len(ids) == 1 {
			return v, nil
		}
	}
	return none, &UncertainError{Err: lost}
}

// base makes sure that the ids are known which existed before the first create.
func (i *Inventory[V]) base(ctx context.Context) (err error) {
	oldest, l := time.Now().Add(-i.src.MaxAge), &flight[V]{}
	for try := 0; ; try++ {
		i.mu.Lock()
		if !i.based && i.holds(l) {
			i.based = true
			for id := range l.items {
				i.taken[id] = true
			}
		}
		based := i.based
		i.mu.Unlock()
		if based {
			return nil
		}
		if try == 2 { // a list that does not hold is taken once more
			return errMoving
		}
		if l, err = i.fresh(ctx, oldest, l.seq); err != nil {
			return err
		}
	}
}

// send sends a create. Before others may look for theirs, its object is claimed or it counts as lost.
func (i *Inventory[V]) send(ctx context.Context, c *Creation[V], based bool) (V, error) {
	defer i.gate.Release(1)
	v, err := c.Send(ctx)
	if err == nil {
		i.Put(v)
	}
	i.mu.Lock()
	defer i.mu.Unlock()
	i.lastSend = i.mark().seq
	if err != nil && based && is(i.src.Unknown, err) {
		i.lost[c], i.shown = true, time.Now().Add(i.src.Pause)
	}
	return v, err
}

// search looks for the object of a lost create, at once and again when all lost ones must show: an equal sibling may
// have claimed ours and left its own. It answers the one id it claimed, or those among which it cannot choose, or none.
func (i *Inventory[V]) search(ctx context.Context, c *Creation[V]) (v V, ids []string, err error) {
	defer func() {
		i.mu.Lock()
		defer i.mu.Unlock()
		delete(i.lost, c)
	}()
	for oldest := (time.Time{}); ; {
		v, ids, err = i.claim(context.WithoutCancel(ctx), c, oldest)
		i.mu.Lock()
		shown := i.shown
		i.mu.Unlock()
		if len(ids) > 0 || err != nil && !errors.Is(err, errMoving) || !oldest.Before(shown) {
			return v, ids, err
		}
		oldest = shown
		select {
		case <-time.After(time.Until(shown)):
		case <-ctx.Done():
			return v, nil, ctx.Err()
		}
	}
}

// claim searches a list that started after oldest and after the last create, while none is in flight.
func (i *Inventory[V]) claim(ctx context.Context, c *Creation[V], oldest time.Time) (v V, ids []string, err error) {
	if err := i.gate.Acquire(ctx, allSends); err != nil {
		return v, nil, err
	}
	defer i.gate.Release(allSends)
	l, err := i.fresh(ctx, oldest, i.lastSend)
	if err != nil {
		return v, nil, err
	}
	i.mu.Lock()
	equal := maps.Clone(l.items)
	maps.DeleteFunc(equal, func(id string, _ fact[V]) bool { return i.taken[id] })
	i.mu.Unlock()
	for id, f := range equal {
		if !i.complete(f.v) {
			if f.v, f.found, err = i.Read(ctx, id); err != nil {
				return v, nil, err
			}
			equal[id] = f
		}
		if !f.found || !c.Matches(f.v) {
			delete(equal, id)
		}
	}
	ids = slices.Sorted(maps.Keys(equal))
	i.mu.Lock()
	defer i.mu.Unlock()
	if len(ids) == 0 && !i.holds(l) {
		return v, nil, errMoving
	}
	owners := len(i.lost) // to which any of them may belong
	for other := range i.lost {
		if slices.ContainsFunc(ids, func(id string) bool { return !other.Matches(equal[id].v) }) {
			owners--
		}
	}
	if len(ids) > 0 && len(ids) <= owners {
		v, ids, i.taken[ids[0]] = equal[ids[0]].v, ids[:1], true
		delete(i.lost, c)
	}
	return v, ids, nil
}
