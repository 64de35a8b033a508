package walk

import (
	"context"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/iptvops/terraform-provider-iptv/internal/protocol"
)

// settled holds an undisturbed apply to the configuration, object by object and charge by charge, and to an empty
// second plan.
func (w *world) settled(ctx context.Context, r *run, before map[string]object, ledger int) error {
	after := w.observe()
	if err := w.judgeForeign(); err != nil {
		return err
	}
	if orphans := w.orphans(); len(orphans) > 0 {
		return broken("objects are exactly what the configuration says", "too many: %v", orphans)
	}
	paid := w.charges(ledger)
	for _, b := range r.blocks {
		if b.config == nil {
			if b.id() != "" {
				return broken("objects are exactly what the configuration says", "%s is still in state", b.name)
			}
			continue
		}
		is, ok := after[b.key()]
		if !ok {
			return broken("objects are exactly what the configuration says", "%s is not on the platform", b.name)
		}
		if err := b.judgeObject(w, is, before); err != nil {
			return err
		}
		want := map[string]int{}
		if b.buys() {
			want["panel.line.create "+b.id()]++
		}
		if b.renews() && b.paid != b.newKeyIn(b.changes[0]) {
			want["panel.line.renew "+b.id()]++
		}
		for operation := range maps.Clone(paid) {
			if strings.HasSuffix(operation, " "+b.id()) {
				if paid[operation] != want[operation] {
					return broken("charges are exactly what the plan says", "%s %d times instead of %d", operation, paid[operation],
						want[operation])
				}
				delete(paid, operation)
				delete(want, operation)
			}
		}
		if len(want) > 0 {
			return broken("charges are exactly what the plan says", "%s lacks %v", b.name, want)
		}
		b.remember()
	}
	if len(paid) > 0 {
		return broken("charges are exactly what the plan says", "nobody planned %v", paid)
	}
	if err := w.judgeSubscriptions(r, after); err != nil {
		return err
	}
	if r.String() != "" {
		w.tally["applied"]++
	}
	for _, b := range r.blocks {
		b.slot.config = b.config
	}

	second := w.blocks(step{First: r.first})
	if err := second.plan(ctx); err != nil {
		return broken("the second plan is empty", "%v", err)
	}
	if slices.ContainsFunc(second.blocks, func(b *block) bool { return b.isStrict(w) }) {
		return broken("the second plan is empty", "%v\nfirst plan:\n%v", second, r)
	}
	for _, b := range second.blocks {
		if b.exists(after) && b.now.Value.IsNull() {
			return broken("a refresh never drops what still exists", "%s", b.name)
		}
	}
	return nil
}

// remember notes what later steps are judged by.
func (b *block) remember() {
	if b.TypeName != "iptv_line" {
		return
	}
	if b.keepsPassword() {
		b.kept = b.config["password_wo_version"]
	}
	b.imported = b.imported && len(b.changes) == 0
	key, _ := b.config["renewal_key"].(string)
	switch {
	case b.creates():
		b.kept = nil
		clear(b.keys)
		clear(b.stored)
		b.adopted, b.free = false, !b.charged()
		b.stored[key] = true
	case b.renews():
		b.keys[key] = true
	default:
		b.stored[key] = true
	}
	b.paid = ""
	b.adopted = b.adopted && key == ""
	b.free = b.free && !b.charged()
}

// keepsPassword reports whether password_wo is not what the line has: the first version of an imported line takes over the
// password that is there, with a warning and without a request.
func (b *block) keepsPassword() bool {
	version := b.config["password_wo_version"]
	if version == nil || b.creates() {
		return false
	}
	if b.imported && len(b.changes) > 0 && protocol.Members(b.changes[0].Prior)["password_wo_version"].IsNull() {
		return true
	}
	return b.kept == version
}

// judgeObject holds an object to its configuration, and to what the plan showed of its changes.
func (b *block) judgeObject(w *world, is object, before map[string]object) error {
	want := b.expected(b.config)
	if (b.free && !b.charged()) || (b.TypeName == "iptv_line" && b.creates() && !b.charged()) {
		for name, value := range map[string]any{"expire_at": nil, "is_restreamer": false, "is_trial": false, "can_watch_adult": false} {
			if _, ok := want[name]; !ok {
				want[name] = value
			}
		}
	}
	for _, name := range slices.Sorted(maps.Keys(want)) {
		value := want[name]
		if packages, ok := value.(map[string]any); ok && name == "packages" {
			value = current(packages)
		}
		if name == "password" && b.keepsPassword() {
			continue
		}
		if text(value) != text(is.values[name]) && !w.isAltered(name) {
			return broken("objects are exactly what the configuration says", "%s: %s is %s instead of %s", b.name, name,
				text(is.values[name]), text(value))
		}
	}
	was, existed := before[b.key()]
	if existed && !b.creates() {
		planned := b.changed()
		for _, name := range differences(was, is) {
			if !w.isAltered(name) && !slices.ContainsFunc(shownAs(name),
				func(attribute string) bool { return slices.Contains(planned, attribute) }) {
				return broken("nothing changes that the plan did not show", "%s: %s was %s, is %s, the plan was %q", b.name, name,
					text(was.values[name]), text(is.values[name]), b)
			}
		}
		if err := b.judgeStarts(was, is); err != nil {
			return err
		}
	}
	return b.judgeCleared(is)
}

// shownAs is the attributes by which a plan announces a change.
func shownAs(name string) []string {
	switch name {
	case "icon":
		return []string{"icon_sha256", "icon_file", "icon_base64"}
	case "password":
		return []string{"password", "password_wo_version"}
	}
	return []string{name}
}

// current is the packages that have not ended: the platform removes the others by itself, which is no drift.
func current(packages map[string]any) map[string]any {
	now := time.Now().UTC().Format(time.RFC3339)
	return maps.Collect(func(yield func(string, any) bool) {
		for id, end := range packages {
			if until, ok := end.(string); ok && until <= now {
				continue
			}
			if !yield(id, end) {
				return
			}
		}
	})
}

// judgeStarts holds that a package starts when the configuration says, else when it was first included, for good.
func (b *block) judgeStarts(was, is object) error {
	for _, p := range asList(b.config["packages"]) {
		p := p.(map[string]any)
		id := strings.ToUpper(p["id"].(string))
		now, has := is.starts[id]
		start, configured := p["start"].(string)
		switch then, had := was.starts[id]; {
		case !has:
		case configured && start != now:
			return broken("objects are exactly what the configuration says", "%s: package %s starts %s instead of %s", b.name, id, now,
				start)
		case !configured && had && then != now && !slices.Contains(b.changed(), "packages"):
			return broken("nothing changes that the plan did not show", "%s: package %s started %s, now %s", b.name, id, then, now)
		}
	}
	return nil
}

// judgeCleared holds that an attribute that is configured no more is cleared, or that the plan warned.
func (b *block) judgeCleared(is object) error {
	if b.TypeName != "iptv_line" || b.slot.config == nil || b.creates() {
		return nil
	}
	bouquets, connections := []int{}, 1
	if pack, ok := b.config["package_id"].(int); ok && b.charged() {
		bouquets, connections = packageBouquets[pack], map[int]int{107: 1, 108: 2}[pack]
	}
	for name, otherwise := range map[string]any{"bouquets": list(bouquets), "max_connections": connections} {
		if b.slot.config[name] == nil || b.config[name] != nil || text(is.values[name]) == text(otherwise) {
			continue
		}
		if !slices.ContainsFunc(b.Warnings, func(warning string) bool { return strings.Contains(warning, name) }) {
			return broken("a cleared attribute is cleared, or the plan warns", "%s: %s stays %s, warnings %q", b.name, name,
				text(is.values[name]), b.Warnings)
		}
	}
	return nil
}

// judgeSubscriptions holds that a customer whose subscription is managed no more has none.
func (w *world) judgeSubscriptions(r *run, after map[string]object) error {
	for _, b := range r.blocks {
		if b.TypeName != "iptv_subscription" || (!b.destroys() && !b.replaces()) {
			continue
		}
		customer, _ := protocol.Plain(protocol.Members(b.changes[0].Prior)["id"]).(string)
		if slices.ContainsFunc(r.blocks, func(other *block) bool {
			return other.TypeName == b.TypeName && other.config != nil && strings.EqualFold(other.config["customer_id"].(string), customer)
		}) {
			continue
		}
		has := after["iptv_subscription "+strings.ToUpper(customer)]
		if text(has.values["npvr"]) != text(nothing) || text(has.values["scrub"]) != text(nothing) ||
			len(has.values["packages"].(map[string]any)) > 0 {
			return broken("a destroyed subscription is off", "%v", has)
		}
	}
	return nil
}
