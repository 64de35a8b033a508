package telecomx_test

import (
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/terraform"

	"github.com/iptvops/terraform-provider-iptv/internal/acctest"
	"github.com/iptvops/terraform-provider-iptv/internal/simulator"
	simtelecomx "github.com/iptvops/terraform-provider-iptv/internal/simulator/telecomx"
)

const nobody = "5F0E3C9A7B21D4408C6EAFFF" // no object has this id

// What is wrong for certain is an error on its attribute before any request.
func TestAccPackage_invalid(t *testing.T) {
	p := acctest.New(t)
	var steps []resource.TestStep
	for _, c := range []struct{ arguments, want string }{
		{`name = ""`, `name = "".*Attribute name string length must be at least 1`},
		{`channels = {}`, `channels = {}.*Attribute channels map must contain at least 1 elements and at most 1000 elements`},
		{`channels = { "12345" = "BASE" }`, `must be 24 hexadecimal characters`},
		{fmt.Sprintf(`channels = { %q = "IP" }`, baseOnly), `value must be one of: \["BASE" "DVB" "LOCAL"\]`},
		{fmt.Sprintf(`channels = { %q = null }`, baseOnly), `Channel without a type.*` + baseOnly + ` is null`},
		{fmt.Sprintf(`channels = { %q = "BASE", %q = "BASE" }`, baseOnly, strings.ToLower(baseOnly)),
			`Channel named twice.*are the same channel`},
		{`customer_id = "me"`, `customer_id = "me".*must be 24 hexadecimal characters`},
	} {
		steps = append(steps, resource.TestStep{Config: p.Config(packageWith(c.arguments)), PlanOnly: true, ExpectError: words(c.want)})
	}
	steps = append(steps, resource.TestStep{
		Config: as(p, simtelecomx.Token, "", packageWith("")), PlanOnly: true,
		ExpectError: words(`Missing customer.*customer_id here.*TELECOMX_CUSTOMER_ID`),
	})
	acctest.Test(t, steps...)
	if n := p.Count(); n != 0 {
		t.Errorf("%d requests, want none: %v", n, p.Counts())
	}
}

// What the live catalogue shows is an error of the plan, or a warning where it is inferred only.
func TestAccPackage_preflight(t *testing.T) {
	p := acctest.New(t)
	unknown := packageWith(fmt.Sprintf("channels = {\n %q = \"BASE\"\n %q = \"DVB\"\n }", baseOnly, nobody))
	acctest.Test(t,
		resource.TestStep{
			Config: p.Config(unknown), PlanOnly: true,
			ExpectError: words(`Unknown channel.*with iptv_package.news.*has no channel ` + nobody),
		},
		resource.TestStep{ // only what a plan adds is looked for
			Config: p.Config(packageWith("")),
		},
		resource.TestStep{
			PreConfig: p.ResetRequests,
			Config:    p.Config(packageWith("name = \"Renamed\"")),
			Check:     counted(p, map[string]int{"telecomx.channel.list": 0, "telecomx.package.update": 1}),
		},
		resource.TestStep{
			Config: p.Config(unknown), PlanOnly: true, ExpectError: words(`Unknown channel`),
		},
		resource.TestStep{ // switched off, the platform is the judge
			PreConfig:   p.ResetRequests,
			Config:      p.ConfigWith("preflight = false", unknown),
			ExpectError: words(`Cannot update package.*with iptv_package.news.*Channel not found.*it is channel ` + nobody),
		},
		resource.TestStep{ // a catalogue that cannot be read is no error
			PreConfig: func() {
				p.Inject(simulator.Fault{Operation: "telecomx.channel.list", Status: http.StatusForbidden, Times: -1,
					Body: p.TelecomX.ErrorBody(http.StatusForbidden, "access_denied", "Insufficient access level")})
			},
			Config: p.Config(packageWith(fmt.Sprintf("channels = { %q = \"DVB\" }", every))),
		},
		resource.TestStep{
			Config:      p.Config(unknown),
			ExpectError: words(`Cannot update package.*channels = \{.*Channel not found`),
		},
	)

	p = acctest.Start(t)
	w := acctest.NewWorkspace(t, p.Config(packageWith(fmt.Sprintf("channels = { %q = \"BASE\" }", dvbOnly))))
	if plan := w.PlanCode(); plan.Code != 2 || !strings.Contains(plan.Output, "Channel may not support the type") {
		t.Errorf("exit code %d, want a plan with a warning\n%s", plan.Code, plan.Output)
	}
	if n := p.Count("telecomx.package.create"); n != 0 {
		t.Errorf("a plan created %d packages", n)
	}
}

// Every row of the platform's error tables is reported in its words, on the attribute it named (section 3.3).
func TestAccPackage_refused(t *testing.T) {
	for name, shape := range map[string]simtelecomx.ErrorShape{
		"flat": simtelecomx.ErrorFlat, "nested": simtelecomx.ErrorNested,
		"keyed": simtelecomx.ErrorKeyed, "array": simtelecomx.ErrorArray,
	} {
		t.Run(name, func(t *testing.T) {
			p := acctest.New(t)
			p.TelecomX.SetVariants(func(v *simtelecomx.Variants) {
				*v = simtelecomx.Variants{ErrorShape: shape, ExplicitNulls: shape == simtelecomx.ErrorNested}
			})
			missingName := simulator.Fault{Operation: "telecomx.package.create", Status: http.StatusNotFound,
				Body: p.TelecomX.ErrorBody(http.StatusNotFound, "name", "Name is missing")}
			invalidType := simulator.Fault{Operation: "telecomx.package.create", Status: http.StatusUnprocessableEntity,
				Body: p.TelecomX.ErrorBody(http.StatusUnprocessableEntity, "channels[].type", "Type is invalid")}
			unspecified := simulator.Fault{Operation: "telecomx.package.create", Status: http.StatusInternalServerError, Times: -1,
				Body: p.TelecomX.ErrorBody(http.StatusInternalServerError, "internal_error", "<Unspecified>")}
			refused := func(arguments, want string, faults ...simulator.Fault) resource.TestStep {
				return resource.TestStep{
					PreConfig: func() { p.ClearFaults(); p.Inject(faults...) },
					Config: p.ConfigWith("preflight = false\n max_retries = 0",
						packageWith(arguments)), ExpectError: words(`Cannot create package.*` + want),
				}
			}
			acctest.Test(t,
				refused(fmt.Sprintf("customer_id = %q", nobody), `customer_id = "`+nobody+`".*Customer not found \(HTTP 404`),
				refused(fmt.Sprintf("customer_id = %q", customer),
					`customer_id = .*Customer cannot host common IPTV settings.*IPTVPRIVATE or to a business customer.*Set customer_id`),
				refused("", `name = "News".*Name is missing`, missingName),
				refused(fmt.Sprintf("channels = {\n %q = \"BASE\"\n}", nobody),
					`Channel not found \(HTTP 404 Not Found\).*channel `+nobody),
				refused(fmt.Sprintf("channels = {\n %q = \"BASE\"\n}", dvbOnly), `Channel does not support type BASE.*channel `+dvbOnly),
				refused(fmt.Sprintf("channels = {\n %q = \"DVB\"\n}", baseOnly), `Channel does not support type DVB.*channel `+baseOnly),
				refused(fmt.Sprintf("channels = {\n %q = \"LOCAL\"\n}", baseOnly), `Channel does not support type LOCAL`),
				refused("", `channels = \{.*Type is invalid`, invalidType),
				refused("", `<Unspecified>.*internal_error.*Nothing new was found`, unspecified),
			)
			if n := len(p.TelecomX.Packages(reseller)); n != 0 {
				t.Errorf("%d packages were created", n)
			}
		})
	}
}

func TestAccPackage_denied(t *testing.T) {
	p := acctest.New(t)
	acctest.Test(t,
		resource.TestStep{
			Config:      as(p, p.TelecomX.AddToken("VIEWER", reseller), reseller, packageWith("")),
			ExpectError: words(`Cannot create package.*Insufficient access level.*access_denied.*level RESELLER or above.*telecomx.token`),
		},
		resource.TestStep{
			Config:      as(p, "no-such-token", reseller, packageWith("")),
			ExpectError: words(`Telecom X refuses the credentials.*Authorization required, please login; check the token`),
		},
		resource.TestStep{
			PreConfig:   func() { p.TelecomX.RefuseIP(true) },
			Config:      p.Config(packageWith("")),
			ExpectError: words(`IP address not authenticated; a token is good for the address only`),
		},
		resource.TestStep{
			PreConfig:   func() { p.TelecomX.RefuseIP(false) },
			Config:      acctest.Bare("provider \"iptv\" {}\n", packageWith("")),
			ExpectError: words(`Telecom X is not configured.*telecomx = \{.*TELECOMX_TOKEN`),
		},
		resource.TestStep{ // a 404 in plain text is not the platform's own "gone": two lists that lack the package settle it
			Config: p.Config(packageWith("")),
		},
		resource.TestStep{
			PreConfig: func() {
				p.TelecomX.SetVariants(func(v *simtelecomx.Variants) { *v = simtelecomx.Variants{ErrorShape: simtelecomx.ErrorText} })
				p.TelecomX.DeletePackage(p.TelecomX.Packages(reseller)[0].ID)
			},
			Config: p.Config(packageWith("")), ConfigPlanChecks: action(news, plancheck.ResourceActionCreate),
		},
	)
}

// A package that is deleted between plan and apply is said to be gone, not created anew behind the user's back.
func TestAccPackage_deletedMeanwhile(t *testing.T) {
	p := acctest.New(t)
	acctest.Test(t,
		resource.TestStep{Config: p.Config(packageWith(""))},
		resource.TestStep{
			PreConfig: func() {
				id := p.TelecomX.Packages(reseller)[0].ID
				p.Inject(simulator.Fault{Operation: "telecomx.package.update", Status: http.StatusNotFound,
					Body: p.TelecomX.ErrorBody(http.StatusNotFound, "id", "Not found"), Do: func() { p.TelecomX.DeletePackage(id) }})
			},
			Config:      p.Config(packageWith("name = \"Renamed\"")),
			ExpectError: words(`Cannot update package.*The package was deleted outside Terraform. Plan again`),
		},
		resource.TestStep{
			Config: p.Config(packageWith("name = \"Renamed\"")), ConfigPlanChecks: action(news, plancheck.ResourceActionCreate),
		},
	)
}

// A package in use is not deleted; the error says which change frees it.
func TestAccPackage_inUse(t *testing.T) {
	p := acctest.New(t)
	acctest.Test(t,
		resource.TestStep{Config: p.Config(packageWith(""))},
		resource.TestStep{
			PreConfig: func() {
				p.TelecomX.SetSubscription(customer, simtelecomx.Subscription{
					Packages: []simtelecomx.Subscribed{{ID: p.TelecomX.Packages(reseller)[0].ID, Start: p.Now()}},
				})
			},
			Config: p.Config(""),
			ExpectError: words(`Cannot delete package.*Package is in use.*still holds package "News", [0-9A-F]{24}.*Take the package ` +
				`out of every subscription.*terraform apply -target=ADDRESS_OF_SUBSCRIPTION.*create_before_destroy`),
		},
		resource.TestStep{
			PreConfig: func() { p.TelecomX.SetSubscription(customer, simtelecomx.Subscription{}) },
			Config:    p.Config(""),
		},
	)
}

// Whatever happens to the responses to creates, there are as many packages as were asked for, each in state once.
func TestAccPackage_lostAnswers(t *testing.T) {
	for name, fault := range map[string]simulator.Fault{
		"504 after commit":      {Status: http.StatusGatewayTimeout, Commit: true},
		"500 before commit":     {Status: http.StatusInternalServerError},
		"dropped after commit":  {Kind: simulator.Drop, Commit: true},
		"dropped before commit": {Kind: simulator.Drop},
		"dropped in the body":   {Kind: simulator.DropInBody},
		"truncated JSON":        {Kind: simulator.TruncateJSON},
		"HTML after commit":     {Kind: simulator.HTML, Commit: true},
	} {
		t.Run(name, func(t *testing.T) {
			p := acctest.New(t)
			equal := simtelecomx.Package{Name: "Same", Customer: reseller, Channels: map[string]string{baseOnly: "BASE"}}
			existing := []string{p.TelecomX.AddPackage(equal), p.TelecomX.AddPackage(equal)}
			fault.Operation, fault.Times, fault.Skip = "telecomx.package.create", 3, 1
			p.Inject(fault)
			config := p.ConfigWith(`request_timeout = "5s"`, `
resource "iptv_package" "same" {
  count    = 6
  name     = "Same"
  channels = { %q = "BASE" }
}
`, baseOnly)
			acctest.Test(t,
				resource.TestStep{Config: config, Check: func(s *terraform.State) error {
					found := map[string]bool{}
					for _, r := range s.RootModule().Resources {
						found[r.Primary.ID] = true
					}
					for _, id := range existing {
						if found[id] {
							return fmt.Errorf("package %s was there before and is in state", id)
						}
					}
					if packages := p.TelecomX.Packages(reseller); len(found) != 6 || len(packages) != 8 {
						return fmt.Errorf("%d packages in state, want 6: %v; %d on the platform, want 8", len(found),
							slices.Sorted(maps.Keys(found)), len(packages))
					}
					return nil
				}},
				resource.TestStep{Config: config, PlanOnly: true},
			)
		})
	}
}

// Where the list is refused, a create whose response was lost is not sent again, and the error says what to do.
func TestAccPackage_lostAnswerWithoutList(t *testing.T) {
	p := acctest.New(t)
	p.Inject(
		simulator.Fault{Operation: "telecomx.package.list", Status: http.StatusForbidden, Times: -1,
			Body: p.TelecomX.ErrorBody(http.StatusForbidden, "access_denied", "Insufficient access level")},
		simulator.Fault{Operation: "telecomx.package.create", Kind: simulator.Drop, Commit: true},
	)
	acctest.Test(t, resource.TestStep{
		Config: p.Config(packageWith("")), ExpectError: words(`Cannot create package.*terraform import`),
	})
	if n := p.Count("telecomx.package.create"); n != 1 {
		t.Errorf("%d creates, want 1", n)
	}
}
