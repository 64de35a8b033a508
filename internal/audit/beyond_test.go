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
)

// actions is the arguments of every action, on the line of TestRecentSecrets.
var actions = map[string]string{
	"iptv_line_renew": "line_id = iptv_line.stored.id\n    package_id = 107\n    renewal_key = \"audited\"",
}

// Lists with whole objects, the configuration that is generated from them, and actions hold no credential and no password
// that nobody asked for, with platforms that refuse and repeat what they were sent as well.
func TestRecentSecrets(t *testing.T) {
	acctest.NeedsTerraform(t, "1.14")
	t.Parallel()
	server, err := acctest.Factories()["iptv"]()
	if err != nil {
		t.Fatal(err)
	}
	all, err := server.GetProviderSchema(t.Context(), &tfprotov6.GetProviderSchemaRequest{})
	if err != nil {
		t.Fatal(err)
	}
	config := `
provider "iptv" {
  max_retries = 0
}
resource "iptv_icareus_channel" "it" {
  name = "News"
}
resource "iptv_line" "stored" {
  username   = "stored"
  password   = trimspace(file("stored.txt"))
  package_id = 107
}
`
	var queries strings.Builder
	for _, name := range slices.Sorted(maps.Keys(all.ListResourceSchemas)) {
		fmt.Fprintf(&queries, "list %q \"all\" {\n  provider = iptv\n  include_resource = true\n}\n", name)
	}
	for _, name := range slices.Sorted(maps.Keys(all.ActionSchemas)) {
		config += fmt.Sprintf("action %q \"it\" {\n  config {\n    %s\n  }\n}\n", name, actions[name])
	}

	e := newEstate(t)
	w := acctest.NewWorkspace(t, acctest.Bare("", config))
	w.Env = append(e.environment(), "TF_LOG=TRACE", "TF_LOG_PATH="+filepath.Join(w.Dir, "trace.log"))
	w.Write("stored.txt", stored)
	w.Apply()
	w.Write("all.tfquery.hcl", queries.String())
	var said strings.Builder
	run := func(code int, args ...string) {
		t.Helper()
		result := w.Run(args...)
		said.WriteString(result.Output)
		if result.Code != code {
			t.Errorf("%s: exit code %d, want %d\n%s", args, result.Code, code, result.Output)
		}
	}
	run(0, "query", "-no-color", "-generate-config-out=generated.tf")
	generated := w.Read("generated.tf")
	w.Write("generated.tf", "") // what is managed already
	run(0, "query", "-json")
	for _, page := range []bool{false, true} {
		e.fail(page, isRead)
		run(1, "query", "-no-color")
		e.fail(page, func(*http.Request) bool { return true })
		run(1, "query", "-no-color")
	}
	for _, name := range slices.Sorted(maps.Keys(all.ActionSchemas)) {
		invoke := []string{"apply", "-auto-approve", "-no-color", "-invoke=action." + name + ".it"}
		for _, page := range []bool{false, true} {
			e.fail(page, isWrite)
			run(1, invoke...)
		}
		e.fail(false, nil)
		run(0, invoke...)
	}

	if !strings.Contains(generated, "News") || !strings.Contains(said.String(), "News") {
		t.Fatalf("the query lists no channel: the audit proves nothing\n%s", said.String())
	}
	secrets := append(e.credentials(), stored, drmPassword)
	for where, text := range map[string]string{
		"the log": w.Read("trace.log"), "the output": said.String(), "the generated configuration": generated,
	} {
		clean(t, where, text, secrets...)
		noTokens(t, where, text)
	}
}
