package walk

import (
	"fmt"
	"slices"
	"strings"
	"time"
)

var packageBouquets = map[int][]int{107: {1, 2, 3, 4}, 108: {2, 3, 6, 8}}

// refusals is why a plan has to fail, and why it may.
func (r *run) refusals(all map[string]object) (must, may []string) {
	spent := 0.0
	managed := map[string]*block{}
	for _, b := range r.blocks {
		if b.id() != "" {
			managed[b.key()] = b
		}
	}
	for i, b := range r.blocks {
		if b.config == nil {
			continue
		}
		switch b.TypeName {
		case "iptv_subscription":
			r.refuseSubscription(all, i, &must, &may)
		case "iptv_line":
			makes := b.makes(all)
			if b.charged() {
				pack := b.config["package_id"].(int)
				if makes || b.isRenewed(all) {
					spent += r.w.prices()[pack]
				}
				had, _ := b.attribute("package_id").(float64)
				if !makes && int(had) != pack && !b.isRenewed(all) {
					must = append(must, b.name+" changes its package without a renewal")
				}
				if !makes && b.newKey() != "" && b.isRenewed(all) {
					if b.keys[b.newKey()] {
						must = append(must, b.name+" uses a renewal key again")
					} else if b.stored[b.newKey()] {
						may = append(may, b.name+" has had this renewal key")
					}
				}
				for _, bouquet := range asList(b.config["bouquets"]) {
					if !slices.Contains(packageBouquets[pack], bouquet.(int)) {
						must = append(must, fmt.Sprintf("%s has bouquet %d, which package %d lacks", b.name, bouquet, pack))
					}
				}
			} else if !makes && b.newKey() != "" {
				may = append(may, b.name+" renews without a charge")
			}
			r.refuseNames(all, managed, i, &must, &may)
		}
	}
	if spent > r.w.platforms.Panel.Credits(r.w.owner) {
		must = append(must, fmt.Sprintf("%v credits are needed", spent))
	}
	return must, may
}

func asList(v any) []any {
	l, _ := v.([]any)
	return l
}

func (r *run) refuseSubscription(all map[string]object, i int, must, may *[]string) {
	b := r.blocks[i]
	customer := strings.ToUpper(b.config["customer_id"].(string))
	for _, other := range r.blocks[:i] {
		if other.TypeName == b.TypeName && other.config != nil && strings.EqualFold(other.config["customer_id"].(string), customer) {
			reasons := must
			if r.areTwins(b, other) {
				reasons = may
			}
			*reasons = append(*reasons, b.name+" and "+other.name+" are of one customer")
		}
	}
	mains := 0
	for _, p := range asList(b.config["packages"]) {
		p := p.(map[string]any)
		if id := strings.ToUpper(p["id"].(string)); id == mainA || id == mainB {
			mains++
		}
		if end, ok := p["end"].(string); ok && b.makes(all) && end < time.Now().UTC().Format(time.RFC3339) {
			*may = append(*may, b.name+" begins with a package that has ended")
		}
	}
	if mains > 1 {
		*must = append(*must, b.name+" has two main packages")
	}
	has := all["iptv_subscription "+customer]
	if b.makes(all) && len(differences(has, object{values: map[string]any{"npvr": nothing, "scrub": nothing,
		"packages": map[string]any{}}})) > 0 && b.config["allow_overwrite"] != true {
		*may = append(*may, b.name+" would overwrite what the customer has")
	}
}

// areTwins reports whether two blocks have the same configuration: Terraform plans -replace of the one like the creation
// of the other, and a provider learns no addresses, so that it cannot tell them apart at plan.
func (r *run) areTwins(a, b *block) bool {
	twins := text(a.config) == text(b.config)
	r.twins = r.twins || twins
	return twins
}

var nothing = map[string]any{"override": false}

// refuseNames reports usernames and MAC addresses that are taken. Those of a line that gives them up in the same
// apply may be refused or not: nothing says which of the two comes first.
func (r *run) refuseNames(all map[string]object, managed map[string]*block, i int, must, may *[]string) {
	b := r.blocks[i]
	for _, attribute := range []string{"username", "mac_addr"} {
		name, _ := b.config[attribute].(string)
		if attribute == "mac_addr" {
			name = canonicalMAC(name)
		}
		if name == "" {
			continue
		}
		for j, other := range r.blocks {
			if spelled, _ := other.config[attribute].(string); j < i && other.TypeName == b.TypeName &&
				(spelled == name || canonicalMAC(spelled) == name) {
				reasons := must
				if r.areTwins(b, other) {
					reasons = may
				}
				*reasons = append(*reasons, fmt.Sprintf("%s and %s have the %s %s", b.name, other.name, attribute, name))
			}
		}
		for key, o := range all {
			if o.values[attribute] != name || (b.id() != "" && key == b.key()) || !strings.HasPrefix(key, "iptv_line ") {
				continue
			}
			if managed[key] == nil && attribute == "username" {
				*must = append(*must, fmt.Sprintf("%s has the username of %s", b.name, key))
			} else {
				*may = append(*may, fmt.Sprintf("%s has the %s of %s", b.name, attribute, key))
			}
		}
	}
}
