package audit

import (
	"fmt"
	"maps"
	"net/http"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/iptvops/terraform-provider-iptv/internal/acctest"
	simpanel "github.com/iptvops/terraform-provider-iptv/internal/simulator/panel"
)

// invocations is an action block for every action that the provider has, by the arguments that make it do something.
func invocations(t *testing.T, arguments map[string]string) (hcl string, addresses []string) {
	t.Helper()
	server, err := acctest.Factories()["iptv"]()
	if err != nil {
		t.Fatal(err)
	}
	all, err := server.GetProviderSchema(t.Context(), &tfprotov6.GetProviderSchemaRequest{})
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range slices.Sorted(maps.Keys(all.ActionSchemas)) {
		if arguments[name] == "" {
			t.Errorf("the audit does not know the action %s", name)
		}
		hcl += fmt.Sprintf("action %q \"it\" {\n config {\n%s\n}\n}\n", name, arguments[name])
		addresses = append(addresses, "action."+name+".it")
	}
	return hcl, addresses
}

// No action shows a secret, whether the platforms respond or refuse with what they were sent: neither in its progress and
// its diagnostics, nor in its log and the state.
func TestRecentSecrets_action(t *testing.T) {
	acctest.NeedsTerraform(t, "1.14")
	t.Parallel()
	e := newEstate(t)
	pack := 107
	id := e.Panel.AddLine(simpanel.Line{Username: "stored", Password: stored, Owner: "auditor", IsEnabled: true, PackageID: &pack})
	hcl, addresses := invocations(t, map[string]string{
		"iptv_line_renew": fmt.Sprintf("line_id = %q\n package_id = 107\n renewal_key = \"2027-01\"", id),
	})
	w := acctest.NewWorkspace(t, acctest.Bare("", "provider \"iptv\" {\n max_retries = 0\n}\n"+hcl))
	w.Env = append(e.environment(), "TF_LOG=TRACE", "TF_LOG_PATH="+filepath.Join(w.Dir, "trace.log"))
	said := ""
	for _, address := range addresses {
		for _, fails := range []func(*http.Request) bool{isWrite, isRead, func(*http.Request) bool { return true }} {
			for _, page := range []bool{false, true} {
				e.fail(page, fails)
				result := w.Run("apply", "-auto-approve", "-no-color", "-invoke="+address)
				if said += result.Output; result.Code == 0 {
					t.Errorf("an action that every platform refuses is no error:\n%s", result.Output)
				}
			}
		}
		e.fail(false, nil)
		said += w.Must("apply", "-auto-approve", "-no-color", "-invoke="+address)
	}
	log := w.Read("trace.log")
	if !strings.Contains(log, "renew line") || !strings.Contains(said, "now expires at") || !strings.Contains(said, "refused") {
		t.Fatalf("log and output do not show the action, so that they prove nothing:\n%s", said)
	}
	secrets := append(e.credentials(), stored)
	for where, text := range map[string]string{"the output": said, "the log": log, "the state": states(t, w)} {
		clean(t, where, text, secrets...)
		noTokens(t, where, text)
	}
}
