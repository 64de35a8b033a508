package simulator

import (
	"net/http"
	"testing"
	"time"
)

func panelLineFor(h *panelHarness, line PanelLine) (string, string) {
	h.t.Helper()
	id := h.AddLine(line)
	if id == "" {
		h.t.Fatal("the line was not added")
	}
	return id, "/ext/line/" + id
}

func TestPanelRenewSample(t *testing.T) {
	h := newPanelHarness(t)
	pack, expiry := 107, h.server.Now().Add(240*time.Hour).Truncate(time.Second)
	id, path := panelLineFor(h, PanelLine{ExpireAt: &expiry, PackageID: &pack, Bouquets: []int{1, 4}, MaxConnections: 7})
	answer := h.post(200, PanelUserToken, path+"/renew", `{"package": 108, "rid": "hfd5774466Gdhut"}`)
	panelEqual(t, "answer", any(answer), panelDecoded(t, `{
		"line_id": "`+id+`", "expire_at": "`+*panelDate(panelLater(expiry, 2160))+`", "transaction_amount": -250, "rid": "hfd5774466Gdhut"
	}`))
	line, _ := h.Line(id)
	panelEqual(t, "package", *line.PackageID, 108)
	panelEqual(t, "bouquets and connections stay", []any{line.Bouquets, line.MaxConnections}, []any{[]int{1, 4}, 7})
	panelEqual(t, "credits", h.Credits("billing"), 9750.0)
	panelEqual(t, "operation", h.Ledger()[0].Operation, "panel.line.renew")
}

func panelLater(at time.Time, hours int) *time.Time {
	at = at.Add(time.Duration(hours) * time.Hour)
	return &at
}

func TestPanelRenewFromNow(t *testing.T) {
	h := newPanelHarness(t)
	pack, past := 107, h.server.Now().Add(-240*time.Hour)
	for name, expiry := range map[string]*time.Time{"expired": &past, "unlimited": nil} {
		id, path := panelLineFor(h, PanelLine{ExpireAt: expiry, PackageID: &pack})
		before := h.server.Now().Truncate(time.Second)
		answer := h.post(200, PanelUserToken, path+"/renew", "")
		panelEqual(t, name, answer["transaction_amount"], any(-100.0))
		line, _ := h.Line(id)
		if got := line.ExpireAt.Add(-720 * time.Hour); got.Before(before) || got.After(h.server.Now()) {
			t.Errorf("%s: the period starts at %v", name, got)
		}
	}
}

func TestPanelRenewWithoutPackage(t *testing.T) {
	h := newPanelHarness(t)
	_, path := panelLineFor(h, PanelLine{})
	answer := h.post(422, PanelUserToken, path+"/renew", `{}`)
	panelEqual(t, "field", panelKeys(answer["errors"]), "package")
	panelEqual(t, "charges", len(h.Ledger()), 0)

	h.AddPackage(PanelPackage{ID: 200, Name: "forever", Price: 1})
	answer = h.post(200, PanelUserToken, path+"/renew", `{"package":200}`)
	panelEqual(t, "without a duration", answer["expire_at"], nil)
}

func TestPanelToggleAndTerminate(t *testing.T) {
	h := newPanelHarness(t)
	id, path := panelLineFor(h, PanelLine{Username: "x", IsEnabled: true})
	want := any(map[string]any{"line_id": id})
	for _, step := range []struct {
		action  string
		enabled bool
	}{{"disable", false}, {"disable", false}, {"enable", true}, {"enable", true}} {
		panelEqual(t, step.action, any(h.post(200, PanelUserToken, path+"/"+step.action, "")), want)
		line, _ := h.Line(id)
		panelEqual(t, step.action, line.IsEnabled, step.enabled)
	}
	panelEqual(t, "a body is ignored", any(h.post(200, PanelUserToken, path+"/enable", `[`)), want)

	panelEqual(t, "terminate", any(h.post(200, PanelUserToken, path+"/terminate", "")), want)
	panelEqual(t, "lines", len(h.Lines()), 0)
	panelEqual(t, "no refund", h.Credits("billing"), 10_000.0)
	h.post(404, PanelUserToken, path+"/terminate", "")
	h.post(200, PanelUserToken, "/ext/line/create", `{"package":107,"username":"x"}`)
}

func TestPanelUnknownLine(t *testing.T) {
	h := newPanelHarness(t)
	h.SetPermissions(PanelUserToken, panelEditorPermissions...)
	foreign := h.AddLine(PanelLine{Username: "foreign", Password: "p", Owner: "editor", IsEnabled: true})
	before := h.Lines()
	for _, id := range []string{panelNobody, "no-uuid", foreign} {
		for _, action := range []string{"update-advanced", "renew", "enable", "disable", "terminate"} {
			answer := h.post(404, PanelUserToken, "/ext/line/"+id+"/"+action, `{"package":1}`)
			panelEqual(t, action, any(answer), any(map[string]any{"error": "Line not found"}))
		}
	}
	h.send(404, PanelUserToken, http.MethodGet, "/ext/line/find?username=foreign&password=p", "")
	panelEqual(t, "lines", h.Lines(), before)
	h.post(200, PanelAdminToken, "/ext/line/"+foreign+"/disable", "")
}

func TestPanelUpdateAdvanced(t *testing.T) {
	h := newPanelHarness(t)
	pack, expiry := 107, time.Date(2031, 2, 3, 4, 5, 6, 0, time.UTC)
	start := PanelLine{
		Username: "u", Password: "p", Owner: "editor", ExpireAt: &expiry, IsEnabled: true, IsRestreamer: true, IsTrial: true, PackageID: &pack,
		Bouquets: []int{1, 2}, MaxConnections: 4, ResellerNotes: "n", CanWatchAdult: true,
	}
	other, later := 108, expiry.Add(time.Hour)
	tests := []struct {
		name, body string
		mac        string
		want       func(*PanelLine)
	}{
		{"nothing", `{}`, "", func(*PanelLine) {}},
		{"own username", `{"username":"u"}`, "", func(*PanelLine) {}},
		{"username", `{"username":"v"}`, "", func(l *PanelLine) { l.Username = "v" }},
		{"password", `{"password":"q"}`, "", func(l *PanelLine) { l.Password = "q" }},
		{"expire_at", `{"expire_at":"2031-02-03T06:05:06.5+01:00"}`, "", func(l *PanelLine) { l.ExpireAt = &later }},
		{"expire_at null", `{"expire_at":null}`, "", func(l *PanelLine) { l.ExpireAt = nil }},
		{
			"booleans", `{"is_enabled":false,"is_restreamer":false,"is_trial":false,"can_watch_adult":false}`, "",
			func(l *PanelLine) {
				l.IsEnabled, l.IsRestreamer, l.IsTrial, l.CanWatchAdult = false, false, false, false
			},
		},
		{"package_id only links", `{"package_id":108}`, "", func(l *PanelLine) { l.PackageID = &other }},
		{"bouquets replace", `{"bouquets":[8,5]}`, "", func(l *PanelLine) { l.Bouquets = []int{8, 5} }},
		{"no bouquets", `{"bouquets":[]}`, "", func(l *PanelLine) { l.Bouquets = []int{} }},
		{"notes", `{"reseller_notes":""}`, "", func(l *PanelLine) { l.ResellerNotes = "" }},
		{"connections", `{"max_connections":9}`, "", func(l *PanelLine) { l.MaxConnections = 9 }},
		{"address of a regular line", `{"mac_addr":"00:00:00:11:11:11"}`, "", func(*PanelLine) {}},
		{"address of a device", `{"mac_addr":"aabb.ccdd.eeff"}`, "00:00:00:11:11:11", func(l *PanelLine) { l.MAC = "AA:BB:CC:DD:EE:FF" }},
		{"a device keeps its address", `{"password":"q"}`, "00:00:00:11:11:11", func(l *PanelLine) { l.Password = "q" }},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			h := newPanelHarness(t)
			line := start
			line.MAC = test.mac
			id, path := panelLineFor(h, line)
			want, _ := h.Line(id)
			test.want(&want)

			answer := h.post(200, PanelEditorToken, path+"/update-advanced", test.body)
			panelEqual(t, "fields", panelKeys(answer), panelRecordKeys)
			got, _ := h.Line(id)
			panelEqual(t, "line", got, want)
			panelEqual(t, "listed", h.get(PanelEditorToken, "/ext/lines"), any([]any{answer}))
			panelEqual(t, "ledger", len(h.Ledger()), 0)
		})
	}

	_, path := panelLineFor(h, start)
	h.SetVariant(func(v *PanelVariants) { v.UpdateAnswersID = true })
	panelEqual(t, "variant", panelKeys(h.post(200, PanelEditorToken, path+"/update-advanced", `{}`)), "line_id")
}

// A token without editLines can do all but update.
func TestPanelReseller(t *testing.T) {
	h := newPanelHarness(t)
	answer := h.post(200, PanelUserToken, "/ext/line/create", `{"package":107}`)
	id, _ := answer["line_id"].(string)
	h.post(200, PanelUserToken, "/ext/line/"+id+"/renew", `{"package":107}`)
	h.post(200, PanelUserToken, "/ext/line/"+id+"/disable", "")
	h.post(403, PanelUserToken, "/ext/line/"+id+"/update-advanced", `{}`)
	h.post(403, PanelUserToken, "/ext/line/create-advanced", `{}`)
	h.post(200, PanelUserToken, "/ext/line/"+id+"/terminate", "")
	panelEqual(t, "charges", h.Charges(), 2)
}
