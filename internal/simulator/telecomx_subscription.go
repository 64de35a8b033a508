package simulator

import (
	"math"
	"net/http"
	"slices"
	"strings"
	"time"
)

// TelecomXSubscription is what a customer with IPTVPRIVATE has. A nil member of NPvr or Scrub is no override.
type TelecomXSubscription struct {
	NPvr     TelecomXNPvr
	Scrub    TelecomXScrub
	Packages []TelecomXSubscribed
}

// TelecomXNPvr overrides the reseller's network recording. Storage is in hours (1 to 999), AutoExpireDays in days
// (1 to 365).
type TelecomXNPvr struct {
	Override                bool
	Enabled                 *bool
	Storage, AutoExpireDays *int
}

// TelecomXScrub overrides the channels' scrubbing.
type TelecomXScrub struct {
	Override                 bool
	Forward, Backward, Pause *bool
}

// TelecomXSubscribed is a package subscribed to. A zero End is none.
type TelecomXSubscribed struct {
	ID         string
	Start, End time.Time
}

// telecomxNPvrDefaults is a reseller's common network recording.
type telecomxNPvrDefaults struct {
	available, enabled, autoExpireOverride bool
	storage, autoExpireDays                int
}

func telecomxCopy[T any](v *T) *T {
	if v == nil {
		return nil
	}
	value := *v
	return &value
}

func (s TelecomXSubscription) clone() TelecomXSubscription {
	s.NPvr.Enabled, s.NPvr.Storage = telecomxCopy(s.NPvr.Enabled), telecomxCopy(s.NPvr.Storage)
	s.NPvr.AutoExpireDays = telecomxCopy(s.NPvr.AutoExpireDays)
	s.Scrub.Forward, s.Scrub.Backward = telecomxCopy(s.Scrub.Forward), telecomxCopy(s.Scrub.Backward)
	s.Scrub.Pause = telecomxCopy(s.Scrub.Pause)
	s.Packages = slices.Clone(s.Packages)
	return s
}

// removeExpired takes out the packages whose end has passed.
func (p *TelecomX) removeExpired(t *telecomxCustomer, now time.Time) {
	kept := make([]TelecomXSubscribed, 0, len(t.subscription.Packages))
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
func (p *TelecomX) subscriber(c *telecomxCall) (*telecomxCustomer, *telecomxError) {
	target := c.caller.customer
	if c.id != "" {
		target = p.customers[telecomxKey(c.id)]
	}
	featureless := &telecomxError{http.StatusForbidden, "customer", "Customer does not have the IPTV"}
	if target == nil {
		return nil, featureless
	}
	if !p.levelAllows(c, target) {
		return nil, telecomxDenied()
	}
	if !target.has(telecomxPrivate) {
		return nil, featureless
	}
	return target, nil
}

// subscriptionGet answers GET /iptv/subscription[/CUSTOMER_ID].
func (p *TelecomX) subscriptionGet(c *telecomxCall) (any, *telecomxError) {
	target, fail := p.subscriber(c)
	if fail != nil {
		return nil, fail
	}
	p.removeExpired(target, c.now)
	packages := slices.Clone(target.subscription.Packages)
	slices.SortFunc(packages, func(a, b TelecomXSubscribed) int { return strings.Compare(b.ID, a.ID) })
	answer := p.settings(target, packages, p.variants.ResellerNPvrOnGet)
	defaults := p.host(target).nPvr
	reseller := telecomxObject{"enabled": false, "storage": nil, "autoExpireDays": nil, "autoExpireOverride": nil}
	if defaults.available {
		reseller = telecomxObject{
			"enabled": defaults.enabled, "storage": defaults.storage, "autoExpireDays": defaults.autoExpireDays,
			"autoExpireOverride": defaults.autoExpireOverride,
		}
	}
	answer["resellerNPvr"] = p.object(reseller)
	return answer, nil
}

// settings is the answer that get and update share. With reseller, the members of nPvr that are not overridden show
// the reseller's value.
func (p *TelecomX) settings(t *telecomxCustomer, packages []TelecomXSubscribed, reseller bool) telecomxObject {
	nPvr, scrub := t.subscription.NPvr, t.subscription.Scrub
	defaults := p.host(t).nPvr
	enabled, storage, days := telecomxValue(nPvr.Enabled), telecomxValue(nPvr.Storage), telecomxValue(nPvr.AutoExpireDays)
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
	list := make([]telecomxObject, len(packages))
	for i, s := range packages {
		list[i] = p.object(telecomxObject{"_id": s.ID, "start": telecomxDate(s.Start), "end": telecomxDate(s.End)})
	}
	return p.object(telecomxObject{
		"_id": t.subscriptionID,
		"nPvr": p.object(telecomxObject{
			"override": nPvr.Override, "enabled": enabled, "storage": storage, "autoExpireDays": days,
		}),
		"scrub": p.object(telecomxObject{
			"override": scrub.Override, "forward": telecomxValue(scrub.Forward),
			"backward": telecomxValue(scrub.Backward), "pause": telecomxValue(scrub.Pause),
		}),
		"packages": list,
	})
}

// subscriptionUpdate answers POST /iptv/subscription/CUSTOMER_ID: named members merge, packages replace.
func (p *TelecomX) subscriptionUpdate(c *telecomxCall) (any, *telecomxError) {
	target, fail := p.subscriber(c)
	if fail != nil {
		return nil, fail
	}
	next := target.subscription.clone()
	if fail := p.mergeNPvr(c.body, target, &next.NPvr); fail != nil {
		return nil, fail
	}
	if fail := telecomxMergeScrub(c.body, &next.Scrub); fail != nil {
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
func (p *TelecomX) mergeNPvr(body telecomxBody, t *telecomxCustomer, n *TelecomXNPvr) *telecomxError {
	sent, fail := telecomxField[telecomxBody](body, "nPvr")
	if fail != nil || sent == nil {
		return fail
	}
	override := &n.Override
	if fail := telecomxMerge(*sent, "override", &override); fail != nil {
		return fail
	}
	n.Override = override != nil && *override
	// Switching an override off must be possible where none can be had.
	if n.Override && !p.host(t).nPvr.available {
		return &telecomxError{http.StatusForbidden, "nPvr.override", "nPvr is not available"}
	}
	if fail := telecomxMerge(*sent, "enabled", &n.Enabled); fail != nil {
		return fail
	}
	if !telecomxMergeNumber(*sent, "storage", 999, &n.Storage) {
		return &telecomxError{
			http.StatusUnprocessableEntity, "nPvr.storage", "Storage size must be between 1 and 999",
		}
	}
	if !telecomxMergeNumber(*sent, "autoExpireDays", 365, &n.AutoExpireDays) {
		return &telecomxError{
			http.StatusUnprocessableEntity, "nPvr.autoExpireDays", "Number of days must be between 1 and 365",
		}
	}
	return nil
}

// telecomxMergeNumber is false when the request names a member that is not a whole number from 1 to most.
func telecomxMergeNumber(b telecomxBody, name string, most float64, value **int) bool {
	var number *float64
	if _, named := b[name]; !named {
		return true
	}
	if telecomxMerge(b, name, &number) != nil {
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

func telecomxMergeScrub(body telecomxBody, s *TelecomXScrub) *telecomxError {
	sent, fail := telecomxField[telecomxBody](body, "scrub")
	if fail != nil || sent == nil {
		return fail
	}
	override := &s.Override
	for name, value := range map[string]**bool{
		"override": &override, "forward": &s.Forward, "backward": &s.Backward, "pause": &s.Pause,
	} {
		if fail := telecomxMerge(*sent, name, value); fail != nil {
			return fail
		}
	}
	s.Override = override != nil && *override
	return nil
}
