package telecomx_test

import (
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/terraform"

	"github.com/iptvops/terraform-provider-iptv/internal/acctest"
	"github.com/iptvops/terraform-provider-iptv/internal/simulator"
	simtelecomx "github.com/iptvops/terraform-provider-iptv/internal/simulator/telecomx"
)

const twenty = `
resource "iptv_package" "many" {
  count    = 20
  name     = "Package ${count.index}"
  channels = { %q = "BASE" }
}
`

// A token that expires in the middle of an apply is renewed once, and nothing fails.
func TestAccSession_expires(t *testing.T) {
	p := acctest.New(t)
	config := login(p, simtelecomx.Username, simtelecomx.Password, fmt.Sprintf(twenty, baseOnly))
	w := acctest.NewWorkspace(t, config)
	w.Must("plan", "-no-color", "-out=plan")
	p.ResetRequests()
	p.TelecomX.ExpireTokensAt(12)
	w.Must("apply", "-no-color", "plan")
	if n := p.Count("telecomx.login"); n != 2 {
		t.Errorf("%d logins, want the first and one more: %v", n, p.Counts())
	}
	if n := len(p.TelecomX.Packages(reseller)); n != 20 {
		t.Errorf("%d packages, want 20", n)
	}
	if n := p.Count("telecomx.logout"); n != 0 {
		t.Errorf("%d logouts", n)
	}
	if plan := w.PlanCode(); plan.Code != 0 {
		t.Errorf("the second plan is not empty\n%s", plan.Output)
	}
}

func TestAccSession_login(t *testing.T) {
	p := acctest.New(t)
	reply := func(status int, body string) func() {
		return func() {
			p.ClearFaults()
			p.ResetRequests()
			p.Inject(simulator.Fault{Operation: "telecomx.login", Status: status, Body: body, Times: -1})
		}
	}
	config := login(p, simtelecomx.Username, simtelecomx.Password, packageWith(""))
	acctest.Test(t, resource.TestStep{
		Config:      login(p, simtelecomx.Username, "not the password", fmt.Sprintf(twenty, baseOnly)),
		ExpectError: words(`the login was refused; check username and password`),
	})
	if n := p.Count("telecomx.login"); n > 3 { // one in each run of the provider: addresses that try again and again are blacklisted
		t.Errorf("%d logins with a wrong password", n)
	}
	acctest.Test(t,
		resource.TestStep{
			PreConfig: reply(401, p.TelecomX.ErrorBody(401, "smsKey", "SMS key required")), Config: config,
			ExpectError: words(`asks for a code \(SMS or authenticator\).*TELECOMX_TOKEN`),
		},
		resource.TestStep{
			PreConfig: reply(200, `{"success": true}`), Config: config,
			ExpectError: words(`asks for a code \(SMS or authenticator\)`),
		},
		resource.TestStep{
			PreConfig: func() { p.ClearFaults(); p.TelecomX.Blacklist(true) }, Config: config,
			ExpectError: words(`IP address is blacklisted`),
		},
		resource.TestStep{
			PreConfig: func() { p.TelecomX.Blacklist(false); p.ResetRequests() }, Config: config,
			Check: func(*terraform.State) error {
				if p.Count("telecomx.package.create") != 1 {
					return fmt.Errorf("%v", p.Counts())
				}
				return nil
			},
		},
	)
}

// No credential is in a log, at the most talkative level, through a whole life with errors in it.
func TestAccSession_logs(t *testing.T) {
	p := acctest.New(t)
	const password = "a-very&secret=value"
	p.TelecomX.AddEmployee(simtelecomx.Employee{Username: "marked@telecomx.example", Password: password, Level: "RESELLER",
		Customer: reseller})
	hcl := packageWith("") + subscriptionWith("packages = [{ id = iptv_package.news.id }]") + fmt.Sprintf(opened, customer)
	w := acctest.NewWorkspace(t, login(p, "marked@telecomx.example", password, hcl))
	w.Env = []string{"TF_LOG=TRACE", "TF_LOG_PATH=" + filepath.Join(w.Dir, "trace.log")}

	p.Inject(
		simulator.Fault{Operation: "telecomx.package.list", Status: 503, RetryAfter: 1},
		simulator.Fault{Operation: "telecomx.package.create", Kind: simulator.Drop},
		simulator.Fault{Operation: "telecomx.subscription.update", Kind: simulator.HTML, Status: 502},
	)
	w.Apply()
	p.TelecomX.ExpireTokensAt(3)
	w.Write("main.tf", login(p, "marked@telecomx.example", password,
		strings.Replace(hcl, "packages = [", fmt.Sprintf("packages = [{ id = %q }, ", nobody), 1)))
	if failed := w.Run("apply", "-auto-approve", "-no-color"); failed.Code == 0 {
		t.Error("an unknown package was accepted")
	}
	w.Write("main.tf", login(p, "marked@telecomx.example", password, hcl))
	w.Must("destroy", "-auto-approve", "-no-color")
	w.Write("main.tf", as(p, simtelecomx.Token, reseller, packageWith("")))
	w.Apply()

	log := w.Read("trace.log")
	if !strings.Contains(log, "create package") {
		t.Fatal("the log does not show the provider's requests: it proves nothing")
	}
	secrets := map[string]bool{password: true}
	for _, r := range p.Requests() {
		if token := r.Query.Get("token"); token != "" {
			secrets[token] = true
		}
	}
	if len(secrets) < 5 {
		t.Fatalf("only %d tokens were seen", len(secrets)-1)
	}
	for secret := range secrets {
		if strings.Contains(log, secret) {
			t.Errorf("the log holds the credential %q", secret)
		}
	}
}

// Credentials and the default customer may come from a resource of the same apply; a plan over existing objects that
// cannot ask the platform yet shows the last known state.
func TestAccSession_credentialsLater(t *testing.T) {
	p := acctest.New(t)
	config := func(version int, name string) string {
		return acctest.Bare(fmt.Sprintf(`
resource "terraform_data" "access" {
  input            = { token = %q, customer = %q }
  triggers_replace = %d
}
provider "iptv" {
  telecomx = {
    endpoint    = %q
    token       = terraform_data.access.output.token
    customer_id = terraform_data.access.output.customer
  }
}
`, simtelecomx.Token, reseller, version, p.URL()),
			packageWith(fmt.Sprintf("name = %q", name))+subscriptionWith("npvr = { override = false }\n packages = [{ id = "+
				"iptv_package.news.id }]"))
	}
	acctest.Test(t,
		resource.TestStep{
			Config: config(1, "News"), ConfigPlanChecks: action(news, plancheck.ResourceActionCreate),
			ConfigStateChecks: []statecheck.StateCheck{value(news, "customer_id", knownvalue.StringExact(reseller))},
		},
		resource.TestStep{Config: config(2, "Renamed"), ConfigPlanChecks: action(news, plancheck.ResourceActionUpdate)},
	)
}
