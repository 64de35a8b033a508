package icareus_test

import (
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/iptvops/terraform-provider-iptv/internal/acctest"
	"github.com/iptvops/terraform-provider-iptv/internal/protocol"
	"github.com/iptvops/terraform-provider-iptv/internal/provider"
	simicareus "github.com/iptvops/terraform-provider-iptv/internal/simulator/icareus"
)

type arguments = protocol.Config

// gif is the smallest picture, in base64.
const gif = "R0lGODlhAQABAAAAACw="

// later is a value that is known during the apply only.
const later = "(known after apply)"

// managed is one channel, managed in process as Terraform does it.
type managed struct {
	*protocol.Resource
	*acctest.Platforms

	t        *testing.T
	provider protocol.Config
}

func manage(t *testing.T, typeName string) *managed {
	t.Helper()
	p := acctest.Start(t)
	resource, err := protocol.NewResource(typeName)
	if err != nil {
		t.Fatal(err)
	}
	return &managed{resource, p, t, arguments{"max_retries": 0, "icareus": arguments{
		"endpoint": p.URL() + "/api/channels/admin", "organization_id": organization, "secret": simicareus.Secret,
	}}}
}

// server is a process of its own.
func (m *managed) server() tfprotov6.ProviderServer {
	m.t.Helper()
	server := provider.NewServer(acctest.Version)
	if err := protocol.Configure(m.t.Context(), server, m.provider); err != nil {
		m.t.Fatal(err)
	}
	return server
}

func (m *managed) value(c arguments) tftypes.Value {
	m.t.Helper()
	value, err := protocol.ValueOf(c, m.Value.Type())
	if err != nil {
		m.t.Fatal(err)
	}
	value, err = tftypes.Transform(value, func(_ *tftypes.AttributePath, v tftypes.Value) (tftypes.Value, error) {
		if v.Type().Is(tftypes.String) && v.Equal(tftypes.NewValue(tftypes.String, later)) {
			return tftypes.NewValue(tftypes.String, tftypes.UnknownValue), nil
		}
		return v, nil
	})
	if err != nil {
		m.t.Fatal(err)
	}
	return value
}

// changes is what a plan would do.
func (m *managed) changes(c arguments) ([]protocol.Change, error) {
	m.t.Helper()
	_, changes, err := m.Plan(m.t.Context(), m.server(), m.value(c))
	return changes, err
}

// planned is the names of what a plan changes, "" for an empty plan.
func (m *managed) planned(c arguments) (string, error) {
	m.t.Helper()
	changes, err := m.changes(c)
	if err != nil || len(changes) == 0 {
		return "", err
	}
	return strings.Join(protocol.Changed(changes[0].Prior, changes[len(changes)-1].Planned), " "), nil
}

// apply plans a configuration and applies it, with what is known by then in place of what was not.
func (m *managed) apply(c arguments, known ...arguments) error {
	m.t.Helper()
	now, changes, err := m.Plan(m.t.Context(), m.server(), m.value(c))
	if err != nil {
		return err
	}
	m.Snapshot = now
	server := m.server()
	for _, change := range changes {
		for _, k := range known {
			if change, err = m.Again(m.t.Context(), server, change, m.value(k)); err != nil {
				return err
			}
		}
		if err := m.Apply(m.t.Context(), server, change); err != nil {
			return err
		}
	}
	return nil
}

func (m *managed) must(c arguments, known ...arguments) {
	m.t.Helper()
	if err := m.apply(c, known...); err != nil {
		m.t.Fatal(err)
	}
	if m.Tainted {
		m.t.Fatal("the channel is tainted")
	}
}

// wantPlan checks which attributes the next plan changes.
func (m *managed) wantPlan(c arguments, want string) {
	m.t.Helper()
	if got, err := m.planned(c); err != nil || got != want {
		m.t.Errorf("the plan changes %q, want %q: %v", got, want, err)
	}
}

// fails checks that a plan fails with these words.
func (m *managed) fails(c arguments, words ...string) {
	m.t.Helper()
	_, err := m.planned(c)
	m.says(err, words...)
}

func (m *managed) says(err error, words ...string) {
	m.t.Helper()
	for _, word := range words {
		if err == nil || !strings.Contains(err.Error(), word) {
			m.t.Errorf("%q is missing in the error %v", word, err)
		}
	}
}

// warned checks that the calls since the last plan warned with these words, or, without any, of nothing.
func (m *managed) warned(words ...string) {
	m.t.Helper()
	all := strings.Join(m.Warnings, "\n")
	for _, word := range words {
		if !strings.Contains(all, word) {
			m.t.Errorf("%q is missing in the warnings %q", word, all)
		}
	}
	if len(words) == 0 && all != "" {
		m.t.Errorf("warnings: %s", all)
	}
}

// attribute is one value of the state.
func (m *managed) attribute(name string) any {
	m.t.Helper()
	attributes, ok := protocol.Plain(m.Value).(map[string]any)
	if !ok {
		m.t.Fatal("there is no state")
	}
	return attributes[name]
}

// channel is the one channel on the platform.
func (m *managed) channel() simicareus.Channel {
	m.t.Helper()
	channels := m.Icareus.Channels(organization)
	if len(channels) != 1 {
		m.t.Fatalf("%d channels, want 1", len(channels))
	}
	return channels[0]
}

// read reads a data source, whose configuration is valid.
func (m *managed) read(name string, given arguments) (map[string]any, error) {
	m.t.Helper()
	all, err := protocol.Schemas()
	if err != nil {
		m.t.Fatal(err)
	}
	kind := all.DataSourceSchemas[name].ValueType()
	config, err := protocol.ValueOf(given, kind)
	if err != nil {
		m.t.Fatal(err)
	}
	server := m.server()
	valid, err := server.ValidateDataResourceConfig(m.t.Context(),
		&tfprotov6.ValidateDataResourceConfigRequest{TypeName: name, Config: protocol.Dynamic(config)})
	if err != nil {
		m.t.Fatal(err)
	}
	if err := protocol.Failure(valid.Diagnostics); err != nil {
		return nil, err
	}
	response, err := server.ReadDataSource(m.t.Context(),
		&tfprotov6.ReadDataSourceRequest{TypeName: name, Config: protocol.Dynamic(config)})
	if err != nil {
		m.t.Fatal(err)
	}
	for _, d := range response.Diagnostics {
		m.Warnings = append(m.Warnings, d.Summary+": "+d.Detail)
	}
	if err := protocol.Failure(response.Diagnostics); err != nil {
		return nil, err
	}
	state, err := response.State.Unmarshal(kind)
	if err != nil {
		m.t.Fatal(err)
	}
	attributes, _ := protocol.Plain(state).(map[string]any)
	return attributes, nil
}

func (m *managed) variant(change func(*simicareus.Variants)) { m.Icareus.SetVariants(change) }
