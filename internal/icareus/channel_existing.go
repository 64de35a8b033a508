package icareus

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-log/tflog"

	"github.com/iptvops/terraform-provider-iptv/internal/tf"
)

// holds notes a channel that is in state.
func (p *Platform) holds(id types.String) {
	p.heldChannels.Store(id.ValueString(), true)
}

// applies notes that this run is an apply: what it creates and deletes is in no plan's place any more.
func (p *Platform) applies() { p.applying.Store(true) }

// warnExisting warns of a channel that exists already with everything that a creation is planned with, and that is in no state
// that this run has seen: a run that was killed may have created it. Nothing tells the content of an icon.
func (r *channelResource) warnExisting(ctx context.Context, plan channelModel, diags *diag.Diagnostics) {
	p := r.Platform
	if p.applying.Load() || p.unlisted.Load() || !plan.isSettled(ctx) {
		return
	}
	channels, _, err := p.channels.List(ctx)
	if err != nil {
		p.unlisted.Store(true)
		tflog.Debug(ctx, "whether the channel exists already is not checked: the list cannot be read", map[string]any{"error": err.Error()})
		return
	}
	var ids []string
	for _, c := range channels {
		id := channelID(int64(c.ServiceID))
		if c.Name == plan.Name.ValueString() && c.Unread == nil && plan.isSetOn(c) && !p.isOurs(id) {
			ids = append(ids, id)
		}
	}
	if len(ids) == 0 {
		return
	}
	tf.WarnExisting(diags, "channel", fmt.Sprintf("Organisation %d has a channel with exactly these settings", p.api.Organization()), ids,
		tf.ImportBlock(r.TypeName, ids[0]))
}

// isOurs reports whether a channel is in a state that this run has seen, or was created by this run.
func (p *Platform) isOurs(id string) bool {
	_, held := p.heldChannels.Load(id)
	return held
}

// isSettled reports whether every setting is known.
func (m *channelModel) isSettled(ctx context.Context) bool {
	for _, a := range m.settings() {
		value, err := a.value().ToTerraformValue(ctx)
		if err != nil || !value.IsFullyKnown() {
			return false
		}
	}
	return true
}
