package walk

import (
	"testing"

	"github.com/iptvops/terraform-provider-iptv/internal/protocol"
)

// Walks that broke a rule once.
func TestKnownWalks(t *testing.T) {
	if _, err := protocol.Schemas(); err != nil {
		t.Fatal(err)
	}
	icons := writeIcons(t)
	for name, steps := range map[string][]step{
		"icon file gone before a destroy": {
			{Kind: applies, Edits: []edit{{0, 12, 1}}}, {Kind: destroys, Slot: 9, Value: 1},
		},
		"subscribed package gone before a destroy": {
			{Kind: applies, Edits: []edit{{5, 3, 2}}}, {Kind: destroys, Slot: 8, Value: 4},
		},
		"two subscriptions of one customer": {
			{Kind: applies, Edits: []edit{{6, 2, 3}, {6, 0, 1}}}, {Kind: applies, Edits: []edit{{5, 1, 1}}},
		},
		"too few credits": {
			{Kind: poor, Edits: []edit{{8, 3, 0}, {9, 3, 0}}, Value: 1},
		},
		"a line is gone": {
			{Kind: applies, Edits: []edit{{9, 3, 0}}}, {Kind: outsideGone, Slot: 9},
		},
		"members of scrub left out, imported": {
			{Kind: applies, Edits: []edit{{6, 2, 3}}}, {Kind: imports, Slot: 6},
		},
		"recording not overridden, imported": {
			{Kind: applies, Edits: []edit{{6, 1, 1}}}, {Kind: imports, Slot: 6},
		},
		"ids in another case, imported": {
			{Kind: applies, Edits: []edit{{3, 1, 2}}}, {Kind: imports, Slot: 3},
		},
		"username of another line": {
			{Kind: applies, Edits: []edit{{9, 0, 1}}}, {Kind: applies, Edits: []edit{{10, 0, 1}}},
		},
		"renamed to the username of another line": {
			{Kind: applies, Edits: []edit{{8, 0, 3}, {7, 3, 0}}}, {Kind: applies, Edits: []edit{{7, 0, 3}}},
		},
		"bouquet outside the package": {
			{Kind: applies, Edits: []edit{{7, 3, 0}}}, {Kind: applies, Edits: []edit{{7, 6, 4}}},
		},
		"package carried out 5 s later": {
			{Kind: applies, Edits: []edit{{4, 1, 0}}, Fault: lostLate, Writes: true, Times: 1},
		},
		"line carried out 20 s later": {
			{Kind: applies, Edits: []edit{{7, 3, 0}}, Fault: lostVeryLo, Writes: true, Times: 1},
		},
	} {
		t.Run(name, func(t *testing.T) {
			if _, err := play(t, icons, variants[0], shapes[0], steps); err != nil {
				t.Error(err)
			}
		})
	}
}
