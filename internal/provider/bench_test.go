package provider_test

import (
	"context"
	"fmt"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/iptvops/terraform-provider-iptv/internal/acctest"
	simtelecomx "github.com/iptvops/terraform-provider-iptv/internal/simulator/telecomx"
)

// What the provider adds to a run of Terraform, call by call: go test -bench . ./internal/provider

func BenchmarkStart(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		server, err := acctest.Factories()["iptv"]()
		if err != nil {
			b.Fatal(err)
		}
		if _, err := server.GetProviderSchema(context.Background(), &tfprotov6.GetProviderSchemaRequest{}); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkConfigure(b *testing.B) {
	p := acctest.Start(b)
	r := newRun(b, p.Server)
	b.ReportAllocs()
	for b.Loop() {
		r.configure(p.Server)
	}
}

// One channel of a thousand.
func BenchmarkChannel(b *testing.B) {
	p := acctest.Start(b)
	benchmarkResource(b, p, "icareus_channel", channelStates(p, 1000), func(i int) map[string]any {
		return map[string]any{"name": fmt.Sprintf("Channel %d", i)}
	})
}

// One package of a thousand channels.
func BenchmarkBigPackage(b *testing.B) {
	p := acctest.Start(b)
	channels, config := map[string]string{}, map[string]any{}
	for _, id := range p.TelecomX.AddChannels(simtelecomx.Reseller, 1000) {
		channels[id], config[id] = "BASE", "BASE"
	}
	id := p.TelecomX.AddPackage(simtelecomx.Package{Name: "Package", Customer: simtelecomx.Reseller, Channels: channels})
	benchmarkResource(b, p, "iptv_package",
		[]map[string]any{{"id": id, "customer_id": simtelecomx.Reseller}}, func(int) map[string]any {
			return map[string]any{"name": "Package", "channels": config}
		})
}

// One line of a thousand.
func BenchmarkLine(b *testing.B) {
	p := acctest.Start(b)
	states := lineStates(p, 1000)
	benchmarkResource(b, p, "iptv_line", states, func(i int) map[string]any {
		return map[string]any{"username": states[i]["username"], "password": states[i]["password"], "package_id": 107}
	})
}

// One subscription of a thousand, each with a package.
func BenchmarkSubscription(b *testing.B) {
	p := acctest.Start(b)
	id := p.TelecomX.AddPackage(simtelecomx.Package{
		Name: "Package", Customer: simtelecomx.Reseller, Channels: map[string]string{simtelecomx.Channels[0]: "BASE"},
	})
	states := make([]map[string]any, 1000)
	for i := range states {
		customer := p.TelecomX.AddCustomer(simtelecomx.CustomerInfo{
			Name: fmt.Sprintf("Customer %d", i), Parent: simtelecomx.Reseller, Features: []string{"IPTVPRIVATE"},
		})
		p.TelecomX.SetSubscription(customer, simtelecomx.Subscription{Packages: []simtelecomx.Subscribed{{ID: id,
			Start: p.Now()}}})
		states[i] = map[string]any{"id": customer, "customer_id": customer, "packages": []any{map[string]any{"id": id}}}
	}
	benchmarkResource(b, p, "iptv_subscription", states, func(i int) map[string]any {
		return map[string]any{"customer_id": states[i]["id"], "packages": []any{map[string]any{"id": id}}}
	})
}

// A data source with a thousand channels.
func BenchmarkChannels(b *testing.B) {
	p := acctest.Start(b)
	r := newRun(b, p.Server)
	channelStates(p, 1000)
	b.ReportAllocs()
	for b.Loop() {
		r.readData("icareus_channels")
	}
}

// benchmarkResource measures the calls of empty plans; config is the configuration of a state.
func benchmarkResource(b *testing.B, p *acctest.Platforms, name string, states []map[string]any, config func(i int) map[string]any) {
	r := newRun(b, p.Server)
	refreshed := make([]*tfprotov6.DynamicValue, len(states))
	requests := make([]*tfprotov6.PlanResourceChangeRequest, len(states))
	for i, state := range states {
		refreshed[i] = r.read(name, r.imported(name, state))
		requests[i] = r.planned(name, refreshed[i], config(i))
	}
	b.Run("validate", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			r.validate(requests[0])
		}
	})
	b.Run("read", func(b *testing.B) {
		b.ReportAllocs()
		for i := 0; b.Loop(); i++ {
			r.read(name, refreshed[i%len(refreshed)])
		}
	})
	b.Run("plan", func(b *testing.B) {
		b.ReportAllocs()
		for i := 0; b.Loop(); i++ {
			if i%len(requests) == 0 {
				r.configure(p.Server) // an object is planned once a run
			}
			r.plan(requests[i%len(requests)])
		}
	})
}
