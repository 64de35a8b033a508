package simulator

import (
	"encoding/json"
	"net/http"
	"testing"
	"time"
)

func (h *panelHarness) vary(change func(*PanelVariants)) { h.SetVariant(change) }

// panelText is an answer as JSON text with sorted names.
func panelText(t *testing.T, answer any) string {
	t.Helper()
	text, err := json.Marshal(answer)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// buy is a line of package 107 for the token's user; it returns its id.
func (h *panelHarness) buy(token, username string) string {
	h.t.Helper()
	id, _ := h.post(200, token, "/ext/line/create", `{"package":107,"username":"`+username+`"}`)["line_id"].(string)
	return id
}

func TestPanelForgottenRID(t *testing.T) {
	h := newPanelHarness(t)
	h.vary(func(v *PanelVariants) { v.RID = PanelRIDForgotten })
	for range 2 {
		h.post(200, PanelUserToken, "/ext/line/create", `{"package":107,"rid":"r"}`)
	}
	id := h.Lines()[0].ID
	for range 2 {
		h.post(200, PanelUserToken, "/ext/line/"+id+"/renew", `{"rid":"s"}`)
	}
	line, _ := h.Line(id)
	panelEqual(t, "lines and charges", []int{len(h.Lines()), h.Charges()}, []int{2, 4})
	panelEqual(t, "renewed twice", line.ExpireAt.After(h.server.Now().Add(89*24*time.Hour)), true)
}

func TestPanelSameUsernames(t *testing.T) {
	h := newPanelHarness(t)
	first := h.buy(PanelUserToken, "x")
	h.post(422, PanelUserToken, "/ext/line/create", `{"package":107,"username":"x"}`)
	h.vary(func(v *PanelVariants) { v.SameUsernames = true })
	second, others := h.buy(PanelUserToken, "x"), h.buy(PanelOtherToken, "x")
	panelEqual(t, "ids", first != second && second != others, true)
	panelEqual(t, "filtered", panelNames(h.get(PanelUserToken, "/ext/lines?username=x")), []string{"x", "x"})
	panelEqual(t, "seeded", h.AddLine(PanelLine{Username: "x"}) != "" && h.RenameLine(first, "y") && h.RenameLine(first, "x"), true)
	line, _ := h.LineByUsername("x")
	panelEqual(t, "the first line", line.ID, first)
	h.DeleteLine(first)
	line, _ = h.LineByUsername("x")
	panelEqual(t, "the next line", line.ID, second)
	h.vary(func(v *PanelVariants) { v.SameUsernames = false })
	panelEqual(t, "taken again", []any{h.RenameLine(h.buy(PanelUserToken, "z"), "x"), h.AddLine(PanelLine{Username: "x"})},
		[]any{false, ""})
}

func TestPanelListsThatLackLines(t *testing.T) {
	h := newPanelHarness(t)
	h.AddLines(3)
	h.vary(func(v *PanelVariants) { v.FailedLists, v.EmptyLists = 1, 2 })
	h.send(500, PanelUserToken, http.MethodGet, "/ext/lines", "")
	panelEqual(t, "first", panelText(t, h.get(PanelUserToken, "/ext/lines")), "[]")
	panelEqual(t, "second", len(panelNames(h.get(PanelUserToken, "/ext/lines?username=bulk-000001"))), 0)
	panelEqual(t, "third", len(panelNames(h.get(PanelUserToken, "/ext/lines"))), 3)
	h.vary(func(v *PanelVariants) { v.EmptyLists = -1 })
	for range 3 {
		page, _ := h.get(PanelUserToken, "/ext/lines/index").(map[string]any)
		panelEqual(t, "page", panelText(t, page["data"]),
			`{"items":[],"pagination":{"current_page":1,"first_page":1,"last_page":1,"per_page":50,"total":0}}`)
	}
}

func TestPanelTrim(t *testing.T) {
	h := newPanelHarness(t)
	h.vary(func(v *PanelVariants) { v.Trim = true })
	h.post(200, PanelUserToken, "/ext/line/create", `{"package":107,"username":" x ","password":" p ","reseller_notes":"a b\n"}`)
	line, _ := h.LineByUsername("x")
	panelEqual(t, "stored", []string{line.Username, line.Password, line.ResellerNotes}, []string{"x", " p ", "a b"})
	panelEqual(t, "filter", panelNames(h.get(PanelUserToken, "/ext/lines?username=%20x")), []string{"x"})
	h.post(422, PanelUserToken, "/ext/line/create", `{"package":107,"username":"x "}`)
	h.post(422, PanelUserToken, "/ext/line/create", `{"package":107,"username":"  "}`)
}

func TestPanelRenewals(t *testing.T) {
	month, pack := 30*24*time.Hour, 107
	for name, c := range map[string]struct {
		change      func(*PanelVariants)
		connections int
		bouquets    []int
		left        time.Duration
	}{
		"standard": {func(*PanelVariants) {}, 5, []int{1}, 4 * month},
		"from now": {func(v *PanelVariants) { v.RenewFromNow = true }, 5, []int{1}, 3 * month},
		"reset":    {func(v *PanelVariants) { v.RenewResets = true }, 2, []int{2, 3, 6, 8}, 4 * month},
	} {
		h := newPanelHarness(t)
		expiry := h.server.Now().Add(month)
		id := h.AddLine(PanelLine{PackageID: &pack, ExpireAt: &expiry, MaxConnections: 5, Bouquets: []int{1}})
		h.vary(c.change)
		h.post(200, PanelUserToken, "/ext/line/"+id+"/renew", `{"package":108}`)
		line, _ := h.Line(id)
		panelEqual(t, name, []any{line.MaxConnections, line.Bouquets}, []any{c.connections, c.bouquets})
		if off := line.ExpireAt.Sub(h.server.Now().Add(c.left)).Abs(); off > time.Minute {
			t.Errorf("%s: %v off", name, off)
		}
	}
}

func TestPanelOtherLine(t *testing.T) {
	h := newPanelHarness(t)
	id := h.AddLines(1)[0]
	h.vary(func(v *PanelVariants) { v.OtherLine = true })
	for _, action := range []string{"disable", "terminate"} {
		panelEqual(t, action, h.post(200, PanelUserToken, "/ext/line/"+id+"/"+action, "")["line_id"] != id, true)
	}
	line, ok := h.Line(id)
	panelEqual(t, "untouched", []bool{ok, line.IsEnabled}, []bool{true, true})
}

func TestPanelErrors(t *testing.T) {
	for shape, want := range map[PanelErrors]string{
		PanelErrorsInStatus:  `{"message":"Line not found","status":"error"}`,
		PanelErrorsInMessage: `{"message":"Line not found"}`,
		PanelErrorsInSuccess: `{"message":"Line not found","success":false}`,
	} {
		h := newPanelHarness(t)
		h.vary(func(v *PanelVariants) { v.Errors = shape })
		for _, action := range []string{"renew", "update-advanced", "enable", "disable", "terminate"} {
			panelEqual(t, action, panelText(t, h.post(200, PanelEditorToken, "/ext/line/"+panelNobody+"/"+action, "")), want)
		}
		h.send(404, PanelEditorToken, http.MethodGet, "/ext/line/find?username=a&password=b", "")
		id := h.buy(PanelUserToken, "x")
		panelEqual(t, "success", h.post(200, PanelUserToken, "/ext/line/"+id+"/disable", "")["line_id"], any(id))
	}
}

func TestPanelRefusals(t *testing.T) {
	h := newPanelHarness(t)
	h.SetCredits("billing", 150)
	h.vary(func(v *PanelVariants) { v.TooFewCredits = PanelRefusal{409, "Insufficient credits"} })
	id := h.buy(PanelUserToken, "x")
	refused := h.post(409, PanelUserToken, "/ext/line/"+id+"/renew", "")
	panelEqual(t, "renew", panelText(t, refused), `{"error":"Insufficient credits"}`)
	h.SetCredits("billing", 1000)
	h.vary(func(v *PanelVariants) {
		v.Refuse = map[string]PanelRefusal{"panel.line.renew": {Status: 402, Text: "No"}, "panel.profile": {}}
	})
	h.post(402, PanelUserToken, "/ext/line/"+id+"/renew", "")
	h.send(422, PanelUserToken, http.MethodGet, "/ext/profile", "")
	panelEqual(t, "charges", []any{h.Charges(), h.Credits("billing")}, []any{1, 1000.0})
	h.vary(func(v *PanelVariants) { *v = PanelVariants{OwnerRefused: true} })
	h.post(422, PanelEditorToken, "/ext/line/create-advanced", `{"owner_id":2}`)
	h.post(200, PanelAdminToken, "/ext/line/create-advanced", `{"owner_id":2}`)
}

func TestPanelSecondReseller(t *testing.T) {
	h := newPanelHarness(t)
	mine, theirs := h.buy(PanelUserToken, "mine"), h.buy(PanelOtherToken, "theirs")
	panelEqual(t, "lists", [][]string{panelNames(h.get(PanelUserToken, "/ext/lines")), panelNames(h.get(PanelOtherToken, "/ext/lines"))},
		[][]string{{"mine"}, {"theirs"}})
	for _, action := range []string{"renew", "enable", "disable", "terminate"} {
		h.post(404, PanelOtherToken, "/ext/line/"+mine+"/"+action, "")
		h.post(404, PanelUserToken, "/ext/line/"+theirs+"/"+action, "")
	}
	panelEqual(t, "name taken", h.post(422, PanelOtherToken, "/ext/line/create", `{"package":107,"username":"mine"}`)["error"],
		any("The username has already been taken."))
	panelEqual(t, "credits", []float64{h.Credits("billing"), h.Credits("rival")}, []float64{9900, 9900})
	profile := h.get(PanelOtherToken, "/ext/profile")
	panelEqual(t, "profile", panelText(t, profile), `{"credits":9900,"name":"rival"}`)
}

// What another client does counts like a call of its own.
func TestPanelAnotherClient(t *testing.T) {
	h := newPanelHarness(t)
	id := h.buy(PanelUserToken, "x")
	before, _ := h.Line(id)
	panelEqual(t, "renewed", h.RenewLine(id, 108) && h.RenewLine(id, 0), true)
	after, _ := h.Line(id)
	panelEqual(t, "period", after.ExpireAt.Sub(*before.ExpireAt), 180*24*time.Hour)
	panelEqual(t, "paid", []any{h.Credits("billing"), h.Charges(), *after.PackageID}, []any{9400.0, 3, 108})
	panelEqual(t, "renamed", h.RenameLine(id, "y"), true)
	panelEqual(t, "filter", panelNames(h.get(PanelUserToken, "/ext/lines?username=y")), []string{"y"})
	panelEqual(t, "nothing", []bool{h.RenewLine(panelNobody, 107), h.RenewLine(id, 99), h.RenameLine(panelNobody, "z")},
		[]bool{false, false, false})
}
