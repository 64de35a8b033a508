package simulator

var (
	panelResellerPermissions = []string{
		"createLinesWithPackage", "statusLineToggle", "destroyLines", "indexLines", "indexPackages", "showUserProfile",
	}
	panelEditorPermissions = append([]string{"createLines", "editLines"}, panelResellerPermissions...)
	panelAllPermissions    = append([]string{"indexSubresellers", "editSubresellers"}, panelEditorPermissions...)
)

// newPanel makes a panel with 10,000 credits for each of the users "root" (1), "billing" (2), "editor" (3) and "rival" (4), the
// packages 107 (720 hours), 108 (2160 hours) and 109 (a trial of 24 hours), the bouquets 1 to 8, and no lines.
func newPanel(c *clock) *Panel {
	p := &Panel{clock: c, lines: newPanelStore(), rids: map[panelRIDKey]panelAnswer{}}
	for _, user := range []PanelUser{
		{Name: "root", Email: "root@example.com", Token: PanelAdminToken, Permissions: panelAllPermissions, SuperAdmin: true},
		{Name: "billing", Email: "billing@example.com", Token: PanelUserToken, Permissions: panelResellerPermissions, Parent: 1},
		{Name: "editor", Email: "editor@example.com", Token: PanelEditorToken, Permissions: panelEditorPermissions, Parent: 1},
		{Name: "rival", Email: "rival@example.com", Token: PanelOtherToken, Permissions: panelResellerPermissions, Parent: 1},
	} {
		user.Credits = 10_000
		p.addUser(user)
	}
	for i, name := range []string{"Basic", "Family", "Sports", "Movies", "News", "Kids", "Music", "Documentary"} {
		p.bouquets = append(p.bouquets, PanelBouquet{ID: i + 1, Name: name})
	}
	p.packages = []PanelPackage{
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
