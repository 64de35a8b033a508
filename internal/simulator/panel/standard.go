package panel

import (
	"slices"

	"github.com/iptvops/terraform-provider-iptv/internal/simulator"
)

var (
	resellerPermissions = []string{
		"createLinesWithPackage", "statusLineToggle", "destroyLines", "indexLines", "indexPackages", "showUserProfile",
	}
	editorPermissions = append([]string{"createLines", "editLines"}, resellerPermissions...)
	allPermissions    = append([]string{"indexSubresellers", "editSubresellers"}, editorPermissions...)
)

// Permissions is every permission that a call needs.
func Permissions() []string { return slices.Clone(allPermissions) }

// NewEmpty makes a panel with that key and nothing else.
func NewEmpty(c *simulator.Clock, apiKey string) *Platform {
	return &Platform{clock: c, apiKey: apiKey, lines: newLineStore(), rids: map[ridKey]apiResponse{}}
}

// New makes a panel with 10,000 credits for each of the users "root" (1), "billing" (2), "editor" (3) and "rival" (4), the
// packages 107 (720 hours), 108 (2160 hours) and 109 (a trial of 24 hours), the bouquets 1 to 8, and no lines.
func New(c *simulator.Clock) *Platform {
	p := NewEmpty(c, APIKey)
	for _, user := range []User{
		{Name: "root", Email: "root@example.com", Token: AdminToken, Permissions: allPermissions, SuperAdmin: true},
		{Name: "billing", Email: "billing@example.com", Token: UserToken, Permissions: resellerPermissions, Parent: 1},
		{Name: "editor", Email: "editor@example.com", Token: EditorToken, Permissions: editorPermissions, Parent: 1},
		{Name: "rival", Email: "rival@example.com", Token: OtherToken, Permissions: resellerPermissions, Parent: 1},
	} {
		user.Credits = 10_000
		p.addUser(user)
	}
	for i, name := range []string{"Basic", "Family", "Sports", "Movies", "News", "Kids", "Music", "Documentary"} {
		p.bouquets = append(p.bouquets, Bouquet{ID: i + 1, Name: name})
	}
	p.packages = []Package{
		{
			ID: 107, Name: "1 month", Description: "One month, one connection", Price: 100, DurationHours: 30 * 24,
			MaxConnections: 1, Type: "regular", Bouquets: []int{1, 2, 3, 4},
		},
		{
			ID: 108, Name: "3 months", Price: 250, DurationHours: 90 * 24,
			MaxConnections: 2, Type: "regular", Bouquets: []int{2, 3, 6, 8},
		},
		{
			ID: 109, Name: "24 hours", Description: "Free trial", DurationHours: 24,
			MaxConnections: 1, Type: "trial", Bouquets: []int{1, 2},
		},
	}
	return p
}
