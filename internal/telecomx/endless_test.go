package telecomx

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/iptvops/terraform-provider-iptv/internal/telecomx/api"
)

// A list that nothing else reads, such as that of the DRM accounts, ends too, whatever the platform says.
func TestWhole_endless(t *testing.T) {
	for name, tc := range map[string]struct {
		total func(offset int) int
		id    func(offset, i int) int
		size  int
		most  int // pages
	}{
		"a total that grows":         {func(offset int) int { return offset + 100 }, func(offset, i int) int { return offset + i }, 10, 40},
		"pages that alternate":       {func(int) int { return 10_000 }, func(offset, i int) int { return offset/10%2*10 + i }, 10, 9},
		"one to a page of a million": {func(int) int { return 1_000_000 }, func(offset, i int) int { return offset + i }, 1, 5000},
	} {
		t.Run(name, func(t *testing.T) {
			pages := 0
			_, holds, err := paged(func(a api.Account) string { return a.Username },
				func(_ context.Context, offset, _ int) (page api.Page[api.Account], _ error) {
					pages++
					page.Total = tc.total(offset)
					for i := range tc.size {
						page.Items = append(page.Items, api.Account{Username: fmt.Sprint(tc.id(offset, i))})
					}
					return page, nil
				}).List(t.Context())
			if err == nil || holds || !strings.Contains(err.Error(), "does not end") || pages > tc.most {
				t.Errorf("after %d pages: %v, %v", pages, holds, err)
			}
		})
	}
}

// Fewer items than asked for may come: what was received tells where the next page begins.
func TestWhole_shortPages(t *testing.T) {
	var asked []int
	items, holds, err := paged(func(a api.Account) string { return a.Username },
		func(_ context.Context, offset, _ int) (api.Page[api.Account], error) {
			asked = append(asked, offset)
			page := api.Page[api.Account]{Total: 8}
			for n := offset; n < min(offset+3, 8); n++ {
				page.Items = append(page.Items, api.Account{Username: fmt.Sprint(n)})
			}
			return page, nil
		}).List(t.Context())
	if err != nil || !holds || len(items) != 8 || !slices.Equal(asked, []int{0, 3, 6}) {
		t.Errorf("%d items at %v, %v, %v", len(items), asked, holds, err)
	}
}
