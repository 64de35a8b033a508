package panel

import (
	"fmt"
	"slices"
	"time"

	"github.com/google/uuid"
)

// Lines is a copy of all lines in the order of their creation.
func (p *Platform) Lines() []Line {
	p.mu.Lock()
	defer p.mu.Unlock()
	lines := make([]Line, len(p.lines.all))
	for i, entry := range p.lines.all {
		lines[i] = entry.copy()
	}
	return lines
}

// Line returns a copy of the line with that id and reports whether there is one.
func (p *Platform) Line(id string) (Line, bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.lines.byID[id].copyOrNone()
}

// LineByUsername returns a copy of the first line with exactly that username and reports whether there is one.
func (p *Platform) LineByUsername(username string) (Line, bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.lines.named(username).copyOrNone()
}

// AddLine stores a line as it is, without a charge, and returns its id. What is empty of ID, Username, Password, Owner,
// Type and MaxConnections is made up (random; "billing"; by MAC; 1). It returns "" and stores nothing when the id or
// the username is taken (but see Variants.SameUsernames) or there is no such owner.
func (p *Platform) AddLine(line Line) string {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.addLine(line)
}

func (p *Platform) addLine(line Line) string {
	id := line.ID
	if line.Owner == "" {
		line.Owner = "billing"
	}
	if p.lines.byID[id] != nil || (!p.variants.SameUsernames && p.lines.isTaken(line.Username, nil)) || p.userNamed(line.Owner) == nil {
		return ""
	}
	if mac, ok := normalMAC(line.MAC); ok {
		line.MAC = mac
	}
	if line.Type == "" {
		line.Type = Regular
		if line.MAC != "" {
			line.Type = Device
		}
	}
	line.MaxConnections = max(line.MaxConnections, 1)
	p.fillIn(&line)
	if id != "" {
		line.ID = id
	}
	entry := &storedLine{Line: line}
	return p.lines.add(entry.copy()).ID
}

// AddLines stores n enabled lines of package 107 for "billing", without a charge, and returns their ids in order.
// They expire 30 days from now.
func (p *Platform) AddLines(n int) []string {
	p.mu.Lock()
	defer p.mu.Unlock()
	expiry, pack := p.clock.Now().Add(30*24*time.Hour).Truncate(time.Second), 107
	ids := make([]string, 0, n)
	for i := p.lines.seq + 1; len(ids) < n; i++ {
		id := p.addLine(Line{
			ID: uuid.NewString(), Username: fmt.Sprintf("bulk-%06d", i), Password: fmt.Sprintf("secret-%06d", i), ExpireAt: &expiry,
			IsEnabled: true, PackageID: &pack, Bouquets: []int{1, 2, 3, 4},
		})
		if id != "" {
			ids = append(ids, id)
		}
	}
	return ids
}

// UpdateLine lets change edit a line, all but its id, without a charge or any rule of the API. The panel is locked
// meanwhile: change must not call it. It returns false and changes nothing when there is no such line, or change chose
// a username that another line has or an owner that does not exist.
func (p *Platform) UpdateLine(id string, change func(*Line)) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	entry := p.lines.byID[id]
	if entry == nil {
		return false
	}
	line := entry.copy()
	change(&line)
	if (!p.variants.SameUsernames && p.lines.isTaken(line.Username, entry)) || p.userNamed(line.Owner) == nil {
		return false
	}
	changed := &storedLine{Line: line}
	p.lines.replace(entry, changed.copy())
	return true
}

// RenewLine simulates another client that renews a line: for the package, 0 for the line's own, at its price
// and with an entry in the ledger. It returns false and changes nothing when there is no such line or package.
func (p *Platform) RenewLine(id string, packageID int) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	entry := p.lines.byID[id]
	if entry == nil {
		return false
	}
	if packageID == 0 && entry.PackageID != nil {
		packageID = *entry.PackageID
	}
	pack := p.packageByID(packageID)
	if pack == nil {
		return false
	}
	pack.renew(entry, p.clock.Now(), p.variants)
	call := &apiCall{Platform: p, user: p.userNamed(entry.Owner), operation: "panel.line.renew"}
	call.charge(id, pack.Price)
	return true
}

// RenameLine gives a line another username, and reports whether it could: there is such a line and the username is free.
func (p *Platform) RenameLine(id, username string) bool {
	return p.UpdateLine(id, func(l *Line) { l.Username = username })
}

// DeleteLine simulates another client that terminates a line, and reports whether there was one.
func (p *Platform) DeleteLine(id string) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	entry := p.lines.byID[id]
	if entry == nil {
		return false
	}
	p.lines.remove(entry)
	return true
}

// Users is a copy of all users in the order of their ids.
func (p *Platform) Users() []User {
	p.mu.Lock()
	defer p.mu.Unlock()
	users := make([]User, len(p.users))
	for i, user := range p.users {
		users[i] = *user
		users[i].Permissions = slices.Clone(user.Permissions)
	}
	return users
}

// AddUser stores a user and returns its id, 0 when the name, the token or the id is taken.
func (p *Platform) AddUser(user User) int {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.user(func(u *User) bool {
		return u.Name == user.Name || u.ID == user.ID || (u.Token != "" && u.Token == user.Token)
	}) != nil {
		return 0
	}
	return p.addUser(user)
}

func (p *Platform) addUser(user User) int {
	if user.ID == 0 {
		user.ID = 1
		for _, u := range p.users {
			user.ID = max(user.ID, u.ID+1)
		}
	}
	user.Permissions = slices.Clone(user.Permissions)
	p.users = append(p.users, &user)
	return user.ID
}

// SetPermissions replaces what the user with that token may do, and reports whether there is one.
func (p *Platform) SetPermissions(token string, permissions ...string) bool {
	return p.changeUser(func(u *User) bool { return token != "" && u.Token == token },
		func(u *User) { u.Permissions = slices.Clone(permissions) })
}

// Credits is the balance of the named user, 0 when there is none.
func (p *Platform) Credits(user string) float64 {
	var credits float64
	p.changeUser(func(u *User) bool { return u.Name == user }, func(u *User) { credits = u.Credits })
	return credits
}

// SetCredits sets the balance of the named user, without an entry in the ledger, and reports whether there is one.
func (p *Platform) SetCredits(user string, credits float64) bool {
	return p.changeUser(func(u *User) bool { return u.Name == user }, func(u *User) { u.Credits = credits })
}

func (p *Platform) changeUser(match func(*User) bool, change func(*User)) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	user := p.user(match)
	if user != nil {
		change(user)
	}
	return user != nil
}

// AddPackage stores a package, in place of one with the same id.
func (p *Platform) AddPackage(pack Package) {
	p.mu.Lock()
	defer p.mu.Unlock()
	pack.Bouquets = slices.Clone(pack.Bouquets)
	p.packages = slices.DeleteFunc(p.packages, func(old Package) bool { return old.ID == pack.ID })
	p.packages = append(p.packages, pack)
}

// Packages is copies of all packages in the order of the list.
func (p *Platform) Packages() []Package {
	p.mu.Lock()
	defer p.mu.Unlock()
	found := slices.Clone(p.packages)
	for i := range found {
		found[i].Bouquets = slices.Clone(found[i].Bouquets)
	}
	return found
}

// DeletePackage removes a package, whether lines have it or not, and reports whether there was one.
func (p *Platform) DeletePackage(id int) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	before := len(p.packages)
	p.packages = slices.DeleteFunc(p.packages, func(pack Package) bool { return pack.ID == id })
	return len(p.packages) < before
}

// UpdateUser simulates an administrator who changes a user, all but its id and name, and reports whether there is one.
// change must not call methods of p.
func (p *Platform) UpdateUser(name string, change func(*User)) bool {
	return p.changeUser(func(u *User) bool { return u.Name == name }, func(u *User) {
		id := u.ID
		change(u)
		u.ID, u.Name, u.Permissions = id, name, slices.Clone(u.Permissions)
	})
}

// AddBouquet stores a bouquet, in place of one with the same id.
func (p *Platform) AddBouquet(bouquet Bouquet) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.bouquets = slices.DeleteFunc(p.bouquets, func(old Bouquet) bool { return old.ID == bouquet.ID })
	p.bouquets = append(p.bouquets, bouquet)
}

// Ledger is a copy of every transaction in order: create, create-advanced (amount 0) and renew.
func (p *Platform) Ledger() []Charge {
	p.mu.Lock()
	defer p.mu.Unlock()
	return slices.Clone(p.ledger)
}

// Charges is how many transactions took credits.
func (p *Platform) Charges() int {
	p.mu.Lock()
	defer p.mu.Unlock()
	charges := 0
	for _, charge := range p.ledger {
		if charge.Amount != 0 {
			charges++
		}
	}
	return charges
}

func (e *storedLine) copyOrNone() (Line, bool) {
	if e == nil {
		return Line{}, false
	}
	return e.copy(), true
}

// copy shares nothing with the stored line.
func (e *storedLine) copy() Line {
	line := e.Line
	line.Bouquets = slices.Clone(e.Bouquets)
	if e.ExpireAt != nil {
		at := *e.ExpireAt
		line.ExpireAt = &at
	}
	if e.PackageID != nil {
		id := *e.PackageID
		line.PackageID = &id
	}
	return line
}
