package main

import (
	"context"
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/iptvops/terraform-provider-iptv/internal/protocol"
	simtelecomx "github.com/iptvops/terraform-provider-iptv/internal/simulator/telecomx"
)

const (
	aPackage  = "5F0E3C9A7B21D4408C6EA999"
	aChannel  = "60A4D1F37C00000000001AB1"
	aCustomer = "5F0E3C9A7B21D4408C6EA202"
	aLine     = "1734da33-9723-4df6-90d1-38dc589aa0ec"
)

// managed is a resource in state and another configuration for it.
var managed = []struct {
	typeName      string
	state, wanted config
}{
	{"icareus_channel", config{"id": "12346501", "service_id": 12346501, "name": "News"}, config{"name": "Other", "categories": []int{1}}},
	{
		"iptv_package", config{"id": aPackage, "name": "News", "main": false, "customer_id": aCustomer,
			"channels": config{aChannel: "BASE"}},
		config{"name": "Other", "channels": config{aChannel: "DVB"}},
	},
	{
		"iptv_subscription", config{"id": aCustomer, "customer_id": aCustomer, "packages": []any{config{"id": aPackage}},
			"allow_overwrite": false},
		config{"customer_id": aCustomer, "packages": []any{}, "npvr": config{"override": true, "storage_hours": 5}},
	},
	{
		"iptv_line", config{"id": aLine, "username": "larry", "password": "12345", "charge_credits": true, "package_id": 107,
			"renewal_key": "1", "is_enabled": true},
		config{"username": "larry", "password": "54321", "package_id": 107, "renewal_key": "2", "is_enabled": false, "reseller_notes": "x"},
	},
}

// Whatever the platforms respond, the provider ends with a state or with an error that Terraform can show.
func FuzzBadResponses(f *testing.F) {
	for _, body := range []string{
		"", "null", "[]", "{}", `""`, "<html>", "{\"", `{"error":"x"}`, `{"status":"ok"}`, `{"success":true}`, `[{}]`, `[null]`,
		`{"status":"ok","channel":{"serviceId":12346501,"name":"News","streams":{"items":[{}],"adaptiveItems":[{}]}}}`,
		`{"status":"ok","channels":[{"serviceId":1},{"serviceId":1}]}`,
		`{"_id":"` + aPackage + `","name":"News","channels":[{"id":"` + aChannel + `","type":"BASE"},{"id":"` + aChannel +
			`","type":"BASE"}]}`,
		`{"offset":0,"limit":1,"total":1,"packages":[{"_id":"` + aPackage + `"}],"channels":[{"_id":"` + aChannel +
			`"}],"accounts":[{"username":"u","devices":[{}]}]}`,
		`{"nPvr":{"override":true},"scrub":{},"packages":[{"_id":"` + aPackage + `","end":"2016-01-01T00:00:00.000Z"},{"_id":"` +
			aPackage + `"}]}`,
		`[{"line_id":"` + aLine + `","username":"larry","bouquets":[2,2],"expire_at":"2024-09-12T15:19:21+00:00"}]`,
		`{"line_id":"` + aLine + `","transaction_amount":-100,"expire_at":null}`,
	} {
		f.Add(200, []byte(body))
		f.Add(500, []byte(body))
	}
	f.Fuzz(func(t *testing.T, status int, body []byte) {
		platforms := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", "application/json")
			w.WriteHeader(200 + (max(status, 0) % 400))
			_, _ = w.Write(body)
		}))
		defer platforms.Close()
		block := config{
			"max_retries": 0,
			telecomx:      config{"endpoint": platforms.URL, "token": simtelecomx.Token, "customer_id": aCustomer},
			panel:         config{"endpoint": platforms.URL, "api_key": "key", "user_token": "token"},
			icareus:       config{"endpoint": platforms.URL, "organization_id": 1, "token": "token"},
		}
		server, err := configured(t.Context(), block)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range managed {
			schema, err := protocol.SchemaOf(m.typeName)
			if err != nil {
				t.Fatal(err)
			}
			r, err := protocol.NewResource(m.typeName)
			if err != nil {
				t.Fatal(err)
			}
			if r.Value, err = protocol.ValueOf(m.state, schema.ValueType()); err != nil {
				t.Fatal(err)
			}
			prior := r.Snapshot
			// Errors are what is expected; what is not is a panic, or what Terraform would call a bug in the provider.
			_, _ = r.Refresh(t.Context(), server)
			for _, c := range []config{m.wanted, nil} {
				wanted, err := protocol.ValueOf(c, schema.ValueType())
				if err != nil {
					t.Fatal(err)
				}
				change, _, err := r.PlanChange(t.Context(), server, prior, wanted)
				if err == nil {
					_ = r.Apply(t.Context(), server, change)
				}
			}
		}
		readAll(t.Context(), t, server)
	})
}

// readAll reads every data source without arguments.
func readAll(ctx context.Context, t *testing.T, server tfprotov6.ProviderServer) {
	all, err := protocol.Schemas()
	if err != nil {
		t.Fatal(err)
	}
	for name, schema := range all.DataSourceSchemas {
		arguments := config{}
		for _, a := range schema.Block.Attributes {
			if a.Required && a.Type.Is(tftypes.String) {
				arguments[a.Name] = aCustomer
			}
		}
		empty, err := protocol.ValueOf(arguments, schema.ValueType())
		if err != nil {
			t.Fatal(err)
		}
		response, err := server.ReadDataSource(ctx, &tfprotov6.ReadDataSourceRequest{TypeName: name, Config: protocol.Dynamic(empty)})
		if err != nil {
			t.Fatal(err)
		}
		if protocol.Failure(response.Diagnostics) != nil {
			continue
		}
		if state, err := response.State.Unmarshal(schema.ValueType()); err != nil || !state.IsFullyKnown() {
			t.Errorf("%s: the state cannot be read: %v, %v", name, state, err)
		}
	}
}

// Whatever a configuration or an import holds, it ends in a plan or in an error that Terraform can show.
func FuzzTexts(f *testing.F) {
	for _, text := range []string{
		"", " ", "x", aPackage, aCustomer + "/" + aPackage, aLine, "12346501", "-1", "1e9", "BASE", "en_US", "aa:bb:cc:dd:ee:ff",
		"2016-01-01T00:00:00Z",
		"0000-00-00T00:00:00+99:99", "9999-12-31T23:59:59.999999999-23:59", "/dev/null", "\x00", "\xff\xfe", "🎬", "a/b/c",
	} {
		f.Add(text)
	}
	block := config{
		"max_retries": 0, "preflight": false,
		telecomx: config{"endpoint": "http://127.0.0.1:1", "token": simtelecomx.Token},
		panel:    config{"endpoint": "http://127.0.0.1:1", "api_key": "key", "user_token": "token"},
		icareus:  config{"endpoint": "http://127.0.0.1:1", "organization_id": 1, "token": "token"},
	}
	f.Fuzz(func(t *testing.T, text string) {
		server, err := configured(t.Context(), block)
		if err != nil {
			t.Fatal(err)
		}
		all, err := protocol.Schemas()
		if err != nil {
			t.Fatal(err)
		}
		for name, schema := range all.ResourceSchemas {
			wanted := filled(schema.Block.Attributes, schema.ValueType(), text)
			if _, err := server.ValidateResourceConfig(t.Context(),
				&tfprotov6.ValidateResourceConfigRequest{TypeName: name, Config: protocol.Dynamic(wanted)}); err != nil {
				t.Fatal(err)
			}
			r, err := protocol.NewResource(name)
			if err != nil {
				t.Fatal(err)
			}
			_, _, _ = r.PlanChange(t.Context(), server, r.Snapshot, wanted)
			if _, err := server.ImportResourceState(t.Context(),
				&tfprotov6.ImportResourceStateRequest{TypeName: name, ID: text}); err != nil {
				t.Fatal(err)
			}
		}
		for name, schema := range all.DataSourceSchemas {
			wanted := filled(schema.Block.Attributes, schema.ValueType(), text)
			if _, err := server.ValidateDataResourceConfig(t.Context(),
				&tfprotov6.ValidateDataResourceConfigRequest{TypeName: name, Config: protocol.Dynamic(wanted)}); err != nil {
				t.Fatal(err)
			}
		}
	})
}

// filled is a configuration with the text, or what comes nearest, wherever one can be given.
func filled(attributes []*tfprotov6.SchemaAttribute, as tftypes.Type, text string) tftypes.Value {
	object := map[string]tftypes.Value{}
	for _, a := range attributes {
		if object[a.Name] = tftypes.NewValue(a.ValueType(), nil); a.Required || a.Optional {
			object[a.Name] = fill(a.ValueType(), text)
		}
	}
	return tftypes.NewValue(as, object)
}

func fill(as tftypes.Type, text string) tftypes.Value {
	switch as := as.(type) {
	case tftypes.Object:
		object := map[string]tftypes.Value{}
		for name, member := range as.AttributeTypes {
			object[name] = fill(member, text)
		}
		return tftypes.NewValue(as, object)
	case tftypes.Map:
		return tftypes.NewValue(as, map[string]tftypes.Value{text: fill(as.ElementType, text)})
	case tftypes.Set:
		return tftypes.NewValue(as, []tftypes.Value{fill(as.ElementType, text)})
	case tftypes.List:
		return tftypes.NewValue(as, []tftypes.Value{fill(as.ElementType, text)})
	}
	switch {
	case as.Is(tftypes.Bool):
		return tftypes.NewValue(as, len(text)%2 == 0)
	case as.Is(tftypes.Number):
		return tftypes.NewValue(as, len(text))
	}
	return tftypes.NewValue(as, text)
}
