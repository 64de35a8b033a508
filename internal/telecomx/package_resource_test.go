package telecomx_test

import (
	"fmt"
	"regexp"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/terraform"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"

	"github.com/iptvops/terraform-provider-iptv/internal/acctest"
	simtelecomx "github.com/iptvops/terraform-provider-iptv/internal/simulator/telecomx"
)

const news = "iptv_package.news"

// packageWith is a package with the given arguments; name and channels have a default.
func packageWith(arguments string) string {
	if !strings.Contains(arguments, "name ") {
		arguments = "  name = \"News\"\n" + arguments
	}
	if !strings.Contains(arguments, "channels ") {
		arguments += fmt.Sprintf("\n  channels = { %q = \"BASE\" }", baseOnly)
	}
	return "resource \"iptv_package\" \"news\" {\n" + arguments + "\n}\n"
}

func TestAccPackage_lifecycle(t *testing.T) {
	p := acctest.New(t)
	one := func() simtelecomx.Package { return p.TelecomX.Packages(reseller)[0] }
	minimal := p.Config(packageWith(""))
	changed := p.Config(packageWith(fmt.Sprintf("name = \"News and sports\"\n channels = { %q = \"DVB\", %q = \"LOCAL\" }", dvbOnly,
		every)))
	lower := p.Config(packageWith(fmt.Sprintf("channels = { %q = \"BASE\" }\n customer_id = %q", strings.ToLower(baseOnly),
		strings.ToLower(reseller))))
	acctest.Test(t,
		resource.TestStep{
			Config:           minimal,
			ConfigPlanChecks: action(news, plancheck.ResourceActionCreate),
			// The plan looks for a package like it, and the apply for what exists before it creates.
			Check: counted(p, map[string]int{"telecomx.package.create": 1, "telecomx.package.list": 2,
				"telecomx.package.update": 0}),
			ConfigStateChecks: []statecheck.StateCheck{
				value(news, "id", knownvalue.StringRegexp(regexp.MustCompile(`^[0-9A-F]{24}$`))),
				value(news, "main", knownvalue.Bool(false)),
				value(news, "customer_id", knownvalue.StringExact(reseller)),
				value(news, "channels", knownvalue.MapExact(map[string]knownvalue.Check{baseOnly: knownvalue.StringExact("BASE")})),
			},
		},
		resource.TestStep{
			PreConfig: p.ResetRequests,
			Config:    changed,
			ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{
				plancheck.ExpectResourceAction(news, plancheck.ResourceActionUpdate),
				plancheck.ExpectKnownValue(news, tfjsonpath.New("id"), knownvalue.NotNull()),
			}},
			Check: resource.ComposeTestCheckFunc(
				counted(p, map[string]int{"telecomx.package.create": 0, "telecomx.package.update": 1}),
				func(*terraform.State) error {
					if k := one(); k.Name != "News and sports" || len(k.Channels) != 2 || k.Channels[every] != "LOCAL" {
						return fmt.Errorf("not updated: %+v", k)
					}
					return nil
				}),
		},
		resource.TestStep{Config: minimal, ConfigPlanChecks: action(news, plancheck.ResourceActionUpdate)},
		resource.TestStep{ // another spelling of ids is an update that sends nothing
			PreConfig:        p.ResetRequests,
			Config:           lower,
			ConfigPlanChecks: action(news, plancheck.ResourceActionUpdate),
			Check:            counted(p, map[string]int{"telecomx.package.update": 0, "telecomx.package.create": 0}),
			ConfigStateChecks: []statecheck.StateCheck{
				value(news, "channels", knownvalue.MapExact(map[string]knownvalue.Check{
					strings.ToLower(baseOnly): knownvalue.StringExact("BASE"),
				})),
			},
		},
		resource.TestStep{ // what the platform cannot update replaces
			Config:           p.Config(packageWith("main = true")),
			ConfigPlanChecks: action(news, plancheck.ResourceActionReplace),
			Check: func(*terraform.State) error {
				if n := len(p.TelecomX.Packages(reseller)); n != 1 || !one().Main {
					return fmt.Errorf("%d packages, the first: %+v", n, one())
				}
				return nil
			},
		},
		resource.TestStep{
			Config: p.Config(packageWith(fmt.Sprintf("main = true\n customer_id = %q\n channels = { %q = \"DVB\" }", business,
				simtelecomx.BusinessChannels[0]))),
			ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{
				plancheck.ExpectResourceAction(news, plancheck.ResourceActionReplace),
			}},
		},
	)
	if left := len(p.TelecomX.Packages(reseller)) + len(p.TelecomX.Packages(business)); left != 0 {
		t.Errorf("%d packages are left after destroy", left)
	}
}

func TestAccPackage_import(t *testing.T) {
	p := acctest.New(t)
	theID := func(s *terraform.State) (string, error) { return s.RootModule().Resources[news].Primary.ID, nil }
	withCustomer := func(s *terraform.State) (string, error) {
		return reseller + "/" + s.RootModule().Resources[news].Primary.ID, nil
	}
	block := func(config string, id resource.ImportStateIdFunc) resource.TestStep {
		return resource.TestStep{
			Config: config, ResourceName: news, ImportState: true, ImportStateKind: resource.ImportBlockWithID, ImportStateIdFunc: id,
			ImportPlanChecks: resource.ImportPlanChecks{PreApply: []plancheck.PlanCheck{plancheck.ExpectEmptyPlan()}},
		}
	}
	named := packageWith(fmt.Sprintf("customer_id = %q", reseller))
	acctest.Test(t,
		resource.TestStep{Config: p.Config(packageWith(""))},
		resource.TestStep{ResourceName: news, ImportState: true, ImportStateVerify: true, ImportStateIdFunc: theID},
		resource.TestStep{ResourceName: news, ImportState: true, ImportStateVerify: true, ImportStateIdFunc: withCustomer},
		block(p.Config(packageWith("")), theID),
		block(p.Config(named), theID),
		block(p.Config(named), withCustomer),
		block(as(p, simtelecomx.Token, "", named), withCustomer),
		resource.TestStep{
			ResourceName: news, ImportState: true, ImportStateId: "News", ExpectError: regexp.MustCompile(`CUSTOMER_ID/PACKAGE_ID`),
		},
		resource.TestStep{
			ResourceName: news, ImportState: true, ImportStateId: "5F0E3C9A7B21D4408C6EAFFF",
			ExpectError: regexp.MustCompile(`Cannot import non-existent`),
		},
	)
}

// A package that was imported without its customer adopts the configured one without a request; later ones replace.
func TestAccPackage_adopts(t *testing.T) {
	p := acctest.New(t)
	second := p.TelecomX.AddCustomer(simtelecomx.CustomerInfo{Name: "Second", Reseller: true, Features: []string{"IPTVPRIVATE"}})
	channel := p.TelecomX.AddChannels(second, 1)[0]
	admin := p.TelecomX.AddToken("ADMIN", reseller)
	for name, config := range map[string]func(string) string{
		"without a default": func(hcl string) string { return as(p, admin, "", hcl) },
		"another default":   func(hcl string) string { return as(p, admin, reseller, hcl) },
	} {
		t.Run(name, func(t *testing.T) {
			id := p.TelecomX.AddPackage(simtelecomx.Package{Name: "News", Customer: second,
				Channels: map[string]string{channel: "BASE"}})
			owned := func(owner, channel string) string {
				return config(packageWith(fmt.Sprintf("customer_id = %q\n channels = { %q = \"BASE\" }", owner, channel)) +
					fmt.Sprintf("import {\n to = iptv_package.news\n id = %q\n}\n", id))
			}
			acctest.Test(t,
				resource.TestStep{
					Config:           owned(second, channel),
					ConfigPlanChecks: action(news, plancheck.ResourceActionUpdate),
					ConfigStateChecks: []statecheck.StateCheck{value(news, "customer_id", knownvalue.StringExact(second)),
						value(news, "id", knownvalue.StringExact(id))},
				},
				resource.TestStep{
					Config:           owned(reseller, baseOnly),
					ConfigPlanChecks: action(news, plancheck.ResourceActionReplace),
				},
			)
		})
	}
	if n := p.Count("telecomx.package.create"); n != 2 {
		t.Errorf("%d packages were created, want one for each replacement: %v", n, p.Counts())
	}
	if n := p.Count("telecomx.package.update"); n != 0 {
		t.Errorf("%d updates, want none", n)
	}
}

// A reseller may change a business customer's packages and may not read them: the state then stays as it was written.
func TestAccPackage_unreadable(t *testing.T) {
	p := acctest.New(t)
	config := func(name string) string {
		return p.Config(packageWith(fmt.Sprintf("name = %q\n customer_id = %q\n channels = { %q = \"DVB\" }", name, business, house)))
	}
	w := acctest.NewWorkspace(t, config("House"))
	w.Apply()
	if plan := w.PlanCode(); plan.Code != 0 || !strings.Contains(plan.Output, "Package cannot be read") {
		t.Errorf("exit code %d, want an empty plan with a warning\n%s", plan.Code, plan.Output)
	}
	w.Write("main.tf", config("Hotel"))
	w.Apply()
	if k := p.TelecomX.Packages(business); len(k) != 1 || k[0].Name != "Hotel" {
		t.Errorf("the packages are %+v", k)
	}
	w.Must("destroy", "-auto-approve", "-no-color")
	if n := len(p.TelecomX.Packages(business)); n != 0 {
		t.Errorf("%d packages are left", n)
	}
	if r := w.Run("import", "-no-color", "iptv_package.news",
		p.TelecomX.AddPackage(simtelecomx.Package{Name: "House", Customer: business})); r.Code == 0 {
		t.Errorf("a package that cannot be read was imported\n%s", r.Output)
	}
}

func TestAccPackage_drift(t *testing.T) {
	p := acctest.New(t)
	id := func() string { return p.TelecomX.Packages(reseller)[0].ID }
	config := p.Config(packageWith(""))
	acctest.Test(t,
		resource.TestStep{Config: config},
		resource.TestStep{ // changed by another client
			PreConfig: func() {
				p.TelecomX.UpdatePackage(id(), func(k *simtelecomx.Package) {
					k.Name, k.Channels = "Changed", map[string]string{every: "DVB"}
				})
			},
			Config:           config,
			ConfigPlanChecks: action(news, plancheck.ResourceActionUpdate),
			Check: func(*terraform.State) error {
				if k := p.TelecomX.Packages(reseller)[0]; k.Name != "News" || k.Channels[baseOnly] != "BASE" || len(k.Channels) != 1 {
					return fmt.Errorf("not repaired: %+v", k)
				}
				return nil
			},
		},
		resource.TestStep{
			PreConfig:        func() { p.TelecomX.UpdatePackage(id(), func(k *simtelecomx.Package) { k.Main = true }) },
			Config:           config,
			ConfigPlanChecks: action(news, plancheck.ResourceActionReplace),
		},
		resource.TestStep{ // deleted by another client
			PreConfig:        func() { p.TelecomX.DeletePackage(id()) },
			Config:           config,
			ConfigPlanChecks: action(news, plancheck.ResourceActionCreate),
		},
		resource.TestStep{
			PreConfig: func() { p.TelecomX.DeletePackage(id()) },
			Config:    p.Config(""),
		},
	)
}

// Every attribute may be unknown at plan, keys of channels included, and is checked and sent once it is known.
func TestAccPackage_unknown(t *testing.T) {
	p := acctest.New(t)
	config := p.Config(`
resource "terraform_data" "later" {
  input = { name = "News", main = true, channels = { %q = "BASE", %q = "DVB" }, customer = %q, type = "LOCAL" }
}
resource "iptv_package" "news" {
  name        = terraform_data.later.output.name
  main        = terraform_data.later.output.main
  channels    = terraform_data.later.output.channels
  customer_id = terraform_data.later.output.customer
}
resource "iptv_package" "type" {
  name     = "Types"
  channels = { %q = terraform_data.later.output.type }
}
`, baseOnly, dvbOnly, strings.ToLower(reseller), every)
	acctest.Test(t,
		resource.TestStep{
			Config: config,
			ConfigStateChecks: []statecheck.StateCheck{value(news, "channels", knownvalue.MapSizeExact(2)),
				value(news, "main", knownvalue.Bool(true))},
		},
		resource.TestStep{Config: config, PlanOnly: true},
	)
}

// A plan over many packages reads them with the list; one among many is one request.
func TestAccPackage_bulk(t *testing.T) {
	p := acctest.New(t)
	many := p.Config(`
resource "iptv_package" "many" {
  count    = 120
  name     = "Package ${count.index}"
  channels = { %q = "BASE" }
}
`, baseOnly)
	acctest.Test(t,
		resource.TestStep{
			Config: many,
			// The lists of the preflight are read once by the plan and once by the apply, which needs that of packages anyway.
			Check: counted(p, map[string]int{"telecomx.package.create": 120, "telecomx.package.list": 2, "telecomx.package.get": 0,
				"telecomx.channel.list": 2}),
		},
		resource.TestStep{
			PreConfig: p.ResetRequests, Config: many, ConfigPlanChecks: emptyPlan(),
			Check: func(*terraform.State) error {
				if n := p.Count(); n > 4*12 || p.Count("telecomx.channel.list") != 0 {
					return fmt.Errorf("%d requests over 120 unchanged packages: %v", n, p.Counts())
				}
				return nil
			},
		},
	)
}
