package provider_test

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/iptvops/terraform-provider-iptv/internal/acctest"
	simicareus "github.com/iptvops/terraform-provider-iptv/internal/simulator/icareus"
	simpanel "github.com/iptvops/terraform-provider-iptv/internal/simulator/panel"
	simtelecomx "github.com/iptvops/terraform-provider-iptv/internal/simulator/telecomx"
)

// adoptSize is how many objects of each kind the estate has that is adopted: IPTV_ADOPT=1000 gives the figures of the guide.
func adoptSize(t *testing.T) int {
	t.Helper()
	size := os.Getenv("IPTV_ADOPT")
	if size == "" {
		return 30
	}
	n, err := strconv.Atoi(size)
	if err != nil || n < 10 {
		t.Fatalf("IPTV_ADOPT is %q, want a number of at least 10", size)
	}
	return n
}

// seedEstate puts n channels, n packages and n lines into the platforms: most of a kind, and a few that differ in what they have.
func seedEstate(p *acctest.Platforms, n int) {
	channels := p.TelecomX.AddChannels(simtelecomx.Reseller, 20)
	for i := range n {
		lineup := map[string]string{}
		for _, id := range channels {
			lineup[id] = []string{"BASE", "DVB", "LOCAL"}[i%3]
		}
		p.TelecomX.AddPackage(simtelecomx.Package{Name: fmt.Sprintf("Package %d", i), Main: i%2 == 0, Customer: simtelecomx.Reseller,
			Channels: lineup})
		channel := simicareus.NewChannel(fmt.Sprintf("Channel %d", i))
		channel.LogicalChannelNumber, channel.IsPublic = int64(i), i%2 == 0
		p.Icareus.AddChannel(simicareus.Organization, channel)
	}
	expiry := p.Now().Add(700 * time.Hour).Truncate(time.Second)
	pack := 107
	for _, line := range []simpanel.Line{
		{Username: "unlimited", IsEnabled: true},
		{Username: "free until then", ExpireAt: &expiry, Bouquets: []int{1, 2}, IsEnabled: true, IsTrial: true},
		{Username: "disabled", ExpireAt: &expiry, PackageID: &pack, Bouquets: []int{1, 2, 3, 4}, ResellerNotes: "${a} \"note\""},
		{Username: "device", MAC: "00:1A:79:11:22:33", Type: simpanel.Device, ExpireAt: &expiry, PackageID: &pack, IsEnabled: true},
	} {
		line.Password = "adopted-secret of " + line.Username
		p.Panel.AddLine(line)
	}
	p.Panel.AddLines(n - 4)
}

// adoptExample is a file of the guide "Adopt an estate".
func adoptExample(t *testing.T, name string) string {
	t.Helper()
	content, err := os.ReadFile(filepath.Join(examples, "adopt", filepath.FromSlash(name)))
	if err != nil {
		t.Fatal(err)
	}
	return string(content)
}

// adoption is an estate in a workspace, whose steps are measured.
type adoption struct {
	*acctest.Workspace

	t *testing.T
	p *acctest.Platforms
}

// step runs a command that changes nothing on the platforms.
func (a adoption) step(args ...string) string {
	a.t.Helper()
	defer a.measured(args[0])()
	return a.Must(args...)
}

// isEmpty is a plan that changes nothing, and shows no drift.
func (a adoption) isEmpty() {
	a.t.Helper()
	defer a.measured("plan, empty")()
	if plan := a.PlanCode(); plan.Code != 0 {
		a.t.Errorf("exit code %d\n%.3000s", plan.Code, plan.Output)
	}
}

var writes = regexp.MustCompile(`create|update|delete|renew|enable|disable|terminate|save`)

// measured logs time and requests of a step at its end, a row of the guide's table, and finds requests that change something.
func (a adoption) measured(step string) (end func()) {
	a.t.Helper()
	a.p.ResetRequests()
	started := time.Now()
	return func() {
		a.t.Helper()
		a.t.Logf("| `terraform %s` | %.0f s | %d | %v", step, time.Since(started).Seconds(), a.p.Count(), a.p.Counts())
		for operation := range a.p.Counts() {
			if writes.MatchString(operation) {
				a.t.Errorf("an adoption made the request %s", operation)
			}
		}
	}
}

// With terraform query, an estate is adopted into an empty plan, as the guide says.
func TestRecentAdopt_query(t *testing.T) {
	acctest.NeedsTerraform(t, "1.14")
	n := adoptSize(t)
	p := acctest.Start(t)
	seedEstate(p, n)
	a := adoption{acctest.NewWorkspace(t, p.Config("")), t, p}
	a.Write("estate.tfquery.hcl", adoptExample(t, "estate.tfquery.hcl"))
	a.step("query", "-no-color", "-generate-config-out=estate.tf")
	generated := a.Read("estate.tf")
	if strings.Contains(generated, "secret") {
		t.Error("the configuration holds a password")
	}
	total := strings.Count(generated, "import {")
	if total != 3*n {
		t.Errorf("%d imports were generated, want %d", total, 3*n)
	}
	a.step("plan", "-no-color", "-out=saved")
	if output := a.step("apply", "-no-color", "saved"); !strings.Contains(output,
		fmt.Sprintf("%d imported, 0 added, 0 changed, 0 destroyed", total)) {
		t.Errorf("%.3000s", output)
	}
	a.isEmpty()
}

// With import blocks for each object of the data sources, an estate is adopted into an empty plan by any CLI, as the guide says.
func TestAccAdopt_forEach(t *testing.T) {
	acctest.CLI(t)
	n := adoptSize(t)
	p := acctest.Start(t)
	seedEstate(p, n)
	a := adoption{acctest.NewWorkspace(t, p.Config("")), t, p}
	a.Write("catalogue.tf", adoptExample(t, "catalogue.tf"))
	a.Write("resources.tf", adoptExample(t, "resources.tf"))
	a.step("plan", "-no-color", "-out=saved")
	if output := a.step("apply", "-no-color", "saved"); !strings.Contains(output,
		fmt.Sprintf("%d imported, 0 added, 0 changed, 0 destroyed", 3*n)) {
		t.Errorf("%.3000s", output)
	}
	a.Write("estate.json", a.Must("output", "-json", "estate"))
	if strings.Contains(a.Read("estate.json"), "secret") {
		t.Error("the file holds a password")
	}
	a.Write("catalogue.tf", "")
	a.Write("locals.tf", adoptExample(t, "frozen/locals.tf"))
	if output := a.step("apply", "-auto-approve", "-no-color"); !strings.Contains(output, "0 added, 0 changed, 0 destroyed") {
		t.Errorf("%.3000s", output)
	}
	a.isEmpty()
}
