package panel

import (
	"encoding/json"
	"net/http"
	"testing"
	"time"
)

func (h *harness) vary(change func(*Variants)) { h.SetVariants(change) }

// encodedText is a response as JSON text with sorted names.
func encodedText(t *testing.T, response any) string {
	t.Helper()
	text, err := json.Marshal(response)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// buy is a line of package 107 for the token's user; it returns its id.
func (h *harness) buy(token, username string) string {
	h.t.Helper()
	id, _ := h.post(200, token, "/ext/line/create", `{"package":107,"username":"`+username+`"}`)["line_id"].(string)
	return id
}

func TestForgottenRID(t *testing.T) {
	h := newHarness(t)
	h.vary(func(v *Variants) { v.RID = RIDForgotten })
	for range 2 {
		h.post(200, UserToken, "/ext/line/create", `{"package":107,"rid":"r"}`)
	}
	id := h.Lines()[0].ID
	for range 2 {
		h.post(200, UserToken, "/ext/line/"+id+"/renew", `{"rid":"s"}`)
	}
	line, _ := h.Line(id)
	equal(t, "lines and charges", []int{len(h.Lines()), h.Charges()}, []int{2, 4})
	equal(t, "renewed twice", line.ExpireAt.After(h.server.Now().Add(89*24*time.Hour)), true)
}

func TestSameUsernames(t *testing.T) {
	h := newHarness(t)
	first := h.buy(UserToken, "x")
	h.post(422, UserToken, "/ext/line/create", `{"package":107,"username":"x"}`)
	h.vary(func(v *Variants) { v.SameUsernames = true })
	second, others := h.buy(UserToken, "x"), h.buy(OtherToken, "x")
	equal(t, "ids", first != second && second != others, true)
	equal(t, "filtered", usernames(h.get(UserToken, "/ext/lines?username=x")), []string{"x", "x"})
	equal(t, "seeded", h.AddLine(Line{Username: "x"}) != "" && h.RenameLine(first, "y") && h.RenameLine(first, "x"), true)
	line, _ := h.LineByUsername("x")
	equal(t, "the first line", line.ID, first)
	h.DeleteLine(first)
	line, _ = h.LineByUsername("x")
	equal(t, "the next line", line.ID, second)
	h.vary(func(v *Variants) { v.SameUsernames = false })
	equal(t, "taken again", []any{h.RenameLine(h.buy(UserToken, "z"), "x"), h.AddLine(Line{Username: "x"})},
		[]any{false, ""})
}

func TestListsThatLackLines(t *testing.T) {
	h := newHarness(t)
	h.AddLines(3)
	h.vary(func(v *Variants) { v.FailedLists, v.EmptyLists = 1, 2 })
	h.send(500, UserToken, http.MethodGet, "/ext/lines", "")
	equal(t, "first", encodedText(t, h.get(UserToken, "/ext/lines")), "[]")
	equal(t, "second", len(usernames(h.get(UserToken, "/ext/lines?username=bulk-000001"))), 0)
	equal(t, "third", len(usernames(h.get(UserToken, "/ext/lines"))), 3)
	h.vary(func(v *Variants) { v.EmptyLists = -1 })
	for range 3 {
		page, _ := h.get(UserToken, "/ext/lines/index").(map[string]any)
		equal(t, "page", encodedText(t, page["data"]),
			`{"items":[],"pagination":{"current_page":1,"first_page":1,"last_page":1,"per_page":50,"total":0}}`)
	}
}

func TestTrim(t *testing.T) {
	h := newHarness(t)
	h.vary(func(v *Variants) { v.Trim = true })
	h.post(200, UserToken, "/ext/line/create", `{"package":107,"username":" x ","password":" p ","reseller_notes":"a b\n"}`)
	line, _ := h.LineByUsername("x")
	equal(t, "stored", []string{line.Username, line.Password, line.ResellerNotes}, []string{"x", " p ", "a b"})
	equal(t, "filter", usernames(h.get(UserToken, "/ext/lines?username=%20x")), []string{"x"})
	h.post(422, UserToken, "/ext/line/create", `{"package":107,"username":"x "}`)
	h.post(422, UserToken, "/ext/line/create", `{"package":107,"username":"  "}`)
}

func TestRenewals(t *testing.T) {
	month, pack := 30*24*time.Hour, 107
	for name, c := range map[string]struct {
		change      func(*Variants)
		connections int
		bouquets    []int
		left        time.Duration
	}{
		"standard": {func(*Variants) {}, 5, []int{1}, 4 * month},
		"from now": {func(v *Variants) { v.RenewFromNow = true }, 5, []int{1}, 3 * month},
		"reset":    {func(v *Variants) { v.RenewResets = true }, 2, []int{2, 3, 6, 8}, 4 * month},
	} {
		h := newHarness(t)
		expiry := h.server.Now().Add(month)
		id := h.AddLine(Line{PackageID: &pack, ExpireAt: &expiry, MaxConnections: 5, Bouquets: []int{1}})
		h.vary(c.change)
		h.post(200, UserToken, "/ext/line/"+id+"/renew", `{"package":108}`)
		line, _ := h.Line(id)
		equal(t, name, []any{line.MaxConnections, line.Bouquets}, []any{c.connections, c.bouquets})
		if off := line.ExpireAt.Sub(h.server.Now().Add(c.left)).Abs(); off > time.Minute {
			t.Errorf("%s: %v off", name, off)
		}
	}
}

func TestOtherLine(t *testing.T) {
	h := newHarness(t)
	id := h.AddLines(1)[0]
	h.vary(func(v *Variants) { v.OtherLine = true })
	for _, action := range []string{"disable", "terminate"} {
		equal(t, action, h.post(200, UserToken, "/ext/line/"+id+"/"+action, "")["line_id"] != id, true)
	}
	line, ok := h.Line(id)
	equal(t, "untouched", []bool{ok, line.IsEnabled}, []bool{true, true})
}

func TestErrors(t *testing.T) {
	for shape, want := range map[Errors]string{
		ErrorsInStatus:  `{"message":"Line not found","status":"error"}`,
		ErrorsInMessage: `{"message":"Line not found"}`,
		ErrorsInSuccess: `{"message":"Line not found","success":false}`,
	} {
		h := newHarness(t)
		h.vary(func(v *Variants) { v.Errors = shape })
		for _, action := range []string{"renew", "update-advanced", "enable", "disable", "terminate"} {
			equal(t, action, encodedText(t, h.post(200, EditorToken, "/ext/line/"+nobody+"/"+action, "")), want)
		}
		h.send(404, EditorToken, http.MethodGet, "/ext/line/find?username=a&password=b", "")
		id := h.buy(UserToken, "x")
		equal(t, "success", h.post(200, UserToken, "/ext/line/"+id+"/disable", "")["line_id"], any(id))
	}
}

func TestRefusals(t *testing.T) {
	h := newHarness(t)
	h.SetCredits("billing", 150)
	h.vary(func(v *Variants) { v.TooFewCredits = Refusal{409, "Insufficient credits"} })
	id := h.buy(UserToken, "x")
	refused := h.post(409, UserToken, "/ext/line/"+id+"/renew", "")
	equal(t, "renew", encodedText(t, refused), `{"error":"Insufficient credits"}`)
	h.SetCredits("billing", 1000)
	h.vary(func(v *Variants) {
		v.Refuse = map[string]Refusal{"panel.line.renew": {Status: 402, Text: "No"}, "panel.profile": {}}
	})
	h.post(402, UserToken, "/ext/line/"+id+"/renew", "")
	h.send(422, UserToken, http.MethodGet, "/ext/profile", "")
	equal(t, "charges", []any{h.Charges(), h.Credits("billing")}, []any{1, 1000.0})
	h.vary(func(v *Variants) { *v = Variants{OwnerRefused: true} })
	h.post(422, EditorToken, "/ext/line/create-advanced", `{"owner_id":2}`)
	h.post(200, AdminToken, "/ext/line/create-advanced", `{"owner_id":2}`)
}

func TestSecondReseller(t *testing.T) {
	h := newHarness(t)
	mine, theirs := h.buy(UserToken, "mine"), h.buy(OtherToken, "theirs")
	equal(t, "lists", [][]string{usernames(h.get(UserToken, "/ext/lines")), usernames(h.get(OtherToken, "/ext/lines"))},
		[][]string{{"mine"}, {"theirs"}})
	for _, action := range []string{"renew", "enable", "disable", "terminate"} {
		h.post(404, OtherToken, "/ext/line/"+mine+"/"+action, "")
		h.post(404, UserToken, "/ext/line/"+theirs+"/"+action, "")
	}
	equal(t, "name taken", h.post(422, OtherToken, "/ext/line/create", `{"package":107,"username":"mine"}`)["error"],
		any("The username has already been taken."))
	equal(t, "credits", []float64{h.Credits("billing"), h.Credits("rival")}, []float64{9900, 9900})
	profile := h.get(OtherToken, "/ext/profile")
	equal(t, "profile", encodedText(t, profile), `{"credits":9900,"name":"rival"}`)
}

// What another client does counts like a call of its own.
func TestAnotherClient(t *testing.T) {
	h := newHarness(t)
	id := h.buy(UserToken, "x")
	before, _ := h.Line(id)
	equal(t, "renewed", h.RenewLine(id, 108) && h.RenewLine(id, 0), true)
	after, _ := h.Line(id)
	equal(t, "period", after.ExpireAt.Sub(*before.ExpireAt), 180*24*time.Hour)
	equal(t, "paid", []any{h.Credits("billing"), h.Charges(), *after.PackageID}, []any{9400.0, 3, 108})
	equal(t, "renamed", h.RenameLine(id, "y"), true)
	equal(t, "filter", usernames(h.get(UserToken, "/ext/lines?username=y")), []string{"y"})
	equal(t, "nothing", []bool{h.RenewLine(nobody, 107), h.RenewLine(id, 99), h.RenameLine(nobody, "z")},
		[]bool{false, false, false})
}
