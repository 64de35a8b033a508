package walk

import (
	"slices"
	"strconv"
	"strings"
	"time"

	simicareus "github.com/iptvops/terraform-provider-iptv/internal/simulator/icareus"
	simpanel "github.com/iptvops/terraform-provider-iptv/internal/simulator/panel"
	simtelecomx "github.com/iptvops/terraform-provider-iptv/internal/simulator/telecomx"
)

// change makes another client's change of an attribute; false when there is nothing to change.
func (w *world) change(s *slot, attribute string, to any) bool {
	id := s.id()
	switch area(s.TypeName) {
	case "icareus_channel":
		number, err := strconv.ParseInt(id, 10, 64)
		return err == nil && w.platforms.Icareus.Update(simicareus.Organization, number, func(c *simicareus.Channel) {
			switch attribute {
			case "name":
				c.Name = to.(string)
			case "description":
				c.Description = to.(string)
			case "logical_channel_number":
				c.LogicalChannelNumber = int64(to.(int))
			case "aspect_ratio":
				c.AspectRatio = to.(string)
			case "primary_language":
				c.PrimaryLanguage = to.(string)
			case "audio_only":
				c.AudioOnly = to.(bool)
			case "is_public":
				c.IsPublic = to.(bool)
			case "quality":
				c.Quality = int64(slices.Index([]string{"HD", "SD"}, to.(string)))
			case "categories":
				c.Categories = numbers[int64](to)
			case "location_restrictions":
				c.LocationRestrictions = numbers[int64](to)
			case "icon":
				c.IconName, c.IconSHA256 = "", ""
			default:
				panic(attribute)
			}
		})
	case "iptv_package":
		return w.platforms.TelecomX.UpdatePackage(id, func(p *simtelecomx.Package) {
			switch attribute {
			case "name":
				p.Name = to.(string)
			case "channels":
				p.Channels = map[string]string{}
				for id, how := range to.(map[string]any) {
					p.Channels[id] = how.(string)
				}
			default:
				panic(attribute)
			}
		})
	case "iptv_subscription":
		if id == "" {
			return false
		}
		w.platforms.TelecomX.UpdateSubscription(id, func(x *simtelecomx.Subscription) {
			block, _ := to.(map[string]any)
			truth := func(name string) *bool {
				if v, ok := block[name].(bool); ok {
					return &v
				}
				return nil
			}
			switch attribute {
			case "npvr":
				hours := block["storage_hours"].(int)
				x.NPvr = simtelecomx.NPvr{Override: true, Storage: &hours}
			case "scrub":
				x.Scrub = simtelecomx.Scrub{Override: true, Forward: truth("forward"), Backward: truth("backward"),
					Pause: truth("pause")}
			case "packages":
				x.Packages = nil
				for _, p := range to.([]any) {
					x.Packages = append(x.Packages, simtelecomx.Subscribed{ID: p.(map[string]any)["id"].(string),
						Start: time.Now().Truncate(time.Second)})
				}
			default:
				panic(attribute)
			}
		})
		return true
	}
	return w.platforms.Panel.UpdateLine(id, func(l *simpanel.Line) {
		switch attribute {
		case "username":
			l.Username = to.(string)
		case "password":
			l.Password = to.(string)
		case "bouquets":
			l.Bouquets = numbers[int](to)
		case "max_connections":
			l.MaxConnections = to.(int)
		case "reseller_notes":
			l.ResellerNotes = to.(string)
		case "is_enabled":
			l.IsEnabled = to.(bool)
		case "expire_at":
			at, err := time.Parse(time.RFC3339, to.(string))
			if err != nil {
				panic(err)
			}
			l.ExpireAt = &at
		default:
			panic(attribute)
		}
	})
}

func numbers[T int | int64](list any) []T {
	var ids []T
	for _, id := range list.([]any) {
		ids = append(ids, T(id.(int)))
	}
	return ids
}

// remove deletes an object as another client would; false when there is none.
func (w *world) remove(key string) bool {
	typeName, id, _ := strings.Cut(key, " ")
	switch typeName {
	case "icareus_channel":
		number, err := strconv.ParseInt(id, 10, 64)
		return err == nil && w.platforms.Icareus.Delete(simicareus.Organization, number)
	case "iptv_package":
		return w.platforms.TelecomX.DeletePackage(id)
	case "iptv_line":
		return w.platforms.Panel.DeleteLine(strings.ToLower(id))
	}
	return false
}
