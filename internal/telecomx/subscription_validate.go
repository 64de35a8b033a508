package telecomx

import (
	"context"
	"fmt"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/iptvops/terraform-provider-iptv/internal/telecomx/api"
)

// onlyWithOverride refuses values in a block that overrides nothing: they would have no effect.
type onlyWithOverride struct{}

func (onlyWithOverride) Description(context.Context) string {
	return "must have no other value than override unless override is true"
}
func (v onlyWithOverride) MarkdownDescription(ctx context.Context) string { return v.Description(ctx) }

func (onlyWithOverride) ValidateObject(_ context.Context, req validator.ObjectRequest, resp *validator.ObjectResponse) {
	members := req.ConfigValue.Attributes()
	override, _ := members["override"].(types.Bool)
	if override.IsNull() || override.IsUnknown() || override.ValueBool() {
		return
	}
	for name, value := range members {
		if name != "override" && !value.IsNull() && !value.IsUnknown() {
			resp.Diagnostics.AddAttributeError(req.Path.AtName(name), "Value without override",
				fmt.Sprintf("%s takes effect only with override = true. Set override = true, or remove %s.", name, name))
		}
	}
}

// subscribedOnce refuses a package that is named twice.
type subscribedOnce struct{}

func (subscribedOnce) Description(context.Context) string               { return "must name each package once" }
func (v subscribedOnce) MarkdownDescription(ctx context.Context) string { return v.Description(ctx) }

func (subscribedOnce) ValidateSet(_ context.Context, req validator.SetRequest, resp *validator.SetResponse) {
	seen := map[string]bool{}
	for _, s := range subscribedModels(req.ConfigValue) {
		if s.ID.IsNull() || s.ID.IsUnknown() {
			continue
		}
		key := api.Key(s.ID.ValueString())
		if seen[key] {
			resp.Diagnostics.AddAttributeError(req.Path.AtSetValue(s.element).AtName("id"), "Package named twice",
				fmt.Sprintf("Package %s is in packages more than once: IDs are compared without case. Keep one of them.",
					s.ID.ValueString()))
		}
		seen[key] = true
	}
}

// mostMonths is how far ahead the platform lets a package end (section 4.1).
const mostMonths = 12

// subscribedDates refuses an end that the platform would refuse. It counts the twelve months generously, from the
// later of now and start: from where the platform counts is documented nowhere. It counts in UTC, as the platform's dates
// are: in local time, a month that ends after a change of the clocks is an hour shorter.
type subscribedDates struct{ now func() time.Time }

func (subscribedDates) Description(context.Context) string {
	return "must not end before it starts, nor more than 12 months after the later of now and start"
}
func (v subscribedDates) MarkdownDescription(ctx context.Context) string { return v.Description(ctx) }

func (v subscribedDates) ValidateSet(_ context.Context, req validator.SetRequest, resp *validator.SetResponse) {
	from := time.Now()
	if v.now != nil {
		from = v.now()
	}
	for _, s := range subscribedModels(req.ConfigValue) {
		start, end := date(s.Start), date(s.End)
		at := req.Path.AtSetValue(s.element).AtName("end")
		switch {
		case s.Start.IsUnknown() || end.IsZero():
		case !start.IsZero() && end.Before(start.Time):
			resp.Diagnostics.AddAttributeError(at, "End before start",
				fmt.Sprintf("%s ends at %s, before it starts at %s. Choose a later end, or an earlier start.", s.called(),
					s.End.ValueString(), s.Start.ValueString()))
		case end.After(later(from, start.Time).UTC().AddDate(0, mostMonths, 0)):
			resp.Diagnostics.AddAttributeError(at, "End too far ahead",
				fmt.Sprintf("%s ends at %s. A package can end at most %d months after the later of now and its start. Choose an "+
					"earlier end.", s.called(), s.End.ValueString(), mostMonths))
		}
	}
}

// called is the package as an error names it; its id may be known after apply only.
func (m subscribedModel) called() string {
	if m.ID.IsUnknown() {
		return "A package that is created in the same apply"
	}
	return "Package " + m.ID.ValueString()
}

func later(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}
