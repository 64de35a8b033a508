package rest

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"regexp"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

const (
	// longestExcerpt is how many characters of a response that is not the documented JSON are shown.
	longestExcerpt = 160
	// longestWords is how many characters of a platform's own words are shown.
	longestWords = 300
	// longestMessage is how many characters an error has, with what the provider says about it.
	longestMessage = 600
	// longestCause is how many characters of an error of the network are shown, with advice behind them.
	longestCause = 300
	// longestName is how many characters of an error's key or field are shown.
	longestName = 160
	// searched is how many bytes of a text are looked at for what is shown of it.
	searched = 16 << 10
)

var (
	quotes = regexp.MustCompile(`(?s)"(?:[^"\\]|\\.)*"?|(?:initial )?line: .*`)
	tags   = regexp.MustCompile(`(?s)<(?:script|style)\b.*?</(?:script|style)>|<[^>]*>`)
)

// withoutQuotes is the text of an error of net/http without the pieces of the response that it quotes: they may hold a
// piece of a secret, which a redactor does not find.
func withoutQuotes(text string) string {
	return strings.TrimSpace(quotes.ReplaceAllString(text[:min(len(text), searched)], ""))
}

// redactor hides what no text about this call may hold.
func (c *call) redactor() *redactor {
	if c.hides == nil {
		c.hides = c.config.redactor.with(c.request.Secrets).with(c.credentials)
	}
	return c.hides
}

// shown is a text of the platform, or one about it, as users may see it: without secrets, its beginning only, in one
// line and with every control character visible.
func (c *call) shown(text string, most int) string {
	long := len(text) > searched
	text = c.redactor().redact(text[:min(len(text), searched)])
	if long {
		text = text[:len(text)/2] // without the secret that the excerpt may end in
	}
	return excerpt(text, most)
}

func excerpt(text string, most int) string {
	text = visible(text)
	if utf8.RuneCountInString(text) > most {
		text = string([]rune(text)[:most]) + "..."
	}
	return text
}

// visible is text in one line, with escapes for what a terminal would not show, or would obey.
func visible(text string) string {
	text = strings.Join(strings.Fields(strings.ToValidUTF8(text, "\uFFFD")), " ")
	var b strings.Builder
	for _, r := range text {
		if unicode.IsPrint(r) {
			b.WriteRune(r)
			continue
		}
		b.WriteString(strings.Trim(strconv.QuoteRuneToASCII(r), "'"))
	}
	return b.String()
}

func looksLikeJSON(body []byte) bool {
	trimmed := bytes.TrimSpace(body)
	return len(trimmed) == 0 || trimmed[0] == '{' || trimmed[0] == '['
}

// excerpt says what came in place of the response or the error that the platform documents.
func (c *call) excerpt(response *http.Response) string {
	switch {
	case len(bytes.TrimSpace(c.body)) == 0:
		return "the response is empty"
	case !c.shortened && looksLikeJSON(c.body) && !json.Valid(c.body):
		return fmt.Sprintf("the response is truncated or not valid JSON (%d bytes)", len(c.body))
	}
	text := string(c.body[:min(len(c.body), searched)])
	isPage := strings.Contains(response.Header.Get("Content-Type"), "html") || strings.HasPrefix(strings.TrimSpace(text), "<")
	// Redacted before parts of it are taken away, so that no rest of a secret is left, and after, for what they had parted.
	text = c.redactor().redact(text)
	if len(c.body) > searched {
		text = text[:len(text)/2]
	}
	if isPage {
		text = tags.ReplaceAllString(text, " ")
	}
	text = excerpt(c.redactor().redact(visible(text)), longestExcerpt)
	if isPage {
		return fmt.Sprintf("the response is a web page, not the API's JSON (%q); is the endpoint the address of the API?", text)
	}
	return text
}
