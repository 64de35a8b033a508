package api

import (
	"context"
	"errors"
	"fmt"
	"testing"
)

// A platform that answers the same page for every offset is an error, not an endless list.
func TestRepeatedPage(t *testing.T) {
	asked := 0
	_, err := All(t.Context(), func(context.Context, int, int) (Page[Package], error) {
		asked++
		return Page[Package]{Items: []Package{{ID: "A", Name: "News"}}, Total: 1_000_000}, nil
	})
	if !errors.Is(err, errSamePage) || asked != 2 {
		t.Errorf("%v after %d pages", err, asked)
	}
}

// Objects that come and go while the pages are read neither end the list early nor make it endless.
func TestMovingPages(t *testing.T) {
	for name, total := range map[string]func(page int) int{
		"growing":   func(page int) int { return 4 + page },
		"shrinking": func(page int) int { return 6 - page },
	} {
		asked := 0
		items, err := All(t.Context(), func(_ context.Context, offset, _ int) (Page[Package], error) {
			all := total(asked)
			asked++
			page := Page[Package]{Total: all}
			for n := offset; n < min(offset+2, all); n++ {
				page.Items = append(page.Items, Package{ID: fmt.Sprint(n)})
			}
			return page, nil
		})
		if err != nil || len(items) < 4 || asked > 5 {
			t.Errorf("%s: %v, %v after %d pages", name, items, err, asked)
		}
	}
}
