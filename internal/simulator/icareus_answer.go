package simulator

import (
	"cmp"
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
)

// icareusPresets is the account's video presets. In the samples five are adaptive; the device ids, six apart within
// one preset, tell of a sixth, whose name is not printed.
var icareusPresets = [...]string{
	"SD 576p, 1024x576 (1024kbps)", "HD 720p, 1280x720 (2048kbps)", "Full HD 1080p, 1920x1080 (2560kbps)",
	"Audio 96K mp3", "Fallback (Master size and bitrate)", "Audio 64K mp3",
}

const (
	icareusFirstPresetID    = 11508
	icareusAdaptivePresets  = 5
	icareusDevicesPerPreset = 2
	icareusAdaptiveDevices  = icareusAdaptivePresets * icareusDevicesPerPreset
	icareusItemDevices      = len(icareusPresets) * icareusDevicesPerPreset
	// icareusIDsPerChannel is the channel's own id, then its adaptive devices, then its other devices.
	icareusIDsPerChannel = int64(1 + icareusAdaptiveDevices + icareusItemDevices)
)

type icareusStreams struct {
	Total         int                   `json:"total"`
	Transcoder    int                   `json:"transcoder"`
	Items         []icareusItem         `json:"items"`
	AdaptiveItems []icareusAdaptiveItem `json:"adaptiveItems"`
	Playlist      int                   `json:"playlist"`
}

type icareusItem struct {
	PresetName string          `json:"preset_name"`
	PresetID   any             `json:"preset_id"`
	Devices    []icareusDevice `json:"devices"`
}

type icareusDevice struct {
	Protection string `json:"protection"`
	TypeName   string `json:"typeName"`
	ID         any    `json:"id"`
	URL        string `json:"url"`
}

type icareusAdaptiveItem struct {
	LinearDeviceIDs []any  `json:"linearDeviceIds"`
	Protection      string `json:"protection"`
	TypeName        string `json:"typeName"`
	PresetNames     string `json:"presetNames"`
	TypeID          any    `json:"typeId"`
	URL             string `json:"url"`
}

// list is the channels in an order that is neither that of their creation nor that of their ids.
func (v IcareusVariants) list(o *icareusOrganization) []map[string]any {
	channels := make([]map[string]any, 0, len(o.channels))
	for _, id := range icareusShuffled(slices.Collect(maps.Keys(o.channels))) {
		channel := v.channel(o.channels[id].channel)
		if v.ListWithoutStreams {
			delete(channel, "streams")
		}
		channels = append(channels, channel)
	}
	return channels
}

// channel is the object that create, update, get, list and icon upload answer with.
func (v IcareusVariants) channel(c IcareusChannel) map[string]any {
	members := map[string]any{
		"serviceId": v.id(c.ServiceID), "streamName": v.id(c.ServiceID),
		"name": c.Name, "description": c.Description, "logicalChannelNumber": c.LogicalChannelNumber,
		"aspectRatio": c.AspectRatio, "primaryLanguage": c.PrimaryLanguage, "quality": c.Quality,
		"audioOnly": v.boolean(c.AudioOnly), "autoRecord": v.boolean(c.AutoRecord),
		"isPublic": v.boolean(c.IsPublic), "isExclusive": v.boolean(c.IsExclusive),
		"categories": v.ids(c.Categories), "locationRestrictions": v.ids(c.LocationRestrictions),
		"ingestUrl": c.IngestURL, "originAddress": c.OriginAddress, "cdnAddress": c.CDNAddress,
		"smallIcon": c.iconURL("small"), "mediumIcon": c.iconURL("medium"), "largeIcon": c.iconURL("large"),
		"streams": v.streams(c),
	}
	if v.IconsUnset {
		members["smallIcon"], members["mediumIcon"], members["largeIcon"] = "", "", ""
	}
	if member := v.Unreadable[c.ServiceID]; member != "" {
		members[member] = map[string]any{"value": members[member]}
	}
	if v.OmitEmpty {
		maps.DeleteFunc(members, func(_ string, value any) bool {
			list, isList := value.([]any)
			return value == "" || (isList && len(list) == 0)
		})
	}
	return members
}

func (v IcareusVariants) streams(c IcareusChannel) icareusStreams {
	playlist := fmt.Sprintf("https://%s/suitelive/%d/playlist.m3u8", c.CDNAddress, c.ServiceID)
	adaptive := make([]any, icareusAdaptiveDevices)
	for i := range adaptive {
		adaptive[i] = v.id(c.ServiceID + 1 + int64(i))
	}
	items := make([]icareusItem, len(icareusPresets))
	for i, preset := range icareusPresets {
		devices := make([]icareusDevice, icareusDevicesPerPreset)
		for j := range devices {
			id := c.ServiceID + 1 + icareusAdaptiveDevices + int64(j*len(icareusPresets)+i)
			devices[j] = icareusDevice{TypeName: "Desktop - Linux", ID: v.id(id), URL: playlist}
		}
		items[i] = icareusItem{PresetName: preset, PresetID: v.id(icareusFirstPresetID + int64(i)), Devices: devices}
	}
	names := slices.Repeat(icareusPresets[:icareusAdaptivePresets], icareusDevicesPerPreset)
	return icareusStreams{
		Total: icareusItemDevices,
		Items: items,
		AdaptiveItems: []icareusAdaptiveItem{{
			LinearDeviceIDs: adaptive, TypeName: "Chrome Browser (Windows)", PresetNames: strings.Join(names, ", "),
			TypeID: v.id(3652901), URL: playlist,
		}},
	}
}

// iconURL changes with the icon's content. The platform's own form is not documented.
func (c IcareusChannel) iconURL(size string) string {
	if c.IconSHA256 == "" {
		return ""
	}
	return fmt.Sprintf("https://%s/icons/%d/%.16s/%s/%s",
		c.CDNAddress, c.ServiceID, c.IconSHA256, size, url.PathEscape(c.IconName))
}

func (v IcareusVariants) id(id int64) any {
	if v.IDsAsStrings {
		return strconv.FormatInt(id, 10)
	}
	return id
}

func (v IcareusVariants) boolean(b bool) any {
	switch {
	case !v.NumericBooleans:
		return b
	case b:
		return 1
	default:
		return 0
	}
}

func (v IcareusVariants) ids(ids []int64) any {
	if len(ids) == 0 && v.NullArrays {
		return nil
	}
	elements := make([]any, 0, len(ids))
	for _, id := range icareusShuffled(slices.Clone(ids)) {
		if v.ArraysAsObjects {
			elements = append(elements, map[string]any{"id": v.id(id)})
		} else {
			elements = append(elements, v.id(id))
		}
	}
	if v.ArraysByKey {
		byKey := map[string]any{}
		for i, element := range elements {
			byKey[strconv.Itoa(2*i)] = element
		}
		return byKey
	}
	return elements
}

// icareusShuffled sorts ids in place into the platform's own order: the same for the same ids, however they came.
func icareusShuffled(ids []int64) []int64 {
	// The multiplier is odd, so that different ids have different keys.
	key := func(id int64) uint64 { return uint64(id) * 0x9E3779B97F4A7C15 } //nolint:gosec // only the bits matter
	slices.SortFunc(ids, func(a, b int64) int { return cmp.Compare(key(a), key(b)) })
	return ids
}

// refuse answers in one of the two documented error shapes.
func (v IcareusVariants) refuse(w http.ResponseWriter, refusal *icareusRefusal) {
	if v.ErrorHTML {
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		w.WriteHeader(statusOr(v.ErrorStatus, http.StatusInternalServerError))
		_, _ = w.Write([]byte(page))
		return
	}
	status := statusOr(refusal.status, statusOr(v.ErrorStatus, http.StatusBadRequest))
	if len(refusal.fields) > 0 {
		writeJSON(w, status, map[string]any{"status": "error", "errors": refusal.fields})
		return
	}
	writeJSON(w, status, map[string]any{"status": "error", "message": refusal.message})
}
