package rest

import (
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"html"
	"net/url"
	"strings"
	"testing"
	"unicode/utf8"
)

func redact(text string, secrets []string) string { return newRedactor(secrets).redact(text) }

func TestRedactValues(t *testing.T) {
	t.Parallel()
	escaped := func(text string) string {
		encoded, err := json.Marshal(text)
		if err != nil {
			t.Fatal(err)
		}
		return strings.Trim(string(encoded), `"`)
	}
	const secret = `p&ss w/rd<"ä\😀'+%>`
	spelled := map[string]string{
		"plain":                secret,
		"query":                url.QueryEscape(secret),
		"path":                 url.PathEscape(secret),
		"lower-case escapes":   strings.ToLower(url.QueryEscape(secret)),
		"query twice":          url.QueryEscape(url.QueryEscape(secret)),
		"JSON":                 escaped(secret),
		"JSON in JSON":         escaped(escaped(secret)),
		"JSON with \\/":        strings.ReplaceAll(escaped(secret), "/", `\/`),
		"JSON in ASCII":        strings.NewReplacer("ä", `\u00e4`, "😀", `\uD83D\uDE00`).Replace(escaped(secret)),
		"HTML":                 html.EscapeString(secret),
		"HTML twice":           html.EscapeString(html.EscapeString(secret)),
		"HTML, names":          strings.NewReplacer("&", "&amp;", "<", "&lt;", `"`, "&quot;", "'", "&apos;").Replace(secret),
		"HTML, hexadecimal":    strings.NewReplacer("&", "&#x26;", "ä", "&#XE4;").Replace(secret),
		"address in a page":    html.EscapeString("/x?a=" + url.QueryEscape(secret)),
		"escaped in a message": strings.ReplaceAll(secret, `"`, `\"`),
		"other case":           strings.ToUpper(secret),
		"percent throughout":   each(secret, "%%%02X"),
		"percent in JSON":      each(each(secret, "%%%02X"), `\u%04x`),
		"hexadecimal":          hex.EncodeToString([]byte(secret)),
		"\\x throughout":       each(secret, `\x%02x`),
	}
	for name, text := range spelled {
		got := redact("before "+text+" after", []string{"", "x", "1234", secret})
		if !strings.HasPrefix(got, "before ") || !strings.HasSuffix(got, "*** after") || strings.Contains(got, "rd") {
			t.Errorf("%s: %q", name, got)
		}
	}
}

// A secret is found in base64 wherever it stands in what was encoded.
func TestRedactBase64(t *testing.T) {
	t.Parallel()
	for _, secret := range []string{"Sup3rSecretPassw0rd", "tok~n>?", "\xc3\xbf\xc3\xbe>>>", "hunter2"} {
		for before := range 4 {
			for after := range 4 {
				whole := []byte("user"[:before] + secret + ":end"[:after])
				for _, coding := range []*base64.Encoding{base64.StdEncoding, base64.URLEncoding, base64.RawStdEncoding,
					base64.RawURLEncoding} {
					text := "Basic " + coding.EncodeToString(whole) + " was refused"
					got := newRedactor([]string{secret}).hide(text)
					if !strings.HasPrefix(got, "Basic ") || !strings.HasSuffix(got, " was refused") ||
						strings.Contains(plain(got), secret[1:len(secret)-1]) || !strings.Contains(got, hidden) {
						t.Errorf("%q after %d bytes and before %d: %q", secret, before, after, got)
					}
				}
			}
		}
	}
}

func TestRedactTruncated(t *testing.T) {
	t.Parallel()
	secrets := []string{"Sup3rSecretPassw0rdOfThisTest", "pässwörter"}
	for text, want := range map[string]string{
		"invalid Sup3rSecretPa":                       "invalid ***",
		"invalid Sup3rSec... was refused":             "invalid ***... was refused",
		"invalid SUP3RSECRET\u2026":                   "invalid ***\u2026",
		`"x":"Sup3rSecretPassw0rdOf","y"`:             `"x":"***","y"`,
		"invalid p%C3%A4ssw%C3%B6":                    "invalid ***",
		"invalid p\u00e4ssw\u00f6":                    "invalid ***",
		"invalid p\u00e4ssw\u00f6..":                  "invalid p\u00e4ssw\u00f6..",
		"a support request, Sup3 and more":            "a support request, Sup3 and more",
		"invalid Sup":                                 "invalid Sup",
		"Sup3rSecretPassw0rdOfThisTest and Sup3rSecr": "*** and ***",
	} {
		if got := redact(text, secrets); got != want {
			t.Errorf("%q is %q, want %q", text, got, want)
		}
	}
}

func TestRedactOverlappingValues(t *testing.T) {
	t.Parallel()
	for _, secrets := range [][]string{{"abcd", "xxabcdyy"}, {"xxabcdyy", "abcd"}, {"abcd", "Bearer xxabcdyy", "xxabcdyy", "cdyy"}} {
		if got := redact("1 xxabcdyy 2 abcd 3 Bearer=xxabcdyy", secrets); got != "1 *** 2 *** 3 Bearer=***" {
			t.Errorf("%v: %q", secrets, got)
		}
	}
	if got := redact("a b c", []string{"a", "b ", "", " b c"}); got != "a***" {
		t.Errorf("%q, want values of one letter to stay and longer ones not", got)
	}
}

func TestRedactPlaces(t *testing.T) {
	t.Parallel()
	hiddenIn := []string{
		`{"password": "hunter2"}`, `{"userPassword":"hunter2"}`, `{"password_confirmation": "hunter2"}`, `{"token":"hunter2"}`,
		`{"access_token" : "hunter2"}`, `{"api_key":"hunter2"}`, `{"apiKey":"hunter2"}`, `{"client_secret":"hunter2"}`, `{"key":"hunter2"}`,
		`{"password":"say \"hunter2\""}`, `{"password":"hunter2`, `{"password":"x\nhunter2\`, `{\"password\":\"hunter2\",\"a\":1}`,
		`{"token":["hunter2"]}`, `{"api_key": hunter2}`,
		`https://h/x?token=hunter2&y=1`, `?a=1&user_token=hunter2`, `next=%2Fx%3Ftoken%3Dhunter2`, `%253Ftoken%253Dhunter2`,
		`Authorization: Bearer hunter2`, `authorization: Basic hunter2`, `Authorization=hunter2`, `X-Api-Key: hunter2`,
		`X-Auth-User:hunter2`,
		`password = "hunter2"`, `password='hunter2'`, `api-key=hunter2`, `secret:hunter2`, `password: hunter2`, `password: "hunter2"`,
		`{"tokens": ["other", "hunter2"]}`, `{"tokens":[{"a":"x]"},"hunter2"]}`, `{"password": {"value": "hunter2"}}`,
		`{"password": {"value": "hunter2`,
		`{\"tokens\":[\"a\",\"hunter2\"],\"b\":1}`, `{"pass":"hunter2"}`, `{"pin": hunter2}`, `{"user_pin":"hunter2"}`,
		`{"session_id":"hunter2"}`,
		`{"sessionId":"hunter2"}`, `{"cookie":"sid=hunter2"}`, `{"credentials":{"a":["hunter2"]}}`, `{"auth":"hunter2"}`,
		`{"private_key":"hunter2"}`,
		`pass=hunter2`, `pin: hunter2`, `session_id=hunter2`, `Cookie: a=b; sid=hunter2`, `Set-Cookie: sid=hunter2; Path=/`,
		`sent Bearer hunter2`, `sent bearer hunter2`, `https://user:hunter2@example.com/x`, `rtmp://hunter2@example.com`,
		`upstream user:hunter2@example.com`, `/live/user/hunter2/1.ts`, `http://example.com:8080/user/hunter2/1234.m3u8`,
		`/movie/user/hunter2/x.mkv`,
	}
	for _, text := range hiddenIn {
		if got := redact(text, nil); strings.Contains(got, "hunter2") || !strings.Contains(got, hidden) {
			t.Errorf("%s is %s", text, got)
		}
	}
	for _, text := range []string{
		"Insufficient access level", `{"message":"token","description":"Token not found"}`, "invalid category ids: 12345 890",
		"check username and password: Telecom X: cannot log in", "no credentials: the login was refused", "token: expired", "pin: 4 " +
			"digits are needed",
		"a bearer token is required", "Bearer authentication", "use basic auth", "mailto:info@example.com", "at 12:30 in " +
			"/movies/list", "secret is null",
		`{"password":null,"token":""}`, "/ext/line/1/renew", "https://suite.example.com/api/channels/admin",
		"/iptv/package/5f2b6a1c9d3e4f5a6b7c8d9e",
		"the password is too short", "https://h/x?filter=a&limit=2", "monkey=1", "keyword: x", "",
	} {
		if got := redact(text, nil); got != text {
			t.Errorf("%s is %s, want it as it was", text, got)
		}
	}
}

func FuzzRedact(f *testing.F) {
	f.Add("token=", "hunter2", " after", "")
	f.Add(`{"password": "`, `p"a\ss/`, `"}`, "ss/")
	f.Add("<p>", "a&b<c>", "</p>", "a&b<")
	f.Add("\xff", "a\uFFFDbc", "\xc3", "bc\xff\xfe")
	f.Add("Bearer ", "%41%42", `\u0041`, "41%4")
	f.Fuzz(func(t *testing.T, before, secret, after, other string) {
		if len(secret) < shortestSecret || strings.Contains(secret, "*") || !utf8.ValidString(secret) {
			return // too short to be hidden, made of what hides, or nothing that Terraform has
		}
		encoded, err := json.Marshal(secret)
		if err != nil {
			t.Fatal(err)
		}
		upper := strings.ToUpper(secret)
		spelled := []string{each(secret, "%%%02x"), base64.StdEncoding.EncodeToString([]byte(secret)), upper, secret,
			url.QueryEscape(secret), url.PathEscape(secret), html.EscapeString(secret), string(encoded)}
		for _, text := range spelled {
			got := redact(before+text+after, []string{other, secret})
			if strings.Contains(got, secret) || text == upper && strings.Contains(got, upper) || !utf8.ValidString(got) {
				t.Errorf("%q with the secret %q is %q", before+text+after, secret, got)
			}
		}
	})
}

// A request of a run without trouble costs next to nothing for the sake of its log.
func TestRedactIsCheap(t *testing.T) {
	r := newRedactor([]string{"Sup3rSecretPassw0rdOfThisTest", "an-api-key-of-32-characters-0123"})
	allocations := testing.AllocsPerRun(100, func() {
		if r.redact("/ext/line/3f1a9c52-6a0e-4a5b-9d0e-0d3a1c9f7b11/renew") == "" {
			t.Error("the path is hidden")
		}
	})
	if allocations > 20 {
		t.Errorf("%g allocations", allocations)
	}
}

func BenchmarkRedactPath(b *testing.B) {
	r := newRedactor([]string{"Sup3rSecretPassw0rdOfThisTest", "an-api-key-of-32-characters-0123"})
	b.ReportAllocs()
	for b.Loop() {
		r.with([]string{"5f2b6a1c9d3e4f5a6b7c8d9e"}).redact("/ext/line/3f1a9c52-6a0e-4a5b-9d0e-0d3a1c9f7b11/renew")
	}
}
