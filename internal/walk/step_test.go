package walk

import (
	"context"
	"fmt"
	"maps"
	"net/http"
	"reflect"
	"slices"
	"strings"
	"time"

	"github.com/iptvops/terraform-provider-iptv/internal/protocol"
)

// edit turns one knob of one block; the knob after the last one removes the block.
type edit struct{ Slot, Knob, Value int }

// step is one thing that happens. Its numbers choose among what there is, so that every step can be made at any time.
type step struct {
	Kind              string
	Edits             []edit
	Slot, Pick, Value int // of what another client does, or of what is imported or tainted
	Unknown           bool
	Fault             string
	Skip, Times       int
	Writes            bool // the fault strikes writes only
	First             int
	Parallel          bool
	Wait              time.Duration
	Expire            int // so many requests later the token of Telecom X expires
}

// String is the step as Go writes it.
func (s step) String() string {
	var fields []string
	v := reflect.ValueOf(s)
	for i := range v.NumField() {
		field := v.Field(i)
		if field.IsZero() {
			continue
		}
		text := fmt.Sprintf("%#v", field.Interface())
		fields = append(fields, v.Type().Field(i).Name+": "+
			strings.ReplaceAll(strings.ReplaceAll(text, "walk.edit{", "{"), "[]{", "[]edit{"))
	}
	return "{" + strings.Join(fields, ", ") + "}"
}

// Kinds of steps.
const (
	applies     = "apply"            // the edits
	outside     = "outside"          // another client changes an attribute
	outsideGone = "outside deletion" // another client deletes an object
	between     = "between"          // the edits, and another client's change between plan and apply
	imports     = "import"           // state rm, import
	taints      = "taint"            // and the edits
	poor        = "poor"             // the edits with few credits
	waits       = "wait"             // time passes, then the edits
	destroys    = "destroy"          // everything, after what only a change needs is gone
)

// finding is a rule that a step broke.
type finding struct {
	rule, what string
}

func (f *finding) Error() string { return f.rule + ": " + f.what }

func broken(rule, format string, args ...any) error {
	return &finding{rule, fmt.Sprintf(format, args...)}
}

// blocks is the configuration after the edits.
func (w *world) blocks(s step) *run {
	// Virtual time stands still while anything waits for a mutex, such as that of a sync.Once over a request that is
	// repeated: so blocks go one by one where a fault makes a request wait.
	r := &run{w: w, first: s.First % len(w.slots), parallel: s.Parallel && s.Fault == ""}
	for _, slot := range w.slots {
		r.blocks = append(r.blocks, &block{slot: slot, config: maps.Clone(slot.config)})
	}
	for i, e := range s.Edits {
		b := r.blocks[e.Slot%len(r.blocks)]
		n := e.Knob % (len(b.knobs) + 1)
		if n == len(b.knobs) {
			b.config, b.unknown = nil, ""
			continue
		}
		if b.config == nil {
			b.config = maps.Clone(b.base)
		}
		k := b.knobs[n]
		if v := k.choose(e.Value, time.Now()); v != nil {
			b.config[k.attribute] = v
		} else {
			delete(b.config, k.attribute)
		}
		if b.tidy != nil {
			b.tidy(b.config)
		}
		if i == 0 && s.Unknown && mayBeUnknown(k.attribute) && b.config[k.attribute] != nil {
			b.unknown = k.attribute
		}
	}
	for _, b := range r.blocks {
		if b.config == nil || b.config[b.unknown] == nil {
			b.unknown = ""
		}
	}
	return r
}

// mayBeUnknown is what no check at plan depends on.
func mayBeUnknown(attribute string) bool {
	return slices.Contains([]string{
		"name", "description", "logical_channel_number", "aspect_ratio", "is_public", "quality", "categories",
		"reseller_notes", "max_connections", "password", "is_enabled",
	}, attribute)
}

// take makes a step. The error is a *finding.
func (w *world) take(ctx context.Context, s step) error {
	target := w.slots[s.Slot%len(w.slots)]
	w.platforms.TelecomX.ExpireTokensAt(s.Expire)
	w.tally[s.Kind]++
	switch s.Kind {
	case outside:
		return w.takeOutside(ctx, s, target)
	case outsideGone:
		return w.takeDeletion(ctx, s, target)
	case imports:
		return w.takeImport(ctx, s, target)
	case destroys:
		return w.takeDestroy(ctx, s)
	case taints:
		target.Tainted = target.id() != ""
	case waits:
		time.Sleep(s.Wait)
	case poor:
		w.platforms.Panel.SetCredits(w.owner, float64(s.Value%8)*100)
		defer w.platforms.Panel.SetCredits(w.owner, 1e6)
	}
	return w.apply(ctx, s, w.blocks(s))
}

// apply plans, and applies a plan that passes.
func (w *world) apply(ctx context.Context, s step, r *run) error {
	before, ledger, writes := w.observe(), len(w.platforms.Panel.Ledger()), w.network.sent()
	must, may := r.refusals(before)
	err := r.plan(ctx)
	if w.network.sent() != writes || len(changes(before, w.observe())) > 0 {
		return broken("a plan changes nothing", "%v", changes(before, w.observe()))
	}
	switch {
	case err != nil && len(must)+len(may) == 0:
		return broken("a plan is refused for a reason only", "%v", err)
	case err != nil, r.twins: // of twins the operator is told in the review
		w.tally["refused at plan"]++
		for _, b := range r.blocks {
			b.Tainted = false // the operator untaints, to go on
		}
		return nil
	case len(must) > 0:
		return broken("a plan says what the apply cannot do", "it passed although %s\n%v", strings.Join(must, "; "), r)
	}
	if err := r.judgePlan(before); err != nil {
		return err
	}

	disturbed := s.Kind == between && w.disturb(s, w.slots[s.Slot%len(w.slots)])
	applying, cancel := context.WithCancel(ctx)
	defer cancel()
	if s.Fault != "" {
		w.arm(s, cancel)
	}
	err = r.apply(applying)
	disturbed = w.network.disarm() > 0 || disturbed
	if !disturbed {
		if err != nil {
			if r.excuses() {
				w.tally["refused at apply"]++
				return w.recover(ctx, r)
			}
			return broken("an apply after a plan that passed does not fail", "%v\nplan:\n%v", err, r)
		}
		return w.settled(ctx, r, before, ledger)
	}
	w.tally["disturbed"]++
	time.Sleep(2 * time.Minute) // until everything that was sent has landed
	if err := r.judgeDisturbed(s, err, before, ledger); err != nil {
		return err
	}
	return w.recover(ctx, r)
}

// excuses reports whether something was unknown at plan, so that the apply may say what the plan could not.
func (r *run) excuses() bool {
	return slices.ContainsFunc(r.blocks, func(b *block) bool { return b.unknown != "" })
}

// recover removes what nobody manages, as an operator does who reads the errors, and applies once more.
func (w *world) recover(ctx context.Context, r *run) error {
	for _, key := range w.orphans() {
		w.remove(key)
	}
	again := &run{w: w, first: r.first}
	for _, b := range r.blocks {
		again.blocks = append(again.blocks, &block{slot: b.slot, config: b.config})
	}
	before, ledger := w.observe(), len(w.platforms.Panel.Ledger())
	must, may := again.refusals(before)
	if err := again.plan(ctx); err != nil {
		if len(must)+len(may) == 0 {
			return broken("a plan is refused for a reason only (after a disturbed apply)", "%v", err)
		}
		return w.startOver()
	}
	if err := again.judgePlan(before); err != nil {
		return err
	}
	if err := again.apply(ctx); err != nil {
		return broken("an apply after a plan that passed does not fail (after a disturbed apply)", "%v\nplan:\n%v", err, again)
	}
	return w.settled(ctx, again, before, ledger)
}

// startOver gives up a configuration that cannot be had any more.
func (w *world) startOver() error {
	for key := range w.observe() {
		if _, ok := w.foreign[key]; !ok {
			w.remove(key)
		}
	}
	for _, customer := range customers {
		w.clear(customer)
	}
	for _, s := range w.slots {
		if err := s.forget(); err != nil {
			return err
		}
		s.config = nil
	}
	return nil
}

// forget is terraform state rm.
func (s *slot) forget() error {
	r, err := protocol.NewResource(s.TypeName)
	if err != nil {
		return err
	}
	*s.Resource = *r
	return nil
}

func (w *world) arm(s step, cancel context.CancelFunc) {
	var only func(*http.Request) bool
	if s.Writes {
		only = isWrite
	}
	var strike func()
	if s.Fault == interrupted {
		strike = cancel
	}
	w.network.arm(s.Fault, s.Skip, max(s.Times, 1), only, strike)
}

// disturb makes another client's change; it reports whether there was anything to change.
func (w *world) disturb(s step, target *slot) bool {
	k := target.drift[s.Pick%max(len(target.drift), 1)]
	return w.change(target, k.attribute, k.choose(s.Value, time.Now()))
}
