package api

import (
	"context"
	"encoding/json"
	"errors"
	"maps"
	"net/http"
	"slices"

	"github.com/iptvops/terraform-provider-iptv/internal/rest"
)

// Subscription is what a customer with the feature IPTVPRIVATE has (section 4). It always exists.
type Subscription struct {
	Customer     string // whose it is, as asked for; no response says
	NPvr         NPvr
	Scrub        Scrub
	Packages     []Subscribed // nil where the response omits them
	Unread       error        // what of it could not be read
	ResellerNPvr *Recording   // the reseller's defaults; nil in the response to an update
}

// Recording is network recording; what is nil has no value. StorageHours is 1 to 999, AutoExpireDays 1 to 365.
type Recording struct {
	Enabled        *bool
	StorageHours   *int64
	AutoExpireDays *int64
}

// NPvr overrides the reseller's network recording. Without Override its members belong to the reseller.
type NPvr struct {
	Override bool
	Omitted  bool // the response does not return whether there is an override
	Recording
}

// Scrub overrides the channels' scrubbing; what is nil has no value.
type Scrub struct {
	Override                 bool
	Omitted                  bool // the response does not return whether there is an override
	Forward, Backward, Pause *bool
}

// Subscribed is a package subscribed to. A zero Start was not returned, a zero End is none.
type Subscribed struct {
	ID         string
	Start, End Date
}

// UnmarshalJSON fails without an id, and where a date cannot be read.
func (s *Subscribed) UnmarshalJSON(data []byte) error {
	m, err := membersOf(data)
	if err != nil {
		return err
	}
	*s = Subscribed{ID: m.id()}
	if s.ID == "" {
		return errors.New("a package has no id")
	}
	m.read("start", &s.Start)
	m.read("end", &s.End)
	return m.unread("package " + s.ID)
}

// block is nPvr, scrub or resellerNPvr; what is nil was not returned.
type block struct {
	override                     *rest.Bool
	enabled                      *rest.Bool
	forward, backward, pause     *rest.Bool
	storageHours, autoExpireDays *rest.Int
}

// UnmarshalJSON takes any object: every property may be omitted.
func (b *block) UnmarshalJSON(data []byte) error {
	m, err := membersOf(data)
	if err != nil {
		return err
	}
	flags := map[string]**rest.Bool{"override": &b.override, "enabled": &b.enabled, "forward": &b.forward, "backward": &b.backward,
		"pause": &b.pause}
	for _, name := range slices.Sorted(maps.Keys(flags)) {
		if value := new(rest.Bool); m.read(name, value) {
			*flags[name] = value
		}
	}
	for name, into := range map[string]**rest.Int{"storage": &b.storageHours, "autoExpireDays": &b.autoExpireDays} {
		if value := new(rest.Int); m.read(name, value) {
			*into = value
		}
	}
	return errors.Join(m.problems...)
}

func (b block) recording() Recording {
	return Recording{Enabled: flag(b.enabled), StorageHours: number(b.storageHours), AutoExpireDays: number(b.autoExpireDays)}
}

// UnmarshalJSON takes any object: every property may be omitted.
func (s *Subscription) UnmarshalJSON(data []byte) error {
	m, err := membersOf(data)
	if err != nil {
		return err
	}
	var nPvr, scrub, reseller block
	var packages listOf[Subscribed]
	m.read("nPvr", &nPvr)
	m.read("scrub", &scrub)
	m.read("packages", &packages)
	*s = Subscription{
		NPvr: NPvr{Override: isTrue(nPvr.override), Omitted: nPvr.override == nil, Recording: nPvr.recording()},
		Scrub: Scrub{
			Override: isTrue(scrub.override), Omitted: scrub.override == nil,
			Forward: flag(scrub.forward), Backward: flag(scrub.backward), Pause: flag(scrub.pause),
		},
		Packages: packages,
	}
	if m.read("resellerNPvr", &reseller) {
		recording := reseller.recording()
		s.ResellerNPvr = &recording
	}
	s.Unread = m.unread("the subscription")
	return nil
}

// SubscriptionChange is what an update changes; what is nil is not sent. Packages are complete.
type SubscriptionChange struct {
	NPvr     *NPvr
	Scrub    *Scrub
	Packages *[]Subscribed
}

// IsEmpty reports whether nothing would be sent.
func (c SubscriptionChange) IsEmpty() bool { return c == SubscriptionChange{} }

// MarshalJSON sends whole objects. A member of nPvr without a value is null, which takes its override back, and so is an
// end, which takes it away; scrub has no documented null (section 13), so that a member without a value is omitted.
func (c SubscriptionChange) MarshalJSON() ([]byte, error) {
	type nPvr struct {
		Override       bool   `json:"override"`
		Enabled        *bool  `json:"enabled"`
		Storage        *int64 `json:"storage"`
		AutoExpireDays *int64 `json:"autoExpireDays"`
	}
	type scrub struct {
		Override bool  `json:"override"`
		Forward  *bool `json:"forward,omitempty"`
		Backward *bool `json:"backward,omitempty"`
		Pause    *bool `json:"pause,omitempty"`
	}
	type subscribed struct {
		ID    string `json:"_id"`
		Start *Date  `json:"start,omitempty"`
		End   Date   `json:"end"`
	}
	var body struct {
		NPvr     *nPvr         `json:"nPvr,omitempty"`
		Scrub    *scrub        `json:"scrub,omitempty"`
		Packages *[]subscribed `json:"packages,omitempty"`
	}
	if c.NPvr != nil {
		body.NPvr = &nPvr{c.NPvr.Override, c.NPvr.Enabled, c.NPvr.StorageHours, c.NPvr.AutoExpireDays}
	}
	if c.Scrub != nil {
		body.Scrub = &scrub{c.Scrub.Override, c.Scrub.Forward, c.Scrub.Backward, c.Scrub.Pause}
	}
	if c.Packages != nil {
		packages := make([]subscribed, len(*c.Packages))
		for i, s := range *c.Packages {
			packages[i] = subscribed{ID: s.ID, Start: given(s.Start), End: s.End}
		}
		body.Packages = &packages
	}
	return json.Marshal(body)
}

func given(d Date) *Date {
	if d.IsZero() {
		return nil
	}
	return &d
}

const subscriptions = "/iptv/subscription"

// GetSubscription reads what a customer has; an empty customer is the employee's own.
func (c *Client) GetSubscription(ctx context.Context, customer string) (Subscription, error) {
	path := subscriptions
	if customer != "" {
		path = object(subscriptions, customer)
	}
	var found Subscription
	err := c.http.Do(ctx, rest.Request{Operation: "read subscription", Method: http.MethodGet, Path: path, Limit: rest.MaxObject}, &found)
	if err == nil {
		err = found.Unread
	}
	found.Customer = customer
	return found, err
}

// UpdateSubscription changes what a customer has (section 4.1). What cannot be read of the response is no error. In it, NPvr's members
// show the reseller's
// default where they are not overridden.
func (c *Client) UpdateSubscription(ctx context.Context, customer string, change SubscriptionChange) (Subscription, error) {
	var updated Subscription
	err := c.http.Do(ctx, rest.Request{
		Operation: "update subscription", Method: http.MethodPost, Path: object(subscriptions, customer), Body: change, Repeat: rest.Always,
	}, &updated)
	updated.Customer = customer
	return updated, err
}

// HasNoIPTV reports whether an error is the platform's word that the customer has no subscription: it lacks the feature, or is unknown.
func HasNoIPTV(err error) bool {
	var e *rest.Error
	return errors.As(err, &e) && e.Field == "customer" && (e.Status == http.StatusForbidden || e.Status == http.StatusNotFound)
}
