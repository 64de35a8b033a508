package panel

import (
	"context"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/iptvops/terraform-provider-iptv/internal/tf"
)

// Keys of the private state.
const (
	// privateImported is what earlier versions wrote, and nothing else, for an imported line.
	privateImported = "imported"
	// privateLine is the memory of a line.
	privateLine = "line"
)

// memory is what Terraform keeps of a line beside its attributes.
type memory struct {
	Imported  bool     `json:"imported,omitempty"`   // whether its renewal key and password_wo were ever used is not known
	Bought    bool     `json:"bought,omitempty"`     // it was charged once: the package decided about its expiry and flags
	WriteOnly bool     `json:"write_only,omitempty"` // its password is password_wo
	Set       []string `json:"set,omitempty"`        // attributes that the configuration had at the last apply
	Keys      []string `json:"keys,omitempty"`       // renewal keys that were used
	Pending   *pending `json:"pending,omitempty"`
	Moved     string   `json:"moved,omitempty"` // expiry date at the last apply, where a refresh has found another one
}

// pending is a renewal that was sent and of which it is not known whether the panel carried it out.
type pending struct {
	Key    string `json:"key"`
	Before string `json:"before"` // expiry just before it was sent, "" for none
}

// forgettable are the attributes whose removal from the configuration cannot be seen in the state.
func (m *lineResourceModel) forgettable() map[string]attr.Value {
	return map[string]attr.Value{
		"bouquets": m.Bouquets, "max_connections": m.MaxConnections, "package_id": m.PackageID, "expire_at": m.ExpireAt,
		"is_restreamer": m.IsRestreamer, "is_trial": m.IsTrial,
	}
}

// remembers takes over what an apply of the configuration has made true.
func (m memory) remembers(config lineResourceModel, charged bool) memory {
	m.Moved = ""
	m.Imported, m.Bought, m.WriteOnly, m.Set = false, m.Bought || charged, !config.PasswordWO.IsNull(), nil
	for name, value := range config.forgettable() {
		if !value.IsNull() {
			m.Set = append(m.Set, name)
		}
	}
	slices.Sort(m.Set)
	return m
}

// used adds a renewal key.
func (m memory) used(key string) memory {
	if key != "" && !slices.Contains(m.Keys, key) {
		m.Keys = append(slices.Clone(m.Keys), key)
	}
	return m
}

// had reports whether the configuration of the last apply had the attribute.
func (m memory) had(name string) bool { return slices.Contains(m.Set, name) }

// readMemory is the memory of a line in its private state.
func readMemory(ctx context.Context, private tf.PrivateReader, diags *diag.Diagnostics) memory {
	m, _ := tf.GetPrivate[memory](ctx, private, privateLine, diags)
	m.Imported = m.Imported || tf.HasPrivate(ctx, private, privateImported, diags)
	return m
}

// save writes the memory of a line.
func (m memory) save(ctx context.Context, private tf.PrivateWriter, diags *diag.Diagnostics) {
	tf.RemovePrivate(ctx, private, privateImported, diags)
	tf.SetPrivate(ctx, private, privateLine, m, diags)
}
