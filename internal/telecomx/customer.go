package telecomx

import (
	"cmp"
	"context"

	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/iptvops/terraform-provider-iptv/internal/inventory"
	"github.com/iptvops/terraform-provider-iptv/internal/rest"
	"github.com/iptvops/terraform-provider-iptv/internal/telecomx/api"
	"github.com/iptvops/terraform-provider-iptv/internal/tf"
)

// customerOr is the customer that a data source names, else the provider's, else "", the employee's own.
func (p *Platform) customerOr(named types.String) string {
	return cmp.Or(named.ValueString(), p.CustomerID)
}

const customerDescription = "Customer: 24 hexadecimal characters. Default: `telecomx.customer_id` of the provider, or " +
	"`TELECOMX_CUSTOMER_ID`; without either, the employee's own customer."

// What every list of a customer is asked for by.
var (
	customerAttribute = schema.StringAttribute{Optional: true, MarkdownDescription: customerDescription,
		Validators: []validator.String{validID()}}
	filterAttribute = schema.StringAttribute{Optional: true, MarkdownDescription: "Text that the platform looks for in the names."}
)

// listOrSearch is a customer's objects: all of them, shared with the other types, or those that the platform finds for a filter.
// holds reports whether the list held still: if not, it has moved whenever it was read, so that objects may be missing.
func listOrSearch[V any](ctx context.Context, shared *inventory.Inventory[V],
	list func(ctx context.Context, customer, filter string, offset, limit int) (api.Page[V],
		error), key func(V) string, customer, filter string) (items []V, holds bool, err error) {
	if filter == "" {
		return shared.List(ctx)
	}
	return listAll(ctx, key, func(ctx context.Context, offset, limit int) (api.Page[V], error) {
		return list(ctx, customer, filter, offset, limit)
	})
}

// listAll is all of a list that nothing else reads, each object once. holds is as that of listOrSearch.
func listAll[V any](ctx context.Context, key func(V) string,
	page func(ctx context.Context, offset, limit int) (api.Page[V], error)) (items []V, holds bool, err error) {
	return paged(key, page).List(ctx)
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

// warnUnread names what could not be read of an object; the rest of it, and all others, could.
func warnUnread(diags *diag.Diagnostics, err error) {
	if err != nil {
		diags.AddWarning("Cannot read a field", tf.Sentence(err.Error()))
	}
}

// warnMoved says that a list may not be complete.
func warnMoved(diags *diag.Diagnostics, summary string) {
	diags.AddWarning(summary, "The list changed each time it was read, so objects may be missing from it. Read it again when less "+
		"is changed on the platform.")
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
