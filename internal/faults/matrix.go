package main

import (
	"context"
	"crypto/rand"
	"fmt"
	"io"
	"slices"
	"strings"
	"sync"
	"sync/atomic"

	"golang.org/x/sync/errgroup"
	"golang.org/x/sync/semaphore"
)

// processes is how many runs with a real CLI go on at a time.
const processes = 2

// matrix is what to run.
type matrix struct {
	cli    string
	access *access // nil: a simulator for each run
	types  []resourceType
	faults []fault
	jobs   int
	sample int // above 0: only so many cells of each fault, spread over the types
}

func (m *matrix) run(ctx context.Context, progress io.Writer) (*report, error) {
	r := &runner{access: m.access, prefix: "faults-" + strings.ToLower(rand.Text()[:8])}
	var made *tools
	r.tools = sync.OnceValues(func() (*tools, error) {
		var err error
		made, err = newTools(ctx, m.cli)
		return made, err
	})
	defer func() {
		if made != nil {
			made.remove()
		}
	}()

	result := &report{types: m.types, faults: m.faults, left: map[string]string{}}
	var controls []cell
	for _, t := range m.types {
		if m.access != nil {
			if why := m.access.lacks(t); why != "" {
				result.left[t.name] = why
				continue
			}
		}
		for _, op := range t.operations {
			controls = append(controls, cell{resource: t, operation: op})
		}
	}
	_, _ = fmt.Fprintf(progress, "%d operations without a fault\n", len(controls))
	without, err := m.runAll(ctx, r, controls, progress)
	if err != nil {
		return nil, err
	}
	var cells []cell
	for _, control := range without {
		if len(control.problems) > 0 {
			return nil, fmt.Errorf("%v: %s", control.cell, strings.Join(control.problems, "; "))
		}
		cells = append(cells, m.cells(control)...)
	}
	if m.sample > 0 {
		cells = m.some(cells)
	}
	_, _ = fmt.Fprintf(progress, "%d runs with a fault\n", len(cells))
	result.outcomes, err = m.runAll(ctx, r, cells, progress)
	result.runs = len(without) + len(cells)
	return result, err
}

// cells is an operation with each fault at each of its requests.
func (m *matrix) cells(control outcome) []cell {
	var cells []cell
	for i := range m.faults {
		f := &m.faults[i]
		if f.inProcess() {
			for at, kind := range control.requests {
				c := control.cell
				c.fault, c.at, c.kind = f, at, kind
				cells = append(cells, c)
				if f.repeats && !slices.Contains(control.requests[:at], kind) {
					c.all = true
					cells = append(cells, c)
				}
			}
			continue
		}
		for at, kind := range control.requests {
			if slices.Contains(control.requests[:at], kind) || !worthAProcess(control, kind) {
				continue
			}
			c := control.cell
			c.fault, c.kind = f, kind
			cells = append(cells, c)
		}
	}
	return cells
}

// worthAProcess reports whether a request changes something, or belongs to an operation that only reads.
func worthAProcess(control outcome, kind string) bool {
	changes := func(kind string) bool {
		return !strings.HasPrefix(kind, "GET ") && !strings.HasSuffix(kind, "/auth/login")
	}
	if !slices.ContainsFunc(control.requests, changes) {
		return !strings.HasSuffix(kind, "/auth/login")
	}
	return changes(kind)
}

// some is a few cells of each fault: of each another type and operation, as far as there are.
func (m *matrix) some(cells []cell) []cell {
	var chosen []cell
	for i := range m.faults {
		var of []cell
		for _, c := range cells {
			if c.fault == &m.faults[i] {
				of = append(of, c)
			}
		}
		for n := range min(m.sample, len(of)) {
			chosen = append(chosen, of[(n*len(of)/m.sample+i*7)%len(of)])
		}
	}
	return chosen
}

// runAll runs cells at once, as many as are allowed. The outcomes are in the order of the cells.
func (m *matrix) runAll(ctx context.Context, r *runner, cells []cell, progress io.Writer) ([]outcome, error) {
	outcomes := make([]outcome, len(cells))
	group, ctx := errgroup.WithContext(ctx)
	group.SetLimit(m.jobs)
	clis := semaphore.NewWeighted(processes)
	var done atomic.Int64
	for i, c := range cells {
		group.Go(func() error {
			if c.fault != nil && !c.fault.inProcess() {
				if err := clis.Acquire(ctx, 1); err != nil {
					return err
				}
				defer clis.Release(1)
			}
			var err error
			if outcomes[i], err = r.run(ctx, c, int(counter.Add(1))); err != nil {
				return err
			}
			if n := done.Add(1); n%100 == 0 {
				_, _ = fmt.Fprintf(progress, "  %d of %d\n", n, len(cells))
			}
			return nil
		})
	}
	return outcomes, group.Wait()
}

// counter makes names that no other run has.
var counter atomic.Int64
