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
	return map[string]map[string]*tfprotov6.Schema{
		"provider":            {"iptv": schemas.Provider},
		"resources":           schemas.ResourceSchemas,
		"data-sources":        schemas.DataSourceSchemas,
		"ephemeral-resources": schemas.EphemeralResourceSchemas,
		"list-resources":      schemas.ListResourceSchemas,
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

// Every type has an example that applies for real, and every resource says how to import it.
func TestAccTypes_examples(t *testing.T) {
	for kind, types := range kinds(t) {
		if kind == "provider" || kind == "list-resources" {
			continue
		}
		for _, name := range slices.Sorted(maps.Keys(types)) {
			if !strings.HasPrefix(name, "iptv_") {
				continue
			}
			t.Run(kind+"/"+name, func(t *testing.T) {
				if kind == "ephemeral-resources" {
					acctest.NeedsEphemeral(t)
				}
				dir := filepath.Join(examples, kind, name)
				files, err := filepath.Glob(filepath.Join(dir, "*.tf"))
				if err != nil || len(files) == 0 {
					t.Fatalf("there is no example in %s", dir)
				}
				var hcl strings.Builder
				for _, file := range files {
					if strings.HasPrefix(filepath.Base(file), "import") {
						continue
					}
					content, err := os.ReadFile(file) //nolint:gosec // a file of the repository
					if err != nil {
						t.Fatal(err)
					}
					hcl.Write(content)
				}
				if kind == "resources" {
					commands, err := os.ReadFile(filepath.Join(dir, "import.sh")) //nolint:gosec // a file of the repository
					if err != nil || !strings.Contains(string(commands), "terraform import ") {
						t.Errorf("there is no import example in %s: %v", dir, err)
					}
					block, err := os.ReadFile(filepath.Join(dir, "import-by-string-id.tf")) //nolint:gosec // a file of the repository
					if err != nil || !strings.Contains(string(block), "import {") {
						t.Errorf("there is no import block in %s: %v", dir, err)
					}
				}
				p := acctest.New(t)
				if kind == "data-sources" {
					whatExists(p)
				}
				config := p.Config(hcl.String())
				acctest.Test(t, resource.TestStep{Config: config}, resource.TestStep{Config: config, PlanOnly: true})
			})
		}
	}
}
