package rest

import (
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
	}
	for name, text := range spelled {
		got := redact("before "+text+" after", []string{"", "x", "1234", secret})
		if !strings.HasPrefix(got, "before ") || !strings.HasSuffix(got, "*** after") || strings.Contains(got, "rd") {
			t.Errorf("%s: %q", name, got)
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
		`Authorization: Bearer hunter2`, `authorization: Basic hunter2`, `Authorization=hunter2`, `X-Api-Key: hunter2`, `X-Auth-User:hunter2`,
		`password = "hunter2"`, `password='hunter2'`, `api-key=hunter2`, `secret:hunter2`,
	}
	for _, text := range hiddenIn {
		if got := redact(text, nil); strings.Contains(got, "hunter2") || !strings.Contains(got, hidden) {
			t.Errorf("%s is %s", text, got)
		}
	}
	for _, text := range []string{
		"Insufficient access level", `{"message":"token","description":"Token not found"}`, "invalid category ids: 12345 890",
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
		spelled := []string{secret, url.QueryEscape(secret), url.PathEscape(secret), html.EscapeString(secret), string(encoded)}
		for _, text := range spelled {
			got := redact(before+text+after, []string{other, secret})
			if strings.Contains(got, secret) || !utf8.ValidString(got) {
				t.Errorf("%q with the secret %q is %q", before+text+after, secret, got)
			}
		}
	})
}
