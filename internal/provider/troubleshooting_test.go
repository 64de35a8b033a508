package provider_test

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// summary is that of a diagnostic in the source.
var summary = regexp.MustCompile(`(?:Add(?:Attribute)?(?:Error|Warning)|warnOmitted)\([^"\n]*(?:"[a-z_]+"\)[^"\n]*)?"([A-Z][^"\n{%]+)"`)

// Who searches for the first line of an error or a warning finds it in the guide. What cannot be done to an object speaks for
// itself, and so does what a platform keeps.
func TestTroubleshooting_complete(t *testing.T) {
	page, err := os.ReadFile("../../templates/guides/troubleshooting.md.tmpl")
	if err != nil {
		t.Fatal(err)
	}
	files, err := filepath.Glob("../*/*.go")
	if err != nil {
		t.Fatal(err)
	}
	found := 0
	for _, file := range files {
		source, err := os.ReadFile(file) //nolint:gosec // a file of the repository
		if err != nil {
			t.Fatal(err)
		}
		if strings.HasSuffix(file, "_test.go") {
			continue
		}
		for _, match := range summary.FindAllStringSubmatch(string(source), -1) {
			found++
			text := strings.TrimSpace(match[1])
			if len(text) < 60 && !strings.HasPrefix(text, "Cannot ") && !strings.Contains(string(page), text) {
				t.Errorf("%s: %q is not in the guide", filepath.Base(file), text)
			}
		}
	}
	if found < 90 {
		t.Errorf("only %d diagnostics are found in the source", found)
	}
}
