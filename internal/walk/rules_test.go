package walk

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	simtelecomx "github.com/iptvops/terraform-provider-iptv/internal/simulator/telecomx"
)

var customers = []string{simtelecomx.Customer, otherCustomer}

// String is the whole plan.
func (r *run) String() string {
	var lines []string
	for _, b := range r.blocks {
		if text := b.String(); text != "" {
			lines = append(lines, text)
		}
	}
	return strings.Join(lines, "\n")
}

// changes is what differs between two looks at the platforms.
func changes(before, after map[string]object) []string {
	var found []string
	for _, key := range slices.Sorted(maps.Keys(before)) {
		now, ok := after[key]
		if !ok {
			found = append(found, key+" is gone")
			continue
		}
		for _, name := range differences(before[key], now) {
			found = append(found, fmt.Sprintf("%s: %s was %s, is %s", key, name, text(before[key].values[name]), text(now.values[name])))
		}
	}
	for _, key := range slices.Sorted(maps.Keys(after)) {
		if _, ok := before[key]; !ok {
			found = append(found, key+" is new")
		}
	}
	return found
}

// judgePlan holds a plan that passed to the configuration.
func (r *run) judgePlan(before map[string]object) error {
	for _, b := range r.blocks {
		switch {
		case b.exists(before) && b.now.Value.IsNull():
			return broken("a refresh never drops what still exists", "%s %s", b.name, b.id())
		case b.replaces() && !b.makes(before):
			return broken("only what cannot be changed is replaced", "%s", b)
		case b.config != nil && b.creates() != b.makes(before):
			return broken("what is missing is created, and nothing else", "%s: %q", b.name, b)
		case b.config == nil && b.exists(before) && !b.destroys():
			return broken("what is configured no more is destroyed", "%s: %q", b.name, b)
		}
		if b.buys() && b.id() != "" && !b.replaces() && len(b.Warnings) == 0 {
			return broken("what is gone and would be bought again is a warning", "%s", b)
		}
	}
	return nil
}

// charges counts what was paid since, by line and operation.
func (w *world) charges(since int) map[string]int {
	n := map[string]int{}
	for _, c := range w.platforms.Panel.Ledger()[since:] {
		if c.Amount < 0 {
			n[c.Operation+" "+c.LineID]++
		}
	}
	return n
}

// orphans is what is on the platforms and neither in state nor another client's.
func (w *world) orphans() []string {
	all := w.observe()
	for key := range w.foreign {
		delete(all, key)
	}
	for _, s := range w.slots {
		delete(all, s.key())
	}
	return slices.Sorted(maps.Keys(all))
}

// judgeForeign holds that what nobody here manages stays as it is.
func (w *world) judgeForeign() error {
	all := w.observe()
	for key, was := range w.foreign {
		if strings.HasPrefix(key, "iptv_subscription ") {
			continue
		}
		now, ok := all[key]
		if !ok || len(differences(was, now)) > 0 {
			return broken("what is not managed stays as it is", "%s was %v, is %v", key, was, now)
		}
	}
	return nil
}

// judgeDisturbed holds an apply that was struck, failed or not, to what no fault excuses.
func (r *run) judgeDisturbed(s step, failed error, before map[string]object, ledger int) error {
	if err := r.w.judgeForeign(); err != nil {
		return err
	}
	paid := r.w.charges(ledger)
	purchases, bought := 0, 0
	for _, b := range r.blocks {
		if b.buys() {
			purchases++
		}
		if n := paid["panel.line.renew "+b.id()]; n > 1 || (n == 1 && !b.renews()) {
			return broken("nothing is charged twice, or that no plan announced", "%s was renewed %d times (%s)", b.name, n, s.Fault)
		} else if n == 1 {
			b.paid = b.newKeyIn(b.changes[0])
		}
		if b.creates() && b.id() != "" {
			b.remember()
		}
		switch {
		case b.Tainted && b.creates():
			return broken("once it exists, a create does not fail", "%s is tainted (%s): %v", b.name, s.Fault, failed)
		case b.exists(before) && b.Value.IsNull() && !b.destroys() && !b.replaces() && !b.makes(before):
			return broken("what exists stays in state", "%s (%s)", b.name, s.Fault)
		}
	}
	for operation, n := range paid {
		if strings.HasPrefix(operation, "panel.line.create ") {
			bought += n
		}
	}
	if bought > purchases {
		return broken("nothing is charged twice, or that no plan announced", "%d lines were bought instead of %d (%s)", bought, purchases,
			s.Fault)
	}
	for _, key := range r.w.orphans() {
		if !r.names(key) {
			return broken("a second object is named, never silent", "%s is not in state (%s): %v", key, s.Fault, failed)
		}
		if s.Fault == interrupted {
			return broken("what a platform did before an interrupt is in state", "%s is not: %v", key, failed)
		}
	}
	return nil
}

// names reports whether an error or a warning is about objects of that type.
func (r *run) names(key string) bool {
	typeName, _, _ := strings.Cut(key, " ")
	return slices.ContainsFunc(r.blocks, func(b *block) bool {
		return area(b.TypeName) == typeName && (b.err != nil || len(b.Warnings) > 0)
	})
}

func (w *world) clear(customer string) {
	w.platforms.TelecomX.SetSubscription(customer, simtelecomx.Subscription{})
}
