package rest

import (
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"net/http"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf16"
	"unicode/utf8"
)

const (
	hidden = "***"
	// shortestSecret keeps a one-letter password from blanking every letter of a message.
	shortestSecret = 4
	// longestExcerpt is how many characters of an answer that is not JSON are shown.
	longestExcerpt = 160
	// searchedForExcerpt is how many bytes of the answer they are looked for in.
	searchedForExcerpt = 16 << 10
)

// secretName is how a member, a parameter or a header with a secret is called.
const secretName = `(?:[a-z0-9_-]*(?:password|passwd|secret|token|api[_-]?key)[a-z0-9_-]*|pwd|authorization|x-auth-user)` //nolint:gosec // a pattern of names, no credential

var (
	// secretMember also matches in a JSON text inside a JSON text, and a value that is cut.
	secretMember = regexp.MustCompile(`(?i)(\\*"(?:key|` + secretName + `)\\*"\s*:[\s\[]*(?:\\*"|))(?:[^"\\]|\\.)*`)
	secretPair   = regexp.MustCompile(`(?i)(\b` + secretName + `(?:\s*[=:]\s*|%(?:25)*3d)["']?(?:(?:bearer|basic|digest|token)\s+)?)[^\s&"'<>,;]+`)
	quotes       = regexp.MustCompile(`(?s)"(?:[^"\\]|\\.)*"?|(?:initial )?line: .*`)
	tags         = regexp.MustCompile(`(?s)<(?:script|style)\b.*?</(?:script|style)>|<[^>]*>`)
)

// redact hides the given values in text, however they are encoded, and whatever stands where a secret is usual. The
// result is valid UTF-8, as Terraform's protocol demands.
func redact(text string, secrets []string) string {
	text = strings.ToValidUTF8(text, "\uFFFD")
	if spelled := spellings(secrets); spelled != nil {
		text = spelled.ReplaceAllLiteralString(text, hidden)
	}
	text = secretMember.ReplaceAllString(text, "${1}"+hidden)
	return secretPair.ReplaceAllString(text, "${1}"+hidden)
}

// withoutQuotes is the text of an error of net/http without the pieces of the answer that it quotes: they may hold a
// piece of a secret, which redact does not find.
func withoutQuotes(text string) string {
	return strings.TrimSpace(quotes.ReplaceAllString(text, ""))
}

// spellings finds the secrets as they are and as addresses, JSON and HTML spell them; nil when there are none. A secret
// that another one contains comes after it, so that no rest of the longer one is left.
func spellings(secrets []string) *regexp.Regexp {
	secrets = slices.DeleteFunc(slices.Clone(secrets), func(s string) bool { return len(s) < shortestSecret })
	if len(secrets) == 0 {
		return nil
	}
	slices.SortFunc(secrets, func(a, b string) int { return cmp.Or(len(b)-len(a), strings.Compare(a, b)) })
	var pattern []string
	for _, secret := range slices.Compact(secrets) {
		var one strings.Builder
		for _, r := range secret {
			one.WriteString(spelling(r))
		}
		pattern = append(pattern, one.String())
	}
	return regexp.MustCompile(strings.Join(pattern, "|"))
}

// What the escapes of one encoding are made of, as another encoding around it may spell them.
const (
	percent   = `%(?:25)*`
	backslash = `(?:\\|` + percent + `5c)`
	ampersand = `(?:&|` + percent + `26|` + backslash + `+u0026)(?:amp(?:;|` + percent + `3b))*`
	hash      = `(?:#|` + percent + `23)0*`
	semicolon = `(?:;|` + percent + `3b)`
)

var htmlNames = map[rune]string{'&': "amp", '<': "lt", '>': "gt", '"': "quot", '\'': "apos"}

// spelling is a pattern of the ways to write r. No encoding touches ASCII letters, digits and -._~
func spelling(r rune) string {
	plain := regexp.QuoteMeta(string(r))
	if r < utf8.RuneSelf && (unicode.IsLetter(r) || unicode.IsDigit(r) || strings.ContainsRune("-._~", r)) {
		return plain
	}
	var inAddress, inJSON strings.Builder
	for _, b := range []byte(string(r)) {
		inAddress.WriteString(percent + fmt.Sprintf("%02x", b))
	}
	for _, unit := range utf16.Encode([]rune{r}) {
		inJSON.WriteString(backslash + fmt.Sprintf("+u%04x", unit))
	}
	ways := []string{
		backslash + "*(?:" + plain + "|" + inAddress.String() + ")", inJSON.String(),
		ampersand + hash + strconv.Itoa(int(r)) + semicolon, ampersand + hash + "x0*" + strconv.FormatInt(int64(r), 16) + semicolon,
	}
	if name, ok := htmlNames[r]; ok {
		ways = append(ways, ampersand+name+semicolon)
	}
	if r == ' ' {
		ways = append(ways, `\+`, percent+"2b")
	}
	return "(?i:" + strings.Join(ways, "|") + ")"
}

// secrets is what no text about this call may hold.
func (c *call) secrets() []string {
	return slices.Concat(c.config.Secrets, c.request.Secrets, c.credentials)
}

func looksLikeJSON(body []byte) bool {
	trimmed := bytes.TrimSpace(body)
	return len(trimmed) == 0 || trimmed[0] == '{' || trimmed[0] == '['
}

// excerpt says what came in place of the answer or the error that the platform documents.
func (c *call) excerpt(response *http.Response) string {
	switch {
	case len(bytes.TrimSpace(c.body)) == 0:
		return "the answer is empty"
	case looksLikeJSON(c.body) && !json.Valid(c.body):
		return fmt.Sprintf("the answer is cut or not valid JSON (%d bytes)", len(c.body))
	}
	text := string(c.body[:min(len(c.body), searchedForExcerpt)])
	isPage := strings.Contains(response.Header.Get("Content-Type"), "html") || strings.HasPrefix(strings.TrimSpace(text), "<")
	// Redacted before parts of it are taken away, so that no rest of a secret is left, and after, for what they had parted.
	text = redact(text, c.secrets())
	if len(c.body) > searchedForExcerpt {
		text = text[:len(text)/2] // without the secret that the cut may have gone through
	}
	if isPage {
		text = tags.ReplaceAllString(text, " ")
	}
	text = strings.Join(strings.FieldsFunc(text, func(r rune) bool { return unicode.IsSpace(r) || unicode.IsControl(r) }), " ")
	text = redact(text, c.secrets())
	if runes := []rune(text); len(runes) > longestExcerpt {
		text = string(runes[:longestExcerpt]) + "..."
	}
	if isPage {
		return fmt.Sprintf("the answer is a web page, not the API's JSON (%q); is the endpoint the address of the API?", text)
	}
	return text
}
