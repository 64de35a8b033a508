package telecomx

import (
	"context"
	"encoding/json"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/iptvops/terraform-provider-iptv/internal/telecomx/api"
	"github.com/iptvops/terraform-provider-iptv/internal/tf"
)

// nullOf is null of a type of the framework.
func nullOf(kind attr.Type) tftypes.Value {
	return tftypes.NewValue(kind.TerraformType(context.Background()), nil)
}

var (
	yes, no   = true, false
	n25, n50  = int64(25), int64(50)
	defaults  = api.Recording{Enabled: &yes, StorageHours: &n50}
	modelTime = time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)
)

func TestNPvrModel(t *testing.T) {
	override := func(members map[string]attr.Value) types.Object {
		members["override"] = types.BoolValue(true)
		return block(npvrTypes, members)
	}
	off := block(npvrTypes, map[string]attr.Value{"override": types.BoolValue(false)})
	null := types.ObjectNull(npvrTypes)
	hours := func(n int64) map[string]attr.Value {
		return map[string]attr.Value{"storage_hours": types.Int64Value(n)}
	}
	for name, c := range map[string]struct {
		before   types.Object
		has      api.NPvr
		imported bool
		want     types.Object
	}{
		"unmanaged": {null, api.NPvr{Override: true, Recording: api.Recording{StorageHours: &n25}}, false, null},
		"imported": {null, api.NPvr{Override: true, Recording: api.Recording{StorageHours: &n25}}, true,
			override(hours(25))},
		"imported with a default value": {null, api.NPvr{Override: true, Recording: api.Recording{StorageHours: &n50}}, true,
			override(hours(50))},
		"imported without override": {null, api.NPvr{Recording: defaults}, true, off},
		"equal": {override(hours(25)), api.NPvr{Override: true, Recording: api.Recording{StorageHours: &n25}},
			false, override(hours(25))},
		"changed": {override(hours(25)), api.NPvr{Override: true, Recording: api.Recording{StorageHours: &n50}},
			false, override(hours(50))},
		"taken back":   {override(hours(25)), api.NPvr{Override: true}, false, override(map[string]attr.Value{})},
		"switched off": {override(hours(25)), api.NPvr{Recording: defaults}, false, off},
		"the reseller's value is none": {override(map[string]attr.Value{}), api.NPvr{Override: true, Recording: defaults}, false,
			override(map[string]attr.Value{})},
		"another value is drift": {override(map[string]attr.Value{}),
			api.NPvr{Override: true, Recording: api.Recording{StorageHours: &n25,
				Enabled: &no}}, false, override(map[string]attr.Value{"storage_hours": types.Int64Value(25),
				"enabled": types.BoolValue(false)})},
		"off shows nothing of the members": {off, api.NPvr{Recording: defaults}, false, off},
	} {
		m := subscriptionModel{NPvr: c.before, Scrub: types.ObjectNull(scrubTypes),
			Packages: types.SetNull(types.ObjectType{AttrTypes: subscribedTypes})}
		m.fromAPI(api.Subscription{NPvr: c.has, ResellerNPvr: &defaults}, c.imported, modelTime)
		if !m.NPvr.Equal(c.want) {
			t.Errorf("%s: %s, want %s", name, m.NPvr, c.want)
		}
	}
}

func TestEffectiveNPvr(t *testing.T) {
	for name, c := range map[string]struct {
		s    api.Subscription
		want string
	}{
		"the reseller's": {api.Subscription{ResellerNPvr: &defaults,
			NPvr: api.NPvr{Recording: api.Recording{StorageHours: &n25}}}, `{"auto_expire_days":<null>,"enabled":true,"storage_hours":50}`},
		"overridden in part": {api.Subscription{ResellerNPvr: &defaults,
			NPvr: api.NPvr{Override: true, Recording: api.Recording{StorageHours: &n25}}},
			`{"auto_expire_days":<null>,"enabled":true,"storage_hours":25}`},
		"the response to an update": {api.Subscription{NPvr: api.NPvr{Recording: defaults}},
			`{"auto_expire_days":<null>,"enabled":true,"storage_hours":50}`},
		"none is offered": {api.Subscription{ResellerNPvr: &api.Recording{}},
			`{"auto_expire_days":<null>,"enabled":false,"storage_hours":<null>}`},
	} {
		if got := effectiveNPvr(c.s).String(); got != c.want {
			t.Errorf("%s: %s, want %s", name, got, c.want)
		}
	}
}

func TestScrubModel(t *testing.T) {
	object := func(override bool, members map[string]attr.Value) types.Object {
		members["override"] = types.BoolValue(override)
		return block(scrubTypes, members)
	}
	pause := map[string]attr.Value{"pause": types.BoolValue(true)}
	for name, c := range map[string]struct {
		before   types.Object
		has      api.Scrub
		imported bool
		want     types.Object
	}{
		"equal": {object(true, pause), api.Scrub{Override: true, Pause: &yes, Forward: &no}, false, object(true, pause)},
		"one more": {object(true, pause), api.Scrub{Override: true, Pause: &yes, Forward: &yes}, false,
			object(true, map[string]attr.Value{"pause": types.BoolValue(true), "forward": types.BoolValue(true)})},
		"not returned any more": {object(true, pause), api.Scrub{Override: true}, false,
			object(true, map[string]attr.Value{"pause": types.BoolValue(false)})},
		"switched off":     {object(true, pause), api.Scrub{Pause: &yes}, false, object(false, map[string]attr.Value{})},
		"imported":         {types.ObjectNull(scrubTypes), api.Scrub{Override: true, Pause: &yes}, true, object(true, pause)},
		"imported and off": {types.ObjectNull(scrubTypes), api.Scrub{Pause: &yes}, true, object(false, map[string]attr.Value{})},
		"unmanaged":        {types.ObjectNull(scrubTypes), api.Scrub{Override: true, Pause: &yes}, false, types.ObjectNull(scrubTypes)},
	} {
		m := subscriptionModel{NPvr: types.ObjectNull(npvrTypes), Scrub: c.before,
			Packages: types.SetNull(types.ObjectType{AttrTypes: subscribedTypes})}
		m.fromAPI(api.Subscription{Scrub: c.has}, c.imported, modelTime)
		if !m.Scrub.Equal(c.want) {
			t.Errorf("%s: %s, want %s", name, m.Scrub, c.want)
		}
	}
}

func instant(text string) api.Date {
	d, err := time.Parse(time.RFC3339Nano, text)
	if err != nil {
		panic(err)
	}
	return api.DateOf(d)
}

func TestPackagesModel(t *testing.T) {
	for name, c := range map[string]struct {
		before types.Set
		listed []api.Subscribed
		want   types.Set
	}{
		"a start that was left out is the platform's": {
			subscribedAll(subscribed(idA, "", "")), []api.Subscribed{{ID: idA,
				Start: instant("2026-01-01T00:00:00Z")}}, subscribedAll(subscribed(idA, "", "")),
		},
		"spellings are kept": {
			subscribedAll(subscribed(strings.ToLower(idA), "2026-01-01T01:00:00+01:00", "2026-05-01T00:00:00.0001Z")),
			[]api.Subscribed{{ID: idA, Start: instant("2026-01-01T00:00:00Z"), End: instant("2026-05-01T00:00:00Z")}},
			subscribedAll(subscribed(strings.ToLower(idA), "2026-01-01T01:00:00+01:00", "2026-05-01T00:00:00.0001Z")),
		},
		"other dates": {
			subscribedAll(subscribed(idA, "2026-01-01T00:00:00Z", "")),
			[]api.Subscribed{{ID: idA, Start: instant("2026-01-02T00:00:00Z"), End: instant("2026-05-01T00:00:00.5Z")}},
			subscribedAll(subscribed(idA, "2026-01-02T00:00:00Z", "2026-05-01T00:00:00.5Z")),
		},
		"a start that is not returned": {
			subscribedAll(subscribed(idA, "2026-01-01T00:00:00Z", "")), []api.Subscribed{{ID: idA}}, subscribedAll(subscribed(idA,
				"2026-01-01T00:00:00Z", "")),
		},
		"removed and added": {
			subscribedAll(subscribed(idA, "", "2026-03-01T12:00:00.001Z")), []api.Subscribed{{ID: idB}}, subscribedAll(subscribed(idB, "",
				"")),
		},
		"expired": {
			subscribedAll(subscribed(idA, "", "2026-03-01T12:00:00Z"), subscribed(idB, "", "")), []api.Subscribed{{ID: idB}},
			subscribedAll(subscribed(idA, "", "2026-03-01T12:00:00Z"), subscribed(idB, "", "")),
		},
	} {
		m := subscriptionModel{NPvr: types.ObjectNull(npvrTypes), Scrub: types.ObjectNull(scrubTypes), Packages: c.before}
		m.fromAPI(api.Subscription{Packages: c.listed}, false, modelTime)
		if !m.Packages.Equal(c.want) {
			t.Errorf("%s: %s, want %s", name, m.Packages, c.want)
		}
	}
}

func TestSubscriptionChanges(t *testing.T) {
	none := types.SetNull(types.ObjectType{AttrTypes: subscribedTypes})
	with := func(packages types.Set) subscriptionModel {
		return subscriptionModel{NPvr: types.ObjectNull(npvrTypes), Scrub: types.ObjectNull(scrubTypes), Packages: packages}
	}
	known := starts{api.Key(idA): instant("2026-01-01T00:00:00Z")}
	for name, c := range map[string]struct {
		plan, state types.Set
		want        string
	}{
		"unmanaged": {none, subscribedAll(subscribed(idA, "", "")), `{}`},
		"nothing": {subscribedAll(subscribed(idA, "", "")), subscribedAll(subscribed(strings.ToLower(idA), "", "")),
			`{}`},
		"the known start": {subscribedAll(subscribed(idA, "2026-01-01T00:00:00Z", "")), subscribedAll(subscribed(idA, "", "")),
			`{}`},
		"a start that is taken out": {subscribedAll(subscribed(idA, "", "")), subscribedAll(subscribed(idA, "2026-01-01T00:00:00Z", "")),
			`{}`},
		"managed from now on":         {subscribedAll(), none, `{"packages":[]}`},
		"an expired one is taken out": {subscribedAll(), subscribedAll(subscribed(idB, "", "2026-01-01T00:00:00Z")), `{}`},
		"an expired one stays out": {
			subscribedAll(subscribed(idA, "", ""), subscribed(idB, "", "2026-01-01T00:00:00Z")), subscribedAll(subscribed(idB, "",
				"2026-01-01T00:00:00Z")),
			`{"packages":[{"_id":"` + idA + `","start":"2026-01-01T00:00:00.000Z","end":null}]}`,
		},
		"an expired one gets another end": {
			subscribedAll(subscribed(idB, "", "2026-06-01T00:00:00Z")), subscribedAll(subscribed(idB, "", "2026-01-01T00:00:00Z")),
			`{"packages":[{"_id":"` + idB + `","end":"2026-06-01T00:00:00.000Z"}]}`,
		},
		"no end any more": {
			subscribedAll(subscribed(idA, "", "")), subscribedAll(subscribed(idA, "", "2026-06-01T00:00:00Z")),
			`{"packages":[{"_id":"` + idA + `","start":"2026-01-01T00:00:00.000Z","end":null}]}`,
		},
	} {
		plan := with(c.plan)
		got, err := json.Marshal(plan.changes(with(c.state), known, modelTime))
		if err != nil || string(got) != c.want {
			t.Errorf("%s: %s, want %s (%v)", name, got, c.want, err)
		}
	}
}

func TestStarts(t *testing.T) {
	first, second := instant("2026-01-01T00:00:00Z"), instant("2026-02-01T00:00:00Z")
	known := starts{api.Key(idA): first}
	next := known.withListed([]api.Subscribed{{ID: strings.ToLower(idA)}, {ID: idB}})
	if want := (starts{api.Key(idA): first, api.Key(idB): {}}); !reflect.DeepEqual(next, want) {
		t.Errorf("%v, want %v", next, want)
	}
	var diags diag.Diagnostics
	private := privateState{}
	tf.SetPrivate(t.Context(), private, privateStarts, next, &diags)
	if again := readStarts(t.Context(), private, &diags); diags.HasError() || !reflect.DeepEqual(again, next) {
		t.Errorf("%v, %v, want %v", again, diags, next)
	}
	if !next.lacks([]api.Subscribed{{ID: idB}}) ||
		next.lacks([]api.Subscribed{{ID: idB, Start: second}, {ID: "60A4D1F37C00000000003EF3"}}) {
		t.Error("what lacks is what was there without a start")
	}
	sent := api.SubscriptionChange{Packages: &[]api.Subscribed{{ID: idA, Start: first}, {ID: idB}}}
	after := known.withChange(sent, api.Subscription{Packages: []api.Subscribed{{ID: strings.ToLower(idB), Start: second}}})
	if want := (starts{api.Key(idA): first, api.Key(idB): second}); !reflect.DeepEqual(after, want) {
		t.Errorf("%v, want %v", after, want)
	}
	private[privateStarts] = []byte(`{"a": 1}`)
	if readStarts(t.Context(), private, &diags); !diags.HasError() {
		t.Error("no error for a private state that is none")
	}
}

// privateState is the private state of a request and of its response.
type privateState map[string][]byte

func (p privateState) GetKey(_ context.Context, key string) ([]byte, diag.Diagnostics) {
	return p[key], nil
}

func (p privateState) SetKey(_ context.Context, key string, value []byte) diag.Diagnostics {
	p[key] = value
	return nil
}
