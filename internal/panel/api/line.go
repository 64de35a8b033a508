package api

import (
	"context"
	"net/http"
	"net/url"

	"github.com/iptvops/terraform-provider-iptv/internal/rest"
)

// Values of Line.Type.
const (
	Regular = "regular"
	Device  = "device"
)

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
	CanWatchAdult  *bool    `json:"can_watch_adult,omitempty"` // in no response
	OwnerID        *int64   `json:"owner_id,omitempty"`        // in no response; for super-admins only
	RID            string   `json:"rid,omitempty"`
}

// IsEmpty reports whether nothing would be sent.
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

// Create buys a line (section 2.1). It is never sent again by itself after a lost response: that a panel remembers a rid
// is documented nowhere, so whoever sends it again looks for the username first.
func (c *Client) Create(ctx context.Context, p Purchase) (Receipt, error) {
	var receipt Receipt
	err := c.http.Do(ctx, rest.Request{
		Operation: OpCreate, Method: http.MethodPost, Path: "/ext/line/create", Body: p,
		Repeat: rest.Never, Secrets: []string{p.Password},
	}, &receipt)
	return receipt, err
}

// CreateAdvanced makes a line without a charge (section 3.1). After a lost response the same holds as for Create.
func (c *Client) CreateAdvanced(ctx context.Context, s Settings) (Receipt, error) {
	var receipt Receipt
	err := c.http.Do(ctx, rest.Request{
		Operation: OpCreateAdvanced, Method: http.MethodPost, Path: "/ext/line/create-advanced", Body: s,
		Repeat: rest.Never, Secrets: s.secrets(),
	}, &receipt)
	return receipt, err
}

// Update is update-advanced (section 3.2): only what s holds changes. The line is nil when the response is not its record,
// which no page promises, or cannot be read whole; a record of another line leaves the outcome unknown. It carries no rid:
// twice is as good as once, and a panel may refuse a rid that it has seen.
func (c *Client) Update(ctx context.Context, id string, s Settings) (*Line, error) {
	updated := updatedLine{id: id}
	err := c.http.Do(ctx, rest.Request{
		Operation: OpUpdate, Method: http.MethodPost, Path: linePath(id, "update-advanced"), Body: s,
		Repeat: rest.Always, Secrets: s.secrets(),
	}, &updated)
	return updated.line, err
}

// Renew buys another period of a package for a line (section 2.2). It is never sent again by itself after a lost response:
// whoever sends it again looks at the expiry date first. A response that names another line leaves the outcome unknown.
func (c *Client) Renew(ctx context.Context, id string, packageID int64, rid string) (Receipt, error) {
	renewed := renewedLine{id: id}
	err := c.http.Do(ctx, rest.Request{
		Operation: OpRenew, Method: http.MethodPost, Path: linePath(id, "renew"), Repeat: rest.Never,
		Body: struct {
			Package int64  `json:"package"`
			RID     string `json:"rid"`
		}{packageID, rid},
	}, &renewed)
	return renewed.receipt, err
}

// Enable sets the status of a line (section 3.3). Like Disable and Terminate it is done when the response names the line;
// one that names none, or another, is an error after which rest.IsUnknown holds.
func (c *Client) Enable(ctx context.Context, id string) error {
	return c.act(ctx, OpEnable, id, "enable")
}

// Disable sets the status of a line (section 3.3), see Enable.
func (c *Client) Disable(ctx context.Context, id string) error {
	return c.act(ctx, OpDisable, id, "disable")
}

// Terminate deletes a line (section 3.3), see Enable. What it returns for one that is gone is not documented: see the lists.
func (c *Client) Terminate(ctx context.Context, id string) error {
	return c.act(ctx, OpTerminate, id, "terminate")
}

func (c *Client) act(ctx context.Context, operation, id, action string) error {
	return c.http.Do(ctx, rest.Request{
		Operation: operation, Method: http.MethodPost, Path: linePath(id, action), Repeat: rest.Always,
	}, &echo{id: id})
}

func linePath(id, action string) string { return "/ext/line/" + url.PathEscape(id) + "/" + action }

func (s Settings) secrets() []string {
	if s.Password == nil {
		return nil
	}
	return []string{*s.Password}
}
