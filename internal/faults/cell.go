package main

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"math"
	"net/http"
	"reflect"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"
)

const (
	runTimeout = 5 * time.Minute
	// shortest is the request_timeout where it is to be reached, and patient one that a busy machine does not reach. Both
	// are also how long a lost create is looked for.
	shortest = 5 * time.Second
	patient  = 15 * time.Second
)

// cell is one run: an operation of a type while a fault strikes one of its requests. Without a fault it is the control.
type cell struct {
	resource  resourceType
	operation operation
	fault     *fault
	at        int    // in process: which request is struck
	all       bool   // and all like it, until the apply ends
	kind      string // which request is struck, of any run
}

func (c cell) String() string {
	if c.fault == nil {
		return fmt.Sprintf("%s, %s, no fault", c.resource.name, c.operation.name)
	}
	how := "once"
	if c.all {
		how = "each time"
	}
	return fmt.Sprintf("%s, %s, %s at %q %s", c.resource.name, c.operation.name, c.fault.name, c.kind, how)
}

// outcome is what a run left behind.
type outcome struct {
	cell     cell
	requests []string // kinds of the requests of the first apply
	failures []string // errors of the applies, in order
	objects  int      // on the platform
	wanted   int
	charges  float64  // in prices
	problems []string // what is not as it has to be; empty is right
}

func (o *outcome) wrong(format string, args ...any) {
	o.problems = append(o.problems, fmt.Sprintf(format, args...))
}

// saysImport reports whether the last error tells how to take over what may exist.
func (o *outcome) saysImport() bool {
	return len(o.failures) > 0 && strings.Contains(strings.Join(strings.Fields(o.failures[len(o.failures)-1]), " "), "terraform import")
}

// runner makes runs.
type runner struct {
	access *access // nil: a simulator for each run
	tools  func() (*tools, error)
	prefix string // of all names
}

func (r *runner) run(ctx context.Context, c cell, n int) (o outcome, err error) {
	defer func() {
		if err != nil {
			err = fmt.Errorf("%v: %w", c, err)
		}
	}()
	ctx, cancel := context.WithTimeout(ctx, runTimeout)
	defer cancel()
	timeout := patient
	if c.fault != nil && c.fault.slow {
		timeout = shortest
	}
	w, err := newWorld(ctx, r.access, c.resource, fmt.Sprintf("%s-%06d", r.prefix, n), timeout)
	if err != nil {
		return o, fmt.Errorf("cannot set up: %w", err)
	}
	defer w.shut()
	if r.access != nil {
		defer func() {
			if cleanErr := clean(context.WithoutCancel(ctx), c.resource, w); err == nil {
				err = cleanErr
			}
		}()
	}

	o.cell = c
	var two terraform
	one, err := r.terraform(w, c)
	if err != nil {
		return o, err
	}
	if from := c.operation.from(w); from != nil {
		if err := one.apply(ctx, from); err != nil {
			return o, fmt.Errorf("the first configuration cannot be applied: %w", err)
		}
	}
	before, kept, err := measure(ctx, c.resource, w)
	if err != nil {
		return o, err
	}
	to := c.operation.to(w)
	if two, err = r.strike(ctx, w, &o, one, to); err != nil {
		return o, err
	}
	after, still, err := measure(ctx, c.resource, w)
	if err != nil {
		return o, err
	}
	o.charges = after - before
	if to != nil && kept != "" && kept != still {
		o.wrong("%s became %s", kept, still)
	}
	return o, o.judge(ctx, w, to, one, two)
}

func (r *runner) terraform(w *world, c cell) (terraform, error) {
	if c.fault == nil || c.fault.inProcess() {
		return newDriver(w.provider(c.resource), c.resource.name)
	}
	t, err := r.tools()
	if err != nil {
		return nil, err
	}
	return t.newProcess(w.provider(c.resource), c.resource.name)
}

// strike applies while the fault strikes, and once more what failed. The second terraform is there for two at once.
func (r *runner) strike(ctx context.Context, w *world, o *outcome, one terraform, to config) (two terraform, err error) {
	c := o.cell
	s := &strike{at: c.at, all: c.all}
	var acted atomic.Pointer[error] // why the process could not be struck
	p, isProcess := one.(*process)
	switch {
	case c.fault == nil:
		s = nil
	case isProcess:
		s.fault, s.kind = *c.fault, c.kind
		s.hold = func(*http.Request) {
			if err := c.fault.act(p); err != nil {
				acted.Store(&err)
			}
		}
	default:
		s.fault = *c.fault
	}
	parties := []terraform{one}
	if isProcess && c.fault.two {
		if two, err = p.copy(); err != nil {
			return nil, err
		}
		parties = append(parties, two)
		s.meet()
	}
	w.proxy.arm(s)
	errs := make([]error, len(parties))
	var running sync.WaitGroup
	for i, party := range parties {
		running.Go(func() {
			errs[i] = party.apply(ctx, to)
			if two != nil {
				s.arrive() // nobody is to wait for one that has ended
			}
		})
	}
	running.Wait()
	seen, struck := w.proxy.disarm()
	o.requests = seen
	if failed := acted.Load(); failed != nil {
		return nil, fmt.Errorf("the process cannot be struck: %w", *failed)
	}
	if c.fault != nil && !struck {
		o.wrong("the fault struck no request of %q", seen)
	}
	w.timeout = patient
	for i, party := range parties {
		if errs[i] != nil {
			o.failures = append(o.failures, errs[i].Error())
			party.configure(w.provider(c.resource))
			o.further(ctx, party, to, two != nil && errs[1-i] == nil)
		}
	}
	return two, ctx.Err()
}

// further applies once more. Of two that were after the same name, one may be told to import what the other has made.
func (o *outcome) further(ctx context.Context, party terraform, to config, otherHasIt bool) {
	err := party.apply(ctx, to)
	if err == nil {
		return
	}
	o.failures = append(o.failures, err.Error())
	if !otherHasIt || !o.saysImport() {
		o.wrong("the further apply fails: %v", err)
	}
}

// measure is the charges so far, and what is to be kept.
func measure(ctx context.Context, t resourceType, w *world) (charges float64, kept string, err error) {
	if t.spent != nil {
		charges, err = t.spent(ctx, w)
	}
	if t.kept != nil && err == nil {
		kept, err = t.kept(ctx, w)
	}
	return charges, kept, err
}

func clean(ctx context.Context, t resourceType, w *world) error {
	left, err := t.objects(ctx, w)
	for _, object := range left {
		if removeErr := object.remove(ctx); err == nil {
			err = removeErr
		}
	}
	if t.tidy != nil {
		err = errors.Join(err, t.tidy(ctx, w))
	}
	if err != nil {
		return fmt.Errorf("cannot clean up what is named %s: %w", w.tag, err)
	}
	return nil
}

// judge compares the platform, the states and the configuration.
func (o *outcome) judge(ctx context.Context, w *world, to config, parties ...terraform) error {
	created := o.cell.operation.from(w) == nil
	managed := map[string]bool{}
	for _, party := range parties {
		if party == nil {
			continue
		}
		plan, err := party.plan(ctx, to)
		if err == nil && plan != "" && o.cell.operation.further && len(o.failures) == 0 {
			o.further(ctx, party, to, false)
			plan, err = party.plan(ctx, to)
		}
		if err != nil && len(o.failures) < 2 {
			o.wrong("the second plan fails: %v", err)
		} else if plan != "" {
			o.wrong("the second plan is not empty: %s", plan)
		}
		differences, err := o.compare(ctx, w, party, managed)
		if err == nil && len(differences) > 0 && len(o.failures) == 0 {
			// What an apply that succeeded could not read, the refresh of the next one brings.
			o.further(ctx, party, to, false)
			differences, err = o.compare(ctx, w, party, managed)
		}
		if err != nil {
			return err
		}
		o.problems = append(o.problems, differences...)
	}
	if o.wanted = len(managed); to != nil && o.wanted == 0 {
		o.wrong("nothing is in state")
		o.wanted = 1
	}
	if to == nil && o.wanted > 0 {
		o.wrong("it is still in state")
		o.wanted = 0
	}
	if o.objects != o.wanted {
		o.wrong("%d objects on the platform instead of %d", o.objects, o.wanted)
	}
	wanted := float64(o.cell.operation.charges)
	if created {
		wanted *= float64(o.wanted) // two that make an object each pay for it each
	}
	if math.Abs(o.charges-wanted) > 0.001 {
		o.wrong("%g charges instead of %g", o.charges, wanted)
	}
	return nil
}

// compare is how the state differs from what the platform has.
func (o *outcome) compare(ctx context.Context, w *world, party terraform, managed map[string]bool) ([]string, error) {
	objects, err := o.cell.resource.objects(ctx, w)
	if err != nil {
		return nil, fmt.Errorf("cannot look at the platform: %w", err)
	}
	o.objects = len(objects)
	state, err := party.state()
	if err != nil || state == nil {
		return nil, err
	}
	id, _ := state["id"].(string)
	managed[id] = true
	i := slices.IndexFunc(objects, func(one object) bool { return strings.EqualFold(one.id, id) })
	if i < 0 {
		return []string{id + " is in state and not on the platform"}, nil
	}
	var differences []string
	for _, name := range slices.Sorted(maps.Keys(objects[i].values)) {
		if has, wants := member(state, name), objects[i].values[name]; !same(has, wants) {
			differences = append(differences, fmt.Sprintf("%s is %#v in state and %#v on the platform", name, has, wants))
		}
	}
	return differences, nil
}

// member is an attribute, or one inside an object: a.b.
func member(state map[string]any, name string) any {
	outer, inner, nested := strings.Cut(name, ".")
	if !nested {
		return state[outer]
	}
	object, _ := state[outer].(map[string]any)
	return object[inner]
}

// same reports whether two values are equal, lists without regard to their order.
func same(a, b any) bool {
	left, isList := a.([]any)
	right, isToo := b.([]any)
	if !isList || !isToo {
		return reflect.DeepEqual(a, b)
	}
	if len(left) != len(right) {
		return false
	}
	return !slices.ContainsFunc(left, func(x any) bool {
		return !slices.ContainsFunc(right, func(y any) bool { return reflect.DeepEqual(x, y) })
	})
}
