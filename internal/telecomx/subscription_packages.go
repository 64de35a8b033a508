package telecomx

import (
	"cmp"
	"slices"
	"time"

	"github.com/hashicorp/terraform-plugin-framework-timetypes/timetypes"
	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/iptvops/terraform-provider-iptv/internal/telecomx/api"
)

// subscribedModel is an element of packages, of which any member may be unknown.
type subscribedModel struct {
	ID         types.String
	Start, End timetypes.RFC3339

	element types.Object
}

// subscribedModels is the elements of a set that are known, and none of a set that is not.
func subscribedModels(set types.Set) []subscribedModel {
	var models []subscribedModel
	for _, element := range set.Elements() {
		object, ok := element.(types.Object)
		if !ok || object.IsNull() || object.IsUnknown() {
			continue
		}
		members := object.Attributes()
		m := subscribedModel{element: object}
		m.ID, _ = members["id"].(types.String)
		m.Start, _ = members["start"].(timetypes.RFC3339)
		m.End, _ = members["end"].(timetypes.RFC3339)
		models = append(models, m)
	}
	return models
}

// date is the instant of a known value, as the platform keeps it; zero for none and for a text that is no date.
func date(v timetypes.RFC3339) api.Date {
	if v.IsNull() || v.IsUnknown() {
		return api.Date{}
	}
	t, diags := v.ValueRFC3339Time()
	if diags.HasError() {
		return api.Date{}
	}
	return api.DateOf(t)
}

// expired reports whether the end of a package has passed: the platform has removed it, or is about to.
func (m subscribedModel) expired(now time.Time) bool {
	end := date(m.End)
	return !end.IsZero() && !end.After(now)
}

// subscribedSet is packages as the platform lists them. An expired one that it lists no more stays as it was.
func subscribedSet(before []subscribedModel, listed []api.Subscribed, now time.Time) types.Set {
	had := map[string]subscribedModel{}
	for _, m := range before {
		had[api.Key(m.ID.ValueString())] = m
	}
	elements := make([]attr.Value, 0, len(listed))
	for _, s := range listed {
		m, known := had[api.Key(s.ID)]
		delete(had, api.Key(s.ID))
		if !known {
			m = subscribedModel{ID: types.StringValue(s.ID), Start: timetypes.NewRFC3339Null(), End: timetypes.NewRFC3339Null()}
		}
		// A start that is not configured is the platform's, one that is not returned is as sent.
		if !m.Start.IsNull() && !s.Start.IsZero() {
			m.Start = keepDateSpelling(m.Start, s.Start)
		}
		m.End = keepDateSpelling(m.End, s.End)
		elements = append(elements, types.ObjectValueMust(subscribedTypes,
			map[string]attr.Value{"id": m.ID, "start": m.Start, "end": m.End}))
	}
	for _, m := range had {
		if m.expired(now) {
			elements = append(elements, m.element)
		}
	}
	return types.SetValueMust(types.ObjectType{AttrTypes: subscribedTypes}, elements)
}

// upcoming is the listed packages that have not started yet. An import takes over their starts, so that the configuration that
// is generated from it has them: a package may end up to 12 months after its start.
func upcoming(listed []api.Subscribed, now time.Time) []subscribedModel {
	var models []subscribedModel
	for _, s := range listed {
		if s.Start.After(now) {
			models = append(models, subscribedModel{
				ID: types.StringValue(s.ID), Start: keepDateSpelling(timetypes.NewRFC3339Null(), s.Start), End: timetypes.NewRFC3339Null(),
			})
		}
	}
	return models
}

// keepDateSpelling is the platform's instant, in the spelling of what is known already when that is the same instant.
func keepDateSpelling(known timetypes.RFC3339, d api.Date) timetypes.RFC3339 {
	switch {
	case d.IsZero():
		return timetypes.NewRFC3339Null()
	case date(known).Equal(d.Time):
		return known
	}
	return timetypes.NewRFC3339ValueMust(d.Format(time.RFC3339Nano))
}

// starts is when packages started, by the key of their ids. The platform may take a start that is omitted of an update
// for now, so that the known one is sent back; zero is one that was not returned yet.
type starts map[string]api.Date

// withListed is the starts of the listed packages; what a response omits is as it was known before.
func (s starts) withListed(listed []api.Subscribed) starts {
	next := starts{}
	for _, p := range listed {
		key := api.Key(p.ID)
		if next[key] = p.Start; p.Start.IsZero() {
			next[key] = s[key]
		}
	}
	return next
}

// lacks reports whether a package that was there before is to be sent without its start being known.
func (s starts) lacks(packages []api.Subscribed) bool {
	return slices.ContainsFunc(packages, func(p api.Subscribed) bool {
		_, wasThere := s[api.Key(p.ID)]
		return wasThere && p.Start.IsZero()
	})
}

// packagesToAPI is the packages to send, by id: all but the expired ones, each with its start where that is known.
func (m *subscriptionModel) packagesToAPI(known starts, now time.Time) []api.Subscribed {
	packages := []api.Subscribed{}
	for _, s := range subscribedModels(m.Packages) {
		if s.expired(now) {
			continue
		}
		start := date(s.Start)
		if start.IsZero() {
			start = known[api.Key(s.ID.ValueString())]
		}
		packages = append(packages, api.Subscribed{ID: s.ID.ValueString(), Start: start, End: date(s.End)})
	}
	slices.SortFunc(packages, func(a, b api.Subscribed) int { return cmp.Compare(api.Key(a.ID), api.Key(b.ID)) })
	return packages
}

func sameSubscribed(a, b []api.Subscribed) bool {
	return slices.EqualFunc(a, b, func(a, b api.Subscribed) bool {
		return api.Key(a.ID) == api.Key(b.ID) && a.Start.Equal(b.Start.Time) && a.End.Equal(b.End.Time)
	})
}

// withChange is the starts once a change was carried out: as the response tells them, else as they were sent.
func (s starts) withChange(change api.SubscriptionChange, response api.Subscription) starts {
	if change.Packages == nil {
		return s
	}
	next := starts{}.withListed(*change.Packages)
	for _, p := range response.Packages {
		if _, sent := next[api.Key(p.ID)]; sent && !p.Start.IsZero() {
			next[api.Key(p.ID)] = p.Start
		}
	}
	return next
}
