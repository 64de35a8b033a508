package api

import (
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"testing"
)

// A panel that returns the same page for every number is an error, not an endless list.
func TestRepeatedPage(t *testing.T) {
	page := respond(http.StatusOK, `{"status":"success","data":{"pagination":{"last_page":1000000},"items":[`+record+`]}}`)
	c, asked := serve(t, page)
	if _, err := c.ListLines(t.Context()); !errors.Is(err, errSamePage) || len(*asked) != 2 {
		t.Errorf("%v after %d pages", err, len(*asked))
	}
}

// A list that shrinks while its pages are read ends at the page that is not there any more.
func TestShrinkingPages(t *testing.T) {
	line := func(n int) string { return lineText(fmt.Sprintf("%036d", n)) }
	page := func(last int, items string) http.HandlerFunc {
		return respond(http.StatusOK, fmt.Sprintf(`{"data":{"pagination":{"last_page":%d},"items":[%s]}}`, last, items))
	}
	c, asked := serve(t, page(3, line(1)+","+line(2)), page(2, line(3)), page(2, ""))
	lines, err := c.ListLines(t.Context())
	if err != nil || len(lines) != 3 || len(*asked) != 2 {
		t.Errorf("%d lines, %v after %d pages", len(lines), err, len(*asked))
	}
}

// A list is never truncated without a word: what is no further page of it is an error.
func TestTruncatedLists(t *testing.T) {
	page := func(n, last int, items string) http.HandlerFunc {
		return respond(http.StatusOK, fmt.Sprintf(`{"data":{"pagination":{"last_page":"%d","current_page":%d,"total":9},"items":[%s]}}`,
			last, n, items))
	}
	bare := respond(http.StatusOK, "["+lineText("2")+"]")
	for name, responses := range map[string][]http.HandlerFunc{
		"page not found":     {page(1, 2, lineText("1")), respond(http.StatusNotFound, "{}")},
		"another page":       {page(1, 3, lineText("1")), page(1, 3, lineText("1")+","+lineText("2"))},
		"no page":            {page(1, 2, lineText("1")), bare},
		"whole list paged":   {respond(http.StatusNotFound, ""), page(1, 2, lineText("1"))},
		"whole list refused": {respond(http.StatusNotFound, ""), respond(http.StatusForbidden, `{"error":"no"}`)},
	} {
		c, _ := serve(t, responses...)
		if lines, err := c.ListLines(t.Context()); err == nil {
			t.Errorf("%s: %v", name, lines)
		}
	}
	c, _ := serve(t, page(1, 2, lineText("1")))
	if lines, err := c.LinesByUsername(t.Context(), "u1"); err == nil {
		t.Errorf("filtered: %v", lines)
	}

	// A page beyond the last one may show the last one again.
	c, _ = serve(t, page(2, 2, lineText("1")))
	if got, err := c.ListPage(t.Context(), 3); err != nil || len(got.Lines) != 0 || got.Pages != 2 {
		t.Errorf("%+v, %v", got, err)
	}
}

// Where both lists show the same part of a line, the pages stay.
func TestShortInBothLists(t *testing.T) {
	const short = `{"line_id":"1","username":"u1","password":"p"}`
	pages := respond(http.StatusOK, `{"data":{"pagination":{"last_page":1},"items":[`+short+`]}}`)
	c, asked := serve(t, pages, respond(http.StatusOK, "["+short+"]"), pages)
	for range 2 {
		page, err := c.ListPage(t.Context(), 1)
		if err != nil || len(page.Lines) != 1 || page.Lines[0].Err == nil {
			t.Errorf("%+v, %v", page, err)
		}
	}
	if len(*asked) != 3 {
		t.Errorf("asked %q", *asked)
	}
}

// An old panel gives all lines of its user in one response, and the same for a username, which it does not look for. Both
// may be as long as a list that is not paged, and no longer.
func TestLongList(t *testing.T) {
	const many = 500
	notes := strings.Repeat("n", 35_000) // in place of the length of 100,000 lines, which take long with the race detector
	var body strings.Builder
	body.WriteString("[")
	for n := range many {
		if n > 0 {
			body.WriteString(",")
		}
		id := fmt.Sprintf("%036d", n)
		body.WriteString(with(map[string]any{"line_id": id, "username": "u" + id, "reseller_notes": notes}))
	}
	body.WriteString("]")
	const pageLimit = 16 << 20
	if body.Len() <= pageLimit {
		t.Fatalf("the list is %d bytes long, which a page may be as well", body.Len())
	}
	c, _ := serve(t, respond(http.StatusNotFound, ""), respond(http.StatusOK, body.String()))
	if lines, err := c.ListLines(t.Context()); err != nil || len(lines) != many {
		t.Errorf("all: %d lines, %v", len(lines), err)
	}
	name := "u" + fmt.Sprintf("%036d", many-1)
	if lines, err := c.LinesByUsername(t.Context(), name); err != nil || len(lines) != 1 {
		t.Errorf("by username: %d lines, %v", len(lines), err)
	}
	const listLimit = 64 << 20
	c, _ = serve(t, func(w http.ResponseWriter, _ *http.Request) {
		for range listLimit/len(body.String()) + 2 {
			_, _ = w.Write([]byte(body.String()))
		}
	})
	if lines, err := c.LinesByUsername(t.Context(), name); err == nil || !strings.Contains(err.Error(), "larger than any") {
		t.Errorf("beyond the limit: %d lines, %v", len(lines), err)
	}
}

// A list that goes on and on is an error, whatever its pages say.
func TestEndlessList(t *testing.T) {
	for name, page := range map[string]func(n int) (last int, line string){
		"a last page that grows": func(n int) (int, string) { return n + 10, fmt.Sprint(n) },
		"pages that alternate":   func(n int) (int, string) { return 1_000_000, fmt.Sprint(n % 2) },
	} {
		asked := 0
		c, _ := serve(t, func(w http.ResponseWriter, r *http.Request) {
			asked++
			n, _ := strconv.Atoi(r.URL.Query().Get("page"))
			last, id := page(n)
			_, _ = fmt.Fprintf(w, `{"data":{"pagination":{"last_page":%d},"items":[%s]}}`, last, lineText(id))
			if asked > 100 {
				t.Errorf("%s: page %d is asked for", name, n)
				w.(http.Flusher).Flush()
				panic(http.ErrAbortHandler)
			}
		})
		if lines, err := c.ListLines(t.Context()); err == nil || asked > 100 {
			t.Errorf("%s: %d lines, %v after %d pages", name, len(lines), err, asked)
		}
	}
}
