package telecomx

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"
	_ "time/tzdata"

	"github.com/hashicorp/terraform-plugin-framework-timetypes/timetypes"
	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

const (
	idA = "60A4D1F37C00000000001AB1"
	idB = "60A4D1F37C00000000000CD2"
)

// reported is the paths of the errors.
func reported(diags diag.Diagnostics) []string {
	var paths []string
	for _, d := range diags.Errors() {
		at, _ := d.(diag.DiagnosticWithPath)
		paths = append(paths, at.Path().String())
	}
	slices.Sort(paths)
	return paths
}

func channels(kinds map[string]string) types.Map {
	elements := map[string]attr.Value{}
	for id, kind := range kinds {
		elements[id] = types.StringValue(kind)
	}
	return types.MapValueMust(types.StringType, elements)
}

func TestChannelsValidators(t *testing.T) {
	many := func(n int) types.Map {
		kinds := map[string]string{}
		for i := range n {
			kinds[fmt.Sprintf("%024X", i)] = "BASE"
		}
		return channels(kinds)
	}
	channelsAttribute, _ := packageSchema().Attributes["channels"].(schema.MapAttribute)
	for name, c := range map[string]struct {
		value types.Map
		want  []string
	}{
		"none":    {channels(nil), []string{"channels"}},
		"one":     {channels(map[string]string{idA: "LOCAL"}), nil},
		"1000":    {many(1000), nil},
		"1001":    {many(1001), []string{"channels"}},
		"no id":   {channels(map[string]string{idA[1:]: "BASE"}), []string{`channels["` + idA[1:] + `"]`}},
		"no type": {channels(map[string]string{idA: "base"}), []string{`channels["` + idA + `"]`}},
		"two spellings": {channels(map[string]string{idA: "BASE", strings.ToLower(idA): "DVB"}),
			[]string{`channels["` + strings.ToLower(idA) + `"]`}},
		"unknown":        {types.MapUnknown(types.StringType), nil},
		"an unknown one": {types.MapValueMust(types.StringType, map[string]attr.Value{idA: types.StringUnknown()}), nil},
		"a null": {types.MapValueMust(types.StringType, map[string]attr.Value{idA: types.StringNull()}),
			[]string{`channels["` + idA + `"]`}},
	} {
		var all diag.Diagnostics
		for _, v := range channelsAttribute.Validators {
			var resp validator.MapResponse
			v.ValidateMap(t.Context(), validator.MapRequest{Path: path.Root("channels"), ConfigValue: c.value}, &resp)
			all.Append(resp.Diagnostics...)
		}
		if got := reported(all); !slices.Equal(got, c.want) {
			t.Errorf("%s: errors at %v, want %v", name, got, c.want)
		}
	}
}

func TestNumberRanges(t *testing.T) {
	npvr, _ := subscriptionSchema().Attributes["npvr"].(schema.SingleNestedAttribute)
	for name, most := range map[string]int64{"storage_hours": 999, "auto_expire_days": 365} {
		attribute, _ := npvr.Attributes[name].(schema.Int64Attribute)
		for _, c := range []struct {
			value types.Int64
			isOK  bool
		}{
			{types.Int64Value(0), false}, {types.Int64Value(1), true}, {types.Int64Value(most), true}, {types.Int64Value(most + 1), false},
			{types.Int64Null(), true}, {types.Int64Unknown(), true},
		} {
			var resp validator.Int64Response
			attribute.Validators[0].ValidateInt64(t.Context(), validator.Int64Request{Path: path.Root(name), ConfigValue: c.value}, &resp)
			if isOK := !resp.Diagnostics.HasError(); isOK != c.isOK {
				t.Errorf("%s = %s: valid is %t", name, c.value, isOK)
			}
		}
	}
}

func block(objectTypes map[string]attr.Type, members map[string]attr.Value) types.Object {
	all := map[string]attr.Value{}
	for name, kind := range objectTypes {
		value, _ := kind.ValueFromTerraform(context.Background(), nullOf(kind))
		all[name] = value
	}
	maps.Copy(all, members)
	return types.ObjectValueMust(objectTypes, all)
}

func TestOnlyWithOverride(t *testing.T) {
	yes, no := types.BoolValue(true), types.BoolValue(false)
	for name, c := range map[string]struct {
		value types.Object
		want  []string
	}{
		"values with override": {block(npvrTypes, map[string]attr.Value{"override": yes, "storage_hours": types.Int64Value(1)}), nil},
		"no values":            {block(npvrTypes, map[string]attr.Value{"override": no}), nil},
		"values without": {block(npvrTypes, map[string]attr.Value{"override": no, "enabled": no,
			"storage_hours": types.Int64Value(1)}), []string{"npvr.enabled", "npvr.storage_hours"}},
		"override unknown":       {block(npvrTypes, map[string]attr.Value{"override": types.BoolUnknown(), "enabled": yes}), nil},
		"value unknown":          {block(npvrTypes, map[string]attr.Value{"override": no, "enabled": types.BoolUnknown()}), nil},
		"unknown":                {types.ObjectUnknown(npvrTypes), nil},
		"null":                   {types.ObjectNull(npvrTypes), nil},
		"scrub without override": {block(scrubTypes, map[string]attr.Value{"override": no, "pause": no}), []string{"npvr.pause"}},
	} {
		var resp validator.ObjectResponse
		onlyWithOverride{}.ValidateObject(t.Context(), validator.ObjectRequest{Path: path.Root("npvr"), ConfigValue: c.value}, &resp)
		if got := reported(resp.Diagnostics); !slices.Equal(got, c.want) {
			t.Errorf("%s: errors at %v, want %v", name, got, c.want)
		}
	}
}

// subscribed is an element of packages; "" is null and "?" unknown.
func subscribed(id, start, end string) attr.Value {
	moment := func(text string) timetypes.RFC3339 {
		switch text {
		case "":
			return timetypes.NewRFC3339Null()
		case "?":
			return timetypes.NewRFC3339Unknown()
		}
		return timetypes.NewRFC3339ValueMust(text)
	}
	identity := types.StringValue(id)
	if id == "?" {
		identity = types.StringUnknown()
	}
	return types.ObjectValueMust(subscribedTypes, map[string]attr.Value{"id": identity, "start": moment(start), "end": moment(end)})
}

func subscribedAll(elements ...attr.Value) types.Set {
	return types.SetValueMust(types.ObjectType{AttrTypes: subscribedTypes}, elements)
}

func TestSubscribedValidators(t *testing.T) {
	now := time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)
	elementType := types.ObjectType{AttrTypes: subscribedTypes}
	for name, c := range map[string]struct {
		value types.Set
		want  string // what the error's path ends with, "" for none
	}{
		"two":                          {subscribedAll(subscribed(idA, "", ""), subscribed(idB, "", "")), ""},
		"twice":                        {subscribedAll(subscribed(idA, "", ""), subscribed(idA, "", "2026-04-01T00:00:00Z")), ".id"},
		"twice in two spellings":       {subscribedAll(subscribed(idA, "", ""), subscribed(strings.ToLower(idA), "", "")), ".id"},
		"two unknown ids":              {subscribedAll(subscribed("?", "", ""), subscribed("?", "", "2026-04-01T00:00:00Z")), ""},
		"an unknown element":           {subscribedAll(types.ObjectUnknown(subscribedTypes), subscribed(idA, "", "")), ""},
		"unknown":                      {types.SetUnknown(elementType), ""},
		"null":                         {types.SetNull(elementType), ""},
		"end at start":                 {subscribedAll(subscribed(idA, "2026-04-01T00:00:00Z", "2026-04-01T02:00:00+02:00")), ""},
		"end before start":             {subscribedAll(subscribed(idA, "2026-04-01T00:00:00Z", "2026-03-31T23:59:59.999Z")), ".end"},
		"end before an unknown start":  {subscribedAll(subscribed(idA, "?", "2026-03-31T00:00:00Z")), ""},
		"far end, unknown start":       {subscribedAll(subscribed(idA, "?", "2036-03-31T00:00:00Z")), ""},
		"unknown end":                  {subscribedAll(subscribed(idA, "2036-03-31T00:00:00Z", "?")), ""},
		"12 months":                    {subscribedAll(subscribed(idA, "", "2027-03-01T12:00:00Z")), ""},
		"more than 12 months":          {subscribedAll(subscribed(idA, "", "2027-03-01T12:00:00.001Z")), ".end"},
		"12 months from a later start": {subscribedAll(subscribed(idA, "2026-06-01T00:00:00Z", "2027-06-01T00:00:00Z")), ""},
		"more than those":              {subscribedAll(subscribed(idA, "2026-06-01T00:00:00Z", "2027-06-01T00:00:01Z")), ".end"},
		"12 months from now, not from an earlier start": {subscribedAll(subscribed(idA, "2020-01-01T00:00:00Z", "2027-03-01T12:00:00Z")),
			""},
		"an end that has passed": {subscribedAll(subscribed(idA, "", "2016-01-01T00:00:00Z")), ""},
	} {
		var all diag.Diagnostics
		for _, v := range []validator.Set{subscribedOnce{}, subscribedDates{now: func() time.Time { return now }}} {
			var resp validator.SetResponse
			v.ValidateSet(t.Context(), validator.SetRequest{Path: path.Root("packages"), ConfigValue: c.value}, &resp)
			all.Append(resp.Diagnostics...)
		}
		got := reported(all)
		switch {
		case c.want == "" && len(got) == 0:
		case c.want == "" || len(got) != 1 || !strings.HasSuffix(got[0], c.want):
			t.Errorf("%s: errors at %v, want one that ends with %q", name, got, c.want)
		}
	}
}

// The twelve months are counted in UTC, wherever the provider runs: around a change of the clocks, a local year is an hour off.
func TestSubscribedDates_utc(t *testing.T) {
	copenhagen, err := time.LoadLocation("Europe/Copenhagen")
	if err != nil {
		t.Fatal(err)
	}
	now := time.Date(2026, 3, 29, 0, 30, 0, 0, time.UTC)
	for end, want := range map[string]bool{"2027-03-29T00:30:00Z": true, "2027-03-29T00:30:01Z": false} {
		var resp validator.SetResponse
		v := subscribedDates{now: func() time.Time { return now.In(copenhagen) }}
		v.ValidateSet(t.Context(), validator.SetRequest{Path: path.Root("packages"), ConfigValue: subscribedAll(subscribed(idA, "", end))},
			&resp)
		if resp.Diagnostics.HasError() == want {
			t.Errorf("%s: valid is %v, want %v", end, !want, want)
		}
	}
}

func TestParsePackageID(t *testing.T) {
	for text, want := range map[string][2]string{
		idA:                              {"", idA},
		idB + "/" + idA:                  {idB, idA},
		strings.ToLower(idB) + "/" + idA: {strings.ToLower(idB), idA},
		"":                               {},
		"News":                           {},
		idA + "/":                        {},
		"/" + idA:                        {},
		idA + "/" + idB + "/" + idA:      {},
		idA + " ":                        {},
		"G" + idA[1:]:                    {},
	} {
		customer, id, ok := parsePackageID(text)
		if got := [2]string{customer, id}; got != want || ok != (want[1] != "") {
			t.Errorf("%q: %v, %t", text, got, ok)
		}
	}
}

func FuzzParsePackageID(f *testing.F) {
	for _, seed := range []string{idA, idA + "/" + idB, "/", idA + "/../" + idB, "é" + idA[2:]} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		customer, id, ok := parsePackageID(text)
		if !ok {
			if customer != "" || id != "" {
				t.Errorf("%q: refused, but %q and %q", text, customer, id)
			}
			return
		}
		if joined := strings.TrimPrefix(customer+"/"+id, "/"); joined != text || !hexadecimal(customer+id) {
			t.Errorf("%q: %q and %q", text, customer, id)
		}
	})
}

func hexadecimal(text string) bool {
	return strings.Trim(text, "0123456789abcdefABCDEF") == "" && len(text)%24 == 0
}
