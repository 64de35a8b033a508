package provider_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/iptvops/terraform-provider-iptv/internal/acctest"
)

// The state of a Terraform that knows no identities is read by one that does without a complaint, and the other way round,
// for every type.
func TestRecentStates_ofOtherVersions(t *testing.T) {
	acctest.NeedsTerraform(t, "1.14")
	recent, older := acctest.CLI(t), acctest.OlderTerraform(t, "1.12")
	for name, order := range map[string][]string{"older first": {older, recent, older}, "newer first": {recent, older, recent}} {
		t.Run(name, func(t *testing.T) {
			p := acctest.New(t)
			var hcl strings.Builder
			known := adoptables()
			for _, typeName := range slices.Sorted(maps.Keys(known)) {
				fmt.Fprintf(&hcl, "resource %q \"it\" {\n  %s\n}\n", typeName, known[typeName].hcl)
			}
			w := acctest.NewWorkspace(t, p.Config(hcl.String()))
			w.UseCLI(order[0])
			if output := w.Apply(); !strings.Contains(output, fmt.Sprintf("%d added, 0 changed, 0 destroyed", len(known))) {
				t.Fatalf("the first apply says:\n%s", output)
			}
			for _, cli := range order[1:] {
				w.UseCLI(cli)
				plan := w.PlanCode()
				// The only warning is the CLI's own: the provider is a development override.
				if plan.Code != 0 || strings.Count(plan.Output, "Warning:") != 1 {
					t.Errorf("%s finds in the other's state:\n%s", cli, plan.Output)
				}
				w.Must("apply", "-refresh-only", "-auto-approve", "-no-color")
			}
			w.UseCLI(recent)
			w.Must("apply", "-refresh-only", "-auto-approve", "-no-color")
			for _, typeName := range notIdentified(t, w) {
				t.Errorf("the state has no identity of %s", typeName)
			}
		})
	}
}

// notIdentified is the types of the resources in state that have no identity.
func notIdentified(t *testing.T, w *acctest.Workspace) (types []string) {
	t.Helper()
	var state struct {
		Resources []struct {
			Type      string `json:"type"`
			Instances []struct {
				Identity map[string]any `json:"identity"`
			} `json:"instances"`
		} `json:"resources"`
	}
	if err := json.Unmarshal([]byte(w.Read("terraform.tfstate")), &state); err != nil {
		t.Fatal(err)
	}
	for _, r := range state.Resources {
		for _, instance := range r.Instances {
			if len(instance.Identity) == 0 {
				types = append(types, r.Type)
			}
		}
	}
	return types
}
