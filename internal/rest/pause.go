package rest

import (
	"context"
	"math/rand/v2"
	"net/http"
	"sync"
	"time"
)

// maxJitter bounds by how much the requests that wait for the end of a pause are spread.
const maxJitter = 5 * time.Second

// pause is the time for which a platform asked not to be called. It holds for all calls, since a limit is one for all.
type pause struct {
	mu     sync.Mutex
	until  time.Time
	jitter time.Duration
}

// ask makes the pause last for the given time at least.
func (p *pause) ask(wait time.Duration) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if until := time.Now().Add(wait); until.After(p.until) {
		p.until, p.jitter = until, min(wait/2, maxJitter)
	}
}

// on reports whether the platform asks not to be called now.
func (p *pause) on() bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return time.Now().Before(p.until)
}

// left is how long this request has to wait, 0 when there is no pause. Each gets another time, so that the first of
// them finds out whether the platform takes requests again before the others follow.
func (p *pause) left() time.Duration {
	p.mu.Lock()
	defer p.mu.Unlock()
	left := time.Until(p.until)
	if left <= 0 {
		return 0
	}
	return left + rand.N(p.jitter+1) //nolint:gosec // jitter needs no secrecy
}

// wait returns after the end of the pause, also of one that is asked for meanwhile, or with the error of ctx.
func (p *pause) wait(ctx context.Context, call *call) error {
	for {
		left := p.left()
		if left == 0 {
			return ctx.Err()
		}
		if deadline, ok := ctx.Deadline(); ok && time.Until(deadline) < left {
			return context.DeadlineExceeded
		}
		timer := time.NewTimer(left)
		select {
		case <-ctx.Done():
			timer.Stop()
			return ctx.Err()
		case <-timer.C:
			call.paused += left
		}
	}
}

// pauses reports whether the response asks for a pause that this call waits for. It begins for all others as well.
func (a *attempts) pauses(ctx context.Context, call *call, response *http.Response) bool {
	asked := retryAfter(response)
	if !isUndone(response) || asked <= 0 {
		return false
	}
	a.pause.ask(asked)
	return call.mayPause(asked) && ctx.Err() == nil
}

// mayPause reports whether the call may wait for a pause of the given time. Its pauses last no longer together than its
// attempts may, unless there is only one; then the platform's refusal is its result.
func (c *call) mayPause(asked time.Duration) bool {
	most := time.Duration(c.config.MaxRetries+1) * c.config.Timeout
	return asked <= maxRetryAfter && (c.paused == 0 || c.paused+asked <= most)
}
