package api

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"net/url"
	"reflect"
	"strconv"

	"github.com/iptvops/terraform-provider-iptv/internal/rest"
)

// perPage is how many lines a page is asked for. The panel's default and maximum are not documented.
const perPage = 100

// Page is one page of the list of lines.
type Page struct {
	Lines []Line
	Pages int // last_page
	Total int // 0 when the panel does not say
}

// pagePart is where an envelope may hold its lines and numbers.
type pagePart struct {
	Pagination struct {
		LastPage rest.Int `json:"last_page"`
		Total    rest.Int `json:"total"`
	} `json:"pagination"`
	Items *[]Line `json:"items"`
}

// UnmarshalJSON reads a bare array, data.items, or data as an array whose entries hold items (rule 10.13).
func (p *Page) UnmarshalJSON(data []byte) error {
	if bytes.HasPrefix(bytes.TrimSpace(data), []byte("[")) {
		*p = Page{Pages: 1}
		if err := json.Unmarshal(data, &p.Lines); err != nil {
			return err
		}
		p.Total = len(p.Lines)
		return p.check()
	}
	var envelope struct {
		Data json.RawMessage `json:"data"`
	}
	if err := json.Unmarshal(data, &envelope); err != nil {
		return err
	}
	var parts []pagePart
	if bytes.HasPrefix(bytes.TrimSpace(envelope.Data), []byte("[")) {
		if err := json.Unmarshal(envelope.Data, &parts); err != nil {
			return err
		}
	} else {
		var part pagePart
		if err := json.Unmarshal(envelope.Data, &part); err != nil {
			return errors.New("it holds no lines")
		}
		parts = []pagePart{part}
	}
	*p = Page{Pages: 1}
	listed := false
	for _, part := range parts {
		p.Pages = max(p.Pages, int(part.Pagination.LastPage))
		p.Total = max(p.Total, int(part.Pagination.Total))
		if part.Items != nil {
			listed, p.Lines = true, append(p.Lines, *part.Items...)
		}
	}
	if !listed {
		return errors.New("it holds no lines")
	}
	return p.check()
}

func (p *Page) check() error {
	for _, line := range p.Lines {
		if line.ID == "" {
			return errors.New("it holds a line without line_id")
		}
	}
	return nil
}

// ListPage is page n, from 1, of all lines that the user sees: /ext/lines/index, or /ext/lines as one page on a panel
// that is older (section 4).
func (c *Client) ListPage(ctx context.Context, n int) (Page, error) {
	var page Page
	if !c.noIndex.Load() {
		err := c.http.Do(ctx, rest.Request{
			Operation: OpList, Method: http.MethodGet, Path: "/ext/lines/index",
			Query: url.Values{"page": {strconv.Itoa(n)}, "per_page": {strconv.Itoa(perPage)}},
		}, &page)
		if status := rest.Status(err); status != http.StatusNotFound && status != http.StatusMethodNotAllowed {
			return page, err
		}
	}
	if n > 1 {
		return Page{}, nil
	}
	page = Page{}
	err := c.http.Do(ctx, rest.Request{Operation: OpList, Method: http.MethodGet, Path: "/ext/lines"}, &page)
	if err == nil {
		c.noIndex.Store(true)
	}
	return page, err
}

var errSamePage = errors.New("the line panel answers the same page of its lines for another page number")

// ListLines is all lines that the user sees, page by page. A panel that repeats a page instead of going on is an error.
func (c *Client) ListLines(ctx context.Context) ([]Line, error) {
	var lines, last []Line
	for n := 1; ; n++ {
		page, err := c.ListPage(ctx, n)
		if err != nil {
			return nil, err
		}
		if n > 1 && len(page.Lines) > 0 && reflect.DeepEqual(page.Lines, last) {
			return nil, errSamePage
		}
		last = page.Lines
		lines = append(lines, page.Lines...)
		if len(page.Lines) == 0 || n >= page.Pages {
			return lines, nil
		}
	}
}

// LinesByUsername is the lines with exactly that username, one at the most on a panel where usernames are unique
// (section 4.2). An old panel ignores the filter, so it is applied here as well.
func (c *Client) LinesByUsername(ctx context.Context, username string) ([]Line, error) {
	var page Page
	err := c.http.Do(ctx, rest.Request{
		Operation: OpFind, Method: http.MethodGet, Path: "/ext/lines", Query: url.Values{"username": {username}},
	}, &page)
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
