package api

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"

	"github.com/iptvops/terraform-provider-iptv/internal/rest"
)

// Package is a collection of channels that a customer can subscribe to (section 3).
type Package struct {
	ID   string
	Name string
	Main bool
	// MainUntold reports that a response does not say whether it is a main package.
	MainUntold bool
	Channels   []PackageChannel // nil when the response leaves them out, as condensed ones do
	Unread     error            // what of it could not be read
}

// PackageChannel is a channel of a package and how it is received: BASE, DVB or LOCAL.
type PackageChannel struct {
	ID   string
	Type string
}

// MarshalJSON is the form of create and update.
func (c PackageChannel) MarshalJSON() ([]byte, error) {
	return json.Marshal(struct {
		ID   string `json:"_id"`
		Type string `json:"type"`
	}{c.ID, c.Type})
}

// UnmarshalJSON takes the id from id or _id and fails without one.
func (c *PackageChannel) UnmarshalJSON(data []byte) error {
	var usual struct {
		ref
		Type rest.Text `json:"type"`
	}
	if json.Unmarshal(data, &usual) == nil && usual.id() != "" { // packages have up to a thousand of them
		*c = PackageChannel{ID: usual.id(), Type: string(usual.Type)}
		return nil
	}
	m, err := membersOf(data)
	if err != nil {
		return err
	}
	var kind rest.Text
	m.read("type", &kind)
	*c = PackageChannel{ID: m.id(), Type: string(kind)}
	if c.ID == "" {
		return errors.New("a channel has no id")
	}
	return m.unread("channel " + c.ID)
}

// UnmarshalJSON fails without an id only.
func (p *Package) UnmarshalJSON(data []byte) error {
	m, err := membersOf(data)
	if err != nil {
		return err
	}
	if m.id() == "" {
		return errors.New("it holds no package with an id")
	}
	var name rest.Text
	var main rest.Bool
	var channels listOf[PackageChannel]
	m.read("name", &name)
	told := m.read("main", &main)
	m.read("channels", &channels)
	*p = Package{ID: m.id(), Name: string(name), Main: bool(main), MainUntold: !told, Channels: channels,
		Unread: m.unread("package " + m.id())}
	return nil
}

// PackageInput is a new package. Customer is its host.
type PackageInput struct {
	Name     string           `json:"name"`
	Main     bool             `json:"main"`
	Channels []PackageChannel `json:"channels"`
	Customer string           `json:"customer"`
}

// PackageChange is what an update can change; what is nil is not sent. Channels are complete.
type PackageChange struct {
	Name     *string          `json:"name,omitempty"`
	Channels []PackageChannel `json:"channels,omitempty"`
}

// IsEmpty is true when nothing would be sent.
func (c PackageChange) IsEmpty() bool { return c.Name == nil && c.Channels == nil }

const packages = "/iptv/package"

// CreatePackage is POST /iptv/package (section 3.1). It is never sent twice after a lost answer: see rest.IsUnknown.
func (c *Client) CreatePackage(ctx context.Context, input PackageInput) (Package, error) {
	var created Package
	err := c.http.Do(ctx, rest.Request{Operation: "create package", Method: http.MethodPost, Path: packages, Body: input}, &created)
	if err == nil && created.Channels == nil {
		// Properties without a value may be left out; these were sent.
		created.Channels = input.Channels
	}
	return created, err
}

// GetPackage reads a package, its channels included. IsGone tells that there is none of this id.
func (c *Client) GetPackage(ctx context.Context, id string) (Package, error) {
	var found Package
	err := c.http.Do(ctx, rest.Request{Operation: "read package", Method: http.MethodGet, Path: object(packages, id),
		Limit: rest.MaxObject}, &found)
	switch {
	case err != nil:
		return Package{}, err
	case Key(found.ID) != Key(id):
		return Package{}, fmt.Errorf("cannot read package %s: Telecom X returned package %s", id, found.ID)
	case found.Unread != nil:
		return Package{}, found.Unread
	case found.Channels == nil:
		found.Channels = []PackageChannel{}
	}
	return found, nil
}

// ListPackages is a window on the packages of a customer, the employee's own when it is empty. They come with their
// channels where the platform has them so; a filter searches names.
func (c *Client) ListPackages(ctx context.Context, customer, filter string, offset, limit int) (Page[Package], error) {
	query := of(customer)
	query.Set("full", "true")
	if filter != "" {
		query.Set("filter", filter)
	}
	return list[Package](ctx, c, "list packages", packages, "packages", query, offset, limit)
}

// UpdatePackage changes a package (section 3.2). What the response tells is how it is then.
func (c *Client) UpdatePackage(ctx context.Context, id string, change PackageChange) (Package, error) {
	var updated Package
	err := c.http.Do(ctx, rest.Request{
		Operation: "update package", Method: http.MethodPost, Path: object(packages, id), Body: change, Repeat: rest.Always,
	}, &updated)
	if err == nil && Key(updated.ID) != Key(id) {
		err = fmt.Errorf("cannot update package %s: the response of Telecom X is package %s", id, updated.ID)
	}
	return updated, err
}

// DeletePackage deletes a package; only {"success": true} says that it did. One that is gone already is no error.
func (c *Client) DeletePackage(ctx context.Context, id string) error {
	var answer struct {
		Success *rest.Bool `json:"success"`
	}
	err := c.http.Do(ctx, rest.Request{
		Operation: "delete package", Method: http.MethodDelete, Path: object(packages, id), Repeat: rest.Always,
	}, &answer)
	switch {
	case IsGone(err):
		return nil
	case err == nil && answer.Success == nil:
		return fmt.Errorf("cannot delete package %s: the response of Telecom X does not say that it is a success", id)
	case err == nil && !bool(*answer.Success):
		return fmt.Errorf("cannot delete package %s: the response of Telecom X is no success, without a reason", id)
	}
	return err
}
