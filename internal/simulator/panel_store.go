package simulator

import (
	"cmp"
	"slices"
)

// panelEntry is a stored line. Its Bouquets, ExpireAt and PackageID are replaced, never changed in place, because answers share them.
type panelEntry struct {
	PanelLine
	seq int // order of creation
}

// panelStore keeps lines by id and by username (those of one name in the order of creation), and in the order of creation
// for every owner and for all of them.
type panelStore struct {
	byID   map[string]*panelEntry
	byName map[string][]*panelEntry
	all    []*panelEntry
	owned  map[string][]*panelEntry
	seq    int
}

func newPanelStore() panelStore {
	return panelStore{byID: map[string]*panelEntry{}, byName: map[string][]*panelEntry{}, owned: map[string][]*panelEntry{}}
}

func (s *panelStore) add(line PanelLine) *panelEntry {
	s.seq++
	entry := &panelEntry{PanelLine: line, seq: s.seq}
	s.byID[line.ID] = entry
	s.byName[line.Username] = append(s.byName[line.Username], entry)
	s.all = append(s.all, entry)
	s.owned[line.Owner] = append(s.owned[line.Owner], entry)
	return entry
}

func (s *panelStore) remove(entry *panelEntry) {
	delete(s.byID, entry.ID)
	s.forget(entry)
	s.all = panelWithout(s.all, entry)
	s.owned[entry.Owner] = panelWithout(s.owned[entry.Owner], entry)
}

// replace changes all of a line but its id and its place in the order.
func (s *panelStore) replace(entry *panelEntry, line PanelLine) {
	if line.Username != entry.Username {
		s.forget(entry)
		list := s.byName[line.Username]
		at, _ := panelPlace(list, entry)
		s.byName[line.Username] = slices.Insert(list, at, entry)
	}
	if line.Owner != entry.Owner {
		s.owned[entry.Owner] = panelWithout(s.owned[entry.Owner], entry)
		list := s.owned[line.Owner]
		at, _ := panelPlace(list, entry)
		s.owned[line.Owner] = slices.Insert(list, at, entry)
	}
	line.ID = entry.ID
	entry.PanelLine = line
}

// forget removes a line from those of its username.
func (s *panelStore) forget(entry *panelEntry) {
	left := panelWithout(s.byName[entry.Username], entry)
	if len(left) == 0 {
		delete(s.byName, entry.Username)
		return
	}
	s.byName[entry.Username] = left
}

// named is the first line with that username, nil when there is none.
func (s *panelStore) named(username string) *panelEntry {
	if list := s.byName[username]; len(list) > 0 {
		return list[0]
	}
	return nil
}

// isTaken reports whether another line than entry, which may be nil, has the username.
func (s *panelStore) isTaken(username string, entry *panelEntry) bool {
	return slices.ContainsFunc(s.byName[username], func(e *panelEntry) bool { return e != entry })
}

// visible is the lines that a user sees: its own, all for a super-admin.
func (s *panelStore) visible(user *PanelUser) []*panelEntry {
	if user.SuperAdmin {
		return s.all
	}
	return s.owned[user.Name]
}

func panelPlace(list []*panelEntry, entry *panelEntry) (int, bool) {
	return slices.BinarySearchFunc(list, entry, func(a, b *panelEntry) int { return cmp.Compare(a.seq, b.seq) })
}

func panelWithout(list []*panelEntry, entry *panelEntry) []*panelEntry {
	if at, ok := panelPlace(list, entry); ok {
		return slices.Delete(list, at, at+1)
	}
	return list
}
