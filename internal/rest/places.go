package rest

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
)

// What a member, a parameter or a header with a secret is called.
const (
	secretWord = `[a-z0-9_-]*(?:password|passwd|passphrase|secret|token|api[_-]?key|private[_-]?key|credential|` +
		`session[_-]?id)[a-z0-9_-]*`
	secretName = `(?:` + secretWord + `|(?:[a-z0-9]+[_-])?(?:pass|pwd|pin|pin[_-]?code|sessid|cookie|cookies)|` +
		`(?:proxy-)?authorization|x-auth-user)`
)

var (
	// secretMember also matches in a JSON text inside a JSON text.
	secretMember = regexp.MustCompile(`(?i)\\*"(?:key|auth|session|` + secretName + `)\\*"\s*:\s*`)
	secretPair   = regexp.MustCompile(`(?i)\b(` + secretName +
		`)(\s*=\s*|\s*:\s*|%(?:25)*3d)(["']?)((?:(?:bearer|basic|digest|token)\s+)?)([^\s&"'<>,;]+)`)
	cookie     = regexp.MustCompile(`(?i)\b((?:set-)?cookie\s*:\s*)[^\r\n"<]+`)
	scheme     = regexp.MustCompile(`(?i)\b(bearer|basic|digest)(\s+)([a-z0-9._~+/=-]+)`)
	userInfo   = regexp.MustCompile(`(?i)\b([a-z][a-z0-9+.-]*://)[^\s/@"'<>]+@`)
	userAtHost = regexp.MustCompile(`(?i)(^|[\s"'(\[=,>])([^\s/:@"'<>=,()\[\]]+):([^\s/@"'<>]+)@([a-z0-9])`)
	streamPath = regexp.MustCompile(`(/(?:live|movies?|series|timeshift|streaming)/)[^/\s?"'<>]+/[^/\s?"'<>]+(/)`)
	streamFile = regexp.MustCompile(`/[^/\s?"'<>]+/[^/\s?"'<>]+(/\d+\.(?:ts|m3u8|mp4|mkv|avi))\b`)
)

// streamSigns are in the addresses of streams.
var streamSigns = []string{"/live/", "/movie", "/series/", "/timeshift/", "/streaming/", ".ts", ".m3u8", ".mp4", ".mkv", ".avi"}

// notASecret is what follows Bearer and the like in prose.
var notASecret = regexp.MustCompile(`(?i)^(?:tokens?|auth|authentication|authorization|access|scheme|realm|error|` +
	`credentials?|headers?|is|was|not|or|and)\b`)

// hidePlaces hides what stands where a secret is usual. Most texts have none of the signs that each pattern needs.
func hidePlaces(text string) string {
	if strings.Contains(text, `"`) {
		text = hideMembers(text)
	}
	if strings.Contains(text, ":") {
		text = cookie.ReplaceAllString(text, "${1}"+hidden)
	}
	if strings.ContainsAny(text, ":=%") {
		text = replace(secretPair, text, func(m []string) string {
			name, separator, quote, value := m[1], m[2], m[3], m[5]
			if strings.HasPrefix(value, hidden) || isLogic(value) || quote == "" && isProse(name, separator, value) {
				return m[0]
			}
			return name + separator + quote + m[4] + hidden
		})
	}
	if strings.ContainsAny(text, " \t") {
		text = replace(scheme, text, func(m []string) string {
			capital := unicode.IsUpper(rune(m[1][0]))
			if notASecret.MatchString(m[3]) || !capital && !hasDigit(m[3]) {
				return m[0]
			}
			return m[1] + m[2] + hidden
		})
	}
	if strings.Contains(text, "@") {
		text = userInfo.ReplaceAllString(text, "${1}"+hidden+"@")
		text = replace(userAtHost, text, func(m []string) string {
			if strings.EqualFold(m[2], "mailto") {
				return m[0]
			}
			return m[1] + m[2] + ":" + hidden + "@" + m[4]
		})
	}
	if slices.ContainsFunc(streamSigns, func(sign string) bool { return strings.Contains(text, sign) }) {
		text = streamPath.ReplaceAllString(text, "${1}"+hidden+"/"+hidden+"${2}")
		text = streamFile.ReplaceAllString(text, "/"+hidden+"/"+hidden+"${1}")
	}
	return text
}

// isProse reports whether a name and a colon introduce words and no secret, as in "check the password: it is refused".
func isProse(name, separator, value string) bool {
	if !strings.Contains(separator, ":") || strings.TrimRight(separator, " \t\r\n") == separator {
		return false
	}
	isHeader := strings.Contains(name, "-") || strings.HasSuffix(strings.ToLower(name), "authorization")
	return !isHeader && (!hasDigit(value) || len(value) < shortestSecret)
}

func hasDigit(text string) bool { return strings.ContainsAny(text, "0123456789") }

func isLogic(value string) bool {
	switch strings.TrimRight(strings.ToLower(value), "}])") {
	case "null", "true", "false", "":
		return true
	}
	return false
}

// replace is text with each match, and its groups, as edit makes it.
func replace(pattern *regexp.Regexp, text string, edit func(groups []string) string) string {
	var b strings.Builder
	last := 0
	for _, m := range pattern.FindAllStringSubmatchIndex(text, -1) {
		groups := make([]string, len(m)/2)
		for i := range groups {
			if m[2*i] >= 0 {
				groups[i] = text[m[2*i]:m[2*i+1]]
			}
		}
		b.WriteString(text[last:m[0]])
		b.WriteString(edit(groups))
		last = m[1]
	}
	if last == 0 {
		return text
	}
	return b.String() + text[last:]
}

// hideMembers hides the values of JSON members that are called like secrets: texts, numbers, lists and objects, also
// where they are truncated.
func hideMembers(text string) string {
	var b strings.Builder
	last := 0
	for _, m := range secretMember.FindAllStringIndex(text, -1) {
		if m[0] < last {
			continue // inside what is hidden already
		}
		from, to := value(text, m[1])
		if inner := text[from:to]; inner == "" || isLogic(inner) || inner == hidden {
			continue
		}
		b.WriteString(text[last:from])
		b.WriteString(hidden)
		last = to
	}
	if last == 0 {
		return text
	}
	return b.String() + text[last:]
}

// value is where the JSON value at the given place begins and ends: of a text what is between its quotation marks.
func value(text string, at int) (from, to int) {
	if quote := quoteLength(text[at:]); quote > 0 {
		return at + quote, at + quote + stringLength(text[at+quote:], quote-1)
	}
	if at < len(text) && (text[at] == '{' || text[at] == '[') {
		return at, at + compositeLength(text[at:])
	}
	for to = at; to < len(text) && !strings.ContainsRune(",}]&<> \t\r\n", rune(text[to])); to++ { //nolint:revive // the loop is all
	}
	return at, to
}

// quoteLength is the length of a quotation mark with its backslashes at the beginning of text, 0 when there is none.
func quoteLength(text string) int {
	slashes := len(text) - len(strings.TrimLeft(text, `\`))
	if slashes < len(text) && text[slashes] == '"' {
		return slashes + 1
	}
	return 0
}

// stringLength is the length of a JSON text whose quotation marks have the given number of backslashes.
func stringLength(text string, slashes int) int {
	run := 0
	for i := range len(text) {
		switch {
		case text[i] == '\\':
			run++
			continue
		case text[i] == '"' && (run < slashes || run%(2*(slashes+1)) == slashes):
			return i - min(run, slashes)
		}
		run = 0
	}
	return len(text)
}

// compositeLength is the length of the JSON list or object that text begins with.
func compositeLength(text string) int {
	depth := 0
	for i := 0; i < len(text); i++ {
		if quote := quoteLength(text[i:]); quote > 0 {
			i += quote
			i += stringLength(text[i:], quote-1)
			i += max(quoteLength(text[min(i, len(text)):])-1, 0)
			continue
		}
		switch text[i] {
		case '{', '[':
			depth++
		case '}', ']':
			if depth--; depth == 0 {
				return i + 1
			}
		}
	}
	return len(text)
}
