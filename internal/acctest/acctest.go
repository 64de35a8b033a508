// Package acctest is the harness of the acceptance tests: each test gets platforms of its own, in process, and drives
// them through a real Terraform or OpenTofu CLI. No network, no account.
package acctest

import (
	"fmt"
	"os"
	"sync"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"

	"github.com/iptvops/terraform-provider-iptv/internal/cli"
	"github.com/iptvops/terraform-provider-iptv/internal/provider"
	"github.com/iptvops/terraform-provider-iptv/internal/simulator/estate"
	simicareus "github.com/iptvops/terraform-provider-iptv/internal/simulator/icareus"
	simpanel "github.com/iptvops/terraform-provider-iptv/internal/simulator/panel"
	simtelecomx "github.com/iptvops/terraform-provider-iptv/internal/simulator/telecomx"
)

// Version is the provider's version in tests.
const Version = "0.0.0-test"

// Platforms is the three platforms of one test.
type Platforms struct {
	*estate.Server

	t testing.TB
}

// New starts platforms for one test, which then runs in parallel with others. The test is skipped without a CLI.
func New(t *testing.T) *Platforms {
	t.Helper()
	CLI(t)
	t.Parallel()
	return Start(t)
}

// Start starts platforms for one test.
func Start(t testing.TB) *Platforms {
	t.Helper()
	s := estate.Start()
	t.Cleanup(s.Close)
	return &Platforms{Server: s, t: t}
}

var findCLI = sync.OnceValues(func() (string, error) {
	path, err := cli.Find(os.Getenv("TF_ACC_TERRAFORM_PATH"))
	if err != nil {
		return "", fmt.Errorf("acceptance tests need a CLI: %w; name one in TF_ACC_TERRAFORM_PATH (make test builds OpenTofu when there "+
			"is none)", err)
	}
	// The plugin testing framework reads its settings from the environment only. They are the same for every test.
	for name, value := range map[string]string{
		"TF_ACC": "1", "TF_ACC_TERRAFORM_PATH": path, "TF_ACC_PROVIDER_NAMESPACE": "iptvops", "CHECKPOINT_DISABLE": "1",
		"TF_CLI_CONFIG_FILE": os.DevNull,
	} {
		if err := os.Setenv(name, value); err != nil {
			return "", err
		}
	}
	if cli.IsOpenTofu(path) && os.Getenv("TF_ACC_PROVIDER_HOST") == "" {
		return path, os.Setenv("TF_ACC_PROVIDER_HOST", "registry.opentofu.org")
	}
	return path, nil
})

// CLI is the path of the CLI that the acceptance tests use: TF_ACC_TERRAFORM_PATH, else terraform or tofu on PATH.
func CLI(t testing.TB) string {
	t.Helper()
	path, err := findCLI()
	if err != nil {
		t.Skip(err)
	}
	return path
}

// IsOpenTofu reports whether the CLI is OpenTofu, which has other commands for what came after the fork.
func IsOpenTofu(t testing.TB) bool {
	t.Helper()
	return cli.IsOpenTofu(CLI(t))
}

// Factories is the provider, in process.
func Factories() map[string]func() (tfprotov6.ProviderServer, error) {
	return map[string]func() (tfprotov6.ProviderServer, error){
		"iptv": func() (tfprotov6.ProviderServer, error) { return provider.NewServer(Version), nil },
	}
}

// Test runs a test case against the provider in process.
func Test(t *testing.T, steps ...resource.TestStep) {
	t.Helper()
	CLI(t)
	resource.UnitTest(t, resource.TestCase{ProtoV6ProviderFactories: Factories(), Steps: steps})
}

const required = `
terraform {
  required_providers {
    iptv = { source = "iptvops/iptv" }
  }
}
`

// Config is a whole configuration: the provider, set up for the three platforms, with HCL after it.
func (p *Platforms) Config(hcl string, args ...any) string {
	return p.ConfigWith("", hcl, args...)
}

// ConfigWith is Config with further arguments in the provider block.
func (p *Platforms) ConfigWith(providerArguments, hcl string, args ...any) string {
	if len(args) > 0 {
		hcl = fmt.Sprintf(hcl, args...)
	}
	return required + fmt.Sprintf(`
provider "iptv" {
  telecomx = {
    endpoint    = %[1]q
    token       = %[2]q
    customer_id = %[3]q
  }
  panel = {
    endpoint   = %[1]q
    api_key    = %[4]q
    user_token = %[5]q
  }
  icareus = {
    endpoint        = "%[1]s/api/channels/admin"
    organization_id = %[6]d
    secret          = %[7]q
  }
  %[8]s
}
`, p.URL(), simtelecomx.Token, simtelecomx.Reseller, simpanel.APIKey, simpanel.UserToken,
		simicareus.Organization, simicareus.Secret, providerArguments) + hcl
}

// Bare is a whole configuration with the given provider block.
func Bare(providerBlock, hcl string) string { return required + providerBlock + hcl }
