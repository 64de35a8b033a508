package telecomx

import (
	"encoding/json"
	"net/http"
	"slices"
	"time"
)

// requestedPackage is an element of packages as the request has it.
type requestedPackage struct {
	ID    any             `json:"_id"`
	Start json.RawMessage `json:"start"`
	End   json.RawMessage `json:"end"`
}

// mergePackages reads packages, row by row of the error table. stored is what the subscription then holds, echoed
// what the update returns: the start of a package new to the customer that was omitted is now, and is not echoed.
func (p *Platform) mergePackages(
	c *apiCall, t *storedCustomer,
) (stored, echoed []Subscribed, _ *apiError) {
	list, fail := readField[[]requestedPackage](c.body, "packages")
	if fail != nil {
		return nil, nil, fail
	}
	had := t.subscription.Packages
	if list == nil {
		return had, slices.Clone(had), nil
	}
	if stored, fail = p.wantedPackages(*list, p.host(t)); fail != nil {
		return nil, nil, fail
	}
	starts, ends := make(map[string]time.Time, len(had)), map[string]time.Time{}
	for _, s := range had {
		starts[keyOf(s.ID)] = s.Start
		ends[keyOf(s.ID)] = s.End
	}
	for i, item := range *list {
		start, fail := parseDate("packages[].start", item.Start)
		if fail != nil {
			return nil, nil, fail
		}
		if start.IsZero() {
			start = starts[keyOf(stored[i].ID)]
		}
		end, fail := parseDate("packages[].end", item.End)
		if fail != nil {
			return nil, nil, fail
		}
		switch {
		case p.variants.KeepEnds && len(item.End) == 0:
			end = ends[keyOf(stored[i].ID)]
		case p.variants.WholeDays:
			end = end.Truncate(24 * time.Hour)
		}
		stored[i].Start, stored[i].End = start, end
	}
	echoed = slices.Clone(stored)
	for i := range stored {
		if stored[i].Start.IsZero() {
			stored[i].Start = c.now.Truncate(time.Millisecond)
		}
	}
	return stored, echoed, checkEnds(stored, c.now)
}

// wantedPackages is the packages of the request, without their dates.
func (p *Platform) wantedPackages(
	list []requestedPackage, host *storedCustomer,
) ([]Subscribed, *apiError) {
	found := make([]Subscribed, len(list))
	mains := 0
	for i, item := range list {
		id, _ := item.ID.(string)
		k := p.packages[keyOf(id)]
		if k == nil || k.host != host {
			return nil, &apiError{http.StatusNotFound, "packages[]._id", "Package not found"}
		}
		found[i].ID = k.id
		if k.main {
			mains++
		}
	}
	seen := make(map[string]bool, len(found))
	for _, s := range found {
		if seen[s.ID] {
			return nil, &apiError{http.StatusConflict, "packages[]._id", "Package can only be included once"}
		}
		seen[s.ID] = true
	}
	if mains > 1 {
		return nil, &apiError{http.StatusConflict, "packages[]._id", "Only 1 main package is allowed"}
	}
	return found, nil
}

// checkEnds counts the 12 months from now: the page does not say from when.
func checkEnds(packages []Subscribed, now time.Time) *apiError {
	for _, s := range packages {
		if s.End.After(now.AddDate(0, 12, 0)) {
			return &apiError{
				http.StatusConflict, "packages[].end", "Date is too far into the future - max 12 months",
			}
		}
	}
	for _, s := range packages {
		if !s.End.IsZero() && s.End.Before(s.Start) {
			return &apiError{
				http.StatusUnprocessableEntity, "packages[].end", "End date cannot be before start date",
			}
		}
	}
	return nil
}

// parseDate takes any RFC 3339 date; the zero time is none or null.
func parseDate(name string, raw json.RawMessage) (time.Time, *apiError) {
	if len(raw) == 0 || string(raw) == "null" {
		return time.Time{}, nil
	}
	var date time.Time
	if err := json.Unmarshal(raw, &date); err != nil {
		return time.Time{}, &apiError{http.StatusUnprocessableEntity, name, "Date is invalid"}
	}
	return date.UTC().Truncate(time.Millisecond), nil
}
