package acctest

import (
	"testing"

	"github.com/hashicorp/go-version"

	"github.com/iptvops/terraform-provider-iptv/internal/cli"
)

// NeedsEphemeral skips a test where the CLI is an OpenTofu before 1.11, which has neither ephemeral resources nor
// write-only arguments.
func NeedsEphemeral(t testing.TB) {
	t.Helper()
	path := CLI(t)
	found, err := cliVersion()
	if err != nil {
		t.Fatal(err)
	}
	if !hasEphemeral(path, found) {
		t.Skipf("needs ephemeral resources and write-only arguments, and %s is OpenTofu %s", path, found)
	}
}

// hasEphemeral reports whether the CLI at path, of that version, has ephemeral resources and write-only arguments.
func hasEphemeral(path, found string) bool {
	have, err := version.NewVersion(found)
	return err != nil || !cli.IsOpenTofu(path) || have.Core().GreaterThanOrEqual(version.Must(version.NewVersion("1.11")))
}
