package telecomx

import (
	"cmp"
	"maps"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/iptvops/terraform-provider-iptv/internal/telecomx/api"
	"github.com/iptvops/terraform-provider-iptv/internal/tf"
)

// packageModel is a package in state.
type packageModel struct {
	ID         types.String `tfsdk:"id"`
	Name       types.String `tfsdk:"name"`
	Main       types.Bool   `tfsdk:"main"`
	Channels   types.Map    `tfsdk:"channels"`
	CustomerID types.String `tfsdk:"customer_id"` // in no response of the platform
}

// fromAPI keeps the spelling of the ids that the model has already.
func (m *packageModel) fromAPI(p api.Package) {
	m.ID = keepSpelling(m.ID, p.ID)
	m.Name = types.StringValue(p.Name)
	m.Main = types.BoolValue(p.Main)
	m.Channels = channelMap(m.Channels, p.Channels)
}

// channelMap is channels by id, in the spelling of known where it has them.
func channelMap(known types.Map, channels []api.PackageChannel) types.Map {
	before := known.Elements()
	spelling := make(map[string]string, len(before))
	for id := range before {
		spelling[api.Key(id)] = id
	}
	elements := make(map[string]attr.Value, len(channels))
	for _, c := range channels {
		elements[cmp.Or(spelling[api.Key(c.ID)], c.ID)] = types.StringValue(c.Type)
	}
	return types.MapValueMust(types.StringType, elements)
}

// warnDifferences warns of what a response has otherwise than planned. What it lacks is as it was sent.
func (m *packageModel) warnDifferences(p api.Package, diags *diag.Diagnostics) {
	tf.WarnUnread(diags, p.Unread)
	if p.Name != "" {
		tf.WarnDifference(diags, platformName, path.Root("name"), m.Name, types.StringValue(p.Name), "")
	}
	if !p.MainOmitted {
		tf.WarnDifference(diags, platformName, path.Root("main"), m.Main, types.BoolValue(p.Main), "")
	}
	if p.Channels == nil || p.Unread != nil {
		return
	}
	planned, returned := kinds(channelList(m.Channels)), kinds(p.Channels)
	for _, key := range slices.Sorted(maps.Keys(returned)) {
		if _, known := planned[key]; !known {
			planned[key] = ""
		}
	}
	for _, key := range slices.Sorted(maps.Keys(planned)) {
		if planned[key] != returned[key] {
			tf.WarnDifference(diags, platformName, path.Root("channels").AtMapKey(key), kind(planned[key]), kind(returned[key]), "")
		}
	}
}

// kind is how a channel is received, null where it is not in the package.
func kind(name string) types.String {
	if name == "" {
		return types.StringNull()
	}
	return types.StringValue(name)
}

// channelKeys is the keys of the channels in state.
func channelKeys(channels types.Map) []string {
	keys := make([]string, 0, len(channels.Elements()))
	for id := range channels.Elements() {
		keys = append(keys, api.Key(id))
	}
	return keys
}

// toAPI is every field of a known package.
func (m *packageModel) toAPI() api.PackageInput {
	return api.PackageInput{
		Name: m.Name.ValueString(), Main: m.Main.ValueBool(), Channels: channelList(m.Channels), Customer: m.CustomerID.ValueString(),
	}
}

// isSetOn reports whether the package has every value that the model would send.
func (m *packageModel) isSetOn(p api.Package) bool {
	return m.Name.ValueString() == p.Name && m.Main.ValueBool() == p.Main && sameChannels(channelList(m.Channels), p.Channels)
}

// isNear reports whether the package may be what the platform made of the model's values: the same name but for case and
// white space, or the same channels.
func (m *packageModel) isNear(p api.Package) bool {
	return tf.NearlyEqual(m.Name.ValueString(), p.Name) || sameChannels(channelList(m.Channels), p.Channels)
}

// changes is what differs from the given state and can be updated. Another spelling of an id is no difference.
func (m *packageModel) changes(state packageModel) api.PackageChange {
	var change api.PackageChange
	if !m.Name.Equal(state.Name) {
		change.Name = m.Name.ValueStringPointer()
	}
	if channels := channelList(m.Channels); !sameChannels(channels, channelList(state.Channels)) {
		change.Channels = channels
	}
	return change
}

// channelList is the channels of a known map, by id.
func channelList(channels types.Map) []api.PackageChannel {
	elements := channels.Elements()
	list := make([]api.PackageChannel, 0, len(elements))
	for _, id := range slices.Sorted(maps.Keys(elements)) {
		if kind, ok := elements[id].(types.String); ok {
			list = append(list, api.PackageChannel{ID: id, Type: kind.ValueString()})
		}
	}
	return list
}

func sameChannels(a, b []api.PackageChannel) bool {
	return maps.Equal(kinds(a), kinds(b))
}

func kinds(channels []api.PackageChannel) map[string]string {
	kinds := make(map[string]string, len(channels))
	for _, c := range channels {
		kinds[api.Key(c.ID)] = c.Type
	}
	return kinds
}
