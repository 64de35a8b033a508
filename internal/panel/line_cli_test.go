package panel_test

import (
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/iptvops/terraform-provider-iptv/internal/acctest"
	"github.com/iptvops/terraform-provider-iptv/internal/simulator"
	simpanel "github.com/iptvops/terraform-provider-iptv/internal/simulator/panel"
)

func is(t *testing.T, p *acctest.Platforms, lines, charges int) {
	t.Helper()
	if err := paid(p, lines, charges)(nil); err != nil {
		t.Error(err)
	}
}

// Ctrl-C while the panel works on a create, or on a renewal: what was paid is in state.
func TestAccLine_interrupted(t *testing.T) {
	p := acctest.New(t)
	w := acctest.NewWorkspace(t, p.Config(line("package_id = 107")))
	output := w.ApplyInterrupted(p, "panel.line.create", syscall.SIGINT)
	if !strings.Contains(output, "nterrupt") {
		t.Errorf("the CLI did not notice the interrupt:\n%s", output)
	}
	is(t, p, 1, 1)
	if plan := w.PlanCode(); plan.Code != 0 {
		t.Errorf("the line is not in state as it is on the panel:\n%s\n%s", output, plan.Output)
	}

	w.Write("main.tf", p.Config(line("package_id = 107\n renewal_key = \"1\"")))
	output = w.ApplyInterrupted(p, "panel.line.renew", syscall.SIGINT)
	is(t, p, 1, 2)
	if plan := w.PlanCode(); plan.Code != 0 {
		t.Errorf("the renewal is not in state:\n%s\n%s", output, plan.Output)
	}
}

// Killed after the charge, nothing is in state. The next apply refuses and names the import, after which nothing is to do:
// not even a renewal, whose key may have been used before.
func TestAccLine_killed(t *testing.T) {
	p := acctest.New(t)
	w := acctest.NewWorkspace(t, p.Config(line(bought)))
	w.ApplyInterrupted(p, "panel.line.create", syscall.SIGKILL)
	is(t, p, 1, 1)
	if state := w.Read("terraform.tfstate"); strings.Contains(state, username) {
		t.Fatalf("the kill came too late:\n%s", state)
	}

	for _, preflight := range []string{"true", "false"} {
		w.Write("main.tf", p.ConfigWith("preflight = "+preflight, line(bought)))
		again := w.Run("apply", "-auto-approve", "-no-color")
		if again.Code == 0 || !strings.Contains(again.Output, "terraform import ADDRESS larry_line") {
			t.Errorf("preflight %s: the second apply does not name the import:\n%s", preflight, again.Output)
		}
	}
	is(t, p, 1, 1)

	w.Must("import", "-no-color", larry, username)
	if plan := w.PlanCode(); plan.Code != 0 {
		t.Errorf("the plan after the import is not empty:\n%s", plan.Output)
	}
	w.Write("main.tf", p.Config(line(bought+"renewal_key = \"2027-01\"")))
	if output := w.Apply(); !strings.Contains(output, "taken over without a renewal") {
		t.Errorf("no word about the first key of an imported line:\n%s", output)
	}
	is(t, p, 1, 1)
	w.Write("main.tf", p.Config(line(bought+"renewal_key = \"2027-02\"")))
	w.Apply()
	is(t, p, 1, 2)
}

// Killed after the charge of a renewal, the next apply sends the same request id, which charges nothing.
func TestAccLine_killedRenewal(t *testing.T) {
	for name, rid := range repeats {
		t.Run(name, func(t *testing.T) {
			p := acctest.New(t)
			p.Panel.SetVariants(func(v *simpanel.Variants) { v.RID = rid })
			w := acctest.NewWorkspace(t, p.Config(line(bought)))
			w.Apply()
			w.Write("main.tf", p.Config(line(bought+"renewal_key = \"2027-01\"")))
			w.ApplyInterrupted(p, "panel.line.renew", syscall.SIGKILL)
			is(t, p, 1, 2)

			if output := w.Apply(); !strings.Contains(output, "was renewed with this key before") {
				t.Errorf("no word that the renewal was done before:\n%s", output)
			}
			is(t, p, 1, 2)
			if left := the(t, p).ExpireAt.Sub(p.Now()); left > 60*24*time.Hour {
				t.Errorf("the line expires in %s", left)
			}
			if plan := w.PlanCode(); plan.Code != 0 {
				t.Errorf("the plan afterwards is not empty:\n%s", plan.Output)
			}
		})
	}
}

// No password and no credential is in a log, at the most talkative level, through a life with errors in it, and a
// write-only password is in no state and no plan file either.
func TestAccLine_secrets(t *testing.T) {
	acctest.NeedsEphemeral(t)
	p := acctest.New(t)
	config := func(arguments, more string) string {
		return as(simpanel.EditorToken, p.ConfigWith("max_retries = 1", line("username = \"larry_line\"\n package_id = 107\n"+arguments)+`
variable "stored" { sensitive = true }
variable "secret" {
  sensitive = true
  ephemeral = true
}
resource "iptv_line" "random" {
  package_id = 107
}
`+more))
	}
	const (
		stored = "password = var.stored"
		first  = "password_wo = var.secret\n password_wo_version = 1"
		second = "password_wo = var.secret\n password_wo_version = 2"
		lines  = "data \"iptv_lines\" \"all\" {\n include_passwords = true\n depends_on = [iptv_line.random]\n}\n"
		listed = "data \"iptv_lines\" \"all\" {\n depends_on = [iptv_line.random]\n}\n"
	)
	w := acctest.NewWorkspace(t, "")
	variables := func(stored, secret string) {
		w.Env = []string{"TF_LOG=TRACE", "TF_LOG_PATH=" + filepath.Join(w.Dir, "trace.log"), "TF_VAR_stored=" + stored, "TF_VAR_secret=" +
			secret}
	}
	var output strings.Builder
	apply := func(config string, code int) {
		t.Helper()
		w.Write("main.tf", config)
		result := w.Run("apply", "-auto-approve", "-no-color")
		output.WriteString(result.Output)
		if result.Code != code {
			t.Fatalf("exit code %d\n%s", result.Code, result.Output)
		}
	}
	sent := func(want string) {
		t.Helper()
		if got := the(t, p).Password; got != want {
			t.Errorf("the password is %q, want %q", got, want)
		}
	}
	p.Inject(
		simulator.Fault{Operation: "panel.line.create", Kind: simulator.TruncateJSON},
		simulator.Fault{Operation: "panel.line.updateAdvanced", Status: 422,
			Body: `{"message":"bad","errors":{"password":["stored-pass-2 is too weak"]}}`},
		simulator.Fault{Operation: "panel.line.updateAdvanced", Status: 400, Body: `<p>password=stored-pass-2</p>`},
	)
	variables("stored-pass-1", "write-only-1")
	apply(config(stored, lines), 0)
	variables("stored-pass-2", "write-only-1")
	apply(config(stored, lines), 1)
	apply(config(stored, lines), 1)
	apply(config(stored, lines), 0)
	sent("stored-pass-2")
	apply(config(first, listed), 0)
	sent("write-only-1")
	variables("", "write-only-2")
	apply(config(first, listed), 0)
	sent("write-only-1") // no new version, so nothing is sent
	w.Write("main.tf", config(second, listed))
	w.Must("plan", "-no-color", "-out=saved.tfplan")
	shown := w.Must("show", "-no-color", "-json", "saved.tfplan")
	w.Must("apply", "-no-color", "saved.tfplan")
	sent("write-only-2")
	state := w.Read("terraform.tfstate")
	apply(config("", ""), 0) // no longer write-only: read from the panel
	if now := w.Read("terraform.tfstate"); !strings.Contains(now, "write-only-2") {
		t.Error("the password that is stored again is not in state")
	}

	random := ""
	for _, l := range p.Panel.Lines() {
		if l.Username != username {
			random = l.Password
		}
	}
	log := w.Read("trace.log")
	if !strings.Contains(log, "update-advanced") || len(random) != 16 || !strings.Contains(state, username) ||
		!strings.Contains(shown, username) {
		t.Fatal("log, state or plan does not show the line: it proves nothing")
	}
	holds := func(where, text string, secrets ...string) {
		for _, secret := range secrets {
			if i := strings.Index(text, secret); i >= 0 {
				t.Errorf("the %s holds the secret %q: %s", where, secret, text[max(0, i-300):min(len(text), i+60)])
			}
		}
	}
	holds("log", log, "stored-pass-1", "stored-pass-2", "write-only-1", "write-only-2", random, simpanel.APIKey,
		simpanel.EditorToken)
	holds("output", output.String(), "stored-pass-1", "stored-pass-2", "write-only-1", "write-only-2", random, simpanel.APIKey,
		simpanel.EditorToken)
	holds("state", state, "stored-pass", "write-only-")
	holds("plan", shown, "write-only-")
}
