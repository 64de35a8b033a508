package walk

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/iptvops/terraform-provider-iptv/internal/protocol"
	simtelecomx "github.com/iptvops/terraform-provider-iptv/internal/simulator/telecomx"
)

// knob is an attribute and what a configuration may say; nil leaves it out.
type knob struct {
	attribute string
	values    []any
}

// kind is a type of resources: what can be configured, and what is then to be on the platform.
type kind struct {
	typeName string
	knobs    []knob
	base     protocol.Config
	// tidy removes what validation refuses; what a live check refuses stays, see refusals.
	tidy func(protocol.Config)
	// expected is what the platform has to hold, by attribute, of an object with this configuration.
	expected func(protocol.Config) map[string]any
	// drift is the attributes that another client may change, with new values.
	drift []knob
	// replacing is the attributes whose change replaces.
	replacing []string
	// adopts is the attributes that the plan after an import may show, because no read tells them.
	adopts []string
}

const (
	otherCustomer = "5F0E3C9A7B21D4408C6EA204"
	packA         = "5F0E3C9A7B21D4408C6EB001"
	packB         = "5F0E3C9A7B21D4408C6EB002"
	mainA         = "5F0E3C9A7B21D4408C6EB003"
	mainB         = "5F0E3C9A7B21D4408C6EB004"
)

// month is a time 30 days after the edit, to be resolved when a configuration is edited.
const month = "+30d"

func either(name string) knob { return knob{name, []any{nil, true, false}} }

func channelKind(typeName string) *kind {
	defaults := map[string]any{
		"description": "", "logical_channel_number": 0, "aspect_ratio": "", "primary_language": "en_US",
		"audio_only": false, "auto_record": false,
		"is_public": true, "is_exclusive": false, "quality": "HD", "categories": []any{}, "location_restrictions": []any{},
	}
	return &kind{
		typeName: typeName, base: protocol.Config{"name": "News"},
		knobs: []knob{
			{"name", []any{"News", "Sport"}},
			{"description", []any{nil, "", "All day", "A heredoc\n"}},
			{"logical_channel_number", []any{nil, 0, 1, 69}},
			{"aspect_ratio", []any{nil, "", "16:9", "4:3"}},
			{"primary_language", []any{nil, "en_US", "fi_FI"}},
			either("audio_only"), either("auto_record"), either("is_exclusive"), either("is_public"),
			{"quality", []any{nil, "HD", "SD"}},
			{"categories", []any{nil, []any{}, []any{101}, []any{101, 102}}},
			{"location_restrictions", []any{nil, []any{}, []any{201}}},
			{"icon_file", []any{nil, "a.gif", "b.gif", "copy-of-a.gif"}},
			{"icon_base64", []any{nil, nil, "b.gif", "a.gif"}},
		},
		tidy: func(c protocol.Config) {
			if c["icon_file"] != nil {
				delete(c, "icon_base64")
			}
		},
		expected: func(c protocol.Config) map[string]any {
			e := maps.Clone(defaults)
			for name, value := range c {
				if _, ok := e[name]; ok || name == "name" {
					e[name] = value
				}
			}
			for _, name := range []string{"icon_file", "icon_base64"} {
				if icon, ok := c[name].(string); ok {
					e["icon"] = sha(icons[icon])
				}
			}
			return e
		},
		drift: []knob{
			{"name", []any{"Other"}}, {"description", []any{"Somebody else's"}}, {"logical_channel_number", []any{7}}, {"aspect_ratio",
				[]any{"4:3", "16:9"}},
			{"primary_language", []any{"de_DE"}}, {"audio_only", []any{true}}, {"is_public", []any{false}}, {"quality", []any{"SD", "HD"}},
			{"categories", []any{[]any{103}}}, {"location_restrictions", []any{[]any{203}}},
			{"icon", []any{""}},
		},
		// Nothing tells the content of an icon: an imported channel gets the configured one.
		adopts: []string{"icon_file", "icon_base64", "icon_sha256", "small_icon", "medium_icon", "large_icon"},
	}
}

func packageKind() *kind {
	ids := simtelecomx.Channels
	return &kind{
		typeName: "iptv_package", base: protocol.Config{"name": "Basic", "channels": map[string]any{ids[0]: "BASE"}},
		knobs: []knob{
			{"name", []any{"Basic", "Family"}},
			{"channels", []any{
				map[string]any{ids[0]: "BASE"}, map[string]any{ids[0]: "BASE", ids[1]: "BASE"},
				map[string]any{strings.ToLower(ids[0]): "BASE", ids[8]: "DVB"}, map[string]any{ids[8]: "LOCAL", ids[9]: "BASE"},
			}},
			{"main", []any{nil, false, true}},
			{"customer_id", []any{nil, simtelecomx.Reseller}},
		},
		expected: func(c protocol.Config) map[string]any {
			channels := map[string]any{}
			for id, how := range c["channels"].(map[string]any) {
				channels[strings.ToUpper(id)] = how
			}
			return map[string]any{"name": c["name"], "channels": channels, "main": c["main"] == true}
		},
		drift: []knob{{"name", []any{"Other"}}, {"channels",
			[]any{map[string]any{ids[2]: "BASE"}, map[string]any{ids[8]: "BASE", ids[2]: "BASE"}}}},
		replacing: []string{"main", "customer_id"},
	}
}

func subscriptionKind(customers ...any) *kind {
	pack := func(id string, more ...any) map[string]any {
		p := map[string]any{"id": id}
		for pair := range slices.Chunk(more, 2) {
			p[pair[0].(string)] = pair[1]
		}
		return p
	}
	return &kind{
		typeName: "iptv_subscription", base: protocol.Config{"customer_id": customers[0]},
		knobs: []knob{
			{"customer_id", customers},
			{"npvr", []any{
				nil, map[string]any{"override": false}, map[string]any{"override": true}, map[string]any{"override": true, "enabled": true,
					"storage_hours": 25},
				map[string]any{"override": true, "enabled": false, "auto_expire_days": 30},
			}},
			{"scrub", []any{
				nil, map[string]any{"override": false}, map[string]any{"override": true}, map[string]any{"override": true, "forward": true},
				map[string]any{"override": true, "pause": true, "backward": false},
			}},
			{"packages", []any{
				nil, []any{}, []any{pack(packA)}, []any{pack(packA), pack(packB, "end", month)}, []any{pack(mainA),
					pack(packB)}, []any{pack(mainA), pack(mainB)},
				[]any{pack(strings.ToLower(packA), "start", month), pack(mainB)},
			}},
			{"allow_overwrite", []any{nil, false, true}},
		},
		expected: func(c protocol.Config) map[string]any {
			e := map[string]any{}
			if n, ok := c["npvr"].(map[string]any); ok {
				e["npvr"] = overridden(n, "enabled", "storage_hours", "auto_expire_days")
			}
			if s, ok := c["scrub"].(map[string]any); ok {
				e["scrub"] = overridden(s, "forward", "backward", "pause")
			}
			if list, ok := c["packages"].([]any); ok {
				packages := map[string]any{}
				for _, p := range list {
					p := p.(map[string]any)
					packages[strings.ToUpper(p["id"].(string))] = p["end"]
				}
				e["packages"] = packages
			}
			return e
		},
		drift: []knob{
			{"npvr", []any{map[string]any{"override": true, "storage_hours": 99}}}, {"scrub",
				[]any{map[string]any{"override": true, "forward": true, "pause": true}}},
			{"packages", []any{[]any{pack(packB)}, []any{}}},
		},
		replacing: []string{"customer_id"},
	}
}

// overridden is an override with the members that count; a member of scrub that is omitted is not allowed, which the
// platform says as false or not at all.
func overridden(block map[string]any, members ...string) map[string]any {
	e := map[string]any{"override": block["override"]}
	for _, name := range members {
		if v := block[name]; v != nil && v != false && block["override"] == true {
			e[name] = v
		}
	}
	return e
}

// passwords of the write-only form, by version.
var passwords = []string{"", "write-only-1", "write-only-2"}

func lineKind(charged bool) *kind {
	free := protocol.Config{"charge_credits": false}
	base := protocol.Config{"package_id": 107}
	if !charged {
		base = free
	}
	return &kind{
		typeName: "iptv_line", base: base,
		knobs: []knob{
			{"username", []any{nil, "anna", "ben", "cleo", "dora"}},
			{"password", []any{nil, "secret-1", "secret-2"}},
			{"password_wo_version", []any{nil, 1, 2}},
			{"charge_credits", []any{base["charge_credits"], nil, false}},
			{"package_id", []any{107, 108, nil}},
			{"renewal_key", []any{nil, "k1", "k2", "k3", "k4", "k5"}},
			{"bouquets", []any{nil, []any{2}, []any{2, 3}, []any{}, []any{2, 7}}},
			{"mac_addr", []any{nil, "00:1A:79:00:00:01", "00-1a-79-00-00-01", "001A.7900.0002"}},
			{"max_connections", []any{nil, 1, 3}},
			{"reseller_notes", []any{nil, "", "home"}},
			either("is_enabled"),
			{"expire_at", []any{nil, month}},
			either("is_restreamer"), either("is_trial"), either("can_watch_adult"),
		},
		tidy: func(c protocol.Config) {
			if c["password_wo_version"] != nil {
				c["password_wo"] = passwords[c["password_wo_version"].(int)]
				delete(c, "password")
			} else {
				delete(c, "password_wo")
			}
			if c["charge_credits"] != false {
				for _, name := range []string{"expire_at", "is_restreamer", "is_trial", "can_watch_adult"} {
					delete(c, name)
				}
				if c["package_id"] == nil {
					c["package_id"] = 107
				}
			}
		},
		expected: func(c protocol.Config) map[string]any {
			e := map[string]any{"reseller_notes": "", "is_enabled": true, "mac_addr": ""}
			for _, name := range []string{"username", "password", "package_id", "bouquets", "max_connections", "reseller_notes",
				"is_enabled", "expire_at", "is_restreamer", "is_trial", "can_watch_adult"} {
				if v, ok := c[name]; ok {
					e[name] = v
				}
			}
			if mac, ok := c["mac_addr"].(string); ok {
				e["mac_addr"] = canonicalMAC(mac)
			}
			if v, ok := c["password_wo"]; ok {
				e["password"] = v
			}
			return e
		},
		drift: []knob{
			{"username", []any{"other"}}, {"password", []any{"other"}}, {"bouquets", []any{[]any{1}}}, {"max_connections", []any{9}},
			{"reseller_notes", []any{"Somebody else's"}}, {"is_enabled", []any{false, true}}, {"expire_at", []any{month}},
		},
		// No read tells the renewal key or the version of the write-only password: both are taken over without a request.
		adopts: []string{"renewal_key", "password_wo_version", "password"},
	}
}

func canonicalMAC(text string) string {
	digits := strings.ToUpper(strings.NewReplacer(":", "", "-", "", ".", "").Replace(text))
	var parts []string
	for i := 0; i+2 <= len(digits); i += 2 {
		parts = append(parts, digits[i:i+2])
	}
	return strings.Join(parts, ":")
}

// choose is a value of a knob, with times resolved.
func (k knob) choose(n int, now time.Time) any { return resolve(k.values[n%len(k.values)], now) }

func resolve(v any, now time.Time) any {
	switch v := v.(type) {
	case string:
		if v == month {
			return now.Add(30 * 24 * time.Hour).Truncate(time.Hour).UTC().Format(time.RFC3339)
		}
	case []any:
		list := make([]any, len(v))
		for i := range v {
			list[i] = resolve(v[i], now)
		}
		return list
	case map[string]any:
		object := map[string]any{}
		for name, member := range v {
			object[name] = resolve(member, now)
		}
		return object
	}
	return v
}

// text is a value to compare: numbers, sets and maps in one spelling each.
func text(v any) string {
	if list, ok := v.([]any); ok {
		parts := make([]string, len(list))
		for i, e := range list {
			parts[i] = text(e)
		}
		slices.Sort(parts)
		return "[" + strings.Join(parts, " ") + "]"
	}
	encoded, err := json.Marshal(v)
	if err != nil {
		return fmt.Sprint(v)
	}
	return string(encoded)
}
