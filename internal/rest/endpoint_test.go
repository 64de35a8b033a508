package rest

import (
	"strings"
	"testing"
)

func TestParseEndpoint(t *testing.T) {
	t.Parallel()
	accepted := map[string]string{
		"https://api.example.com":            "https://api.example.com",
		"https://api.example.com/":           "https://api.example.com",
		"HTTPS://api.example.com:8443/a/b//": "https://api.example.com:8443/a/b",
		"https://api.example.com/a%2Fb/":     "https://api.example.com/a%2Fb",
		"https://api.example.com/a%2F/":      "https://api.example.com/a%2F",
		"https://api.example.com/a/../b":     "https://api.example.com/b",
		"https://[2001:db8::1]:443/x":        "https://[2001:db8::1]:443/x",
		"http://localhost:8080":              "http://localhost:8080",
		"http://LocalHost":                   "http://LocalHost",
		"http://127.0.0.1:1234/api":          "http://127.0.0.1:1234/api",
		"http://127.9.9.9":                   "http://127.9.9.9",
		"http://[::1]:1234":                  "http://[::1]:1234",
	}
	for text, want := range accepted {
		got, err := ParseEndpoint(text, false)
		if err != nil || got.String() != want {
			t.Errorf("%s is %v, %v, want %s", text, got, err, want)
		}
	}
	refused := map[string]string{
		"":                                 "begin with https://",
		"api.example.com":                  "begin with https://",
		"ftp://api.example.com":            "begin with https://",
		"https:///path":                    "no host",
		"https://:443":                     "no host",
		"https:api.example.com":            "no host",
		"https://user:hunter2@example.com": "must not hold credentials",
		"https://user@example.com":         "must not hold credentials",
		"https://example.com?token=abc":    "query",
		"https://example.com/?":            "query",
		"https://example.com/#top":         "fragment",
		"https://example.com:port":         "not an address",
		"https://exa mple.com":             "not an address",
		"https://example.com/%zz":          "not an address",
		"https://example.com\n":            "not an address",
		"http://example.com":               "plain http would send the credentials to example.com",
		"http://localhost.example.com":     "plain http",
		"http://127.0.0.1.example.com":     "plain http",
		"http://10.0.0.1":                  "plain http",
		"http://0.0.0.0":                   "plain http",
	}
	for text, want := range refused {
		got, err := ParseEndpoint(text, false)
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s is %v, %v, want an error with %q", text, got, err, want)
		}
		if err != nil && strings.Contains(err.Error(), "hunter2") {
			t.Errorf("the error holds the password: %v", err)
		}
	}
	if got, err := ParseEndpoint("http://example.com/a", true); err != nil || got.String() != "http://example.com/a" {
		t.Errorf("plain http that is allowed: %v, %v", got, err)
	}
}

func FuzzParseEndpoint(f *testing.F) {
	for _, seed := range []string{"https://example.com/a%2F/", "http://[::1]:80", "https://a/../..", "https://u:p@h",
		"http://example.com"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		address, err := ParseEndpoint(text, false)
		if err != nil {
			return
		}
		if address.Hostname() == "" || address.User != nil || address.RawQuery != "" || address.Fragment != "" ||
			strings.HasSuffix(address.EscapedPath(), "/") {
			t.Errorf("%q is %#v", text, address)
		}
		if address.Scheme != "https" && !isLoopback(address.Hostname()) {
			t.Errorf("%q is plain http to %s", text, address.Host)
		}
		again, err := ParseEndpoint(address.String(), false)
		if err != nil || again.String() != address.String() {
			t.Errorf("%q is %s, and that is %v, %v", text, address, again, err)
		}
	})
}
