package tf

import (
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
)

// Search is how a data source of one object finds it in a list.
type Search[V any] struct {
	Noun   string // such as package
	Owner  string // whose the list is, such as customer
	By     string // the attribute that is given
	Wanted string // its value
	Is     func(V) bool
	Near   func(V) bool // could be meant, though it is another one; nil for none
	Called func(V) string
	Lists  string // the data source of all objects
}

// Summary is that of every error of the search.
func (s Search[V]) Summary() string { return "Cannot find " + s.Noun }

// Find is the only object of the list that is meant; holds reports whether the list was complete. None and several are errors
// that name the candidates.
func (s Search[V]) Find(all []V, holds bool, diags *diag.Diagnostics) (found V, ok bool) {
	var matches, near []string
	for _, v := range all {
		switch {
		case s.Is(v):
			found, matches = v, append(matches, s.Called(v))
		case s.Near != nil && s.Near(v):
			near = append(near, s.Called(v))
		}
	}
	if len(matches) == 1 {
		return found, true
	}
	detail := fmt.Sprintf("None of the %s's %ss (%d in all) has the %s %s.", s.Owner, s.Noun, len(all), s.By, s.Wanted)
	switch {
	case len(matches) > 1:
		detail = fmt.Sprintf("%d %ss have the %s %s: %s. Choose one by its id.", len(matches), s.Noun, s.By, s.Wanted, Some(matches))
	case len(near) > 0:
		detail += fmt.Sprintf(" Similar ones: %s.", Some(near))
	case !holds:
		detail += " The list changed each time it was read, so it may be incomplete."
	}
	diags.AddAttributeError(path.Root(s.By), s.Summary(), detail+fmt.Sprintf(" The data source %s lists the %ss.", s.Lists, s.Noun))
	return found, false
}

// Resembles reports whether a name could be meant by another one.
func Resembles(name, wanted string) bool {
	return NearlyEqual(name, wanted) || strings.Contains(strings.ToLower(name), strings.ToLower(wanted))
}

// WarnExisting warns of objects that exist already with everything that a creation is planned with, and that are in no state of
// this run. has is who has what, such as "Customer X has a package with this name"; block is an import block of the first one.
func WarnExisting(diags *diag.Diagnostics, noun, has string, ids []string, block string) {
	diags.AddAttributeWarning(path.Root("name"), Capitalized(noun)+" exists already",
		fmt.Sprintf("%s already, which is in no state that this run has read: %s. A run that was killed may have created it, and this "+
			"plan creates another one. To take it over instead, paste this block, with the name of this resource:\n\n%s\n\n"+
			"If it is in the state under another address, use a moved block instead.", has, Some(ids), block))
}
