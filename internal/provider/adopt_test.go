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

// listExample is the list blocks of the examples of a list resource, under both names where it has two.
func listExample(t *testing.T, name string) string {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(examples, "list-resources", name, "*.tfquery.hcl"))
	if err != nil {
		t.Fatal(err)
	}
	var hcl strings.Builder
	for _, file := range files {
		content, err := os.ReadFile(file) //nolint:gosec // a file of the repository
		if err != nil {
			t.Fatal(err)
		}
		hcl.Write(content)
	}
	for _, known := range []string{name, strings.TrimPrefix(name, "iptv_")} {
		if kinds(t)["list-resources"][known] != nil && !strings.Contains(hcl.String(), "list \""+known+"\"") {
			t.Errorf("there is no example of the list resource %s", known)
		}
	}
	return hcl.String()
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

// Every action has an example that is invoked for real.
func TestRecentTypes_actions(t *testing.T) {
	acctest.NeedsTerraform(t, "1.14")
	for _, name := range slices.Sorted(maps.Keys(kinds(t)["actions"])) {
		t.Run(name, func(t *testing.T) {
			file := filepath.Join(examples, "actions", name, "action.tf")
			content, err := os.ReadFile(file) //nolint:gosec // a file of the repository
			if err != nil {
				t.Fatalf("there is no example of the action: %v", err)
			}
			p := acctest.Start(t)
			w := acctest.NewWorkspace(t, p.Config(string(content)))
			if said := w.Apply(); !strings.Contains(said, "action."+name) {
				t.Errorf("the example invokes no action:\n%s", said)
			}
			if plan := w.PlanCode(); plan.Code != 0 {
				t.Errorf("the plan afterwards is not empty:\n%s", plan.Output)
			}
		})
	}
}

// Every action has an example.
func TestTypes_actions(t *testing.T) {
	for name := range kinds(t)["actions"] {
		if _, err := os.Stat(filepath.Join(examples, "actions", name, "action.tf")); err != nil {
			t.Error(err)
		}
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
