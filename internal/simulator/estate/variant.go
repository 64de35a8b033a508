package estate

import (
	"fmt"
	"net/http"
	"slices"
	"strings"

	"github.com/iptvops/terraform-provider-iptv/internal/simulator/icareus"
	"github.com/iptvops/terraform-provider-iptv/internal/simulator/panel"
	"github.com/iptvops/terraform-provider-iptv/internal/simulator/telecomx"
)

// Variant is behaviour that a platform's reference leaves open, under a name that stays.
type Variant struct {
	Name string // in kebab case, the platform first
	Text string // what the platform does then
	set  func(*Server)
}

func icareusVariant(name, text string, set func(*icareus.Variants)) Variant {
	return Variant{"icareus-" + name, text, func(s *Server) { s.Icareus.SetVariants(set) }}
}

func panelVariant(name, text string, set func(*panel.Variants)) Variant {
	return Variant{"panel-" + name, text, func(s *Server) { s.Panel.SetVariants(set) }}
}

func telecomXVariant(name, text string, set func(*telecomx.Variants)) Variant {
	return Variant{"telecomx-" + name, text, func(s *Server) { s.TelecomX.SetVariants(set) }}
}

// Variants is all variants, by platform. Any number of them can be set; of two that exclude each other, the last one counts.
func Variants() []Variant { return slices.Concat(icareusVariants, panelVariants, telecomXVariants) }

// SetVariant makes a platform behave so.
func (s *Server) SetVariant(name string) error {
	for _, v := range Variants() {
		if v.Name == name {
			v.set(s)
			return nil
		}
	}
	var names []string
	for _, v := range Variants() {
		names = append(names, v.Name)
	}
	return fmt.Errorf("there is no variant %q. Known are: %s", name, strings.Join(names, ", "))
}

var icareusVariants = []Variant{
	icareusVariant("errors-in-ok", "a refusal has HTTP status 200", func(v *icareus.Variants) { v.ErrorStatus = http.StatusOK }),
	icareusVariant("errors-in-html", "a refusal is a page with status 500", func(v *icareus.Variants) { v.ErrorHTML = true }),
	icareusVariant("ids-as-strings", `ids are strings: "12346501"`, func(v *icareus.Variants) { v.IDsAsStrings = true }),
	icareusVariant("arrays-of-objects", `categories and locations are [{"id":101}]`,
		func(v *icareus.Variants) { v.ArraysAsObjects = true }),
	icareusVariant("arrays-by-key", `categories and locations are {"0":101,"2":103}`, func(v *icareus.Variants) { v.ArraysByKey = true }),
	icareusVariant("numeric-booleans", "flags are 0 and 1", func(v *icareus.Variants) { v.NumericBooleans = true }),
	icareusVariant("null-arrays", "empty arrays are null", func(v *icareus.Variants) { v.NullArrays = true }),
	icareusVariant("omit-empty", "empty texts and arrays are omitted", func(v *icareus.Variants) { v.OmitEmpty = true }),
	icareusVariant("list-without-streams", "the list omits streams", func(v *icareus.Variants) { v.ListWithoutStreams = true }),
	icareusVariant("trim-texts", "name and description lose the white space around them",
		func(v *icareus.Variants) { v.TrimTexts = true }),
	icareusVariant("next-number", "a new channel with number 0 gets the next free number",
		func(v *icareus.Variants) { v.NextNumber = true }),
	icareusVariant("icons-unset", "the addresses of an uploaded icon stay empty", func(v *icareus.Variants) { v.IconsUnset = true }),
	icareusVariant("icons-refused", "an icon is refused", func(v *icareus.Variants) { v.IconsRefused = true }),
	icareusVariant("deletes-refused", "a channel cannot be deleted, it is recording",
		func(v *icareus.Variants) { v.DeleteRefusal = "channel-is-recording" }),
}

var panelVariants = []Variant{
	panelVariant("rid-conflict", "a request id that was used before is refused with 409",
		func(v *panel.Variants) { v.RID = panel.RIDConflict }),
	panelVariant("rid-error-in-ok", "a request id that was used before is an error with status 200",
		func(v *panel.Variants) { v.RID = panel.RIDErrorInOK }),
	panelVariant("rid-forgotten", "request ids are not remembered: a repeated purchase is charged again",
		func(v *panel.Variants) { v.RID = panel.RIDForgotten }),
	panelVariant("errors-in-status", `a refused write is 200 with {"status": "error"}`,
		func(v *panel.Variants) { v.Errors = panel.ErrorsInStatus }),
	panelVariant("errors-in-message", `a refused write is 200 with {"message": ...} alone`,
		func(v *panel.Variants) { v.Errors = panel.ErrorsInMessage }),
	panelVariant("errors-in-success", `a refused write is 200 with {"success": false}`,
		func(v *panel.Variants) { v.Errors = panel.ErrorsInSuccess }),
	panelVariant("no-filter", "the lists ignore username, as before v1.1.22", func(v *panel.Variants) { v.IgnoreFilter = true }),
	panelVariant("no-index", "no paged list of lines, as before v2.0.10", func(v *panel.Variants) { v.NoIndex = true }),
	panelVariant("short-index", "the paged list has id, username and password only", func(v *panel.Variants) { v.ShortIndex = true }),
	panelVariant("lists-refused", "403 on the lists of lines", func(v *panel.Variants) { v.ListsRefused = true }),
	panelVariant("bouquet-objects", "a package's bouquets are objects", func(v *panel.Variants) { v.PackageBouquetObjects = true }),
	panelVariant("create-credentials", "a purchase returns username and password",
		func(v *panel.Variants) { v.CreateCredentials = true }),
	panelVariant("update-returns-id", "an update returns the line's id only", func(v *panel.Variants) { v.UpdateReturnsID = true }),
	panelVariant("data-array", "data of the paged list is an array", func(v *panel.Variants) { v.DataArray = true }),
	panelVariant("data-body", "every body stands in data", func(v *panel.Variants) { v.Shapes.DataBody = true }),
	panelVariant("same-usernames", "a username may be had by several lines", func(v *panel.Variants) { v.SameUsernames = true }),
	panelVariant("trim-texts", "username and notes lose the white space around them", func(v *panel.Variants) { v.Trim = true }),
	panelVariant("renew-from-now", "a renewal's period starts now", func(v *panel.Variants) { v.RenewFromNow = true }),
	panelVariant("renew-resets", "a renewal gives the line its package's bouquets and connections",
		func(v *panel.Variants) { v.RenewResets = true }),
	panelVariant("owner-refused", "owner_id is refused, not ignored", func(v *panel.Variants) { v.OwnerRefused = true }),
	panelVariant("bouquets-by-key", `bouquets are {"0": 2, "1": 1}`,
		func(v *panel.Variants) { v.Shapes.Bouquets = panel.BouquetsObject }),
	panelVariant("bouquets-in-text", `bouquets are "2,1"`, func(v *panel.Variants) { v.Shapes.Bouquets = panel.BouquetsCommas }),
	panelVariant("unix-dates", "dates are seconds since 1970", func(v *panel.Variants) { v.Shapes.Dates = panel.DatesUnix }),
	panelVariant("sql-dates", `dates are "2021-12-16 23:42:49"`, func(v *panel.Variants) { v.Shapes.Dates = panel.DatesSQL }),
	panelVariant("numeric-flags", "flags are 0 and 1", func(v *panel.Variants) { v.Shapes.Flags = panel.FlagsNumbers }),
	panelVariant("numbers-in-text", `numbers are strings: "107", "-100.00"`, func(v *panel.Variants) { v.Shapes.NumberText = true }),
	panelVariant("null-notes", "empty notes are null", func(v *panel.Variants) { v.Shapes.NullNotes = true }),
	panelVariant("upper-case-ids", "ids of lines are in upper case", func(v *panel.Variants) { v.Shapes.UpperID = true }),
	panelVariant("lists-by-key", "lists are objects with number keys", func(v *panel.Variants) { v.Shapes.ListObject = true }),
}

var telecomXVariants = []Variant{
	telecomXVariant("errors-nested", "an error stands in error", func(v *telecomx.Variants) { v.ErrorShape = telecomx.ErrorNested }),
	telecomXVariant("errors-keyed", "an error has no code", func(v *telecomx.Variants) { v.ErrorShape = telecomx.ErrorKeyed }),
	telecomXVariant("errors-in-array", "an error stands in an array", func(v *telecomx.Variants) { v.ErrorShape = telecomx.ErrorArray }),
	telecomXVariant("errors-in-text", "an error is a plain text", func(v *telecomx.Variants) { v.ErrorShape = telecomx.ErrorText }),
	telecomXVariant("explicit-nulls", "properties without a value are null", func(v *telecomx.Variants) { v.ExplicitNulls = true }),
	telecomXVariant("reseller-npvr", "a subscription shows the reseller's recording where it overrides nothing",
		func(v *telecomx.Variants) { v.ResellerNPvrOnGet = true }),
	telecomXVariant("trim-names", "package names lose the white space around them", func(v *telecomx.Variants) { v.TrimNames = true }),
	telecomXVariant("whole-days", "ends are kept as the beginning of their day", func(v *telecomx.Variants) { v.WholeDays = true }),
	telecomXVariant("keep-ends", "an end that an update omits is kept", func(v *telecomx.Variants) { v.KeepEnds = true }),
	telecomXVariant("loose-types", "numbers are strings, flags 0 and 1, lists objects",
		func(v *telecomx.Variants) { v.LooseTypes = true }),
	{"telecomx-short-tokens", "tokens of a log in last a minute", func(s *Server) { s.TelecomX.SetTokenLifetime(1) }},
}
