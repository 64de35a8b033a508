package panel

import "time"

// Credentials of the standard users, see [Platform.Users].
const (
	// APIKey is the panel-wide key, sent as X-Api-Key.
	APIKey = "panel-api-key-4f1c" // #nosec G101 -- of a simulator
	// UserToken is the X-Auth-User of "billing", an ordinary reseller: it may create lines from a package and
	// renew them, toggle, terminate and list them, and read packages and its profile.
	UserToken = "panel-user-token-9b27" // #nosec G101 -- of a simulator
	// EditorToken is the X-Auth-User of "editor", a reseller that also has createLines and editLines.
	EditorToken = "panel-editor-token-51d8" // #nosec G101 -- of a simulator
	// OtherToken is the X-Auth-User of "rival", a reseller like "billing": neither sees the other's lines.
	OtherToken = "panel-other-token-72ac" // #nosec G101 -- of a simulator
	// AdminToken is the X-Auth-User of "root", a super-admin with every permission.
	AdminToken = "panel-admin-token-c3e6" // #nosec G101 -- of a simulator
)

// Values of Line.Type.
const (
	Regular = "regular"
	Device  = "device"
)

// Line is a line or, with a MAC address given at its creation, a device.
type Line struct {
	ID             string // UUID, lower case
	Username       string // unique in the panel, see Variants.SameUsernames
	Password       string
	MAC            string // upper case with colons, "" on a regular line
	Owner          string // name of a user
	Type           string // Regular or Device, settled at creation
	ExpireAt       *time.Time
	IsEnabled      bool
	IsRestreamer   bool
	IsTrial        bool
	PackageID      *int
	Bouquets       []int
	MaxConnections int
	ResellerNotes  string
	CanWatchAdult  bool // in no response
}

// Package is what a line can be bought from.
type Package struct {
	ID             int
	Name           string
	Description    string  // null in responses when empty
	Price          float64 // credits
	DurationHours  int     // 0 is unlimited
	MaxConnections int
	Type           string // lines from a "trial" package are trials
	Bouquets       []int
}

// Bouquet is a set of channels that lines are given.
type Bouquet struct {
	ID   int    `json:"id"`
	Name string `json:"name"`
}

// User is an account of the panel and its API token.
type User struct {
	ID          int // 0 in AddUser: the next free one
	Name        string
	Email       string
	Notes       string
	Token       string // X-Auth-User; empty if the user has made none
	Permissions []string
	Credits     float64
	SuperAdmin  bool
	Parent      int // id of the user that created it, 0 for none
}

// Charge is one response with a transaction amount.
type Charge struct {
	User      string
	LineID    string
	Amount    float64 // below 0: credits taken
	Operation string  // such as "panel.line.renew"
	At        time.Time
}
