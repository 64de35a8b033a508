package simulator

import (
	"sync/atomic"
	"time"
)

// clock is the platforms' time: the machine's, moved by what tests have added.
type clock struct{ offset atomic.Int64 }

func (c *clock) now() time.Time { return time.Now().Add(time.Duration(c.offset.Load())).UTC() }

func (c *clock) advance(d time.Duration) { c.offset.Add(int64(d)) }
