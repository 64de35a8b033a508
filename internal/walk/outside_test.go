package walk

import (
	"context"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/iptvops/terraform-provider-iptv/internal/protocol"
)

// takeOutside changes an attribute outside and holds the plan to exactly that.
func (w *world) takeOutside(ctx context.Context, s step, target *slot) error {
	k := target.drift[s.Pick%len(target.drift)]
	if target.id() == "" || (k.attribute == "password" && target.config["password_wo"] != nil) {
		return nil // nothing is there, or it cannot be seen
	}
	was := w.observe()[target.key()]
	if !w.change(target, k.attribute, k.choose(s.Value, time.Now())) {
		return nil
	}
	is := w.observe()[target.key()]
	drifted := len(differences(was, is)) > 0 && target.owns(k.attribute) && (k.attribute != "icon" || !w.variant.hidden)
	r := w.blocks(step{First: s.First, Parallel: s.Parallel})
	if err := r.plan(ctx); err != nil {
		return broken("an outside change does not fail the plan", "%s: %v", k.attribute, err)
	}
	for _, b := range r.blocks {
		changed := b.changed()
		switch {
		case !b.isStrict(w) && (b.slot != target || !drifted):
		case b.slot == target && drifted && slices.ContainsFunc(shownAs(k.attribute),
			func(name string) bool { return slices.Contains(changed, name) }) &&
			len(without(changed, slices.Concat(dependents[k.attribute], shownAs(k.attribute), w.variant.alters))) == 0:
		default:
			return broken("an outside change shows as exactly that attribute", "%s of %s (managed %v), the plan is %q", k.attribute,
				target.name, drifted, b)
		}
	}
	return w.apply(ctx, step{First: s.First, Parallel: s.Parallel}, w.blocks(step{First: s.First, Parallel: s.Parallel}))
}

// dependents is what the plan may show as well: values that follow.
var dependents = map[string][]string{"npvr": {"effective_npvr"}, "icon": {"small_icon", "medium_icon", "large_icon"}}

// owns reports whether the configuration decides about an attribute.
func (s *slot) owns(attribute string) bool {
	if s.config[attribute] != nil {
		return true
	}
	_, ok := s.expected(s.config)[attribute]
	return ok || (s.free && attribute == "expire_at")
}

func without(names, others []string) []string {
	return slices.DeleteFunc(slices.Clone(names), func(name string) bool { return slices.Contains(others, name) })
}

// takeDeletion deletes an object outside and holds the plan to exactly its creation.
func (w *world) takeDeletion(ctx context.Context, s step, target *slot) error {
	if target.id() == "" || !w.remove(target.key()) {
		return nil
	}
	r := w.blocks(step{First: s.First, Parallel: s.Parallel})
	if err := r.plan(ctx); err != nil {
		return broken("an outside deletion does not fail the plan", "%s: %v", target.name, err)
	}
	for _, b := range r.blocks {
		if (b.slot == target) != (b.creates() && !b.replaces()) || (b.slot != target && b.isStrict(w)) {
			return broken("an outside deletion shows as exactly one creation", "%s was deleted, the plan is %q", target.name, b)
		}
		if b.slot == target && b.buys() && len(b.Warnings) == 0 {
			return broken("what is gone and would be bought again is a warning", "%s", target.name)
		}
	}
	return w.apply(ctx, step{First: s.First, Parallel: s.Parallel}, w.blocks(step{First: s.First, Parallel: s.Parallel}))
}

// takeImport forgets an object and imports it.
func (w *world) takeImport(ctx context.Context, s step, target *slot) error {
	if target.id() == "" {
		return nil
	}
	id, before, ledger := target.id(), w.observe(), len(w.platforms.Panel.Ledger())
	if s.Pick%2 == 1 && target.TypeName == "iptv_line" {
		id = target.attribute("username").(string)
	}
	if err := target.forget(); err != nil {
		return err
	}
	server, err := w.configured(ctx)
	if err != nil {
		return err
	}
	if err := target.Import(ctx, server, id); err != nil {
		return broken("an import works", "%s %s: %v", target.name, id, err)
	}
	maps.Copy(target.stored, target.keys) // which keys were used is forgotten
	clear(target.keys)
	target.adopted, target.imported = true, true
	r := w.blocks(step{First: s.First, Parallel: s.Parallel})
	if err := r.plan(ctx); err != nil {
		return broken("a plan after an import passes", "%s: %v", target.name, err)
	}
	for _, b := range r.blocks {
		if b.isStrict(w) && (b.slot != target || b.creates() || b.destroys() ||
			len(without(b.changed(), slices.Concat(b.adopts, b.spelled(), w.variant.alters))) > 0) {
			return broken("the plan after an import is empty", "%s was imported, the plan is %q", target.name, b)
		}
	}
	if err := r.apply(ctx); err != nil {
		return broken("an apply after a plan that passed does not fail (after an import)", "%v", err)
	}
	if found := changes(before, w.observe()); len(found) > 0 && w.variant.alters == nil {
		return broken("an import changes nothing", "%v", found)
	}
	return w.settled(ctx, r, before, ledger)
}

// spelled is what the plan after an import may show of values that are there already: ids that the configuration spells
// in another case, whose spelling wins, and how a line with a package was paid, which cannot be read.
func (b *block) spelled() []string {
	if len(b.changes) != 1 {
		return nil
	}
	var names []string
	prior, planned := protocol.Members(b.changes[0].Prior), protocol.Members(b.changes[0].Planned)
	if ids := "channels"; strings.EqualFold(ordered(prior[ids]), ordered(planned[ids])) {
		names = append(names, ids)
	}
	if b.TypeName == "iptv_line" && b.config["charge_credits"] == false &&
		prior["charge_credits"].Equal(tftypes.NewValue(tftypes.Bool, true)) {
		names = append(names, "charge_credits", "can_watch_adult")
	}
	return names
}

// ordered is the entries of a map as one text, in the order of their keys, whatever the case.
func ordered(v tftypes.Value) string {
	var entries []string
	for id, how := range protocol.Members(v) {
		entries = append(entries, strings.ToUpper(id)+how.String())
	}
	slices.Sort(entries)
	return strings.Join(entries, " ")
}
