package api

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"strconv"

	"github.com/iptvops/terraform-provider-iptv/internal/rest"
)

// Package is what a line can be bought from (section 7.2).
type Package struct {
	ID             rest.Int
	Name           rest.Text
	Description    rest.Text
	PriceCredits   Number
	PriceKnown     bool     // false: the panel's list says no price, and PriceCredits means nothing
	DurationHours  rest.Int // 0: unlimited
	MaxConnections rest.Int
	Type           rest.Text
	Bouquets       rest.IDs
	BouquetsKnown  bool // false: the panel's list does not say them

	// Err is nil, or the *FieldError of the first field that cannot be read. Apart from ID and Name, where they are not
	// empty, and from what is said to be known, nothing of such a package may be used.
	Err error
}

// UnmarshalJSON never fails on valid JSON: what cannot be read of a package is its Err. All but the id may be absent.
func (p *Package) UnmarshalJSON(data []byte) error {
	*p = Package{}
	read := fields{kind: "package"}
	var record struct {
		ID             json.RawMessage `json:"id"`
		Name           json.RawMessage `json:"name"`
		Description    json.RawMessage `json:"description"`
		PriceCredits   json.RawMessage `json:"price_credits"`
		DurationHours  json.RawMessage `json:"duration_hours"`
		MaxConnections json.RawMessage `json:"max_connections"`
		Type           json.RawMessage `json:"package_type"`
		Bouquets       json.RawMessage `json:"bouquets"`
	}
	if !isObject(data) || json.Unmarshal(data, &record) != nil {
		p.Err = read.whole("an object was expected")
		return nil
	}
	read.field("id", record.ID, notNull(&p.ID))
	read.optional("name", record.Name, &p.Name)
	read.optional("description", record.Description, &p.Description)
	if isSaid(record.PriceCredits) {
		p.PriceKnown = read.optional("price_credits", record.PriceCredits, &p.PriceCredits)
	}
	read.optional("duration_hours", record.DurationHours, &p.DurationHours)
	read.optional("max_connections", record.MaxConnections, &p.MaxConnections)
	read.optional("package_type", record.Type, &p.Type)
	if isSaid(record.Bouquets) {
		p.BouquetsKnown = read.optional("bouquets", record.Bouquets, (*ids)(&p.Bouquets))
	}
	p.Err = read.err(idText(p.ID), string(p.Name))
	return nil
}

// isSaid reports whether a member is there and not empty.
func isSaid(raw json.RawMessage) bool {
	return raw != nil && string(raw) != "null" && string(raw) != `""`
}

func idText(id rest.Int) string {
	if id == 0 {
		return ""
	}
	return strconv.FormatInt(int64(id), 10)
}

// Bouquet is a set of channels that lines are given (section 7.2).
type Bouquet struct {
	ID   rest.Int
	Name rest.Text

	Err error // nil, or the *FieldError of the first field that cannot be read
}

// UnmarshalJSON never fails on valid JSON: what cannot be read of a bouquet is its Err. The name may be absent.
func (b *Bouquet) UnmarshalJSON(data []byte) error {
	*b = Bouquet{}
	read := fields{kind: "bouquet"}
	var record struct {
		ID   json.RawMessage `json:"id"`
		Name json.RawMessage `json:"name"`
	}
	if !isObject(data) || json.Unmarshal(data, &record) != nil {
		b.Err = read.whole("an object was expected")
		return nil
	}
	read.field("id", record.ID, notNull(&b.ID))
	read.optional("name", record.Name, &b.Name)
	b.Err = read.err(idText(b.ID), string(b.Name))
	return nil
}

// Profile is the user whose token is sent (section 7.3).
type Profile struct {
	Name         rest.Text // "" where the panel does not say
	Credits      Number
	CreditsKnown bool // false: the panel does not say them, or not in a form that can be read, and Credits means nothing

	Err error // nil, or the *FieldError of the first field that cannot be read
}

// UnmarshalJSON fails on an object that has neither name nor credits.
func (p *Profile) UnmarshalJSON(data []byte) error {
	var record struct {
		Name    json.RawMessage `json:"name"`
		Credits json.RawMessage `json:"credits"`
	}
	data = content(data, "credits")
	if json.Unmarshal(data, &record) != nil {
		return errors.New("an object was expected")
	}
	if record.Name == nil && record.Credits == nil {
		return without("name and no credits", data)
	}
	*p = Profile{}
	read := fields{kind: "profile"}
	read.optional("name", record.Name, &p.Name)
	if isSaid(record.Credits) {
		p.CreditsKnown = read.optional("credits", record.Credits, &p.Credits)
	}
	p.Err = read.err("", string(p.Name))
	return nil
}

// catalogue is a list whose objects stand for themselves: one that cannot be read is no error of the others.
type catalogue[T any] []T

// UnmarshalJSON reads a list, or data that is one.
func (c *catalogue[T]) UnmarshalJSON(data []byte) error {
	list, ok := elements(content(data, "id"))
	if !ok {
		return without("list", data)
	}
	*c = make(catalogue[T], len(list))
	for i, raw := range list {
		if err := json.Unmarshal(raw, &(*c)[i]); err != nil {
			return err
		}
	}
	return nil
}

// Packages lists the packages in the panel's order, those that cannot be read whole included: see Package.Err.
func (c *Client) Packages(ctx context.Context) ([]Package, error) {
	var packages catalogue[Package]
	err := c.http.Do(ctx, rest.Request{Operation: OpPackages, Method: http.MethodGet, Path: "/ext/packages"}, &packages)
	return packages, err
}

// Bouquets lists the bouquets in the panel's order, those that cannot be read whole included: see Bouquet.Err.
func (c *Client) Bouquets(ctx context.Context) ([]Bouquet, error) {
	var bouquets catalogue[Bouquet]
	err := c.http.Do(ctx, rest.Request{Operation: OpBouquets, Method: http.MethodGet, Path: "/ext/bouquets"}, &bouquets)
	return bouquets, err
}

// Profile reads the token's user.
func (c *Client) Profile(ctx context.Context) (Profile, error) {
	var profile Profile
	err := c.http.Do(ctx, rest.Request{Operation: OpProfile, Method: http.MethodGet, Path: "/ext/profile", Limit: rest.MaxObject}, &profile)
	return profile, err
}
