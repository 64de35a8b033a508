package telecomx_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/iptvops/terraform-provider-iptv/internal/acctest"
)

// byForEach is the packages of the guide "Adopt an estate" for CLIs without terraform query; from is the map of them.
func byForEach(from string) string {
	return `
locals {
  packages = ` + from + `
}
resource "iptv_package" "all" {
  for_each = local.packages
  name     = each.value.name
  main     = each.value.main
  channels = each.value.channels
}
`
}

const (
	adoptedPackages = `{ for package in data.iptv_packages.all.packages : package.id => {
    name = package.name, main = package.main, channels = package.channels
  } }`
	importedPackages = `
data "iptv_packages" "all" {}
import {
  for_each = local.packages
  to       = iptv_package.all[each.key]
  id       = each.key
}
output "packages" {
  value = local.packages
}
`
)

// An estate of packages is adopted by import blocks with for_each over the data source, and then frozen in a file, which is where
// its changes are made from then on. Both plans are empty.
func TestAccPackage_adoptedByForEach(t *testing.T) {
	p := acctest.New(t)
	allKinds(p)
	for n := range 23 {
		pack(p.Server, fmt.Sprintf("Package %d", n), false)
	}
	w := acctest.NewWorkspace(t, p.Config(byForEach(adoptedPackages)+importedPackages))
	if output := w.Apply(); !strings.Contains(output, "25 imported, 0 added, 0 changed, 0 destroyed") {
		t.Error(output)
	}
	if plan := w.PlanCode(); plan.Code != 0 {
		t.Errorf("exit code %d\n%s", plan.Code, plan.Output)
	}
	w.Write("packages.json", w.Must("output", "-json", "packages"))
	w.Write("main.tf", p.Config(byForEach(`jsondecode(file("packages.json"))`)))
	if output := w.Apply(); !strings.Contains(output, "0 added, 0 changed, 0 destroyed") {
		t.Error(output)
	}
	if plan := w.PlanCode(); plan.Code != 0 {
		t.Errorf("exit code %d\n%s", plan.Code, plan.Output)
	}
	p.ResetRequests()
	w.Write("packages.json", strings.Replace(w.Read("packages.json"), `"Package 7"`, `"Package seven"`, 1))
	if output := w.Apply(); !strings.Contains(output, "0 added, 1 changed, 0 destroyed") {
		t.Error(output)
	}
	if n := p.Count("telecomx.package.update"); n != 1 || p.Count("telecomx.package.create") != 0 {
		t.Errorf("requests: %v, want one update", p.Counts())
	}
}
