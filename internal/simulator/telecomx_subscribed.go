package simulator

import (
	"encoding/json"
	"net/http"
	"slices"
	"time"
)

// telecomxWanted is an element of packages as the request has it.
type telecomxWanted struct {
	ID    any             `json:"_id"`
	Start json.RawMessage `json:"start"`
	End   json.RawMessage `json:"end"`
}

// mergePackages reads packages, row by row of the error table. stored is what the subscription then holds, echoed
// what the update answers: the start of a package new to the customer that was left out is now, and is not echoed.
func (p *TelecomX) mergePackages(
	c *telecomxCall, t *telecomxCustomer,
) (stored, echoed []TelecomXSubscribed, _ *telecomxError) {
	list, fail := telecomxField[[]telecomxWanted](c.body, "packages")
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
		starts[telecomxKey(s.ID)] = s.Start
		ends[telecomxKey(s.ID)] = s.End
	}
	for i, item := range *list {
		start, fail := telecomxParseDate("packages[].start", item.Start)
		if fail != nil {
			return nil, nil, fail
		}
		if start.IsZero() {
			start = starts[telecomxKey(stored[i].ID)]
		}
		end, fail := telecomxParseDate("packages[].end", item.End)
		if fail != nil {
			return nil, nil, fail
		}
		switch {
		case p.variants.KeepEnds && len(item.End) == 0:
			end = ends[telecomxKey(stored[i].ID)]
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
	return stored, echoed, telecomxCheckEnds(stored, c.now)
}

// wantedPackages is the packages of the request, without their dates.
func (p *TelecomX) wantedPackages(
	list []telecomxWanted, host *telecomxCustomer,
) ([]TelecomXSubscribed, *telecomxError) {
	found := make([]TelecomXSubscribed, len(list))
	mains := 0
	for i, item := range list {
		id, _ := item.ID.(string)
		k := p.packages[telecomxKey(id)]
		if k == nil || k.host != host {
			return nil, &telecomxError{http.StatusNotFound, "packages[]._id", "Package not found"}
		}
		found[i].ID = k.id
		if k.main {
			mains++
		}
	}
	seen := make(map[string]bool, len(found))
	for _, s := range found {
		if seen[s.ID] {
			return nil, &telecomxError{http.StatusConflict, "packages[]._id", "Package can only be included once"}
		}
		seen[s.ID] = true
	}
	if mains > 1 {
		return nil, &telecomxError{http.StatusConflict, "packages[]._id", "Only 1 main package is allowed"}
	}
	return found, nil
}

// telecomxCheckEnds counts the 12 months from now: the page does not say from when.
func telecomxCheckEnds(packages []TelecomXSubscribed, now time.Time) *telecomxError {
	for _, s := range packages {
		if s.End.After(now.AddDate(0, 12, 0)) {
			return &telecomxError{
				http.StatusConflict, "packages[].end", "Date is too far into the future - max 12 months",
			}
		}
	}
	for _, s := range packages {
		if !s.End.IsZero() && s.End.Before(s.Start) {
			return &telecomxError{
				http.StatusUnprocessableEntity, "packages[].end", "End date cannot be before start date",
			}
		}
	}
	return nil
}

// telecomxParseDate takes any RFC 3339 date; the zero time is none or null.
func telecomxParseDate(name string, raw json.RawMessage) (time.Time, *telecomxError) {
	if len(raw) == 0 || string(raw) == "null" {
		return time.Time{}, nil
	}
	var date time.Time
	if err := json.Unmarshal(raw, &date); err != nil {
		return time.Time{}, &telecomxError{http.StatusUnprocessableEntity, name, "Date is invalid"}
	}
	return date.UTC().Truncate(time.Millisecond), nil
}
