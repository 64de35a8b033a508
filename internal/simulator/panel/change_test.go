package panel

import (
	"net/http"
	"testing"
	"time"
)

func lineFor(h *harness, line Line) (string, string) {
	h.t.Helper()
	id := h.AddLine(line)
	if id == "" {
		h.t.Fatal("the line was not added")
	}
	return id, "/ext/line/" + id
}

func TestRenewSample(t *testing.T) {
	h := newHarness(t)
	pack, expiry := 107, h.server.Now().Add(240*time.Hour).Truncate(time.Second)
	id, path := lineFor(h, Line{ExpireAt: &expiry, PackageID: &pack, Bouquets: []int{1, 4}, MaxConnections: 7})
	response := h.post(200, UserToken, path+"/renew", `{"package": 108, "rid": "hfd5774466Gdhut"}`)
	equal(t, "response", any(response), decoded(t, `{
		"line_id": "`+id+`", "expire_at": "`+*formatDate(hoursAfter(expiry, 2160))+`", "transaction_amount": -250, "rid": "hfd5774466Gdhut"
	}`))
	line, _ := h.Line(id)
	equal(t, "package", *line.PackageID, 108)
	equal(t, "bouquets and connections stay", []any{line.Bouquets, line.MaxConnections}, []any{[]int{1, 4}, 7})
	equal(t, "credits", h.Credits("billing"), 9750.0)
	equal(t, "operation", h.Ledger()[0].Operation, "panel.line.renew")
}

func hoursAfter(at time.Time, hours int) *time.Time {
	at = at.Add(time.Duration(hours) * time.Hour)
	return &at
}

func TestRenewFromNow(t *testing.T) {
	h := newHarness(t)
	pack, past := 107, h.server.Now().Add(-240*time.Hour)
	for name, expiry := range map[string]*time.Time{"expired": &past, "unlimited": nil} {
		id, path := lineFor(h, Line{ExpireAt: expiry, PackageID: &pack})
		before := h.server.Now().Truncate(time.Second)
		response := h.post(200, UserToken, path+"/renew", "")
		equal(t, name, response["transaction_amount"], any(-100.0))
		line, _ := h.Line(id)
		if got := line.ExpireAt.Add(-720 * time.Hour); got.Before(before) || got.After(h.server.Now()) {
			t.Errorf("%s: the period starts at %v", name, got)
		}
	}
}

func TestRenewWithoutPackage(t *testing.T) {
	h := newHarness(t)
	_, path := lineFor(h, Line{})
	response := h.post(422, UserToken, path+"/renew", `{}`)
	equal(t, "field", sortedKeys(response["errors"]), "package")
	equal(t, "charges", len(h.Ledger()), 0)

	h.AddPackage(Package{ID: 200, Name: "forever", Price: 1})
	response = h.post(200, UserToken, path+"/renew", `{"package":200}`)
	equal(t, "without a duration", response["expire_at"], nil)
}

func TestToggleAndTerminate(t *testing.T) {
	h := newHarness(t)
	id, path := lineFor(h, Line{Username: "x", IsEnabled: true})
	want := any(map[string]any{"line_id": id})
	for _, step := range []struct {
		action  string
		enabled bool
	}{{"disable", false}, {"disable", false}, {"enable", true}, {"enable", true}} {
		equal(t, step.action, any(h.post(200, UserToken, path+"/"+step.action, "")), want)
		line, _ := h.Line(id)
		equal(t, step.action, line.IsEnabled, step.enabled)
	}
	equal(t, "a body is ignored", any(h.post(200, UserToken, path+"/enable", `[`)), want)

	equal(t, "terminate", any(h.post(200, UserToken, path+"/terminate", "")), want)
	equal(t, "lines", len(h.Lines()), 0)
	equal(t, "no refund", h.Credits("billing"), 10_000.0)
	h.post(404, UserToken, path+"/terminate", "")
	h.post(200, UserToken, "/ext/line/create", `{"package":107,"username":"x"}`)
}

func TestUnknownLine(t *testing.T) {
	h := newHarness(t)
	h.SetPermissions(UserToken, editorPermissions...)
	foreign := h.AddLine(Line{Username: "foreign", Password: "p", Owner: "editor", IsEnabled: true})
	before := h.Lines()
	for _, id := range []string{nobody, "no-uuid", foreign} {
		for _, action := range []string{"update-advanced", "renew", "enable", "disable", "terminate"} {
			response := h.post(404, UserToken, "/ext/line/"+id+"/"+action, `{"package":1}`)
			equal(t, action, any(response), any(map[string]any{"error": "Line not found"}))
		}
	}
	h.send(404, UserToken, http.MethodGet, "/ext/line/find?username=foreign&password=p", "")
	equal(t, "lines", h.Lines(), before)
	h.post(200, AdminToken, "/ext/line/"+foreign+"/disable", "")
}

func TestUpdateAdvanced(t *testing.T) {
	h := newHarness(t)
	pack, expiry := 107, time.Date(2031, 2, 3, 4, 5, 6, 0, time.UTC)
	start := Line{
		Username: "u", Password: "p", Owner: "editor", ExpireAt: &expiry, IsEnabled: true, IsRestreamer: true,
		IsTrial: true, PackageID: &pack,
		Bouquets: []int{1, 2}, MaxConnections: 4, ResellerNotes: "n", CanWatchAdult: true,
	}
	other, later := 108, expiry.Add(time.Hour)
	tests := []struct {
		name, body string
		mac        string
		want       func(*Line)
	}{
		{"nothing", `{}`, "", func(*Line) {}},
		{"own username", `{"username":"u"}`, "", func(*Line) {}},
		{"username", `{"username":"v"}`, "", func(l *Line) { l.Username = "v" }},
		{"password", `{"password":"q"}`, "", func(l *Line) { l.Password = "q" }},
		{"expire_at", `{"expire_at":"2031-02-03T06:05:06.5+01:00"}`, "", func(l *Line) { l.ExpireAt = &later }},
		{"expire_at null", `{"expire_at":null}`, "", func(l *Line) { l.ExpireAt = nil }},
		{
			"booleans", `{"is_enabled":false,"is_restreamer":false,"is_trial":false,"can_watch_adult":false}`, "",
			func(l *Line) {
				l.IsEnabled, l.IsRestreamer, l.IsTrial, l.CanWatchAdult = false, false, false, false
			},
		},
		{"package_id only links", `{"package_id":108}`, "", func(l *Line) { l.PackageID = &other }},
		{"bouquets replace", `{"bouquets":[8,5]}`, "", func(l *Line) { l.Bouquets = []int{8, 5} }},
		{"no bouquets", `{"bouquets":[]}`, "", func(l *Line) { l.Bouquets = []int{} }},
		{"notes", `{"reseller_notes":""}`, "", func(l *Line) { l.ResellerNotes = "" }},
		{"connections", `{"max_connections":9}`, "", func(l *Line) { l.MaxConnections = 9 }},
		{"address of a regular line", `{"mac_addr":"00:00:00:11:11:11"}`, "", func(*Line) {}},
		{"address of a device", `{"mac_addr":"aabb.ccdd.eeff"}`, "00:00:00:11:11:11", func(l *Line) { l.MAC = "AA:BB:CC:DD:EE:FF" }},
		{"a device keeps its address", `{"password":"q"}`, "00:00:00:11:11:11", func(l *Line) { l.Password = "q" }},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			h := newHarness(t)
			line := start
			line.MAC = test.mac
			id, path := lineFor(h, line)
			want, _ := h.Line(id)
			test.want(&want)

			response := h.post(200, EditorToken, path+"/update-advanced", test.body)
			equal(t, "fields", sortedKeys(response), recordKeys)
			got, _ := h.Line(id)
			equal(t, "line", got, want)
			equal(t, "listed", h.get(EditorToken, "/ext/lines"), any([]any{response}))
			equal(t, "ledger", len(h.Ledger()), 0)
		})
	}

	_, path := lineFor(h, start)
	h.SetVariants(func(v *Variants) { v.UpdateReturnsID = true })
	equal(t, "variant", sortedKeys(h.post(200, EditorToken, path+"/update-advanced", `{}`)), "line_id")
}

// A token without editLines can do all but update.
func TestReseller(t *testing.T) {
	h := newHarness(t)
	response := h.post(200, UserToken, "/ext/line/create", `{"package":107}`)
	id, _ := response["line_id"].(string)
	h.post(200, UserToken, "/ext/line/"+id+"/renew", `{"package":107}`)
	h.post(200, UserToken, "/ext/line/"+id+"/disable", "")
	h.post(403, UserToken, "/ext/line/"+id+"/update-advanced", `{}`)
	h.post(403, UserToken, "/ext/line/create-advanced", `{}`)
	h.post(200, UserToken, "/ext/line/"+id+"/terminate", "")
	equal(t, "charges", h.Charges(), 2)
}
