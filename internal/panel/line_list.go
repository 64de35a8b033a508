package panel

import (
	"context"
	"time"

	"github.com/hashicorp/terraform-plugin-framework-validators/int64validator"
	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/list"
	"github.com/hashicorp/terraform-plugin-framework/list/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/iptvops/terraform-provider-iptv/internal/panel/api"
	"github.com/iptvops/terraform-provider-iptv/internal/tf"
)

var _ list.ListResourceWithConfigure = (*lineList)(nil)

type lineList struct{ tf.Resource[Platform] }

func newLineList() list.ListResource {
	return &lineList{tf.NewResource("iptv_line", providerData.Panel)}
}

// ListResourceConfigSchema implements list.ListResource.
func (l *lineList) ListResourceConfigSchema(_ context.Context, _ list.ListResourceSchemaRequest,
	resp *list.ListResourceSchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "Lines of the panel that the token's user sees, in the panel's order. Each filter that is set has to hold. " +
			"A result never holds a password, nor does the configuration that `terraform query -generate-config-out` writes: an import " +
			"reads the password into the state.",
		Attributes: map[string]schema.Attribute{
			"username": schema.StringAttribute{
				Optional: true, MarkdownDescription: "Exact username, which takes one request.",
				Validators: []validator.String{stringvalidator.UTF8LengthBetween(1, 255)},
			},
			"package_id": schema.Int64Attribute{
				Optional: true, MarkdownDescription: "Package that the lines were last bought or renewed for, or are linked to.",
				Validators: []validator.Int64{int64validator.AtLeast(1)},
			},
			"is_enabled": schema.BoolAttribute{
				Optional: true, MarkdownDescription: "Whether the lines are enabled.",
			},
			"expires_before": schema.StringAttribute{
				Optional: true, MarkdownDescription: "RFC 3339 date: lines that expire before it, those that have expired included. " +
					"Unlimited lines do not expire.",
				Validators: []validator.String{timeSpelling},
			},
		},
	}
}

// lineFilter is the configuration of a list of lines.
type lineFilter struct {
	Username      types.String `tfsdk:"username"`
	PackageID     types.Int64  `tfsdk:"package_id"`
	IsEnabled     types.Bool   `tfsdk:"is_enabled"`
	ExpiresBefore types.String `tfsdk:"expires_before"`
}

// matches reports whether a line is one that the filter asks for.
func (f lineFilter) matches(line api.Line) bool {
	before, _ := time.Parse(time.RFC3339, f.ExpiresBefore.ValueString())
	return (f.Username.IsNull() || f.Username.ValueString() == string(line.Username)) &&
		(f.PackageID.IsNull() || f.PackageID.ValueInt64() == int64(line.PackageID)) &&
		(f.IsEnabled.IsNull() || f.IsEnabled.ValueBool() == bool(line.IsEnabled)) &&
		(f.ExpiresBefore.IsNull() || !line.ExpireAt.IsZero() && line.ExpireAt.Before(before))
}

// List streams the lines page by page, and asks for no more pages than the limit takes.
func (l *lineList) List(ctx context.Context, req list.ListRequest, stream *list.ListResultsStream) {
	stream.Results = func(push func(list.ListResult) bool) {
		var wrong list.ListResult

		// Read the request.
		var filter lineFilter
		tf.GetListConfig(ctx, req, &filter, &wrong.Diagnostics)
		if wrong.Diagnostics.HasError() || !l.HasPlatformOrError(&wrong.Diagnostics) {
			push(wrong)
			return
		}

		// Call the platform, and write the results as they come.
		pushed, more := int64(0), true
		whole, err := l.Platform.eachLine(ctx, filter.Username, func(line api.Line) bool {
			switch {
			case line.Err != nil:
				var unread list.ListResult
				warnOmitted(&unread.Diagnostics, "Line is omitted", []error{line.Err})
				more = push(unread)
			case filter.matches(line):
				pushed++
				more = push(lineResult(ctx, req, line)) && pushed != req.Limit
			}
			return more
		})
		if !more {
			return
		}
		var end list.ListResult
		if err != nil {
			addError(&end.Diagnostics, "Cannot list lines", err, "")
		} else if !whole {
			tf.WarnMoved(&end.Diagnostics, "lines")
		}
		if len(end.Diagnostics) > 0 {
			push(end)
		}
	}
}

// eachLine calls yield with each line, or with those of one username, until yield returns false.
func (p *Platform) eachLine(ctx context.Context, username types.String, yield func(api.Line) bool) (whole bool, err error) {
	if username.IsNull() {
		return p.lines.Walk(ctx, yield)
	}
	lines, err := p.api.LinesByUsername(ctx, username.ValueString())
	for _, line := range lines {
		if !yield(line) {
			break
		}
	}
	return true, err
}

// lineResult is a line as a result of a list, as an import and a refresh would have it, without its password.
func lineResult(ctx context.Context, req list.ListRequest, line api.Line) list.ListResult {
	var state lineResourceModel
	state.refresh(line, memory{Imported: true})
	state.Password = types.StringNull()
	result := req.NewListResult(ctx)
	result.DisplayName = string(line.Username)
	result.Diagnostics.Append(result.Identity.Set(ctx, state.identity())...)
	if req.IncludeResource {
		result.Diagnostics.Append(result.Resource.Set(ctx, state)...)
	}
	return result
}
