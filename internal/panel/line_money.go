package panel

import (
	"context"
	"fmt"
	"math"
	"slices"
	"strconv"
	"sync"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-log/tflog"

	"github.com/iptvops/terraform-provider-iptv/internal/panel/api"
	"github.com/iptvops/terraform-provider-iptv/internal/tf"
)

// ledger is the credits of one run. Terraform plans in one process and applies in another, which plans every change once
// more before it carries it out: both add up the same charges, and compare them with the balance of before the first.
type ledger struct {
	limit *float64 // credit_limit, nil without one

	mu        sync.Mutex
	planned   map[string]float64 // by renewed line or by creation
	creations int
	spent     float64 // by this process, what is being sent included
}

// creation is the ledger's name for one more creation: the protocol names no resource, and asks for each exactly once.
func (l *ledger) creation() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.creations++
	return "creation " + strconv.Itoa(l.creations)
}

func renewalOf(id string) string { return "renewal of " + lineID(id) }

// addPlanned adds a charge, in place of one of the same name, and returns the sum and the number of all charges.
func (l *ledger) addPlanned(name string, price float64) (sum float64, n int) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.planned == nil {
		l.planned = map[string]float64{}
	}
	l.planned[name] = price
	for _, price := range l.planned {
		sum += price
		if price > 0 {
			n++
		}
	}
	return sum, n
}

// withdraw takes a planned charge back.
func (l *ledger) withdraw(name string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	delete(l.planned, name)
}

// reserve sets credits aside that are about to be spent. It refuses what credit_limit does not cover; without a known
// price, once the limit is reached.
func (l *ledger) reserve(price types.Float64) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	sum := l.spent + price.ValueFloat64()
	if l.limit != nil && (sum > *l.limit || price.IsNull() && l.spent >= *l.limit) {
		return fmt.Errorf("the limit is reached: credit_limit is %s, and this run has spent %s", credits(*l.limit), credits(l.spent))
	}
	l.spent = sum
	return nil
}

// settle replaces a reservation by what was taken; nil: it is not known and the reservation stays.
func (l *ledger) settle(price types.Float64, amount *api.Number) {
	if amount == nil {
		return
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	l.spent += math.Max(0, -float64(*amount)) - price.ValueFloat64()
}

func credits(n float64) string { return strconv.FormatFloat(n, 'f', -1, 64) }

// asksPrices reports whether plans look at prices and balance.
func (p *Platform) asksPrices() bool { return p.Preflight || p.CreditLimit != nil }

// balance is the credits of before anything was bought; false where they cannot be read.
func (p *Platform) balance(ctx context.Context) (float64, bool) {
	profile, err := p.userProfile(ctx)
	if err != nil {
		tflog.Debug(ctx, "the balance cannot be read: plans are not compared with it", map[string]any{"error": err.Error()})
		return 0, false
	}
	return float64(profile.Credits), profile.CreditsKnown
}

// priceOf is the panel's price of a package; null where it is not known.
func (p *Platform) priceOf(ctx context.Context, packageID types.Int64) types.Float64 {
	if packageID.IsNull() || !p.asksPrices() {
		return types.Float64Null()
	}
	if packageID.IsUnknown() {
		return types.Float64Unknown()
	}
	packages, err := p.packageList(ctx)
	if err != nil {
		tflog.Debug(ctx, "the panel's packages cannot be read: prices are not known", map[string]any{"error": err.Error()})
		return types.Float64Null()
	}
	i := slices.IndexFunc(packages, func(offered api.Package) bool { return int64(offered.ID) == packageID.ValueInt64() })
	if i < 0 || !packages[i].PriceKnown {
		return types.Float64Null()
	}
	return types.Float64Value(float64(packages[i].PriceCredits))
}

// checkMoney adds a planned charge to those of the run, and reports what balance and credit_limit do not cover.
func (p *Platform) checkMoney(ctx context.Context, name string, price types.Float64, at string, diags *diag.Diagnostics) {
	if p.money.limit != nil && price.IsNull() {
		diags.AddAttributeWarning(path.Root(at), "Price is not known",
			fmt.Sprintf("The panel does not report the price, so the plan cannot compare it with credit_limit, which is %s. "+
				"The apply stops once the panel has reported as many credits as taken; purchases in progress at that moment are not "+
				"stopped.", credits(*p.money.limit)))
	}
	if !p.asksPrices() || !tf.IsKnown(price) || price.ValueFloat64() <= 0 {
		return
	}
	balance, known := p.balance(ctx)
	sum, n := p.money.addPlanned(name, price.ValueFloat64())
	what := fmt.Sprintf("This line costs %s credits. With it, the run buys and renews %d lines for %s credits at the panel's prices",
		credits(price.ValueFloat64()), n, credits(sum))
	if n == 1 {
		what = fmt.Sprintf("This line costs %s credits at the panel's prices", credits(sum))
	}
	switch {
	case p.money.limit != nil && sum > *p.money.limit:
		diags.AddAttributeError(path.Root(at), "More credits than credit_limit allows",
			fmt.Sprintf("%s, and credit_limit is %s. Nothing was sent. Raise credit_limit, or plan fewer purchases and renewals.%s",
				what, credits(*p.money.limit), tf.StillDestroys))
	case known && sum > balance:
		diags.AddAttributeError(path.Root(at), "Not enough credits",
			fmt.Sprintf("%s, and the balance is %s. Nothing was sent. Buy credits, or plan fewer purchases and renewals.%s",
				what, credits(balance), tf.StillDestroys))
	}
}
