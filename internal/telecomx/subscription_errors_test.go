package telecomx_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/terraform"

	"github.com/iptvops/terraform-provider-iptv/internal/acctest"
	"github.com/iptvops/terraform-provider-iptv/internal/simulator"
	simtelecomx "github.com/iptvops/terraform-provider-iptv/internal/simulator/telecomx"
)

// What is wrong for certain is an error on its attribute before any request.
func TestAccSubscription_invalid(t *testing.T) {
	p := acctest.New(t)
	var steps []resource.TestStep
	for _, c := range []struct{ arguments, want string }{
		{`customer_id = "me"`, `customer_id = "me".*24 hexadecimal characters`},
		{"npvr = {\n override = false\n storage_hours = 5\n}",
			`Value without override.*storage_hours takes effect only with override = true`},
		{"scrub = {\n override = false\n pause = false\n}", `Value without override.*pause takes effect only with override = true`},
		{"npvr = {\n override = true\n storage_hours = 1000\n}", `npvr.storage_hours value must be between 1 and 999`},
		{"npvr = {\n override = true\n auto_expire_days = 0\n}", `npvr.auto_expire_days value must be between 1 and 365`},
		{"npvr = {\n enabled = true\n}", `attribute "override" is required`},
		{`packages = [{ id = "x" }]`, `An ID of Telecom X must be 24 hexadecimal characters, such as [0-9a-f]{24}; got "x"`},
		{fmt.Sprintf(`packages = [{ id = %q }, { id = %q, end = %q }]`, nobody, strings.ToLower(nobody), ahead(3)),
			`Package named twice.*compared without case`},
		{fmt.Sprintf(`packages = [{ id = %q, start = "2030-01-02T00:00:00Z", end = "2030-01-01T00:00:00Z" }]`, nobody), `End before start`},
		{fmt.Sprintf(`packages = [{ id = %q, end = %q }]`, nobody, ahead(370)), `End too far ahead.*at most 12 months`},
		{fmt.Sprintf(`packages = [{ id = %q, end = "tomorrow" }]`, nobody), `Invalid RFC3339`},
	} {
		steps = append(steps, resource.TestStep{Config: p.Config(subscriptionWith(c.arguments)), PlanOnly: true,
			ExpectError: words(c.want)})
	}
	acctest.Test(t, steps...)
	if n := p.Count(); n != 0 {
		t.Errorf("%d requests, want none: %v", n, p.Counts())
	}
}

// What the live catalogue shows is an error of the plan.
func TestAccSubscription_preflight(t *testing.T) {
	p := acctest.New(t)
	one, two, three := seeded(p, "One", true), seeded(p, "Two", true), seeded(p, "Three", false)
	refused := func(arguments, want string) resource.TestStep {
		return resource.TestStep{Config: p.Config(subscriptionWith(arguments)), PlanOnly: true, ExpectError: words(want)}
	}
	acctest.Test(t,
		refused(fmt.Sprintf("packages = [{ id = %q }, { id = %q }]", one, nobody), `Unknown package.*cannot subscribe to package `+nobody),
		refused(fmt.Sprintf("packages = [{ id = %q }, { id = %q }, { id = %q }]", one, three, two), `More than one main package`),
		refused(fmt.Sprintf("customer_id = %q", business), `customer_id = .*Customer does not have the IPTV`),
		refused(fmt.Sprintf("customer_id = %q", nobody), `customer_id = .*Customer does not have the IPTV.*customer `+nobody+
			` needs the feature IPTVPRIVATE.*devices and settings`),
		resource.TestStep{ // a catalogue that cannot be read is no error
			PreConfig: func() {
				p.Inject(simulator.Fault{Operation: "telecomx.package.list", Status: http.StatusForbidden, Times: -1,
					Body: p.TelecomX.ErrorBody(http.StatusForbidden, "access_denied", "Insufficient access level")})
			},
			Config: p.Config(subscriptionWith(fmt.Sprintf("packages = [{ id = %q }]", one))),
		},
		resource.TestStep{ // an unchanged subscription asks for no catalogue, nor does a renamed override
			PreConfig: func() { p.ClearFaults(); p.ResetRequests() },
			Config:    p.Config(subscriptionWith(fmt.Sprintf("packages = [{ id = %q, end = %q }]", one, ahead(9)))),
			Check:     counted(p, map[string]int{"telecomx.package.list": 0, "telecomx.subscription.update": 1}),
		},
		resource.TestStep{
			Config:   p.Config(subscriptionWith(fmt.Sprintf("packages = [{ id = %q }, { id = %q }]", one, two))),
			PlanOnly: true, ExpectError: words(`More than one main package`),
		},
	)
	if n := p.Count("telecomx.subscription.update"); n != 2 {
		t.Errorf("%d updates, want the valid one and the reset of the end", n)
	}
}

// Every row of the platform's error table is caught at plan or reported in its words, on the attribute it named
// (section 4.3).
func TestAccSubscription_refused(t *testing.T) {
	p := acctest.New(t)
	one, two := seeded(p, "One", true), seeded(p, "Two", true)
	config := func(arguments string) string {
		return p.ConfigWith("preflight = false\n max_retries = 0", subscriptionWith(arguments))
	}
	refused := func(arguments, want string, faults ...simulator.Fault) resource.TestStep {
		return resource.TestStep{
			PreConfig: func() { p.ClearFaults(); p.Inject(faults...) },
			Config:    config(arguments), ExpectError: words(`Cannot create subscription.*` + want),
		}
	}
	row := func(status int, message, description string) simulator.Fault {
		return simulator.Fault{Operation: "telecomx.subscription.update", Status: status,
			Body: p.TelecomX.ErrorBody(status, message, description), Times: -1}
	}
	npvr := "npvr = {\n override = true\n storage_hours = 5\n auto_expire_days = 6\n}"
	acctest.Test(t,
		refused(fmt.Sprintf("customer_id = %q\n packages = []", business), `customer_id = .*Customer does not have the IPTV`),
		refused(npvr, `Storage size must be between 1 and 999`,
			row(http.StatusUnprocessableEntity, "nPvr.storage", "Storage size must be between 1 and 999")),
		refused(npvr, `Number of days must be between 1 and 365`,
			row(http.StatusUnprocessableEntity, "nPvr.autoExpireDays", "Number of days must be between 1 and 365")),
		refused(fmt.Sprintf("packages = [{ id = %q }]", nobody), `packages = \[.*Package not found`),
		refused(fmt.Sprintf("packages = [{ id = %q }]", one), `packages = \[.*Package can only be included once`,
			row(http.StatusConflict, "packages[]._id", "Package can only be included once")),
		refused(fmt.Sprintf("packages = [{ id = %q }, { id = %q }]", one, two), `packages = \[.*Only 1 main package is allowed`),
		refused(fmt.Sprintf("packages = [{ id = %q, start = %q, end = %q }]", one, ahead(300), ahead(600)),
			`packages = \[.*Date is too far into the future - max 12 months`),
		refused(fmt.Sprintf("packages = [{ id = %q }]", one), `packages = \[.*End date cannot be before start date`,
			row(http.StatusUnprocessableEntity, "packages[].end", "End date cannot be before start date")),
		refused("packages = []", `Insufficient access level.*level RESELLER or above`,
			row(http.StatusForbidden, "access_denied", "Insufficient access level")),
		refused("packages = []", `<Unspecified>.*internal_error`, row(http.StatusInternalServerError, "internal_error", "<Unspecified>")),
		resource.TestStep{
			PreConfig: func() { p.ClearFaults(); p.TelecomX.SetNPvrAvailable(reseller, false) },
			Config:    config(npvr), ExpectError: words(`nPvr is not available`),
		},
		resource.TestStep{Config: config("npvr = { override = false }")},
		resource.TestStep{Config: config("npvr = { override = false }"), PlanOnly: true},
	)
	acctest.Test(t, resource.TestStep{ // who may read a subscription may not always change it
		Config:      as(p, p.TelecomX.AddToken("OWNER", customer), "", subscriptionWith("packages = []")),
		ExpectError: words(`Cannot create subscription.*level RESELLER or above`),
	})
}

// A creation does not take away what a customer has, unless it is told to.
func TestAccSubscription_overwrite(t *testing.T) {
	p := acctest.New(t)
	one, two := seeded(p, "One", true), seeded(p, "Two", false)
	yes, hours := true, 25
	p.TelecomX.SetSubscription(customer, simtelecomx.Subscription{
		NPvr:     simtelecomx.NPvr{Override: true, Storage: &hours},
		Scrub:    simtelecomx.Scrub{Override: true, Pause: &yes},
		Packages: []simtelecomx.Subscribed{{ID: one, Start: p.Now().Add(-time.Hour)}},
	})
	refused := func(arguments, want string) []resource.TestStep {
		want = `Subscription would be overwritten.*customer_id = .*already has ` + want + `.*terraform import ADDRESS ` + customer +
			`.*allow_overwrite = true`
		return []resource.TestStep{
			{Config: p.Config(subscriptionWith(arguments)), PlanOnly: true, ExpectError: words(want)},
			{Config: p.ConfigWith("preflight = false", subscriptionWith(arguments)), ExpectError: words(want)},
		}
	}
	steps := refused(fmt.Sprintf("packages = [{ id = %q }]", two), `package `+one)
	steps = append(steps, refused(fmt.Sprintf("packages = [{ id = %q, end = %q }]", one, ahead(5)), `package `+one+` with other dates`)...)
	steps = append(steps, refused("npvr = { override = false }\n scrub = { override = false }",
		`an override of network recording, an override of scrubbing`)...)
	acctest.Test(t, append(steps,
		resource.TestStep{ // what it has already is not overwritten
			Config: p.Config(subscriptionWith(fmt.Sprintf("npvr = {\n override = true\n storage_hours = 25\n}\n scrub = {\n override = "+
				"true\n pause = true\n}\n packages = [{ id = %q }, { id = %q }]", one, two))),
		},
	)...)
	p.TelecomX.SetSubscription(customer, simtelecomx.Subscription{
		Packages: []simtelecomx.Subscribed{{ID: one, Start: p.Now()}},
	})
	acctest.Test(t, resource.TestStep{
		Config: p.Config(subscriptionWith(fmt.Sprintf("packages = [{ id = %q }]\n allow_overwrite = true", two))),
		Check: func(*terraform.State) error {
			if s := p.TelecomX.Subscription(customer); len(s.Packages) != 1 || s.Packages[0].ID != two {
				return fmt.Errorf("the customer has %+v", s)
			}
			return nil
		},
	})
}

// A lost response to the first write leaves nothing in state; the next apply takes over what it wrote.
func TestAccSubscription_lostAnswer(t *testing.T) {
	p := acctest.New(t)
	one := seeded(p, "One", true)
	config := p.Config(subscriptionWith(fmt.Sprintf("npvr = { override = true }\n packages = [{ id = %q, end = %q }]", one, ahead(9))))
	p.Inject(simulator.Fault{Operation: "telecomx.subscription.update", Status: http.StatusGatewayTimeout, Commit: true})
	acctest.Test(t, resource.TestStep{Config: config}, resource.TestStep{Config: config, PlanOnly: true})

	p.Inject(simulator.Fault{Operation: "telecomx.subscription.update", Kind: simulator.Drop, Commit: true})
	without := strings.Replace(config, "telecomx = {", "max_retries = 0\n telecomx = {", 1)
	acctest.Test(t,
		resource.TestStep{Config: without, ExpectError: words(`Cannot create subscription`)},
		resource.TestStep{Config: without, ConfigPlanChecks: action(home, plancheck.ResourceActionCreate)},
	)
}

// A customer that lost its IPTV has no subscription any more: it leaves the state, and destroying it is content.
func TestAccSubscription_gone(t *testing.T) {
	p := acctest.New(t)
	featureless := simulator.Fault{Operation: "telecomx.subscription.get", Status: http.StatusForbidden, Times: -1,
		Body: p.TelecomX.ErrorBody(http.StatusForbidden, "customer", "Customer does not have the IPTV")}
	config := p.Config(subscriptionWith("npvr = { override = true }"))
	acctest.Test(t,
		resource.TestStep{Config: config},
		resource.TestStep{
			PreConfig: func() { p.Inject(featureless) },
			Config:    config, ExpectError: words(`customer_id = .*Customer does not have the IPTV`),
		},
		resource.TestStep{
			PreConfig: func() { p.ClearFaults() },
			Config:    config, ConfigPlanChecks: action(home, plancheck.ResourceActionNoop),
		},
		resource.TestStep{
			PreConfig: func() {
				featureless.Operation = "telecomx.subscription.update"
				p.Inject(featureless)
			},
			Config: p.Config(""),
		},
	)
}

// With create_before_destroy a package that a customer has is replaced, and also removed, in one apply.
func TestAccSubscription_replacedPackage(t *testing.T) {
	p := acctest.New(t)
	config := func(isMain bool) string {
		return p.Config(packageWith(fmt.Sprintf("main = %t\n lifecycle {\n create_before_destroy = true\n }", isMain)) +
			subscriptionWith("packages = [{ id = iptv_package.news.id }]"))
	}
	acctest.Test(t,
		resource.TestStep{Config: config(false)},
		resource.TestStep{Config: config(true), ConfigPlanChecks: action(news, plancheck.ResourceActionReplace)},
		resource.TestStep{Config: p.Config(subscriptionWith("packages = []"))},
	)
	if n := len(p.TelecomX.Packages(reseller)); n != 0 {
		t.Errorf("%d packages are left", n)
	}
}
