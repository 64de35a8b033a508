package telecomx

import (
	"math"
	"net/http"
	"slices"
	"strings"
	"time"
)

// Subscription is what a customer with IPTVPRIVATE has. A nil member of NPvr or Scrub is no override.
type Subscription struct {
	NPvr     NPvr
	Scrub    Scrub
	Packages []Subscribed
}

// NPvr overrides the reseller's network recording. Storage is in hours (1 to 999), AutoExpireDays in days
// (1 to 365).
type NPvr struct {
	Override                bool
	Enabled                 *bool
	Storage, AutoExpireDays *int
}

// Scrub overrides the channels' scrubbing.
type Scrub struct {
	Override                 bool
	Forward, Backward, Pause *bool
}

// Subscribed is a package subscribed to. A zero End is none.
type Subscribed struct {
	ID         string
	Start, End time.Time
}

// nPvrDefaults is a reseller's common network recording.
type nPvrDefaults struct {
	available, enabled, autoExpireOverride bool
	storage, autoExpireDays                int
}

func copyOf[T any](v *T) *T {
	if v == nil {
		return nil
	}
	value := *v
	return &value
}

func (s Subscription) clone() Subscription {
	s.NPvr.Enabled, s.NPvr.Storage = copyOf(s.NPvr.Enabled), copyOf(s.NPvr.Storage)
	s.NPvr.AutoExpireDays = copyOf(s.NPvr.AutoExpireDays)
	s.Scrub.Forward, s.Scrub.Backward = copyOf(s.Scrub.Forward), copyOf(s.Scrub.Backward)
	s.Scrub.Pause = copyOf(s.Scrub.Pause)
	s.Packages = slices.Clone(s.Packages)
	return s
}

// removeExpired takes out the packages whose end has passed.
func (p *Platform) removeExpired(t *storedCustomer, now time.Time) {
	kept := make([]Subscribed, 0, len(t.subscription.Packages))
	for _, s := range t.subscription.Packages {
		if s.End.IsZero() || s.End.After(now) {
			kept = append(kept, s)
		}
	}
	if len(kept) < len(t.subscription.Packages) {
		p.putSubscribed(t, kept)
	}
}

// subscriber is the customer that the path names, the caller's own when it names none.
func (p *Platform) subscriber(c *apiCall) (*storedCustomer, *apiError) {
	target := c.caller.customer
	if c.id != "" {
		target = p.customers[keyOf(c.id)]
	}
	featureless := &apiError{http.StatusForbidden, "customer", "Customer does not have the IPTV"}
	if target == nil {
		return nil, featureless
	}
	if !p.levelAllows(c, target) {
		return nil, denied()
	}
	if !target.has(featurePrivate) {
		return nil, featureless
	}
	return target, nil
}

// subscriptionGet handles GET /iptv/subscription[/CUSTOMER_ID].
func (p *Platform) subscriptionGet(c *apiCall) (any, *apiError) {
	target, fail := p.subscriber(c)
	if fail != nil {
		return nil, fail
	}
	p.removeExpired(target, c.now)
	packages := slices.Clone(target.subscription.Packages)
	slices.SortFunc(packages, func(a, b Subscribed) int { return strings.Compare(b.ID, a.ID) })
	response := p.settings(target, packages, p.variants.ResellerNPvrOnGet)
	defaults := p.host(target).nPvr
	reseller := object{"enabled": false, "storage": nil, "autoExpireDays": nil, "autoExpireOverride": nil}
	if defaults.available {
		reseller = object{
			"enabled": defaults.enabled, "storage": defaults.storage, "autoExpireDays": defaults.autoExpireDays,
			"autoExpireOverride": defaults.autoExpireOverride,
		}
	}
	response["resellerNPvr"] = p.object(reseller)
	return response, nil
}

// settings is the response that get and update share. With reseller, the members of nPvr that are not overridden show
// the reseller's value.
func (p *Platform) settings(t *storedCustomer, packages []Subscribed, reseller bool) object {
	nPvr, scrub := t.subscription.NPvr, t.subscription.Scrub
	defaults := p.host(t).nPvr
	enabled, storage, days := valueOf(nPvr.Enabled), valueOf(nPvr.Storage), valueOf(nPvr.AutoExpireDays)
	if reseller {
		if !nPvr.Override || enabled == nil {
			enabled = defaults.enabled
		}
		if !nPvr.Override || storage == nil {
			storage = defaults.storage
		}
		if !nPvr.Override || days == nil {
			days = defaults.autoExpireDays
		}
	}
	if !defaults.available {
		enabled, storage, days = nil, nil, nil
	}
	list := make([]object, len(packages))
	for i, s := range packages {
		list[i] = p.object(object{"_id": s.ID, "start": formatDate(s.Start), "end": formatDate(s.End)})
	}
	return p.object(object{
		"_id": t.subscriptionID,
		"nPvr": p.object(object{
			"override": nPvr.Override, "enabled": enabled, "storage": storage, "autoExpireDays": days,
		}),
		"scrub": p.object(object{
			"override": scrub.Override, "forward": valueOf(scrub.Forward),
			"backward": valueOf(scrub.Backward), "pause": valueOf(scrub.Pause),
		}),
		"packages": list,
	})
}

// subscriptionUpdate handles POST /iptv/subscription/CUSTOMER_ID: named members merge, packages replace.
func (p *Platform) subscriptionUpdate(c *apiCall) (any, *apiError) {
	target, fail := p.subscriber(c)
	if fail != nil {
		return nil, fail
	}
	next := target.subscription.clone()
	if fail := p.mergeNPvr(c.body, target, &next.NPvr); fail != nil {
		return nil, fail
	}
	if fail := mergeScrub(c.body, &next.Scrub); fail != nil {
		return nil, fail
	}
	p.removeExpired(target, c.now)
	stored, echoed, fail := p.mergePackages(c, target)
	if fail != nil {
		return nil, fail
	}
	target.subscription.NPvr, target.subscription.Scrub = next.NPvr, next.Scrub
	p.putSubscribed(target, stored)
	return p.settings(target, echoed, true), nil
}

// mergeNPvr reads nPvr. Null for override is false, null for the others no override.
func (p *Platform) mergeNPvr(body requestBody, t *storedCustomer, n *NPvr) *apiError {
	sent, fail := readField[requestBody](body, "nPvr")
	if fail != nil || sent == nil {
		return fail
	}
	override := &n.Override
	if fail := mergeField(*sent, "override", &override); fail != nil {
		return fail
	}
	n.Override = override != nil && *override
	// Switching an override off must be possible where none can be had.
	if n.Override && !p.host(t).nPvr.available {
		return &apiError{http.StatusForbidden, "nPvr.override", "nPvr is not available"}
	}
	if fail := mergeField(*sent, "enabled", &n.Enabled); fail != nil {
		return fail
	}
	if !mergeNumber(*sent, "storage", 999, &n.Storage) {
		return &apiError{
			http.StatusUnprocessableEntity, "nPvr.storage", "Storage size must be between 1 and 999",
		}
	}
	if !mergeNumber(*sent, "autoExpireDays", 365, &n.AutoExpireDays) {
		return &apiError{
			http.StatusUnprocessableEntity, "nPvr.autoExpireDays", "Number of days must be between 1 and 365",
		}
	}
	return nil
}

// mergeNumber reports whether the request names no such member, or one that is a whole number from 1 to most.
func mergeNumber(b requestBody, name string, most float64, value **int) bool {
	var number *float64
	if _, named := b[name]; !named {
		return true
	}
	if mergeField(b, name, &number) != nil {
		return false
	}
	if number == nil {
		*value = nil
		return true
	}
	if *number < 1 || *number > most || *number != math.Trunc(*number) {
		return false
	}
	whole := int(*number)
	*value = &whole
	return true
}

func mergeScrub(body requestBody, s *Scrub) *apiError {
	sent, fail := readField[requestBody](body, "scrub")
	if fail != nil || sent == nil {
		return fail
	}
	override := &s.Override
	for name, value := range map[string]**bool{
		"override": &override, "forward": &s.Forward, "backward": &s.Backward, "pause": &s.Pause,
	} {
		if fail := mergeField(*sent, name, value); fail != nil {
			return fail
		}
	}
	s.Override = override != nil && *override
	return nil
}
