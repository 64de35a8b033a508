package icareus

import (
	"cmp"
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/iptvops/terraform-provider-iptv/internal/simulator"
)

// videoPresets is the account's video presets. In the samples five are adaptive; the device ids, six apart within
// one preset, tell of a sixth, whose name is not printed.
var videoPresets = [...]string{
	"SD 576p, 1024x576 (1024kbps)", "HD 720p, 1280x720 (2048kbps)", "Full HD 1080p, 1920x1080 (2560kbps)",
	"Audio 96K mp3", "Fallback (Master size and bitrate)", "Audio 64K mp3",
}

const (
	firstPresetID    = 11508
	adaptivePresets  = 5
	devicesPerPreset = 2
	adaptiveDevices  = adaptivePresets * devicesPerPreset
	itemDevices      = len(videoPresets) * devicesPerPreset
	// idsPerChannel is the channel's own id, then its adaptive devices, then its other devices.
	idsPerChannel = int64(1 + adaptiveDevices + itemDevices)
)

type channelStreams struct {
	Total         int            `json:"total"`
	Transcoder    int            `json:"transcoder"`
	Items         []streamItem   `json:"items"`
	AdaptiveItems []adaptiveItem `json:"adaptiveItems"`
	Playlist      int            `json:"playlist"`
}

type streamItem struct {
	PresetName string         `json:"preset_name"`
	PresetID   any            `json:"preset_id"`
	Devices    []streamDevice `json:"devices"`
}

type streamDevice struct {
	Protection string `json:"protection"`
	TypeName   string `json:"typeName"`
	ID         any    `json:"id"`
	URL        string `json:"url"`
}

type adaptiveItem struct {
	LinearDeviceIDs []any  `json:"linearDeviceIds"`
	Protection      string `json:"protection"`
	TypeName        string `json:"typeName"`
	PresetNames     string `json:"presetNames"`
	TypeID          any    `json:"typeId"`
	URL             string `json:"url"`
}

// list is the channels in an order that is neither that of their creation nor that of their ids.
func (v Variants) list(o *storedOrganization) []map[string]any {
	channels := make([]map[string]any, 0, len(o.channels))
	for _, id := range shuffle(slices.Collect(maps.Keys(o.channels))) {
		channel := v.channel(o.channels[id].channel)
		if v.ListWithoutStreams {
			delete(channel, "streams")
		}
		channels = append(channels, channel)
	}
	return channels
}

// channel is the object that create, update, get, list and icon upload return.
func (v Variants) channel(c Channel) map[string]any {
	members := map[string]any{
		"serviceId": v.id(c.ServiceID), "streamName": v.id(c.ServiceID),
		"name": c.Name, "description": c.Description, "logicalChannelNumber": c.LogicalChannelNumber,
		"aspectRatio": c.AspectRatio, "primaryLanguage": c.PrimaryLanguage, "quality": c.Quality,
		"audioOnly": v.boolean(c.AudioOnly), "autoRecord": v.boolean(c.AutoRecord),
		"isPublic": v.boolean(c.IsPublic), "isExclusive": v.boolean(c.IsExclusive),
		"categories": v.ids(c.Categories), "locationRestrictions": v.ids(c.LocationRestrictions),
		"ingestUrl": c.IngestURL, "originAddress": c.OriginAddress, "cdnAddress": c.CDNAddress,
		"smallIcon": c.IconURL("small"), "mediumIcon": c.IconURL("medium"), "largeIcon": c.IconURL("large"),
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

func (v Variants) streams(c Channel) channelStreams {
	playlist := fmt.Sprintf("https://%s/suitelive/%d/playlist.m3u8", c.CDNAddress, c.ServiceID)
	adaptive := make([]any, adaptiveDevices)
	for i := range adaptive {
		adaptive[i] = v.id(c.ServiceID + 1 + int64(i))
	}
	items := make([]streamItem, len(videoPresets))
	for i, preset := range videoPresets {
		devices := make([]streamDevice, devicesPerPreset)
		for j := range devices {
			id := c.ServiceID + 1 + adaptiveDevices + int64(j*len(videoPresets)+i)
			devices[j] = streamDevice{TypeName: "Desktop - Linux", ID: v.id(id), URL: playlist}
		}
		items[i] = streamItem{PresetName: preset, PresetID: v.id(firstPresetID + int64(i)), Devices: devices}
	}
	names := slices.Repeat(videoPresets[:adaptivePresets], devicesPerPreset)
	return channelStreams{
		Total: itemDevices,
		Items: items,
		AdaptiveItems: []adaptiveItem{{
			LinearDeviceIDs: adaptive, TypeName: "Chrome Browser (Windows)", PresetNames: strings.Join(names, ", "),
			TypeID: v.id(3652901), URL: playlist,
		}},
	}
}

// IconURL is the address of the icon in that size (small, medium, large), "" where there is none. It changes with the
// icon's content. The platform's own form is not documented.
func (c Channel) IconURL(size string) string {
	if address := map[string]string{"small": c.SmallIcon, "medium": c.MediumIcon, "large": c.LargeIcon}[size]; address != "" {
		return address
	}
	if c.IconSHA256 == "" {
		return ""
	}
	return fmt.Sprintf("https://%s/icons/%d/%.16s/%s/%s",
		c.CDNAddress, c.ServiceID, c.IconSHA256, size, url.PathEscape(c.IconName))
}

func (v Variants) id(id int64) any {
	if v.IDsAsStrings {
		return strconv.FormatInt(id, 10)
	}
	return id
}

func (v Variants) boolean(b bool) any {
	switch {
	case !v.NumericBooleans:
		return b
	case b:
		return 1
	default:
		return 0
	}
}

func (v Variants) ids(ids []int64) any {
	if len(ids) == 0 && v.NullArrays {
		return nil
	}
	elements := make([]any, 0, len(ids))
	for _, id := range shuffle(slices.Clone(ids)) {
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

// shuffle sorts ids in place into the platform's own order: the same for the same ids, however they came.
func shuffle(ids []int64) []int64 {
	// The multiplier is odd, so that different ids have different keys.
	key := func(id int64) uint64 { return uint64(id) * 0x9E3779B97F4A7C15 } //nolint:gosec // only the bits matter
	slices.SortFunc(ids, func(a, b int64) int { return cmp.Compare(key(a), key(b)) })
	return ids
}

// refuse responds in one of the two documented error shapes.
func (v Variants) refuse(w http.ResponseWriter, refusal *refusedCall) {
	if v.ErrorHTML {
		simulator.WriteHTML(w, cmp.Or(v.ErrorStatus, http.StatusInternalServerError))
		return
	}
	status := cmp.Or(refusal.status, v.ErrorStatus, http.StatusBadRequest)
	if len(refusal.fields) > 0 {
		simulator.WriteJSON(w, status, map[string]any{"status": "error", "errors": refusal.fields})
		return
	}
	simulator.WriteJSON(w, status, map[string]any{"status": "error", "message": refusal.message})
}
