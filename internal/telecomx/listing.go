package telecomx

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/iptvops/terraform-provider-iptv/internal/inventory"
	"github.com/iptvops/terraform-provider-iptv/internal/rest"
	"github.com/iptvops/terraform-provider-iptv/internal/telecomx/api"
	"github.com/iptvops/terraform-provider-iptv/internal/tf"
)

// listing is a list of a customer's objects of one kind, as a data source shows it.
type listing[V any] struct {
	noun   string                  // plural
	all    *inventory.Inventory[V] // shared with the other types
	search func(ctx context.Context, customer, filter string, offset, limit int) (api.Page[V], error)
	key    func(V) string
	unread func(V) error
	advice func(error) string // what to do about a list that the platform refuses
}

// read is all objects of the customer, or those that the platform finds for a filter. It warns of what may be missing and of
// what cannot be read; if the list cannot be read at all, ok is false and diags say why.
func (l listing[V]) read(ctx context.Context, customer, filter string, diags *diag.Diagnostics) (objects []V, ok bool) {
	from := l.all
	if filter != "" {
		from = paged(l.key, func(ctx context.Context, offset, limit int) (api.Page[V], error) {
			return l.search(ctx, customer, filter, offset, limit)
		})
	}
	objects, whole, err := from.ListWhole(ctx)
	if err != nil {
		tf.AddError(diags, "Cannot list "+l.noun, err, dataSourceField, l.advice(err))
		return nil, false
	}
	if !whole {
		tf.WarnMoved(diags, l.noun)
	}
	for _, object := range objects {
		tf.WarnUnread(diags, l.unread(object))
	}
	return objects, true
}

// paged is a list that nothing else reads.
func paged[V any](key func(V) string,
	page func(ctx context.Context, offset, limit int) (api.Page[V], error)) *inventory.Inventory[V] {
	return inventory.New(inventory.Source[V]{
		ID: key,
		Page: func(ctx context.Context, n, got int) (inventory.Page[V], error) {
			p, err := page(ctx, got, api.MaxLimit)
			return inventory.Page[V]{Items: p.Items, Pages: p.Pages(n, got), Total: p.Total}, err
		},
		Passing: rest.IsPassing,
	})
}

// findIn finds one object of a list. advice is what to do about a list that the platform refuses.
func findIn[V any](ctx context.Context, in *inventory.Inventory[V], wanted tf.Search[V], advice func(error) string,
	diags *diag.Diagnostics) (found V, ok bool) {
	all, holds, err := in.List(ctx)
	if err != nil {
		tf.AddError(diags, wanted.Summary(), err, dataSourceField, advice(err))
		return found, false
	}
	return wanted.Find(all, holds, diags)
}

// channelAdvice is what to do about a list of channels that the platform refuses. What level it takes is documented nowhere.
func channelAdvice(err error) string {
	if isDenied(err) {
		return checkLevel
	}
	return ""
}

// dataSourceField is the attributes of the data sources by the platform's names.
func dataSourceField(field string) (path.Path, bool) {
	switch field {
	case "customer":
		return path.Root("customer_id"), true
	case "offset", "limit", "filter":
		return path.Root(field), true
	}
	return path.Path{}, false
}
