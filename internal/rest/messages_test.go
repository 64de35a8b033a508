package rest

import (
	"encoding/json"
	"net/http"
	"net/url"
	"strings"
	"testing"
)

// What cannot be read says what was expected in its place.
func TestDecode_words(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		text string
		into any
		want string
	}{
		{`"many"`, new(Int), "a whole number was expected"}, {`1.5`, new(Int), "a whole number was expected"},
		{`"maybe"`, new(Bool), "true or false was expected"}, {`{}`, new(Text), "a text was expected"},
		{`[]`, new(Text), "a text was expected"},
		{`{}`, new(IDs), "a list was expected"}, {`[{"name": "a"}]`, new(IDs), "element 0 has no id"},
		{`[1, "two"]`, new(IDs), "element 1: a whole number was expected"}, {`[null]`, new(IDs), "element 0 has no id"},
	} {
		if err := json.Unmarshal([]byte(c.text), c.into); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v, want %s", c.text, err, c.want)
		}
	}
}

// A redirect that is not followed names where it leads and what to check.
func TestRedirect_words(t *testing.T) {
	t.Parallel()
	request := func(method, address string) *http.Request {
		parsed, err := url.Parse(address)
		if err != nil {
			t.Fatal(err)
		}
		return &http.Request{Method: method, URL: parsed, Response: &http.Response{StatusCode: http.StatusMovedPermanently}}
	}
	const here = "https://api.example.com/list"
	for _, c := range []struct {
		method, to string
		hops       int
		want       string
	}{
		{http.MethodGet, "https://other.example.com/x", 1, "the platform redirects to https://other.example.com, where credentials are " +
			"not sent; if that is its address, set it as the endpoint"},
		{http.MethodPost, "https://api.example.com/v2", 1, "the platform redirects this call to /v2, which only reads " +
			"follow; check the endpoint"},
		{http.MethodGet, "https://api.example.com/v2", maxRedirects + 1, "the platform redirected more than 5 times"},
	} {
		via := make([]*http.Request, c.hops)
		for i := range via {
			via[i] = request(c.method, here)
		}
		if err := checkRedirect(request(c.method, c.to), via); err == nil || err.Error() != c.want {
			t.Errorf("%s %s: %v, want %s", c.method, c.to, err, c.want)
		}
	}
}

// An id that would make another path is refused before anything is sent.
func TestPath_words(t *testing.T) {
	t.Parallel()
	endpoint, err := ParseEndpoint("https://api.example.com", false)
	if err != nil {
		t.Fatal(err)
	}
	client := New(Config{Platform: "Example", Endpoint: endpoint})
	for path, want := range map[string]string{
		"/channel/..": `cannot read channel: ".." cannot be part of the path /channel/..`,
		"/channel/":   `cannot read channel: "" cannot be part of the path /channel/`,
	} {
		if err := client.Do(t.Context(), Request{Operation: "read channel", Method: http.MethodGet, Path: path}, nil); err == nil ||
			err.Error() != want {
			t.Errorf("%s: %v, want %s", path, err, want)
		}
	}
}

// A header that cannot be set says why, without its value.
func TestCheckHeader_words(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]string{
		"a b": `"a b" is not the name of a header`, "host": "the header Host is set by the provider and cannot be replaced",
		"x-api-key": "the header X-Api-Key is set by the provider and cannot be replaced",
		"x-other":   "the value of the header X-Other holds a control character",
	} {
		if err := CheckHeader(name, "s3cret\n", "X-Api-Key"); err == nil || err.Error() != want {
			t.Errorf("%s: %v, want %s", name, err, want)
		}
	}
}
