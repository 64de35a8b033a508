package walk

import (
	"slices"
	"strings"

	"github.com/iptvops/terraform-provider-iptv/internal/protocol"
)

// exists reports whether the object of the state is on the platform.
func (b *block) exists(all map[string]object) bool {
	_, ok := all[b.key()]
	return b.id() != "" && ok
}

// mustReplace reports whether the configuration cannot be had without another object.
func (b *block) mustReplace() bool {
	switch b.TypeName {
	case "iptv_line":
		return (b.config["mac_addr"] == nil) != (b.attribute("mac_addr") == nil)
	case "iptv_package":
		customer, known := b.attribute("customer_id").(string)
		wanted, _ := b.config["customer_id"].(string)
		return (b.config["main"] == true) != (b.attribute("main") == true) ||
			(known && wanted != "" && !strings.EqualFold(customer, wanted))
	case "iptv_subscription":
		return !strings.EqualFold(b.config["customer_id"].(string), b.id())
	}
	return false
}

// makes reports whether the configuration needs a new object.
func (b *block) makes(all map[string]object) bool {
	return b.config != nil && (!b.exists(all) || b.Tainted || b.mustReplace())
}

func (b *block) charged() bool {
	return b.TypeName == "iptv_line" && b.config["charge_credits"] != false
}

// newKey is the renewal key that is not in state yet, "" for none.
func (b *block) newKey() string {
	key, _ := b.config["renewal_key"].(string)
	if had, _ := b.attribute("renewal_key").(string); had == key {
		return ""
	}
	return key
}

// isRenewed reports whether the configuration renews the line. The first key of an imported line renews nothing:
// nobody knows whether it was used.
func (b *block) isRenewed(all map[string]object) bool {
	return b.config != nil && b.charged() && !b.makes(all) && b.newKey() != "" && (!b.adopted || b.attribute("renewal_key") != nil)
}

// buys reports whether the plan creates a line for credits.
func (b *block) buys() bool {
	return b.TypeName == "iptv_line" && b.creates() &&
		protocol.Plain(protocol.Members(b.changes[len(b.changes)-1].Planned)["charge_credits"]) == true
}

// renews reports whether the plan renews the line.
func (b *block) renews() bool {
	return b.charged() && slices.Contains(b.changed(), "renewal_key") && b.newKeyIn(b.changes[0]) != "" &&
		(!b.adopted || !protocol.Members(b.changes[0].Prior)["renewal_key"].IsNull())
}

func (b *block) newKeyIn(c protocol.Change) string {
	key, _ := protocol.Plain(protocol.Members(c.Planned)["renewal_key"]).(string)
	return key
}
