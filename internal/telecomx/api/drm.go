package api

import (
	"context"
	"encoding/json"
	"errors"

	"github.com/iptvops/terraform-provider-iptv/internal/rest"
)

// Account is a DRM account: credentials for apps and web clients (section 5).
type Account struct {
	Username    string
	Password    string
	Created     Date
	DeviceCount int64
	Devices     []Device // nil in a condensed answer
}

// Device is an app or browser that uses an account.
type Device struct {
	ID    string
	Type  string // such as IOS, ANDROID or WEB
	Name  string
	Model string // "" when not available
}

// UnmarshalJSON takes devices as their number or as a list (section 9, 2) and fails without a user name. It shows
// nothing of what it read: a password may be in it.
func (a *Account) UnmarshalJSON(data []byte) error {
	var answer struct {
		Username rest.Text       `json:"username"`
		Password rest.Text       `json:"password"`
		Created  Date            `json:"created"`
		Devices  json.RawMessage `json:"devices"`
	}
	if err := json.Unmarshal(data, &answer); err != nil {
		return errors.New("an account has another form than documented")
	}
	if answer.Username == "" {
		return errors.New("an account has no username")
	}
	*a = Account{Username: string(answer.Username), Password: string(answer.Password), Created: answer.Created}
	if len(answer.Devices) == 0 {
		return nil
	}
	if answer.Devices[0] != '[' {
		var count rest.Int
		if err := json.Unmarshal(answer.Devices, &count); err != nil {
			return errors.New("devices of an account are neither a number nor a list")
		}
		a.DeviceCount = int64(count)
		return nil
	}
	if err := json.Unmarshal(answer.Devices, &a.Devices); err != nil {
		return errors.New("a device of an account has another form than documented")
	}
	a.DeviceCount = int64(len(a.Devices))
	return nil
}

// UnmarshalJSON takes the id from id or _id (section 9, 1).
func (d *Device) UnmarshalJSON(data []byte) error {
	var answer struct {
		ref
		Type  rest.Text `json:"type"`
		Name  rest.Text `json:"name"`
		Model rest.Text `json:"model"`
	}
	if err := json.Unmarshal(data, &answer); err != nil {
		return err
	}
	*d = Device{ID: answer.id(), Type: string(answer.Type), Name: string(answer.Name), Model: string(answer.Model)}
	return nil
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
