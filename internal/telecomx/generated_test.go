package telecomx_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/iptvops/terraform-provider-iptv/internal/acctest"
	"github.com/iptvops/terraform-provider-iptv/internal/simulator"
	simtelecomx "github.com/iptvops/terraform-provider-iptv/internal/simulator/telecomx"
)

// generates has the CLI generate configuration for import blocks, which is valid as it stands, in these words, and changes nothing.
func generates(t *testing.T, p *acctest.Platforms, imports string, n int, words ...string) *acctest.Workspace {
	t.Helper()
	w := acctest.NewWorkspace(t, p.Config(imports))
	w.Must("plan", "-no-color", "-generate-config-out=generated.tf")
	adopted(t, w, n, words...)
	return w
}

// adopted applies what was generated: n imports and nothing else, and an empty plan after them.
func adopted(t *testing.T, w *acctest.Workspace, n int, words ...string) {
	t.Helper()
	generated := strings.Join(strings.Fields(w.Read("generated.tf")), " ")
	for _, word := range words {
		if !strings.Contains(generated, word) {
			t.Errorf("%q is not in what was generated:\n%s", word, w.Read("generated.tf"))
		}
	}
	if output := w.Apply(); !strings.Contains(output, fmt.Sprintf("%d imported, 0 added, 0 changed, 0 destroyed", n)) {
		t.Error(output)
	}
	if plan := w.PlanCode(); plan.Code != 0 {
		t.Errorf("exit code %d\n%s", plan.Code, plan.Output)
	}
}

// allKinds adds a package with every attribute set, and one with as little as a package can have.
func allKinds(p *acctest.Platforms) (all, least string) {
	all = p.TelecomX.AddPackage(simtelecomx.Package{Name: "All \"kinds\" ${of} %{channels}", Customer: reseller, Main: true,
		Channels: map[string]string{baseOnly: "BASE", dvbOnly: "DVB", every: "LOCAL"}})
	return all, pack(p.Server, "Least", false)
}

// Generated configuration for packages has what they have.
func TestAccPackage_generated(t *testing.T) {
	p := acctest.New(t)
	all, least := allKinds(p)
	generates(t, p, fmt.Sprintf("import {\n to = iptv_package.all\n id = %q\n}\nimport {\n to = iptv_package.least\n id = %q\n}\n",
		all, reseller+"/"+least), 2, `main = true`, `name = "Least"`, `= "DVB"`, `= "LOCAL"`)
}

// Generated configuration for a customer that has nothing says so.
func TestAccSubscription_generated(t *testing.T) {
	p := acctest.New(t)
	generates(t, p, fmt.Sprintf("import {\n to = iptv_subscription.home\n id = %q\n}\n", customer), 1, "override = false", "packages = [ ]")
}

// Generated configuration for a customer that has everything: a package that has started, one that is to start and ends more than
// twelve months from now, and one that has expired and that the platform still lists.
func TestAccSubscription_generatedWhole(t *testing.T) {
	p := acctest.New(t)
	started, next, expired := seeded(p, "Started", true), seeded(p, "Next", false), seeded(p, "Expired", false)
	at := func(days int) string { return testsBegan.AddDate(0, 0, days).Format("2006-01-02T15:04:05.000Z") }
	body, err := json.Marshal(map[string]any{
		"nPvr":  map[string]any{"override": true, "enabled": true, "storage": 25, "autoExpireDays": 180},
		"scrub": map[string]any{"override": true, "forward": true, "backward": false, "pause": true},
		"packages": []any{
			map[string]any{"_id": started, "start": at(-40), "end": at(100)}, map[string]any{"_id": next, "start": at(200), "end": at(560)},
			map[string]any{"_id": expired, "start": at(-40), "end": at(-1)},
		},
		"resellerNPvr": map[string]any{"enabled": true, "storage": 25, "autoExpireDays": 90},
	})
	if err != nil {
		t.Fatal(err)
	}
	p.Inject(simulator.Fault{Operation: "telecomx.subscription.get", Status: http.StatusOK, Body: string(body), Times: -1})
	utc := func(days int) string { return testsBegan.AddDate(0, 0, days).Format(time.RFC3339) }
	w := generates(t, p, fmt.Sprintf("import {\n to = iptv_subscription.home\n id = %q\n}\n", customer), 1,
		"storage_hours = 25", "auto_expire_days = 180", "backward = false", "pause = true",
		fmt.Sprintf("end = %q", utc(-1)), fmt.Sprintf("end = %q id = %q start = %q", utc(560), next, utc(200)))
	if plan := w.PlanCode(); plan.Code != 0 || !strings.Contains(plan.Output, "Package has expired") {
		t.Errorf("exit code %d, want an empty plan that warns\n%s", plan.Code, plan.Output)
	}
	if n := p.Count("telecomx.subscription.update"); n != 0 {
		t.Errorf("%d updates", n)
	}
}

// An estate of packages is adopted with terraform query, without an edit by hand, in the requests of its list.
func TestRecentPackage_query(t *testing.T) {
	acctest.NeedsTerraform(t, "1.14")
	p := acctest.New(t)
	_, least := allKinds(p)
	for n := range 598 {
		pack(p.Server, fmt.Sprintf("Package %d", n), false)
	}
	w := acctest.NewWorkspace(t, p.Config(""))
	w.Write("estate.tfquery.hcl", "list \"iptv_package\" \"named\" {\n provider = iptv\n config {\n  filter = \"least\"\n }\n}\n")
	if output := w.Must("query", "-no-color"); !strings.Contains(output, "Least ("+least+")") || strings.Contains(output, "Package 1") {
		t.Errorf("the list by name is:\n%s", output)
	}
	p.ResetRequests()
	w.Write("estate.tfquery.hcl", "list \"iptv_package\" \"all\" {\n provider = iptv\n include_resource = true\n limit = 1000\n}\n")
	w.Must("query", "-no-color", "-generate-config-out=generated.tf")
	if n := p.Count("telecomx.package.list"); n != 2 || p.Count() != n {
		t.Errorf("requests: %v, want the two pages of the list", p.Counts())
	}
	p.ResetRequests()
	w.Must("plan", "-no-color", "-out=saved")
	if n := p.Count(); n > 20 {
		t.Errorf("%d requests for the plan of 600 imports: %v", n, p.Counts())
	}
	adopted(t, w, 600, "main = true", "identity = {", `name = "Least"`)
}
