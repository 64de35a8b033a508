package walk

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/iptvops/terraform-provider-iptv/internal/protocol"
	"github.com/iptvops/terraform-provider-iptv/internal/simulator/estate"
	simicareus "github.com/iptvops/terraform-provider-iptv/internal/simulator/icareus"
	simpanel "github.com/iptvops/terraform-provider-iptv/internal/simulator/panel"
	simtelecomx "github.com/iptvops/terraform-provider-iptv/internal/simulator/telecomx"
)

// gif is the smallest picture; what follows it is ignored.
const gif = "GIF89a\x01\x00\x01\x00\x00\x00\x00\x2c"

var icons = map[string]string{"a.gif": gif + "a", "b.gif": gif + "b", "copy-of-a.gif": gif + "a"}

func sha(content string) string {
	sum := sha256.Sum256([]byte(content))
	return hex.EncodeToString(sum[:])
}

// object is something that a platform has, as encoding/json would decode it.
type object struct {
	id     string
	values map[string]any
	starts map[string]string // of a subscription's packages
}

// slot is a resource block of the configuration.
type slot struct {
	*kind
	*protocol.Resource

	name   string
	config protocol.Config // as last applied; nil for none

	keys    map[string]bool // renewal keys that were used
	stored  map[string]bool // renewal keys that were stored and renewed nothing
	adopted bool            // imported, and no renewal key since
	free    bool            // made without a charge and never charged since: what is left out has defaults
	paid    string          // renewal key that a disturbed apply has paid

	imported bool // imported, and not changed since
	kept     any  // password_wo_version that was taken over with the password that the imported line had
}

// world is the platforms, the provider's user and what belongs to nobody here.
type world struct {
	platforms *estate.Server
	network   *network
	icons     string // directory
	slots     []*slot
	owner     string
	variant   variant
	foreign   map[string]object // by type and id: never touched
	tally     map[string]int    // what the steps came to
}

// blueprint is a block of a world.
type blueprint struct {
	name string
	kind *kind
}

// shapes are what the configuration of a world can hold: some of everything, or so many of one type that a refresh
// reads the list.
var shapes = [][]blueprint{
	{
		{"channel_a", channelKind("icareus_channel")}, {"channel_b", channelKind("icareus_channel")}, {"channel_c",
			channelKind("iptv_icareus_channel")},
		{"package_a", packageKind()}, {"package_b", packageKind()},
		{"subscription_a", subscriptionKind(simtelecomx.Customer)}, {"subscription_b",
			subscriptionKind(otherCustomer, simtelecomx.Customer)},
		{"line_a", lineKind(true)}, {"line_b", lineKind(true)}, {"line_c", lineKind(true)}, {"line_free", lineKind(false)},
	},
	many("channel", func(n int) *kind { return channelKind([]string{"icareus_channel", "iptv_icareus_channel"}[n%2]) }),
	many("package", func(int) *kind { return packageKind() }),
	many("line", func(n int) *kind { return lineKind(n%3 > 0) }),
}

func many(name string, kind func(int) *kind) []blueprint {
	var blocks []blueprint
	for n := range 11 {
		blocks = append(blocks, blueprint{fmt.Sprintf("%s_%d", name, n), kind(n)})
	}
	return blocks
}

func newWorld(t testing.TB, icons string, v variant, shape []blueprint) *world {
	p := estate.New()
	w := &world{platforms: p, network: newNetwork(p), icons: icons, owner: "editor", variant: v, tally: map[string]int{}}
	p.TelecomX.AddCustomer(simtelecomx.CustomerInfo{
		ID: otherCustomer, Name: "Another customer", Parent: simtelecomx.Reseller, Features: []string{"IPTVPRIVATE"},
	})
	for i, id := range []string{packA, packB, mainA, mainB} {
		p.TelecomX.AddPackage(simtelecomx.Package{
			ID: id, Name: "Seeded " + strconv.Itoa(i), Customer: simtelecomx.Reseller, Main: i > 1,
			Channels: map[string]string{simtelecomx.Channels[0]: "BASE"},
		})
	}
	p.TelecomX.AddPackage(simtelecomx.Package{
		Name: "Basic", Customer: simtelecomx.Reseller, Channels: map[string]string{simtelecomx.Channels[0]: "BASE"},
	})
	p.Icareus.AddChannel(simicareus.Organization, simicareus.NewChannel("News"))
	pack, expiry := 107, p.Now().AddDate(1, 0, 0)
	p.Panel.AddLine(simpanel.Line{
		Username: "somebody", Owner: w.owner, IsEnabled: true, PackageID: &pack, Bouquets: []int{1, 2}, ExpireAt: &expiry,
	})
	p.Panel.SetCredits(w.owner, 1e6)
	w.foreign = w.observe()
	v.set(p)

	for _, s := range shape {
		r, err := protocol.NewResource(s.kind.typeName)
		if err != nil {
			t.Fatal(err)
		}
		w.slots = append(w.slots, &slot{kind: s.kind, Resource: r, name: s.name, keys: map[string]bool{}, stored: map[string]bool{}})
	}
	return w
}

func (w *world) shut() { w.network.shut() }

// provider is the provider block.
func (w *world) provider() protocol.Config {
	telecomx := protocol.Config{"endpoint": endpoint, "token": simtelecomx.Token, "customer_id": simtelecomx.Reseller}
	if w.variant.login {
		telecomx = protocol.Config{
			"endpoint": endpoint, "username": simtelecomx.Username, "password": simtelecomx.Password, "customer_id": simtelecomx.Reseller,
		}
	}
	return protocol.Config{
		"telecomx": telecomx,
		"panel":    protocol.Config{"endpoint": endpoint, "api_key": simpanel.APIKey, "user_token": simpanel.EditorToken},
		"icareus": protocol.Config{
			"endpoint": endpoint + "/api/channels/admin", "organization_id": simicareus.Organization, "secret": simicareus.Secret,
		},
	}
}

func writeIcons(t testing.TB) string {
	dir := t.TempDir()
	for name, content := range icons {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// value is a configuration as Terraform hands it to the provider.
func (w *world) value(s *slot, c protocol.Config, unknown string) (tftypes.Value, error) {
	as := s.Value.Type()
	if icon, ok := c["icon_file"].(string); ok {
		c = maps.Clone(c)
		c["icon_file"] = filepath.Join(w.icons, icon)
	}
	if icon, ok := c["icon_base64"].(string); ok {
		c = maps.Clone(c)
		c["icon_base64"] = base64.StdEncoding.EncodeToString([]byte(icons[icon]))
	}
	v, err := protocol.ValueOf(c, as)
	if err != nil || unknown == "" || c == nil {
		return v, err
	}
	members := protocol.Members(v)
	members[unknown] = tftypes.NewValue(members[unknown].Type(), tftypes.UnknownValue)
	return tftypes.NewValue(as, members), nil
}

// area is the types that share objects.
func area(typeName string) string {
	if typeName == "iptv_icareus_channel" {
		return "icareus_channel"
	}
	return typeName
}

func (s *slot) key() string {
	return area(s.TypeName) + " " + strings.ToUpper(s.id())
}

// id is that of the state, "" for none.
func (s *slot) id() string {
	id, _ := s.attribute("id").(string)
	return id
}

func (s *slot) attribute(name string) any { return protocol.Plain(protocol.Members(s.Value)[name]) }

// observe is everything on the platforms, by type and id.
func (w *world) observe() map[string]object {
	all := map[string]object{}
	put := func(typeName, id string, values map[string]any, starts map[string]string) {
		all[typeName+" "+strings.ToUpper(id)] = object{id, values, starts}
	}
	for _, c := range w.platforms.Icareus.Channels(simicareus.Organization) {
		put("icareus_channel", strconv.FormatInt(c.ServiceID, 10), map[string]any{
			"name": c.Name, "description": c.Description, "logical_channel_number": c.LogicalChannelNumber, "aspect_ratio": c.AspectRatio,
			"primary_language": c.PrimaryLanguage, "audio_only": c.AudioOnly, "auto_record": c.AutoRecord, "is_public": c.IsPublic, "is_exclusive": c.IsExclusive,
			"quality": []string{"HD", "SD"}[c.Quality], "categories": list(c.Categories), "location_restrictions": list(c.LocationRestrictions), "icon": c.IconSHA256,
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
				"storage_hours": value(s.NPvr.Storage), "auto_expire_days": value(s.NPvr.AutoExpireDays)}, "enabled", "storage_hours", "auto_expire_days"),
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
			"username": l.Username, "password": l.Password, "mac_addr": l.MAC, "owner": l.Owner, "expire_at": expiry, "is_enabled": l.IsEnabled,
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

// change makes somebody else's change of an attribute; false when there is nothing to change.
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

// remove deletes an object as somebody else would; false when there is none.
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

func (w *world) prices() map[int]float64 { return map[int]float64{107: 100, 108: 250} }

func (o object) String() string { return fmt.Sprintf("%s %v", o.id, o.values) }
