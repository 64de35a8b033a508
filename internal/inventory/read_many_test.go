package inventory

import (
	"context"
	"strconv"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"
)

// What 10,000 reads, ten at a time, cost beside more and more objects that others own: 50 ms a request, 100 objects to a
// page. A list that takes longer than its responses count is of less use, and still no read costs more than its own request.
func TestReadAmongMany(t *testing.T) {
	const reads, perPage, response = 10_000, 100, 50 * time.Millisecond
	for _, tc := range []struct{ objects, requests int }{{10_000, 200}, {50_000, 1000}, {100_000, 2000}, {200_000, 4000}} {
		synctest.Test(t, func(t *testing.T) {
			var requests atomic.Int64
			request := func() { requests.Add(1); time.Sleep(response) }
			inv := New(Source[thing]{
				ID:  func(o thing) string { return o.ID },
				Get: func(_ context.Context, id string) (thing, error) { request(); return thing{ID: id}, nil },
				Page: func(_ context.Context, _, got int) (Page[thing], error) {
					request()
					page := Page[thing]{Pages: tc.objects / perPage, Total: tc.objects}
					for k := range perPage {
						page.Items = append(page.Items, thing{ID: strconv.Itoa(got + k)})
					}
					return page, nil
				},
			})
			ids := make(chan int)
			var workers sync.WaitGroup
			for range 10 {
				workers.Go(func() {
					for k := range ids {
						if o, found, err := inv.Read(t.Context(), strconv.Itoa(k)); o.ID != strconv.Itoa(k) || !found || err != nil {
							t.Errorf("Read(%d) = %+v, %v, %v", k, o, found, err)
						}
						time.Sleep(5 * time.Millisecond) // what Terraform does with the response
					}
				})
			}
			for k := range reads {
				ids <- k * (tc.objects / reads)
			}
			close(ids)
			workers.Wait()
			if n := int(requests.Load()); n > tc.requests {
				t.Errorf("among %d objects: %d requests, want %d at the most", tc.objects, n, tc.requests)
			}
		})
	}
}
