package api

import (
	"context"
	"net/http"

	"github.com/iptvops/terraform-provider-iptv/internal/rest"
)

// Package is what a line can be bought from (section 7.2).
type Package struct {
	ID             rest.Int  `json:"id"`
	Name           rest.Text `json:"name"`
	Description    rest.Text `json:"description"`
	PriceCredits   Number    `json:"price_credits"`
	DurationHours  rest.Int  `json:"duration_hours"` // 0: unlimited
	MaxConnections rest.Int  `json:"max_connections"`
	Type           rest.Text `json:"package_type"`
	Bouquets       rest.IDs  `json:"bouquets"`
}

// Bouquet is a set of channels that lines are given (section 7.2).
type Bouquet struct {
	ID   rest.Int  `json:"id"`
	Name rest.Text `json:"name"`
}

// Profile is the user whose token is sent (section 7.3).
type Profile struct {
	Name    rest.Text `json:"name"`
	Credits Number    `json:"credits"`
}

// Packages lists the packages in the panel's order.
func (c *Client) Packages(ctx context.Context) ([]Package, error) {
	var packages []Package
	err := c.http.Do(ctx, rest.Request{Operation: OpPackages, Method: http.MethodGet, Path: "/ext/packages"}, &packages)
	return packages, err
}

// Bouquets lists the bouquets in the panel's order.
func (c *Client) Bouquets(ctx context.Context) ([]Bouquet, error) {
	var bouquets []Bouquet
	err := c.http.Do(ctx, rest.Request{Operation: OpBouquets, Method: http.MethodGet, Path: "/ext/bouquets"}, &bouquets)
	return bouquets, err
}

// Profile reads the token's user.
func (c *Client) Profile(ctx context.Context) (Profile, error) {
	var profile Profile
	err := c.http.Do(ctx, rest.Request{Operation: OpProfile, Method: http.MethodGet, Path: "/ext/profile", Limit: rest.MaxObject}, &profile)
	return profile, err
}
