package walk

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/iptvops/terraform-provider-iptv/internal/protocol"
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

// exists reports whether the object of the state is on the platform.
func (b *block) exists(all map[string]object) bool {
	_, ok := all[b.key()]
	return b.id() != "" && ok
}

// mustReplace reports whether the configuration cannot be had without another object.
func (b *block) mustReplace() bool {
	switch b.TypeName {
	case "iptv_line":
		return (b.config["mac_addr"] == nil) != (b.attribute("mac_addr") == nil)
	case "iptv_package":
		customer, known := b.attribute("customer_id").(string)
		wanted, _ := b.config["customer_id"].(string)
		return (b.config["main"] == true) != (b.attribute("main") == true) ||
			(known && wanted != "" && !strings.EqualFold(customer, wanted))
	case "iptv_subscription":
		return !strings.EqualFold(b.config["customer_id"].(string), b.id())
	}
	return false
}

// makes reports whether the configuration needs a new object.
func (b *block) makes(all map[string]object) bool {
	return b.config != nil && (!b.exists(all) || b.Tainted || b.mustReplace())
}

func (b *block) charged() bool {
	return b.TypeName == "iptv_line" && b.config["charge_credits"] != false
}

// newKey is the renewal key that is not in state yet, "" for none.
func (b *block) newKey() string {
	key, _ := b.config["renewal_key"].(string)
	if had, _ := b.attribute("renewal_key").(string); had == key {
		return ""
	}
	return key
}

// isRenewed reports whether the configuration renews the line. The first key of an imported line renews nothing:
// nobody knows whether it was used.
func (b *block) isRenewed(all map[string]object) bool {
	return b.config != nil && b.charged() && !b.makes(all) && b.newKey() != "" && (!b.adopted || b.attribute("renewal_key") != nil)
}

var packageBouquets = map[int][]int{107: {1, 2, 3, 4}, 108: {2, 3, 6, 8}}

// refusals is why a plan has to fail, and why it may.
func (r *run) refusals(all map[string]object) (must, may []string) {
	spent := 0.0
	managed := map[string]*block{}
	for _, b := range r.blocks {
		if b.id() != "" {
			managed[b.key()] = b
		}
	}
	for i, b := range r.blocks {
		if b.config == nil {
			continue
		}
		switch b.TypeName {
		case "iptv_subscription":
			r.refuseSubscription(all, i, &must, &may)
		case "iptv_line":
			makes := b.makes(all)
			if b.charged() {
				pack := b.config["package_id"].(int)
				if makes || b.isRenewed(all) {
					spent += r.w.prices()[pack]
				}
				had, _ := b.attribute("package_id").(float64)
				if !makes && int(had) != pack && !b.isRenewed(all) {
					must = append(must, b.name+" changes its package without a renewal")
				}
				if !makes && b.newKey() != "" && b.isRenewed(all) {
					if b.keys[b.newKey()] {
						must = append(must, b.name+" uses a renewal key again")
					} else if b.stored[b.newKey()] {
						may = append(may, b.name+" has had this renewal key")
					}
				}
				for _, bouquet := range asList(b.config["bouquets"]) {
					if !slices.Contains(packageBouquets[pack], bouquet.(int)) {
						must = append(must, fmt.Sprintf("%s has bouquet %d, which package %d lacks", b.name, bouquet, pack))
					}
				}
			} else if !makes && b.newKey() != "" {
				may = append(may, b.name+" renews without a charge")
			}
			r.refuseNames(all, managed, i, &must, &may)
		}
	}
	if spent > r.w.platforms.Panel.Credits(r.w.owner) {
		must = append(must, fmt.Sprintf("%v credits are needed", spent))
	}
	return must, may
}

func asList(v any) []any {
	l, _ := v.([]any)
	return l
}

func (r *run) refuseSubscription(all map[string]object, i int, must, may *[]string) {
	b := r.blocks[i]
	customer := strings.ToUpper(b.config["customer_id"].(string))
	for _, other := range r.blocks[:i] {
		if other.TypeName == b.TypeName && other.config != nil && strings.EqualFold(other.config["customer_id"].(string), customer) {
			reasons := must
			if r.areTwins(b, other) {
				reasons = may
			}
			*reasons = append(*reasons, b.name+" and "+other.name+" are of one customer")
		}
	}
	mains := 0
	for _, p := range asList(b.config["packages"]) {
		p := p.(map[string]any)
		if id := strings.ToUpper(p["id"].(string)); id == mainA || id == mainB {
			mains++
		}
		if end, ok := p["end"].(string); ok && b.makes(all) && end < time.Now().UTC().Format(time.RFC3339) {
			*may = append(*may, b.name+" begins with a package that has ended")
		}
	}
	if mains > 1 {
		*must = append(*must, b.name+" has two main packages")
	}
	has := all["iptv_subscription "+customer]
	if b.makes(all) && len(differences(has, object{values: map[string]any{"npvr": nothing, "scrub": nothing,
		"packages": map[string]any{}}})) > 0 && b.config["allow_overwrite"] != true {
		*may = append(*may, b.name+" would overwrite what the customer has")
	}
}

// areTwins reports whether two blocks have the same configuration: Terraform plans -replace of the one like the creation
// of the other, and a provider learns no addresses, so that it cannot tell them apart at plan.
func (r *run) areTwins(a, b *block) bool {
	twins := text(a.config) == text(b.config)
	r.twins = r.twins || twins
	return twins
}

var nothing = map[string]any{"override": false}

// refuseNames reports usernames and MAC addresses that are taken. Those of a line that gives them up in the same
// apply may be refused or not: nothing says which of the two comes first.
func (r *run) refuseNames(all map[string]object, managed map[string]*block, i int, must, may *[]string) {
	b := r.blocks[i]
	for _, attribute := range []string{"username", "mac_addr"} {
		name, _ := b.config[attribute].(string)
		if attribute == "mac_addr" {
			name = canonicalMAC(name)
		}
		if name == "" {
			continue
		}
		for j, other := range r.blocks {
			if spelled, _ := other.config[attribute].(string); j < i && other.TypeName == b.TypeName &&
				(spelled == name || canonicalMAC(spelled) == name) {
				reasons := must
				if r.areTwins(b, other) {
					reasons = may
				}
				*reasons = append(*reasons, fmt.Sprintf("%s and %s have the %s %s", b.name, other.name, attribute, name))
			}
		}
		for key, o := range all {
			if o.values[attribute] != name || (b.id() != "" && key == b.key()) || !strings.HasPrefix(key, "iptv_line ") {
				continue
			}
			if managed[key] == nil && attribute == "username" {
				*must = append(*must, fmt.Sprintf("%s has the username of %s", b.name, key))
			} else {
				*may = append(*may, fmt.Sprintf("%s has the %s of %s", b.name, attribute, key))
			}
		}
	}
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

// buys reports whether the plan creates a line for credits.
func (b *block) buys() bool {
	return b.TypeName == "iptv_line" && b.creates() &&
		protocol.Plain(protocol.Members(b.changes[len(b.changes)-1].Planned)["charge_credits"]) == true
}

// renews reports whether the plan renews the line.
func (b *block) renews() bool {
	return b.charged() && slices.Contains(b.changed(), "renewal_key") && b.newKeyIn(b.changes[0]) != "" &&
		(!b.adopted || !protocol.Members(b.changes[0].Prior)["renewal_key"].IsNull())
}

func (b *block) newKeyIn(c protocol.Change) string {
	key, _ := protocol.Plain(protocol.Members(c.Planned)["renewal_key"]).(string)
	return key
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

// orphans is what is on the platforms and neither in state nor somebody else's.
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

func (w *world) clear(customer string) {
	w.platforms.TelecomX.SetSubscription(customer, simtelecomx.Subscription{})
}
