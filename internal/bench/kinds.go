package main

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/iptvops/terraform-provider-iptv/internal/simulator/estate"
	simicareus "github.com/iptvops/terraform-provider-iptv/internal/simulator/icareus"
	simpanel "github.com/iptvops/terraform-provider-iptv/internal/simulator/panel"
	simtelecomx "github.com/iptvops/terraform-provider-iptv/internal/simulator/telecomx"
)

// kind is one sort of configuration to measure: n objects, of which a new value of the variable change changes one.
type kind struct {
	name   string
	config string // HCL that may refer to var.n, var.change and var.ids
	floor  string // HCL of the terraform_data that stand beside it, by the same variables; "" for none
	most   int    // most objects; 0 is no limit
	alone  bool   // of Terraform alone: only what the other kinds are compared with is measured

	// prepare makes what the objects refer to, and returns their ids for var.ids. It may be nil.
	prepare func(p *estate.Server, n int) []string
	// seed makes the objects as an apply would, and returns the least that a state has to say of them for a refresh to
	// find them, or of Terraform's own all there is to say. Without it a number of objects above the limit of real applies is not measured.
	seed func(p *estate.Server, n int, ids []string) []object
}

// object is an instance in a state: the next one of the resource with this type and name.
type object struct {
	kind, name string
	attributes map[string]any
}

// header goes before the configuration of our own kinds.
const header = `
terraform {
  required_providers {
    iptv = {
      source = "iptvops/iptv"
    }
  }
}
`

const variables = `
variable "n" {
  type = number
}

variable "change" {
  default = ""
}

variable "ids" {
  type    = list(string)
  default = []
}
`

const dataFloor = `
resource "terraform_data" "bench" {
  count = var.n
  input = format("Object %06d%s", count.index, count.index == 0 ? var.change : "")
}
`

var channelKind = kind{
	name: "icareus_channel",
	config: `
resource "icareus_channel" "bench" {
  provider    = iptv
  count       = var.n
  name        = format("Channel %06d", count.index)
  description = count.index == 0 ? var.change : ""
}
`,
	floor: dataFloor,
	seed: func(p *estate.Server, n int, _ []string) []object {
		return each(n, "icareus_channel", func(i int) map[string]any {
			id := p.Icareus.AddChannel(simicareus.Organization, simicareus.NewChannel(fmt.Sprintf("Channel %06d", i)))
			return map[string]any{"id": strconv.FormatInt(id, 10)}
		})
	},
}

// channelsInPackage is how many channels a package has where packages are counted.
const channelsInPackage = 20

var packageKind = kind{
	name: "iptv_package",
	config: `
resource "iptv_package" "bench" {
  count    = var.n
  name     = format("Package %06d%s", count.index, count.index == 0 ? var.change : "")
  channels = { for id in var.ids : id => "BASE" }
}
`,
	floor: dataFloor,
	prepare: func(p *estate.Server, _ int) []string {
		return p.TelecomX.AddChannels(simtelecomx.Reseller, channelsInPackage)
	},
	seed: func(p *estate.Server, n int, ids []string) []object {
		channels := map[string]string{}
		for _, id := range ids {
			channels[id] = "BASE"
		}
		return each(n, "iptv_package", func(i int) map[string]any {
			id := p.TelecomX.AddPackage(simtelecomx.Package{
				Name: fmt.Sprintf("Package %06d", i), Customer: simtelecomx.Reseller, Channels: channels,
			})
			return map[string]any{"id": id, "customer_id": simtelecomx.Reseller}
		})
	},
}

var bigPackageKind = kind{
	name: "iptv_package of n channels", most: 1000,
	config: `
resource "iptv_package" "bench" {
  name     = "Package"
  channels = { for i, id in var.ids : id => i == 0 && var.change != "" ? "LOCAL" : "BASE" }
}
`,
	floor: `
resource "terraform_data" "bench" {
  input = { for i, id in var.ids : id => i == 0 && var.change != "" ? "LOCAL" : "BASE" }
}
`,
	prepare: func(p *estate.Server, n int) []string {
		return p.TelecomX.AddChannels(simtelecomx.Reseller, n)
	},
}

// linePackage is the package of all lines, see the simulator's standard objects.
const linePackage = 107

var lineKind = kind{
	name: "iptv_line",
	config: `
resource "iptv_line" "bench" {
  count          = var.n
  username       = format("bench-%06d", count.index)
  password       = format("secret-%06d", count.index)
  package_id     = 107
  reseller_notes = count.index == 0 ? var.change : ""
}
`,
	floor:   dataFloor,
	prepare: func(p *estate.Server, _ int) []string { p.Panel.SetCredits("root", 1e9); return nil },
	seed: func(p *estate.Server, n int, _ []string) []object {
		pack := linePackage
		expiry := p.Now().AddDate(0, 1, 0)
		return each(n, "iptv_line", func(i int) map[string]any {
			line := simpanel.Line{
				ID: fmt.Sprintf("00000000-0000-4000-8000-%012d", i), Username: fmt.Sprintf("bench-%06d",
					i), Password: fmt.Sprintf("secret-%06d", i), Owner: "root",
				IsEnabled: true, PackageID: &pack, ExpireAt: &expiry, Bouquets: []int{1, 2, 3, 4}, MaxConnections: 1,
			}
			p.Panel.AddLine(line)
			return map[string]any{"id": line.ID, "username": line.Username, "password": line.Password, "charge_credits": true}
		})
	},
}

const blocks = 10

// blocksKind is the same lines in several resource blocks, because Terraform's time grows with the square of a block.
var blocksKind = kind{
	name: fmt.Sprintf("iptv_line in %d blocks", blocks),
	config: func() string {
		var config strings.Builder
		for i := range blocks {
			config.WriteString(strings.NewReplacer(`"bench"`, fmt.Sprintf(`"bench_%d"`, i),
				"= var.n", fmt.Sprintf("= ceil((var.n - %d) / %d)", i, blocks),
				"count.index)", fmt.Sprintf("count.index * %d + %d)", blocks, i)).Replace(lineKind.config))
		}
		return config.String()
	}(),
	prepare: lineKind.prepare,
	seed: func(p *estate.Server, n int, ids []string) []object {
		objects := lineKind.seed(p, n, ids)
		for i := range objects {
			objects[i].name = fmt.Sprintf("bench_%d", i%blocks)
		}
		return objects
	},
}

// allKind is n of each of the three.
var allKind = kind{
	name: "n of each", most: 1000,
	config:  channelKind.config + packageKind.config + lineKind.config,
	prepare: func(p *estate.Server, n int) []string { lineKind.prepare(p, n); return packageKind.prepare(p, n) },
	seed: func(p *estate.Server, n int, ids []string) []object {
		return append(append(channelKind.seed(p, n, ids), packageKind.seed(p, n, ids)...), lineKind.seed(p, n, ids)...)
	},
}

// storageHours is what each subscription is given; a changed one gets more.
const storageHours = 60

var subscriptionKind = kind{
	name: "iptv_subscription",
	config: fmt.Sprintf(`
resource "iptv_subscription" "bench" {
  count       = var.n
  customer_id = var.ids[count.index]
  npvr = {
    override      = true
    storage_hours = count.index == 0 && var.change != "" ? %d : %d
  }
}
`, storageHours+1, storageHours),
	floor: dataFloor,
	prepare: func(p *estate.Server, n int) []string {
		customers := make([]string, n)
		for i := range customers {
			customers[i] = p.TelecomX.AddCustomer(simtelecomx.CustomerInfo{
				Name: fmt.Sprintf("Customer %06d", i), Parent: simtelecomx.Reseller, Features: []string{"IPTVPRIVATE"},
			})
		}
		return customers
	},
	seed: func(p *estate.Server, n int, customers []string) []object {
		hours := storageHours
		return each(n, "iptv_subscription", func(i int) map[string]any {
			p.TelecomX.SetSubscription(customers[i], simtelecomx.Subscription{NPvr: simtelecomx.NPvr{Override: true, Storage: &hours}})
			return map[string]any{"id": customers[i], "customer_id": customers[i], "allow_overwrite": false,
				"npvr": map[string]any{"override": true, "storage_hours": hours}}
		})
	},
}

// list is a data source over n objects, beside a resource of Terraform's own that can change.
func list(name, arguments string, prepare func(p *estate.Server, n int)) kind {
	return kind{
		name: "data " + name,
		config: fmt.Sprintf(`
data %q "bench" {
%s}

resource "terraform_data" "bench" {
  input = var.change
}
`, name, arguments),
		prepare: func(p *estate.Server, n int) []string { prepare(p, n); return nil },
	}
}

var lists = []kind{
	list("iptv_icareus_channels", "", func(p *estate.Server, n int) { channelKind.seed(p, n, nil) }),
	list("iptv_channels", "", func(p *estate.Server, n int) { p.TelecomX.AddChannels(simtelecomx.Reseller, n) }),
	list("iptv_packages", "", func(p *estate.Server, n int) {
		packageKind.seed(p, n, p.TelecomX.AddChannels(simtelecomx.Reseller, channelsInPackage))
	}),
	list("iptv_lines", "", func(p *estate.Server, n int) { lineKind.seed(p, n, nil) }),
	list("iptv_drm_accounts", fmt.Sprintf("  customer_id = %q\n", simtelecomx.Customer),
		func(p *estate.Server, n int) { p.TelecomX.AddDRMAccounts(simtelecomx.Customer, n) }),
}

var kinds = slices.Concat([]kind{channelKind, packageKind, bigPackageKind, lineKind, blocksKind, subscriptionKind, allKind}, lists)

func each(n int, kind string, attributes func(i int) map[string]any) []object {
	objects := make([]object, n)
	for i := range objects {
		objects[i] = object{kind, "bench", attributes(i)}
	}
	return objects
}
