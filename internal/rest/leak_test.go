package rest

import (
	"bufio"
	"bytes"
	"context"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"html"
	"io"
	"net"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"
)

// The secrets of TestNoSecretLeaks, one for each place. Their middle is what no encoding changes.
const (
	inQuery  = `"q&T0kenMiddle<q/ +`
	inHeader = `h&K3yMiddle<h"/h`
	inConfig = `c"S3cretMiddle/&c`
	inBody   = `b<Passw0rdMiddle> "b`
)

var middles = []string{"T0kenMiddle", "K3yMiddle", "S3cretMiddle", "Passw0rdMiddle"}

// echoes is what a platform, or something before it, may make of the secrets it has got.
func echoes() map[string]string {
	all := strings.Join([]string{inQuery, inHeader, inConfig, inBody}, " | ")
	encoded, _ := json.Marshal(all)
	twice, _ := json.Marshal(string(encoded))
	return map[string]string{
		"plain": all,
		"query": url.QueryEscape(all),
		"path":  url.PathEscape(all),
		"address": "https://h/x?" +
			url.Values{"token": {inQuery}, "a": {inHeader}, "b": {inConfig}, "c": {inBody}}.Encode(),
		"JSON":                           string(encoded),
		"JSON in JSON":                   string(twice),
		"HTML":                           html.EscapeString(all),
		"upper case":                     strings.ToUpper(all),
		"base64":                         base64.StdEncoding.EncodeToString([]byte(all)),
		"base64 of an address":           base64.RawURLEncoding.EncodeToString([]byte(all)),
		"hexadecimal":                    hex.EncodeToString([]byte(all)),
		"percent throughout":             each(all, "%%%02x"),
		"JSON throughout":                each(all, `\u%04X`),
		"HTML throughout":                each(all, "&#%d;"),
		"HTML in hexadecimal throughout": each(all, "&#x%X;"),
		"credentials":                    "Basic " + base64.StdEncoding.EncodeToString([]byte(inQuery+":"+inBody)),
	}
}

// each writes every byte of text in the given format.
func each(text, format string) string {
	var b strings.Builder
	for _, c := range []byte(text) {
		fmt.Fprintf(&b, format, c)
	}
	return b.String()
}

func withSecrets(logged *[]string) func(*Config, *http.Transport) {
	return func(config *Config, _ *http.Transport) {
		config.MaxRetries, config.Secrets = 1, []string{inConfig}
		config.Authorize = func(_ context.Context, r *http.Request) error {
			q := r.URL.Query()
			q.Set("token", inQuery)
			r.URL.RawQuery = q.Encode()
			r.Header.Set("X-Credential", inHeader)
			return nil
		}
		config.Log = func(_ context.Context, message string, fields map[string]any) {
			*logged = append(*logged, message+fmt.Sprint(fields))
		}
	}
}

// texts is everything that can be printed of an error, its whole chain included.
func texts(err error) []string {
	if err == nil {
		return nil
	}
	all := []string{err.Error(), fmt.Sprintf("%v %+v %q", err, err, err)}
	var e *Error
	if errors.As(err, &e) {
		all = append(all, e.Reason(), fmt.Sprintf("%+v", e.Detail), e.RequestID)
	}
	if joined, ok := err.(interface{ Unwrap() []error }); ok {
		for _, one := range joined.Unwrap() {
			all = append(all, texts(one)...)
		}
	}
	return append(all, texts(errors.Unwrap(err))...)
}

func assertNoLeak(t *testing.T, name string, err error, logged []string) {
	t.Helper()
	if err == nil {
		t.Errorf("%s: no error", name)
	}
	if len(logged) == 0 {
		t.Errorf("%s: nothing is logged", name)
	}
	for _, text := range slices.Concat(texts(err), logged) {
		for _, middle := range middles {
			if strings.Contains(strings.ToLower(text), strings.ToLower(middle)) || strings.Contains(plain(text), strings.ToLower(middle)) {
				t.Errorf("%s: %s is in %s", name, middle, text)
			}
		}
	}
}

// plain is text with whatever is encoded in it decoded, in lower case.
func plain(text string) string {
	var all strings.Builder
	for _, reading := range readings(text) {
		all.Write(bytes.ToLower(reading.text))
	}
	for _, word := range strings.FieldsFunc(text, func(r rune) bool { return r > 127 || !isBase64(byte(r)) }) { //nolint:gosec // below 128
		for skip := range min(4, len(word)) {
			for _, coding := range []*base64.Encoding{base64.RawStdEncoding, base64.RawURLEncoding} {
				decoded, _ := coding.DecodeString(strings.TrimRight(word[skip:], "="))
				all.Write(bytes.ToLower(decoded))
			}
		}
		decoded, _ := hex.DecodeString(word)
		all.Write(bytes.ToLower(decoded))
	}
	return all.String()
}

var withPassword = Request{
	Operation: "create line", Method: http.MethodPost, Path: "/line", Query: url.Values{"action": {"x"}},
	Body: map[string]string{"password": inBody}, Secrets: []string{inBody},
}

func TestNoSecretLeaks(t *testing.T) {
	t.Parallel()
	for form, echo := range echoes() {
		quoted, _ := json.Marshal(echo)
		steps := map[string]http.HandlerFunc{
			"error":                 respond(400, `{"error": `+string(quoted)+`, "code": `+string(quoted)+`}`),
			"fields":                respond(422, `{"errors": {`+string(quoted)+`: `+string(quoted)+`, "b": "x"}}`),
			"error inside 200":      respond(200, `{"error": `+string(quoted)+`}`),
			"another JSON":          respond(500, `{"seen": `+string(quoted)+`}`),
			"another form":          respond(200, `[`+string(quoted)+`]`),
			"text":                  respond(500, echo),
			"text of 200":           respond(200, echo),
			"truncated JSON":        respond(200, `{"seen": `+string(quoted)),
			"truncated JSON at 500": respond(500, `{"seen": `+string(quoted[:len(quoted)-9])),
			"page":                  respond(502, "<html><p>You sent</p>"+echo+"</html>", "Content-Type", "text/html"),
			"page of 200":           respond(200, "<html><a href='"+echo+"'>here</a>"+echo+"</html>"),
			"request id": respond(400, `{"error": "x"}`, "X-Request-Id",
				strings.ReplaceAll(echo, "\n", " ")[:min(100, len(echo))]),
			"redirect":       respond(302, "", "Location", "/login?next="+url.QueryEscape(echo)),
			"redirect path":  respond(307, "", "Location", "/login/"+url.PathEscape(echo)),
			"redirect host":  respond(302, "", "Location", "https://other.invalid/login?next="+url.QueryEscape(echo)),
			"wrong location": respond(302, "", "Location", "http://%zz/"+echo),
			"dropped": func(w http.ResponseWriter, r *http.Request) {
				w.Header().Set("Content-Length", "10000")
				_, _ = io.WriteString(w, echo)
				_ = http.NewResponseController(w).Flush()
				dropBeforeHeaders(w, r)
			},
		}
		for name, step := range steps {
			var logged []string
			var out object
			err := newPlatform(t, step).client(t, withSecrets(&logged)).Do(t.Context(), withPassword, &out)
			assertNoLeak(t, name+"/"+form, err, logged)
		}
	}
}

// What net/http says of a response that is not HTTP quotes it.
func TestNoSecretLeaksFromBrokenHTTP(t *testing.T) {
	t.Parallel()
	for form, echo := range echoes() {
		broken := map[string]string{
			"no HTTP":     echo + "\r\n\r\n",
			"status":      "HTTP/1.1 " + echo + "\r\n\r\n",
			"header":      "HTTP/1.1 200 OK\r\nno name " + strings.ReplaceAll(echo, ":", "") + "\r\n\r\n",
			"length":      "HTTP/1.1 200 OK\r\nContent-Length: " + echo + "\r\n\r\n",
			"encoding":    "HTTP/1.1 200 OK\r\nTransfer-Encoding: " + echo + "\r\n\r\n",
			"chunk":       "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + echo + "\r\n",
			"status text": "HTTP/1.1 500 " + echo + "\r\nContent-Length: 0\r\n\r\n",
		}
		for name, text := range broken {
			var logged []string
			client := clientOf(t, "http://"+rawPlatform(t, text), withSecrets(&logged))
			assertNoLeak(t, name+"/"+form, client.Do(t.Context(), withPassword, nil), logged)
		}
	}
}

// rawPlatform responds to every request with the given text and hangs up. It returns its address.
func rawPlatform(t *testing.T, text string) string {
	t.Helper()
	listener, err := (&net.ListenConfig{}).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = listener.Close() })
	go func() {
		for {
			conn, err := listener.Accept()
			if err != nil {
				return
			}
			if r, err := http.ReadRequest(bufio.NewReader(conn)); err == nil {
				_, _ = io.Copy(io.Discard, r.Body)
				_, _ = io.WriteString(conn, text)
			}
			_ = conn.Close()
		}
	}()
	return listener.Addr().String()
}

// Without any response, the address is what could leak.
func TestNoSecretLeaksWithoutResponse(t *testing.T) {
	t.Parallel()
	steps := map[string]func(*Config, *http.Transport){
		"dial": func(_ *Config, transport *http.Transport) {
			transport.DialContext = func(context.Context, string, string) (net.Conn, error) {
				return nil, errors.New("cannot dial")
			}
		},
		"proxy": func(_ *Config, transport *http.Transport) {
			transport.Proxy = func(r *http.Request) (*url.URL, error) { return nil, fmt.Errorf("no proxy for %s", r.URL) }
		},
		"timeout": func(config *Config, _ *http.Transport) { config.Timeout = 200 * time.Millisecond },
		"limit":   func(*Config, *http.Transport) {},
	}
	for name, edit := range steps {
		for _, query := range []url.Values{nil, {"token": {inQuery}}} {
			var logged []string
			p := newPlatform(t, hang)
			if name == "limit" {
				p = newPlatform(t, respond(200, strings.Repeat(inQuery, 100)))
			}
			client := p.client(t, func(config *Config, transport *http.Transport) {
				withSecrets(&logged)(config, transport)
				edit(config, transport)
			})
			request := withPassword
			request.Query, request.Limit = query, 10
			assertNoLeak(t, name, client.Do(t.Context(), request, nil), logged)
		}
	}
	t.Run("interrupted", func(t *testing.T) {
		t.Parallel()
		ctx, cancel := context.WithCancel(t.Context())
		var logged []string
		p := newPlatform(t, func(w http.ResponseWriter, r *http.Request) {
			cancel()
			hang(w, r)
		})
		request := Request{Operation: "read line", Method: http.MethodGet, Query: url.Values{"password": {inBody}}}
		assertNoLeak(t, "interrupted", p.client(t, withSecrets(&logged)).Do(ctx, request, nil), logged)
	})
	t.Run("path", func(t *testing.T) {
		t.Parallel()
		var logged []string
		request := Request{Operation: "read line", Method: http.MethodGet, Path: "/line/" + url.PathEscape(inBody),
			Secrets: []string{inBody}}
		assertNoLeak(t, "path", newPlatform(t, respond(500, "")).client(t, withSecrets(&logged)).Do(t.Context(), request, nil), logged)
	})
}

// A fresh credential of an earlier attempt is a secret of the later ones as well.
func TestEarlierCredentialsDoNotLeak(t *testing.T) {
	t.Parallel()
	var logged []string
	attempt := 0
	client := newPlatform(t, respond(500, ""), respond(400, `{"error": "seen T0kenMiddle-1 and T0kenMiddle-2"}`)).client(t,
		func(config *Config, transport *http.Transport) {
			withSecrets(&logged)(config, transport)
			config.Authorize = func(_ context.Context, r *http.Request) error {
				attempt++
				r.Header.Set("Authorization", fmt.Sprintf("Bearer T0kenMiddle-%d", attempt))
				return nil
			}
		})
	err := client.Do(t.Context(), get, nil)
	assertNoLeak(t, "fresh tokens", err, logged)
	if err != nil && !strings.Contains(err.Error(), "seen *** and ***") {
		t.Errorf("error is %v", err)
	}
}

// A secret at the end of what is searched of a long response is not shown in part.
func TestLongResponseDoesNotLeak(t *testing.T) {
	t.Parallel()
	for shown := 1; shown < len(inQuery); shown += 3 {
		body := "<" + strings.Repeat("x", searched-shown-2) + ">" + inQuery + strings.Repeat("y", 10)
		var logged []string
		err := newPlatform(t, respond(500, body)).client(t, withSecrets(&logged)).Do(t.Context(), withPassword, nil)
		assertNoLeak(t, "long response", err, logged)
		if err != nil && (strings.Contains(err.Error(), "T0ken") || strings.Contains(err.Error(), "q&")) {
			t.Errorf("%d bytes shown: %v", shown, err)
		}
	}
}
