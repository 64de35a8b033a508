package api

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strconv"

	"github.com/iptvops/terraform-provider-iptv/internal/rest"
)

// perPage is how many lines a page is asked for. The panel's default and maximum are not documented.
const perPage = 100

// mostPages is how many pages ListLines reads.
const mostPages = 5000

// Page is one page of the list of lines. Its lines include those that cannot be read whole, see Line.Err, because they exist.
type Page struct {
	Lines []Line
	Pages int // last_page
	Total int // 0 when the panel does not say

	current int  // current_page, 0 when the panel does not say
	isIndex bool // the documented envelope, which says how many pages there are
	isShort bool // a line lacks a field that the documents name
}

// pagePart is where an envelope may hold its lines and numbers.
type pagePart struct {
	Pagination *struct {
		LastPage    *rest.Int `json:"last_page"`
		CurrentPage rest.Int  `json:"current_page"`
		Total       rest.Int  `json:"total"`
	} `json:"pagination"`
	Items json.RawMessage `json:"items"`
}

var errNoLines = errors.New("it holds no lines")

// UnmarshalJSON reads a list, data.items, or data as a list whose entries hold items or are the lines (rule 10.13). A line
// that cannot be read is no error of the page.
func (p *Page) UnmarshalJSON(data []byte) error {
	*p = Page{Pages: 1}
	if list, ok := elements(data); ok {
		p.add(list)
		p.Total = len(p.Lines)
		return nil
	}
	var envelope struct {
		Data json.RawMessage `json:"data"`
	}
	if json.Unmarshal(data, &envelope) != nil {
		return errNoLines
	}
	parts, ok := elements(envelope.Data)
	if !ok {
		parts = []json.RawMessage{envelope.Data}
	}
	if len(parts) > 0 && isLine(parts[0]) {
		p.add(parts)
		return nil
	}
	listed := ok && len(parts) == 0
	for _, raw := range parts {
		var part pagePart
		if !isObject(raw) || json.Unmarshal(raw, &part) != nil {
			return without("lines", data)
		}
		if part.Pagination != nil {
			if part.Pagination.LastPage != nil {
				p.Pages, p.isIndex = max(p.Pages, int(*part.Pagination.LastPage)), true
			}
			p.Total, p.current = max(p.Total, int(part.Pagination.Total)), max(p.current, int(part.Pagination.CurrentPage))
		}
		if items, ok := elements(part.Items); ok {
			listed = true
			p.add(items)
		} else if part.Items != nil {
			return errors.New("its items are no list of lines")
		}
	}
	if !listed {
		return without("lines", data)
	}
	return nil
}

func isLine(raw json.RawMessage) bool {
	var members map[string]json.RawMessage
	return json.Unmarshal(raw, &members) == nil && members["line_id"] != nil
}

func (p *Page) add(list []json.RawMessage) {
	for _, raw := range list {
		var line Line
		_ = line.UnmarshalJSON(raw) // never fails
		p.Lines, p.isShort = append(p.Lines, line), p.isShort || line.isPartial()
	}
}

var (
	errSamePage  = errors.New("the line panel returns the same page of its lines for another page number")
	errOtherList = errors.New("the line panel lists its lines in another way than a moment ago")
)

// ListPage is page n, from 1, of all lines that the user sees. It reads /ext/lines/index, whose records the documents show
// in part only and which older panels lack, or else /ext/lines as one page (section 4).
func (c *Client) ListPage(ctx context.Context, n int) (Page, error) {
	if c.noIndex.Load() {
		if n > 1 { // a list that began as pages
			return Page{}, errOtherList
		}
		return c.wholeList(ctx)
	}
	var page Page
	err := c.http.Do(ctx, rest.Request{
		Operation: OpList, Method: http.MethodGet, Path: "/ext/lines/index",
		Query: url.Values{"page": {strconv.Itoa(n)}, "per_page": {strconv.Itoa(perPage)}},
	}, &page)
	status := rest.Status(err)
	lacks := status == http.StatusNotFound || status == http.StatusMethodNotAllowed
	switch {
	case err != nil && (!lacks || n > 1):
		return Page{}, err
	case err == nil && n > 1 && !page.isIndex:
		return Page{}, errOtherList
	case err == nil && page.current != 0 && page.current != n && n <= page.Pages:
		return Page{}, errSamePage
	case err == nil && n > page.Pages: // the list has become shorter
		return Page{Pages: page.Pages, Total: page.Total}, nil
	case err == nil && (n > 1 || (page.isIndex && (!page.isShort || c.allShort.Load()))):
		return page, nil
	}
	whole, err := c.wholeList(ctx)
	switch {
	case !lacks && page.isIndex && (err != nil || whole.isShort):
		c.allShort.Store(err == nil)
		return page, nil
	case err != nil:
		return Page{}, err
	}
	c.noIndex.Store(true)
	return whole, nil
}

// wholeList is /ext/lines, which is not paged.
func (c *Client) wholeList(ctx context.Context) (Page, error) {
	var page Page
	err := c.http.Do(ctx, rest.Request{Operation: OpList, Method: http.MethodGet, Path: "/ext/lines", Limit: rest.MaxList}, &page)
	if err == nil && page.Pages > 1 {
		err = page.truncated()
	}
	return page, err
}

// truncated is the error of a list that is not paged and yet holds one page of several.
func (p *Page) truncated() error {
	return fmt.Errorf("the line panel returned page 1 of %d of its lines where it should list all of them", p.Pages)
}

// ListLines is all lines that the user sees, page by page, those that cannot be read whole included: see Line.Err. A panel
// that repeats pages, or goes on far beyond what its first page announced, instead of coming to an end is an error.
func (c *Client) ListLines(ctx context.Context) ([]Line, error) {
	var lines []Line
	seen, most := map[string]bool{}, 0
	for n := 1; ; n++ {
		page, err := c.ListPage(ctx, n)
		if err != nil {
			return nil, err
		}
		before := len(seen)
		for _, line := range page.Lines {
			seen[line.ID] = true
		}
		if n == 1 {
			most = min(page.Pages+page.Pages/2+1, mostPages)
		}
		lines = append(lines, page.Lines...)
		switch {
		case len(page.Lines) == 0 || n >= page.Pages:
			return lines, nil
		case len(seen) == before:
			return nil, errSamePage
		case n >= most:
			return nil, fmt.Errorf("the line panel's list of lines does not end: after page %d it announces %d pages", n, page.Pages)
		}
	}
}

// Readable divides objects into those that can be used and the errors of the others.
func Readable[T interface{ unreadable() error }](objects []T) (good []T, failed []error) {
	for _, object := range objects {
		if err := object.unreadable(); err != nil {
			failed = append(failed, err)
			continue
		}
		good = append(good, object)
	}
	return good, failed
}

func (l Line) unreadable() error    { return l.Err }
func (p Package) unreadable() error { return p.Err }
func (b Bouquet) unreadable() error { return b.Err }

// Unidentified is the error of the first line whose line_id cannot be read, nil when there is none. A list with such a
// line is no proof that it lacks another one.
func Unidentified(lines []Line) error {
	for _, line := range lines {
		if line.ID == "" {
			return line.Err
		}
	}
	return nil
}

// LinesByUsername is the lines with exactly that username, those that cannot be read whole included: see Line.Err. That
// usernames are unique is documented nowhere (section 12). An old panel ignores the filter, so it is applied here as well.
func (c *Client) LinesByUsername(ctx context.Context, username string) ([]Line, error) {
	var page Page
	err := c.http.Do(ctx, rest.Request{
		Operation: OpFind, Method: http.MethodGet, Path: "/ext/lines", Query: url.Values{"username": {username}}, Limit: rest.MaxList,
	}, &page)
	if err == nil && page.Pages > 1 {
		err = page.truncated()
	}
	if err != nil {
		return nil, err
	}
	var lines []Line
	for _, line := range page.Lines {
		if string(line.Username) == username {
			lines = append(lines, line)
		}
	}
	return lines, nil
}
