package telecomx

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-log/tflog"

	"github.com/iptvops/terraform-provider-iptv/internal/telecomx/api"
	"github.com/iptvops/terraform-provider-iptv/internal/tf"
)

// holds notes a package that is in state.
func (p *Platform) holds(id types.String) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.heldPackages[api.Key(id.ValueString())] = true
}

// applies notes that this run is an apply: what it creates and deletes is in no plan's place any more.
func (p *Platform) applies() { p.applying.Store(true) }

// warnExisting warns of a package that exists already with everything that a creation is planned with, and that is in no state
// that this run has seen: a run that was killed may have created it.
func (p *Platform) warnExisting(ctx context.Context, plan packageModel, diags *diag.Diagnostics) {
	if p.applying.Load() || !isMapFullyKnown(plan.Channels) || plan.Name.IsUnknown() || plan.Main.IsUnknown() {
		return
	}
	customer := plan.CustomerID.ValueString()
	all, _, err := p.packagesOf(customer).List(ctx)
	if p.reach.Failed(diags, err) {
		return
	}
	if err != nil {
		tflog.Debug(ctx, "whether the package exists already is not checked: the list cannot be read", map[string]any{"error": err.Error()})
		return
	}
	var ids []string
	for _, k := range all {
		if k.Unread == nil && plan.isSetOn(k) && !p.isOurs(k.ID) {
			ids = append(ids, k.ID)
		}
	}
	if len(ids) == 0 {
		return
	}
	tf.WarnExisting(diags, "package", fmt.Sprintf("Customer %s has a package with this name, main and channels", customer), ids,
		tf.ImportBlock("iptv_package", customer+"/"+ids[0]))
}

// isOurs reports whether a package is in a state that this run has seen, or was created by this run.
func (p *Platform) isOurs(id string) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	_, created := p.createdPackages[api.Key(id)]
	return created || p.heldPackages[api.Key(id)]
}

// isMapFullyKnown reports whether a map and all of its elements are known.
func isMapFullyKnown(m types.Map) bool {
	for _, element := range m.Elements() {
		if element.IsUnknown() {
			return false
		}
	}
	return !m.IsUnknown()
}
