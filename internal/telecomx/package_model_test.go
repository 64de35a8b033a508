package telecomx

import (
	"reflect"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/iptvops/terraform-provider-iptv/internal/telecomx/api"
)

func TestPackageModel(t *testing.T) {
	lower := strings.ToLower(idA)
	m := packageModel{ID: types.StringValue(lower), Channels: channels(map[string]string{lower: "DVB", idB: "BASE"}),
		CustomerID: types.StringValue(idB)}
	m.fromAPI(api.Package{ID: idA, Name: "News", Main: true,
		Channels: []api.PackageChannel{{ID: idA, Type: "LOCAL"}, {ID: "60A4D1F37C00000000003EF3", Type: "BASE"}}})
	want := packageModel{
		ID: types.StringValue(lower), Name: types.StringValue("News"), Main: types.BoolValue(true), CustomerID: types.StringValue(idB),
		Channels: channels(map[string]string{lower: "LOCAL", "60A4D1F37C00000000003EF3": "BASE"}),
	}
	if !reflect.DeepEqual(m, want) {
		t.Errorf("%+v, want %+v", m, want)
	}
	if input := m.toAPI(); input.Customer != idB || len(input.Channels) != 2 || !input.Main || input.Name != "News" {
		t.Errorf("%+v", input)
	}
	if !m.isSetOn(api.Package{Name: "News", Main: true,
		Channels: []api.PackageChannel{{ID: "60a4d1f37c00000000003ef3", Type: "BASE"}, {ID: idA, Type: "LOCAL"}}}) {
		t.Error("a package in another order and spelling is another one")
	}
	for _, other := range []api.Package{
		{Name: "Other", Main: true, Channels: m.toAPI().Channels}, {Name: "News", Channels: m.toAPI().Channels},
		{Name: "News", Main: true, Channels: m.toAPI().Channels[:1]}, {Name: "News", Main: true},
	} {
		if m.isSetOn(other) {
			t.Errorf("%+v is not the package", other)
		}
	}
}

func TestPackageChanges(t *testing.T) {
	state := packageModel{Name: types.StringValue("News"), Channels: channels(map[string]string{idA: "DVB"})}
	same := packageModel{Name: types.StringValue("News"), Channels: channels(map[string]string{strings.ToLower(idA): "DVB"})}
	if c := same.changes(state); !c.IsEmpty() {
		t.Errorf("another spelling sends %+v", c)
	}
	renamed := packageModel{Name: types.StringValue("Sports"), Channels: state.Channels}
	if c := renamed.changes(state); c.Name == nil || *c.Name != "Sports" || c.Channels != nil {
		t.Errorf("another name sends %+v", c)
	}
	rewired := packageModel{Name: state.Name, Channels: channels(map[string]string{idA: "BASE", idB: "BASE"})}
	if c := rewired.changes(state); c.Name != nil || len(c.Channels) != 2 {
		t.Errorf("other channels send %+v", c)
	}
}

func TestAddedChannels(t *testing.T) {
	state := channels(map[string]string{idA: "DVB", idB: "BASE"})
	plan := types.MapValueMust(types.StringType, map[string]attr.Value{
		strings.ToLower(idA): types.StringValue("DVB"), idB: types.StringValue("LOCAL"), "60A4D1F37C00000000003EF3": types.StringUnknown(),
	})
	if got, want := addedChannels(plan, state), map[string]string{idB: "LOCAL", "60A4D1F37C00000000003EF3": ""}; !reflect.DeepEqual(got,
		want) {
		t.Errorf("%v, want %v", got, want)
	}
	if got := addedChannels(types.MapUnknown(types.StringType), state); len(got) != 0 {
		t.Errorf("of what is unknown: %v", got)
	}
}
