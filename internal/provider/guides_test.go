package provider_test

import (
	"encoding/pem"
	"net/http/httptest"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/iptvops/terraform-provider-iptv/internal/acctest"
)

// snippet is a configuration in a page, with the mark before it, which is a comment of the template and in no page:
//
//	{{/* snippet: continues */}}  goes on with the configuration above it
//	{{/* snippet: invalid */}}    is a mistake that the page explains
//	{{/* snippet: query */}}      is for terraform query, which the tests' CLI may not have
//	{{/* snippet: test */}}       is for terraform test
//	{{/* snippet: module */}}     calls a module that the reader has
var snippet = regexp.MustCompile("(?ms)^(?:\\{\\{/\\* snippet: (\\w+) \\*/\\}\\}\n)?( *)```(?:terraform|hcl)\n(.*?)^ *```$")

// named is a file that a configuration reads.
var named = regexp.MustCompile(`file(?:base64)?\("(?:\$\{path\.module\}/)?([^"$]+)"\)`)

// configurations is the configurations of a page, and those that have to be refused.
func configurations(t *testing.T, page string) (valid, invalid []string) {
	t.Helper()
	content, err := os.ReadFile(page) //nolint:gosec // a file of the repository
	if err != nil {
		t.Fatal(err)
	}
	for _, found := range snippet.FindAllStringSubmatch(string(content), -1) {
		mark, hcl := found[1], strings.ReplaceAll("\n"+found[3], "\n"+found[2], "\n")
		switch {
		case mark == "continues" && len(valid) > 0:
			valid[len(valid)-1] += hcl
		case mark == "invalid":
			invalid = append(invalid, hcl)
		case mark == "":
			valid = append(valid, hcl)
		case mark != "query" && mark != "test" && mark != "module":
			t.Fatalf("%s: the mark %q is unknown, or there is no configuration above it", page, mark)
		}
	}
	return valid, invalid
}

// certificate is a PEM block for whatever a configuration reads from a file.
func certificate() string {
	s := httptest.NewTLSServer(nil)
	defer s.Close()
	return string(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: s.Certificate().Raw}))
}

// Every configuration in a page is valid, on its own or together with the one above it.
func TestAccGuides_configurations(t *testing.T) {
	acctest.CLI(t)
	pages := []string{"../../README.md"}
	for _, pattern := range []string{"*.tmpl", "*/*.tmpl"} {
		found, err := filepath.Glob(filepath.Join("../../templates", pattern))
		if err != nil {
			t.Fatal(err)
		}
		pages = append(pages, found...)
	}
	pem := certificate()
	for _, page := range pages {
		valid, invalid := configurations(t, page)
		if len(valid)+len(invalid) == 0 {
			continue
		}
		t.Run(filepath.Base(page), func(t *testing.T) {
			t.Parallel()
			for i, hcl := range append(valid, invalid...) {
				if !strings.Contains(hcl, "required_providers") {
					hcl = acctest.Bare("", hcl)
				}
				w := acctest.NewWorkspace(t, hcl)
				for _, file := range named.FindAllStringSubmatch(hcl, -1) {
					if err := os.MkdirAll(filepath.Dir(filepath.Join(w.Dir, file[1])), 0o750); err != nil {
						t.Fatal(err)
					}
					w.Write(file[1], pem)
				}
				result := w.Run("validate", "-no-color")
				if refused := result.Code != 0; refused != (i >= len(valid)) {
					t.Errorf("validate ends with %d:\n%s\n%s", result.Code, hcl, result.Output)
				}
			}
		})
	}
}
