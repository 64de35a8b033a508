package acctest

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"strings"
	"sync"
	"testing"

	"github.com/hashicorp/go-version"

	"github.com/iptvops/terraform-provider-iptv/internal/cli"
)

// recent begins the names of the tests that make test-recent runs.
const recent = "TestRecent"

// NeedsTerraform skips a test where the CLI is no Terraform of at least that version, such as 1.14. The test's name
// must begin with TestRecent: that is how make test-recent finds what it has to run with a newer Terraform.
func NeedsTerraform(t testing.TB, atLeast string) {
	t.Helper()
	if !strings.HasPrefix(t.Name(), recent) {
		t.Fatalf("a test that needs Terraform %s must be called %s..., so that make test-recent runs it", atLeast, recent)
	}
	path := CLI(t)
	found, err := cliVersion()
	if err != nil {
		t.Fatal(err)
	}
	if reason := tooOld(path, found, atLeast); reason != "" {
		t.Skip(reason)
	}
}

// tooOld says why the CLI at path, of that version, is no Terraform of at least the other one; "" when it is one.
func tooOld(path, found, atLeast string) string {
	is := "version " + found
	if cli.IsOpenTofu(path) {
		is = "OpenTofu"
	} else if have, err := version.NewVersion(found); err == nil {
		// A release candidate has what the release has.
		if have.Core().GreaterThanOrEqual(version.Must(version.NewVersion(atLeast))) {
			return ""
		}
	}
	return fmt.Sprintf("needs Terraform %s or later, and %s is %s: run make test-recent", atLeast, path, is)
}

// OlderTerraform is the path of the terraform on PATH, which the test is skipped without unless it is older than that
// version, such as 1.12.
func OlderTerraform(t testing.TB, than string) string {
	t.Helper()
	path, err := cli.Find("terraform")
	if err != nil {
		t.Skip("needs an older Terraform on PATH: ", err)
	}
	found, err := versionOf(path)
	if err != nil {
		t.Fatal(err)
	}
	if tooOld(path, found, than) == "" {
		t.Skipf("needs a Terraform before %s on PATH, and %s is version %s", than, path, found)
	}
	return path
}

// cliVersion is the version of the CLI that the tests use.
var cliVersion = sync.OnceValues(func() (string, error) {
	path, err := findCLI()
	if err != nil {
		return "", err
	}
	return versionOf(path)
})

func versionOf(path string) (string, error) {
	result, err := cli.CLI{Path: path, Env: cli.Environment(os.DevNull)}.Run(context.Background(), "version", "-json")
	if err != nil {
		return "", err
	}
	var said struct {
		Version string `json:"terraform_version"` // of OpenTofu too
	}
	if err := json.Unmarshal([]byte(result.Output), &said); err != nil {
		return "", fmt.Errorf("%s version -json: %w\n%s", path, err, result.Output)
	}
	return said.Version, nil
}
