package panel

import (
	"strings"
	"testing"
)

func TestRID(t *testing.T) {
	modes := []struct {
		name   string
		mode   RID
		status int
	}{{"replay", RIDReplay, 200}, {"conflict", RIDConflict, 409}, {"error in 200", RIDErrorInOK, 200}}
	calls := []struct{ path, body string }{
		{"/ext/line/create", `{"package":107,"username":"new","rid":"r"}`},
		{"/ext/line/create-advanced", `{"username":"new","rid":"r"}`},
		{"/ext/line/ID/renew", `{"package":108,"rid":"r"}`},
		{"/ext/line/ID/update-advanced", `{"password":"changed","rid":"r"}`},
	}
	for _, mode := range modes {
		for _, call := range calls {
			t.Run(mode.name+call.path, func(t *testing.T) {
				h := newHarness(t)
				h.SetVariants(func(v *Variants) { v.RID = mode.mode })
				pack := 107
				id := h.AddLine(Line{Owner: "editor", PackageID: &pack})
				path := strings.Replace(call.path, "ID", id, 1)

				first := h.post(200, EditorToken, path, call.body)
				// Another client's change in between shows that the repeated request has no effect.
				for _, line := range h.Lines() {
					h.UpdateLine(line.ID, func(l *Line) { l.Password, l.ExpireAt = "between", nil })
				}
				lines, credits, ledger := h.Lines(), h.Credits("editor"), h.Ledger()
				second := h.post(mode.status, EditorToken, path, call.body)
				if mode.mode == RIDReplay {
					equal(t, "replayed", second, first)
				} else {
					equal(t, "refused", any(second), any(map[string]any{"error": "The rid has already been used.", "rid": "r"}))
				}
				equal(t, "lines", h.Lines(), lines)
				equal(t, "credits", h.Credits("editor"), credits)
				equal(t, "ledger", h.Ledger(), ledger)
			})
		}
	}
}

func TestRIDScope(t *testing.T) {
	h := newHarness(t)
	create := func(token, rid string) string {
		id, _ := h.post(200, token, "/ext/line/create", `{"package":107,"rid":"`+rid+`"}`)["line_id"].(string)
		return id
	}
	first := create(UserToken, "r")
	equal(t, "the same user and endpoint", create(UserToken, "r"), first)
	other := create(UserToken, "s")
	equal(t, "another rid", other != first, true)
	equal(t, "another user", create(EditorToken, "r") != first, true)
	equal(t, "charges", h.Charges(), 3)

	renewed := h.post(200, UserToken, "/ext/line/"+first+"/renew", `{"rid":"r"}`)
	equal(t, "another endpoint", []any{renewed["line_id"], h.Charges()}, []any{first, 4})
	replayed := h.post(200, UserToken, "/ext/line/"+other+"/renew", `{"rid":"r"}`)
	equal(t, "another line of the endpoint", []any{replayed["line_id"], h.Charges()}, []any{first, 4})
}
