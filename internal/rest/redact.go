package rest

import (
	"bytes"
	"encoding/base64"
	"encoding/hex"
	"slices"
	"strings"
	"unicode/utf8"
)

const (
	hidden = "***"
	// shortestSecret keeps a one-letter password from blanking every letter of a message.
	shortestSecret = 4
	// longestCut is from how many characters on the beginning of a secret is hidden wherever it stands: a server may
	// shorten what it reflects.
	longestCut = 10
)

// redactor hides secrets, in every encoding that a server may reflect them in: as they are and in other case, as
// addresses, JSON and HTML spell them, escaped in part or throughout and up to three times over, in base64 and in
// hexadecimal digits, and their beginnings where the text ends. Making one compiles nothing.
type redactor struct {
	forms []form
	first [256]bool // how forms begin
}

// form is one way to write a secret.
type form struct {
	text  string
	exact bool // case counts, as in base64
	loose int  // how many bytes of base64 around it belong to it
}

func newRedactor(secrets []string) *redactor { return (&redactor{}).with(secrets) }

// with is a redactor that hides further secrets as well.
func (r *redactor) with(secrets []string) *redactor {
	if len(secrets) == 0 {
		return r
	}
	all := &redactor{forms: slices.Clone(r.forms), first: r.first}
	for _, secret := range secrets {
		secret = strings.ToValidUTF8(secret, "\uFFFD")
		if len(secret) < shortestSecret || slices.ContainsFunc(all.forms, func(f form) bool { return f.text == secret }) {
			continue
		}
		all.forms = append(all.forms, form{text: secret})
		for _, other := range []string{strings.ToLower(secret), strings.ToUpper(secret)} {
			if !equalFold(other, secret) { // beyond ASCII
				all.forms = append(all.forms, form{text: other})
			}
		}
		all.forms = append(all.forms, form{text: hex.EncodeToString([]byte(secret))})
		for offset := range 3 {
			all.forms = appendBase64(all.forms, secret, offset)
		}
	}
	for _, f := range all.forms[len(r.forms):] {
		all.first[f.text[0]], all.first[lower(f.text[0])], all.first[upper(f.text[0])] = true, true, true
		all.first['+'] = all.first['+'] || f.text[0] == ' '
	}
	return all
}

// appendBase64 adds what base64 makes of a secret after the given number of other bytes, without the digits that those
// and what follows have a share in.
func appendBase64(forms []form, secret string, offset int) []form {
	encoded := base64.RawStdEncoding.EncodeToString(append(make([]byte, offset), secret...))
	core := encoded[(offset*8+5)/6 : (offset+len(secret))*8/6]
	if len(core) < shortestSecret+1 {
		return forms
	}
	forms = append(forms, form{text: core, exact: true, loose: 2})
	if forURL := strings.NewReplacer("+", "-", "/", "_").Replace(core); forURL != core {
		forms = append(forms, form{text: forURL, exact: true, loose: 2})
	}
	return forms
}

// redact hides the secrets in text, and whatever stands where a secret is usual. The result is valid UTF-8, as
// Terraform's protocol demands.
func (r *redactor) redact(text string) string {
	text = strings.ToValidUTF8(text, "\uFFFD")
	if len(r.forms) > 0 {
		text = r.hide(text)
	}
	return hidePlaces(text)
}

func (r *redactor) hide(text string) string {
	secret := make([]bool, len(text)) // the bytes of text that belong to one
	found := false
	for _, reading := range readings(text) {
		r.search(reading, func(from, to int) {
			found = true
			for i := reading.from(from); i < reading.to(to-1); i++ {
				secret[i] = true
			}
		})
	}
	if !found {
		return text
	}
	var b strings.Builder
	for i := range len(text) {
		switch {
		case !secret[i]:
			b.WriteByte(text[i])
		case i == 0 || !secret[i-1]:
			b.WriteString(hidden)
		}
	}
	return b.String()
}

// search reports where the secrets are in a reading, and their beginnings.
func (r *redactor) search(reading reading, report func(from, to int)) {
	text := reading.text
	for i := range text {
		if !r.first[text[i]] {
			continue
		}
		for _, f := range r.forms {
			n := f.common(text[i:])
			switch {
			case n == len(f.text):
				from, to := i, i+n
				for k := 0; k < f.loose && from > 0 && isBase64(text[from-1]); k++ {
					from--
				}
				for k := 0; k < f.loose && to < len(text) && isBase64(text[to]); k++ {
					to++
				}
				report(from, to)
			case f.exact:
			case n >= max(longestCut, len(f.text)*3/5), n >= max(shortestSecret, len(f.text)/4) && isCut(text[i+n:]):
				for !utf8.RuneStart(f.text[n]) {
					n--
				}
				report(i, i+n)
			}
		}
	}
}

// isCut reports whether what follows says that a text was shortened.
func isCut(rest []byte) bool {
	return len(rest) == 0 || bytes.HasPrefix(rest, []byte("...")) || bytes.HasPrefix(rest, []byte("\u2026"))
}

// common is how many bytes of the form text begins with.
func (f form) common(text []byte) int {
	n := min(len(f.text), len(text))
	for i := range n {
		a, b := f.text[i], text[i]
		switch {
		case a == b, !f.exact && lower(a) == lower(b), a == ' ' && b == '+':
		default:
			return i
		}
	}
	return n
}

func equalFold(a, b string) bool {
	return len(a) == len(b) && form{text: a}.common([]byte(b)) == len(a)
}

func lower(b byte) byte {
	if 'A' <= b && b <= 'Z' {
		return b + 'a' - 'A'
	}
	return b
}

func upper(b byte) byte {
	if 'a' <= b && b <= 'z' {
		return b - 'a' + 'A'
	}
	return b
}

func isBase64(b byte) bool {
	return 'a' <= lower(b) && lower(b) <= 'z' || '0' <= b && b <= '9' || bytes.IndexByte([]byte("+/-_="), b) >= 0
}
