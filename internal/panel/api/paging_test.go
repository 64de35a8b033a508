package api

import (
	"errors"
	"fmt"
	"net/http"
	"testing"
)

// A panel that answers the same page for every number is an error, not an endless list.
func TestRepeatedPage(t *testing.T) {
	page := answer(http.StatusOK, `{"status":"success","data":{"pagination":{"last_page":1000000},"items":[`+record+`]}}`)
	c, asked := serve(t, page)
	if _, err := c.ListLines(t.Context()); !errors.Is(err, errSamePage) || len(*asked) != 2 {
		t.Errorf("%v after %d pages", err, len(*asked))
	}
}

// A list that shrinks while its pages are read ends at the page that is not there any more.
func TestShrinkingPages(t *testing.T) {
	line := func(n int) string { return lineText(fmt.Sprintf("%036d", n)) }
	page := func(last int, items string) http.HandlerFunc {
		return answer(http.StatusOK, fmt.Sprintf(`{"data":{"pagination":{"last_page":%d},"items":[%s]}}`, last, items))
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
		return answer(http.StatusOK, fmt.Sprintf(`{"data":{"pagination":{"last_page":"%d","current_page":%d,"total":9},"items":[%s]}}`, last, n, items))
	}
	bare := answer(http.StatusOK, "["+lineText("2")+"]")
	for name, answers := range map[string][]http.HandlerFunc{
		"page not found":     {page(1, 2, lineText("1")), answer(http.StatusNotFound, "{}")},
		"another page":       {page(1, 3, lineText("1")), page(1, 3, lineText("1")+","+lineText("2"))},
		"no page":            {page(1, 2, lineText("1")), bare},
		"whole list paged":   {answer(http.StatusNotFound, ""), page(1, 2, lineText("1"))},
		"whole list refused": {answer(http.StatusNotFound, ""), answer(http.StatusForbidden, `{"error":"no"}`)},
	} {
		c, _ := serve(t, answers...)
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
	pages := answer(http.StatusOK, `{"data":{"pagination":{"last_page":1},"items":[`+short+`]}}`)
	c, asked := serve(t, pages, answer(http.StatusOK, "["+short+"]"), pages)
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
