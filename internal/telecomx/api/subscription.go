package api

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"

	"github.com/iptvops/terraform-provider-iptv/internal/rest"
)

// Subscription is what a customer with the feature IPTVPRIVATE has (section 4). It always exists.
type Subscription struct {
	Customer     string // whose it is, as asked for; no answer says
	NPvr         NPvr
	Scrub        Scrub
	Packages     []Subscribed // nil where they are not told
	ResellerNPvr *Recording   // the reseller's defaults; nil in the answer of an update
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
	Untold   bool // the response does not say whether there is an override
	Recording
}

// Scrub overrides the channels' scrubbing; what is nil has no value.
type Scrub struct {
	Override                 bool
	Untold                   bool // the response does not say whether there is an override
	Forward, Backward, Pause *bool
}

// Subscribed is a package subscribed to. A zero Start was not told, a zero End is none.
type Subscribed struct {
	ID         string
	Start, End Date
}

// UnmarshalJSON fails without an id.
func (s *Subscribed) UnmarshalJSON(data []byte) error {
	var answer struct {
		ref
		Start Date `json:"start"`
		End   Date `json:"end"`
	}
	if err := json.Unmarshal(data, &answer); err != nil {
		return err
	}
	if answer.id() == "" {
		return errors.New("a package has no id")
	}
	*s = Subscribed{ID: answer.id(), Start: answer.Start, End: answer.End}
	return nil
}

type recordingAnswer struct {
	Enabled        *rest.Bool `json:"enabled"`
	Storage        *rest.Int  `json:"storage"`
	AutoExpireDays *rest.Int  `json:"autoExpireDays"`
}

func (a recordingAnswer) recording() Recording {
	return Recording{Enabled: flag(a.Enabled), StorageHours: number(a.Storage), AutoExpireDays: number(a.AutoExpireDays)}
}

// UnmarshalJSON takes any object: every property may be left out.
func (s *Subscription) UnmarshalJSON(data []byte) error {
	var answer struct {
		NPvr struct {
			Override *rest.Bool `json:"override"`
			recordingAnswer
		} `json:"nPvr"`
		Scrub struct {
			Override *rest.Bool `json:"override"`
			Forward  *rest.Bool `json:"forward"`
			Backward *rest.Bool `json:"backward"`
			Pause    *rest.Bool `json:"pause"`
		} `json:"scrub"`
		Packages     []Subscribed     `json:"packages"`
		ResellerNPvr *recordingAnswer `json:"resellerNPvr"`
	}
	if err := json.Unmarshal(data, &answer); err != nil {
		return err
	}
	*s = Subscription{
		NPvr: NPvr{Override: isTrue(answer.NPvr.Override), Untold: answer.NPvr.Override == nil, Recording: answer.NPvr.recording()},
		Scrub: Scrub{
			Override: isTrue(answer.Scrub.Override), Untold: answer.Scrub.Override == nil, Forward: flag(answer.Scrub.Forward),
			Backward: flag(answer.Scrub.Backward), Pause: flag(answer.Scrub.Pause),
		},
		Packages: answer.Packages,
	}
	if answer.ResellerNPvr != nil {
		reseller := answer.ResellerNPvr.recording()
		s.ResellerNPvr = &reseller
	}
	return nil
}

// SubscriptionChange is what an update changes; what is nil is not sent. Packages are complete.
type SubscriptionChange struct {
	NPvr     *NPvr
	Scrub    *Scrub
	Packages *[]Subscribed
}

// IsEmpty is true when nothing would be sent.
func (c SubscriptionChange) IsEmpty() bool { return c == SubscriptionChange{} }

// MarshalJSON sends whole objects. A member of nPvr without a value is null, which takes its override back, and so is an
// end, which takes it away; scrub has no documented null (section 13), so that a member without a value is left out.
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
	err := c.http.Do(ctx, rest.Request{Operation: "read subscription", Method: http.MethodGet, Path: path}, &found)
	found.Customer = customer
	return found, err
}

// UpdateSubscription changes what a customer has (section 4.1). In the answer, NPvr's members show the reseller's
// default where they are not overridden.
func (c *Client) UpdateSubscription(ctx context.Context, customer string, change SubscriptionChange) (Subscription, error) {
	var updated Subscription
	err := c.http.Do(ctx, rest.Request{
		Operation: "update subscription", Method: http.MethodPost, Path: object(subscriptions, customer), Body: change, Repeat: rest.Always,
	}, &updated)
	updated.Customer = customer
	return updated, err
}

// HasNoIPTV is true for the platform's word that the customer has no subscription: it lacks the feature, or is unknown.
func HasNoIPTV(err error) bool {
	var e *rest.Error
	return errors.As(err, &e) && e.Field == "customer" && (e.Status == http.StatusForbidden || e.Status == http.StatusNotFound)
}
