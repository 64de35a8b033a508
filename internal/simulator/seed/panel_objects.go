package seed

import (
	"cmp"
	"time"

	simpanel "github.com/iptvops/terraform-provider-iptv/internal/simulator/panel"
)

// Simulated is the user as the panel keeps it, without its parent.
func (u User) Simulated() simpanel.User {
	return simpanel.User{
		ID: u.ID, Name: u.Name, Email: u.Email, Notes: u.Notes, Token: u.Token, Permissions: u.Permissions, Credits: u.Credits,
		SuperAdmin: u.SuperAdmin,
	}
}

// UserOf is a user as a document has it, without its parent.
func UserOf(s simpanel.User) User {
	permissions := s.Permissions
	if permissions == nil {
		permissions = []string{}
	}
	return User{
		ID: s.ID, Name: s.Name, Email: s.Email, Notes: s.Notes, Token: s.Token, Permissions: permissions, Credits: s.Credits,
		SuperAdmin: s.SuperAdmin,
	}
}

// Simulated is the package as the panel keeps it.
func (k LinePackage) Simulated() simpanel.Package {
	return simpanel.Package{
		ID: k.ID, Name: k.Name, Description: k.Description, Price: k.PriceCredits, DurationHours: k.DurationHours,
		MaxConnections: max(k.MaxConnections, 1), Type: cmp.Or(k.PackageType, "regular"), Bouquets: k.Bouquets,
	}
}

// LinePackageOf is a package as a document has it.
func LinePackageOf(s simpanel.Package) LinePackage {
	return LinePackage{
		ID: s.ID, Name: s.Name, Description: s.Description, PriceCredits: s.Price, DurationHours: s.DurationHours,
		MaxConnections: s.MaxConnections, PackageType: s.Type, Bouquets: s.Bouquets,
	}
}

// Simulated is the line as the panel keeps it.
func (l Line) Simulated() simpanel.Line {
	line := simpanel.Line{
		ID: l.ID, Username: l.Username, Password: l.Password, MAC: l.MACAddr, Owner: l.Owner, IsEnabled: orElse(l.IsEnabled, true),
		IsRestreamer: l.IsRestreamer, IsTrial: l.IsTrial, Bouquets: l.Bouquets, MaxConnections: l.MaxConnections,
		ResellerNotes: l.ResellerNotes, CanWatchAdult: l.CanWatchAdult,
	}
	if at := instant(l.ExpireAt).Truncate(time.Second); !at.IsZero() {
		line.ExpireAt = &at
	}
	if l.PackageID != 0 {
		id := l.PackageID
		line.PackageID = &id
	}
	return line
}

// LineOf is a line as a document has it.
func LineOf(s simpanel.Line) Line {
	l := Line{
		ID: s.ID, Username: s.Username, Password: s.Password, MACAddr: s.MAC, Owner: s.Owner, IsEnabled: &s.IsEnabled,
		IsRestreamer: s.IsRestreamer, IsTrial: s.IsTrial, Bouquets: append([]int{}, s.Bouquets...), MaxConnections: s.MaxConnections,
		ResellerNotes: s.ResellerNotes, CanWatchAdult: s.CanWatchAdult,
	}
	if s.ExpireAt != nil {
		l.ExpireAt = date(*s.ExpireAt)
	}
	if s.PackageID != nil {
		l.PackageID = *s.PackageID
	}
	return l
}
