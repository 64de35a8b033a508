package walk

import (
	"slices"

	"github.com/iptvops/terraform-provider-iptv/internal/simulator/estate"
	simicareus "github.com/iptvops/terraform-provider-iptv/internal/simulator/icareus"
	simpanel "github.com/iptvops/terraform-provider-iptv/internal/simulator/panel"
	simtelecomx "github.com/iptvops/terraform-provider-iptv/internal/simulator/telecomx"
)

// variant is a platform that does what its reference leaves open. A platform that stores other values than it is sent
// shows them in the next plan; the attributes are named in alters, and the plan of nothing else may show anything.
type variant struct {
	name   string
	set    func(*estate.Server)
	alters []string
	login  bool // to Telecom X, with a token that expires
	hidden bool // nothing tells that an icon was removed
}

func icareusVariant(name string, set func(*simicareus.Variants), alters ...string) variant {
	return variant{name: name, set: func(s *estate.Server) { s.Icareus.SetVariants(set) }, alters: alters}
}

func panelVariant(name string, set func(*simpanel.Variants)) variant {
	return variant{name: name, set: func(s *estate.Server) { s.Panel.SetVariants(set) }}
}

func telecomxVariant(name string, set func(*simtelecomx.Variants)) variant {
	return variant{name: name, set: func(s *estate.Server) { s.TelecomX.SetVariants(set) }}
}

// variants are drawn by their place; the first one is the platforms as their references have them.
var variants = []variant{
	{name: "as documented", set: func(*estate.Server) {}},
	panelVariant("same username for several lines", func(v *simpanel.Variants) { v.SameUsernames = true }),
	panelVariant("request ids forgotten", func(v *simpanel.Variants) { v.RID = simpanel.RIDForgotten }),
	panelVariant("request ids refused", func(v *simpanel.Variants) { v.RID = simpanel.RIDConflict }),
	panelVariant("renewals reset", func(v *simpanel.Variants) { v.RenewResets = true }),
	panelVariant("renewals from now", func(v *simpanel.Variants) { v.RenewFromNow = true }),
	panelVariant("short responses", func(v *simpanel.Variants) { v.UpdateReturnsID, v.ShortIndex = true, true }),
	panelVariant("old panel", func(v *simpanel.Variants) { v.NoIndex, v.IgnoreFilter = true, true }),
	panelVariant("other shapes", func(v *simpanel.Variants) {
		v.DataArray, v.PackageBouquetObjects, v.CreateCredentials = true, true, true
	}),
	panelVariant("trims", func(v *simpanel.Variants) { v.Trim = true }),
	icareusVariant("trims", func(v *simicareus.Variants) { v.TrimTexts = true }, "description"),
	icareusVariant("next number", func(v *simicareus.Variants) { v.NextNumber = true }, "logical_channel_number"),
	icareusVariant("parents", func(v *simicareus.Variants) { v.Parents = map[int64]int64{102: 101, 103: 104} }, "categories"),
	{name: "icons without address", hidden: true, set: func(s *estate.Server) {
		s.Icareus.SetVariants(func(v *simicareus.Variants) { v.IconsUnset = true })
	}},
	icareusVariant("other shapes", func(v *simicareus.Variants) {
		v.IDsAsStrings, v.ArraysAsObjects, v.NumericBooleans, v.NullArrays, v.OmitEmpty = true, true, true, true, true
	}),
	{name: "login", login: true, set: func(s *estate.Server) { s.TelecomX.SetTokenLifetime(1) }},
	telecomxVariant("nulls", func(v *simtelecomx.Variants) { v.ExplicitNulls = true }),
	telecomxVariant("reseller's recording", func(v *simtelecomx.Variants) { v.ResellerNPvrOnGet = true }),
}

// isAltered reports whether the platform may store another value of an attribute than it is sent.
func (w *world) isAltered(attribute string) bool { return slices.Contains(w.variant.alters, attribute) }

// isStrict reports whether a plan shows more than what the platform alters.
func (b *block) isStrict(w *world) bool {
	return b.String() != "" && (b.creates() || b.destroys() || len(without(b.changed(), w.variant.alters)) > 0)
}
