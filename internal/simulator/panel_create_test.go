package simulator

import (
	"regexp"
	"strings"
	"testing"
	"time"
)

func TestPanelCreateSample(t *testing.T) {
	h := newPanelHarness(t)
	before := h.server.Now().Truncate(time.Second)
	answer := h.post(200, PanelUserToken, "/ext/line/create", `{
		"username": "larry_line", "password": "12345", "package": 107, "reseller_notes": "larry's home line",
		"bouquets": [2], "rid": "xDg456Hdfjdeg45"
	}`)
	after := h.server.Now()

	panelEqual(t, "fields", panelKeys(answer), panelReceiptKeys)
	panelEqual(t, "amount", answer["transaction_amount"], -100.0)
	panelEqual(t, "rid", answer["rid"], "xDg456Hdfjdeg45")
	text, _ := answer["expire_at"].(string)
	if !regexp.MustCompile(`^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+00:00$`).MatchString(text) {
		t.Errorf("expire_at is %q", text)
	}
	expiry, err := time.Parse(time.RFC3339, text)
	if err != nil || expiry.Before(before.Add(720*time.Hour)) || expiry.After(after.Add(720*time.Hour)) {
		t.Errorf("expire_at is %q: %v", text, err)
	}
	id, _ := answer["line_id"].(string)
	if !regexp.MustCompile(`^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$`).MatchString(id) {
		t.Errorf("line_id is %q", id)
	}

	line, ok := h.Line(id)
	pack := 107
	panelEqual(t, "found", ok, true)
	panelEqual(t, "expiry", line.ExpireAt.Equal(expiry), true)
	line.ExpireAt = nil
	panelEqual(t, "line", line, PanelLine{
		ID: id, Username: "larry_line", Password: "12345", Owner: "billing", Type: PanelRegular, IsEnabled: true,
		PackageID: &pack, Bouquets: []int{2}, MaxConnections: 1, ResellerNotes: "larry's home line",
	})
	panelEqual(t, "credits", h.Credits("billing"), 9900.0)
	panelEqual(t, "charges", h.Charges(), 1)
	charge := h.Ledger()[0]
	panelEqual(t, "charge", []any{charge.User, charge.LineID, charge.Amount, charge.Operation},
		[]any{"billing", id, -100.0, "panel.line.create"})
}

func TestPanelCreate(t *testing.T) {
	tests := []struct {
		name, body  string
		amount      float64
		bouquets    []int
		connections int
		trial       bool
		mac, kind   string
	}{
		{"package alone", `{"package":107}`, -100, []int{1, 2, 3, 4}, 1, false, "", "regular"},
		{"bouquets outside are dropped", `{"package":108,"bouquets":[8,1,2,99,8]}`, -250, []int{8, 2}, 2, false, "", "regular"},
		{"no bouquets", `{"package":108,"bouquets":[]}`, -250, []int{}, 2, false, "", "regular"},
		{"connections override", `{"package":108,"max_connections":5}`, -250, []int{2, 3, 6, 8}, 5, false, "", "regular"},
		{"device", `{"package":107,"mac_addr":"0a-1b-2c-3d-4e-5f"}`, -100, []int{1, 2, 3, 4}, 1, false, "0A:1B:2C:3D:4E:5F", "device"},
		{"trial", `{"package":109}`, 0, []int{1, 2}, 1, true, "", "regular"},
		{
			"fields of create-advanced are ignored", `{"package":107,"is_enabled":false,"expire_at":null,"owner_id":1,"package_id":1}`,
			-100, []int{1, 2, 3, 4}, 1, false, "", "regular",
		},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			h := newPanelHarness(t)
			answer := h.post(200, PanelUserToken, "/ext/line/create", test.body)
			panelEqual(t, "fields", panelKeys(answer), panelReceiptKeys)
			panelEqual(t, "amount", answer["transaction_amount"], test.amount)
			panelEqual(t, "rid", answer["rid"], nil)
			line := h.Lines()[0]
			panelEqual(t, "id", answer["line_id"], line.ID)
			panelEqual(t, "random", []int{len(line.Username), len(line.Password)}, []int{11, 11})
			panelEqual(t, "bouquets", line.Bouquets, test.bouquets)
			panelEqual(t, "connections", line.MaxConnections, test.connections)
			panelEqual(t, "flags", []bool{line.IsTrial, line.IsEnabled}, []bool{test.trial, true})
			panelEqual(t, "mac", []string{line.MAC, line.Type, line.Owner}, []string{test.mac, test.kind, "billing"})
			panelEqual(t, "credits", h.Credits("billing"), 10_000+test.amount)
		})
	}
}

func TestPanelCreateAdvancedSample(t *testing.T) {
	h := newPanelHarness(t)
	answer := h.post(200, PanelEditorToken, "/ext/line/create-advanced", `{
		"mac_addr": "00:00:00:11:11:11", "bouquets": [1, 2, 3, 4], "reseller_notes": "larry's home line 888",
		"rid": "xDg456Hdfjnthkyjhtrjjhhbdehgk45"
	}`)
	line := h.Lines()[0]
	panelEqual(t, "random", []int{len(line.Username), len(line.Password)}, []int{11, 11})
	panelEqual(t, "answer", any(answer), panelDecoded(t, `{
		"line_id": "`+line.ID+`", "username": "`+line.Username+`", "password": "`+line.Password+`",
		"mac_addr": "00:00:00:11:11:11", "owner": "editor", "type": "device", "expire_at": null, "is_enabled": true,
		"is_restreamer": false, "is_trial": false, "package_id": null, "bouquets": [4, 3, 2, 1], "transaction_amount": 0,
		"max_connections": 1, "reseller_notes": "larry's home line 888", "rid": "xDg456Hdfjnthkyjhtrjjhhbdehgk45"
	}`))
	panelEqual(t, "credits", h.Credits("editor"), 10_000.0)
	panelEqual(t, "charges", []int{h.Charges(), len(h.Ledger())}, []int{0, 1})
}

func TestPanelCreateAdvanced(t *testing.T) {
	h := newPanelHarness(t)
	answer := h.post(200, PanelEditorToken, "/ext/line/create-advanced", `{
		"username": "u", "password": "p", "expire_at": "2030-01-02T03:04:05.678+02:00", "is_enabled": false, "is_restreamer": true,
		"is_trial": true, "package_id": 108, "bouquets": [7, 1], "max_connections": 3, "can_watch_adult": true, "owner_id": 1
	}`)
	delete(answer, "line_id")
	panelEqual(t, "answer", any(answer), panelDecoded(t, `{
		"username": "u", "password": "p", "mac_addr": null, "owner": "editor", "type": "regular",
		"expire_at": "2030-01-02T01:04:05+00:00", "is_enabled": false, "is_restreamer": true, "is_trial": true, "package_id": 108,
		"bouquets": [7, 1], "transaction_amount": 0, "max_connections": 3, "reseller_notes": "", "rid": null
	}`))
	line, _ := h.LineByUsername("u")
	panelEqual(t, "can_watch_adult", line.CanWatchAdult, true)

	answer = h.post(200, PanelEditorToken, "/ext/line/create-advanced", "")
	panelEqual(t, "bouquets", answer["bouquets"], []any{})
}

func TestPanelDateInput(t *testing.T) {
	for input, want := range map[string]string{
		"2030-01-02T03:04:05Z":           "2030-01-02T03:04:05+00:00",
		"2030-01-02T03:04:05+00:00":      "2030-01-02T03:04:05+00:00",
		"2030-01-02T03:04:05-05:30":      "2030-01-02T08:34:05+00:00",
		"2030-01-02T03:04:05+0200":       "2030-01-02T01:04:05+00:00",
		"2030-01-02T03:04:05.999999999Z": "2030-01-02T03:04:05+00:00",
	} {
		answer := newPanelHarness(t).post(200, PanelEditorToken, "/ext/line/create-advanced", `{"expire_at":"`+input+`"}`)
		panelEqual(t, input, answer["expire_at"], any(want))
	}
}

// Every refused field leaves lines, credits and the ledger as they were.
func TestPanelRefusedFields(t *testing.T) {
	long := strings.Repeat("é", 256)
	const create, advanced, update, renew = "/ext/line/create", "/ext/line/create-advanced", "/ext/line/ID/update-advanced", "/ext/line/ID/renew"
	all, written := []string{create, advanced, update}, []string{advanced, update}
	tests := []struct {
		field  string
		paths  []string
		values []string
	}{
		{"username", all, []string{`"taken"`, `""`, `1`, `null`, `"` + long + `"`}},
		{"password", all, []string{`""`, `12345`, `null`, `"` + long + `"`}},
		{"reseller_notes", all, []string{`1`, `null`, `[]`}},
		{"mac_addr", all, []string{`""`, `"00:00:00:11:11"`, `"00:00:00:11:11:GG"`, `"000000111111"`, `"00:00:00:00:00:11:11:11"`, `1`,
			`null`}},
		{"max_connections", all, []string{`0`, `-1`, `"1"`, `1.0`, `1e2`, `true`, `null`}},
		{"bouquets", all, []string{`1`, `"1"`, `{}`, `null`}},
		{"bouquets.1", all, []string{`[1,"2"]`, `[1,null]`, `[1,2.5]`, `[1,{"id":2}]`}},
		{"bouquets", written, []string{`[1,99]`}},
		{"package", []string{create, renew}, []string{`1`, `"107"`, `107.5`, `null`}},
		{"package_id", written, []string{`1`, `"107"`, `null`}},
		{"is_enabled", written, []string{`"true"`, `1`, `null`}},
		{"is_restreamer", written, []string{`0`}},
		{"is_trial", written, []string{`"no"`}},
		{"can_watch_adult", written, []string{`1`, `null`}},
		{"owner_id", written, []string{`"1"`, `99`, `null`}},
		{"expire_at", written, []string{`"tomorrow"`, `"2030-01-02"`, `"2030-01-02T03:04:05"`, `"2030-02-30T00:00:00Z"`, `1893456000`,
			`""`}},
		{"expire_at", []string{advanced}, []string{`null`}},
		{"rid", []string{create, advanced, update, renew}, []string{`1`, `""`, `null`}},
	}
	h := newPanelHarness(t)
	pack := 107
	h.AddLine(PanelLine{Username: "taken", Owner: "billing"})
	id := h.AddLine(PanelLine{Username: "own", Owner: "root", PackageID: &pack})
	before := h.Lines()
	for _, test := range tests {
		for _, path := range test.paths {
			for _, value := range test.values {
				key, _, _ := strings.Cut(test.field, ".")
				body := `{"` + key + `":` + value
				if path == create && key != "package" {
					body += `,"package":107`
				}
				answer := h.post(422, PanelAdminToken, strings.Replace(path, "ID", id, 1), body+`}`)
				panelEqual(t, body, panelKeys(answer), "error errors message")
				panelEqual(t, body, answer["error"], answer["message"])
				panelEqual(t, body, panelKeys(answer["errors"]), test.field)
			}
		}
	}
	panelEqual(t, "lines", h.Lines(), before)
	panelEqual(t, "credits", h.Credits("root"), 10_000.0)
	panelEqual(t, "ledger", len(h.Ledger()), 0)
}

func TestPanelRefusalCountsErrors(t *testing.T) {
	h := newPanelHarness(t)
	answer := h.post(422, PanelUserToken, "/ext/line/create", `{"username":1}`)
	panelEqual(t, "two", answer["message"], any("The username field must be a string. (and 1 more error)"))
	panelEqual(t, "fields", answer["errors"], panelDecoded(t, `{
		"username": ["The username field must be a string."], "package": ["The package field is required."]
	}`))
	answer = h.post(422, PanelUserToken, "/ext/line/create", `{"username":1,"password":2}`)
	panelEqual(t, "three", answer["message"], any("The password field must be a string. (and 2 more errors)"))
}

func TestPanelLongestNames(t *testing.T) {
	h := newPanelHarness(t)
	name := strings.Repeat("é", 255)
	for path, token := range map[string]string{"/ext/line/create": PanelUserToken, "/ext/line/create-advanced": PanelEditorToken} {
		h.post(200, token, path, `{"package":107,"password":"`+name+`"}`)
	}
	h.post(200, PanelUserToken, "/ext/line/create", `{"package":107,"username":"`+name+`"}`)
	_, ok := h.LineByUsername(name)
	panelEqual(t, "stored", ok, true)
}

func TestPanelTooFewCredits(t *testing.T) {
	h := newPanelHarness(t)
	pack := 107
	id := h.AddLine(PanelLine{PackageID: &pack})
	before := h.Lines()
	h.SetCredits("billing", 99.5)
	for _, path := range []string{"/ext/line/create", "/ext/line/" + id + "/renew"} {
		answer := h.post(402, PanelUserToken, path, `{"package":107,"rid":"r"}`)
		panelEqual(t, "error", answer["error"], any("Not enough credits: the package costs 100, the balance is 99.5."))
	}
	panelEqual(t, "lines", h.Lines(), before)
	panelEqual(t, "credits", h.Credits("billing"), 99.5)

	// What was refused is not remembered under its rid.
	h.SetCredits("billing", 100)
	h.post(200, PanelUserToken, "/ext/line/create", `{"package":107,"rid":"r"}`)
	panelEqual(t, "credits", h.Credits("billing"), 0.0)
	h.post(200, PanelUserToken, "/ext/line/create", `{"package":109}`)
}

func TestPanelOwner(t *testing.T) {
	h := newPanelHarness(t)
	h.AddLines(2)
	answer := h.post(200, PanelAdminToken, "/ext/line/create-advanced", `{"username":"given","owner_id":2}`)
	panelEqual(t, "owner", answer["owner"], any("billing"))
	h.AddLines(1)
	id, _ := answer["line_id"].(string)

	answer = h.post(200, PanelAdminToken, "/ext/line/"+id+"/update-advanced", `{"owner_id":3}`)
	panelEqual(t, "moved", answer["owner"], any("editor"))
	answer = h.post(200, PanelEditorToken, "/ext/line/"+id+"/update-advanced", `{"owner_id":2}`)
	panelEqual(t, "not a super-admin", answer["owner"], any("editor"))
	answer = h.post(200, PanelAdminToken, "/ext/line/"+id+"/update-advanced", `{"owner_id":2}`)
	panelEqual(t, "moved back", answer["owner"], any("billing"))

	var names []string
	for _, record := range h.get(PanelUserToken, "/ext/lines").([]any) {
		names = append(names, record.(map[string]any)["username"].(string))
	}
	panelEqual(t, "still in the order of creation", names, []string{"bulk-000001", "bulk-000002", "given", "bulk-000004"})
}
