package icareus_test

import (
	"fmt"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-testing/echoprovider"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"

	"github.com/iptvops/terraform-provider-iptv/internal/acctest"
	"github.com/iptvops/terraform-provider-iptv/internal/icareus/api"
	simicareus "github.com/iptvops/terraform-provider-iptv/internal/simulator/icareus"
)

// The function needs no provider block, no variable and no platform.
func TestAccTokenFunction(t *testing.T) {
	acctest.CLI(t)
	t.Parallel()
	call := func(arguments string) string {
		return acctest.Bare("", fmt.Sprintf(`
variable "secret" {
  type      = string
  sensitive = true
  default   = "secret"
}
output "token" {
  sensitive = true
  value     = provider::iptv::icareus_token(%s)
}
`, arguments))
	}
	refused := func(arguments, want string) resource.TestStep {
		return resource.TestStep{Config: call(arguments), ExpectError: regexp.MustCompile(`(?s)` + want)}
	}
	acctest.Test(t,
		resource.TestStep{
			Config: call(`13509, var.secret, 1622091600`),
			ConfigStateChecks: []statecheck.StateCheck{
				statecheck.ExpectKnownOutputValue("token", knownvalue.StringExact("60af2750cdbd38964c61a03f961763f0e25a09c0")),
			},
		},
		resource.TestStep{ // the result of a sensitive secret is sensitive
			Config:      strings.Replace(call(`13509, var.secret, 1622091600`), "sensitive = true\n  value", "value", 1),
			ExpectError: regexp.MustCompile(`Output refers to sensitive values`),
		},
		refused(`0, var.secret, 1`, `"organization_id".*must be\s+at\s+least\s+1`),
		refused(`1, "secret\n", 1`, `"secret".*use\s+trimspace`),
		refused(`1, var.secret, 1622091600000`, `"unix_seconds".*milliseconds`),
		refused(`1, var.secret, 1.5`, `"unix_seconds"`),
		refused(`1, null, 1`, `"secret".*null`),
	)
}

const openedTokens = `
ephemeral "iptv_icareus_token" "long" {}
ephemeral "icareus_token" "short" {
  provider = iptv
}
`

func withToken(p *acctest.Platforms) string {
	config := acctest.Bare(fmt.Sprintf(`
provider "iptv" {
  icareus = {
    endpoint        = "%s/api/channels/admin"
    organization_id = %d
    secret          = %q
  }
}
`, p.URL(), organization, simicareus.Secret), openedTokens)
	return config
}

// isFresh checks that a token is the organisation's, of the last minute.
func isFresh(token string) error {
	seconds, err := strconv.ParseInt(token[:min(8, len(token))], 16, 64)
	if err != nil {
		return err
	}
	if want := api.GenerateToken(organization, simicareus.Secret, time.Unix(seconds, 0)); token != want {
		return fmt.Errorf("got %s, want %s", token, want)
	}
	if age := time.Since(time.Unix(seconds, 0)); age < 0 || age > time.Minute {
		return fmt.Errorf("the token is %s old", age)
	}
	return nil
}

// Both names give a token of the current time, without a request.
func TestAccToken_ephemeral(t *testing.T) {
	acctest.NeedsEphemeral(t)
	p := acctest.New(t)
	factories := acctest.Factories()
	factories["echo"] = func() (tfprotov6.ProviderServer, error) { return echoprovider.NewProviderServer()() }
	echo := func(name, of string) string {
		return fmt.Sprintf("\nprovider \"echo\" {\n  data = ephemeral.%s\n}\nresource \"echo\" %q {}\n", of, name)
	}
	config := func(name, of string) string {
		return strings.Replace(withToken(p)+echo(name, of), "required_providers {",
			"required_providers {\n    echo = { source = \"iptvops/echo\" }", 1)
	}
	step := func(name, of string) resource.TestStep {
		return resource.TestStep{
			Config: config(name, of),
			ConfigStateChecks: []statecheck.StateCheck{
				statecheck.ExpectKnownValue("echo."+name, tfjsonpath.New("data"), knownvalue.ObjectExact(map[string]knownvalue.Check{
					"organization_id": knownvalue.Int64Exact(organization), "token": knownvalue.StringFunc(isFresh),
				})),
			},
		}
	}
	resource.UnitTest(t, resource.TestCase{ProtoV6ProviderFactories: factories, Steps: []resource.TestStep{
		step("long", "iptv_icareus_token.long"), step("short", "icareus_token.short"),
	}})
	if n := len(p.Requests()); n != 0 {
		t.Errorf("%d requests were sent for tokens", n)
	}
}

// A provider with an existing token cannot make another one, and does not hand out its own.
func TestAccToken_ephemeralOfExistingToken(t *testing.T) {
	acctest.NeedsEphemeral(t)
	p := acctest.New(t)
	config := strings.Replace(withToken(p), fmt.Sprintf("secret          = %q", simicareus.Secret), `token = "existing"`, 1)
	acctest.Test(t, resource.TestStep{
		Config:      config,
		ExpectError: regexp.MustCompile(`(?s)Cannot generate token.*existing\s+token.*Set\s+secret\s+instead`),
	})
}

// A token is neither in state nor in the plan file.
func TestAccToken_leavesNoTrace(t *testing.T) {
	acctest.NeedsEphemeral(t)
	p := acctest.New(t)
	w := acctest.NewWorkspace(t, withToken(p)+`
variable "kept" {
  type    = string
  default = ""
}
resource "terraform_data" "it" {
  input = var.kept
  provisioner "local-exec" {
    command = "echo ${sha256(ephemeral.icareus_token.short.token)}"
  }
}
`)
	made := func(text string) int {
		n := 0
		for _, token := range regexp.MustCompile(`[0-9a-f]{40}`).FindAllString(text, -1) {
			if isFresh(token) == nil {
				n++
			}
		}
		return n
	}
	traces := func(args ...string) int {
		w.Must(append([]string{"plan", "-no-color", "-out=plan"}, args...)...)
		shown := w.Must("show", "-json", "plan")
		w.Must("apply", "-no-color", "plan")
		return made(w.Read("terraform.tfstate")) + made(shown) + made(acctest.Unzipped(t, filepath.Join(w.Dir, "plan")))
	}
	if n := traces(); n != 0 {
		t.Errorf("%d tokens are in state or plan", n)
	}
	if n := traces("-var", "kept="+api.GenerateToken(organization, simicareus.Secret, time.Now())); n == 0 {
		t.Error("a token in state is not found: the search proves nothing")
	}
}
