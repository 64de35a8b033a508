package main

import (
	"context"
	"encoding/base64"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	icareusapi "github.com/iptvops/terraform-provider-iptv/internal/icareus/api"
)

// gif is the smallest picture.
const gif = "R0lGODlhAQABAAAAACw="

func channelType() resourceType {
	small := func(w *world) config { return config{"name": w.tag} }
	full := func(w *world) config {
		return config{"name": w.tag, "description": "All day", "logical_channel_number": 69, "quality": "SD", "is_public": false}
	}
	withIcon := func(w *world) config { return config{"name": w.tag, "icon_file": w.icon} }
	return resourceType{
		name: "icareus_channel", platform: icareus,
		operations: append(lifecycle(small, full, 0),
			operation{name: "icon upload", from: small, to: withIcon},
			operation{name: "create with icon", from: none, to: withIcon, further: true}),
		prepare: func(_ context.Context, w *world) error {
			dir, err := os.MkdirTemp("", "iptv-faults-icon-")
			if err != nil {
				return err
			}
			w.close = append(w.close, func() { _ = os.RemoveAll(dir) })
			content, err := base64.StdEncoding.DecodeString(gif)
			if err != nil {
				return err
			}
			w.icon = filepath.Join(dir, "icon.gif")
			return os.WriteFile(w.icon, content, 0o600)
		},
		objects: func(ctx context.Context, w *world) ([]object, error) {
			list, err := w.icareus.ListChannels(ctx)
			var mine []object
			for _, c := range list.Channels {
				if strings.HasPrefix(c.Name, w.tag) {
					mine = append(mine, channelObject(w, c))
				}
			}
			return mine, err
		},
	}
}

func channelObject(w *world, c icareusapi.Channel) object {
	quality := "HD"
	if c.Quality == icareusapi.QualitySD {
		quality = "SD"
	}
	return object{
		id: fmt.Sprint(int64(c.ServiceID)),
		values: map[string]any{
			"name": c.Name, "description": c.Description, "logical_channel_number": float64(c.LogicalChannelNumber), "quality": quality,
			"is_public": bool(c.IsPublic), "small_icon": c.SmallIcon,
		},
		remove: func(ctx context.Context) error { return w.icareus.DeleteChannel(ctx, int64(c.ServiceID)) },
	}
}
