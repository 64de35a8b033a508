package inventory

import (
	"context"
	"errors"
	"maps"
	"math"
	"slices"
	"strings"
	"time"
)

const allSends = math.MaxInt64

var errMoving = errors.New("the list changed between its pages while it was read") // so what it lacks may yet exist

// Creation is one object to create on a platform that has no request ids.
type Creation[V any] struct {
	Send    func(ctx context.Context) (V, error) // sends the create once and answers the new object, complete
	Matches func(V) bool                         // tells whether an object is equal to what is sent
}

// UncertainError is a create whose lost answer could not be made up for. Without IDs and Lookup no new object was found.
type UncertainError struct {
	IDs    []string // new objects equal to what was sent, more than there are lost creates
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

// Create creates one object, exactly once. An error is that of ctx when nothing was sent, that of Send when it is not
// Unknown, or an *UncertainError. A lost answer is looked for even when ctx has ended meanwhile.
func (i *Inventory[V]) Create(ctx context.Context, c Creation[V]) (v V, err error) {
	baseErr := i.takeBase(ctx)
	if err = i.gate.Acquire(ctx, 1); err != nil {
		return v, err
	}
	for try := 0; ; try++ {
		sent, err := c.Send(ctx)
		if err == nil {
			i.Wrote(sent)
		}
		i.mu.Lock()
		i.lastSend = i.mark().seq
		if baseErr == nil && is(i.src.Unknown, err) {
			i.lost[&c], i.shown = true, time.Now().Add(i.src.Pause)
		}
		i.mu.Unlock()
		i.gate.Release(1) // from here on others may look for theirs: our object is claimed, or counts as lost
		if !is(i.src.Unknown, err) {
			return sent, err
		}
		lost := &UncertainError{Lookup: baseErr, Err: err}
		if baseErr == nil {
			v, lost.IDs, lost.Lookup = i.search(ctx, &c)
		}
		if len(lost.IDs) == 1 {
			return v, nil
		}
		if lost.Lookup != nil || len(lost.IDs) > 0 || try >= i.src.Resend || i.gate.Acquire(ctx, 1) != nil {
			return v, lost
		}
	}
}

// takeBase makes sure that the list of before the first create is known. One that does not hold is taken once more.
func (i *Inventory[V]) takeBase(ctx context.Context) error {
	i.mu.Lock()
	defer i.mu.Unlock()
	oldest, after := time.Now().Add(-i.src.MaxAge), uint64(0)
	for try := 0; i.base == nil; try++ {
		if try == 2 {
			return errMoving
		}
		l, err := i.fresh(ctx, oldest, after)
		if err != nil {
			return err
		}
		if after = l.seq; i.base == nil && i.holds(l) {
			i.base = l
		}
	}
	return nil
}

// search looks for the object of a lost create, at once and again when all lost ones must show: an equal sibling may
// have claimed ours and left its own. It answers the one id it claimed, or those among which it cannot choose, or none.
func (i *Inventory[V]) search(ctx context.Context, c *Creation[V]) (v V, ids []string, err error) {
	i.mu.Lock()
	defer i.mu.Unlock()
	defer delete(i.lost, c)
	for oldest := (time.Time{}); ; {
		v, ids, err = i.claim(context.WithoutCancel(ctx), c, oldest)
		if len(ids) > 0 || err != nil && !errors.Is(err, errMoving) || !oldest.Before(i.shown) {
			return v, ids, err
		}
		oldest = i.shown
		pause, stop := context.WithDeadline(context.WithoutCancel(ctx), oldest)
		err = i.wait(ctx, &flight[V]{done: pause.Done()})
		if stop(); err != nil {
			return v, nil, err
		}
	}
}

// claim searches a list that started after oldest and the last create, while none is in flight. It gives up mu as wait does.
func (i *Inventory[V]) claim(ctx context.Context, c *Creation[V], oldest time.Time) (v V, ids []string, err error) {
	i.mu.Unlock()
	_ = i.gate.Acquire(ctx, allSends) // which cannot fail
	defer i.gate.Release(allSends)
	i.mu.Lock()
	l, err := i.fresh(ctx, oldest, i.lastSend)
	if err != nil {
		return v, nil, err
	}
	equal := map[string]V{}
	for id, f := range l.items {
		isNew := !i.taken[id] && !i.base.items[id].found
		if isNew && !i.complete(f.v) {
			i.mu.Unlock()
			f.v, f.found, err = i.Read(ctx, id)
			i.mu.Lock()
			if err != nil {
				return v, nil, err
			}
		}
		if isNew && f.found && c.Matches(f.v) {
			equal[id] = f.v
		}
	}
	ids = slices.Sorted(maps.Keys(equal))
	if len(ids) == 0 && !i.holds(l) {
		return v, nil, errMoving
	}
	owners := maps.Clone(i.lost) // to each of which any of them may belong
	maps.DeleteFunc(owners, func(other *Creation[V], _ bool) bool {
		return slices.ContainsFunc(ids, func(id string) bool { return !other.Matches(equal[id]) })
	})
	if len(ids) > 0 && len(ids) <= len(owners) {
		v, ids, i.taken[ids[0]] = equal[ids[0]], ids[:1], true
	}
	return v, ids, nil
}
