package walk

import (
	"context"
	"strings"

	simpanel "github.com/iptvops/terraform-provider-iptv/internal/simulator/panel"
	simtelecomx "github.com/iptvops/terraform-provider-iptv/internal/simulator/telecomx"
)

// takeDestroy destroys everything, after what only a change needs is gone; the bits of Value say what.
func (w *world) takeDestroy(ctx context.Context, s step) error {
	tx := w.platforms.TelecomX
	if s.Value&1 != 0 {
		icons := w.icons
		w.icons += "-gone"
		defer func() { w.icons = icons }()
	}
	if s.Value&2 != 0 {
		if channel, ok := tx.Channel(simtelecomx.Channels[9]); ok {
			tx.DeleteChannel(channel.ID)
			defer tx.AddChannel(channel)
		}
	}
	if s.Value&4 != 0 {
		if pack, ok := tx.Package(packA); ok {
			tx.DeletePackage(packA)
			defer tx.AddPackage(pack)
		}
	}
	if s.Value&8 != 0 {
		w.platforms.Panel.SetCredits(w.owner, 0)
		defer w.platforms.Panel.SetCredits(w.owner, 1e6)
	}
	target, another := w.slots[s.Slot%len(w.slots)], ""
	if username, _ := target.config["username"].(string); s.Value&16 != 0 && username != "" && w.remove(target.key()) {
		another = w.platforms.Panel.AddLine(simpanel.Line{Username: username, Owner: w.owner, IsEnabled: true})
		defer w.platforms.Panel.DeleteLine(another)
	}

	// terraform destroy plans everything as it is configured, to refresh, before it plans to destroy.
	r := w.blocks(step{First: s.First, Parallel: s.Parallel})
	err := r.plan(ctx)
	stale := err != nil && strings.Contains(err.Error(), "-refresh=false")
	if err != nil && (another == "" || !stale) {
		return broken("destroy always works", "the plan before fails: %v", err)
	}
	for _, b := range r.blocks {
		if b.err == nil {
			b.Snapshot = b.now
		}
		b.config = nil
	}
	if err := r.plan(ctx); err != nil {
		return broken("destroy always works", "the plan fails: %v", err)
	}
	if err := r.apply(ctx); err != nil {
		return broken("destroy always works", "%v", err)
	}
	for _, b := range r.blocks {
		if b.id() != "" {
			return broken("destroy always works", "%s is still in state", b.name)
		}
		b.slot.config = nil
	}
	for _, key := range w.orphans() {
		if another == "" || key != "iptv_line "+strings.ToUpper(another) {
			return broken("destroy always works", "%s is still there", key)
		}
	}
	for _, customer := range customers {
		if has := w.observe()["iptv_subscription "+customer]; text(has.values["npvr"]) != text(nothing) ||
			text(has.values["scrub"]) != text(nothing) || len(has.values["packages"].(map[string]any)) > 0 {
			return broken("destroy always works", "customer %s has %v", customer, has)
		}
	}
	return w.judgeForeignBut(s.Value&4 != 0)
}

// judgeForeignBut is judgeForeign while a seeded package is gone.
func (w *world) judgeForeignBut(gone bool) error {
	if !gone {
		return w.judgeForeign()
	}
	key := "iptv_package " + packA
	pack := w.foreign[key]
	delete(w.foreign, key)
	defer func() { w.foreign[key] = pack }()
	return w.judgeForeign()
}
