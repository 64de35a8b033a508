package icareus

import (
	"cmp"
	"context"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/iptvops/terraform-provider-iptv/internal/icareus/api"
)

type streamsModel struct {
	Total         int64                 `tfsdk:"total"`
	Transcoder    int64                 `tfsdk:"transcoder"`
	Playlist      int64                 `tfsdk:"playlist"`
	Items         []streamItemModel     `tfsdk:"items"`
	AdaptiveItems []adaptiveStreamModel `tfsdk:"adaptive_items"`
}

type streamItemModel struct {
	PresetName string              `tfsdk:"preset_name"`
	PresetID   int64               `tfsdk:"preset_id"`
	Devices    []streamDeviceModel `tfsdk:"devices"`
}

type streamDeviceModel struct {
	ID         int64  `tfsdk:"id"`
	TypeName   string `tfsdk:"type_name"`
	Protection string `tfsdk:"protection"`
	URL        string `tfsdk:"url"`
}

type adaptiveStreamModel struct {
	TypeID          int64   `tfsdk:"type_id"`
	TypeName        string  `tfsdk:"type_name"`
	PresetNames     string  `tfsdk:"preset_names"`
	Protection      string  `tfsdk:"protection"`
	URL             string  `tfsdk:"url"`
	LinearDeviceIDs []int64 `tfsdk:"linear_device_ids"`
}

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
func streamsFromAPI(ctx context.Context, s *api.Streams) (types.Object, diag.Diagnostics) {
	if s == nil {
		return types.ObjectNull(streamsTypes), nil
	}
	model := streamsModel{
		Total: int64(s.Total), Transcoder: int64(s.Transcoder), Playlist: int64(s.Playlist),
		Items: []streamItemModel{}, AdaptiveItems: []adaptiveStreamModel{},
	}
	for _, item := range s.Items {
		model.Items = append(model.Items, streamItemModel{
			PresetName: item.PresetName, PresetID: int64(item.PresetID), Devices: devicesFromAPI(item.Devices),
		})
	}
	slices.SortStableFunc(model.Items, func(a, b streamItemModel) int {
		return cmp.Or(cmp.Compare(a.PresetID, b.PresetID), cmp.Compare(a.PresetName, b.PresetName))
	})
	for _, item := range s.AdaptiveItems {
		ids := append([]int64{}, item.LinearDeviceIDs...)
		slices.Sort(ids)
		model.AdaptiveItems = append(model.AdaptiveItems, adaptiveStreamModel{
			TypeID: int64(item.TypeID), TypeName: item.TypeName, PresetNames: item.PresetNames,
			Protection: item.Protection, URL: item.URL, LinearDeviceIDs: ids,
		})
	}
	slices.SortStableFunc(model.AdaptiveItems, func(a, b adaptiveStreamModel) int {
		return cmp.Or(cmp.Compare(a.TypeID, b.TypeID), cmp.Compare(a.URL, b.URL), slices.Compare(a.LinearDeviceIDs, b.LinearDeviceIDs))
	})
	return types.ObjectValueFrom(ctx, streamsTypes, model)
}

func devicesFromAPI(devices []api.StreamDevice) []streamDeviceModel {
	models := make([]streamDeviceModel, len(devices))
	for i, d := range devices {
		models[i] = streamDeviceModel{ID: int64(d.ID), TypeName: d.TypeName, Protection: d.Protection, URL: d.URL}
	}
	slices.SortFunc(models, func(a, b streamDeviceModel) int { return cmp.Compare(a.ID, b.ID) })
	return models
}
