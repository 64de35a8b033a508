package provider_test

import (
	"iter"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/iptvops/terraform-provider-iptv/internal/acctest"
	"github.com/iptvops/terraform-provider-iptv/internal/protocol"
	"github.com/iptvops/terraform-provider-iptv/internal/provider"
	"github.com/iptvops/terraform-provider-iptv/internal/simulator"
	simicareus "github.com/iptvops/terraform-provider-iptv/internal/simulator/icareus"
)

// A list block without config, which some versions of Terraform send as null, lists everything.
func TestLists_withoutConfig(t *testing.T) {
	for name, schema := range kinds(t)["list-resources"] {
		p := acctest.Start(t)
		whatExists(p)
		p.Icareus.AddChannel(simicareus.Organization, simicareus.NewChannel("News"))
		p.Panel.AddLines(1)
		server := provider.NewServer(acctest.Version)
		if err := protocol.Configure(t.Context(), server, providerBlock(p.URL())); err != nil {
			t.Fatal(err)
		}
		found := 0
		for result := range listed(t, server, name, schema, 1) {
			found++
			if err := protocol.Failure(result.Diagnostics); err != nil {
				t.Errorf("%s: %v", name, err)
			}
		}
		if found != 1 {
			t.Errorf("%s: %d results, want 1", name, found)
		}
	}
}

func listed(t *testing.T, server tfprotov6.ProviderServer, name string, schema *tfprotov6.Schema,
	limit int64) iter.Seq[tfprotov6.ListResourceResult] {
	t.Helper()
	lists, ok := server.(tfprotov6.ListResourceServer)
	if !ok {
		t.Fatal("the server lists nothing")
	}
	stream, err := lists.ListResource(t.Context(), &tfprotov6.ListResourceRequest{
		TypeName: name, Config: protocol.Dynamic(tftypes.NewValue(schema.ValueType(), nil)), Limit: limit,
	})
	if err != nil {
		t.Fatal(err)
	}
	return stream.Results
}

// A list that another client changes whenever a page is read may lack objects, as query and data source warn.
func TestLists_moving(t *testing.T) {
	for _, c := range []struct {
		resource, dataSource, operation string
		seed                            func(p *acctest.Platforms, n int)
		many                            int
	}{
		{"iptv_line", "iptv_lines", "panel.lines.index", func(p *acctest.Platforms, n int) { p.Panel.AddLines(n) }, 150},
		{"iptv_package", "iptv_packages", "telecomx.package.list", func(p *acctest.Platforms, n int) { packageStates(p, n) }, 600},
	} {
		t.Run(c.resource, func(t *testing.T) {
			p := acctest.Start(t)
			c.seed(p, c.many)
			p.Inject(simulator.Fault{Operation: c.operation, Kind: simulator.Pass, Times: -1, Do: func() { c.seed(p, 1) }})
			r := newRun(t, p.Server)
			seen, warning := map[string]bool{}, ""
			for result := range listed(t, r.server, c.resource, r.schema.ListResourceSchemas[c.resource], 0) {
				if result.Identity == nil {
					warning += texts(result.Diagnostics)
				} else if seen[result.DisplayName] {
					t.Errorf("%s is listed twice", result.DisplayName)
				}
				seen[result.DisplayName] = true
			}
			if len(seen) <= c.many || !strings.Contains(warning, "may be missing: The list changed each time it was read") {
				t.Errorf("%d objects, warning %q", len(seen)-1, warning)
			}
			kind := r.schema.DataSourceSchemas[c.dataSource].ValueType()
			resp, err := newRun(t, p.Server).server.ReadDataSource(t.Context(),
				&tfprotov6.ReadDataSourceRequest{TypeName: c.dataSource, Config: r.encode(kind, object(kind, map[string]any{}))})
			if err != nil || !strings.Contains(texts(resp.Diagnostics), "may be missing: The list changed each time it was read") {
				t.Errorf("%v, %v", err, resp.Diagnostics)
			}
		})
	}
}

func texts(diagnostics []*tfprotov6.Diagnostic) string {
	text := ""
	for _, d := range diagnostics {
		text += d.Summary + ": " + d.Detail + "\n"
	}
	return text
}
