package api

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"net/url"

	"github.com/iptvops/terraform-provider-iptv/internal/rest"
)

// Values of Line.Type.
const (
	Regular = "regular"
	Device  = "device"
)

// Line is the record of a line (section 4.1).
type Line struct {
	ID             string    `json:"line_id"`
	Username       rest.Text `json:"username"`
	Password       rest.Text `json:"password"` // in clear
	MAC            rest.Text `json:"mac_addr"` // "" on a regular line
	Owner          rest.Text `json:"owner"`    // a user's name
	Type           rest.Text `json:"type"`
	ExpireAt       Time      `json:"expire_at"` // zero: unlimited
	IsEnabled      rest.Bool `json:"is_enabled"`
	IsRestreamer   rest.Bool `json:"is_restreamer"`
	IsTrial        rest.Bool `json:"is_trial"`
	PackageID      rest.Int  `json:"package_id"` // 0: none
	Bouquets       rest.IDs  `json:"bouquets"`
	MaxConnections rest.Int  `json:"max_connections"`
	ResellerNotes  rest.Text `json:"reseller_notes"`
}

// Receipt is the answer of a call that creates or renews (sections 2.1, 2.2, 3.1).
type Receipt struct {
	LineID   string
	ExpireAt Time    // zero: unlimited
	Amount   *Number // credits, negative when they were taken; nil when the panel does not say
	Line     *Line   // the whole record, nil where the answer does not hold it
}

// UnmarshalJSON fails without a line_id.
func (r *Receipt) UnmarshalJSON(data []byte) error {
	var answer struct {
		LineID   rest.Text `json:"line_id"`
		ExpireAt Time      `json:"expire_at"`
		Amount   *Number   `json:"transaction_amount"`
	}
	if err := json.Unmarshal(data, &answer); err != nil {
		return err
	}
	if answer.LineID == "" {
		return errors.New("it holds no line_id")
	}
	*r = Receipt{LineID: string(answer.LineID), ExpireAt: answer.ExpireAt, Amount: answer.Amount, Line: wholeLine(data)}
	return nil
}

// recordFields is what a record has for certain.
var recordFields = []string{
	"line_id", "username", "password", "mac_addr", "owner", "type", "expire_at", "is_enabled", "is_restreamer", "is_trial",
	"package_id", "bouquets", "max_connections", "reseller_notes",
}

// wholeLine is the record in an answer, nil when the answer lacks a part of it.
func wholeLine(data []byte) *Line {
	var members map[string]json.RawMessage
	if json.Unmarshal(data, &members) != nil {
		return nil
	}
	for _, field := range recordFields {
		if _, ok := members[field]; !ok {
			return nil
		}
	}
	var line Line
	if json.Unmarshal(data, &line) != nil || line.ID == "" {
		return nil
	}
	return &line
}

// Purchase is what create takes (section 2.1). The package decides what is not in it.
type Purchase struct {
	Username       string   `json:"username"`
	Password       string   `json:"password"`
	Package        int64    `json:"package"` // not package_id
	ResellerNotes  string   `json:"reseller_notes,omitempty"`
	MAC            *string  `json:"mac_addr,omitempty"`
	MaxConnections *int64   `json:"max_connections,omitempty"`
	Bouquets       *[]int64 `json:"bouquets,omitempty"` // nil: all of the package; others than the package's are dropped
	RID            string   `json:"rid"`
}

// Settings is what create-advanced and update-advanced take (section 3). A nil field is not sent: the default, or the
// value as it is.
type Settings struct {
	Username       *string  `json:"username,omitempty"`
	Password       *string  `json:"password,omitempty"`
	ExpireAt       *Time    `json:"expire_at,omitempty"` // the zero time is sent as null: unlimited
	IsEnabled      *bool    `json:"is_enabled,omitempty"`
	IsRestreamer   *bool    `json:"is_restreamer,omitempty"`
	IsTrial        *bool    `json:"is_trial,omitempty"`
	PackageID      *int64   `json:"package_id,omitempty"` // links only
	Bouquets       *[]int64 `json:"bouquets,omitempty"`
	ResellerNotes  *string  `json:"reseller_notes,omitempty"`
	MAC            *string  `json:"mac_addr,omitempty"`
	MaxConnections *int64   `json:"max_connections,omitempty"`
	CanWatchAdult  *bool    `json:"can_watch_adult,omitempty"` // in no answer
	OwnerID        *int64   `json:"owner_id,omitempty"`        // in no answer; for super-admins only
	RID            string   `json:"rid,omitempty"`
}

// IsEmpty is true when nothing would be sent.
func (s Settings) IsEmpty() bool { return s == Settings{} }

// Names of the operations, as rest.Error has them.
const (
	OpCreate         = "create line"
	OpCreateAdvanced = "create line without credits"
	OpUpdate         = "update line"
	OpRenew          = "renew line"
	OpEnable         = "enable line"
	OpDisable        = "disable line"
	OpTerminate      = "terminate line"
	OpFind           = "look up username"
	OpList           = "list lines"
	OpPackages       = "list packages"
	OpBouquets       = "list bouquets"
	OpProfile        = "read profile"
)

// Create buys a line (section 2.1). After a lost answer the caller looks whether it has happened, and
// then sends the same rid: no page says that a panel remembers one.
func (c *Client) Create(ctx context.Context, p Purchase) (Receipt, error) {
	var receipt Receipt
	err := c.http.Do(ctx, rest.Request{
		Operation: OpCreate, Method: http.MethodPost, Path: "/ext/line/create", Body: p,
		Repeat: rest.Never, Secrets: []string{p.Password},
	}, &receipt)
	return receipt, err
}

// CreateAdvanced makes a line without a charge (section 3.1). After a lost answer the caller looks whether it has happened, and
// then sends the same rid: no page says that a panel remembers one.
func (c *Client) CreateAdvanced(ctx context.Context, s Settings) (Receipt, error) {
	var receipt Receipt
	err := c.http.Do(ctx, rest.Request{
		Operation: OpCreateAdvanced, Method: http.MethodPost, Path: "/ext/line/create-advanced", Body: s,
		Repeat: rest.Never, Secrets: s.secrets(),
	}, &receipt)
	return receipt, err
}

// Update is update-advanced (section 3.2): only what s holds changes. The line is nil when the answer is not its record,
// which no page promises. It carries no rid: twice is as good as once, and a panel may refuse a rid that it has seen.
func (c *Client) Update(ctx context.Context, id string, s Settings) (*Line, error) {
	var answer json.RawMessage
	err := c.http.Do(ctx, rest.Request{
		Operation: OpUpdate, Method: http.MethodPost, Path: linePath(id, "update-advanced"), Body: s,
		Repeat: rest.Always, Secrets: s.secrets(),
	}, &answer)
	return wholeLine(answer), err
}

// Renew buys another period of a package for a line (section 2.2). After a lost answer the caller looks whether it has happened, and
// then sends the same rid: no page says that a panel remembers one.
func (c *Client) Renew(ctx context.Context, id string, packageID int64, rid string) (Receipt, error) {
	var receipt Receipt
	err := c.http.Do(ctx, rest.Request{
		Operation: OpRenew, Method: http.MethodPost, Path: linePath(id, "renew"), Repeat: rest.Never,
		Body: struct {
			Package int64  `json:"package"`
			RID     string `json:"rid"`
		}{packageID, rid},
	}, &receipt)
	return receipt, err
}

// Enable sets the status of a line (section 3.3).
func (c *Client) Enable(ctx context.Context, id string) error {
	return c.act(ctx, OpEnable, id, "enable")
}

// Disable sets the status of a line (section 3.3).
func (c *Client) Disable(ctx context.Context, id string) error {
	return c.act(ctx, OpDisable, id, "disable")
}

// Terminate deletes a line (section 3.3). What it answers for one that is gone is not documented: see the lists.
func (c *Client) Terminate(ctx context.Context, id string) error {
	return c.act(ctx, OpTerminate, id, "terminate")
}

func (c *Client) act(ctx context.Context, operation, id, action string) error {
	return c.http.Do(ctx, rest.Request{
		Operation: operation, Method: http.MethodPost, Path: linePath(id, action), Repeat: rest.Always,
	}, nil)
}

func linePath(id, action string) string { return "/ext/line/" + url.PathEscape(id) + "/" + action }

func (s Settings) secrets() []string {
	if s.Password == nil {
		return nil
	}
	return []string{*s.Password}
}
