package audit

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"html"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/iptvops/terraform-provider-iptv/internal/acctest"
	"github.com/iptvops/terraform-provider-iptv/internal/icareus/api"
)

// spellings is a secret as it is and as a log, an address, JSON, HTML or a header may spell it.
func spellings(secret string) []string {
	quoted, _ := json.Marshal(secret) // a string can always be encoded
	inJSON := strings.Trim(string(quoted), `"`)
	all := []string{
		secret, url.QueryEscape(secret), url.PathEscape(secret), inJSON, strings.Trim(fmt.Sprintf("%q", inJSON),
			`"`), html.EscapeString(secret),
		base64.StdEncoding.EncodeToString([]byte(secret)),
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// clean reports every secret that is in text.
func clean(t *testing.T, where, text string, secrets ...string) {
	t.Helper()
	for _, secret := range secrets {
		for _, spelled := range spellings(secret) {
			if i := strings.Index(text, spelled); i >= 0 {
				t.Errorf("%s holds the secret %q: ...%s...", where, secret, text[max(0, i-120):min(len(text), i+len(spelled)+40)])
				break
			}
		}
	}
}

// tokensIn returns the generated tokens of the audited organisation that are in text, those that nobody sent included.
func tokensIn(text string) (tokens []string) {
	for _, hex := range regexp.MustCompile(`[0-9a-f]{40}`).FindAllString(text, -1) {
		seconds, err := strconv.ParseInt(hex[:8], 16, 64)
		if err == nil && hex == api.GenerateToken(organization, icareusSecret, time.Unix(seconds, 0)) {
			tokens = append(tokens, hex)
		}
	}
	return tokens
}

// noTokens reports every generated token that is in text.
func noTokens(t *testing.T, where, text string) {
	t.Helper()
	for _, token := range tokensIn(text) {
		t.Errorf("%s holds the generated token %s", where, token)
	}
}

func TestTokensIn(t *testing.T) {
	token := api.GenerateToken(organization, icareusSecret, time.Now())
	other := api.GenerateToken(organization, "another secret", time.Now())
	if got := tokensIn("a " + token + ", \"" + other + "\""); !slices.Equal(got, []string{token}) {
		t.Errorf("found %v, want %s", got, token)
	}
}

// states is every state file of a workspace, backups included.
func states(t *testing.T, w *acctest.Workspace) string {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(w.Dir, "terraform.tfstate*"))
	if err != nil {
		t.Fatal(err)
	}
	var all strings.Builder
	for _, file := range files {
		content, err := os.ReadFile(file) //nolint:gosec // of the test's own workspace
		if err != nil {
			t.Fatal(err)
		}
		all.Write(content)
	}
	return all.String()
}

// marked reports secrets in the values of a JSON plan or state that are not marked as sensitive, and returns the
// attributes that hold one, such as iptv_line.password.
func marked(t *testing.T, document string, secrets ...string) []string {
	t.Helper()
	var root any
	if err := json.Unmarshal([]byte(document), &root); err != nil {
		t.Fatal(err)
	}
	m := &marks{t: t, secrets: secrets, found: map[string]bool{}}
	m.find(root, "")
	var names []string
	for name := range m.found {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}

type marks struct {
	t       *testing.T
	secrets []string
	found   map[string]bool
}

// marksOf is where a document has the marks of values.
var marksOf = map[string]string{"values": "sensitive_values", "before": "before_sensitive", "after": "after_sensitive"}

// find looks for objects that hold values beside their marks.
func (m *marks) find(v any, typeName string) {
	switch v := v.(type) {
	case []any:
		for _, element := range v {
			m.find(element, typeName)
		}
	case map[string]any:
		if name, ok := v["type"].(string); ok {
			typeName = name
		}
		for name, member := range v {
			if mark, has := v[marksOf[name]]; has {
				m.check(member, mark, typeName)
			} else {
				m.find(member, typeName)
			}
		}
	}
}

// check walks values and marks together; a mark counts for all that is below it.
func (m *marks) check(v, mark any, path string) {
	if mark == true {
		m.note(v, path)
		return
	}
	switch v := v.(type) {
	case string:
		if slices.Contains(m.secrets, v) {
			m.t.Errorf("%s holds the secret %q and is not marked as sensitive", path, v)
		}
	case []any:
		list, _ := mark.([]any)
		for i, element := range v {
			var of any
			if i < len(list) {
				of = list[i]
			}
			m.check(element, of, path+"[]")
		}
	case map[string]any:
		object, _ := mark.(map[string]any)
		for name, member := range v {
			m.check(member, object[name], path+"."+name)
		}
	}
}

// note looks for secrets in a marked value, at any depth.
func (m *marks) note(v any, path string) {
	switch v := v.(type) {
	case string:
		if slices.Contains(m.secrets, v) {
			m.found[path] = true
		}
	case []any:
		for _, element := range v {
			m.note(element, path)
		}
	case map[string]any:
		for _, member := range v {
			m.note(member, path)
		}
	}
}
