package audit

import (
	"fmt"
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/iptvops/terraform-provider-iptv/internal/acctest"
	simtelecomx "github.com/iptvops/terraform-provider-iptv/internal/simulator/telecomx"
)

// life is every type, with a number that changes them all. Passwords come from files, so that neither the configuration
// nor a variable in the plan holds them.
func life(n int) string {
	return fmt.Sprintf(`
provider "iptv" {
  max_retries = 0
}

resource "icareus_channel" "it" {
  provider    = iptv
  name        = "News"
  description = "Version %[1]d"
  icon_file   = "icon.gif"
}
resource "iptv_icareus_channel" "it" {
  name        = "More news"
  description = "Version %[1]d"
}
data "icareus_channels" "all" {
  provider   = iptv
  depends_on = [icareus_channel.it]
}
data "iptv_icareus_channels" "all" {
  depends_on = [icareus_channel.it]
}
data "icareus_channel" "it" {
  provider = iptv
  id       = icareus_channel.it.id
}
data "iptv_icareus_channel" "it" {
  name       = iptv_icareus_channel.it.name
  depends_on = [iptv_icareus_channel.it]
}

resource "iptv_package" "it" {
  name     = "Version %[1]d"
  channels = { %[2]q = "BASE" }
}
resource "iptv_subscription" "it" {
  customer_id = %[3]q
  packages    = [{ id = iptv_package.it.id }]
  npvr        = { override = true, enabled = true, storage_hours = %[1]d }
}
data "iptv_packages" "all" {
  depends_on = [iptv_package.it]
}
data "iptv_package" "it" {
  id = iptv_package.it.id
}
data "iptv_channels" "all" {}
data "iptv_channel" "first" {
  number = 1
}
data "iptv_subscription" "it" {
  customer_id = iptv_subscription.it.customer_id
}
data "drm_accounts" "all" {
  provider    = iptv
  customer_id = %[3]q
  full        = true
}
data "iptv_drm_accounts" "all" {
  customer_id       = %[3]q
  include_passwords = true
}
ephemeral "drm_accounts" "all" {
  provider    = iptv
  customer_id = %[3]q
}
ephemeral "iptv_drm_accounts" "all" {
  customer_id = %[3]q
}
ephemeral "icareus_token" "now" {
  provider = iptv
}
ephemeral "iptv_icareus_token" "now" {}
resource "terraform_data" "function" {
  triggers_replace = %[1]d
  provisioner "local-exec" {
    command = "echo ${sha256(provider::iptv::icareus_token(4711, trimspace(file("function.txt")), 1700000000))}"
  }
}
resource "terraform_data" "token" {
  triggers_replace = %[1]d
  provisioner "local-exec" {
    command = "echo ${sha256(ephemeral.icareus_token.now.token)} ${sha256(ephemeral.iptv_icareus_token.now.token)}"
  }
}

resource "iptv_line" "stored" {
  username       = "stored"
  password       = trimspace(file("stored.txt"))
  package_id     = 107
  reseller_notes = "Version %[1]d"
}
resource "iptv_line" "write_only" {
  username            = "write-only"
  password_wo         = trimspace(file("write-only.txt"))
  password_wo_version = %[1]d
  package_id          = 107
}
resource "iptv_line" "from_account" {
  username            = "from-account"
  password_wo         = ephemeral.drm_accounts.all.accounts[0].password
  password_wo_version = %[1]d
  charge_credits      = false
}
resource "iptv_line" "random" {
  username   = "random"
  package_id = 107
}
data "iptv_lines" "stored" {
  username          = iptv_line.stored.username
  include_passwords = true
  depends_on        = [iptv_line.stored]
}
data "iptv_line" "stored" {
  username         = iptv_line.stored.username
  include_password = true
  depends_on       = [iptv_line.stored]
}
data "iptv_line" "without" {
  id         = iptv_line.stored.id
  depends_on = [iptv_line.stored]
}
data "iptv_bouquets" "all" {}
data "iptv_line_packages" "all" {}
data "iptv_panel_profile" "me" {}
`, n, simtelecomx.Channels[0], simtelecomx.Customer)
}

// life has every type that the provider has, or its twin of another name.
func TestEveryTypeIsAudited(t *testing.T) {
	server, err := acctest.Factories()["iptv"]()
	if err != nil {
		t.Fatal(err)
	}
	all, err := server.GetProviderSchema(t.Context(), &tfprotov6.GetProviderSchemaRequest{})
	if err != nil {
		t.Fatal(err)
	}
	config := life(1)
	wants := func(kind, name string) {
		if !regexp.MustCompile(`(?m)^` + kind + ` "` + name + `"`).MatchString(config) {
			t.Errorf("the audit has no %s %q", kind, name)
		}
	}
	for name := range all.ResourceSchemas {
		wants("resource", name)
	}
	for name := range all.DataSourceSchemas {
		wants("data", name)
	}
	for name := range all.EphemeralResourceSchemas {
		wants("ephemeral", name)
	}
	for name := range all.Functions {
		if !strings.Contains(config, "provider::iptv::"+name+"(") {
			t.Errorf("the audit has no function %s", name)
		}
	}
	for name := range all.ActionSchemas {
		audited, err := os.ReadFile("action_test.go")
		if err != nil || !strings.Contains(string(audited), name) {
			t.Errorf("the audit has no action %s: %v", name, err)
		}
	}
}
