package panel_test

import (
	"fmt"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/iptvops/terraform-provider-iptv/internal/acctest"
	simpanel "github.com/iptvops/terraform-provider-iptv/internal/simulator/panel"
)

// everyKind seeds lines with every attribute set and with none.
func everyKind(p *acctest.Platforms) int {
	expiry, past, pack := p.Now().Add(700*time.Hour).Truncate(time.Second), p.Now().Add(-time.Hour).Truncate(time.Second), 107
	lines := []simpanel.Line{
		{Username: "bare"},
		{Username: "bought", ExpireAt: &expiry, PackageID: &pack, Bouquets: []int{1, 2}, IsEnabled: true, MaxConnections: 2,
			ResellerNotes: "${not} a %{template}, \"quoted\"\nsecond line"},
		{Username: "trial", ExpireAt: &past, PackageID: &pack, IsTrial: true, IsRestreamer: true},
		{Username: "device", MAC: "00:1A:79:11:22:33", Type: simpanel.Device, ExpireAt: &expiry, PackageID: &pack, Bouquets: []int{3},
			IsEnabled: true},
		{Username: "free device", MAC: "00:1A:79:11:22:34", Type: simpanel.Device, IsEnabled: true, IsTrial: true, CanWatchAdult: true},
		{Username: "free", ExpireAt: &expiry, Bouquets: []int{1, 8}, IsEnabled: true, IsRestreamer: true, MaxConnections: 5},
		{Username: `{"a":1}`, IsEnabled: true},
	}
	for _, line := range lines {
		line.Password = "the secret of " + line.Username
		p.Panel.AddLine(line)
	}
	return len(lines)
}

// The configuration that Terraform generates of a list, and of import blocks, is valid as it stands, holds no password,
// and its plan imports the lines and changes none.
func TestRecentLine_generated(t *testing.T) {
	acctest.NeedsTerraform(t, "1.14")
	p := acctest.New(t)
	n := everyKind(p)
	imports := &strings.Builder{}
	for _, line := range p.Panel.Lines() {
		fmt.Fprintf(imports, "import {\n to = iptv_line.n%s\n identity = { id = %q }\n}\n", strings.ReplaceAll(line.ID, "-", ""), line.ID)
	}
	for name, generate := range map[string]func(w *acctest.Workspace){
		"query": func(w *acctest.Workspace) {
			w.Write("lines.tfquery.hcl", "list \"iptv_line\" \"all\" {\n provider = iptv\n}\n")
			if said := w.Must("query", "-no-color", "-generate-config-out=generated.tf"); !strings.Contains(said, "free device") {
				t.Errorf("no line is named:\n%s", said)
			}
		},
		"import blocks": func(w *acctest.Workspace) {
			w.Write("imports.tf", imports.String())
			w.Must("plan", "-no-color", "-generate-config-out=generated.tf")
		},
	} {
		t.Run(name, func(t *testing.T) {
			w := acctest.NewWorkspace(t, p.Config(""))
			generate(w)
			generated := w.Read("generated.tf")
			if strings.Contains(generated, "the secret of") || strings.Count(generated, "resource \"iptv_line\"") != n {
				t.Errorf("generated:\n%s", generated)
			}
			// Of a line that was bought the panel decides, and defaults say nothing.
			if n := strings.Count(generated, "expire_at"); n != 1 || strings.Contains(generated, "charge_credits      = true") ||
				strings.Contains(generated, "reseller_notes      = \"\"") {
				t.Errorf("%d expiry dates, want that of the free line alone, and no default:\n%s", n, generated)
			}
			said := w.Run("plan", "-no-color").Output
			if !strings.Contains(said, strconv.Itoa(n)+" to import, 0 to add, 0 to change, 0 to destroy") ||
				strings.Count(said, "Warning:") > 1 { // one is of the development overrides
				t.Errorf("generated:\n%s\n%s", generated, said)
			}
			w.Apply()
			if plan := w.PlanCode(); plan.Code != 0 {
				t.Errorf("the plan after the import is not empty:\n%s", plan.Output)
			}
		})
	}
	is(t, p, n, 0)
}

// terraform query shows the lines by their usernames, and no password in its JSON either.
func TestRecentLine_query(t *testing.T) {
	acctest.NeedsTerraform(t, "1.14")
	p := acctest.New(t)
	everyKind(p)
	w := acctest.NewWorkspace(t, p.Config(""))
	w.Write("lines.tfquery.hcl", "list \"iptv_line\" \"devices\" {\n provider = iptv\n include_resource = true\n"+
		" config { package_id = 107 }\n}\n")
	said := w.Must("query", "-no-color", "-json")
	for _, word := range []string{`"display_name":"device"`, `"mac_addr":"00:1A:79:11:22:33"`, `"display_name":"trial"`} {
		if !strings.Contains(said, word) {
			t.Errorf("no word of %s in:\n%s", word, said)
		}
	}
	if strings.Contains(said, "the secret of") || strings.Contains(said, "free") {
		t.Errorf("more than was asked for:\n%s", said)
	}
	p.Panel.SetPermissions(simpanel.UserToken)
	if result := w.Run("query", "-no-color"); result.Code == 0 || !strings.Contains(result.Output, "permission indexLines") ||
		strings.Contains(result.Output, "missing identity") {
		t.Errorf("exit code %d\n%s", result.Code, result.Output)
	}
}
