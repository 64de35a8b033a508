package provider

import (
	"context"
	"errors"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

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
	"IPTV_REQUEST_TIMEOUT", "IPTV_MAX_RETRIES", "IPTV_REQUESTS_PER_SECOND", "IPTV_ALLOW_PLAIN_HTTP", "IPTV_PREFLIGHT",
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

func headers(values map[string]attr.Value) types.Map {
	return types.MapValueMust(types.StringType, values)
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
		"a byte order mark is none of it, block":        {"\uFEFFfrom-block\r\n", "", "from-block"},
		"a byte order mark is none of it, environment":  {none, "\uFEFF from-env", "from-env"},
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
		"tls":          icareusConfig(map[string]any{"tls": types.ObjectUnknown(map[string]attr.Type{"ca_certificate": types.StringType})}),
		"certificate":  icareusConfig(map[string]any{"tls": block(map[string]any{"ca_certificate": types.StringUnknown()})}),
		"headers":      icareusConfig(map[string]any{"headers": types.MapUnknown(types.StringType)}),
		"a header":     icareusConfig(map[string]any{"headers": headers(map[string]attr.Value{"X-A": types.StringUnknown()})}),
		"retries":      {MaxRetries: types.Int64Unknown()},
		"rate":         {RequestsPerSecond: types.Float64Unknown()},
		"whole block":  {Icareus: types.ObjectUnknown(map[string]attr.Type{"token": types.StringType})},
		"timeout":      {RequestTimeout: types.StringUnknown()},
		"plain http":   {AllowPlainHTTP: types.BoolUnknown()},
	} {
		t.Run(name, func(t *testing.T) {
			environment(t, everything)
			for _, name := range []string{"IPTV_MAX_RETRIES", "IPTV_REQUESTS_PER_SECOND"} {
				t.Setenv(name, "1")
			}
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
		"nothing": {want: []string{"Icareus Suite is not configured",
			"Set organization_id and either token or secret in the provider block icareus = { ... }, ",
			"or ICAREUS_ORGANIZATION_ID and either ICAREUS_TOKEN or ICAREUS_SECRET in the environment"}},
		"no credentials": {members: map[string]any{"organization_id": 1},
			want: []string{"Set either token or secret in", "or either ICAREUS_TOKEN or ICAREUS_SECRET in the environment"}},
		"both in the environment": {
			members: map[string]any{"organization_id": 1}, env: map[string]string{"ICAREUS_TOKEN": "t", "ICAREUS_SECRET": "s"},
			want: []string{"the environment sets both ICAREUS_TOKEN and ICAREUS_SECRET, which are two ways to authenticate; keep one"}},
		"organisation is a word": {
			members: map[string]any{"secret": "s"}, env: map[string]string{"ICAREUS_ORGANIZATION_ID": "acme"},
			want: []string{`ICAREUS_ORGANIZATION_ID is "acme"; it must be a whole number of at least 1`}},
		"quotes in the environment": {
			members: map[string]any{"organization_id": 1}, env: map[string]string{"ICAREUS_SECRET": `"line-break"`},
			want: []string{"ICAREUS_SECRET", "is enclosed in quotation marks"}},
		"a scheme in the environment": {
			members: map[string]any{"organization_id": 1}, env: map[string]string{"ICAREUS_TOKEN": "bearer line-break"},
			want: []string{"ICAREUS_TOKEN", `begins with "bearer "`}},
		"timeout in the environment": {
			members: map[string]any{"organization_id": 1, "secret": "s"}, env: map[string]string{"IPTV_REQUEST_TIMEOUT": "soon",
				"IPTV_MAX_RETRIES": "-1"},
			want: []string{`IPTV_REQUEST_TIMEOUT is "soon"; it must be a duration from 1s to 10m`,
				`IPTV_MAX_RETRIES is "-1"; it must be a whole number from 0 to 20`}},
		"plain http allowed by the environment": {
			members: map[string]any{"organization_id": 1, "secret": "s",
				"endpoint": "http://example.com"}, env: map[string]string{"IPTV_ALLOW_PLAIN_HTTP": "true"}},
		"control character": {
			members: map[string]any{"organization_id": 1}, env: map[string]string{"ICAREUS_SECRET": "line\nbreak"},
			want: []string{"Icareus Suite is not configured: the environment variable ICAREUS_SECRET holds a control character, such " +
				"as a line break; remove it"}},
		"plain http": {
			members: map[string]any{"organization_id": 1, "secret": "s"}, env: map[string]string{"ICAREUS_ENDPOINT": "http://example.com"},
			want: []string{
				"endpoint of Icareus Suite (icareus.endpoint in the provider block, or the environment variable ICAREUS_ENDPOINT)",
				"plain http would send the credentials to example.com in clear text; use https, or set allow_plain_http = true"}},
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
			if err != nil && strings.Contains(strings.ReplaceAll(err.Error(), "a line break", ""), "break") {
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
		"empty": {},
		"one way each": {config: config{TelecomX: block(map[string]any{"username": "u", "password": "p"}),
			Icareus: block(map[string]any{"secret": "s"})}},
		"Telecom X both": {config: config{TelecomX: block(map[string]any{"token": "t", "username": "u", "password": "p"})},
			want: []string{"telecomx.username", "telecomx.password"}},
		"Icareus both": {config: config{Icareus: block(map[string]any{"token": "t", "secret": "s"})},
			want: []string{"icareus.secret"}},
		"http to loopback": {config: config{Panel: block(map[string]any{"endpoint": "http://127.0.0.1:8080"})}},
		"http beyond": {config: config{Panel: block(map[string]any{"endpoint": "http://panel.example.com"})},
			want: []string{"panel.endpoint"}},
		"http beyond, asked": {config: config{Panel: block(map[string]any{"endpoint": "http://panel.example.com"}),
			AllowPlainHTTP: types.BoolValue(true)}},
		"not an address": {config: config{TelecomX: block(map[string]any{"endpoint": "api.telecomx.dk"})},
			want: []string{"telecomx.endpoint"}},
		"no duration": {config: config{RequestTimeout: types.StringValue("500ms")}, want: []string{"request_timeout"}},
		"port": {config: config{TelecomX: block(map[string]any{"endpoint": "https://example.com:99999"})},
			want: []string{"telecomx.endpoint"}},
		"pasted": {config: config{
			TelecomX: block(map[string]any{"username": "'u'",
				"password": `"a password in quotes"`}), Icareus: block(map[string]any{"token": "Bearer abc"}),
			Panel: block(map[string]any{"api_key": `"key"`, "user_token": "Token abc"})},
			want: []string{"telecomx.username", "panel.api_key", "panel.user_token", "icareus.token"}},
		"tls": {config: config{
			TelecomX: block(map[string]any{"tls": block(map[string]any{"ca_certificate": "ca.pem"})}),
			Panel:    block(map[string]any{"tls": block(map[string]any{"client_key": "key"})}),
			Icareus: block(map[string]any{"tls": block(map[string]any{"server_name": "name",
				"skip_verification": types.BoolValue(true)})})},
			want: []string{"telecomx.tls.ca_certificate", "panel.tls.client_certificate"}},
		"headers": {config: config{
			TelecomX: block(map[string]any{"headers": headers(map[string]attr.Value{"Authorization": types.StringValue("Basic abc"),
				"Host": types.StringValue("h")})}),
			Panel: block(map[string]any{"headers": headers(map[string]attr.Value{"Authorization": types.StringValue("Basic abc"),
				"x-api-key": types.StringValue("k")})}),
			Icareus: block(map[string]any{"headers": headers(map[string]attr.Value{"authorization": types.StringValue("Basic abc"),
				"X-A": types.StringValue("a\nb"), "X-B": types.StringNull()})})},
			want: []string{`telecomx.headers["Host"]`, `panel.headers["x-api-key"]`, `icareus.headers["authorization"]`,
				`icareus.headers["X-A"]`}},
		"text for a duration": {config: config{RequestTimeout: types.StringValue("soon")}, want: []string{"request_timeout"}},
		"wrong customer": {config: config{TelecomX: block(map[string]any{"customer_id": "5f"})},
			want: []string{"telecomx.customer_id"}},
		"longest duration": {config: config{RequestTimeout: types.StringValue("10m")}},
		"too long":         {config: config{RequestTimeout: types.StringValue("10m1s")}, want: []string{"request_timeout"}},
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
			for _, d := range diags {
				block, _, found := strings.Cut(d.(diag.DiagnosticWithPath).Path().String(), ".endpoint")
				if found && !strings.Contains(d.Summary(), block) || strings.Contains(d.Detail(), `\n`) {
					t.Errorf("%s: %s", d.Summary(), d.Detail())
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

// Errors come in one order, whatever Go's maps do.
func TestConfig_validateOrder(t *testing.T) {
	environment(t, nil)
	wrong := block(map[string]any{
		"endpoint": "example.com", "token": "Bearer a", "secret": "'b'", "username": "'c'", "password": "d", "api_key": "'e'",
		"headers": headers(map[string]attr.Value{"Host": types.StringValue("a"), "Accept": types.StringValue("b"),
			"Te": types.StringValue("c")}),
	})
	c := config{TelecomX: wrong, Panel: wrong, Icareus: wrong}
	var first diag.Diagnostics
	c.validate(&first)
	for range 50 {
		var again diag.Diagnostics
		if c.validate(&again); !again.Equal(first) || len(again) < 15 {
			t.Fatalf("%d errors in another order: %v", len(again), again)
		}
	}
	environment(t, map[string]string{"TELECOMX_TOKEN": "a", "TELECOMX_USERNAME": "b", "TELECOMX_PASSWORD": "c"})
	_, want := newData(&config{}, "").TelecomX()
	for range 50 {
		if _, err := newData(&config{}, "").TelecomX(); err == nil || err.Error() != want.Error() {
			t.Fatalf("%v, then %v", want, err)
		}
	}
}

// The block wins over the environment, the environment over the default.
func TestConfig_common(t *testing.T) {
	environment(t, nil)
	if got := (&config{}).common(); got.timeout != 30*time.Second || got.maxRetries != 4 || got.requestsPerSecond != 0 ||
		got.allowPlainHTTP || !got.preflight {
		t.Errorf("the defaults are %+v", got)
	}
	environment(t, map[string]string{
		"IPTV_REQUEST_TIMEOUT": " 5s ", "IPTV_MAX_RETRIES": "7", "IPTV_REQUESTS_PER_SECOND": "2.5", "IPTV_ALLOW_PLAIN_HTTP": "1",
		"IPTV_PREFLIGHT": "false",
	})
	if got := (&config{}).common(); got.timeout != 5*time.Second || got.maxRetries != 7 || got.requestsPerSecond != 2.5 ||
		!got.allowPlainHTTP || got.preflight {
		t.Errorf("from the environment: %+v", got)
	}
	c := &config{
		RequestTimeout: types.StringValue("9s"), MaxRetries: types.Int64Value(0), RequestsPerSecond: types.Float64Value(1),
		AllowPlainHTTP: types.BoolValue(false), Preflight: types.BoolValue(true),
	}
	if got := c.common(); got.timeout != 9*time.Second || got.maxRetries != 0 || got.requestsPerSecond != 1 || got.allowPlainHTTP ||
		!got.preflight || len(got.problems) > 0 {
		t.Errorf("from the block: %+v", got)
	}
	if got := (&config{RequestTimeout: types.StringValue(" \t")}).common(); got.timeout != 5*time.Second {
		t.Errorf("an empty value in the block is not absent: %s", got.timeout)
	}
	for _, variable := range variables[len(variables)-5:] {
		environment(t, map[string]string{variable: "perhaps"})
		if got := (&config{}).common(); len(got.problems) != 1 || !strings.Contains(got.problems[0].Error(), variable) {
			t.Errorf("%s is wrong: %v", variable, got.problems)
		}
	}
}

func TestPanel_endpoint(t *testing.T) {
	for endpoint, want := range map[string]string{
		"https://panel.example.com": "https://panel.example.com", "https://panel.example.com/ext": "https://panel.example.com",
		"https://panel.example.com/ext/": "https://panel.example.com", "https://panel.example.com/a/ext//": "https://panel.example.com/a",
		"https://panel.example.com/next": "https://panel.example.com/next", "": "",
	} {
		if got := withoutExt(endpoint); got != want {
			t.Errorf("%s is %s, want %s", endpoint, got, want)
		}
	}
}
