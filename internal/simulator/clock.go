package simulator

import (
	"sync/atomic"
	"time"
)

// Clock is the platforms' time: the machine's, moved by what tests have added. The zero value shows the machine's.
type Clock struct{ offset atomic.Int64 }

// Now is the time in UTC.
func (c *Clock) Now() time.Time { return time.Now().Add(time.Duration(c.offset.Load())).UTC() }

// Advance moves the time by d, which may be negative.
func (c *Clock) Advance(d time.Duration) { c.offset.Add(int64(d)) }
