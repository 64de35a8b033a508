package provider_test

import (
	"context"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/iptvops/terraform-provider-iptv/internal/protocol"
	"github.com/iptvops/terraform-provider-iptv/internal/provider"
)

const (
	anID    = "60A4D1F37C00000000001AB1"
	lowerID = "60a4d1f37c00000000001ab1"

	mustBeID = "Invalid ID: An ID of Telecom X must be 24 hexadecimal characters, such as 5f0e3c9a7b21d4408c6ea101; got "
	whole    = "Invalid number: The value must be a whole number"
	noNull   = "Null in a set: The set must not hold null. Leave the element out, for example by a for expression with an if clause."
)

// refusal is a configuration with one mistake, and what a user reads of it: the attribute, the summary and the detail, which
// together name the value, the rule and, where the rule does not say it, the fix.
type refusal struct {
	name   string // of the type; "" for the provider block
	config protocol.Config
	says   string
}

var refusals = []refusal{
	{"iptv_package", with(aPackage, "name", ""),
		"name: Invalid Attribute Value Length: Attribute name string length must be at least 1, got: 0"},
	{"iptv_package", with(aPackage, "customer_id", "me"), "customer_id: " + mustBeID + `"me".`},
	{"iptv_package", channels(),
		"channels: Invalid Attribute Value: Attribute channels map must contain at least 1 elements and at most 1000 elements"},
	{"iptv_package", channels("1", "BASE"), "channels.1: " + mustBeID + `"1".`},
	{"iptv_package", channels(anID, "base"), `value must be one of: ["BASE" "DVB" "LOCAL"], got: "base"`},
	{"iptv_package", channels(anID, nil),
		"channels." + anID + ": Channel without a type: The value of channel " + anID + " is null. Set BASE, DVB or LOCAL, or " +
			"leave the channel out"},
	{"iptv_package", channels(anID, "BASE", lowerID, "DVB"),
		"channels." + lowerID + ": Channel named twice: " + anID + " and " + lowerID + " are the same channel: IDs are compared " +
			"without case. Keep one of them."},

	{"iptv_subscription", subscription("customer_id", "me"), "customer_id: " + mustBeID + `"me".`},
	{"iptv_subscription", packages(protocol.Config{"id": "basic"}), "packages.id: " + mustBeID + `"basic".`},
	{"iptv_subscription", packages(nil), "packages: " + noNull},
	{"iptv_subscription", packages(protocol.Config{"id": anID, "end": "soon"}),
		"packages.end: Invalid RFC3339 String Value: "},
	{"iptv_subscription", packages(protocol.Config{"id": anID, "start": "2027-02-01T00:00:00Z", "end": "2027-01-01T00:00:00Z"}),
		"packages.end: End before start: Package " + anID + " ends at 2027-01-01T00:00:00Z, before it starts at " +
			"2027-02-01T00:00:00Z. Choose a later end"},
	{"iptv_subscription", packages(protocol.Config{"id": anID, "end": "2999-01-01T00:00:00Z"}),
		"packages.end: End too far ahead: Package " + anID + " ends at 2999-01-01T00:00:00Z. A package can end at most 12 " +
			"months after the later of now and its start. Choose an earlier end."},
	{"iptv_subscription", packages(protocol.Config{"id": anID}, protocol.Config{"id": lowerID}),
		"packages.id: Package named twice: Package " + lowerID + " is in packages more than once: IDs are compared without " +
			"case. Keep one of them."},
	{"iptv_subscription", subscription("npvr", protocol.Config{"override": true, "storage_hours": 1000}),
		"npvr.storage_hours: Invalid Attribute Value: Attribute npvr.storage_hours value must be between 1 and 999, got: 1000"},
	{"iptv_subscription", subscription("npvr", protocol.Config{"override": true, "auto_expire_days": 1.5}),
		"npvr: " + whole + "; it is 1.5."},
	{"iptv_subscription", subscription("npvr", protocol.Config{"override": false, "enabled": true}),
		"npvr.enabled: Value without override: enabled takes effect only with override = true. Set override = true, or remove " +
			"enabled."},

	{"iptv_line", protocol.Config{},
		"package_id: Missing package: A line is bought by its package. Set package_id, or charge_credits = false for a line " +
			"without a charge."},
	{"iptv_line", line("package_id", 107.5), "package_id: " + whole + "; it is 107.5."},
	{"iptv_line", line("package_id", 0),
		"package_id: Invalid Attribute Value: Attribute package_id value must be at least 1, got: 0"},
	{"iptv_line", line("package_id", 1e30), "package_id: " + whole + " of at most 64 bits; it is 1e+30."},
	{"iptv_line", line("username", " larry"),
		"username: Invalid username: The username must not begin or end with white space, which panels remove: the line would " +
			"not be found under its name. Got \" larry\"."},
	{"iptv_line", line("username", strings.Repeat("a", 256)),
		"username: Invalid Attribute Value Length: Attribute username UTF-8 character count must be between 1 and 255, got: 256"},
	{"iptv_line", line("mac_addr", "00:1A"),
		"mac_addr: Invalid MAC address: The value must be six octets such as 00:1A:79:11:22:33"},
	{"iptv_line", line("mac_addr", "00:00:00:00:00:00"), `are not an address; got "00:00:00:00:00:00".`},
	{"iptv_line", line("expire_at", "2027-01-31"),
		"expire_at: Invalid date: The value must be an RFC 3339 date with an offset, such as 2027-01-31T23:59:59Z; got " +
			"\"2027-01-31\"."},
	{"iptv_line", line("bouquets", []any{nil}), "bouquets: " + noNull},
	{"iptv_line", line("bouquets", []any{1.5}), "bouquets: " + whole + "; it is 1.5."},
	{"iptv_line", line("renewal_key", ""),
		"renewal_key: Invalid Attribute Value Length: Attribute renewal_key string length must be at least 1"},
	{"iptv_line", line("max_connections", 0),
		"max_connections: Invalid Attribute Value: Attribute max_connections value must be at least 1, got: 0"},
	{"iptv_line", line("password_wo", "secret"),
		"password_wo: Invalid Attribute Combination: Attribute \"password_wo_version\" must be specified when"},
	{"iptv_line", line("password_wo_version", 1),
		"password_wo_version: Invalid Attribute Combination: Attribute \"password_wo\" must be specified when"},
	{"iptv_line", with(line("password_wo", "secret"),
		"password_wo_version", 1, "password", "s"), "password: Invalid Attribute Combination: Attribute \"password_wo\" cannot " +
		"be specified when \"password\" is specified"},

	{"iptv_icareus_channel", news("name", ""),
		"name: Invalid Attribute Value Length: Attribute name string length must be at least 1, got: 0"},
	{"iptv_icareus_channel", news("primary_language", "english!"),
		"primary_language: Invalid Attribute Value Match: Attribute primary_language must be a locale such as en_US or fi_FI, " +
			"got: english!"},
	{"iptv_icareus_channel", news("aspect_ratio", "wide"),
		"aspect_ratio: Invalid Attribute Value Match: Attribute aspect_ratio must be 4:3, 16:9 or empty, got: wide"},
	{"iptv_icareus_channel", news("quality", "UHD"),
		"quality: Invalid Attribute Value Match: Attribute quality must be HD or SD, got: UHD"},
	{"iptv_icareus_channel", news("categories", []any{nil}), "categories: " + noNull},
	{"iptv_icareus_channel", news("icon_base64", "?"),
		"icon_base64: Cannot read icon: The icon is not base64, as filebase64() and base64encode() write it."},
	{"iptv_icareus_channel", news("icon_base64", ""), "icon_base64: Cannot read icon: The icon is empty."},
	{"iptv_icareus_channel", with(news("icon_base64", "aWNvbg=="),
		"icon_file", "a.png"), "icon_file: Invalid Attribute Combination: Attribute \"icon_base64\" cannot be specified when " +
		"\"icon_file\" is specified"},

	{"data iptv_channel", protocol.Config{},
		"id: Invalid Attribute Combination: No attribute specified when one (and only one) of [id,number] is required"},
	{"data iptv_channel", protocol.Config{"id": anID, "number": 1},
		"id: Invalid Attribute Combination: 2 attributes specified when one (and only one) of [id,number] is required"},
	{"data iptv_channel", protocol.Config{"number": -1},
		"number: Invalid Attribute Value: Attribute number value must be at least 0, got: -1"},
	{"data iptv_drm_accounts", protocol.Config{"limit": 501},
		"limit: Invalid Attribute Value: Attribute limit value must be between 1 and 500, got: 501"},
	{"data iptv_drm_accounts", protocol.Config{"offset": -1},
		"offset: Invalid Attribute Value: Attribute offset value must be at least 0, got: -1"},
	{"data iptv_line", protocol.Config{"id": "12"},
		"id: Invalid line ID: The value must be a line_id, a UUID such as 1734da33-9723-4df6-90d1-38dc589aa0ec; got \"12\"."},
	{"data iptv_icareus_channel", protocol.Config{"id": "news"},
		"id: Invalid Attribute Value Match: Attribute id must be a channel ID, such as 12346501, got: news"},

	{"", protocol.Config{"request_timeout": "30"},
		"request_timeout: Invalid request timeout: request_timeout is \"30\"; it must be a duration from 1s to 10m, such as 30s."},
	{"", protocol.Config{"max_retries": 21},
		"max_retries: Invalid Attribute Value: Attribute max_retries value must be between 0 and 20, got: 21"},
	{"", protocol.Config{"max_retries": 1.5}, "max_retries: " + whole + "; it is 1.5."},
	{"", protocol.Config{"requests_per_second": -1},
		"requests_per_second: Invalid number: The value must be at least 0; got -1."},
	{"", inBlock("panel", "credit_limit", -1),
		"panel.credit_limit: Invalid number: The value must be at least 0; got -1."},
	{"", inBlock("panel", "endpoint", "panel.example.com"),
		"panel.endpoint: Invalid endpoint of panel: panel.endpoint is not valid: the address must begin with https://."},
	{"", inBlock("panel", "api_key", "a\nb"),
		"panel.api_key: Invalid value: The value must not hold control characters, such as a line break."},
	{"", inBlock("panel", "user_token", "'token'"),
		"panel.user_token: Invalid credential: panel.user_token is enclosed in quotation marks, which are not part of it; " +
			"remove them."},
	{"", inBlock("telecomx", "customer_id", "5f"),
		"telecomx.customer_id: Invalid customer: telecomx.customer_id must be 24 hexadecimal characters; got \"5f\"."},
	{"", inBlock("telecomx", "token", "Bearer abc"),
		"telecomx.token: Invalid credential: telecomx.token begins with \"Bearer \", which is not part of it; remove that."},
	{"", inBlock("telecomx", "token", "abc", "username", "u"),
		"telecomx.username: Contradictory credentials: The block sets both token and username, which are two ways to " +
			"authenticate. Keep one."},
	{"", inBlock("icareus", "organization_id", 0),
		"icareus.organization_id: Invalid Attribute Value: Attribute icareus.organization_id value must be at least 1, got: 0"},
	{"", inBlock("icareus", "tls", protocol.Config{"ca_certificate": "ca.pem"}),
		"icareus.tls.ca_certificate: Invalid TLS settings: icareus.tls.ca_certificate: it holds no certificate in PEM, that is, " +
			"-----BEGIN CERTIFICATE----- and what follows; pass the content of the file"},
	{"", inBlock("icareus", "headers", protocol.Config{"Host": "h"}),
		"icareus.headers.Host: Invalid header: The header Host is set by the provider and cannot be replaced."},
	{"", inBlock("icareus", "headers", protocol.Config{"X-A": "a\nb"}),
		"icareus.headers.X-A: Invalid header: The value of the header X-A holds a control character."},
}

var aPackage = protocol.Config{"name": "Basic", "channels": protocol.Config{anID: "BASE"}}

func with(c protocol.Config, more ...any) protocol.Config {
	all := protocol.Config{}
	for name, value := range c {
		all[name] = value
	}
	for pair := range slices.Chunk(more, 2) {
		all[pair[0].(string)] = pair[1]
	}
	return all
}

// channels is a package with the given channel ids and types.
func channels(pairs ...any) protocol.Config { return with(aPackage, "channels", with(nil, pairs...)) }

func packages(elements ...any) protocol.Config { return subscription("packages", elements) }

func news(name string, value any) protocol.Config {
	return with(protocol.Config{"name": "News"}, name, value)
}

func inBlock(block string, pairs ...any) protocol.Config {
	return protocol.Config{block: with(nil, pairs...)}
}

func subscription(name string, value any) protocol.Config {
	return with(protocol.Config{"customer_id": anID}, name, value)
}

func line(name string, value any) protocol.Config {
	return with(protocol.Config{"package_id": 107}, name, value)
}

// A mistake in a configuration is one error, on the attribute at fault, that says what is wrong and what would be right.
func TestRefusals(t *testing.T) {
	server := provider.NewServer("test")
	all, err := server.GetProviderSchema(t.Context(), &tfprotov6.GetProviderSchemaRequest{})
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range refusals {
		diagnostics, err := c.validate(t.Context(), server, all)
		if err != nil {
			t.Fatal(c.name, c.config, err)
		}
		var got []string
		for _, d := range diagnostics {
			got = append(got, attributeOf(d.Attribute)+": "+d.Summary+": "+d.Detail)
		}
		if len(got) != 1 || !strings.Contains(got[0], c.says) {
			t.Errorf("%s %v:\ngot  %q\nwant %q", c.name, c.config, got, c.says)
		}
	}
}

func (c refusal) validate(ctx context.Context, server tfprotov6.ProviderServer,
	all *tfprotov6.GetProviderSchemaResponse) ([]*tfprotov6.Diagnostic, error) {
	data, isData := strings.CutPrefix(c.name, "data ")
	schema := all.ResourceSchemas[c.name]
	switch {
	case isData:
		schema = all.DataSourceSchemas[data]
	case c.name == "":
		schema = all.Provider
	}
	value, err := protocol.ValueOf(c.config, schema.ValueType())
	if err != nil {
		return nil, err
	}
	config := protocol.Dynamic(value)
	switch {
	case isData:
		resp, err := server.ValidateDataResourceConfig(ctx, &tfprotov6.ValidateDataResourceConfigRequest{TypeName: data, Config: config})
		return resp.Diagnostics, err
	case c.name == "":
		resp, err := server.ValidateProviderConfig(ctx, &tfprotov6.ValidateProviderConfigRequest{Config: config})
		return resp.Diagnostics, err
	}
	resp, err := server.ValidateResourceConfig(ctx, &tfprotov6.ValidateResourceConfigRequest{TypeName: c.name, Config: config,
		ClientCapabilities: &tfprotov6.ValidateResourceConfigClientCapabilities{WriteOnlyAttributesAllowed: true}})
	return resp.Diagnostics, err
}

// attributeOf is a path as its names and keys; an element of a set has neither.
func attributeOf(path *tftypes.AttributePath) string {
	var steps []string
	for _, step := range path.Steps() {
		switch step := step.(type) {
		case tftypes.AttributeName:
			steps = append(steps, string(step))
		case tftypes.ElementKeyString:
			steps = append(steps, string(step))
		}
	}
	return strings.Join(steps, ".")
}
