package panel

import (
	"cmp"
	"slices"
)

// storedLine is a stored line. Its Bouquets, ExpireAt and PackageID are replaced, never changed in place, because responses share them.
type storedLine struct {
	Line
	seq int // order of creation
}

// lineStore keeps lines by id and by username (those of one name in the order of creation), and in the order of creation
// for every owner and for all of them.
type lineStore struct {
	byID   map[string]*storedLine
	byName map[string][]*storedLine
	all    []*storedLine
	owned  map[string][]*storedLine
	seq    int
}

func newLineStore() lineStore {
	return lineStore{byID: map[string]*storedLine{}, byName: map[string][]*storedLine{}, owned: map[string][]*storedLine{}}
}

func (s *lineStore) add(line Line) *storedLine {
	s.seq++
	entry := &storedLine{Line: line, seq: s.seq}
	s.byID[line.ID] = entry
	s.byName[line.Username] = append(s.byName[line.Username], entry)
	s.all = append(s.all, entry)
	s.owned[line.Owner] = append(s.owned[line.Owner], entry)
	return entry
}

func (s *lineStore) remove(entry *storedLine) {
	delete(s.byID, entry.ID)
	s.forget(entry)
	s.all = without(s.all, entry)
	s.owned[entry.Owner] = without(s.owned[entry.Owner], entry)
}

// replace changes all of a line but its id and its place in the order.
func (s *lineStore) replace(entry *storedLine, line Line) {
	if line.Username != entry.Username {
		s.forget(entry)
		list := s.byName[line.Username]
		at, _ := place(list, entry)
		s.byName[line.Username] = slices.Insert(list, at, entry)
	}
	if line.Owner != entry.Owner {
		s.owned[entry.Owner] = without(s.owned[entry.Owner], entry)
		list := s.owned[line.Owner]
		at, _ := place(list, entry)
		s.owned[line.Owner] = slices.Insert(list, at, entry)
	}
	line.ID = entry.ID
	entry.Line = line
}

// forget removes a line from those of its username.
func (s *lineStore) forget(entry *storedLine) {
	left := without(s.byName[entry.Username], entry)
	if len(left) == 0 {
		delete(s.byName, entry.Username)
		return
	}
	s.byName[entry.Username] = left
}

// named is the first line with that username, nil when there is none.
func (s *lineStore) named(username string) *storedLine {
	if list := s.byName[username]; len(list) > 0 {
		return list[0]
	}
	return nil
}

// isTaken reports whether another line than entry, which may be nil, has the username.
func (s *lineStore) isTaken(username string, entry *storedLine) bool {
	return slices.ContainsFunc(s.byName[username], func(e *storedLine) bool { return e != entry })
}

// visible is the lines that a user sees: its own, all for a super-admin.
func (s *lineStore) visible(user *User) []*storedLine {
	if user.SuperAdmin {
		return s.all
	}
	return s.owned[user.Name]
}

func place(list []*storedLine, entry *storedLine) (int, bool) {
	return slices.BinarySearchFunc(list, entry, func(a, b *storedLine) int { return cmp.Compare(a.seq, b.seq) })
}

func without(list []*storedLine, entry *storedLine) []*storedLine {
	if at, ok := place(list, entry); ok {
		return slices.Delete(list, at, at+1)
	}
	return list
}
