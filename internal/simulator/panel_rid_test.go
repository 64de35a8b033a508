package simulator

import (
	"strings"
	"testing"
)

func TestPanelRID(t *testing.T) {
	modes := []struct {
		name   string
		mode   PanelRID
		status int
	}{{"replay", PanelRIDReplay, 200}, {"conflict", PanelRIDConflict, 409}, {"error in 200", PanelRIDErrorInOK, 200}}
	calls := []struct{ path, body string }{
		{"/ext/line/create", `{"package":107,"username":"new","rid":"r"}`},
		{"/ext/line/create-advanced", `{"username":"new","rid":"r"}`},
		{"/ext/line/ID/renew", `{"package":108,"rid":"r"}`},
		{"/ext/line/ID/update-advanced", `{"password":"changed","rid":"r"}`},
	}
	for _, mode := range modes {
		for _, call := range calls {
			t.Run(mode.name+call.path, func(t *testing.T) {
				h := newPanelHarness(t)
				h.SetVariant(func(v *PanelVariants) { v.RID = mode.mode })
				pack := 107
				id := h.AddLine(PanelLine{Owner: "editor", PackageID: &pack})
				path := strings.Replace(call.path, "ID", id, 1)

				first := h.post(200, PanelEditorToken, path, call.body)
				// Somebody else's change in between shows that the repeated request has no effect.
				for _, line := range h.Lines() {
					h.UpdateLine(line.ID, func(l *PanelLine) { l.Password, l.ExpireAt = "between", nil })
				}
				lines, credits, ledger := h.Lines(), h.Credits("editor"), h.Ledger()
				second := h.post(mode.status, PanelEditorToken, path, call.body)
				if mode.mode == PanelRIDReplay {
					panelEqual(t, "replayed", second, first)
				} else {
					panelEqual(t, "refused", any(second), any(map[string]any{"error": "The rid has already been used.", "rid": "r"}))
				}
				panelEqual(t, "lines", h.Lines(), lines)
				panelEqual(t, "credits", h.Credits("editor"), credits)
				panelEqual(t, "ledger", h.Ledger(), ledger)
			})
		}
	}
}

func TestPanelRIDScope(t *testing.T) {
	h := newPanelHarness(t)
	create := func(token, rid string) string {
		id, _ := h.post(200, token, "/ext/line/create", `{"package":107,"rid":"`+rid+`"}`)["line_id"].(string)
		return id
	}
	first := create(PanelUserToken, "r")
	panelEqual(t, "the same user and endpoint", create(PanelUserToken, "r"), first)
	other := create(PanelUserToken, "s")
	panelEqual(t, "another rid", other != first, true)
	panelEqual(t, "another user", create(PanelEditorToken, "r") != first, true)
	panelEqual(t, "charges", h.Charges(), 3)

	renewed := h.post(200, PanelUserToken, "/ext/line/"+first+"/renew", `{"rid":"r"}`)
	panelEqual(t, "another endpoint", []any{renewed["line_id"], h.Charges()}, []any{first, 4})
	replayed := h.post(200, PanelUserToken, "/ext/line/"+other+"/renew", `{"rid":"r"}`)
	panelEqual(t, "another line of the endpoint", []any{replayed["line_id"], h.Charges()}, []any{first, 4})
}
