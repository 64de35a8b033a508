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
	benchmarkResource(b, newRun(b, p.Server), "icareus_channel", channelStates(p, 1000), map[string]any{"name": "Channel 0"})
}

// One package of a thousand channels.
func BenchmarkBigPackage(b *testing.B) {
	p := acctest.Start(b)
	channels, config := map[string]string{}, map[string]any{}
	for _, id := range p.TelecomX.AddChannels(simtelecomx.Reseller, 1000) {
		channels[id], config[id] = "BASE", "BASE"
	}
	id := p.TelecomX.AddPackage(simtelecomx.Package{Name: "Package", Customer: simtelecomx.Reseller, Channels: channels})
	benchmarkResource(b, newRun(b, p.Server), "iptv_package",
		[]map[string]any{{"id": id, "customer_id": simtelecomx.Reseller}}, map[string]any{"name": "Package", "channels": config})
}

// One line of a thousand.
func BenchmarkLine(b *testing.B) {
	p := acctest.Start(b)
	states := lineStates(p, 1000)
	benchmarkResource(b, newRun(b, p.Server), "iptv_line", states, map[string]any{
		"username": states[0]["username"], "password": states[0]["password"], "package_id": 107,
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
	benchmarkResource(b, newRun(b, p.Server), "iptv_subscription", states, map[string]any{
		"customer_id": states[0]["id"], "packages": []any{map[string]any{"id": id}},
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

// benchmarkResource measures the calls of an empty plan; the configuration is that of the first of the states.
func benchmarkResource(b *testing.B, r *run, name string, states []map[string]any, config map[string]any) {
	refreshed := make([]*tfprotov6.DynamicValue, len(states))
	for i, state := range states {
		refreshed[i] = r.read(name, r.imported(name, state))
	}
	request := r.planned(name, refreshed[0], config)
	b.Run("validate", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			r.validate(request)
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
		for b.Loop() {
			r.plan(request)
		}
	})
}
