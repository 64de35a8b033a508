package provider_test

import (
	"fmt"
	"maps"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/iptvops/terraform-provider-iptv/internal/acctest"
	simicareus "github.com/iptvops/terraform-provider-iptv/internal/simulator/icareus"
	simtelecomx "github.com/iptvops/terraform-provider-iptv/internal/simulator/telecomx"
)

// channelStates makes n channels; each state says just enough for a refresh, here and below.
func channelStates(p *acctest.Platforms, n int) []map[string]any {
	states := make([]map[string]any, n)
	for i := range states {
		id := p.Icareus.AddChannel(simicareus.Organization, simicareus.NewChannel(fmt.Sprintf("Channel %d", i)))
		states[i] = map[string]any{"id": fmt.Sprint(id)}
	}
	return states
}

func packageStates(p *acctest.Platforms, n int) []map[string]any {
	states := make([]map[string]any, n)
	for i := range states {
		id := p.TelecomX.AddPackage(simtelecomx.Package{
			Name: fmt.Sprintf("Package %d", i), Customer: simtelecomx.Reseller,
			Channels: map[string]string{simtelecomx.Channels[0]: "BASE"},
		})
		states[i] = map[string]any{"id": id, "customer_id": simtelecomx.Reseller}
	}
	return states
}

func lineStates(p *acctest.Platforms, n int) []map[string]any {
	var states []map[string]any
	for _, id := range p.Panel.AddLines(n) {
		line, _ := p.Panel.Line(id)
		states = append(states, map[string]any{"id": id, "username": line.Username, "password": line.Password, "charge_credits": true})
	}
	return states
}

var manyStates = map[string]func(*acctest.Platforms, int) []map[string]any{
	"icareus_channel": channelStates, "iptv_package": packageStates, "iptv_line": lineStates,
}

// A plan reads each of a thousand objects, and the platform is asked for lists.
func TestRefresh_thousand(t *testing.T) {
	for name, make := range manyStates {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := acctest.Start(t)
			r := newRun(t, p.Server)
			var states []*tfprotov6.DynamicValue
			for _, state := range make(p, 1000) {
				states = append(states, r.imported(name, state))
			}
			started := time.Now()
			r.readAll(name, states)
			// A response is used for half a minute: a machine that is slower asks again.
			most := 30 * (1 + int(time.Since(started)/(30*time.Second)))
			if n := p.Count(); n > most {
				t.Errorf("%d requests to refresh 1,000 objects, want %d at the most: %v", n, most, p.Counts())
			}
		})
	}
}

// One object is one request, however many others there are.
func TestRefresh_oneOfTenThousand(t *testing.T) {
	for name, make := range manyStates {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := acctest.Start(t)
			r := newRun(t, p.Server)
			state := make(p, 10_000)[5_000]
			r.read(name, r.imported(name, state))
			if n := p.Count(); n != 1 {
				t.Errorf("%d requests, want 1: %v", n, p.Counts())
			}
		})
	}
}

// Data sources, refreshes and the checks of plans share what was listed.
func TestRefresh_sharedLists(t *testing.T) {
	for platform, c := range map[string]struct {
		use  func(p *acctest.Platforms, r *run)
		want map[string]int
	}{
		"icareus": {useIcareus, map[string]int{"icareus.getChannels": 1}},
		"telecomx": {useTelecomX, map[string]int{
			"telecomx.package.list": 1, "telecomx.channel.list": 1, "telecomx.subscription.get": 1,
		}},
		"panel": {usePanel, map[string]int{
			// usernames of new lines, until the list is worth while, which is there already
			"panel.lines":       8,
			"panel.lines.index": 1, "panel.packages": 1, "panel.profile": 1, // the balance
		}},
	} {
		t.Run(platform, func(t *testing.T) {
			t.Parallel()
			p := acctest.Start(t)
			c.use(p, newRun(t, p.Server))
			if got := p.Counts(); !maps.Equal(got, c.want) {
				t.Errorf("requests are %v, want %v", got, c.want)
			}
		})
	}
}

func useIcareus(p *acctest.Platforms, r *run) {
	states := channelStates(p, 20)
	r.readData("icareus_channels")
	r.readData("iptv_icareus_channels")
	for _, state := range states {
		r.read("icareus_channel", r.imported("icareus_channel", state))
	}
}

func useTelecomX(p *acctest.Platforms, r *run) {
	states := packageStates(p, 20)
	subscribed := []any{}
	r.readData("iptv_packages")
	r.readData("iptv_channels")
	for i, state := range states {
		r.read("iptv_package", r.imported("iptv_package", state))
		r.plan(r.planned("iptv_package", nil, map[string]any{"name": "New",
			"channels": map[string]any{simtelecomx.Channels[i%4]: "BASE"}}))
		subscribed = append(subscribed, map[string]any{"id": state["id"]})
	}
	r.plan(r.planned("iptv_subscription", nil, map[string]any{"customer_id": simtelecomx.Customer, "packages": subscribed}))
}

func usePanel(p *acctest.Platforms, r *run) {
	states := lineStates(p, 20)
	r.readData("iptv_lines")
	r.readData("iptv_line_packages")
	for i, state := range states {
		r.read("iptv_line", r.imported("iptv_line", state))
		r.plan(r.planned("iptv_line", nil, map[string]any{"username": fmt.Sprintf("new-%d", i), "password": "secret", "package_id": 107}))
	}
}
