package telecomx

import (
	"context"
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/list"
	"github.com/hashicorp/terraform-plugin-framework/list/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/iptvops/terraform-provider-iptv/internal/telecomx/api"
	"github.com/iptvops/terraform-provider-iptv/internal/tf"
)

var _ list.ListResourceWithConfigure = (*packageList)(nil)

type packageList struct{ tf.Resource[Platform] }

func newPackageList() list.ListResource {
	return &packageList{tf.NewResource("iptv_package", providerData.TelecomX)}
}

func (l *packageList) ListResourceConfigSchema(_ context.Context, _ list.ListResourceSchemaRequest,
	resp *list.ListResourceSchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "Lists the packages of a customer for `terraform query`: those that it hosts, or those that its reseller " +
			"offers it. A page of the list holds 500 packages, and `limit` stops the paging.",
		Attributes: map[string]schema.Attribute{
			"customer_id": schema.StringAttribute{
				Optional: true,
				MarkdownDescription: customerDescription + " Import the packages of a customer other than the provider's by a provider " +
					"block with that `telecomx.customer_id`: the identity of a package does not include its customer.",
				Validators: []validator.String{validID()},
			},
			"filter": schema.StringAttribute{
				Optional: true, MarkdownDescription: "Text that the names contain, in any case; the platform searches for it.",
			},
		},
	}
}

func (l *packageList) List(ctx context.Context, req list.ListRequest, stream *list.ListResultsStream) {
	stream.Results = func(push func(list.ListResult) bool) {
		var wrong list.ListResult

		// Read the request.
		var config struct {
			CustomerID types.String `tfsdk:"customer_id"`
			Filter     types.String `tfsdk:"filter"`
		}
		tf.GetListConfig(ctx, req, &config, &wrong.Diagnostics)
		if wrong.Diagnostics.HasError() || !l.HasPlatformOrError(&wrong.Diagnostics) {
			push(wrong)
			return
		}

		// Call the platform, and write the results as they come.
		customer, filter := l.Platform.customerOr(config.CustomerID), config.Filter.ValueString()
		left := req.Limit
		more := true
		whole, err := l.Platform.walkPackages(ctx, customer, filter, func(p api.Package) bool {
			result, listed := l.result(ctx, req, customer, p)
			if listed {
				left--
				more = push(result) && !result.Diagnostics.HasError() && left != 0
			}
			return more
		})
		if !more {
			return
		}
		var end list.ListResult
		if err != nil {
			tf.AddError(&end.Diagnostics, "Cannot list packages", err, dataSourceField, packageAdvice(err))
		} else if !whole {
			tf.WarnMoved(&end.Diagnostics, "packages")
		}
		if len(end.Diagnostics) > 0 {
			push(end)
		}
	}
}

// walkPackages calls yield with each package of a customer whose name contains the filter, until yield returns false.
func (p *Platform) walkPackages(ctx context.Context, customer, filter string, yield func(api.Package) bool) (whole bool, err error) {
	if filter == "" {
		return p.packagesOf(customer).Walk(ctx, yield)
	}
	search := paged(api.Package.Key, func(ctx context.Context, offset, limit int) (api.Page[api.Package], error) {
		return p.api.ListPackages(ctx, customer, filter, offset, limit)
	})
	return search.Walk(ctx, func(k api.Package) bool {
		// How the platform searches is documented nowhere (section 13).
		return !strings.Contains(strings.ToLower(k.Name), strings.ToLower(filter)) || yield(k)
	})
}

// result is a package as a list has it, complete where the request asks for that; false for one that is gone meanwhile.
func (l *packageList) result(ctx context.Context, req list.ListRequest, customer string, p api.Package) (result list.ListResult,
	listed bool) {
	result = req.NewListResult(ctx)
	result.DisplayName = fmt.Sprintf("%s (%s)", p.Name, p.ID)
	if req.IncludeResource && (p.Channels == nil || p.Unread != nil) {
		// The platform lists the packages of a customer that its reseller feeds without their channels (section 3.2).
		read, err := l.Platform.api.GetPackage(ctx, p.ID)
		switch {
		case api.IsGone(err):
			return result, false
		case err != nil:
			tf.AddError(&result.Diagnostics, "Cannot read package "+result.DisplayName, err, nil, packageAdvice(err))
			return result, true
		}
		p = read
	}
	tf.WarnUnread(&result.Diagnostics, p.Unread)
	model := packageModel{CustomerID: types.StringNull(), Channels: types.MapNull(types.StringType)}
	if customer != "" {
		model.CustomerID = types.StringValue(customer)
	}
	model.fromAPI(p)
	result.Diagnostics.Append(result.Identity.Set(ctx, model.identity())...)
	if req.IncludeResource {
		result.Diagnostics.Append(result.Resource.Set(ctx, model)...)
	}
	return result, true
}
