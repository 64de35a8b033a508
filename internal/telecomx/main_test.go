package telecomx_test

import (
	"fmt"
	"os"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/terraform"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"

	"github.com/iptvops/terraform-provider-iptv/internal/acctest"
	simtelecomx "github.com/iptvops/terraform-provider-iptv/internal/simulator/telecomx"
)

func TestMain(m *testing.M) {
	code := m.Run()
	acctest.RemoveBuild()
	os.Exit(code)
}

const (
	reseller = simtelecomx.Reseller
	customer = simtelecomx.Customer
	business = simtelecomx.Business
)

// Channels of the reseller: baseOnly supports BASE, dvbOnly DVB, every all types.
var (
	baseOnly = simtelecomx.Channels[0]
	dvbOnly  = simtelecomx.Channels[4]
	every    = simtelecomx.Channels[8]
	house    = simtelecomx.BusinessChannels[0] // of the business customer, all types
)

func action(name string, a plancheck.ResourceActionType) resource.ConfigPlanChecks {
	return resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{plancheck.ExpectResourceAction(name, a)}}
}

func emptyPlan() resource.ConfigPlanChecks {
	return resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{plancheck.ExpectEmptyPlan()}}
}

// counted is a check that exactly these requests were made since the last reset.
func counted(p *acctest.Platforms, want map[string]int) resource.TestCheckFunc {
	return func(*terraform.State) error {
		for operation, n := range want {
			if got := p.Count(operation); got != n {
				return fmt.Errorf("%s: %d requests, want %d; all: %v", operation, got, n, p.Counts())
			}
		}
		return nil
	}
}

func value(name, attribute string, check knownvalue.Check) statecheck.StateCheck {
	return statecheck.ExpectKnownValue(name, tfjsonpath.New(attribute), check)
}

// words matches a text that the CLI may have broken into lines.
func words(pattern string) *regexp.Regexp {
	return regexp.MustCompile(`(?s)` + strings.ReplaceAll(pattern, " ", `[\s│]+`))
}

// login is a configuration whose provider logs in.
func login(p *acctest.Platforms, username, password, hcl string) string {
	return acctest.Bare(fmt.Sprintf(`
provider "iptv" {
  telecomx = {
    endpoint    = %q
    username    = %q
    password    = %q
    customer_id = %q
  }
}
`, p.URL(), username, password, reseller), hcl)
}

// as is a configuration with another token and another default customer, which may be "".
func as(p *acctest.Platforms, token, customer, hcl string) string {
	customerID := "null"
	if customer != "" {
		customerID = strconv.Quote(customer)
	}
	return acctest.Bare(fmt.Sprintf(`
provider "iptv" {
  telecomx = {
    endpoint    = %q
    token       = %q
    customer_id = %s
  }
}
`, p.URL(), token, customerID), hcl)
}
