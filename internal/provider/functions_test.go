package provider_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"

	"github.com/iptvops/terraform-provider-iptv/internal/acctest"
)

// Every function and parameter says what it is, and every function has an example that works without a configuration.
func TestAccFunctions(t *testing.T) {
	server, err := acctest.Factories()["iptv"]()
	if err != nil {
		t.Fatal(err)
	}
	all, err := server.GetFunctions(t.Context(), &tfprotov6.GetFunctionsRequest{})
	if err != nil || len(all.Functions) == 0 {
		t.Fatalf("the functions are %v, %v", all, err)
	}
	for name, function := range all.Functions {
		t.Run(name, func(t *testing.T) {
			if function.Summary == "" || !strings.HasSuffix(function.Description, ".") {
				t.Errorf("it is described by %q and %q", function.Summary, function.Description)
			}
			for _, p := range function.Parameters {
				if !strings.HasSuffix(p.Description, ".") {
					t.Errorf("the parameter %s is described by %q", p.Name, p.Description)
				}
			}
			file := filepath.Join(examples, "functions", name, "function.tf")
			content, err := os.ReadFile(file) //nolint:gosec // a file of the repository
			if err != nil || !strings.Contains(string(content), "provider::iptv::"+name+"(") {
				t.Fatalf("there is no example of it: %v", err)
			}
			acctest.CLI(t)
			t.Parallel()
			config := acctest.Bare("", string(content))
			acctest.Test(t, resource.TestStep{Config: config}, resource.TestStep{Config: config, PlanOnly: true})
		})
	}
}
