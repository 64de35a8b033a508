package provider_test

import (
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/iptvops/terraform-provider-iptv/internal/acctest"
	simtelecomx "github.com/iptvops/terraform-provider-iptv/internal/simulator/telecomx"
)

// whatExists adds what the examples of data sources look for by name.
func whatExists(p *acctest.Platforms) {
	p.TelecomX.AddPackage(simtelecomx.Package{Name: "News", Customer: simtelecomx.Reseller,
		Channels: map[string]string{simtelecomx.Channels[0]: "BASE"}})
}

// listExample is the list blocks of the example of a list resource.
func listExample(t *testing.T, name string) string {
	t.Helper()
	file := filepath.Join(examples, "list-resources", name, "list-resource.tfquery.hcl")
	content, err := os.ReadFile(file) //nolint:gosec // a file of the repository
	if err != nil || !strings.Contains(string(content), "list \""+name+"\"") {
		t.Fatalf("there is no example of the list resource in %s: %v", file, err)
	}
	return string(content)
}

// listResources is the list resources whose examples and pages are not those of a twin.
func listResources(t *testing.T) []string {
	t.Helper()
	return slices.DeleteFunc(slices.Sorted(maps.Keys(kinds(t)["list-resources"])), func(name string) bool {
		return !strings.HasPrefix(name, "iptv_")
	})
}

// Every list resource has an example, and is of a resource that can be imported by what it lists.
func TestTypes_lists(t *testing.T) {
	for _, name := range listResources(t) {
		listExample(t, name)
		if kinds(t)["resources"][name] == nil {
			t.Errorf("there is no resource %s", name)
		}
	}
}

// Every example of a list resource runs for real.
func TestRecentTypes_lists(t *testing.T) {
	acctest.NeedsTerraform(t, "1.14")
	for _, name := range listResources(t) {
		t.Run(name, func(t *testing.T) {
			p := acctest.Start(t)
			w := acctest.NewWorkspace(t, p.Config(""))
			w.Write("example.tfquery.hcl", listExample(t, name))
			w.Must("query", "-no-color")
			if p.Count() == 0 {
				t.Error("the query asked for nothing")
			}
		})
	}
}

// Every resource that has an identity shows how it is imported by that.
func TestTypes_identities(t *testing.T) {
	server, err := acctest.Factories()["iptv"]()
	if err != nil {
		t.Fatal(err)
	}
	all, err := server.GetResourceIdentitySchemas(t.Context(), &tfprotov6.GetResourceIdentitySchemasRequest{})
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range slices.Sorted(maps.Keys(all.IdentitySchemas)) {
		for _, a := range all.IdentitySchemas[name].IdentityAttributes {
			if !strings.HasSuffix(a.Description, ".") {
				t.Errorf("the description of %s of the identity of %s is no sentence: %q", a.Name, name, a.Description)
			}
		}
		if !strings.HasPrefix(name, "iptv_") {
			continue
		}
		file := filepath.Join(examples, "resources", name, "import-by-identity.tf")
		content, err := os.ReadFile(file) //nolint:gosec // a file of the repository
		if err != nil || !strings.Contains(string(content), "identity = {") {
			t.Errorf("there is no import by identity in %s: %v", file, err)
		}
	}
}
