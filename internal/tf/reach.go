package tf

import (
	"context"
	"errors"
	"sync"

	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/iptvops/terraform-provider-iptv/internal/rest"
)

// Reach reports, once for all types of one platform in one run, that the platform cannot be used as it is configured.
// It is safe for concurrent use.
type Reach struct {
	platform    string
	address     string
	credentials string

	mu       sync.Mutex
	checking chan struct{} // closed at the end of the first check; nil before it
	broken   bool
}

// NewReach makes the report of a platform. address and credentials say where each is configured, such as "endpoint in the
// provider block telecomx = { ... }, or the environment variable TELECOMX_ENDPOINT".
func NewReach(platform, address, credentials string) *Reach {
	return &Reach{platform: platform, address: address, credentials: credentials}
}

// Check reports whether plans can be checked against the platform. The first caller makes the probe, a call that every
// working configuration can make; all others wait for it. Whoever finds the platform unusable gets the one error, all
// others get false without a diagnostic. 403, 429 and 5xx are no reason: what cannot be read is not checked.
func (r *Reach) Check(ctx context.Context, diags *diag.Diagnostics, probe func(context.Context) error) bool {
	for ctx.Err() == nil {
		r.mu.Lock()
		checking := r.checking
		if checking == nil {
			checking = make(chan struct{})
			r.checking = checking
			r.mu.Unlock()
			return r.first(ctx, diags, probe, checking)
		}
		r.mu.Unlock()
		select {
		case <-checking:
		case <-ctx.Done():
			return false
		}
		r.mu.Lock()
		decided, broken := r.checking == checking, r.broken
		r.mu.Unlock()
		if decided {
			return !broken
		}
	}
	return false
}

// first makes the probe. An interrupted one decides nothing: the next caller makes another.
func (r *Reach) first(ctx context.Context, diags *diag.Diagnostics, probe func(context.Context) error, checking chan struct{}) bool {
	defer close(checking)
	err := probe(ctx)
	if ctx.Err() != nil {
		r.mu.Lock()
		defer r.mu.Unlock()
		r.checking = nil
		return false
	}
	return !r.Failed(diags, err)
}

// Failed reports whether err, of any call at plan, shows that the platform cannot be used. The first one is an error.
func (r *Reach) Failed(diags *diag.Diagnostics, err error) bool {
	return r.report(diags, err, rest.TroubleOf(err),
		"The plan was not checked against the platform. To plan without these checks, set preflight = false in the provider block.")
}

// FailedRefresh reports whether err, of the refresh of an object, is that the credentials are refused or that the platform
// cannot be reached. The first one is an error for all objects, which stay in state as they are. Other troubles may be
// those of one object, and so may an interrupt.
func (r *Reach) FailedRefresh(diags *diag.Diagnostics, err error) bool {
	trouble := rest.TroubleOf(err)
	if trouble == rest.NoAPI || errors.Is(err, context.Canceled) {
		return false
	}
	return r.report(diags, err, trouble, "What could not be read stays in state as it is.")
}

func (r *Reach) report(diags *diag.Diagnostics, err error, trouble rest.Trouble, consequence string) bool {
	if trouble == rest.NoTrouble {
		return false
	}
	r.mu.Lock()
	told := r.broken
	r.broken = true
	r.mu.Unlock()
	if told {
		return true
	}
	summary, advice := "Cannot reach "+r.platform, "Check "+r.address+", and that this machine can reach the address."
	switch trouble {
	case rest.NoAPI:
		summary, advice = "Not the API of "+r.platform, "Something else seems to respond at this address. Check "+r.address+"."
	case rest.Unauthorized:
		summary, advice = r.platform+" refuses the credentials", "Check "+r.credentials+"."
	case rest.Unreachable, rest.NoTrouble:
	}
	diags.AddError(Capitalized(summary), join(Sentence(err.Error()), advice+" "+consequence))
	return true
}
