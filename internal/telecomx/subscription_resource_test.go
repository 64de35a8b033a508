package telecomx_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/terraform"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"

	"github.com/iptvops/terraform-provider-iptv/internal/acctest"
	simtelecomx "github.com/iptvops/terraform-provider-iptv/internal/simulator/telecomx"
)

const home = "iptv_subscription.home"

// subscriptionWith is the private customer's subscription with the given arguments.
func subscriptionWith(arguments string) string {
	if !strings.Contains(arguments, "customer_id ") {
		arguments = fmt.Sprintf("  customer_id = %q\n", customer) + arguments
	}
	return "resource \"iptv_subscription\" \"home\" {\n" + arguments + "\n}\n"
}

// seeded adds a package of the reseller.
func seeded(p *acctest.Platforms, name string, isMain bool) string {
	return p.TelecomX.AddPackage(simtelecomx.Package{Name: name, Customer: reseller, Main: isMain,
		Channels: map[string]string{every: "BASE"}})
}

// ahead is an instant so many days from now, of whole seconds.
func ahead(days int) string {
	return testsBegan.AddDate(0, 0, days).Format(time.RFC3339)
}

func effective(enabled bool, hours, days int64) statecheck.StateCheck {
	return value(home, "effective_npvr", knownvalue.ObjectExact(map[string]knownvalue.Check{
		"enabled": knownvalue.Bool(enabled), "storage_hours": knownvalue.Int64Exact(hours), "auto_expire_days": knownvalue.Int64Exact(days),
	}))
}

func TestAccSubscription_lifecycle(t *testing.T) {
	p := acctest.New(t)
	one, two := seeded(p, "One", true), seeded(p, "Two", false)
	end := ahead(90)
	full := p.Config(subscriptionWith(fmt.Sprintf(`
npvr = {
  override         = true
  enabled          = true
  storage_hours    = 25
  auto_expire_days = 180
}
scrub = {
  override = true
  forward  = true
  pause    = true
}
packages = [{ id = %q }, { id = %q, end = %q }]
`, one, strings.ToLower(two), end)))
	has := func() simtelecomx.Subscription { return p.TelecomX.Subscription(customer) }
	var started time.Time
	acctest.Test(t,
		resource.TestStep{ // without a block, nothing is managed and nothing is written
			Config:           p.Config(subscriptionWith("")),
			ConfigPlanChecks: action(home, plancheck.ResourceActionCreate),
			Check:            counted(p, map[string]int{"telecomx.subscription.update": 0}),
			ConfigStateChecks: []statecheck.StateCheck{value(home, "id", knownvalue.StringExact(customer)), effective(true, 50, 90),
				value(home, "packages", knownvalue.Null())},
		},
		resource.TestStep{
			PreConfig: p.ResetRequests,
			Config:    full,
			ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{
				plancheck.ExpectResourceAction(home, plancheck.ResourceActionUpdate),
				plancheck.ExpectUnknownValue(home, tfjsonpath.New("effective_npvr")),
			}},
			Check: resource.ComposeTestCheckFunc(
				counted(p, map[string]int{"telecomx.subscription.update": 1}),
				func(*terraform.State) error {
					s := has()
					if len(s.Packages) != 2 || !s.NPvr.Override || *s.NPvr.Storage != 25 || !s.Scrub.Override || !*s.Scrub.Forward ||
						*s.Scrub.Backward {
						return fmt.Errorf("the customer has %+v", s)
					}
					started = s.Packages[0].Start
					return nil
				}),
			ConfigStateChecks: []statecheck.StateCheck{effective(true, 25, 180)},
		},
		resource.TestStep{ // the known start is sent back, members of npvr that are omitted become the reseller's
			PreConfig: func() { p.Advance(24 * time.Hour); p.ResetRequests() },
			Config: p.Config(subscriptionWith(fmt.Sprintf(`
npvr = {
  override      = true
  storage_hours = 26
}
scrub    = { override = true }
packages = [{ id = %q, end = %q }]
`, one, end))),
			ConfigPlanChecks: action(home, plancheck.ResourceActionUpdate),
			Check: resource.ComposeTestCheckFunc(
				counted(p, map[string]int{"telecomx.subscription.update": 1}),
				func(*terraform.State) error {
					s := has()
					if len(s.Packages) != 1 || !s.Packages[0].Start.Equal(started) || s.NPvr.Enabled != nil || *s.NPvr.Storage != 26 ||
						*s.Scrub.Forward {
						return fmt.Errorf("the customer has %+v, the start was %s", s, started)
					}
					return nil
				}),
			ConfigStateChecks: []statecheck.StateCheck{effective(true, 26, 90)},
		},
		resource.TestStep{
			Config:            p.Config(subscriptionWith("npvr = { override = false }\n scrub = { override = false }\n packages = []")),
			ConfigPlanChecks:  action(home, plancheck.ResourceActionUpdate),
			ConfigStateChecks: []statecheck.StateCheck{effective(true, 50, 90)},
			Check: func(*terraform.State) error {
				if s := has(); len(s.Packages) != 0 || s.NPvr.Override || s.NPvr.Storage != nil || s.Scrub.Override {
					return fmt.Errorf("the customer has %+v", s)
				}
				return nil
			},
		},
		resource.TestStep{Config: full},
		resource.TestStep{ // blocks that are taken out are left as they are
			PreConfig:        p.ResetRequests,
			Config:           p.Config(subscriptionWith("")),
			ConfigPlanChecks: action(home, plancheck.ResourceActionNoop),
			Check: resource.ComposeTestCheckFunc(
				counted(p, map[string]int{"telecomx.subscription.update": 0}),
				func(*terraform.State) error {
					if s := has(); len(s.Packages) != 2 || !s.NPvr.Override {
						return fmt.Errorf("the customer has %+v", s)
					}
					return nil
				}),
		},
		resource.TestStep{
			PreConfig: p.ResetRequests, Config: p.Config(""), Check: counted(p, map[string]int{"telecomx.subscription.update": 1}),
		},
	)
	if s := has(); len(s.Packages) != 0 || s.NPvr.Override || s.Scrub.Override {
		t.Errorf("after destroy the customer has %+v", s)
	}
}

// A creation is one read and one write, preflight included; so is an update.
func TestAccSubscription_requests(t *testing.T) {
	p := acctest.New(t)
	one := seeded(p, "One", true)
	config := p.ConfigWith("preflight = false", subscriptionWith(fmt.Sprintf("packages = [{ id = %q }]", one)))
	w := acctest.NewWorkspace(t, config)
	w.Apply()
	if got, wrote := p.Count("telecomx.subscription.get"), p.Count("telecomx.subscription.update"); got != 1 || wrote != 1 ||
		p.Count() != 2 {
		t.Errorf("a creation took %v", p.Counts())
	}
	w.Must("destroy", "-auto-approve", "-no-color", "-refresh=false")
	w.Write("main.tf", strings.Replace(config, "preflight = false", "", 1))
	w.Must("plan", "-no-color", "-out=plan")
	p.ResetRequests()
	w.Must("apply", "-no-color", "plan")
	if got, wrote := p.Count("telecomx.subscription.get"), p.Count("telecomx.subscription.update"); got != 1 || wrote != 1 {
		t.Errorf("the apply of a creation took %v", p.Counts())
	}
	// The start was omitted and not returned: it has to be known before the package is sent again.
	w.Write("main.tf", strings.Replace(config, "}]", fmt.Sprintf(", end = %q }]", ahead(10)), 1))
	started := p.TelecomX.Subscription(customer).Packages[0].Start
	p.Advance(time.Hour)
	p.ResetRequests()
	w.Must("apply", "-auto-approve", "-no-color", "-refresh=false")
	if got, wrote := p.Count("telecomx.subscription.get"), p.Count("telecomx.subscription.update"); got != 1 || wrote != 1 ||
		p.Count() != 2 {
		t.Errorf("an update took %v", p.Counts())
	}
	if s := p.TelecomX.Subscription(customer); !s.Packages[0].Start.Equal(started) || s.Packages[0].End.IsZero() {
		t.Errorf("the customer has %+v, the start was %s", s, started)
	}
	if plan := w.PlanCode(); plan.Code != 0 {
		t.Errorf("the second plan is not empty\n%s", plan.Output)
	}
}

func TestAccSubscription_import(t *testing.T) {
	p := acctest.New(t)
	one := seeded(p, "One", true)
	managed := p.Config(subscriptionWith(fmt.Sprintf("npvr = {\n override = true\n storage_hours = 30\n}\n packages = [{ id = %q, end = "+
		"%q }]", one, ahead(30))))
	block := func(config string) resource.TestStep {
		return resource.TestStep{
			Config: config, ResourceName: home, ImportState: true, ImportStateKind: resource.ImportBlockWithID,
			ImportPlanChecks: resource.ImportPlanChecks{PreApply: []plancheck.PlanCheck{plancheck.ExpectEmptyPlan()}},
		}
	}
	acctest.Test(t,
		resource.TestStep{Config: managed},
		// an import takes over the block that the configuration omits
		resource.TestStep{ResourceName: home, ImportState: true, ImportStateVerify: true, ImportStateVerifyIgnore: []string{"scrub"}},
		block(managed),
		resource.TestStep{ResourceName: home, ImportState: true, ImportStateId: "home", ExpectError: words(`ID of its customer`)},
		resource.TestStep{ResourceName: home, ImportState: true, ImportStateId: business,
			ExpectError: words(`Customer does not have the IPTV`)},
		resource.TestStep{Config: p.Config(subscriptionWith("npvr = { override = false }\n packages = []"))},
		resource.TestStep{Config: p.Config(subscriptionWith(""))},
		// a customer that has nothing is imported with and without a block
		block(p.Config(subscriptionWith(""))),
		block(p.Config(subscriptionWith("npvr = { override = false }"))),
		block(p.Config(subscriptionWith("npvr = { override = false }\n scrub = { override = false }\n packages = []"))),
	)
}

func TestAccSubscription_drift(t *testing.T) {
	p := acctest.New(t)
	one, two := seeded(p, "One", true), seeded(p, "Two", false)
	config := p.Config(subscriptionWith(fmt.Sprintf("npvr = {\n override = true\n storage_hours = 30\n}\n scrub = {\n override = true\n "+
		"forward = true\n}\n packages = [{ id = %q, end = %q }]", one, ahead(30))))
	change := func(change func(*simtelecomx.Subscription)) func() {
		return func() { p.TelecomX.UpdateSubscription(customer, change) }
	}
	repaired := func(name string, drift func(*simtelecomx.Subscription)) resource.TestStep {
		return resource.TestStep{
			PreConfig: change(drift), Config: config, ConfigPlanChecks: action(home, plancheck.ResourceActionUpdate),
			Check: func(*terraform.State) error {
				s := p.TelecomX.Subscription(customer)
				if len(s.Packages) != 1 || s.Packages[0].End.IsZero() || !s.NPvr.Override || *s.NPvr.Storage != 30 ||
					s.NPvr.Enabled != nil || !s.Scrub.Override || !*s.Scrub.Forward || *s.Scrub.Pause {
					return fmt.Errorf("%s: not repaired: %+v", name, s)
				}
				return nil
			},
		}
	}
	yes, hours := true, 31
	acctest.Test(t,
		resource.TestStep{Config: config},
		repaired("another package", func(s *simtelecomx.Subscription) {
			s.Packages = append(s.Packages, simtelecomx.Subscribed{ID: two, Start: p.Now()})
		}),
		repaired("no package", func(s *simtelecomx.Subscription) { s.Packages = nil }),
		repaired("no end", func(s *simtelecomx.Subscription) { s.Packages[0].End = time.Time{} }),
		repaired("no override", func(s *simtelecomx.Subscription) { s.NPvr.Override, s.Scrub.Override = false, false }),
		repaired("other values", func(s *simtelecomx.Subscription) { s.NPvr.Storage, s.Scrub.Pause = &hours, &yes }),
		repaired("one value more", func(s *simtelecomx.Subscription) { no := false; s.NPvr.Enabled = &no }),
		resource.TestStep{ // the reseller's defaults may change without a plan that is not empty
			PreConfig: func() { p.TelecomX.SetNPvrDefaults(reseller, false, 60, 91) },
			Config:    config, ConfigPlanChecks: emptyPlan(),
			ConfigStateChecks: []statecheck.StateCheck{effective(false, 30, 91)},
		},
		resource.TestStep{ // a get that shows the reseller's value for what is not overridden is no drift
			PreConfig: func() {
				p.TelecomX.SetVariants(func(v *simtelecomx.Variants) { v.ResellerNPvrOnGet, v.ExplicitNulls = true, true })
			},
			Config: config, ConfigPlanChecks: emptyPlan(),
			ConfigStateChecks: []statecheck.StateCheck{effective(false, 30, 91)},
		},
	)
}

// Every value may be unknown at plan, whole packages included.
func TestAccSubscription_unknown(t *testing.T) {
	p := acctest.New(t)
	one := seeded(p, "One", true)
	config := p.Config(packageWith("") + fmt.Sprintf(`
resource "terraform_data" "later" {
  input = { customer = %q, override = true, hours = 12, days = 13, enabled = false, package = %q, end = %q, start = %q }
}
resource "iptv_subscription" "home" {
  customer_id = terraform_data.later.output.customer
  npvr = {
    override         = terraform_data.later.output.override
    enabled          = terraform_data.later.output.enabled
    storage_hours    = terraform_data.later.output.hours
    auto_expire_days = terraform_data.later.output.days
  }
  scrub = {
    override = terraform_data.later.output.override
    forward  = terraform_data.later.output.enabled
  }
  packages = [
    { id = iptv_package.news.id },
    { id = terraform_data.later.output.package, start = terraform_data.later.output.start, end = terraform_data.later.output.end },
  ]
}
`, customer, one, ahead(20), ahead(10)))
	acctest.Test(t,
		resource.TestStep{
			Config:            config,
			ConfigStateChecks: []statecheck.StateCheck{value(home, "packages", knownvalue.SetSizeExact(2)), effective(false, 12, 13)},
		},
		resource.TestStep{Config: config, ConfigPlanChecks: emptyPlan()},
		resource.TestStep{ // also for an update, of the whole set
			Config: p.Config(packageWith("") + fmt.Sprintf(`
resource "terraform_data" "more" {
  input = [{ id = %q, start = null, end = null }]
}
resource "iptv_subscription" "home" {
  customer_id = %q
  packages    = terraform_data.more.output
}
`, one, customer)),
			ConfigStateChecks: []statecheck.StateCheck{value(home, "packages", knownvalue.SetSizeExact(1))},
		},
	)
}
