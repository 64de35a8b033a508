package estate

import (
	"net/http"
	"net/http/httptest"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/iptvops/terraform-provider-iptv/internal/simulator"
	"github.com/iptvops/terraform-provider-iptv/internal/simulator/icareus"
	"github.com/iptvops/terraform-provider-iptv/internal/simulator/panel"
	"github.com/iptvops/terraform-provider-iptv/internal/simulator/telecomx"
)

func TestParseFault(t *testing.T) {
	type fault = simulator.Fault
	for text, want := range map[string]fault{
		"create line: 504 after":           {Operation: "panel.line.create", Status: 504, Commit: true},
		"  Create  Line :504":              {Operation: "panel.line.create", Status: 504},
		"panel.line.renew: drop after x3":  {Operation: "panel.line.renew", Kind: simulator.Drop, Commit: true, Times: 3},
		"any: hang always":                 {Kind: simulator.Hang, Times: -1},
		"list lines: 429 retry-after=2 x2": {Operation: "panel.lines.index", Status: 429, RetryAfter: 2, Times: 2},
		"read channel: truncate":           {Operation: "icareus.getChannel", Kind: simulator.TruncateJSON, Commit: true},
		"update package: drop-body":        {Operation: "telecomx.package.update", Kind: simulator.DropInBody, Commit: true},
		"log in: html":                     {Operation: "telecomx.login", Kind: simulator.HTML},
	} {
		got, err := ParseFault(text)
		if err != nil || !reflect.DeepEqual(got, want) {
			t.Errorf("%q is %+v, %v, want %+v", text, got, err, want)
		}
	}
}

func TestParseFaultNamesWhatIsKnown(t *testing.T) {
	for text, want := range map[string]string{
		"create line 504":                  "no colon",
		"create line:":                     "names no kind",
		"make line: 504":                   `no operation "make line". Known are any, and: add credits,`,
		"create line: boom":                `no kind "boom". Known are a status from 400 to 599, and: drop, drop-body, hang, html`,
		"create line: 200":                 `no kind "200"`,
		"create line: 504 later":           `no "later". Known after the kind are before,`,
		"create line: 504 x0":              `no "x0"`,
		"create line: 504 3":               `no "3"`,
		"create line: truncate before":     "omit before",
		"create line: drop retry-after=2":  "beside a status",
		"create line: 429 retry-after=two": "number of seconds",
	} {
		if _, err := ParseFault(text); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v, want %s", text, err, want)
		}
	}
}

// Every call of the references can be named, and is what a request is counted as.
func TestOperationsAreThePlatforms(t *testing.T) {
	all := slices.Concat(icareus.Operations(), panel.Operations(), telecomx.Operations())
	for _, operation := range all {
		if !strings.Contains(FaultHelp(), " "+operation+"\n") {
			t.Errorf("no words for %s", operation)
		}
	}
	for words, operation := range operations {
		if !slices.Contains(all, operation) {
			t.Errorf("%s is %s, which is no call", words, operation)
		}
	}
}

func TestVariantNames(t *testing.T) {
	seen := map[string]bool{}
	for _, v := range Variants() {
		if !regexp.MustCompile(`^(icareus|panel|telecomx)(-[a-z]+)+$`).MatchString(v.Name) || seen[v.Name] || v.Text == "" {
			t.Errorf("the variant %q: %q", v.Name, v.Text)
		}
		seen[v.Name] = true
		if err := New().SetVariant(v.Name); err != nil {
			t.Error(err)
		}
	}
	if err := New().SetVariant("panel-broken"); err == nil || !strings.Contains(err.Error(), "panel-rid-conflict") {
		t.Errorf("got %v", err)
	}
}

func TestSetVariant(t *testing.T) {
	s := New()
	if err := s.SetVariant("panel-lists-refused"); err != nil {
		t.Fatal(err)
	}
	r := httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/ext/lines", nil)
	r.Header.Set("X-Api-Key", panel.APIKey)
	r.Header.Set("X-Auth-User", panel.UserToken)
	response := httptest.NewRecorder()
	if s.ServeHTTP(response, r); response.Code != http.StatusForbidden {
		t.Errorf("status %d", response.Code)
	}
}
