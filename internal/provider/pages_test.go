package provider_test

import (
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// Every type of every kind has a page, which make generate writes; a twin is on the page of the other.
func TestTypes_pages(t *testing.T) {
	for kind, types := range kinds(t) {
		if kind == "provider" {
			continue
		}
		for _, name := range slices.Sorted(maps.Keys(types)) {
			short, ok := strings.CutPrefix(name, "iptv_")
			if !ok {
				continue
			}
			file := filepath.Join("../../docs", kind, short+".md")
			content, err := os.ReadFile(file) //nolint:gosec // a file of the repository
			if err != nil || !strings.Contains(string(content), "## Example Usage") {
				t.Errorf("%s is no page with an example: run make generate: %v", file, err)
			}
		}
	}
}
