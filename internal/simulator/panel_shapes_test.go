package simulator

import (
	"encoding/json"
	"testing"
	"time"
)

func TestPanelShapes(t *testing.T) {
	text := func(s string) *string { return &s }
	for name, c := range map[string]struct {
		shapes PanelShapes
		want   string
	}{
		"documented": {PanelShapes{}, `"bouquets":[2,1],"expire_at":"2021-12-16T23:42:49+00:00","is_enabled":true,"is_restreamer":false,"line_id":"1734da33-9723-4df6-90d1-38dc589aa0ec","mac_addr":null,"max_connections":1,"package_id":107,"reseller_notes":""`},
		"object":     {PanelShapes{Bouquets: PanelBouquetsObject}, `"bouquets":{"0":2,"1":1}`},
		"strings":    {PanelShapes{Bouquets: PanelBouquetsStrings}, `"bouquets":["2","1"]`},
		"json":       {PanelShapes{Bouquets: PanelBouquetsJSON}, `"bouquets":"[2,1]"`},
		"commas":     {PanelShapes{Bouquets: PanelBouquetsCommas}, `"bouquets":"2,1"`},
		"records":    {PanelShapes{Bouquets: PanelBouquetsRecords}, `"bouquets":[{"id":2},{"id":1}]`},
		"unix":       {PanelShapes{Dates: PanelDatesUnix}, `"expire_at":1639698169`},
		"unix text":  {PanelShapes{Dates: PanelDatesUnixText}, `"expire_at":"1639698169"`},
		"no offset":  {PanelShapes{Dates: PanelDatesNoOffset}, `"expire_at":"2021-12-16T23:42:49"`},
		"sql":        {PanelShapes{Dates: PanelDatesSQL}, `"expire_at":"2021-12-16 23:42:49"`},
		"fraction":   {PanelShapes{Dates: PanelDatesFraction}, `"expire_at":"2021-12-16T23:42:49.000000Z"`},
		"numbers":    {PanelShapes{Flags: PanelFlagsNumbers}, `"is_enabled":1,"is_restreamer":0`},
		"flag text":  {PanelShapes{Flags: PanelFlagsText}, `"is_enabled":"1","is_restreamer":"0"`},
		"texts":      {PanelShapes{NumberText: true}, `"max_connections":"1"`},
		"no mac":     {PanelShapes{NoMAC: text("N/A")}, `"mac_addr":"N/A"`},
		"null notes": {PanelShapes{NullNotes: true}, `"reseller_notes":null`},
		"upper id":   {PanelShapes{UpperID: true}, `"line_id":"1734DA33-9723-4DF6-90D1-38DC589AA0EC"`},
	} {
		h := newPanelHarness(t)
		at, pack := time.Date(2021, 12, 16, 23, 42, 49, 0, time.UTC), 107
		h.AddLine(PanelLine{ID: "1734da33-9723-4df6-90d1-38dc589aa0ec", Username: "x", ExpireAt: &at, IsEnabled: true, PackageID: &pack,
			Bouquets: []int{1, 2}})
		h.vary(func(v *PanelVariants) { v.Shapes = c.shapes })
		list, _ := h.get(PanelUserToken, "/ext/lines").([]any)
		if len(list) != 1 {
			t.Fatalf("%s: %v", name, list)
		}
		got, _ := list[0].(map[string]any)
		want, _ := panelDecoded(t, "{"+c.want+"}").(map[string]any)
		for field := range want {
			panelEqual(t, name+" "+field, got[field], want[field])
		}
	}
}

func TestPanelShapesOfEverything(t *testing.T) {
	h := newPanelHarness(t)
	h.AddLine(PanelLine{MAC: "AA-BB-CC-DD-EE-0F"})
	h.vary(func(v *PanelVariants) { v.Shapes = PanelShapes{MACHyphens: true, ListObject: true, NumberText: true} })
	list, _ := h.get(PanelUserToken, "/ext/lines").(map[string]any)
	line, _ := list["0"].(map[string]any)
	panelEqual(t, "mac", line["mac_addr"], any("aa-bb-cc-dd-ee-0f"))
	receipt := h.post(200, PanelUserToken, "/ext/line/create", `{"package":107}`)
	panelEqual(t, "amount", receipt["transaction_amount"], any("-100.00"))
	page, _ := h.get(PanelUserToken, "/ext/lines/index").(map[string]any)
	data, _ := page["data"].(map[string]any)
	items, _ := data["items"].(map[string]any)
	panelEqual(t, "items", len(items), 2)
	packages, _ := h.get(PanelUserToken, "/ext/packages").([]any)
	panelEqual(t, "price", packages[0].(map[string]any)["price_credits"], any("100.00"))

	h.vary(func(v *PanelVariants) { *v = PanelVariants{Shapes: PanelShapes{DataBody: true}} })
	panelEqual(t, "data", panelText(t, h.get(PanelUserToken, "/ext/profile")),
		`{"data":{"credits":9900,"name":"billing"},"status":"success"}`)

	h.vary(func(v *PanelVariants) { *v = PanelVariants{ShortIndex: true} })
	page, _ = h.get(PanelUserToken, "/ext/lines/index").(map[string]any)
	data, _ = page["data"].(map[string]any)
	short, _ := data["items"].([]any)
	panelEqual(t, "short", []any{len(short), panelKeys(short[0])}, []any{2, "line_id password username"})
}

// A record can be made unreadable in any way; the stored line and refusals stay as they are.
func TestPanelRecord(t *testing.T) {
	h := newPanelHarness(t)
	ids := h.AddLines(2)
	h.vary(func(v *PanelVariants) {
		v.Record = func(record map[string]any) {
			if record["line_id"] == ids[0] {
				record["bouquets"], record["max_connections"] = "many", json.Number("1.5")
			}
		}
	})
	list, _ := h.get(PanelUserToken, "/ext/lines").([]any)
	odd, _ := list[0].(map[string]any)
	even, _ := list[1].(map[string]any)
	panelEqual(t, "odd", []any{odd["bouquets"], odd["max_connections"]}, []any{"many", 1.5})
	panelEqual(t, "even", even["max_connections"], any(1.0))
	h.post(404, PanelUserToken, "/ext/line/"+panelNobody+"/enable", "")
	line, _ := h.Line(ids[0])
	panelEqual(t, "stored", line.MaxConnections, 1)
}
