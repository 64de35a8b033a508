package panel

import (
	"encoding/json"
	"reflect"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/iptvops/terraform-provider-iptv/internal/panel/api"
	"github.com/iptvops/terraform-provider-iptv/internal/rest"
	"github.com/iptvops/terraform-provider-iptv/internal/tf"
)

func sample() api.Line {
	return api.Line{
		ID: "1734da33-9723-4df6-90d1-38dc589aa0ec", Username: "larry_line", Password: "12345", MAC: "00:1A:79:11:22:33", Owner: "billing",
		Type: api.Device, ExpireAt: api.Time{Time: time.Date(2031, 1, 2, 3, 4, 5, 0,
			time.UTC)}, IsEnabled: true, IsTrial: true, PackageID: 108,
		Bouquets: rest.IDs{2, 8, 3}, MaxConnections: 5, ResellerNotes: "home",
	}
}

func TestFromAPI(t *testing.T) {
	var m lineResourceModel
	m.fromAPI(sample())
	back := m.record()
	want := sample()
	want.Bouquets = rest.IDs{2, 3, 8}
	if !reflect.DeepEqual(back, want) {
		t.Errorf("%+v, want %+v", back, want)
	}

	// The order of the bouquets, the spelling of the id and of known values do not show.
	m.MACAddr, m.ExpireAt = types.StringValue("001a79112233"), types.StringValue("2031-01-02T05:04:05+02:00")
	again := m
	other := sample()
	other.ID, other.MAC, other.Bouquets = "1734DA33-9723-4DF6-90D1-38DC589AA0EC", "00-1a-79-11-22-33", rest.IDs{8, 3, 2, 3}
	again.fromAPI(other)
	if !reflect.DeepEqual(again, m) {
		t.Errorf("%+v, want %+v", again, m)
	}

	var empty lineModel
	empty.fromAPI(api.Line{ID: "x"})
	if !empty.ExpireAt.IsNull() || !empty.MACAddr.IsNull() || !empty.PackageID.IsNull() || empty.Bouquets.IsNull() ||
		empty.ResellerNotes.IsNull() {
		t.Errorf("what is null and what is empty: %+v", empty)
	}
}

func TestReadState(t *testing.T) {
	free := sample()
	free.PackageID = 0
	for name, c := range map[string]struct {
		state lineResourceModel
		line  api.Line
		check func(lineResourceModel) bool
	}{
		"imported with a package": {lineResourceModel{}, sample(), func(m lineResourceModel) bool {
			return m.ChargeCredits.Equal(types.BoolValue(true)) && m.CanWatchAdult.IsNull() && m.Password.ValueString() == "12345" &&
				m.RenewalKey.IsNull()
		}},
		"imported without a package": {lineResourceModel{}, free, func(m lineResourceModel) bool {
			return m.ChargeCredits.Equal(types.BoolValue(false)) && m.CanWatchAdult.Equal(types.BoolValue(false)) && m.PackageID.IsNull()
		}},
		"write-only password": {lineResourceModel{PasswordWOVersion: types.Int64Value(1), ChargeCredits: types.BoolValue(true)}, sample(),
			func(m lineResourceModel) bool {
				return m.Password.IsNull()
			}},
		"a panel that names no package": {lineResourceModel{lineModel: lineModel{PackageID: types.Int64Value(107)},
			ChargeCredits: types.BoolValue(true)}, free, func(m lineResourceModel) bool {
			return m.PackageID.Equal(types.Int64Value(107))
		}},
		"another package": {lineResourceModel{lineModel: lineModel{PackageID: types.Int64Value(107)},
			ChargeCredits: types.BoolValue(true)}, sample(), func(m lineResourceModel) bool {
			return m.PackageID.Equal(types.Int64Value(108))
		}},
		"what is not readable": {lineResourceModel{ChargeCredits: types.BoolValue(false), CanWatchAdult: types.BoolValue(true),
			OwnerID: types.Int64Value(3), RenewalKey: types.StringValue("k"), TransactionAmount: types.Float64Value(-1)}, sample(),
			func(m lineResourceModel) bool {
				return m.CanWatchAdult.ValueBool() && m.OwnerID.ValueInt64() == 3 && m.RenewalKey.ValueString() == "k" &&
					m.TransactionAmount.ValueFloat64() == -1
			}},
	} {
		if m := c.state; func() bool { m.refresh(c.line, memory{}); return !c.check(m) }() {
			t.Errorf("%s: %+v", name, m)
		}
	}
}

// state is a line without a charge as it is in state.
func state() lineResourceModel {
	m := lineResourceModel{ChargeCredits: types.BoolValue(false), CanWatchAdult: types.BoolValue(false)}
	m.fromAPI(sample())
	return m
}

func TestChanges(t *testing.T) {
	for name, c := range map[string]struct {
		change func(plan, state *lineResourceModel)
		want   string
	}{
		"nothing": {func(_, _ *lineResourceModel) {}, `{}`},
		"name and password": {func(p, _ *lineResourceModel) { p.Username, p.Password = types.StringValue("a"), types.StringValue("b") },
			`{"username":"a","password":"b"}`},
		"cleared": {func(p, _ *lineResourceModel) {
			p.ExpireAt, p.IsTrial = types.StringNull(), types.BoolValue(false)
			p.Bouquets, p.ResellerNotes = tf.Int64Set(nil), types.StringValue("")
		}, `{"expire_at":null,"is_trial":false,"bouquets":[],"reseller_notes":""}`},
		"set": {func(p, _ *lineResourceModel) {
			p.ExpireAt, p.OwnerID = types.StringValue("2032-01-01T01:00:00+01:00"), types.Int64Value(3)
			p.IsRestreamer, p.CanWatchAdult = types.BoolValue(true), types.BoolValue(true)
			p.PackageID, p.MaxConnections = types.Int64Value(107), types.Int64Value(1)
			p.MACAddr, p.Bouquets = types.StringValue("001a79112244"), tf.Int64Set([]int64{9, 1})
		}, `{"expire_at":"2032-01-01T00:00:00+00:00","is_restreamer":true,"package_id":107,"bouquets":[1,9],` +
			`"mac_addr":"00:1A:79:11:22:44","max_connections":1,"can_watch_adult":true,"owner_id":3}`},
		"other spellings": {func(p, _ *lineResourceModel) {
			p.ExpireAt, p.MACAddr = types.StringValue("2031-01-02T03:04:05.7Z"), types.StringValue("001a.7911.2233")
		}, `{}`},
		"enabled state has calls of its own": {func(p, _ *lineResourceModel) { p.IsEnabled = types.BoolValue(false) }, `{}`},
		"what is never sent as null": {func(p, _ *lineResourceModel) {
			p.OwnerID, p.PackageID = types.Int64Null(),
				types.Int64Null()
		}, `{}`},
		"a flag that was never known":              {func(_, s *lineResourceModel) { s.CanWatchAdult = types.BoolNull() }, `{}`},
		"write-only, which is sent by its version": {func(p, _ *lineResourceModel) { p.Password = types.StringNull() }, `{}`},
		"unknown": {func(p, _ *lineResourceModel) {
			p.Password, p.ExpireAt, p.IsTrial = types.StringUnknown(), types.StringUnknown(), types.BoolUnknown()
			p.Bouquets, p.MaxConnections = types.SetUnknown(types.Int64Type), types.Int64Unknown()
		}, `{}`},
		"the package decides about a charged line": {func(p, _ *lineResourceModel) {
			p.ChargeCredits = types.BoolValue(true)
			p.ExpireAt, p.IsTrial = types.StringNull(), types.BoolValue(false)
			p.PackageID, p.OwnerID, p.ResellerNotes = types.Int64Value(107), types.Int64Value(3), types.StringValue("x")
		}, `{"reseller_notes":"x"}`},
	} {
		p, s := state(), state()
		c.change(&p, &s)
		if got, _ := json.Marshal(p.changes(s)); string(got) != c.want { //nolint:gosec // made up
			t.Errorf("%s: %s, want %s", name, got, c.want)
		}
	}
}

func TestCreations(t *testing.T) {
	unset := lineResourceModel{ChargeCredits: types.BoolValue(true)}
	unset.PackageID, unset.ResellerNotes, unset.IsEnabled = types.Int64Value(107), types.StringValue(""), types.BoolValue(true)
	unset.Bouquets, unset.MaxConnections = types.SetUnknown(types.Int64Type), types.Int64Unknown()
	none := unset
	none.Bouquets = tf.Int64Set(nil)
	device := state()
	for name, c := range map[string]struct {
		sent any
		want string
	}{
		"bought, the rest as the package says": {unset.toAPI("u", "p", "r"), `{"username":"u","password":"p","package":107,"rid":"r"}`},
		"bought without bouquets": {none.toAPI("u", "p", "r"),
			`{"username":"u","password":"p","package":107,"bouquets":[],"rid":"r"}`},
		"bought, everything": {
			device.toAPI("u", "p", "r"),
			`{"username":"u","password":"p","package":108,"reseller_notes":"home","mac_addr":"00:1A:79:11:22:33","max_connections":5,` +
				`"bouquets":[2,3,8],"rid":"r"}`,
		},
		"free, nothing set": {
			unset.toAPIAdvanced("u", "p", "r"), `{"username":"u","password":"p","is_enabled":true,"bouquets":[],"reseller_notes":"",` +
				`"rid":"r"}`,
		},
		"free, everything": {
			device.toAPIAdvanced("u", "p", "r"),
			`{"username":"u","password":"p","expire_at":"2031-01-02T03:04:05+00:00","is_enabled":true,"is_trial":true,"package_id":108,` +
				`"bouquets":[2,3,8],"reseller_notes":"home","mac_addr":"00:1A:79:11:22:33","max_connections":5,"rid":"r"}`,
		},
	} {
		if got, _ := json.Marshal(c.sent); string(got) != c.want {
			t.Errorf("%s:\n%s, want\n%s", name, got, c.want)
		}
	}
}
