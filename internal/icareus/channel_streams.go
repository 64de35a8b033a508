package icareus

import (
	"bytes"
	"cmp"
	"encoding/json"
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

// streamsFromAPI is the streams in an order of their own, whatever that of the response. Streams that the response leaves
// out are null. The values are put together without reflection: a list may hold thousands of channels.
func streamsFromAPI(s *api.Streams) types.Object {
	if s == nil {
		return types.ObjectNull(streamsTypes)
	}
	return types.ObjectValueMust(streamsTypes, map[string]attr.Value{
		"total": types.Int64Value(int64(s.Total)), "transcoder": types.Int64Value(int64(s.Transcoder)),
		"playlist": types.Int64Value(int64(s.Playlist)),
		"items": listOf(streamItemTypes, sortedItems(s), func(item api.StreamItem) map[string]attr.Value {
			return map[string]attr.Value{
				"preset_name": types.StringValue(item.PresetName), "preset_id": types.Int64Value(int64(item.PresetID)),
				"devices": listOf(streamDeviceTypes, sortedDevices(item), deviceFromAPI),
			}
		}),
		"adaptive_items": listOf(adaptiveStreamTypes, sortedAdaptive(s), adaptiveFromAPI),
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
		"type_id": types.Int64Value(int64(s.TypeID)), "type_name": types.StringValue(s.TypeName),
		"preset_names": types.StringValue(s.PresetNames),
		"protection":   types.StringValue(s.Protection), "url": types.StringValue(s.URL),
		"linear_device_ids": types.ListValueMust(types.Int64Type, ids),
	}
}

// listOf is a list of objects.
func listOf[V any](kinds map[string]attr.Type, items []V, object func(V) map[string]attr.Value) types.List {
	elements := make([]attr.Value, len(items))
	for i, item := range items {
		elements[i] = types.ObjectValueMust(kinds, object(item))
	}
	return types.ListValueMust(types.ObjectType{AttrTypes: kinds}, elements)
}

// The members of streams_json, in the order in which they are written; the names are those of the data sources.
type (
	streamsText struct {
		Total         int64          `json:"total"`
		Transcoder    int64          `json:"transcoder"`
		Playlist      int64          `json:"playlist"`
		Items         []itemText     `json:"items"`
		AdaptiveItems []adaptiveText `json:"adaptive_items"`
	}
	itemText struct {
		PresetID   int64        `json:"preset_id"`
		PresetName string       `json:"preset_name"`
		Devices    []deviceText `json:"devices"`
	}
	deviceText struct {
		ID         int64  `json:"id"`
		TypeName   string `json:"type_name"`
		Protection string `json:"protection"`
		URL        string `json:"url"`
	}
	adaptiveText struct {
		TypeID          int64   `json:"type_id"`
		TypeName        string  `json:"type_name"`
		PresetNames     string  `json:"preset_names"`
		Protection      string  `json:"protection"`
		URL             string  `json:"url"`
		LinearDeviceIDs []int64 `json:"linear_device_ids"`
	}
)

// streamsJSON is the streams as one text, the same for the same streams. Null where the response leaves them out.
func streamsJSON(s *api.Streams) types.String {
	if s == nil {
		return types.StringNull()
	}
	text := streamsText{
		Total: int64(s.Total), Transcoder: int64(s.Transcoder), Playlist: int64(s.Playlist),
		Items: make([]itemText, 0, len(s.Items)), AdaptiveItems: make([]adaptiveText, 0, len(s.AdaptiveItems)),
	}
	for _, item := range sortedItems(s) {
		devices := make([]deviceText, 0, len(item.Devices))
		for _, d := range sortedDevices(item) {
			devices = append(devices, deviceText{ID: int64(d.ID), TypeName: d.TypeName, Protection: d.Protection, URL: d.URL})
		}
		text.Items = append(text.Items, itemText{PresetID: int64(item.PresetID), PresetName: item.PresetName, Devices: devices})
	}
	for _, a := range sortedAdaptive(s) {
		ids := append([]int64{}, sorted(a.LinearDeviceIDs)...)
		text.AdaptiveItems = append(text.AdaptiveItems, adaptiveText{
			TypeID: int64(a.TypeID), TypeName: a.TypeName, PresetNames: a.PresetNames, Protection: a.Protection, URL: a.URL,
			LinearDeviceIDs: ids,
		})
	}
	var written bytes.Buffer
	encoder := json.NewEncoder(&written)
	encoder.SetEscapeHTML(false) // addresses hold &
	if err := encoder.Encode(text); err != nil {
		return types.StringNull() // never: numbers, texts and lists of them can be written
	}
	return types.StringValue(string(bytes.TrimSpace(written.Bytes())))
}

// playlistURL is the address of the adaptive playlist: that of the first adaptive stream that has one.
func playlistURL(s *api.Streams) types.String {
	if s == nil {
		return types.StringNull()
	}
	for _, a := range sortedAdaptive(s) {
		if a.URL != "" {
			return types.StringValue(a.URL)
		}
	}
	return types.StringNull()
}

// The items may be shared with other readers: what follows sorts copies.

func sortedItems(s *api.Streams) []api.StreamItem {
	return slices.SortedStableFunc(slices.Values(s.Items), func(a, b api.StreamItem) int {
		return cmp.Or(cmp.Compare(a.PresetID, b.PresetID), cmp.Compare(a.PresetName, b.PresetName))
	})
}

func sortedDevices(item api.StreamItem) []api.StreamDevice {
	return slices.SortedStableFunc(slices.Values(item.Devices), func(a, b api.StreamDevice) int { return cmp.Compare(a.ID, b.ID) })
}

func sortedAdaptive(s *api.Streams) []api.AdaptiveStream {
	return slices.SortedStableFunc(slices.Values(s.AdaptiveItems), func(a, b api.AdaptiveStream) int {
		return cmp.Or(cmp.Compare(a.TypeID, b.TypeID), cmp.Compare(a.URL, b.URL),
			slices.Compare(sorted(a.LinearDeviceIDs), sorted(b.LinearDeviceIDs)))
	})
}

func sorted(ids []int64) []int64 { return slices.Sorted(slices.Values(ids)) }
