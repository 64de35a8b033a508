package seed

import (
	"encoding/json"
	"errors"
	"maps"
	"reflect"
	"slices"
	"strings"
	"testing"
)

func TestBrokenDocuments(t *testing.T) {
	for _, row := range []struct {
		name string
		old  string // of the sample
		new  string
		want []string
	}{
		{"unknown field", `"price_credits": 10,`, `"price": 10,`, []string{"panel.packages[0].price: unknown field"}},
		{"unknown platform", `"icareus": {`, `"suite": 1, "icareus": {`, []string{"suite: unknown field"}},
		{"missing name", `"name": "News", `, ``, []string{"icareus.organizations[0].channels[0].name: missing"}},
		{"wrong type", `"is_enabled": false`, `"is_enabled": "no"`, []string{"panel.lines[2].is_enabled: string, want boolean"}},
		{"fraction", `"duration_hours": 720`, `"duration_hours": 1.5`, []string{"panel.packages[0].duration_hours: number, want integer"}},
		{"range", `"storage_hours": 200`, `"storage_hours": 1000`,
			[]string{"telecomx.customers[1].subscription.npvr.storage_hours: maximum: got 1,000, want 999"}},
		{"id form", `"id": "5E0000000000000000000003"`, `"id": "5E03"`, []string{"telecomx.customers[2].id: '5E03' does not match"}},
		{"date", `"2020-01-01T00:00:00Z"`, `"tomorrow"`, []string{"panel.lines[2].expire_at: 'tomorrow' is not valid date-time"}},
		{"enum", `"quality": "SD"`, `"quality": "UHD"`,
			[]string{"icareus.organizations[1].channels[0].quality: value must be one of 'HD', 'SD'"}},
		{"no category", `"categories": [11]`, `"categories": [11, 99]`,
			[]string{"icareus.organizations[0].channels[0].categories[1]: no category 99 in the organisation"}},
		{"no language", `"primary_language": "fi_FI"`, `"primary_language": "sv_SE"`,
			[]string{"icareus.organizations[0].channels[0].primary_language: no language sv_SE in the organisation"}},
		{"no package", `"line-02", "package_id": 107`, `"line-02", "package_id": 110`,
			[]string{"panel.lines[1].package_id: no package 110"}},
		{"no bouquet", `"bouquets": [3]}`, `"bouquets": [3, 4]}`, []string{"panel.lines[8].bouquets[1]: no bouquet 4"}},
		{"no owner", `"owner": "partner"`, `"owner": "nobody"`, []string{"panel.lines[9].owner: no user nobody"}},
		{"no parent", `"name": "Bob", "parent": "5E0000000000000000000001"`, `"name": "Bob", "parent": "5E0000000000000000000009"`,
			[]string{"telecomx.customers[2].parent: no customer 5E0000000000000000000009"}},
		{"parent is no reseller", `"name": "Bob", "parent": "5E0000000000000000000001"`,
			`"name": "Bob", "parent": "5E0000000000000000000002"`,
			[]string{"telecomx.customers[2].parent: customer 5E0000000000000000000002 is no reseller"}},
		{"no channel", `{"5E00000000000000000000C3": "LOCAL"}`, `{"5E00000000000000000000C9": "LOCAL"}`,
			[]string{`telecomx.customers[0].packages[1].channels["5E00000000000000000000C9"]: no channel`}},
		{"unsupported type", `{"5E00000000000000000000C3": "LOCAL"}`, `{"5E00000000000000000000C3": "DVB"}`,
			[]string{`telecomx.customers[0].packages[1].channels["5E00000000000000000000C3"]: the channel supports LOCAL only`}},
		{"no base channel", `"name": "TV 2", "base_channel": 2`, `"name": "TV 2", "base_channel": 3`,
			[]string{"telecomx.customers[0].channels[1].base_channel: no base channel 3"}},
		{"no such package subscribed", `[{"id": "5E00000000000000000000A1", "start"`, `[{"id": "5E00000000000000000000A9", "start"`,
			[]string{"telecomx.customers[1].subscription.packages[0].id: no package 5E00000000000000000000A9"}},
		{"packages on a customer that hosts none", `"name": "Bob",`, `"name": "Bob", "packages": [{"name": "Own"}],`,
			[]string{"telecomx.customers[2].packages: the customer hosts none"}},
		{"subscription without the feature", `"features": ["IPTVBUSINESS"]`, `"features": ["IPTVBUSINESS"], "subscription": {}`,
			[]string{"telecomx.customers[4].subscription: the customer has none"}},
		{"end before start", `"start": "2026-01-01T00:00:00Z"}`, `"start": "2026-01-01T00:00:00Z", "end": "2025-01-01T00:00:00Z"}`,
			[]string{"telecomx.customers[1].subscription.packages[0].end: before start"}},
		{"package subscribed twice", `"start": "2026-01-01T00:00:00Z"}`,
			`"start": "2026-01-01T00:00:00Z"}, {"id": "5e00000000000000000000a1"}`,
			[]string{"telecomx.customers[1].subscription.packages[1].id: the package 5E00000000000000000000A1 is that of"}},
		{"id twice", `"id": "5E0000000000000000000003"`, `"id": "5e0000000000000000000002"`, []string{
			"telecomx.customers[2].id: the id 5E0000000000000000000002 is that of telecomx.customers[1].id already"}},
		{"user name twice", `"username": "line-02"`, `"username": "line-01"`,
			[]string{"panel.lines[1].username: the user name line-01 is that of panel.lines[0].username already"}},
		{"organisation twice", `"id": 1002`, `"id": 1001`,
			[]string{"icareus.organizations[1].id: the id 1001 is that of icareus.organizations[0].id already"}},
		{"element twice", `"categories": [31],`, `"categories": [31, 31],`,
			[]string{"icareus.organizations[1].categories: an element twice: 0 and 1"}},
		{"token twice", `"token": "partner-token"`, `"token": "billing-token"`,
			[]string{"panel.users[1].token: the token billing-token is that of"}},
		{"two accounts", `"drm_accounts": [`, `"drm_accounts": [{"username": "second.one"},`,
			[]string{"telecomx.customers[1].drm_accounts: 2 accounts"}},
		{"no JSON", `"panel": {`, `"panel": {{`, []string{"line 56, column 13"}},
		{"ends too early", `"line-10", "owner": "partner", "package_id": 107, "expire_at": "2040-01-01T00:00:00Z"}
    ]
  }
}`, ``, []string{"ends too early"}},
		{"list for an object", Sample, `[]`, []string{"document: array, want object"}},
		{"all at once", `"owner": "partner", "package_id": 107`, `"owner": "nobody", "package_id": 110, "colour": 1`, []string{
			"panel.lines[9].colour: unknown field", "panel.lines[9].owner: no user nobody", "panel.lines[9].package_id: no package 110",
		}},
	} {
		t.Run(row.name, func(t *testing.T) {
			if strings.Count(Sample, row.old) == 0 {
				t.Fatalf("the sample has no %s", row.old)
			}
			document, err := Parse([]byte(strings.Replace(Sample, row.old, row.new, 1)))
			if err == nil || document != nil {
				t.Fatalf("got %v and no error", document)
			}
			for _, want := range row.want {
				if !strings.Contains(err.Error(), want) {
					t.Errorf("no %q in %q", want, err)
				}
			}
			var all *Error
			if errors.As(err, &all) && len(all.Problems) != len(row.want) {
				t.Errorf("%d problems, want %d: %v", len(all.Problems), len(row.want), err)
			}
		})
	}
}

func TestTwoMainPackages(t *testing.T) {
	_, err := Parse([]byte(strings.NewReplacer(`"name": "House",`, `"name": "House", "main": true,`,
		`"start": "2026-01-01T00:00:00Z"}`, `"start": "2026-01-01T00:00:00Z"}, {"id": "5E00000000000000000000A2"}`).Replace(Sample)))
	const want = "telecomx.customers[1].subscription.packages[1].id: a second main package beside 5E00000000000000000000A1"
	if err == nil || err.Error() != want {
		t.Errorf("got %v, want %s", err, want)
	}
}

func TestSample(t *testing.T) {
	document, err := Parse([]byte(Sample))
	if err != nil {
		t.Fatal(err)
	}
	s := document.Estate()
	if got := len(s.Icareus.Channels(1001)) + len(s.Icareus.Channels(1002)); got != 3 {
		t.Errorf("%d channels of organisations, want 3", got)
	}
	if got := len(s.TelecomX.Packages("5E0000000000000000000001")); got != 2 {
		t.Errorf("%d packages, want 2", got)
	}
	if got := len(s.TelecomX.Subscription("5E0000000000000000000002").Packages); got != 1 {
		t.Errorf("%d packages subscribed to, want 1", got)
	}
	if got := len(s.TelecomX.Accounts("5E0000000000000000000002")); got != 1 {
		t.Errorf("%d accounts, want 1", got)
	}
	if got := len(s.Panel.Lines()); got != 10 {
		t.Errorf("%d lines, want 10", got)
	}
	for i, line := range s.Panel.Lines() {
		if line.ID != document.Panel.Lines[i].ID || line.Password != document.Panel.Lines[i].Password {
			t.Errorf("line %d is %v", i, line)
		}
	}
	names := map[string]string{}
	for _, v := range document.Credentials() {
		names[v.Name] = v.Value
	}
	for name, want := range map[string]string{
		"ICAREUS_ORGANIZATION_ID": "1001", "ICAREUS_SECRET_2": "secret-of-1002", "IPTV_PANEL_USER_TOKEN": "billing-token",
		"IPTV_PANEL_USER_TOKEN_2": "partner-token", "TELECOMX_CUSTOMER_ID": "5E0000000000000000000001",
		"TELECOMX_USERNAME_2": "operator@5e0000000000000000000005",
	} {
		if names[name] != want {
			t.Errorf("%s is %q, want %q", name, names[name], want)
		}
	}
}

// What is made up is the same in every run, so that a state outlives the simulator.
func TestDefaultsAreTheSameInEveryRun(t *testing.T) {
	const text = `{"icareus": {"organizations": [{"id": 1, "channels": [{"name": "A"}, {"name": "B", "id": 12346501}]}]},
		"telecomx": {"customers": [{"reseller": true, "channels": [{"name": "A"}], "packages": [{"name": "A"}]}]},
		"panel": {"users": [{"name": "u"}], "lines": [{"username": "a"}]}}`
	var all [2]*Document
	for i := range all {
		document, err := Parse([]byte(text))
		if err != nil {
			t.Fatal(err)
		}
		all[i] = document
	}
	if !reflect.DeepEqual(all[0], all[1]) {
		t.Errorf("got %v and %v", all[0], all[1])
	}
	if got := len(all[0].Estate().Icareus.Channels(1)); got != 2 {
		t.Errorf("%d channels, want 2", got)
	}
	again, err := json.Marshal(all[0])
	if err != nil {
		t.Fatal(err)
	}
	if completed, err := Parse(again); err != nil || !reflect.DeepEqual(completed, all[0]) {
		t.Errorf("a complete document becomes another one: %v, %v", completed, err)
	}
}

// The schema has the fields of the types, no more and no less, and a description of each.
func TestSchemaHasTheFields(t *testing.T) {
	var schema map[string]any
	if err := json.Unmarshal([]byte(Schema), &schema); err != nil {
		t.Fatal(err)
	}
	defs, _ := schema["$defs"].(map[string]any)
	var compare func(path string, node map[string]any, kind reflect.Type)
	compare = func(path string, node map[string]any, kind reflect.Type) {
		if ref, ok := node["$ref"].(string); ok {
			node, _ = defs[strings.TrimPrefix(ref, "#/$defs/")].(map[string]any)
		}
		for kind.Kind() == reflect.Pointer {
			kind = kind.Elem()
		}
		switch kind.Kind() {
		case reflect.Slice:
			items, _ := node["items"].(map[string]any)
			compare(path+"[]", items, kind.Elem())
		case reflect.Struct:
			properties, _ := node["properties"].(map[string]any)
			fields := map[string]reflect.Type{}
			for i := range kind.NumField() {
				name, _, _ := strings.Cut(kind.Field(i).Tag.Get("json"), ",")
				fields[name] = kind.Field(i).Type
			}
			if got, want := slices.Sorted(maps.Keys(properties)), slices.Sorted(maps.Keys(fields)); !slices.Equal(got, want) {
				t.Errorf("%s: the schema has %v, the type %v", path, got, want)
			}
			if node["additionalProperties"] != false {
				t.Errorf("%s: the schema allows other fields", path)
			}
			for name, field := range fields {
				if property, ok := properties[name].(map[string]any); ok {
					compare(path+"."+name, property, field)
				}
			}
		}
	}
	compare("document", schema, reflect.TypeFor[Document]())
}
