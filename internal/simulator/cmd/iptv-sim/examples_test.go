package main

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/iptvops/terraform-provider-iptv/internal/acctest"
	"github.com/iptvops/terraform-provider-iptv/internal/cli"
)

// The tests of examples/tests pass as users run them: iptv-sim -seed seed.json -- terraform test, with the real CLI.
func TestAccExamples_tests(t *testing.T) {
	if os.Getenv("TF_ACC") == "" {
		t.Skip("set TF_ACC to run acceptance tests")
	}
	terraform := acctest.CLI(t)
	if _, err := exec.LookPath("curl"); err != nil {
		t.Skip("the examples ask the control API by curl: ", err)
	}
	dir := t.TempDir()
	if err := os.CopyFS(filepath.Join(dir, "tests"), os.DirFS("../../../../examples/tests")); err != nil {
		t.Fatal(err)
	}
	mirror, err := cli.BuildMirror(t.Context(), dir, "0.0.1")
	if err != nil {
		t.Fatal(err)
	}
	rc := filepath.Join(dir, "cli.tfrc")
	if err := os.WriteFile(rc, []byte(mirror), 0o600); err != nil {
		t.Fatal(err)
	}
	t.Setenv("TF_CLI_CONFIG_FILE", rc)
	t.Setenv("CHECKPOINT_DISABLE", "1")
	t.Chdir(filepath.Join(dir, "tests"))
	for _, args := range [][]string{{"init", "-no-color"}, {"test", "-no-color"}} {
		var stdout, stderr bytes.Buffer
		if code := run(t.Context(), append([]string{"-seed", "seed.json", "-quiet", "--", terraform}, args...), &stdout,
			&stderr); code != 0 {
			if bytes.Contains(stderr.Bytes(), []byte("Unsupported Terraform Core version")) {
				t.Skip("mock_provider needs Terraform 1.7 or later")
			}
			t.Fatalf("%v: exit code %d\n%s%s", args, code, stdout.String(), stderr.String())
		}
	}
}
