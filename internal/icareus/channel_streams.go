package icareus

import (
	"cmp"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/iptvops/terraform-provider-iptv/internal/icareus/api"
)

var (
	streamDeviceTypes = map[string]attr.Type{
		"id": types.Int64Type, "type_name": types.StringType, "protection": types.StringType, "url": types.StringType,
	}
	streamItemTypes = map[string]attr.Type{
		"preset_name": types.StringType, "preset_id": types.Int64Type,
		"devices": types.ListType{ElemType: types.ObjectType{AttrTypes: streamDeviceTypes}},
	}
	adaptiveStreamTypes = map[string]attr.Type{
		"type_id": types.Int64Type, "type_name": types.StringType, "preset_names": types.StringType,
		"protection": types.StringType, "url": types.StringType,
		"linear_device_ids": types.ListType{ElemType: types.Int64Type},
	}
	streamsTypes = map[string]attr.Type{
		"total": types.Int64Type, "transcoder": types.Int64Type, "playlist": types.Int64Type,
		"items":          types.ListType{ElemType: types.ObjectType{AttrTypes: streamItemTypes}},
		"adaptive_items": types.ListType{ElemType: types.ObjectType{AttrTypes: adaptiveStreamTypes}},
	}
)

// streamsFromAPI sorts what the platform answers in an order of its own. Streams that the answer leaves out are null.
// A refresh does this for every channel, so that the values are put together without reflection.
func streamsFromAPI(s *api.Streams) types.Object {
	if s == nil {
		return types.ObjectNull(streamsTypes)
	}
	items := listOf(streamItemTypes, s.Items, func(a, b api.StreamItem) int {
		return cmp.Or(cmp.Compare(a.PresetID, b.PresetID), cmp.Compare(a.PresetName, b.PresetName))
	}, func(item api.StreamItem) map[string]attr.Value {
		return map[string]attr.Value{
			"preset_name": types.StringValue(item.PresetName), "preset_id": types.Int64Value(int64(item.PresetID)),
			"devices": listOf(streamDeviceTypes, item.Devices, func(a, b api.StreamDevice) int { return cmp.Compare(a.ID, b.ID) }, deviceFromAPI),
		}
	})
	adaptive := listOf(adaptiveStreamTypes, s.AdaptiveItems, func(a, b api.AdaptiveStream) int {
		return cmp.Or(cmp.Compare(a.TypeID, b.TypeID), cmp.Compare(a.URL, b.URL), slices.Compare(sorted(a.LinearDeviceIDs), sorted(b.LinearDeviceIDs)))
	}, adaptiveFromAPI)
	return types.ObjectValueMust(streamsTypes, map[string]attr.Value{
		"total": types.Int64Value(int64(s.Total)), "transcoder": types.Int64Value(int64(s.Transcoder)), "playlist": types.Int64Value(int64(s.Playlist)),
		"items": items, "adaptive_items": adaptive,
	})
}

func deviceFromAPI(d api.StreamDevice) map[string]attr.Value {
	return map[string]attr.Value{
		"id": types.Int64Value(int64(d.ID)), "type_name": types.StringValue(d.TypeName),
		"protection": types.StringValue(d.Protection), "url": types.StringValue(d.URL),
	}
}

func adaptiveFromAPI(s api.AdaptiveStream) map[string]attr.Value {
	ids := make([]attr.Value, len(s.LinearDeviceIDs))
	for i, id := range sorted(s.LinearDeviceIDs) {
		ids[i] = types.Int64Value(id)
	}
	return map[string]attr.Value{
		"type_id": types.Int64Value(int64(s.TypeID)), "type_name": types.StringValue(s.TypeName), "preset_names": types.StringValue(s.PresetNames),
		"protection": types.StringValue(s.Protection), "url": types.StringValue(s.URL), "linear_device_ids": types.ListValueMust(types.Int64Type, ids),
	}
}

// listOf is a list of objects in the given order. The items may be shared with other readers and stay as they are.
func listOf[V any](kinds map[string]attr.Type, items []V, order func(a, b V) int, object func(V) map[string]attr.Value) types.List {
	elements := make([]attr.Value, 0, len(items))
	for _, item := range slices.SortedStableFunc(slices.Values(items), order) {
		elements = append(elements, types.ObjectValueMust(kinds, object(item)))
	}
	return types.ListValueMust(types.ObjectType{AttrTypes: kinds}, elements)
}

func sorted(ids []int64) []int64 { return slices.Sorted(slices.Values(ids)) }
