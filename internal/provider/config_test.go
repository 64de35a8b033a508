package provider

import (
	"context"
	"errors"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework-timetypes/timetypes"
	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/iptvops/terraform-provider-iptv/internal/tf"
)

// variables is every environment variable of the provider.
var variables = []string{
	"TELECOMX_ENDPOINT", "TELECOMX_TOKEN", "TELECOMX_USERNAME", "TELECOMX_PASSWORD", "TELECOMX_CUSTOMER_ID",
	"IPTV_PANEL_ENDPOINT", "IPTV_PANEL_API_KEY", "IPTV_PANEL_USER_TOKEN", "IPTV_PANEL_CREDIT_LIMIT",
	"ICAREUS_ENDPOINT", "ICAREUS_ORGANIZATION_ID", "ICAREUS_TOKEN", "ICAREUS_SECRET",
}

// environment sets the given variables and unsets the provider's others.
func environment(t *testing.T, set map[string]string) {
	t.Helper()
	for _, name := range variables {
		t.Setenv(name, set[name])
	}
}

func object(values map[string]attr.Value) types.Object {
	kinds := map[string]attr.Type{}
	for name, value := range values {
		kinds[name] = value.Type(context.Background())
	}
	return types.ObjectValueMust(kinds, values)
}

// block is an object of a provider block: strings, and an int64 for the organisation.
func block(members map[string]any) types.Object {
	values := map[string]attr.Value{}
	for name, member := range members {
		switch member := member.(type) {
		case string:
			values[name] = types.StringValue(member)
		case int:
			values[name] = types.Int64Value(int64(member))
		case attr.Value:
			values[name] = member
		}
	}
	return object(values)
}

func icareusConfig(members map[string]any) *config { return &config{Icareus: block(members)} }

func TestSettings_blockOverEnvironment(t *testing.T) {
	none := types.StringNull()
	for name, c := range map[string]struct {
		block any // of the token
		env   string
		want  string
	}{
		"block alone":                                   {"from-block", "", "from-block"},
		"environment alone":                             {none, "from-env", "from-env"},
		"block wins":                                    {"from-block", "from-env", "from-block"},
		"empty in the block is unset":                   {"", "from-env", "from-env"},
		"white space around is none of it, block":       {" \tfrom-block\n", "", "from-block"},
		"white space around is none of it, environment": {none, " from-env\n", "from-env"},
		"nowhere": {none, "", ""},
	} {
		t.Run(name, func(t *testing.T) {
			environment(t, map[string]string{"ICAREUS_TOKEN": c.env})
			s := &settings{block: block(map[string]any{"token": c.block})}
			if got := s.text("token", "ICAREUS_TOKEN"); got != c.want || s.unknown || len(s.problems) > 0 {
				t.Errorf("got %q, unknown %v, problems %v, want %q", got, s.unknown, s.problems, c.want)
			}
		})
	}
}

// An unknown value is never replaced by a default or by the environment.
func TestSettings_unknown(t *testing.T) {
	everything := map[string]string{"ICAREUS_ENDPOINT": "https://env.example.com", "ICAREUS_ORGANIZATION_ID": "1", "ICAREUS_SECRET": "env"}
	for name, c := range map[string]*config{
		"endpoint":     icareusConfig(map[string]any{"endpoint": types.StringUnknown()}),
		"organisation": icareusConfig(map[string]any{"organization_id": types.Int64Unknown()}),
		"token":        icareusConfig(map[string]any{"token": types.StringUnknown()}),
		"secret":       icareusConfig(map[string]any{"secret": types.StringUnknown()}),
		"whole block":  {Icareus: types.ObjectUnknown(map[string]attr.Type{"token": types.StringType})},
		"timeout":      {RequestTimeout: timetypes.NewGoDurationUnknown()},
		"plain http":   {AllowPlainHTTP: types.BoolUnknown()},
	} {
		t.Run(name, func(t *testing.T) {
			environment(t, everything)
			var diags diag.Diagnostics
			if c.validate(&diags); diags.HasError() {
				t.Errorf("validation fails: %v", diags)
			}
			if _, err := newData(c, "").Icareus(); !errors.Is(err, tf.ErrNotKnown) {
				t.Errorf("got %v, want that it is not known yet", err)
			}
		})
	}
}

func TestIcareus_missingAndWrong(t *testing.T) {
	for name, c := range map[string]struct {
		members map[string]any
		env     map[string]string
		want    []string // of the error; none means success
	}{
		"all in the block":       {members: map[string]any{"organization_id": 1, "secret": "s"}},
		"all in the environment": {env: map[string]string{"ICAREUS_ORGANIZATION_ID": "1", "ICAREUS_TOKEN": "t"}},
		"half and half":          {members: map[string]any{"organization_id": 1}, env: map[string]string{"ICAREUS_SECRET": "s"}},
		"block's way wins over the environment's": {
			members: map[string]any{"organization_id": 1, "secret": "s"}, env: map[string]string{"ICAREUS_TOKEN": "t"}},
		"nothing":        {want: []string{"Icareus Suite is not configured", "icareus = {", "ICAREUS_ORGANIZATION_ID"}},
		"no credentials": {members: map[string]any{"organization_id": 1}, want: []string{"token or secret", "ICAREUS_TOKEN or ICAREUS_SECRET"}},
		"both in the environment": {
			members: map[string]any{"organization_id": 1}, env: map[string]string{"ICAREUS_TOKEN": "t", "ICAREUS_SECRET": "s"},
			want: []string{"both ICAREUS_TOKEN and ICAREUS_SECRET"}},
		"organisation is a word": {
			members: map[string]any{"secret": "s"}, env: map[string]string{"ICAREUS_ORGANIZATION_ID": "acme"},
			want: []string{"ICAREUS_ORGANIZATION_ID", "whole number"}},
		"control character": {
			members: map[string]any{"organization_id": 1}, env: map[string]string{"ICAREUS_SECRET": "line\nbreak"},
			want: []string{"ICAREUS_SECRET", "control character"}},
		"plain http": {
			members: map[string]any{"organization_id": 1, "secret": "s"}, env: map[string]string{"ICAREUS_ENDPOINT": "http://example.com"},
			want: []string{"endpoint of Icareus Suite", "plain http", "allow_plain_http"}},
	} {
		t.Run(name, func(t *testing.T) {
			environment(t, c.env)
			_, err := newData(icareusConfig(c.members), "").Icareus()
			if len(c.want) == 0 {
				if err != nil {
					t.Error(err)
				}
				return
			}
			for _, want := range c.want {
				if err == nil || !strings.Contains(err.Error(), want) {
					t.Errorf("got error %v, want %q in it", err, want)
				}
			}
			if err != nil && strings.Contains(err.Error(), "break") {
				t.Errorf("the error shows the value: %v", err)
			}
		})
	}
}

func TestConfig_validate(t *testing.T) {
	environment(t, nil)
	for name, c := range map[string]struct {
		config config
		want   []string // attribute paths at fault
	}{
		"empty":              {},
		"one way each":       {config: config{TelecomX: block(map[string]any{"username": "u", "password": "p"}), Icareus: block(map[string]any{"secret": "s"})}},
		"Telecom X both":     {config: config{TelecomX: block(map[string]any{"token": "t", "username": "u", "password": "p"})}, want: []string{"telecomx.username", "telecomx.password"}},
		"Icareus both":       {config: config{Icareus: block(map[string]any{"token": "t", "secret": "s"})}, want: []string{"icareus.secret"}},
		"http to loopback":   {config: config{Panel: block(map[string]any{"endpoint": "http://127.0.0.1:8080"})}},
		"http beyond":        {config: config{Panel: block(map[string]any{"endpoint": "http://panel.example.com"})}, want: []string{"panel.endpoint"}},
		"http beyond, asked": {config: config{Panel: block(map[string]any{"endpoint": "http://panel.example.com"}), AllowPlainHTTP: types.BoolValue(true)}},
		"not an address":     {config: config{TelecomX: block(map[string]any{"endpoint": "api.telecomx.dk"})}, want: []string{"telecomx.endpoint"}},
		"no duration":        {config: config{RequestTimeout: timetypes.NewGoDurationValueFromStringMust("500ms")}, want: []string{"request_timeout"}},
		"longest duration":   {config: config{RequestTimeout: timetypes.NewGoDurationValueFromStringMust("10m")}},
		"too long":           {config: config{RequestTimeout: timetypes.NewGoDurationValueFromStringMust("10m1s")}, want: []string{"request_timeout"}},
	} {
		t.Run(name, func(t *testing.T) {
			var diags diag.Diagnostics
			c.config.validate(&diags)
			at := map[string]bool{}
			for _, d := range diags {
				if d, ok := d.(diag.DiagnosticWithPath); ok {
					at[d.Path().String()] = true
				}
			}
			slices.Sort(c.want)
			if got := slices.Sorted(maps.Keys(at)); !slices.Equal(got, c.want) {
				t.Errorf("errors at %v, want %v: %v", got, c.want, diags)
			}
		})
	}
}

func TestUserAgent(t *testing.T) {
	if got := userAgent("1.2.3", "1.11.4"); got != "terraform-provider-iptv/1.2.3 Terraform/1.11.4" {
		t.Error(got)
	}
}
