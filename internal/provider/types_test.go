package provider_test

import (
	"context"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"

	"github.com/iptvops/terraform-provider-iptv/internal/acctest"
)

const examples = "../../examples"

// kinds is every type of the provider by the directory of its examples.
func kinds(t *testing.T) map[string]map[string]*tfprotov6.Schema {
	t.Helper()
	server, err := acctest.Factories()["iptv"]()
	if err != nil {
		t.Fatal(err)
	}
	schemas, err := server.GetProviderSchema(context.Background(), &tfprotov6.GetProviderSchemaRequest{})
	if err != nil {
		t.Fatal(err)
	}
	for _, d := range schemas.Diagnostics {
		t.Errorf("%s: %s", d.Summary, d.Detail)
	}
	actions := map[string]*tfprotov6.Schema{}
	for name, action := range schemas.ActionSchemas {
		actions[name] = action.Schema
	}
	return map[string]map[string]*tfprotov6.Schema{
		"provider":            {"iptv": schemas.Provider},
		"resources":           schemas.ResourceSchemas,
		"data-sources":        schemas.DataSourceSchemas,
		"ephemeral-resources": schemas.EphemeralResourceSchemas,
		"list-resources":      schemas.ListResourceSchemas,
		"actions":             actions,
	}
}

func TestTypes_descriptions(t *testing.T) {
	for kind, types := range kinds(t) {
		for name, schema := range types {
			if kind != "provider" && schema.Block.Description == "" {
				t.Errorf("%s %s has no description", kind, name)
			}
			describe(t, name, schema.Block.Attributes)
			for _, block := range schema.Block.BlockTypes {
				t.Errorf("%s has the block %s: nested attributes do the same and can be computed", name, block.TypeName)
			}
		}
	}
}

// Every attribute of an identity says what it is.
func TestTypes_identities(t *testing.T) {
	server, err := acctest.Factories()["iptv"]()
	if err != nil {
		t.Fatal(err)
	}
	all, err := server.GetResourceIdentitySchemas(t.Context(), &tfprotov6.GetResourceIdentitySchemasRequest{})
	if err != nil {
		t.Fatal(err)
	}
	for name, schema := range all.IdentitySchemas {
		for _, a := range schema.IdentityAttributes {
			if !strings.HasSuffix(a.Description, ".") {
				t.Errorf("the description of %s.%s is no sentence: %q", name, a.Name, a.Description)
			}
		}
	}
}

func describe(t *testing.T, at string, attributes []*tfprotov6.SchemaAttribute) {
	t.Helper()
	for _, a := range attributes {
		name := at + "." + a.Name
		switch {
		case a.Description == "":
			t.Errorf("%s has no description", name)
		case !strings.HasSuffix(strings.TrimSpace(a.Description), "."):
			t.Errorf("the description of %s is no sentence: %q", name, a.Description)
		}
		if a.NestedType != nil {
			describe(t, name, a.NestedType.Attributes)
		}
	}
}

// A type without the provider's prefix has a twin with it, of the same schema: the examples and the page are the twin's.
func TestTypes_twins(t *testing.T) {
	for kind, types := range kinds(t) {
		for name, schema := range types {
			if kind == "provider" || strings.HasPrefix(name, "iptv_") {
				continue
			}
			twin := types["iptv_"+name]
			if twin == nil {
				t.Errorf("%s %s has no twin", kind, name)
			} else if !twin.ValueType().Equal(schema.ValueType()) {
				t.Errorf("%s %s and its twin differ", kind, name)
			}
		}
	}
}

// examplesOf is the files of the examples of a type, but for those of imports.
func examplesOf(t *testing.T, kind, name string) []string {
	t.Helper()
	pattern := "*.tf"
	if kind == "list-resources" {
		pattern = "*.tfquery.hcl"
	}
	files, err := filepath.Glob(filepath.Join(examples, kind, name, pattern))
	if err != nil {
		t.Fatal(err)
	}
	return slices.DeleteFunc(files, func(file string) bool { return strings.HasPrefix(filepath.Base(file), "import") })
}

// hclOf is examples in one.
func hclOf(t *testing.T, files []string) string {
	t.Helper()
	var hcl strings.Builder
	for _, file := range files {
		content, err := os.ReadFile(file) //nolint:gosec // a file of the repository
		if err != nil {
			t.Fatal(err)
		}
		hcl.Write(content)
	}
	return hcl.String()
}

// forEveryType runs a test for each type of each kind that has examples and a page of its own.
func forEveryType(t *testing.T, test func(t *testing.T, kind, name string)) {
	t.Helper()
	for kind, types := range kinds(t) {
		if kind == "provider" {
			continue
		}
		for _, name := range slices.Sorted(maps.Keys(types)) {
			if strings.HasPrefix(name, "iptv_") {
				t.Run(kind+"/"+name, func(t *testing.T) { test(t, kind, name) })
			}
		}
	}
}

// Every type of every kind has an example and a page, and every resource says in each way how to import it.
func TestTypes_documented(t *testing.T) {
	forEveryType(t, func(t *testing.T, kind, name string) {
		if len(examplesOf(t, kind, name)) == 0 {
			t.Errorf("there is no example in %s", filepath.Join(examples, kind, name))
		}
		page := filepath.Join("../../docs", kind, strings.TrimPrefix(name, "iptv_")+".md")
		if content, err := os.ReadFile(page); err != nil || len(content) == 0 { //nolint:gosec // a file of the repository
			t.Errorf("there is no page: run make generate: %v", err)
		}
		if kind != "resources" {
			return
		}
		for file, word := range map[string]string{
			"import.sh": "terraform import ", "import-by-string-id.tf": "import {", "import-by-identity.tf": "identity = {",
		} {
			content, err := os.ReadFile(filepath.Join(examples, kind, name, file)) //nolint:gosec // a file of the repository
			if err != nil || !strings.Contains(string(content), word) {
				t.Errorf("there is no %q in %s: %v", word, file, err)
			}
		}
	})
}

// Every example applies for real.
func TestAccTypes_examples(t *testing.T) {
	forEveryType(t, func(t *testing.T, kind, name string) {
		switch kind {
		case "list-resources", "actions":
			t.Skip("TestRecentTypes_examples has it")
		case "ephemeral-resources":
			acctest.NeedsEphemeral(t)
		}
		p := acctest.New(t)
		if kind == "data-sources" {
			whatExists(p)
		}
		config := p.Config(hclOf(t, examplesOf(t, kind, name)))
		acctest.Test(t, resource.TestStep{Config: config}, resource.TestStep{Config: config, PlanOnly: true})
	})
}

// Every example of a list is a query that succeeds, and every example of an action applies.
func TestRecentTypes_examples(t *testing.T) {
	acctest.NeedsTerraform(t, "1.14")
	forEveryType(t, func(t *testing.T, kind, name string) {
		hcl := hclOf(t, examplesOf(t, kind, name))
		switch kind {
		case "list-resources":
			p := acctest.New(t)
			w := acctest.NewWorkspace(t, p.Config(""))
			w.Write("example.tfquery.hcl", hcl)
			w.Must("query", "-no-color")
			if p.Count() == 0 {
				t.Error("the query asks the platform for nothing")
			}
		case "actions":
			p := acctest.New(t)
			w := acctest.NewWorkspace(t, p.Config(hcl))
			if said := w.Apply(); !strings.Contains(said, "action."+name) {
				t.Errorf("the example invokes no action:\n%s", said)
			}
			if plan := w.PlanCode(); plan.Code != 0 {
				t.Errorf("the second plan is not empty:\n%s", plan.Output)
			}
		}
	})
}
