package provider_test

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/iptvops/terraform-provider-iptv/internal/acctest"
	simicareus "github.com/iptvops/terraform-provider-iptv/internal/simulator/icareus"
	simpanel "github.com/iptvops/terraform-provider-iptv/internal/simulator/panel"
	simtelecomx "github.com/iptvops/terraform-provider-iptv/internal/simulator/telecomx"
)

func TestMain(m *testing.M) {
	code := m.Run()
	acctest.RemoveBuild()
	os.Exit(code)
}

// No platform's value ends up in a request to another, whether values come from the block or from the environment.
func TestAccProvider_separation(t *testing.T) {
	const organization, secret, customer = 4711, "icareus-secret-of-4711", simtelecomx.Reseller
	values := map[string][]string{ // by platform: what its requests may hold and the others' may not
		"telecomx": {simtelecomx.Username, simtelecomx.Password, customer},
		"panel":    {simpanel.APIKey, simpanel.UserToken},
		"icareus":  {fmt.Sprint(organization), secret},
	}
	const reads = `
data "iptv_packages" "all" {}
data "iptv_bouquets" "all" {}
data "iptv_icareus_channels" "all" {}
`
	for _, from := range []string{"block", "environment"} {
		t.Run(from, func(t *testing.T) {
			acctest.CLI(t)
			t.Parallel()
			telecomx, panel, icareus := acctest.Start(t), acctest.Start(t), acctest.Start(t)
			icareus.Icareus.AddOrganization(simicareus.OrganizationData{ID: organization, Secret: secret})
			block, environment := "provider \"iptv\" {}\n", []string{
				"TELECOMX_ENDPOINT=" + telecomx.URL(), "TELECOMX_USERNAME=" + simtelecomx.Username,
				"TELECOMX_PASSWORD=" + simtelecomx.Password, "TELECOMX_CUSTOMER_ID=" + customer,
				"IPTV_PANEL_ENDPOINT=" + panel.URL(), "IPTV_PANEL_API_KEY=" + simpanel.APIKey, "IPTV_PANEL_USER_TOKEN=" +
					simpanel.UserToken,
				"ICAREUS_ENDPOINT=" + icareus.URL() + "/api/channels/admin", fmt.Sprintf("ICAREUS_ORGANIZATION_ID=%d",
					organization), "ICAREUS_SECRET=" + secret,
			}
			if from == "block" {
				environment = nil
				block = fmt.Sprintf(`
provider "iptv" {
  telecomx = { endpoint = %q, username = %q, password = %q, customer_id = %q }
  panel    = { endpoint = %q, api_key = %q, user_token = %q }
  icareus  = { endpoint = "%s/api/channels/admin", organization_id = %d, secret = %q }
}
`, telecomx.URL(), simtelecomx.Username, simtelecomx.Password, customer,
					panel.URL(), simpanel.APIKey, simpanel.UserToken, icareus.URL(), organization, secret)
			}
			w := acctest.NewWorkspace(t, acctest.Bare(block, reads))
			w.Env = environment
			w.Apply()

			for platform, server := range map[string]*acctest.Platforms{"telecomx": telecomx, "panel": panel, "icareus": icareus} {
				requests := server.Requests()
				if len(requests) == 0 {
					t.Errorf("%s got no request", platform)
				}
				for _, r := range requests {
					if !strings.HasPrefix(r.Operation, platform+".") {
						t.Errorf("%s got the request %s %s", platform, r.Method, r.Path)
					}
					whole := fmt.Sprint(r.Path, r.Query, r.Header, string(r.Body))
					for owner, owned := range values {
						for _, value := range owned {
							if owner != platform && strings.Contains(whole, value) {
								t.Errorf("a request to %s holds %q of %s", platform, value, owner)
							}
						}
					}
				}
			}
		})
	}
}
