package telecomx_test

import (
	"fmt"
	"net/http"
	"path/filepath"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-testing/echoprovider"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"

	"github.com/iptvops/terraform-provider-iptv/internal/acctest"
	"github.com/iptvops/terraform-provider-iptv/internal/simulator"
	simtelecomx "github.com/iptvops/terraform-provider-iptv/internal/simulator/telecomx"
)

func accounts(path tfjsonpath.Path, check knownvalue.Check) statecheck.StateCheck {
	return statecheck.ExpectKnownValue("data.iptv_drm_accounts.all", path, check)
}

func account(i int) tfjsonpath.Path { return tfjsonpath.New("accounts").AtSliceIndex(i) }

// owner is a configuration whose employee belongs to the business customer.
func owner(p *acctest.Platforms, hcl string) string {
	return as(p, p.TelecomX.AddToken("OWNER", business), "", hcl)
}

func TestAccDRMAccounts_dataSource(t *testing.T) {
	p := acctest.New(t)
	acctest.Test(t,
		resource.TestStep{ // condensed, under both names
			Config: owner(p, `
data "drm_accounts" "short" {
  provider = iptv
}
data "iptv_drm_accounts" "all" {}
`),
			ConfigStateChecks: []statecheck.StateCheck{
				statecheck.ExpectKnownValue("data.drm_accounts.short", tfjsonpath.New("accounts"), knownvalue.ListSizeExact(3)),
				accounts(tfjsonpath.New("total"), knownvalue.Int64Exact(3)),
				accounts(account(0), knownvalue.ObjectExact(map[string]knownvalue.Check{
					"username": knownvalue.StringExact("donald@duck.example"),
					"created":  knownvalue.StringExact("2016-01-01T00:00:00Z"), "device_count": knownvalue.Int64Exact(2),
					"devices": knownvalue.Null(),
				})),
				accounts(tfjsonpath.New("passwords"), knownvalue.Null()),
			},
		},
		resource.TestStep{ // passwords are asked for
			Config: owner(p, "data \"iptv_drm_accounts\" \"all\" {\n include_passwords = true\n}\n"),
			ConfigStateChecks: []statecheck.StateCheck{
				accounts(tfjsonpath.New("passwords").AtMapKey("donald@duck.example"), knownvalue.StringExact("secret-1-drm")),
				accounts(tfjsonpath.New("passwords"), knownvalue.MapSizeExact(3)),
				statecheck.ExpectSensitiveValue("data.iptv_drm_accounts.all", tfjsonpath.New("passwords")),
			},
		},
		resource.TestStep{
			Config: owner(p, "data \"iptv_drm_accounts\" \"all\" {\n full = true\n}\n"),
			ConfigStateChecks: []statecheck.StateCheck{
				accounts(account(0).AtMapKey("devices"), knownvalue.ListExact([]knownvalue.Check{
					knownvalue.ObjectExact(map[string]knownvalue.Check{
						"id": knownvalue.StringExact("61B5E2A48D00000000000002"), "type": knownvalue.StringExact("IOS"),
						"name": knownvalue.StringExact("Donalds mobile"), "model": knownvalue.StringExact("iPhone 6"),
					}),
					knownvalue.ObjectPartial(map[string]knownvalue.Check{"name": knownvalue.StringExact(""), "model": knownvalue.Null()}),
				})),
				accounts(account(2).AtMapKey("devices"), knownvalue.ListSizeExact(0)),
				accounts(account(2).AtMapKey("device_count"), knownvalue.Int64Exact(0)),
			},
		},
		resource.TestStep{
			Config: owner(p, "data \"iptv_drm_accounts\" \"all\" {\n filter = \"hotel\"\n}\n"),
			ConfigStateChecks: []statecheck.StateCheck{
				accounts(tfjsonpath.New("accounts"), knownvalue.ListSizeExact(1)), accounts(account(0).AtMapKey("username"),
					knownvalue.StringExact("hotel-reception")),
			},
		},
		resource.TestStep{ // the private customer, as its reseller
			Config: p.Config("data \"iptv_drm_accounts\" \"all\" {\n customer_id = %q\n}\n", customer),
			ConfigStateChecks: []statecheck.StateCheck{
				accounts(account(0).AtMapKey("username"), knownvalue.StringExact(simtelecomx.Account)),
			},
		},
	)
}

// Windows as arguments, of a list that has more.
func TestAccDRMAccounts_windows(t *testing.T) {
	p := acctest.New(t)
	host := p.TelecomX.AddCustomer(simtelecomx.CustomerInfo{Name: "Large", Parent: reseller, Features: []string{"IPTVPRIVATE"}})
	names := p.TelecomX.AddDRMAccounts(host, 30)
	window := func(arguments string, n int, first string) resource.TestStep {
		return resource.TestStep{
			Config: p.Config("data \"iptv_drm_accounts\" \"all\" {\n customer_id = %q\n %s\n}\n", host, arguments),
			ConfigStateChecks: []statecheck.StateCheck{
				accounts(tfjsonpath.New("total"), knownvalue.Int64Exact(30)),
				accounts(tfjsonpath.New("accounts"), knownvalue.ListSizeExact(n)),
				accounts(account(0).AtMapKey("username"), knownvalue.StringExact(first)),
			},
		}
	}
	acctest.Test(t, window("offset = 5\n limit = 10", 10, names[5]), window("offset = 25", 5, names[25]))
}

func TestAccDRMAccounts_errors(t *testing.T) {
	p := acctest.New(t)
	refused := func(arguments, want string) resource.TestStep {
		return resource.TestStep{Config: p.Config("data \"iptv_drm_accounts\" \"all\" {\n %s\n}\n", arguments), ExpectError: words(want)}
	}
	acctest.Test(t,
		refused("offset = -1", `offset value must be at least 0`),
		refused("limit = 0", `limit value must be between 1 and 500`),
		refused("limit = 501", `limit value must be between 1 and 500`),
		refused(`customer_id = "me"`, `24 hexadecimal characters`),
		refused(fmt.Sprintf("customer_id = %q", business),
			`Cannot list DRM accounts.*Insufficient access level.*only of customers with the feature IPTVPRIVATE`),
		refused(fmt.Sprintf("customer_id = %q", nobody), `Cannot list DRM accounts.*Insufficient access level`),
		resource.TestStep{
			PreConfig: func() {
				p.Inject(simulator.Fault{Operation: "telecomx.drm.list", Status: http.StatusInternalServerError, Times: -1,
					Body: p.TelecomX.ErrorBody(http.StatusInternalServerError, "internal_error", "<Unspecified>")})
			},
			Config:      p.ConfigWith("max_retries = 0", "data \"iptv_drm_accounts\" \"all\" {}\n"),
			ExpectError: words(`Cannot list DRM accounts.*<Unspecified>.*internal_error`),
		},
		resource.TestStep{ // a response that is no page of accounts shows no piece of it
			PreConfig: func() {
				p.ClearFaults()
				p.Inject(simulator.Fault{Operation: "telecomx.drm.list", Status: http.StatusOK, Times: -1,
					Body: `{"total": 1, "accounts": ["hunter22"]}`})
			},
			Config:      p.Config("data \"iptv_drm_accounts\" \"all\" {}\n"),
			ExpectError: words(`an account has another form than documented`),
		},
	)
}

const opened = `
ephemeral "iptv_drm_accounts" "all" {
  customer_id = %q
  full        = true
}
ephemeral "drm_accounts" "short" {
  provider    = iptv
  customer_id = ephemeral.iptv_drm_accounts.all.customer_id
  filter      = "5665"
}
`

func TestAccDRMAccounts_ephemeral(t *testing.T) {
	acctest.NeedsEphemeral(t)
	p := acctest.New(t)
	factories := acctest.Factories()
	factories["echo"] = func() (tfprotov6.ProviderServer, error) { return echoprovider.NewProviderServer()() }
	resource.UnitTest(t, resource.TestCase{
		ProtoV6ProviderFactories: factories,
		Steps: []resource.TestStep{{
			Config: strings.Replace(p.Config(opened+`
provider "echo" {
  data = { total = ephemeral.drm_accounts.short.total, account = ephemeral.iptv_drm_accounts.all.accounts[0] }
}
resource "echo" "seen" {}
`, customer), "required_providers {", "required_providers {\n    echo = { source = \"iptvops/echo\" }", 1),
			ConfigStateChecks: []statecheck.StateCheck{
				statecheck.ExpectKnownValue("echo.seen", tfjsonpath.New("data").AtMapKey("total"), knownvalue.Int64Exact(1)),
				statecheck.ExpectKnownValue("echo.seen", tfjsonpath.New("data").AtMapKey("account"),
					knownvalue.ObjectPartial(map[string]knownvalue.Check{
						"username": knownvalue.StringExact(simtelecomx.Account), "password": knownvalue.StringExact("vgh38gy3uvhebv"),
						"device_count": knownvalue.Int64Exact(1),
					})),
			},
		}},
	})
}

// Ephemeral passwords are neither in state nor in the plan file; those of the data source are, which shows that the
// search would find them.
func TestAccDRMAccounts_leavesNoTrace(t *testing.T) {
	acctest.NeedsEphemeral(t)
	p := acctest.New(t)
	const password = "vgh38gy3uvhebv"
	w := acctest.NewWorkspace(t, p.Config(opened, customer)+`
resource "terraform_data" "other" {
  input = "other"
}
`)
	traces := func(dir string) int {
		w.Must("plan", "-no-color", "-out="+filepath.Join(w.Dir, "plan"))
		shown := w.Must("show", "-json", "plan")
		w.Must("apply", "-no-color", "plan")
		return strings.Count(w.Read("terraform.tfstate"), password) + strings.Count(shown, password) +
			strings.Count(acctest.Unzipped(t, filepath.Join(dir, "plan")), password)
	}
	if n := traces(w.Dir); n != 0 {
		t.Errorf("%d passwords are in state or plan", n)
	}
	if n := p.Count("telecomx.drm.list"); n < 2 { // OpenTofu opens each of the two once, Terraform in plan and apply
		t.Fatalf("%d requests: the ephemeral resources were not opened", n)
	}
	w.Write("main.tf", p.Config("data \"iptv_drm_accounts\" \"all\" {\n customer_id = %q\n}\n", customer))
	if n := traces(w.Dir); n != 0 {
		t.Errorf("%d passwords that nobody asked for are in state or plan", n)
	}
	w.Write("main.tf", p.Config("data \"iptv_drm_accounts\" \"all\" {\n customer_id = %q\n include_passwords = true\n}\n", customer))
	if n := traces(w.Dir); n == 0 {
		t.Error("the data source's password is found nowhere: the search proves nothing")
	}
}
