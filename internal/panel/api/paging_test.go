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
	line := func(n int) string { return fmt.Sprintf(`{"line_id":"%036d","username":"u%d"}`, n, n) }
	page := func(last int, items string) http.HandlerFunc {
		return answer(http.StatusOK, fmt.Sprintf(`{"data":{"pagination":{"last_page":%d},"items":[%s]}}`, last, items))
	}
	c, asked := serve(t, page(3, line(1)+","+line(2)), page(2, line(3)), page(2, ""))
	lines, err := c.ListLines(t.Context())
	if err != nil || len(lines) != 3 || len(*asked) != 2 {
		t.Errorf("%d lines, %v after %d pages", len(lines), err, len(*asked))
	}
}
