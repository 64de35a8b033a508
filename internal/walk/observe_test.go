package walk

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	simicareus "github.com/iptvops/terraform-provider-iptv/internal/simulator/icareus"
	simtelecomx "github.com/iptvops/terraform-provider-iptv/internal/simulator/telecomx"
)

// object is something that a platform has, as encoding/json would decode it.
type object struct {
	id     string
	values map[string]any
	starts map[string]string // of a subscription's packages
}

// observe is everything on the platforms, by type and id.
func (w *world) observe() map[string]object {
	all := map[string]object{}
	put := func(typeName, id string, values map[string]any, starts map[string]string) {
		all[typeName+" "+strings.ToUpper(id)] = object{id, values, starts}
	}
	for _, c := range w.platforms.Icareus.Channels(simicareus.Organization) {
		put("icareus_channel", strconv.FormatInt(c.ServiceID, 10), map[string]any{
			"name": c.Name, "description": c.Description, "logical_channel_number": c.LogicalChannelNumber, "aspect_ratio": c.AspectRatio,
			"primary_language": c.PrimaryLanguage, "audio_only": c.AudioOnly, "auto_record": c.AutoRecord,
			"is_public": c.IsPublic, "is_exclusive": c.IsExclusive,
			"quality": []string{"HD", "SD"}[c.Quality], "categories": list(c.Categories),
			"location_restrictions": list(c.LocationRestrictions), "icon": c.IconSHA256,
		}, nil)
	}
	for _, p := range w.platforms.TelecomX.Packages(simtelecomx.Reseller) {
		channels := map[string]any{}
		for id, how := range p.Channels {
			channels[strings.ToUpper(id)] = how
		}
		put("iptv_package", p.ID, map[string]any{"name": p.Name, "main": p.Main, "channels": channels}, nil)
	}
	for _, customer := range []string{simtelecomx.Customer, otherCustomer} {
		s := w.platforms.TelecomX.Subscription(customer)
		packages, starts := map[string]any{}, map[string]string{}
		for _, p := range s.Packages {
			packages[strings.ToUpper(p.ID)] = instant(p.End)
			starts[strings.ToUpper(p.ID)] = p.Start.Format(time.RFC3339)
		}
		put("iptv_subscription", customer, map[string]any{
			"npvr": overridden(map[string]any{"override": s.NPvr.Override, "enabled": value(s.NPvr.Enabled),
				"storage_hours": value(s.NPvr.Storage), "auto_expire_days": value(s.NPvr.AutoExpireDays)},
				"enabled", "storage_hours", "auto_expire_days"),
			"scrub": overridden(map[string]any{"override": s.Scrub.Override, "forward": value(s.Scrub.Forward),
				"backward": value(s.Scrub.Backward), "pause": value(s.Scrub.Pause)}, "forward", "backward", "pause"),
			"packages": packages,
		}, starts)
	}
	for _, l := range w.platforms.Panel.Lines() {
		var expiry any
		if l.ExpireAt != nil {
			expiry = instant(*l.ExpireAt)
		}
		put("iptv_line", l.ID, map[string]any{
			"username": l.Username, "password": l.Password, "mac_addr": l.MAC, "owner": l.Owner,
			"expire_at": expiry, "is_enabled": l.IsEnabled,
			"is_restreamer": l.IsRestreamer, "is_trial": l.IsTrial, "package_id": value(l.PackageID), "bouquets": list(l.Bouquets),
			"max_connections": l.MaxConnections, "reseller_notes": l.ResellerNotes, "can_watch_adult": l.CanWatchAdult,
		}, nil)
	}
	return all
}

func instant(t time.Time) any {
	if t.IsZero() {
		return nil
	}
	return t.UTC().Format(time.RFC3339)
}

func value[T any](v *T) any {
	if v == nil {
		return nil
	}
	return *v
}

func list[T any](values []T) []any {
	l := []any{}
	for _, v := range values {
		l = append(l, v)
	}
	return l
}

// differences names the values that two objects do not share.
func differences(a, b object) []string {
	var names []string
	for _, name := range slices.Sorted(maps.Keys(a.values)) {
		if text(a.values[name]) != text(b.values[name]) {
			names = append(names, name)
		}
	}
	return names
}

func (o object) String() string { return fmt.Sprintf("%s %v", o.id, o.values) }
