package telecomx

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/iptvops/terraform-provider-iptv/internal/inventory"
	"github.com/iptvops/terraform-provider-iptv/internal/tf"
)

// search is how one object of a list is found.
type search[V any] struct {
	noun   string // such as package
	by     string // the attribute that is given
	wanted string // its value
	is     func(V) bool
	near   func(V) bool // could be meant, though it is another one; nil for none
	called func(V) string
	lists  string // the data source of all objects
}

// find is the only object that is meant. None and several are errors that name the candidates.
func (s search[V]) find(ctx context.Context, in *inventory.Inventory[V], diags *diag.Diagnostics) (found V, ok bool) {
	summary := "Cannot find " + s.noun
	all, holds, err := in.List(ctx)
	if err != nil {
		tf.AddError(diags, summary, err, dataSourceField, "")
		return found, false
	}
	var matches, near []string
	for _, v := range all {
		switch {
		case s.is(v):
			found, matches = v, append(matches, s.called(v))
		case s.near != nil && s.near(v):
			near = append(near, s.called(v))
		}
	}
	if len(matches) == 1 {
		return found, true
	}
	detail := fmt.Sprintf("None of the customer's %d %ss has the %s %s.", len(all), s.noun, s.by, s.wanted)
	switch {
	case len(matches) > 1:
		detail = fmt.Sprintf("%d %ss have the %s %s: %s. Choose one by its id.", len(matches), s.noun, s.by, s.wanted, tf.Some(matches))
	case len(near) > 0:
		detail += fmt.Sprintf(" Similar ones: %s.", tf.Some(near))
	case !holds:
		detail += " The list changed each time it was read, so that it may be missing from it."
	}
	diags.AddAttributeError(path.Root(s.by), summary, detail+fmt.Sprintf(" The data source %s lists the %ss.", s.lists, s.noun))
	return found, false
}
