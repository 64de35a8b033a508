package provider_test

import (
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

var (
	link    = regexp.MustCompile(`\]\(([^)\s]+)\)`)
	heading = regexp.MustCompile(`(?m)^#+ (.+)$`)
	fence   = regexp.MustCompile("(?ms)^ *```.*?^ *```$")
	anchor  = regexp.MustCompile(`<a id="([^"]+)">`)
	symbols = regexp.MustCompile(`[^\p{L}\p{N} _-]`)
)

// anchors is the places of a page that a link can name, as GitHub and the registries derive them from headings.
func anchors(page string) map[string]bool {
	found := map[string]bool{}
	for _, h := range heading.FindAllStringSubmatch(fence.ReplaceAllString(page, ""), -1) {
		found[strings.ReplaceAll(symbols.ReplaceAllString(strings.ToLower(h[1]), ""), " ", "-")] = true
	}
	for _, a := range anchor.FindAllStringSubmatch(page, -1) {
		found[a[1]] = true
	}
	return found
}

// Every link between the pages, and to a place in one, leads somewhere. An image needs an absolute address: registries
// show no other.
func TestPages_links(t *testing.T) {
	pages, err := filepath.Glob("../../*.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, pattern := range []string{"*.md", "*/*.md"} {
		found, err := filepath.Glob(filepath.Join("../../docs", pattern))
		if err != nil {
			t.Fatal(err)
		}
		pages = append(pages, found...)
	}
	for _, page := range pages {
		content, err := os.ReadFile(page) //nolint:gosec // a file of the repository
		if err != nil {
			t.Fatal(err)
		}
		text := fence.ReplaceAllString(string(content), "")
		for _, found := range link.FindAllStringSubmatchIndex(text, -1) {
			target := text[found[2]:found[3]]
			to, err := url.Parse(target)
			switch {
			case err != nil:
				t.Errorf("%s: %v", page, err)
				continue
			case to.IsAbs():
				continue
			case strings.HasSuffix(to.Path, ".svg"), strings.HasSuffix(to.Path, ".png"):
				t.Errorf("%s: the image %s has no absolute address", page, target)
				continue
			}
			file := page
			if to.Path != "" {
				file = filepath.Join(filepath.Dir(page), filepath.FromSlash(to.Path))
			}
			linked, err := os.ReadFile(file) //nolint:gosec // a file of the repository
			if err != nil {
				info, err := os.Stat(file) //nolint:gosec // a file of the repository
				if err != nil || !info.IsDir() {
					t.Errorf("%s: there is nothing at %s", page, target)
				}
				continue
			}
			if to.Fragment != "" && !anchors(string(linked))[to.Fragment] {
				t.Errorf("%s: %s has no such heading", page, target)
			}
		}
	}
}
