// Package seed puts what a document says into simulated platforms: organisations, resellers and customers, panel users,
// and all that they have. The document's form is schema.json ([Schema]); [Parse] reports everything that is wrong with one.
package seed

// Document is a seed. [Parse] returns it complete: what the document omits has its default.
type Document struct {
	Schema   string   `json:"$schema,omitempty"`
	Icareus  Icareus  `json:"icareus,omitzero"`
	TelecomX TelecomX `json:"telecomx,omitzero"`
	Panel    Panel    `json:"panel,omitzero"`
}

// Icareus is what Icareus Suite has.
type Icareus struct {
	Organizations []Organization `json:"organizations,omitempty"`
}

// Organization is an organisation and what its channels may refer to.
type Organization struct {
	ID         int64           `json:"id"`
	Secret     string          `json:"secret,omitempty"`
	Tokens     []string        `json:"tokens,omitempty"`
	Categories []int64         `json:"categories,omitzero"`
	Locations  []int64         `json:"locations,omitzero"`
	Languages  []string        `json:"languages,omitzero"`
	Channels   []LinearChannel `json:"channels,omitempty"`
}

// LinearChannel is a channel of an organisation.
type LinearChannel struct {
	ID                   int64   `json:"id,omitempty"`
	Name                 string  `json:"name"`
	Description          string  `json:"description,omitempty"`
	LogicalChannelNumber int64   `json:"logical_channel_number,omitempty"`
	AspectRatio          string  `json:"aspect_ratio,omitempty"`
	PrimaryLanguage      string  `json:"primary_language,omitempty"`
	Quality              string  `json:"quality,omitempty"`
	AudioOnly            bool    `json:"audio_only,omitempty"`
	AutoRecord           bool    `json:"auto_record,omitempty"`
	IsPublic             *bool   `json:"is_public,omitempty"`
	IsExclusive          bool    `json:"is_exclusive,omitempty"`
	Categories           []int64 `json:"categories,omitempty"`
	LocationRestrictions []int64 `json:"location_restrictions,omitempty"`
	IngestURL            *string `json:"ingest_url,omitempty"`
	OriginAddress        *string `json:"origin_address,omitempty"`
	CDNAddress           *string `json:"cdn_address,omitempty"`
	SmallIcon            string  `json:"small_icon,omitempty"`
	MediumIcon           string  `json:"medium_icon,omitempty"`
	LargeIcon            string  `json:"large_icon,omitempty"`
}

// TelecomX is what Telecom X has.
type TelecomX struct {
	BaseChannels []BaseChannel `json:"base_channels,omitempty"`
	Customers    []Customer    `json:"customers,omitempty"`
}

// BaseChannel is a channel of the platform that customers' channels are made from.
type BaseChannel struct {
	Number  int    `json:"number"`
	Name    string `json:"name"`
	HD      bool   `json:"hd,omitempty"`
	Archive bool   `json:"archive,omitempty"`
}

// Customer is a reseller or a customer.
type Customer struct {
	ID           string        `json:"id,omitempty"`
	Name         string        `json:"name,omitempty"`
	Reseller     bool          `json:"reseller,omitempty"`
	Parent       string        `json:"parent,omitempty"`
	Features     []string      `json:"features,omitzero"`
	Employee     *Employee     `json:"employee,omitempty"`
	NPvr         *NPvrDefaults `json:"npvr,omitempty"`
	Channels     []Channel     `json:"channels,omitempty"`
	Packages     []Package     `json:"packages,omitempty"`
	Subscription *Subscription `json:"subscription,omitempty"`
	DRMAccounts  []DRMAccount  `json:"drm_accounts,omitempty"`
}

// Employee is who logs in for a customer.
type Employee struct {
	Username string `json:"username,omitempty"`
	Password string `json:"password,omitempty"` // #nosec G117 -- of a simulator
	Token    string `json:"token,omitempty"`
	Level    string `json:"level,omitempty"`
}

// NPvrDefaults is a reseller's common network recording.
type NPvrDefaults struct {
	Available      *bool `json:"available,omitempty"`
	Enabled        *bool `json:"enabled,omitempty"`
	StorageHours   int   `json:"storage_hours,omitempty"`
	AutoExpireDays int   `json:"auto_expire_days,omitempty"`
}

// Channel is a channel of a host.
type Channel struct {
	ID          string   `json:"id,omitempty"`
	Number      int      `json:"number,omitempty"`
	Name        string   `json:"name"`
	BaseChannel int      `json:"base_channel,omitempty"`
	Types       []string `json:"types,omitzero"`
	HD          bool     `json:"hd,omitempty"`
	Archive     bool     `json:"archive,omitempty"`
}

// Package is a package of channels.
type Package struct {
	ID       string            `json:"id,omitempty"`
	Name     string            `json:"name"`
	Main     bool              `json:"main,omitempty"`
	Channels map[string]string `json:"channels,omitempty"`
}

// Subscription is what a customer has.
type Subscription struct {
	NPvr     *NPvr        `json:"npvr,omitempty"`
	Scrub    *Scrub       `json:"scrub,omitempty"`
	Packages []Subscribed `json:"packages,omitempty"`
}

// NPvr overrides the reseller's network recording.
type NPvr struct {
	Override       bool  `json:"override,omitempty"`
	Enabled        *bool `json:"enabled,omitempty"`
	StorageHours   *int  `json:"storage_hours,omitempty"`
	AutoExpireDays *int  `json:"auto_expire_days,omitempty"`
}

// Scrub overrides the channels' scrubbing.
type Scrub struct {
	Override bool  `json:"override,omitempty"`
	Forward  *bool `json:"forward,omitempty"`
	Backward *bool `json:"backward,omitempty"`
	Pause    *bool `json:"pause,omitempty"`
}

// Subscribed is a package subscribed to.
type Subscribed struct {
	ID    string `json:"id"`
	Start string `json:"start,omitempty"`
	End   string `json:"end,omitempty"`
}

// DRMAccount is credentials for apps.
type DRMAccount struct {
	Username string      `json:"username"`
	Password string      `json:"password,omitempty"` // #nosec G117 -- of a simulator
	Created  string      `json:"created,omitempty"`
	Devices  []DRMDevice `json:"devices,omitempty"`
}

// DRMDevice is an app or browser that uses an account.
type DRMDevice struct {
	ID    string `json:"id,omitempty"`
	Type  string `json:"type"`
	Name  string `json:"name,omitempty"`
	Model string `json:"model,omitempty"`
}

// Panel is what the line panel has.
type Panel struct {
	APIKey   string        `json:"api_key,omitempty"` // #nosec G117 -- of a simulator
	Users    []User        `json:"users,omitempty"`
	Bouquets []Bouquet     `json:"bouquets,omitempty"`
	Packages []LinePackage `json:"packages,omitempty"`
	Lines    []Line        `json:"lines,omitempty"`
}

// User is a user of the panel.
type User struct {
	ID          int      `json:"id,omitempty"`
	Name        string   `json:"name"`
	Email       string   `json:"email,omitempty"`
	Notes       string   `json:"notes,omitempty"`
	Token       string   `json:"token,omitempty"`
	Permissions []string `json:"permissions,omitzero"`
	Credits     float64  `json:"credits,omitempty"`
	SuperAdmin  bool     `json:"super_admin,omitempty"`
	Parent      string   `json:"parent,omitempty"`
}

// Bouquet is a set of channels that lines are given.
type Bouquet struct {
	ID   int    `json:"id"`
	Name string `json:"name,omitempty"`
}

// LinePackage is what a line is bought from.
type LinePackage struct {
	ID             int     `json:"id"`
	Name           string  `json:"name"`
	Description    string  `json:"description,omitempty"`
	PriceCredits   float64 `json:"price_credits,omitempty"`
	DurationHours  int     `json:"duration_hours,omitempty"`
	MaxConnections int     `json:"max_connections,omitempty"`
	PackageType    string  `json:"package_type,omitempty"`
	Bouquets       []int   `json:"bouquets,omitempty"`
}

// Line is a line of the panel.
type Line struct {
	ID             string `json:"id,omitempty"`
	Username       string `json:"username"`
	Password       string `json:"password,omitempty"` // #nosec G117 -- of a simulator
	MACAddr        string `json:"mac_addr,omitempty"`
	Owner          string `json:"owner,omitempty"`
	ExpireAt       string `json:"expire_at,omitempty"`
	IsEnabled      *bool  `json:"is_enabled,omitempty"`
	IsRestreamer   bool   `json:"is_restreamer,omitempty"`
	IsTrial        bool   `json:"is_trial,omitempty"`
	PackageID      int    `json:"package_id,omitempty"`
	Bouquets       []int  `json:"bouquets,omitzero"`
	MaxConnections int    `json:"max_connections,omitempty"`
	ResellerNotes  string `json:"reseller_notes,omitempty"`
	CanWatchAdult  bool   `json:"can_watch_adult,omitempty"`
}
