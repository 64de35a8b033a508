package icareus_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/iptvops/terraform-provider-iptv/internal/acctest"
	simicareus "github.com/iptvops/terraform-provider-iptv/internal/simulator/icareus"
)

// adoption takes all channels over without terraform query: import blocks over the data source, which tells everything
// that can be configured.
const adoption = `
data "iptv_icareus_channels" "all" {}

locals {
  channels = { for channel in data.iptv_icareus_channels.all.channels : channel.id => channel }
}

import {
  for_each = local.channels
  to       = iptv_icareus_channel.all[each.key]
  id       = each.key
}

resource "iptv_icareus_channel" "all" {
  for_each = local.channels

  name                   = each.value.name
  description            = each.value.description
  logical_channel_number = each.value.logical_channel_number
  aspect_ratio           = each.value.aspect_ratio
  primary_language       = each.value.primary_language
  audio_only             = each.value.audio_only
  auto_record            = each.value.auto_record
  is_public              = each.value.is_public
  is_exclusive           = each.value.is_exclusive
  quality                = each.value.quality
  categories             = each.value.categories
  location_restrictions  = each.value.location_restrictions
}
`

// A CLI that has no query adopts an estate in one apply, within few requests and without a write. OpenTofu does as well.
func TestAccChannels_adoptedByForEach(t *testing.T) {
	p := acctest.New(t)
	for _, c := range estate() {
		p.Icareus.AddChannel(organization, c)
	}
	for i := range 20 {
		p.Icareus.AddChannel(organization, simicareus.NewChannel(fmt.Sprintf("Channel %d", i)))
	}
	w := acctest.NewWorkspace(t, p.Config(adoption))
	if output := w.Apply(); !strings.Contains(output, "25 imported, 0 added, 0 changed, 0 destroyed") {
		t.Errorf("the channels are not imported as they are:\n%s", output)
	}
	plan := w.PlanCode()
	if plan.Code != 0 {
		t.Errorf("the second plan is not empty:\n%s", plan.Output)
	}
	for operation, n := range p.Counts() {
		if operation != "icareus.getChannels" && operation != "icareus.getChannel" {
			t.Errorf("%d requests of %s", n, operation)
		}
	}
	if n := p.Count(); n > 20 {
		t.Errorf("%d requests: %v", n, p.Counts())
	}
	t.Logf("requests of an apply and a plan: %v", p.Counts())
}
