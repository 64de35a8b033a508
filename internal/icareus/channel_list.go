package icareus

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/list"
	"github.com/hashicorp/terraform-plugin-framework/list/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/iptvops/terraform-provider-iptv/internal/icareus/api"
	"github.com/iptvops/terraform-provider-iptv/internal/tf"
)

var _ list.ListResourceWithConfigure = (*channelList)(nil)

type channelList struct{ tf.Resource[Platform] }

func newChannelList() list.ListResource {
	return &channelList{tf.NewResource("icareus_channel", providerData.Icareus)}
}

func newChannelTwinList() list.ListResource {
	return &channelList{tf.NewResource("iptv_icareus_channel", providerData.Icareus)}
}

func (l *channelList) ListResourceConfigSchema(_ context.Context, _ list.ListResourceSchemaRequest, resp *list.ListResourceSchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "The linear channels of the provider's organisation, ordered by ID, for `terraform query`.\n\n" +
			"The list has two names, `icareus_channel` and `iptv_icareus_channel`, as the resource that the results are of. A `list` " +
			"block carries `provider = iptv` under either.\n\n" +
			"The platform returns all channels of the organisation in one response: a `limit` makes the result shorter, and saves no " +
			"request. With `include_resource`, a channel that the list does not hold as a whole is read on its own.",
		Attributes: map[string]schema.Attribute{
			"name": schema.StringAttribute{
				Optional: true, MarkdownDescription: "Exact name. Names are not unique: all channels of the name are listed.",
				Validators: []validator.String{stringvalidator.LengthAtLeast(1)},
			},
		},
	}
}

// List reads all channels at once, as the platform returns them: the order is by ID, as in the data source.
func (l *channelList) List(ctx context.Context, req list.ListRequest, stream *list.ListResultsStream) {
	stream.Results = func(push func(list.ListResult) bool) {
		var wrong list.ListResult

		// Read the request.
		var config struct {
			Name types.String `tfsdk:"name"`
		}
		tf.GetListConfig(ctx, req, &config, &wrong.Diagnostics)
		if wrong.Diagnostics.HasError() || !l.HasPlatformOrError(&wrong.Diagnostics) {
			push(wrong)
			return
		}

		// Call the platform.
		channels, whole, err := l.Platform.channels.ListWhole(ctx)
		if err != nil {
			tf.AddError(&wrong.Diagnostics, "Cannot list channels", err, nil, "")
			push(wrong)
			return
		}
		if !whole {
			tf.WarnMoved(&wrong.Diagnostics, "channels")
			if !push(wrong) {
				return
			}
		}
		slices.SortFunc(channels, func(a, b api.Channel) int { return cmp.Compare(a.ServiceID, b.ServiceID) })

		// Write the results.
		pushed := int64(0)
		for _, channel := range channels {
			if req.Limit > 0 && pushed == req.Limit {
				return
			}
			if !config.Name.IsNull() && config.Name.ValueString() != channel.Name {
				continue
			}
			result, ok := l.result(ctx, req, channel)
			if !ok {
				continue
			}
			if pushed++; !push(result) || result.Diagnostics.HasError() {
				return
			}
		}
	}
}

// result is one channel of the list; false for one that was deleted since.
func (l *channelList) result(ctx context.Context, req list.ListRequest, channel api.Channel) (result list.ListResult, ok bool) {
	result = req.NewListResult(ctx)
	if req.IncludeResource && !isWhole(channel) {
		whole, found, err := l.Platform.channels.Read(ctx, channelID(int64(channel.ServiceID)))
		switch {
		case err != nil:
			tf.AddError(&result.Diagnostics, "Cannot read channel "+displayName(channel), err, nil, "")
			return result, true
		case !found:
			return result, false
		}
		channel = whole
	}
	var model channelResourceModel
	model.fromAPI(channel)
	result.DisplayName = displayName(channel)
	result.Diagnostics.Append(result.Identity.Set(ctx, model.identity(types.Int64Value(l.Platform.api.Organization())))...)
	if req.IncludeResource {
		warnUnread(channel, &result.Diagnostics)
		result.Diagnostics.Append(result.Resource.Set(ctx, model)...)
	}
	return result, true
}

// displayName is a channel as a person recognises it.
func displayName(c api.Channel) string { return fmt.Sprintf("%s (%d)", c.Name, c.ServiceID) }
