package icareus_test

import (
	"fmt"
	"regexp"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"

	"github.com/iptvops/terraform-provider-iptv/internal/acctest"
	"github.com/iptvops/terraform-provider-iptv/internal/simulator"
	simicareus "github.com/iptvops/terraform-provider-iptv/internal/simulator/icareus"
)

func channelWith(argument string) string {
	if !strings.Contains(argument, "name ") {
		argument = "name = \"News\"\n" + argument
	}
	return "resource \"icareus_channel\" \"news\" {\n  provider = iptv\n" + argument + "\n}\n"
}

// What is wrong for certain is an error on its attribute before any request.
func TestAccChannel_invalid(t *testing.T) {
	p := acctest.New(t)
	var steps []resource.TestStep
	for _, c := range []struct{ argument, want string }{
		{`name = ""`, `Attribute name string length must be at least 1`},
		{`aspect_ratio = "wide"`, `Attribute aspect_ratio must be 4:3, 16:9 or empty`},
		{`aspect_ratio = "21:9"`, `Attribute aspect_ratio value must be one of`},
		{`quality = "UHD"`, `Attribute quality must be HD or SD`},
		{`primary_language = "finnish"`, `Attribute primary_language must be a locale such as en_US or fi_FI`},
		{`primary_language = "en-US"`, `Attribute primary_language must be a locale such as en_US or fi_FI`},
		{`logical_channel_number = -1`, `Attribute logical_channel_number value must be at least 0`},
		{`quality = "2"`, `Attribute quality value must be one of`},
		{`categories = [101, null]`, `Null in a set`},
		{`icon_file = "no/such/icon.png"`, `Cannot read icon`},
		{`icon_file = "/"`, `is not a file`},
	} {
		steps = append(steps, resource.TestStep{
			Config: p.Config(channelWith(c.argument)), PlanOnly: true,
			ExpectError: regexp.MustCompile(strings.ReplaceAll(c.want, " ", `\s+`)),
		})
	}
	acctest.Test(t, steps...)
	if n := p.Count(); n != 0 {
		t.Errorf("%d requests, want none: %v", n, p.Counts())
	}
}

// What only the platform can know is reported in its words, on the attribute it named.
func TestAccChannel_refused(t *testing.T) {
	p := acctest.New(t)
	acctest.Test(t,
		resource.TestStep{
			Config: p.Config(channelWith(`categories = [12345, 101]`)),
			ExpectError: regexp.MustCompile(`(?s)Cannot create channel.*with icareus_channel.news.*categories = \[12345, 101\].*invalid ` +
				`category ids: 12345`),
		},
		resource.TestStep{
			Config:      p.Config(channelWith(`primary_language = "xx_XX"`)),
			ExpectError: regexp.MustCompile(`(?s)primary_language = "xx_XX".*xx_XX\s+is\s+not\s+a\s+valid\s+language\s+id`),
		},
		resource.TestStep{Config: p.Config(channelWith(""))},
		resource.TestStep{
			Config: p.Config(channelWith("categories = [999]\n location_restrictions = [998]")),
			ExpectError: regexp.MustCompile(`(?s)Cannot update channel.*categories = \[999\].*Cannot update ` +
				`channel.*location_restrictions = \[998\]`),
		},
		resource.TestStep{ // the failed update has left the state as it was
			Config: p.Config(channelWith("")), PlanOnly: true,
		},
	)
}

// The platform's other ways to refuse end in the same words.
func TestAccChannel_variants(t *testing.T) {
	for name, variant := range map[string]func(*simicareus.Variants){
		"status 404":      func(v *simicareus.Variants) { v.ErrorStatus = 404 },
		"status 200":      func(v *simicareus.Variants) { v.ErrorStatus = 200 },
		"other spellings": func(v *simicareus.Variants) { v.IDsAsStrings, v.NumericBooleans, v.NullArrays = true, true, true },
		"objects":         func(v *simicareus.Variants) { v.ArraysAsObjects, v.OmitEmpty = true, true },
	} {
		t.Run(name, func(t *testing.T) {
			p := acctest.New(t)
			p.Icareus.SetVariants(variant)
			acctest.Test(t,
				resource.TestStep{
					Config:      p.Config(channelWith("categories = [12345]")),
					ExpectError: regexp.MustCompile(`invalid\s+category\s+ids:\s+12345`),
				},
				resource.TestStep{Config: p.Config(channelWith("categories = [101, 102]"))},
				resource.TestStep{Config: p.Config(full)},
				resource.TestStep{ // gone is what the platform says, not what the status says
					PreConfig: func() {
						p.Icareus.Delete(organization, p.Icareus.Channels(organization)[0].ServiceID)
					},
					Config: p.Config(full), ConfigPlanChecks: action(plancheck.ResourceActionCreate),
				},
			)
		})
	}
}

func TestAccChannel_notConfigured(t *testing.T) {
	p := acctest.New(t)
	icareus := func(arguments string) string {
		return acctest.Bare(fmt.Sprintf("provider \"iptv\" {\n icareus = {\n endpoint = \"%s/api/channels/admin\"\n %s\n }\n}\n", p.URL(),
			arguments), minimal)
	}
	acctest.Test(t,
		resource.TestStep{
			Config:      acctest.Bare(`provider "iptv" {}`, minimal),
			ExpectError: regexp.MustCompile(`(?s)Icareus Suite is not configured.*icareus = \{.*ICAREUS_ORGANIZATION_ID`),
		},
		resource.TestStep{
			Config:      icareus("organization_id = 2631609"),
			ExpectError: regexp.MustCompile(`(?s)token or secret.*ICAREUS_TOKEN or\s+ICAREUS_SECRET`),
		},
		resource.TestStep{
			Config:      icareus("organization_id = 2631609\n token = \"abcdef\"\n secret = \"secret\""),
			ExpectError: regexp.MustCompile(`Contradictory credentials`),
		},
		resource.TestStep{
			Config:      icareus("organization_id = 2631609\n secret = \"not the secret\""),
			ExpectError: regexp.MustCompile(`(?s)does not\s+accept\s+the\s+token\s+for\s+organisation\s+2631609`),
		},
		resource.TestStep{
			Config:      icareus("organization_id = 4711\n token = \"icareus-user-token\""),
			PlanOnly:    true,
			ExpectError: regexp.MustCompile(`(?s)Unknown organisation.*organisation\s+4711.*ICAREUS_ORGANIZATION_ID`),
		},
		resource.TestStep{
			Config: icareus("organization_id = 2631609\n token = \"icareus-user-token\""),
		},
	)
}

// A plan of many new channels says once that the platform cannot be used, and what to check.
func TestChannel_unusable(t *testing.T) {
	for name, c := range map[string]struct {
		arguments arguments
		fault     *simulator.Fault
		want      string // "" for a plan without errors
	}{
		"wrong secret":          {arguments{"secret": "wrong"}, nil, "Icareus Suite refuses the credentials"},
		"wrong token":           {arguments{"secret": nil, "token": "wrong"}, nil, "Icareus Suite refuses the credentials"},
		"refused connection":    {arguments{"endpoint": "http://127.0.0.1:1/api/channels/admin"}, nil, "Cannot reach Icareus Suite"},
		"https to an http port": {arguments{"endpoint": "https"}, nil, "Cannot reach Icareus Suite"},
		"wrong path":            {arguments{"endpoint": "path"}, nil, "Not the API of Icareus Suite"},
		"a web page":            {nil, &simulator.Fault{Kind: simulator.HTML, Times: -1}, "Not the API of Icareus Suite"},
		"unknown organisation": {arguments{"organization_id": 4711, "secret": nil, "token": simicareus.Token}, nil,
			"Unknown organisation: Icareus Suite: cannot list channels: the platform knows no organisation 4711"},
		"may not be listed":      {nil, &simulator.Fault{Status: 403, Body: `{"status":"error","message":"forbidden"}`, Times: -1}, ""},
		"out of order":           {nil, &simulator.Fault{Status: 500, Times: -1}, ""},
		"nothing is the trouble": {nil, nil, ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			m := manage(t, "icareus_channel")
			for argument, value := range c.arguments {
				switch value {
				case "https":
					value = strings.Replace(m.URL(), "http:", "https:", 1) + "/api/channels/admin"
				case "path":
					value = m.URL() + "/api/channel"
				}
				m.provider["icareus"].(arguments)[argument] = value
			}
			if c.fault != nil {
				m.Inject(*c.fault)
			}
			server, failures := m.server(), []string{}
			for i := range 5 {
				if _, _, err := m.Plan(t.Context(), server, m.value(arguments{"name": fmt.Sprintf("Channel %d", i)})); err != nil {
					failures = append(failures, err.Error())
				}
			}
			switch {
			case c.want == "" && len(failures) > 0, c.want != "" && len(failures) != 1:
				t.Errorf("%d errors: %q", len(failures), failures)
			case c.want != "" && (!strings.Contains(failures[0], c.want) || !strings.Contains(failures[0], "ICAREUS_")):
				t.Errorf("%q is missing in %s", c.want, failures[0])
			}
			if n := m.Count("icareus.getChannels"); n > 1 {
				t.Errorf("%d lists", n)
			}
			m.provider["preflight"] = false
			m.ResetRequests()
			if _, err := m.planned(arguments{"name": "News"}); err != nil || m.Count() != 0 {
				t.Errorf("%d requests without preflight, %v", m.Count(), err)
			}
		})
	}
}

func TestAccChannel_wrongEndpoint(t *testing.T) {
	p := acctest.New(t)
	p.Inject(simulator.Fault{Kind: simulator.HTML, Status: 404, Times: -1})
	acctest.Test(t, resource.TestStep{
		Config:      p.Config(minimal),
		ExpectError: regexp.MustCompile(`(?s)web\s+page.*is\s+the\s+endpoint\s+the\s+address\s+of\s+the\s+API\?.*HTTP\s+404`),
	})
}

// A platform that is configured by a value of another resource is not asked before that value is known.
func TestAccChannel_unknownConfiguration(t *testing.T) {
	p := acctest.New(t)
	config := func(version int, resource string) string {
		return acctest.Bare(fmt.Sprintf(`
resource "terraform_data" "secret" {
  input            = "secret"
  triggers_replace = %d
}
provider "iptv" {
  icareus = {
    endpoint        = "%s/api/channels/admin"
    organization_id = 2631609
    secret          = terraform_data.secret.output
  }
}
`, version, p.URL()), resource)
	}
	acctest.Test(t,
		resource.TestStep{Config: config(1, minimal)},
		resource.TestStep{Config: config(2, full), ConfigPlanChecks: action(plancheck.ResourceActionUpdate)},
	)
}
