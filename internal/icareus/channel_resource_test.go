package icareus_test

import (
	"fmt"
	"regexp"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/terraform"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"

	"github.com/iptvops/terraform-provider-iptv/internal/acctest"
	simicareus "github.com/iptvops/terraform-provider-iptv/internal/simulator/icareus"
)

const (
	organization = simicareus.Organization
	news         = "icareus_channel.news"
)

const minimal = `
resource "icareus_channel" "news" {
  provider = iptv
  name     = "News"
}
`

const full = `
resource "icareus_channel" "news" {
  provider               = iptv
  name                   = "News HD"
  description            = "All day"
  logical_channel_number = 69
  aspect_ratio           = "16:9"
  primary_language       = "fi_FI"
  audio_only             = true
  auto_record            = true
  is_exclusive           = true
  is_public              = false
  quality                = "SD"
  categories             = [103, 101]
  location_restrictions  = [202]
}
`

// action is a check that the plan does just this with the channel.
func action(a plancheck.ResourceActionType) resource.ConfigPlanChecks {
	return resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{plancheck.ExpectResourceAction(news, a)}}
}

// counted is a check that the step so far made exactly these requests, and forgets them.
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

func value(attribute string, check knownvalue.Check) statecheck.StateCheck {
	return statecheck.ExpectKnownValue(news, tfjsonpath.New(attribute), check)
}

func TestAccChannel_lifecycle(t *testing.T) {
	p := acctest.New(t)
	acctest.Test(t,
		resource.TestStep{
			Config:           p.Config(minimal),
			ConfigPlanChecks: action(plancheck.ResourceActionCreate),
			Check:            counted(p, map[string]int{"icareus.addChannel": 1, "icareus.updateChannel": 0}),
			ConfigStateChecks: []statecheck.StateCheck{
				value("id", knownvalue.StringRegexp(regexp.MustCompile(`^\d+$`))),
				value("description", knownvalue.StringExact("")),
				value("logical_channel_number", knownvalue.Int64Exact(0)),
				value("aspect_ratio", knownvalue.StringExact("")),
				value("primary_language", knownvalue.StringExact("en_US")),
				value("is_public", knownvalue.Bool(true)),
				value("quality", knownvalue.StringExact("HD")),
				value("categories", knownvalue.SetExact(nil)),
				value("icon_sha256", knownvalue.Null()),
				value("ingest_url", knownvalue.StringRegexp(regexp.MustCompile(`^rtmp://`))),
				value("playlist_url", knownvalue.StringRegexp(regexp.MustCompile(`^https://.*/playlist\.m3u8$`))),
				value("streams_json", knownvalue.StringRegexp(regexp.MustCompile(`^\{"total":12,.*"items":\[\{"preset_id":11508,`))),
			},
		},
		resource.TestStep{
			PreConfig: p.ResetRequests,
			Config:    p.Config(full),
			ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{
				plancheck.ExpectResourceAction(news, plancheck.ResourceActionUpdate),
				plancheck.ExpectKnownValue(news, tfjsonpath.New("streams_json"), knownvalue.NotNull()),
				plancheck.ExpectKnownValue(news, tfjsonpath.New("ingest_url"), knownvalue.NotNull()),
			}},
			Check: counted(p, map[string]int{"icareus.addChannel": 0, "icareus.updateChannel": 1}),
			ConfigStateChecks: []statecheck.StateCheck{
				value("quality", knownvalue.StringExact("SD")),
				value("categories", knownvalue.SetExact([]knownvalue.Check{knownvalue.Int64Exact(101), knownvalue.Int64Exact(103)})),
			},
		},
		resource.TestStep{ // every optional attribute is cleared by deleting it, with empty values on the wire
			Config:           p.Config(minimal),
			ConfigPlanChecks: action(plancheck.ResourceActionUpdate),
			Check: func(*terraform.State) error {
				channel := p.Icareus.Channels(organization)[0]
				for _, member := range []string{"description", "logicalChannelNumber", "aspectRatio", "audioOnly", "isPublic", "quality",
					"categories", "locationRestrictions"} {
					if _, sent := p.Icareus.LastSent(organization, channel.ServiceID)[member]; !sent {
						return fmt.Errorf("%s was not sent", member)
					}
				}
				if channel.Description != "" || channel.LogicalChannelNumber != 0 || channel.AudioOnly || !channel.IsPublic ||
					len(channel.Categories) != 0 {
					return fmt.Errorf("not cleared: %+v", channel)
				}
				return nil
			},
		},
		resource.TestStep{
			ResourceName: news, ImportState: true, ImportStateVerify: true,
		},
		resource.TestStep{
			ResourceName: news, ImportState: true, ImportStateId: "News", ExpectError: regexp.MustCompile(`numeric channel ID`),
		},
	)
	if left := p.Icareus.Channels(organization); len(left) != 0 {
		t.Errorf("%d channels are left after destroy", len(left))
	}
	if n := p.Count("icareus.deleteChannel"); n != 1 {
		t.Errorf("%d requests to delete one channel", n)
	}
}

func TestAccChannel_drift(t *testing.T) {
	p := acctest.New(t)
	id := func() int64 { return p.Icareus.Channels(organization)[0].ServiceID }
	acctest.Test(t,
		resource.TestStep{Config: p.Config(full)},
		resource.TestStep{ // changed by another client: planned for update
			PreConfig: func() {
				p.Icareus.Update(organization, id(), func(c *simicareus.Channel) {
					c.Description, c.Categories = "Changed",
						[]int64{105}
				})
			},
			Config:            p.Config(full),
			ConfigPlanChecks:  action(plancheck.ResourceActionUpdate),
			ConfigStateChecks: []statecheck.StateCheck{value("description", knownvalue.StringExact("All day"))},
		},
		resource.TestStep{ // deleted by another client: planned for creation
			PreConfig:        func() { p.Icareus.Delete(organization, id()) },
			Config:           p.Config(full),
			ConfigPlanChecks: action(plancheck.ResourceActionCreate),
		},
		resource.TestStep{ // deleted by another client: destroy is content
			PreConfig: func() { p.Icareus.Delete(organization, id()) },
			Config:    p.Config(""),
		},
	)
}

// The platform trims a text: no apply calls the result inconsistent, and no channel is replaced for it.
func TestAccChannel_trimmed(t *testing.T) {
	p := acctest.New(t)
	p.Icareus.SetVariants(func(v *simicareus.Variants) {
		v.TrimTexts, v.NextNumber, v.Parents = true, true, map[int64]int64{103: 101}
	})
	w := acctest.NewWorkspace(t, p.Config(`
resource "icareus_channel" "news" {
  provider    = iptv
  name        = "News"
  categories  = [103]
  description = <<-EOT
    All day
  EOT
}
`))
	if output := w.Apply(); !strings.Contains(output, "Icareus Suite returned another value") {
		t.Errorf("there is no warning:\n%s", output)
	}
	if output := w.Apply(); !strings.Contains(output, "0 added, 1 changed, 0 destroyed") {
		t.Errorf("the difference is not shown as an update:\n%s", output)
	}
}

func TestAccChannel_moved(t *testing.T) {
	p := acctest.New(t)
	acctest.Test(t,
		resource.TestStep{Config: p.Config(minimal)},
		resource.TestStep{
			PreConfig: p.ResetRequests,
			Config: p.Config(`
resource "iptv_icareus_channel" "news" {
  name = "News"
}
moved {
  from = icareus_channel.news
  to   = iptv_icareus_channel.news
}
`),
			ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{plancheck.ExpectEmptyPlan()}},
			Check:            counted(p, map[string]int{"icareus.addChannel": 0, "icareus.deleteChannel": 0}),
		},
		resource.TestStep{
			Config: p.Config(minimal + `
moved {
  from = iptv_icareus_channel.news
  to   = icareus_channel.news
}
`),
			ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{plancheck.ExpectEmptyPlan()}},
		},
	)
}

// Every attribute may be unknown at plan, and is checked and sent once it is known.
func TestAccChannel_unknown(t *testing.T) {
	p := acctest.New(t)
	acctest.Test(t, resource.TestStep{
		Config: p.Config(`
resource "terraform_data" "later" {
  input = { name = "News", number = 7, flag = true, quality = "SD", ratio = "4:3", language = "sv_SE", ids = [101, 102] }
}
resource "icareus_channel" "news" {
  provider               = iptv
  name                   = terraform_data.later.output.name
  description            = terraform_data.later.output.name
  logical_channel_number = terraform_data.later.output.number
  aspect_ratio           = terraform_data.later.output.ratio
  primary_language       = terraform_data.later.output.language
  audio_only             = terraform_data.later.output.flag
  auto_record            = terraform_data.later.output.flag
  is_exclusive           = terraform_data.later.output.flag
  is_public              = terraform_data.later.output.flag
  quality                = terraform_data.later.output.quality
  categories             = terraform_data.later.output.ids
  location_restrictions  = [for id in terraform_data.later.output.ids : id + 100]
}
`),
		ConfigStateChecks: []statecheck.StateCheck{value("logical_channel_number", knownvalue.Int64Exact(7)),
			value("quality", knownvalue.StringExact("SD"))},
	})
}
