package telecomx

import (
	"net/http"
	"strconv"
	"strings"
)

// listPage is a window on a list: rows are the keys within it.
type listPage struct {
	offset, limit, total int
	rows                 []string
}

// page is the window that the query asks for of the keys that hold the filter's text in the field
// that text reads.
func (c *apiCall) page(keys []string, text func(key string) string) (listPage, *apiError) {
	page := listPage{limit: 100}
	if c.query.Has("offset") {
		n, err := strconv.Atoi(c.query.Get("offset"))
		if err != nil || n < 0 {
			return page, &apiError{http.StatusUnprocessableEntity, "offset", "Offset must be 0 or more"}
		}
		page.offset = n
	}
	if c.query.Has("limit") {
		n, err := strconv.Atoi(c.query.Get("limit"))
		if err != nil || n < 1 || n > 500 {
			return page, &apiError{http.StatusUnprocessableEntity, "limit", "Limit must be between 1 and 500"}
		}
		page.limit = n
	}
	if filter := strings.ToLower(c.query.Get("filter")); filter != "" {
		var found []string
		for _, key := range keys {
			if strings.Contains(strings.ToLower(text(key)), filter) {
				found = append(found, key)
			}
		}
		keys = found
	}
	page.total = len(keys)
	page.rows = keys[min(page.offset, len(keys)):min(page.offset+page.limit, len(keys))]
	return page, nil
}

// envelope is the list's envelope.
func (l listPage) envelope(name string, items []object) object {
	if items == nil {
		items = []object{}
	}
	return object{"offset": l.offset, "limit": l.limit, "total": l.total, name: items}
}
