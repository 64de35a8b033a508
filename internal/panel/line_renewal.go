package panel

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"sync"
	"time"

	"github.com/google/uuid"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/iptvops/terraform-provider-iptv/internal/panel/api"
	"github.com/iptvops/terraform-provider-iptv/internal/rest"
	"github.com/iptvops/terraform-provider-iptv/internal/tf"
)

const (
	// secondLook is how late the effect of a call may show whose response was an error.
	secondLook = 2 * time.Second
	// betweenLooks is the pause between two looks for the effect of a call whose response is missing.
	betweenLooks = 2 * time.Second
)

// renewal is one period to buy for a line.
type renewal struct {
	id, username string
	packageID    int64
	key          string
	price        types.Float64
	pending      *pending  // of an earlier run, which did not find out what its renewal did
	until        time.Time // a line that expires no earlier needs no renewal; zero: it does
	stateless    bool      // of an action, after which nothing is kept
}

// renewals is the renewals of one line in this run, one at a time: the expiry date tells what each of them did.
type renewals struct {
	mu      sync.Mutex
	done    map[string]api.Time // expiry dates by key
	pending map[string]*pending // by key
}

// renewed is what a renewal is known to have done.
type renewed struct {
	line    api.Line    // as it was read last, before the renewal or after it
	expiry  api.Time    // now
	amount  *api.Number // nil when it is not known
	pending *pending    // the renewal was sent, and what it did is not known
	before  bool        // an earlier request has renewed the line with this key
	needed  bool        // false: the line expires late enough, and nothing was sent
}

// renewalID is the request id of a renewal: the same for the same line and key on any machine and in any run.
func renewalID(line, key string) string {
	return uuid.NewSHA1(uuid.NameSpaceURL, []byte("iptv_line/"+lineID(line)+"/renew/"+key)).String()
}

// renew buys one period of a package for a line, once: a key that this run has used buys nothing more, whether a resource
// or an action has it. It reports whether the line is renewed; if not, diags say why.
func (p *Platform) renew(ctx context.Context, r renewal, diags *diag.Diagnostics) (renewed, bool) {
	stored, _ := p.renewing.LoadOrStore(lineID(r.id), &renewals{done: map[string]api.Time{}, pending: map[string]*pending{}})
	line := stored.(*renewals) //nolint:forcetypeassert // of nothing else
	line.mu.Lock()
	defer line.mu.Unlock()
	if expiry, done := line.done[r.key]; done {
		r.warnBefore(diags, "This run has carried out the renewal already.", expiry)
		return renewed{expiry: expiry, before: true, needed: true}, true
	}
	if r.pending == nil {
		r.pending = line.pending[r.key]
	}
	out, ok := p.buyPeriod(ctx, r, diags)
	line.pending[r.key] = out.pending
	if ok && out.needed {
		line.done[r.key] = out.expiry
	}
	return out, ok
}

// buyPeriod sends a renewal and, when its response is lost, finds what it did. That the panel remembers a request id is
// documented nowhere, so nothing is sent before a look at the line's expiry date, neither the first time nor again after a
// lost response: a date that has moved is the renewal.
func (p *Platform) buyPeriod(ctx context.Context, r renewal, diags *diag.Diagnostics) (renewed, bool) {
	look := context.WithoutCancel(ctx)
	line, err := p.readBack(look, r.id, r.username)
	if err != nil {
		addError(diags, "Cannot renew line", err, "Nothing was sent or charged: a line is renewed only after a look at its expiry date.")
		return renewed{pending: r.pending}, false
	}
	out := renewed{line: line, expiry: line.ExpireAt, pending: r.pending, needed: !reaches(line.ExpireAt, r.until)}
	if !out.needed {
		return out, true
	}
	if r.pending != nil && r.pending.Key == r.key && r.pending.Before != line.ExpireAt.String() {
		out.pending, out.before = nil, true
		r.warnBefore(diags, "An earlier apply sent this renewal and could not find out what became of it. The expiry date has moved "+
			"since.", out.expiry)
		return out, true
	}
	if err := p.money.reserve(r.price); err != nil {
		diags.AddAttributeError(path.Root("renewal_key"), "Cannot renew line", tf.Sentence(err.Error())+" Nothing was sent or charged.")
		return out, false
	}
	before := line.ExpireAt
	for sends := 0; ; sends++ {
		receipt, err := p.api.Renew(ctx, r.id, r.packageID, renewalID(r.id, r.key))
		if err == nil {
			p.money.settle(r.price, receipt.Amount)
			out.expiry, out.amount, out.pending = receipt.ExpireAt, receipt.Amount, nil
			if sends > 0 {
				r.warnResent(diags, before, receipt.ExpireAt)
			}
			if receipt.Err != nil { // its expiry date or amount
				if line, err := p.readBack(look, r.id, r.username); err == nil {
					out.line, out.expiry = line, line.ExpireAt
				} else {
					out.expiry = before
				}
				addWarning(diags, "Cannot read the response to a renewal", receipt.Err,
					"The line is renewed. The next plan reads what the renewal made of it.")
				return out, true
			}
			if !before.IsZero() && receipt.ExpireAt.Equal(before.Time) {
				out.before = true
				r.warnBefore(diags, "The renewal has not moved the expiry date of the line.", out.expiry)
			}
			return out, true
		}
		lost, repeated := rest.IsUnknown(err), api.IsRepeated(err)
		moved, lookErr := p.watch(ctx, err, func() (bool, error) {
			line, err := p.readBack(look, r.id, r.username)
			if err != nil {
				return false, err
			}
			out.line, out.expiry = line, line.ExpireAt
			return !line.ExpireAt.Equal(before.Time), nil
		})
		switch {
		case moved && !repeated:
			out.pending = nil
			diags.AddAttributeWarning(path.Root("renewal_key"), "Response was lost, the line is renewed",
				fmt.Sprintf("The renewal ended with an error (%v), and the expiry date of the line has moved: it now %s. What it was "+
					"charged is not known%s.",
					err, expires(out.expiry), r.nullAmount()))
			return out, true
		case repeated:
			out.pending, out.before = nil, true
			r.warnBefore(diags, "The panel reports that it has carried out this renewal before.", out.expiry)
			return out, true
		case lost && lookErr != nil:
			out.pending = &pending{Key: r.key, Before: before.String()}
			addError(diags, "Cannot tell whether the line was renewed", err,
				fmt.Sprintf("Reading the line failed as well: %v. %s", lookErr, r.next(before)))
			return out, false
		case lost && sends < p.Resends && ctx.Err() == nil:
			continue
		case lost:
			out.pending = &pending{Key: r.key, Before: before.String()}
			addError(diags, "Cannot renew line", err, "The expiry date of the line has not moved. "+r.next(before))
			return out, false
		}
		p.money.settle(r.price, new(api.Number))
		addError(diags, "Cannot renew line", err, "Nothing was charged: the expiry date of the line has not moved.")
		return out, false
	}
}

// reaches reports whether a line expires at a date or later.
func reaches(expiry api.Time, date time.Time) bool {
	return !date.IsZero() && (expiry.IsZero() || !expiry.Before(date))
}

// next is what to do after a renewal of which it is not known whether the panel carries it out.
func (r renewal) next(before api.Time) string {
	if !r.stateless {
		return "The state keeps the old renewal_key. The next apply looks at the expiry date again, and sends the same request ID if it " +
			"still has not moved."
	}
	return fmt.Sprintf("An action keeps no state, so that the next run does not know of this one. Before you invoke it again, compare "+
		"the expiry date of the line, which was %s when the renewal was sent: if it has moved, the line is renewed. The same "+
		"renewal_key sends the same request ID, and a panel that forgets request IDs charges it again; with expires_before a line "+
		"that expires late enough is never renewed.", dateOf(before))
}

// nullAmount names the attribute that holds no amount.
func (r renewal) nullAmount() string {
	if r.stateless {
		return ""
	}
	return ": transaction_amount is null"
}

// watch looks for the effect of a call that failed until it shows, or cannot show any more: a call without a response may
// be carried out for as long as the platform is waited for. The error is that of the last look.
func (p *Platform) watch(ctx context.Context, failed error, look func() (bool, error)) (bool, error) {
	until := time.Now()
	switch status := rest.Status(failed); {
	case !rest.IsUnknown(failed):
	case status == 0, status == http.StatusRequestTimeout, status == http.StatusGatewayTimeout:
		until = until.Add(max(p.LookFor, secondLook))
	default:
		until = until.Add(secondLook)
	}
	for {
		shows, err := look()
		left := time.Until(until)
		if shows || left <= 0 {
			return shows, err
		}
		pause := time.NewTimer(min(left, betweenLooks))
		select {
		case <-pause.C:
		case <-ctx.Done(): // one look more
			until = time.Time{}
		}
		pause.Stop()
	}
}

func (r renewal) warnBefore(diags *diag.Diagnostics, what string, expiry api.Time) {
	diags.AddAttributeWarning(path.Root("renewal_key"), "Line was renewed with this key before",
		fmt.Sprintf("%s Nothing is charged again: the renewal counts as done, and the line %s. To renew it once more, choose a "+
			"renewal_key that was never used.",
			what, expires(expiry)))
}

// warnResent is for a renewal that was sent again: a panel that forgets request ids may yet carry out the first one too.
func (r renewal) warnResent(diags *diag.Diagnostics, before, now api.Time) {
	diags.AddAttributeWarning(path.Root("renewal_key"), "Renewal was sent more than once",
		fmt.Sprintf("The response to the renewal was lost, and the expiry date had not moved, so that the renewal was sent again. Its "+
			"expiry date was %s, now it is %s. "+
			"If the panel carries out the first request as well, the line is renewed and charged once more: compare expire_at in the "+
			"next plan, and the balance.",
			dateOf(before), dateOf(now)))
}

func dateOf(at api.Time) string {
	if at.IsZero() {
		return "none"
	}
	return at.String()
}

func expires(at api.Time) string {
	return expiresAt(types.StringValue(at.String()))
}

func expiresAt(at types.String) string {
	if at.ValueString() == "" {
		return "does not expire"
	}
	return "expires at " + at.ValueString()
}

// refuseUsedKey reports a renewal key of which the line has had a renewal.
func refuseUsedKey(key types.String, keys []string, diags *diag.Diagnostics) {
	if !tf.IsKnown(key) || !slices.Contains(keys, key.ValueString()) {
		return
	}
	diags.AddAttributeError(path.Root("renewal_key"), "Renewal key was used before",
		fmt.Sprintf("The line was bought or renewed with the key %q before, and a key renews a line once. To renew it once more, choose "+
			"a key that was never used; to leave it as it is, go back to the last one.%s",
			key.ValueString(), tf.StillDestroys))
}
