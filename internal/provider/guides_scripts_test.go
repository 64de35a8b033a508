package provider_test

import (
	"bytes"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/iptvops/terraform-provider-iptv/internal/acctest"
	"github.com/iptvops/terraform-provider-iptv/internal/cli"
	simicareus "github.com/iptvops/terraform-provider-iptv/internal/simulator/icareus"
)

// scripted is a configuration of which the scripts of the guides find drift and prices.
const scripted = `
variable "name" { default = "News" }
variable "paid_for" { default = null }

resource "iptv_icareus_channel" "news" { name = var.name }

resource "iptv_line" "larry" {
  username    = "larry_line"
  package_id  = 107
  renewal_key = var.paid_for
}

data "iptv_panel_profile" "me" {}

output "credits" { value = data.iptv_panel_profile.me.credits }
`

// scripts runs the scripts of the guides where they are for: in the directory of a configuration, under "bash -e".
type scripts struct {
	*testing.T
	workspace *acctest.Workspace
	temporary string // where the scripts keep what they remove
}

func newScripts(t *testing.T, p *acctest.Platforms) *scripts {
	t.Helper()
	for _, program := range []string{"bash", "jq"} {
		if _, err := exec.LookPath(program); err != nil {
			t.Skipf("the scripts of the guides need %s", program)
		}
	}
	s := &scripts{T: t, workspace: acctest.NewWorkspace(t, p.Config(scripted)), temporary: t.TempDir()}
	mirror, err := cli.BuildMirror(t.Context(), t.TempDir(), "0.1.0")
	if err != nil {
		t.Fatal(err)
	}
	s.workspace.Write("cli.tfrc", mirror)
	s.workspace.Must("init")
	s.workspace.Apply()
	return s
}

// run runs a script with further variables, and fails unless it ends with that code and its output ends with want.
func (s *scripts) run(script string, code int, want string, env []string, args ...string) {
	s.Helper()
	path, err := filepath.Abs(filepath.Join(examples, "guides", script))
	if err != nil {
		s.Fatal(err)
	}
	command := exec.CommandContext(s.Context(), "bash", append([]string{"-e", path}, args...)...) //nolint:gosec // of the repository
	command.Dir = s.workspace.Dir
	env = append(env, "TF_CLI="+acctest.CLI(s.T), "TMPDIR="+s.temporary)
	command.Env = cli.Environment(filepath.Join(s.workspace.Dir, "cli.tfrc"), env...)
	var stdout, stderr bytes.Buffer
	command.Stdout, command.Stderr = &stdout, &stderr
	var exit *exec.ExitError
	if err := command.Run(); err != nil && !errors.As(err, &exit) {
		s.Fatal(err)
	}
	if got := command.ProcessState.ExitCode(); got != code || !strings.HasSuffix(stdout.String(), want) {
		s.Errorf("%s %v ends with %d, want %d and %q:\n%s%s", script, env, got, code, want, stdout.String(), stderr.String())
	}
}

func TestAccGuides_scripts(t *testing.T) {
	p := acctest.New(t)
	s := newScripts(t, p)
	s.drift(p)
	s.workspace.Apply()
	s.price()
}

// The script tells what was changed outside Terraform from what is not applied yet; an output that changes is neither.
func (s *scripts) drift(p *acctest.Platforms) {
	const (
		drifted = "Changed outside Terraform:\n  update iptv_icareus_channel.news\n"
		ahead   = "Not applied yet:\n  update iptv_icareus_channel.news\n"
	)
	s.run("drift.sh", 0, "\n", nil)
	s.run("drift.sh", 3, ahead, []string{"TF_VAR_name=Sport"})
	id := p.Icareus.Channels(simicareus.Organization)[0].ServiceID
	p.Icareus.Update(simicareus.Organization, id, func(c *simicareus.Channel) { c.Description = "Changed by hand" })
	s.run("drift.sh", 2, drifted, nil)
	s.run("drift.sh", 2, drifted+ahead, []string{"TF_VAR_name=Sport"})
	p.Icareus.Delete(simicareus.Organization, id)
	s.run("drift.sh", 2, "Changed outside Terraform:\n  delete iptv_icareus_channel.news\n", nil)
	s.run("drift.sh", 1, "", []string{"TF_VAR_paid_for="}) // an error: a key is not empty
	if left, err := os.ReadDir(s.temporary); err != nil || len(left) > 0 {
		s.Errorf("plans are left: %v, %v", left, err)
	}
}

// The policy adds up what a plan buys and renews, and nothing else.
func (s *scripts) price() {
	for _, row := range []struct {
		option, limit string
		code          int
		want          string
	}{
		{"-var=name=Sport", "0", 0, "Total: 0 credits, limit: 0, unknown prices: 0\n"},
		{"-var=paid_for=2027-01", "100", 0, "  renew iptv_line.larry: 100 credits\nTotal: 100 credits, limit: 100, unknown prices: 0\n"},
		{"-var=paid_for=2027-01", "99", 1, "Total: 100 credits, limit: 99, unknown prices: 0\n"},
		{"-replace=iptv_line.larry", "100", 0, "  buy iptv_line.larry: 100 credits\nTotal: 100 credits, limit: 100, unknown prices: 0\n"},
	} {
		s.workspace.Must("plan", "-out=plan.tfplan", row.option)
		s.run("price.sh", row.code, row.want, nil, "plan.tfplan", row.limit)
	}
}
