package simcopy

import (
	"os"
	"testing"

	"github.com/iptvops/terraform-provider-iptv/internal/acctest"
	"github.com/iptvops/terraform-provider-iptv/internal/simulator/seed"
)

func TestMain(m *testing.M) {
	code := m.Run()
	acctest.RemoveBuild()
	os.Exit(code)
}

// Real estates have an object of each resource; the icon's addresses stay those of the estate.
const estateConfig = `
terraform {
  required_providers {
    iptv = { source = "iptvops/iptv" }
  }
}

provider "iptv" {}

resource "icareus_channel" "kids" {
  provider             = iptv
  name                 = "Kids"
  primary_language     = "fi_FI"
  categories           = [11, 13]
  quality              = "SD"
  is_public            = false
  icon_base64          = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
}

resource "iptv_package" "mine" {
  name     = "Mine"
  channels = { "5E00000000000000000000C1" = "BASE", "5e00000000000000000000c3" = "LOCAL" }
}

resource "iptv_subscription" "bob" {
  customer_id = "5E0000000000000000000003"
  npvr        = { override = true, storage_hours = 10 }
  scrub       = { override = true, pause = true }
  packages    = [{ id = iptv_package.mine.id, end = timeadd(plantimestamp(), "720h") }]
  lifecycle { ignore_changes = [packages] }
}

resource "iptv_line" "bought" {
  username       = "bought"
  password       = "of-the-configuration"
  package_id     = 108
  bouquets       = [1, 3]
  mac_addr       = "00-1a-79-00-00-99"
  reseller_notes = "copied"
}

resource "iptv_line" "made" {
  charge_credits = false
  username       = "made"
  expire_at      = "2041-02-03T04:05:06Z"
  is_restreamer  = true
  is_enabled     = false
}

data "iptv_packages" "all" {
  depends_on = [iptv_package.mine]
}

data "drm_accounts" "anna" {
  provider    = iptv
  customer_id = "5E0000000000000000000002"
}

output "seen" {
  value = [icareus_channel.kids.small_icon, length(data.iptv_packages.all.packages), data.drm_accounts.anna.total]
}
`

// The state of an estate plans empty against a copy with passwords. Without them only what a configuration says of a
// password is planned.
func TestOwnStatePlansEmptyAgainstTheCopy(t *testing.T) {
	acctest.CLI(t)
	s, original := sample(t)
	serve(t, s, original.Credentials())
	w := acctest.NewWorkspace(t, estateConfig)
	environment := func() {
		w.Env = nil
		for _, name := range []string{
			"TELECOMX_ENDPOINT", "TELECOMX_USERNAME", "TELECOMX_PASSWORD", "TELECOMX_CUSTOMER_ID", "IPTV_PANEL_ENDPOINT",
			"IPTV_PANEL_API_KEY", "IPTV_PANEL_USER_TOKEN", "ICAREUS_ENDPOINT", "ICAREUS_ORGANIZATION_ID", "ICAREUS_SECRET",
		} {
			w.Env = append(w.Env, name+"="+os.Getenv(name))
		}
	}
	environment()
	w.Apply()
	if result := w.PlanCode(); result.Code != 0 {
		t.Fatalf("the plan against the estate: exit code %d\n%s", result.Code, result.Output)
	}
	// What a copy reads of the estate does not depend on the copy before it.
	texts := map[bool]string{}
	for _, passwords := range []bool{true, false} {
		_, texts[passwords], _ = copied(t, Options{Customers: sampleCustomers[:2], WithPasswords: passwords})
	}
	for passwords, want := range map[bool]int{true: 0, false: 2} {
		document, err := seed.Parse([]byte(texts[passwords]))
		if err != nil {
			t.Fatal(err)
		}
		c := document.Estate()
		serve(t, c, document.Credentials())
		environment()
		result := w.PlanCode()
		if result.Code != want {
			t.Errorf("with passwords %t: exit code %d\n%s", passwords, result.Code, result.Output)
		}
		if c.Count("panel.line.create", "panel.line.createAdvanced", "icareus.addChannel") > 0 {
			t.Errorf("a plan has written: %v", c.Counts())
		}
	}
}
