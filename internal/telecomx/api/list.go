package api

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strconv"

	"github.com/iptvops/terraform-provider-iptv/internal/rest"
)

// MaxLimit is the most items that a page may hold (section 2, 13).
const MaxLimit = 500

// Page is a window on a list.
type Page[T any] struct {
	Items []T
	Total int // items without the window
}

// Pages is how many pages the whole list has, as known from page n (from 0), before which got items were received.
// Fewer items than asked for may come: what was received tells where the next page begins.
func (p Page[T]) Pages(n, got int) int {
	left := p.Total - got - len(p.Items)
	switch {
	case len(p.Items) == 0:
		return n + 1
	case left > 0:
		return n + 1 + (left+len(p.Items)-1)/len(p.Items)
	}
	return n + 1
}

// envelope is the response of a list, with its items below name.
type envelope[T any] struct {
	name string
	page Page[T]
}

func (e *envelope[T]) UnmarshalJSON(data []byte) error {
	m, err := membersOf(data)
	if err != nil {
		return err
	}
	items := m.raw[e.name]
	if len(items) == 0 || string(items) == "null" {
		return fmt.Errorf("it holds no %s", e.name)
	}
	// An element without an id is no object that could be named, so the list cannot be read.
	var list listOf[T]
	if err := list.UnmarshalJSON(items); err != nil {
		return fmt.Errorf("%s: %w", e.name, err)
	}
	var total rest.Int
	if raw, ok := m.raw["total"]; ok {
		if err := total.UnmarshalJSON(raw); err != nil {
			return fmt.Errorf("total: %w", err)
		}
	}
	e.page.Items = list
	if e.page.Total = int(total); len(e.page.Items) > 0 && total <= 0 {
		return errors.New("it holds no total")
	}
	return nil
}

// list asks for a window on a collection, whose items the response has below name.
func list[T any](ctx context.Context, c *Client, operation, path, name string, query url.Values, offset, limit int) (Page[T], error) {
	query.Set("offset", strconv.Itoa(offset))
	query.Set("limit", strconv.Itoa(limit))
	response := envelope[T]{name: name}
	err := c.http.Do(ctx, rest.Request{Operation: operation, Method: http.MethodGet, Path: path, Query: query}, &response)
	return response.page, err
}
