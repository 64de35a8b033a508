package panel

import (
	"context"
	"encoding/hex"
	"fmt"
	"net"
	"strings"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/iptvops/terraform-provider-iptv/internal/panel/api"
)

// canonical reads a text that has several spellings and writes it the panel's way; false when it is not valid.
type canonical func(text string) (string, bool)

// canonicalMAC reads aa:bb:cc:dd:ee:ff, aa-bb-cc-dd-ee-ff, aabb.ccdd.eeff and aabbccddeeff in any case.
func canonicalMAC(text string) (string, bool) {
	address, err := net.ParseMAC(text)
	if len(text) == 12 {
		address, err = hex.DecodeString(text)
	}
	if err != nil || len(address) != 6 {
		return "", false
	}
	return strings.ToUpper(address.String()), true
}

// noAddress is what some panels list for a line without an address.
const noAddress = "00:00:00:00:00:00"

// deviceMAC reads the address of a device: zeros are what panels list where there is none.
func deviceMAC(text string) (string, bool) {
	mac, ok := canonicalMAC(text)
	return mac, ok && mac != noAddress
}

// canonicalNotes is notes as panels store them: without surrounding white space, with the line ends of Unix.
func canonicalNotes(text string) (string, bool) {
	return strings.TrimSpace(strings.ReplaceAll(text, "\r\n", "\n")), true
}

// trimmed refuses surrounding white space.
type trimmed struct{}

func (trimmed) Description(context.Context) string { return "must not begin or end with white space" }
func (trimmed) MarkdownDescription(context.Context) string {
	return "must not begin or end with white space"
}

// ValidateString implements validator.String.
func (trimmed) ValidateString(_ context.Context, req validator.StringRequest, resp *validator.StringResponse) {
	if text := req.ConfigValue.ValueString(); text != strings.TrimSpace(text) {
		resp.Diagnostics.AddAttributeError(req.Path, "Invalid username",
			fmt.Sprintf("The username must not begin or end with white space, which panels remove: the line would not be found under its "+
				"name. Got %q.", text))
	}
}

// stored warns of notes that panels store otherwise than they are written.
type stored struct{}

func (stored) Description(context.Context) string {
	return "is compared without surrounding white space"
}
func (stored) MarkdownDescription(context.Context) string {
	return "is compared without surrounding white space"
}

// ValidateString implements validator.String.
func (stored) ValidateString(_ context.Context, req validator.StringRequest, resp *validator.StringResponse) {
	text := req.ConfigValue.ValueString()
	if kept, _ := canonicalNotes(text); kept != text {
		resp.Diagnostics.AddAttributeWarning(req.Path, "Notes have surrounding white space",
			"Panels remove white space around notes, and may write line ends their own way. The notes are compared without both, so "+
				"that such a difference is never planned.")
	}
}

// canonicalTime reads RFC 3339. The panel keeps whole seconds.
func canonicalTime(text string) (string, bool) {
	at, err := time.Parse(time.RFC3339, text)
	if err != nil || at.IsZero() {
		return "", false
	}
	return api.Time{Time: at}.String(), true
}

// alike reports whether two texts are spellings of one value.
func (c canonical) alike(a, b types.String) bool {
	if a.IsNull() || b.IsNull() || a.IsUnknown() || b.IsUnknown() {
		return a.Equal(b)
	}
	one, ok := c(a.ValueString())
	other, alsoOK := c(b.ValueString())
	return ok && alsoOK && one == other
}

// keep is the platform's value in the spelling of what is known already.
func (c canonical) keep(known types.String, value string) types.String {
	switch {
	case value == "":
		return types.StringNull()
	case c.alike(known, types.StringValue(value)):
		return known
	}
	return types.StringValue(value)
}

// send is a known value the panel's way.
func (c canonical) send(v types.String) *string {
	if text, ok := c(v.ValueString()); ok {
		return &text
	}
	return nil
}

// spelling validates a value, and keeps the state's spelling in the plan when the configuration only spells it anew.
type spelling struct {
	canonical

	title, rule string
}

var (
	macSpelling = spelling{deviceMAC, "Invalid MAC address",
		"must be six octets such as 00:1A:79:11:22:33, 00-1a-79-11-22-33, 001a.7911.2233 or 001a79112233; all zeros, which panels " +
			"list where there is no device, are not an address"}
	timeSpelling = spelling{canonicalTime, "Invalid date", "must be an RFC 3339 date with an offset, such as 2027-01-31T23:59:59Z"}
	idSpelling   = spelling{parseLineID, "Invalid line ID", "must be a line_id, a UUID such as 1734da33-9723-4df6-90d1-38dc589aa0ec"}
)

func (s spelling) Description(context.Context) string         { return s.rule }
func (s spelling) MarkdownDescription(context.Context) string { return s.rule }

// ValidateString implements validator.String.
func (s spelling) ValidateString(_ context.Context, req validator.StringRequest, resp *validator.StringResponse) {
	if req.ConfigValue.IsNull() || req.ConfigValue.IsUnknown() {
		return
	}
	if _, ok := s.canonical(req.ConfigValue.ValueString()); !ok {
		resp.Diagnostics.AddAttributeError(req.Path, s.title, fmt.Sprintf("The value %s; got %q.", s.rule, req.ConfigValue.ValueString()))
	}
}

// PlanModifyString implements planmodifier.String.
func (s spelling) PlanModifyString(_ context.Context, req planmodifier.StringRequest, resp *planmodifier.StringResponse) {
	if s.alike(req.StateValue, resp.PlanValue) {
		resp.PlanValue = req.StateValue
	}
}
