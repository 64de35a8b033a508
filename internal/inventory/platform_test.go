package inventory

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"time"
)

var (
	errGone    = errors.New("404 not found")
	errRefused = errors.New("403 refused")
	errPassing = errors.New("502 bad gateway")
	errLost    = errors.New("response lost")
	errInvalid = errors.New("422 invalid")
)

type thing struct {
	ID    string
	Value int
	Brief bool // a condensed item
}

// version is a state of one id, from then on.
type version struct {
	at     time.Time
	value  int
	exists bool
}

// platform is a collection that is listed in pages, slowly where asked to.
type platform struct {
	mu       sync.Mutex
	order    []string
	objects  map[string]thing
	visible  map[string]time.Time // when a new object shows up; absent: at once
	history  map[string][]version
	perPage  int
	noTotal  bool
	brief    bool // lists are condensed
	delay    time.Duration
	listErr  error
	failPage int                          // listErr comes from this page on
	before   func(n int)                  // called before page n is served
	gets     int                          // requests so far
	pages    int                          //
	served   []int                        // page numbers asked for
	serial   int                          // of created objects
	fate     func(value, attempt int) int // of a create, see the constants
	attempts map[int]int                  // creates by creation number
	late     time.Duration                // how late a new object shows up
	carried  time.Duration                // how long after the loss a create of fate lostLate is carried out
	empty    bool                         // lists show nothing
	rounded  bool                         // values are stored rounded down to an even one
}

const (
	works = iota
	lostBefore
	lostAfter
	lostLate
	invalid
)

func newPlatform(n, perPage int) *platform {
	p := &platform{
		objects: map[string]thing{}, history: map[string][]version{}, visible: map[string]time.Time{},
		attempts: map[int]int{}, perPage: perPage,
	}
	for k := range n {
		p.set(name(k), k)
	}
	return p
}

func name(k int) string { return fmt.Sprintf("id-%03d", k) }

func (p *platform) source() Source[thing] {
	return Source[thing]{
		ID:       func(t thing) string { return t.ID },
		Page:     p.page,
		Get:      p.get,
		Gone:     func(err error) bool { return errors.Is(err, errGone) },
		Passing:  func(err error) bool { return errors.Is(err, errPassing) },
		Unknown:  func(err error) bool { return errors.Is(err, errLost) },
		Complete: func(t thing) bool { return !t.Brief },
		Pause:    2 * time.Second,
		Resend:   2,
	}
}

func (p *platform) set(id string, value int) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.setLocked(id, value)
}

func (p *platform) setLocked(id string, value int) {
	if _, ok := p.objects[id]; !ok {
		p.order = append(p.order, id)
	}
	p.objects[id] = thing{ID: id, Value: value}
	p.history[id] = append(p.history[id], version{time.Now(), value, true})
}

func (p *platform) remove(id string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if _, ok := p.objects[id]; !ok {
		return
	}
	delete(p.objects, id)
	p.order = slices.DeleteFunc(p.order, func(o string) bool { return o == id })
	p.history[id] = append(p.history[id], version{time.Now(), 0, false})
}

func (p *platform) has(id string) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	_, ok := p.objects[id]
	return ok
}

func (p *platform) requests() int {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.gets + p.pages
}

func (p *platform) pageCount() int {
	p.mu.Lock()
	defer p.mu.Unlock()
	return max(1, (len(p.order)+p.perPage-1)/p.perPage)
}

// slow passes half the time a request takes.
func (p *platform) slow() {
	p.mu.Lock()
	d := p.delay / 2
	p.mu.Unlock()
	if d > 0 {
		time.Sleep(d)
	}
}

func (p *platform) get(_ context.Context, id string) (thing, error) {
	p.mu.Lock()
	p.gets++
	p.mu.Unlock()
	p.slow()
	defer p.slow()
	p.mu.Lock()
	defer p.mu.Unlock()
	t, ok := p.objects[id]
	if !ok || time.Now().Before(p.visible[id]) {
		return thing{}, errGone
	}
	return t, nil
}

func (p *platform) page(_ context.Context, n, got int) (Page[thing], error) {
	p.mu.Lock()
	p.pages++
	p.served = append(p.served, n)
	before := p.before
	p.mu.Unlock()
	if before != nil {
		before(n)
	}
	p.slow()
	defer p.slow()
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.listErr != nil && n >= p.failPage {
		return Page[thing]{}, p.listErr
	}
	var all []thing
	for _, id := range p.order {
		if !time.Now().Before(p.visible[id]) && !p.empty {
			t := p.objects[id]
			if t.Brief = p.brief; p.brief {
				t.Value = 0
			}
			all = append(all, t)
		}
	}
	a := Page[thing]{Pages: max(1, (len(all)+p.perPage-1)/p.perPage), Total: len(all)}
	a.Items = slices.Clone(all[min(got, len(all)):min(got+p.perPage, len(all))])
	if p.noTotal {
		a.Total = 0
	}
	return a, nil
}

func (p *platform) makeLocked(value int) thing {
	if p.rounded {
		value -= value % 2
	}
	p.serial++
	id := fmt.Sprintf("new-%03d", p.serial)
	p.setLocked(id, value)
	p.visible[id] = time.Now().Add(p.late)
	return p.objects[id]
}

// creation is create number k, of an object equal to all those with the same value.
func (p *platform) creation(k, value int) Creation[thing] {
	return Creation[thing]{
		Matches: func(t thing) bool { return t.Value == value },
		Near:    func(t thing) bool { return t.Value == value-value%2 },
		Send: func(context.Context) (thing, error) {
			p.slow()
			p.mu.Lock()
			p.attempts[k]++
			fate := works
			if p.fate != nil {
				fate = p.fate(k, p.attempts[k])
			}
			var t thing
			switch fate {
			case works, lostAfter:
				t = p.makeLocked(value)
			case lostLate:
				time.AfterFunc(p.carried, func() {
					p.mu.Lock()
					defer p.mu.Unlock()
					p.makeLocked(value)
				})
			}
			p.mu.Unlock()
			p.slow()
			switch fate {
			case lostBefore, lostAfter, lostLate:
				return thing{}, fmt.Errorf("create %d: %w", k, errLost)
			case invalid:
				return thing{}, errInvalid
			}
			return t, nil
		},
	}
}
