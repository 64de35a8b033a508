package panel

import (
	"encoding/json"
	"testing"
	"time"
)

func TestShapes(t *testing.T) {
	text := func(s string) *string { return &s }
	for name, c := range map[string]struct {
		shapes Shapes
		want   string
	}{
		"documented": {Shapes{}, `"bouquets":[2,1],"expire_at":"2021-12-16T23:42:49+00:00","is_enabled":true,"is_restreamer":false,` +
			`"line_id":"1734da33-9723-4df6-90d1-38dc589aa0ec","mac_addr":null,"max_connections":1,"package_id":107,"reseller_notes":""`},
		"object":     {Shapes{Bouquets: BouquetsObject}, `"bouquets":{"0":2,"1":1}`},
		"strings":    {Shapes{Bouquets: BouquetsStrings}, `"bouquets":["2","1"]`},
		"json":       {Shapes{Bouquets: BouquetsJSON}, `"bouquets":"[2,1]"`},
		"commas":     {Shapes{Bouquets: BouquetsCommas}, `"bouquets":"2,1"`},
		"records":    {Shapes{Bouquets: BouquetsRecords}, `"bouquets":[{"id":2},{"id":1}]`},
		"unix":       {Shapes{Dates: DatesUnix}, `"expire_at":1639698169`},
		"unix text":  {Shapes{Dates: DatesUnixText}, `"expire_at":"1639698169"`},
		"no offset":  {Shapes{Dates: DatesNoOffset}, `"expire_at":"2021-12-16T23:42:49"`},
		"sql":        {Shapes{Dates: DatesSQL}, `"expire_at":"2021-12-16 23:42:49"`},
		"fraction":   {Shapes{Dates: DatesFraction}, `"expire_at":"2021-12-16T23:42:49.000000Z"`},
		"numbers":    {Shapes{Flags: FlagsNumbers}, `"is_enabled":1,"is_restreamer":0`},
		"flag text":  {Shapes{Flags: FlagsText}, `"is_enabled":"1","is_restreamer":"0"`},
		"texts":      {Shapes{NumberText: true}, `"max_connections":"1"`},
		"no mac":     {Shapes{NoMAC: text("N/A")}, `"mac_addr":"N/A"`},
		"null notes": {Shapes{NullNotes: true}, `"reseller_notes":null`},
		"upper id":   {Shapes{UpperID: true}, `"line_id":"1734DA33-9723-4DF6-90D1-38DC589AA0EC"`},
	} {
		h := newHarness(t)
		at, pack := time.Date(2021, 12, 16, 23, 42, 49, 0, time.UTC), 107
		h.AddLine(Line{ID: "1734da33-9723-4df6-90d1-38dc589aa0ec", Username: "x", ExpireAt: &at, IsEnabled: true, PackageID: &pack,
			Bouquets: []int{1, 2}})
		h.vary(func(v *Variants) { v.Shapes = c.shapes })
		list, _ := h.get(UserToken, "/ext/lines").([]any)
		if len(list) != 1 {
			t.Fatalf("%s: %v", name, list)
		}
		got, _ := list[0].(map[string]any)
		want, _ := decoded(t, "{"+c.want+"}").(map[string]any)
		for field := range want {
			equal(t, name+" "+field, got[field], want[field])
		}
	}
}

func TestShapesOfEverything(t *testing.T) {
	h := newHarness(t)
	h.AddLine(Line{MAC: "AA-BB-CC-DD-EE-0F"})
	h.vary(func(v *Variants) { v.Shapes = Shapes{MACHyphens: true, ListObject: true, NumberText: true} })
	list, _ := h.get(UserToken, "/ext/lines").(map[string]any)
	line, _ := list["0"].(map[string]any)
	equal(t, "mac", line["mac_addr"], any("aa-bb-cc-dd-ee-0f"))
	receipt := h.post(200, UserToken, "/ext/line/create", `{"package":107}`)
	equal(t, "amount", receipt["transaction_amount"], any("-100.00"))
	page, _ := h.get(UserToken, "/ext/lines/index").(map[string]any)
	data, _ := page["data"].(map[string]any)
	items, _ := data["items"].(map[string]any)
	equal(t, "items", len(items), 2)
	packages, _ := h.get(UserToken, "/ext/packages").([]any)
	equal(t, "price", packages[0].(map[string]any)["price_credits"], any("100.00"))

	h.vary(func(v *Variants) { *v = Variants{Shapes: Shapes{DataBody: true}} })
	equal(t, "data", encodedText(t, h.get(UserToken, "/ext/profile")),
		`{"data":{"credits":9900,"name":"billing"},"status":"success"}`)

	h.vary(func(v *Variants) { *v = Variants{ShortIndex: true} })
	page, _ = h.get(UserToken, "/ext/lines/index").(map[string]any)
	data, _ = page["data"].(map[string]any)
	short, _ := data["items"].([]any)
	equal(t, "short", []any{len(short), sortedKeys(short[0])}, []any{2, "line_id password username"})
}

// A record can be made unreadable in any way; the stored line and refusals stay as they are.
func TestRecord(t *testing.T) {
	h := newHarness(t)
	ids := h.AddLines(2)
	h.vary(func(v *Variants) {
		v.Record = func(record map[string]any) {
			if record["line_id"] == ids[0] {
				record["bouquets"], record["max_connections"] = "many", json.Number("1.5")
			}
		}
	})
	list, _ := h.get(UserToken, "/ext/lines").([]any)
	odd, _ := list[0].(map[string]any)
	even, _ := list[1].(map[string]any)
	equal(t, "odd", []any{odd["bouquets"], odd["max_connections"]}, []any{"many", 1.5})
	equal(t, "even", even["max_connections"], any(1.0))
	h.post(404, UserToken, "/ext/line/"+nobody+"/enable", "")
	line, _ := h.Line(ids[0])
	equal(t, "stored", line.MaxConnections, 1)
}
