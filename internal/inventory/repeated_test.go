package inventory

import (
	"context"
	"strings"
	"testing"
)

// A platform that returns the same page for every number ends a list at its first repetition, and what that list lacks
// is not taken for gone.
func TestRepeatedPage(t *testing.T) {
	p := newPlatform(40, 10)
	src, pages := p.source(), 0
	first := src.Page
	src.Page = func(ctx context.Context, _, _ int) (Page[thing], error) {
		pages++
		page, err := first(ctx, 0, 0)
		page.Pages, page.Total = 1_000_000, 10_000_000
		return page, err
	}
	inv := New(src)
	all, holds, err := inv.List(t.Context())
	if err == nil || holds || len(all) != 0 || !strings.Contains(err.Error(), "page 2 of 1000000 brought no object") {
		t.Errorf("%d things, %v, %v", len(all), holds, err)
	}
	if pages != 3*2 {
		t.Errorf("%d pages were asked for, want three lists of 2", pages)
	}
	check(t, p, inv, name(39))
}
