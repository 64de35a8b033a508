package walk

import (
	"slices"

	"github.com/iptvops/terraform-provider-iptv/internal/simulator"
)

// variant is a platform that does what its reference leaves open. A platform that stores other values than it is sent
// shows them in the next plan; the attributes are named in alters, and the plan of nothing else may show anything.
type variant struct {
	name   string
	set    func(*simulator.Server)
	alters []string
	login  bool // to Telecom X, with a token that expires
	hidden bool // nothing tells that an icon was removed
}

func icareusVariant(name string, set func(*simulator.IcareusVariants), alters ...string) variant {
	return variant{name: name, set: func(s *simulator.Server) { s.Icareus.SetVariant(set) }, alters: alters}
}

func panelVariant(name string, set func(*simulator.PanelVariants)) variant {
	return variant{name: name, set: func(s *simulator.Server) { s.Panel.SetVariant(set) }}
}

// variants are drawn by their place; the first one is the platforms as their references have them.
var variants = []variant{
	{name: "as documented", set: func(*simulator.Server) {}},
	panelVariant("same username for several lines", func(v *simulator.PanelVariants) { v.SameUsernames = true }),
	panelVariant("request ids forgotten", func(v *simulator.PanelVariants) { v.RID = simulator.PanelRIDForgotten }),
	panelVariant("request ids refused", func(v *simulator.PanelVariants) { v.RID = simulator.PanelRIDConflict }),
	panelVariant("renewals reset", func(v *simulator.PanelVariants) { v.RenewResets = true }),
	panelVariant("renewals from now", func(v *simulator.PanelVariants) { v.RenewFromNow = true }),
	panelVariant("short responses", func(v *simulator.PanelVariants) { v.UpdateAnswersID, v.ShortIndex = true, true }),
	panelVariant("old panel", func(v *simulator.PanelVariants) { v.NoIndex, v.IgnoreFilter = true, true }),
	panelVariant("other shapes", func(v *simulator.PanelVariants) {
		v.DataArray, v.PackageBouquetObjects, v.CreateCredentials = true, true, true
	}),
	panelVariant("trims", func(v *simulator.PanelVariants) { v.Trim = true }),
	icareusVariant("trims", func(v *simulator.IcareusVariants) { v.TrimTexts = true }, "description"),
	icareusVariant("next number", func(v *simulator.IcareusVariants) { v.NextNumber = true }, "logical_channel_number"),
	icareusVariant("parents", func(v *simulator.IcareusVariants) { v.Parents = map[int64]int64{102: 101, 103: 104} }, "categories"),
	{name: "icons without address", hidden: true, set: func(s *simulator.Server) {
		s.Icareus.SetVariant(func(v *simulator.IcareusVariants) { v.IconsUnset = true })
	}},
	icareusVariant("other shapes", func(v *simulator.IcareusVariants) {
		v.IDsAsStrings, v.ArraysAsObjects, v.NumericBooleans, v.NullArrays, v.OmitEmpty = true, true, true, true, true
	}),
	{name: "login", login: true, set: func(s *simulator.Server) { s.TelecomX.SetTokenLifetime(1) }},
	{name: "nulls", set: func(s *simulator.Server) { s.TelecomX.SetVariants(simulator.TelecomXVariants{ExplicitNulls: true}) }},
	{name: "reseller's recording", set: func(s *simulator.Server) {
		s.TelecomX.SetVariants(simulator.TelecomXVariants{ResellerNPvrOnGet: true})
	}},
}

// isAltered reports whether the platform may store another value of an attribute than it is sent.
func (w *world) isAltered(attribute string) bool { return slices.Contains(w.variant.alters, attribute) }

// isStrict reports whether a plan shows more than what the platform alters.
func (b *block) isStrict(w *world) bool {
	return b.String() != "" && (b.creates() || b.destroys() || len(without(b.changed(), w.variant.alters)) > 0)
}
