package audit

import (
	"fmt"
	"maps"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/iptvops/terraform-provider-iptv/internal/acctest"
	simicareus "github.com/iptvops/terraform-provider-iptv/internal/simulator/icareus"
	simpanel "github.com/iptvops/terraform-provider-iptv/internal/simulator/panel"
	simtelecomx "github.com/iptvops/terraform-provider-iptv/internal/simulator/telecomx"
)

// queries is a list block for every list resource that the provider has.
func queries(t *testing.T) (hcl string, n int) {
	t.Helper()
	server, err := acctest.Factories()["iptv"]()
	if err != nil {
		t.Fatal(err)
	}
	all, err := server.GetProviderSchema(t.Context(), &tfprotov6.GetProviderSchemaRequest{})
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range slices.Sorted(maps.Keys(all.ListResourceSchemas)) {
		hcl += fmt.Sprintf("list %q \"all\" {\n provider = iptv\n include_resource = true\n}\n", name)
	}
	return hcl, len(all.ListResourceSchemas)
}

// No query shows a secret, whether the platforms respond or refuse with what they were sent: neither what it prints, nor its log,
// nor the configuration that it generates.
func TestRecentSecrets_query(t *testing.T) {
	acctest.NeedsTerraform(t, "1.14")
	t.Parallel()
	e := newEstate(t)
	e.Icareus.AddChannel(organization, simicareus.Channel{Name: "News", PrimaryLanguage: "en_US"})
	e.Panel.AddLine(simpanel.Line{Username: "stored", Password: stored, Owner: "auditor", IsEnabled: true})
	e.TelecomX.AddPackage(simtelecomx.Package{Name: "News", Customer: simtelecomx.Reseller,
		Channels: map[string]string{simtelecomx.Channels[0]: "BASE"}})
	w := acctest.NewWorkspace(t, acctest.Bare("", "provider \"iptv\" {\n max_retries = 0\n}\n"))
	w.Env = append(e.environment(), "TF_LOG=TRACE", "TF_LOG_PATH="+filepath.Join(w.Dir, "trace.log"))
	hcl, n := queries(t)
	w.Write("all.tfquery.hcl", hcl)

	said := w.Must("query", "-no-color", "-generate-config-out=generated.tf")
	generated := w.Read("generated.tf")
	if got := strings.Count(generated, "import {"); got < n {
		t.Errorf("%d objects of %d list resources: the query proves nothing\n%s", got, n, said)
	}
	for _, page := range []bool{false, true} {
		e.fail(page, func(*http.Request) bool { return true }) // the login too
		result := w.Run("query", "-no-color")
		if result.Code == 0 {
			t.Errorf("a query that every platform refuses is no error:\n%s", result.Output)
		}
		e.fail(page, isRead)
		said += result.Output + w.Run("query", "-no-color").Output
	}
	log, err := os.ReadFile(filepath.Join(w.Dir, "trace.log"))
	if err != nil || !strings.Contains(string(log), "list packages") {
		t.Fatalf("the log does not show the provider's requests, so that it proves nothing: %v", err)
	}
	secrets := append(e.credentials(), stored, drmPassword)
	for where, text := range map[string]string{"the output": said, "the log": string(log), "the configuration": generated} {
		clean(t, where, text, secrets...)
		noTokens(t, where, text)
	}
}
