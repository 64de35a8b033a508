package audit

import (
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/iptvops/terraform-provider-iptv/internal/acctest"
	simpanel "github.com/iptvops/terraform-provider-iptv/internal/simulator/panel"
	simtelecomx "github.com/iptvops/terraform-provider-iptv/internal/simulator/telecomx"
)

// Through a life of every type, with refusals and broken platforms that repeat what they were sent, no credential is
// anywhere, and a password only in the attributes that are documented to hold it, marked as sensitive.
func TestSecrets(t *testing.T) {
	acctest.NeedsEphemeral(t)
	t.Parallel()
	e := newEstate(t)
	w := acctest.NewWorkspace(t, acctest.Bare("", life(1)))
	w.Env = append(e.environment(), "TF_LOG=TRACE", "TF_LOG_PATH="+filepath.Join(w.Dir, "trace.log"))
	w.Write("icon.gif", "GIF89a")
	w.Write("stored.txt", stored)
	w.Write("write-only.txt", writeOnly)
	w.Write("function.txt", icareusSecret)
	var said strings.Builder
	run := func(code int, args ...string) string {
		t.Helper()
		result := w.Run(args...)
		said.WriteString(result.Output)
		if result.Code != code {
			t.Fatalf("%s: exit code %d\n%s", args, result.Code, result.Output)
		}
		return result.Output
	}
	var plans, documents []string
	plan := func() {
		t.Helper()
		run(0, "plan", "-no-color", "-out=saved.tfplan")
		plans = append(plans, acctest.Unzipped(t, filepath.Join(w.Dir, "saved.tfplan")))
		documents = append(documents, w.Must("show", "-json", "saved.tfplan"))
	}

	e.fail(false, isWrite)
	refused := run(1, "apply", "-auto-approve", "-no-color")
	for _, name := range []string{"channel", "package", "line"} {
		if !strings.Contains(refused, "Cannot create "+name) {
			t.Errorf("no %s was refused:\n%s", name, refused)
		}
	}
	e.fail(true, isWrite)
	run(1, "apply", "-auto-approve", "-no-color")
	e.fail(false, nil)
	plan()
	run(0, "apply", "-no-color", "saved.tfplan")
	documents = append(documents, w.Must("show", "-json"))

	w.Write("main.tf", acctest.Bare("", life(2)))
	w.Write("stored.txt", changed)
	w.Write("write-only.txt", writeOnlyNext)
	plan()
	for _, page := range []bool{false, true} {
		e.fail(page, isWrite)
		run(1, "apply", "-auto-approve", "-no-color")
		e.fail(page, isRead)
		run(1, "plan", "-no-color")
		e.fail(page, func(*http.Request) bool { return true }) // the login too
		run(1, "plan", "-no-color")
	}
	e.fail(false, nil)
	random := ""
	if line, ok := e.Panel.LineByUsername("random"); ok {
		random = line.Password
	}
	run(0, "apply", "-auto-approve", "-no-color")
	documents = append(documents, w.Must("show", "-json"))
	state := states(t, w)
	e.fail(false, isWrite)
	run(1, "destroy", "-auto-approve", "-no-color")
	e.fail(false, nil)
	run(0, "destroy", "-auto-approve", "-no-color")

	if line, _ := e.Panel.LineByUsername("write-only"); line.ID != "" || random == "" {
		t.Fatal("the life was not what it is meant to be")
	}
	log, err := os.ReadFile(filepath.Join(w.Dir, "trace.log"))
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(string(log), "update channel") || !strings.Contains(string(log), "log in") {
		t.Fatal("the log does not show the provider's requests: it proves nothing")
	}

	for _, shown := range []string{"refused: POST /ext/line/create", "***"} {
		if !strings.Contains(strings.Join(strings.Fields(said.String()), " "), shown) {
			t.Errorf("no diagnostic shows %q of the platforms' echoes: they prove nothing", shown)
		}
	}

	credentials := e.credentials()
	if len(credentials) < 10 {
		t.Fatalf("only %d credentials were used", len(credentials))
	}
	kept := []string{stored, changed, random, drmPassword}
	everything := slices.Concat(credentials, kept, []string{writeOnly, writeOnlyNext})
	clean(t, "the log", string(log), everything...)
	clean(t, "the output", said.String(), everything...)
	neverStored := slices.Concat(credentials, []string{writeOnly, writeOnlyNext})
	clean(t, "the state", state, neverStored...)
	noTokens(t, "the log", string(log))
	noTokens(t, "the output", said.String())
	noTokens(t, "the state", state)
	found := map[string]bool{}
	for _, content := range plans {
		clean(t, "the plan file", content, neverStored...)
		noTokens(t, "the plan file", content)
	}
	for _, document := range documents {
		clean(t, "the JSON plan or state", document, neverStored...)
		noTokens(t, "the JSON plan or state", document)
		for _, name := range marked(t, document, kept...) {
			found[name] = true
		}
	}
	for _, name := range []string{"iptv_line.password", "iptv_lines.passwords", "iptv_drm_accounts.passwords"} {
		if !found[name] {
			t.Errorf("%s holds no password: the audit proves nothing about it", name)
		}
		delete(found, name)
	}
	for name := range found {
		t.Errorf("%s holds a password, which no documentation says", name)
	}
}

// Credentials in the configuration are in no log and no output either; that the plan file has a copy of the
// configuration is Terraform's own doing.
func TestSecretsInConfiguration(t *testing.T) {
	acctest.CLI(t)
	t.Parallel()
	e := newEstate(t)
	token := e.TelecomX.AddToken("RESELLER", simtelecomx.Reseller)
	block := func(telecomx string) string {
		return fmt.Sprintf(`
provider "iptv" {
  max_retries = 0
  telecomx = {
    endpoint = %[1]q
    %[2]s
  }
  panel = {
    endpoint   = %[1]q
    api_key    = %[3]q
    user_token = %[4]q
  }
  icareus = {
    endpoint        = "%[1]s/api/channels/admin"
    organization_id = %[5]d
    secret          = %[6]q
  }
}
data "iptv_packages" "all" {}
data "iptv_panel_profile" "me" {}
data "iptv_icareus_channels" "all" {}
`, e.front.URL, telecomx, simpanel.APIKey, userToken, organization, icareusSecret)
	}
	w := acctest.NewWorkspace(t, "")
	w.Env = []string{"TF_LOG=TRACE", "TF_LOG_PATH=" + filepath.Join(w.Dir, "trace.log")}
	var said strings.Builder
	for _, telecomx := range []string{
		fmt.Sprintf("token = %q", token), fmt.Sprintf("username = %q\n password = %q", loginUser, loginPassword),
		fmt.Sprintf("token = %q\n password = %q", token, loginPassword), // a contradiction, which is refused
	} {
		w.Write("main.tf", acctest.Bare("", block(telecomx)))
		for _, fails := range []func(*http.Request) bool{nil, func(*http.Request) bool { return true }} {
			e.fail(false, fails)
			said.WriteString(w.Run("plan", "-no-color").Output)
		}
	}
	secrets := append(e.credentials(), token)
	clean(t, "the log", w.Read("trace.log"), secrets...)
	clean(t, "the output", said.String(), secrets...)
	if !strings.Contains(said.String(), "Contradictory credentials") || !strings.Contains(said.String(), "No changes") {
		t.Errorf("the runs were not what they are meant to be:\n%s", said.String())
	}
}
