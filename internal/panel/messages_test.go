package panel

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/iptvops/terraform-provider-iptv/internal/panel/api"
	"github.com/iptvops/terraform-provider-iptv/internal/rest"
	"github.com/iptvops/terraform-provider-iptv/internal/tf"
)

// said is a diagnostic as a user reads it: the attribute, the summary and the detail.
func said(d diag.Diagnostic) string {
	at := ""
	if with, ok := d.(diag.DiagnosticWithPath); ok {
		at = with.Path().String()
	}
	return at + ": " + d.Summary() + ": " + strings.Join(strings.Fields(d.Detail()), " ")
}

func refusal(status int, operation, field string) error {
	return &rest.Error{Platform: platformName, Operation: operation, Status: status,
		Detail: rest.Detail{Field: field, Message: "in the panel's words"}}
}

// lineOf is a line in state or plan with a package.
func lineOf(charged bool, packageID int64) *lineResourceModel {
	m := &lineResourceModel{ChargeCredits: types.BoolValue(charged)}
	m.PackageID = types.Int64Value(packageID)
	if packageID == 0 {
		m.PackageID = types.Int64Null()
	}
	return m
}

// Each error and warning is one diagnostic that names the thing, the value, the rule and the fix.
func TestMessages(t *testing.T) {
	const destroys = "To destroy what is in state nevertheless, run `terraform destroy -refresh=false`."
	expiry := api.Time{Time: time.Date(2031, 1, 2, 3, 4, 5, 0, time.UTC)}
	limit := 150.0
	poor := &Platform{Settings: Settings{Preflight: true}}
	if _, err := poor.profile.get(t.Context(), func(context.Context) (api.Profile, error) {
		return api.Profile{Credits: 99, CreditsKnown: true}, nil
	}); err != nil {
		t.Fatal(err)
	}
	limited := &Platform{Settings: Settings{CreditLimit: &limit}}
	limited.money.limit = &limit
	nothing := func(context.Context) (api.Profile, error) { return api.Profile{}, nil }
	if _, err := limited.profile.get(t.Context(), nothing); err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		report func(*diag.Diagnostics)
		want   []string
	}{
		"403 in other words": {func(d *diag.Diagnostics) { addError(d, "Cannot update line", refusal(403, api.OpUpdate, ""), "") },
			[]string{": Cannot update line: The line panel: in the panel's words (HTTP 403 Forbidden).",
				"a gateway, a firewall or a CDN in front of the panel may have refused the request",
				"To update line, the user of user_token needs the permission editLines. Resellers normally do not have it."}},
		"another package": {func(d *diag.Diagnostics) { lineOf(true, 108).refuseOtherPackage(lineOf(true, 107), d) },
			[]string{"package_id: Another package needs a renewal: The line has package 107, and a charged line can change package only " +
				"through a renewal. To renew it for package 108, which charges credits, choose a new renewal_key as well. " + destroys}},
		"a package for a line without one": {func(d *diag.Diagnostics) { lineOf(true, 108).refuseOtherPackage(lineOf(true, 0), d) },
			[]string{"The line has no package, and"}},
		"unpaid renewal": {func(d *diag.Diagnostics) { lineOf(false, 107).refuseUnpaidRenewal(d) },
			[]string{"renewal_key: A renewal is paid with credits: With charge_credits = false the configuration decides about the expiry",
				"To renew the line, set charge_credits = true with a package_id, which by itself sends nothing. " + destroys}},
		"used key": {func(d *diag.Diagnostics) { refuseUsedKey(types.StringValue("2027-01"), []string{"2027-01"}, d) },
			[]string{`renewal_key: Renewal key was used before: The line was bought or renewed with the key "2027-01" before`,
				"choose a key that was never used", destroys}},
		"attribute of another kind of line": {func(d *diag.Diagnostics) {
			m := lineOf(true, 107)
			m.IsTrial = types.BoolValue(true)
			m.checkCharged(m, nil, false, d)
		}, []string{"is_trial: Attribute of lines without a charge: On a line that is bought the panel decides is_trial. It can be set " +
			"only with charge_credits = false. Remove the attribute. " + destroys}},
		"attribute that differs": {func(d *diag.Diagnostics) {
			m, is := lineOf(true, 107), lineOf(true, 107)
			m.IsTrial, is.IsTrial = types.BoolValue(true), types.BoolValue(false)
			m.checkCharged(m, is, false, d)
		}, []string{"The line has false; remove the attribute to follow the panel."}},
		"removed": {func(d *diag.Diagnostics) { (&planning{diags: d}).warnStays("owner_id", types.Int64Value(2)) },
			[]string{"owner_id: Line keeps what was removed from the configuration: owner_id is no longer in the configuration, but it " +
				"cannot be reset: the line keeps 2. To change it, set another value."}},
		"passwords": {func(d *diag.Diagnostics) {
			p := &planning{diags: d}
			p.config.PasswordWO, p.config.Password = types.StringValue("a"), types.StringValue("b")
			p.planPassword()
		}, []string{"password: Contradictory passwords: Set either password, or password_wo with password_wo_version. " + destroys}},
		"no password_wo": {func(d *diag.Diagnostics) { writeOnlyPassword(lineResourceModel{}, d) },
			[]string{"password_wo: Missing password: password_wo_version asks for password_wo to be sent, but password_wo has no value."}},
		"balance": {func(d *diag.Diagnostics) { poor.checkMoney(t.Context(), "a", types.Float64Value(100), "package_id", d) },
			[]string{"package_id: Not enough credits: This line costs 100 credits at the panel's prices, and the balance is 99. " +
				"Nothing was sent. Buy credits, or plan fewer purchases and renewals. " + destroys}},
		"limit": {func(d *diag.Diagnostics) {
			limited.checkMoney(t.Context(), "a", types.Float64Value(100), "package_id", d)
			limited.checkMoney(t.Context(), "b", types.Float64Value(60), "renewal_key", d)
		}, []string{"renewal_key: More credits than credit_limit allows: This line costs 60 credits. With it, the run buys and renews " +
			"2 lines for 160 credits at the panel's prices, and credit_limit is 150. Nothing was sent. Raise credit_limit, or plan fewer " +
			"purchases and renewals. " + destroys}},
		"gone, never charged": {func(d *diag.Diagnostics) {
			m := lineOf(false, 107)
			m.ID, m.Username = types.StringValue("1734"), types.StringValue("larry")
			(&Platform{}).warnGone(t.Context(), *m, d)
		}, []string{`: Line is gone from the panel: Line 1734, username "larry", was terminated outside Terraform. If the configuration ` +
			"still has it, the plan creates it again."}},
		"no price": {func(d *diag.Diagnostics) { limited.checkMoney(t.Context(), "c", types.Float64Null(), "package_id", d) },
			[]string{"package_id: Price is not known: The panel does not report the price, so the plan cannot compare it with " +
				"credit_limit, which is 150."}},
		"spent": {func(d *diag.Diagnostics) {
			spent := &ledger{limit: &limit, spent: 120}
			addError(d, "Cannot create line", spent.reserve(types.Float64Value(100)), "Nothing was created or charged.")
		}, []string{": Cannot create line: The limit is reached: credit_limit is 150, and this run has spent 120. Nothing was created " +
			"or charged."}},
		"renewed before": {func(d *diag.Diagnostics) {
			renewal{}.warnBefore(d, "The panel reports that it has carried out this renewal before.", expiry)
		}, []string{"renewal_key: Line was renewed with this key before: The panel reports that it has carried out this renewal " +
			"before. Nothing is charged again: the renewal counts as done, and the line expires at 2031-01-02T03:04:05+00:00. To renew " +
			"it once more, choose a renewal_key that was never used."}},
		"sent twice": {func(d *diag.Diagnostics) { renewal{}.warnResent(d, api.Time{}, expiry) },
			[]string{"renewal_key: Renewal was sent more than once: ", "Its expiry date was none, now it is 2031-01-02T03:04:05+00:00."}},
		"exists": {func(d *diag.Diagnostics) { addExists(d, api.Line{ID: "1734", Username: "larry line"}) },
			[]string{`username: Line exists already: The panel has a line with the username "larry line", line_id 1734.`,
				"terraform import ADDRESS 'larry line' where ADDRESS is the resource's address", destroys}},
		"unreadable": {func(d *diag.Diagnostics) {
			warnOmitted(d, "Line is omitted", []error{errors.New("line 1: it is empty")})
		},
			[]string{": Line is omitted: Line 1: it is empty. The others are not affected."}},
		"not as planned": {func(d *diag.Diagnostics) {
			m := lineOf(true, 107)
			m.fromAPI(sample())
			m.Bouquets = tf.Int64Set([]int64{1})
			m.warnDifferences(sample(), d)
		}, []string{"bouquets: The line panel returned another value: bouquets was planned as [1], and the line panel returned [2,3,8]. " +
			"The panel omits bouquets that the package does not include. "}},
	} {
		var diags diag.Diagnostics
		c.report(&diags)
		if len(diags) != 1 {
			t.Errorf("%s: %d diagnostics: %v", name, len(diags), diags)
			continue
		}
		for _, want := range c.want {
			if got := said(diags[0]); !strings.Contains(got, want) {
				t.Errorf("%s:\ngot  %s\nwant %s", name, got, want)
			}
		}
	}
}

// Each call that a permission allows has it named in a 403, and no other status has.
func TestPermissions(t *testing.T) {
	for operation, permission := range permissions {
		for status, named := range map[int]bool{http.StatusForbidden: true, http.StatusConflict: false} {
			var diags diag.Diagnostics
			addError(&diags, "Cannot", refusal(status, operation, ""), "")
			want := "To " + operation + ", the user of user_token needs the permission " + permission + "."
			if got := said(diags[0]); strings.Contains(got, want) != named {
				t.Errorf("%s, %d: %s", operation, status, got)
			}
		}
	}
}
