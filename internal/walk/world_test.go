package walk

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

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

// slot is a resource block of the configuration.
type slot struct {
	*kind
	*protocol.Resource

	name   string
	config protocol.Config // as last applied; nil for none

	keys    map[string]bool // renewal keys that were used
	stored  map[string]bool // renewal keys that were stored and renewed nothing
	adopted bool            // imported, and no renewal key since
	free    bool            // made without a charge and never charged since: what is omitted has defaults
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
			"endpoint": endpoint, "username": simtelecomx.Username, "password": simtelecomx.Password,
			"customer_id": simtelecomx.Reseller,
		}
	}
	return protocol.Config{
		"telecomx": telecomx,
		"panel":    protocol.Config{"endpoint": endpoint, "api_key": simpanel.APIKey, "user_token": simpanel.EditorToken},
		"icareus": protocol.Config{
			"endpoint": endpoint + "/api/channels/admin", "organization_id": simicareus.Organization,
			"secret": simicareus.Secret,
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

func (w *world) prices() map[int]float64 { return map[int]float64{107: 100, 108: 250} }
