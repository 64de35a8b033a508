package rest

import (
	"errors"
	"math"
	"net/http"
	"strings"
	"testing"
	"unicode/utf8"
)

func TestPlatformErrors(t *testing.T) {
	t.Parallel()
	t.Run("inside 200", func(t *testing.T) {
		t.Parallel()
		var out object
		err := newPlatform(t, respond(200, `{"error": "no credits", "code": "credits", "id": 7}`)).client(t, nil).Do(t.Context(), create,
			&out)
		e := failed(t, err)
		if e.Message != "no credits" || e.Code != "credits" || e.Status != 200 || e.Outcome != Refused || out.ID != 0 {
			t.Errorf("error %+v, response %v", e, out)
		}
		if want := "test platform: cannot create line: no credits (HTTP 200 OK, credits)"; err.Error() != want {
			t.Errorf("error is %q, want %q", err, want)
		}
	})
	t.Run("several fields", func(t *testing.T) {
		t.Parallel()
		err := newPlatform(t, respond(422, `{"errors": {"name": "is empty", "id": "is taken"}}`, "X-Request-Id", "r-9")).client(t,
			nil).Do(t.Context(), create, nil)
		joined, isJoined := err.(interface{ Unwrap() []error })
		if !isJoined {
			t.Fatalf("error is %v, want joined ones", err)
		}
		fields := map[string]string{}
		for _, one := range joined.Unwrap() {
			e := failed(t, one)
			fields[e.Field] = e.Message
			if e.Status != 422 || e.Outcome != Refused || e.RequestID != "r-9" {
				t.Errorf("error %+v", e)
			}
		}
		if len(fields) != 2 || fields["name"] != "is empty" || fields["id"] != "is taken" {
			t.Errorf("fields %v", fields)
		}
		if Status(err) != 422 || IsNotFound(err) || IsPassing(err) {
			t.Errorf("status, not found, passing = %d, %t, %t", Status(err), IsNotFound(err), IsPassing(err))
		}
	})
}

// A platform's words that leave open what it did make the outcome unknown, also where the status alone would not.
func TestPlatformErrors_open(t *testing.T) {
	t.Parallel()
	for _, status := range []int{200, 201, 400} {
		p := newPlatform(t, respond(status, `{"status": "pending"}`))
		open := func(int, []byte) []Detail { return []Detail{{Message: "pending", Open: true}} }
		err := p.client(t, func(c *Config, _ *http.Transport) { c.Failure = open }).Do(t.Context(), create, nil)
		if e := failed(t, err); e.Outcome != Unknown || e.Status != status || e.Message != "pending" {
			t.Errorf("%d: %+v", status, e)
		}
	}
}

func TestNotFound(t *testing.T) {
	t.Parallel()
	rows := []struct {
		name string
		step http.HandlerFunc
		want bool
	}{
		{"in the platform's words", respond(404, `{"error": "no such line"}`), true},
		{"a page", respond(404, "<html><body>nginx</body></html>", "Content-Type", "text/html"), false},
		{"another form of JSON", respond(404, `{"detail": "Not Found"}`), false},
		{"empty", respond(404, ""), false},
		{"another status", respond(400, `{"error": "no such line"}`), false},
	}
	for _, row := range rows {
		err := newPlatform(t, row.step).client(t, nil).Do(t.Context(), get, nil)
		if IsNotFound(err) != row.want {
			t.Errorf("%s: IsNotFound is %t, want %t: %v", row.name, !row.want, row.want, err)
		}
	}
	if IsNotFound(nil) || IsUnknown(nil) || IsPassing(nil) || Status(nil) != 0 || IsNotFound(errors.New("404")) {
		t.Error("no error of this package is told from one")
	}
}

// A 404 that is not in the platform's documented words may mean that the object is gone, and proves nothing.
func TestMayBeGone(t *testing.T) {
	t.Parallel()
	documented := func(err error) bool {
		var e *Error
		return errors.As(err, &e) && e.Message == "no such line"
	}
	rows := []struct {
		name string
		step http.HandlerFunc
		want bool
	}{
		{"in the documented words", respond(404, `{"error": "no such line"}`), false},
		{"in other words", respond(404, `{"error": "not found"}`), true},
		{"a page", respond(404, "<html><body>nginx</body></html>", "Content-Type", "text/html"), true},
		{"plain text", respond(404, "not_found"), true},
		{"410", respond(410, ""), true},
		{"refused", respond(403, `{"error": "not found"}`), false},
		{"unavailable", respond(500, ""), false},
	}
	for _, row := range rows {
		err := newPlatform(t, row.step).client(t, nil).Do(t.Context(), get, nil)
		if MayBeGone(err, documented) != row.want {
			t.Errorf("%s: MayBeGone is %t, want %t: %v", row.name, !row.want, row.want, err)
		}
	}
}

func TestPassing(t *testing.T) {
	t.Parallel()
	for status, want := range map[int]bool{200: false, 400: false, 401: false, 404: false, 408: true, 409: false, 425: true, 429: true,
		500: true, 502: true, 503: true} {
		err := newPlatform(t, respond(status, `{"error": "x"}`)).client(t, nil).Do(t.Context(), create, nil)
		if IsPassing(err) != want {
			t.Errorf("%d: IsPassing is %t, want %t", status, !want, want)
		}
	}
	lost := newPlatform(t, dropBeforeHeaders).client(t, nil).Do(t.Context(), create, nil)
	secured := unstarted(t, ok)
	secured.StartTLS()
	untrusted := secured.client(t, nil).Do(t.Context(), create, nil)
	if !IsPassing(lost) || IsPassing(untrusted) {
		t.Errorf("passing: dropped connection %t, certificate %t, want true, false", IsPassing(lost), IsPassing(untrusted))
	}
}

// What a user reads about a response that is not the platform's.
func TestExcerpt(t *testing.T) {
	t.Parallel()
	page := `<!DOCTYPE html><html><head><title>Sign in</title><style>p { color: red }</style><script>var a = "<b>";</script></head><body>` +
		strings.Repeat("<p>Hello\n  there</p>", 100) + "</body></html>"
	rows := []struct {
		name, body, contentType string
		status                  int
		want, not               []string
	}{
		{"page", page, "text/html", 200, []string{"HTTP 200", "web page", "Sign in Hello there", "endpoint"},
			[]string{"<", "color", "var a"}},
		{"page at 502", page, "text/html", 502, []string{"HTTP 502 Bad Gateway", "Sign in"}, []string{"<p>"}},
		{"page without its type", page, "", 404, []string{"web page"}, []string{"<p>"}},
		{"text", "upstream\r\n\x1b[31mtimed out\x00", "text/plain", 504, []string{`upstream \x1b[31mtimed out\x00 (HTTP 504`},
			[]string{"\x1b", "\x00"}},
		{"not UTF-8", "Stra\xdfe gesperrt", "text/plain", 500, []string{"Stra\uFFFDe gesperrt"}, nil},
		{"JSON", `{"detail": "out of order"}`, "application/json", 500, []string{`{"detail": "out of order"}`}, nil},
		{"truncated JSON", `{"name": "Jane Doe`, "application/json", 200, []string{"HTTP 200", "18 bytes"}, []string{"Jane"}},
		{"empty", " \n", "", 200, []string{"the response is empty"}, nil},
		{"long message", `{"error": "` + strings.Repeat(`no \u001b[31mcredits\u202e\n`, 50_000) + `"}`, "application/json", 400,
			[]string{`no \x1b[31mcredits\u202e no `, "... (HTTP 400"}, []string{"\x1b", "\u202e", "\n"}},
		{"empty at 400", "", "", 400, []string{"the response is empty (HTTP 400 Bad Request)"}, nil},
	}
	for _, row := range rows {
		var out object
		err := newPlatform(t, respond(row.status, row.body, "Content-Type", row.contentType)).client(t, nil).Do(t.Context(), create, &out)
		_ = failed(t, err)
		if len(err.Error()) > 450 || !utf8.ValidString(err.Error()) {
			t.Errorf("%s: an error of %d bytes, valid UTF-8 is %t", row.name, len(err.Error()), utf8.ValidString(err.Error()))
		}
		for _, want := range row.want {
			if !strings.Contains(err.Error(), want) {
				t.Errorf("%s: %q is not in %q", row.name, want, err)
			}
		}
		for _, not := range row.not {
			if strings.Contains(err.Error(), not) {
				t.Errorf("%s: %q is in %q", row.name, not, err)
			}
		}
	}
}

func TestResponseThatNobodyReads(t *testing.T) {
	t.Parallel()
	for body, want := range map[string]bool{"": true, " \n": true, "{}": true, `"done"`: true, "null": true, "<html>": false,
		"done": false, "{": false} {
		err := newPlatform(t, respond(200, body)).client(t, nil).Do(t.Context(), remove, nil)
		if (err == nil) != want {
			t.Errorf("a response of %q is a success: %t, want %t: %v", body, err == nil, want, err)
		}
	}
}

func TestUnsendable(t *testing.T) {
	t.Parallel()
	p := newPlatform(t, ok)
	client := p.client(t, nil)
	for _, path := range []string{"/line/..", "/line/../user", "/line/.", "/./line", "/line/", "/line//renew", "/"} {
		if err := client.Do(t.Context(), Request{Operation: "delete line", Method: http.MethodDelete, Path: path}, nil); err == nil {
			t.Errorf("a request to %s has no error", path)
		}
	}
	if err := client.Do(t.Context(), Request{Operation: "create line", Method: http.MethodPost, Body: math.NaN()}, nil); err == nil {
		t.Error("a body that cannot be encoded has no error")
	}
	e := failed(t, client.Do(t.Context(), Request{Operation: "create line", Method: "PO ST"}, nil))
	if e.Outcome != NeverSent || len(p.requests()) != 0 {
		t.Errorf("outcome %d, %d requests, want that nothing was sent", e.Outcome, len(p.requests()))
	}
}

func TestReason(t *testing.T) {
	t.Parallel()
	rows := []struct {
		err  Error
		want string
	}{
		{Error{Detail: Detail{Message: "wrong"}}, "wrong"},
		{Error{Detail: Detail{Message: "wrong", Code: "wrong"}, Status: 400}, "wrong (HTTP 400 Bad Request)"},
		{Error{Detail: Detail{Code: "invalid"}, Status: 400}, "invalid (HTTP 400 Bad Request)"},
		{Error{Detail: Detail{Message: "wrong", Code: "invalid"}, Status: 499, RequestID: "r"}, "wrong (HTTP 499, invalid, request r)"},
		{Error{Status: 500}, "no reason is given (HTTP 500 Internal Server Error)"},
	}
	for _, row := range rows {
		if got := row.err.Reason(); got != row.want {
			t.Errorf("reason is %q, want %q", got, row.want)
		}
	}
	e := Error{Platform: "panel", Operation: "create line", Detail: Detail{Field: "name", Message: "is empty"}}
	if want := "panel: cannot create line: name: is empty"; e.Error() != want {
		t.Errorf("error is %q, want %q", e.Error(), want)
	}
}
