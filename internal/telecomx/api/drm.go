package api

import (
	"bytes"
	"context"
	"errors"

	"github.com/iptvops/terraform-provider-iptv/internal/rest"
)

// Account is a DRM account: credentials for apps and web clients (section 5).
type Account struct {
	Username    string
	Password    string
	Created     Date
	DeviceCount int64
	Devices     []Device // nil in a condensed response
	Unread      error    // what of it could not be read
}

// Device is an app or browser that uses an account.
type Device struct {
	ID    string
	Type  string // such as IOS, ANDROID or WEB
	Name  string
	Model string // "" when not available
}

// UnmarshalJSON takes devices as their number or as a list (section 9, 2) and fails without a user name only. No error shows
// anything of what it read: a password may be in it.
func (a *Account) UnmarshalJSON(data []byte) error {
	m, err := membersOf(data)
	if err != nil {
		return errors.New("an account has another form than documented")
	}
	var username, password rest.Text
	if !m.read("username", &username) || username == "" {
		return errors.New("an account has no username")
	}
	m.read("password", &password)
	*a = Account{Username: string(username), Password: string(password)}
	m.read("created", &a.Created)
	var count rest.Int
	var devices listOf[Device]
	if raw := bytes.TrimSpace(m.raw["devices"]); len(raw) > 0 && (raw[0] == '[' || raw[0] == '{') {
		m.read("devices", &devices)
		a.Devices, a.DeviceCount = devices, int64(len(devices))
	} else if m.read("devices", &count) {
		a.DeviceCount = int64(count)
	}
	a.Unread = m.unread("account " + a.Username)
	return nil
}

// UnmarshalJSON takes the id from id or _id (section 9, 1).
func (d *Device) UnmarshalJSON(data []byte) error {
	m, err := membersOf(data)
	if err != nil {
		return err
	}
	var kind, name, model rest.Text
	m.read("type", &kind)
	m.read("name", &name)
	m.read("model", &model)
	*d = Device{ID: m.id(), Type: string(kind), Name: string(name), Model: string(model)}
	return m.unread("device " + d.ID)
}

// AccountQuery is what GET /iptv/drm can be asked for. An empty Customer is the employee's own; Filter searches user
// names; Full adds the devices.
type AccountQuery struct {
	Customer string
	Filter   string
	Full     bool
}

// ListAccounts is a window on the DRM accounts of a customer (section 5.1): offset is 0 or more, limit 1 to MaxLimit.
func (c *Client) ListAccounts(ctx context.Context, q AccountQuery, offset, limit int) (Page[Account], error) {
	query := of(q.Customer)
	if q.Filter != "" {
		query.Set("filter", q.Filter)
	}
	if q.Full {
		query.Set("full", "true")
	}
	return list[Account](ctx, c, "list DRM accounts", "/iptv/drm", "accounts", query, offset, limit)
}
