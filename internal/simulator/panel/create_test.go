package panel

import (
	"regexp"
	"strings"
	"testing"
	"time"
)

func TestCreateSample(t *testing.T) {
	h := newHarness(t)
	before := h.server.Now().Truncate(time.Second)
	response := h.post(200, UserToken, "/ext/line/create", `{
		"username": "larry_line", "password": "12345", "package": 107, "reseller_notes": "larry's home line",
		"bouquets": [2], "rid": "xDg456Hdfjdeg45"
	}`)
	after := h.server.Now()

	equal(t, "fields", sortedKeys(response), receiptKeys)
	equal(t, "amount", response["transaction_amount"], -100.0)
	equal(t, "rid", response["rid"], "xDg456Hdfjdeg45")
	text, _ := response["expire_at"].(string)
	if !regexp.MustCompile(`^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+00:00$`).MatchString(text) {
		t.Errorf("expire_at is %q", text)
	}
	expiry, err := time.Parse(time.RFC3339, text)
	if err != nil || expiry.Before(before.Add(720*time.Hour)) || expiry.After(after.Add(720*time.Hour)) {
		t.Errorf("expire_at is %q: %v", text, err)
	}
	id, _ := response["line_id"].(string)
	if !regexp.MustCompile(`^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$`).MatchString(id) {
		t.Errorf("line_id is %q", id)
	}

	line, ok := h.Line(id)
	pack := 107
	equal(t, "found", ok, true)
	equal(t, "expiry", line.ExpireAt.Equal(expiry), true)
	line.ExpireAt = nil
	equal(t, "line", line, Line{
		ID: id, Username: "larry_line", Password: "12345", Owner: "billing", Type: Regular, IsEnabled: true,
		PackageID: &pack, Bouquets: []int{2}, MaxConnections: 1, ResellerNotes: "larry's home line",
	})
	equal(t, "credits", h.Credits("billing"), 9900.0)
	equal(t, "charges", h.Charges(), 1)
	charge := h.Ledger()[0]
	equal(t, "charge", []any{charge.User, charge.LineID, charge.Amount, charge.Operation},
		[]any{"billing", id, -100.0, "panel.line.create"})
}

func TestCreate(t *testing.T) {
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
			h := newHarness(t)
			response := h.post(200, UserToken, "/ext/line/create", test.body)
			equal(t, "fields", sortedKeys(response), receiptKeys)
			equal(t, "amount", response["transaction_amount"], test.amount)
			equal(t, "rid", response["rid"], nil)
			line := h.Lines()[0]
			equal(t, "id", response["line_id"], line.ID)
			equal(t, "random", []int{len(line.Username), len(line.Password)}, []int{11, 11})
			equal(t, "bouquets", line.Bouquets, test.bouquets)
			equal(t, "connections", line.MaxConnections, test.connections)
			equal(t, "flags", []bool{line.IsTrial, line.IsEnabled}, []bool{test.trial, true})
			equal(t, "mac", []string{line.MAC, line.Type, line.Owner}, []string{test.mac, test.kind, "billing"})
			equal(t, "credits", h.Credits("billing"), 10_000+test.amount)
		})
	}
}

func TestCreateAdvancedSample(t *testing.T) {
	h := newHarness(t)
	response := h.post(200, EditorToken, "/ext/line/create-advanced", `{
		"mac_addr": "00:00:00:11:11:11", "bouquets": [1, 2, 3, 4], "reseller_notes": "larry's home line 888",
		"rid": "xDg456Hdfjnthkyjhtrjjhhbdehgk45"
	}`)
	line := h.Lines()[0]
	equal(t, "random", []int{len(line.Username), len(line.Password)}, []int{11, 11})
	equal(t, "response", any(response), decoded(t, `{
		"line_id": "`+line.ID+`", "username": "`+line.Username+`", "password": "`+line.Password+`",
		"mac_addr": "00:00:00:11:11:11", "owner": "editor", "type": "device", "expire_at": null, "is_enabled": true,
		"is_restreamer": false, "is_trial": false, "package_id": null, "bouquets": [4, 3, 2, 1], "transaction_amount": 0,
		"max_connections": 1, "reseller_notes": "larry's home line 888", "rid": "xDg456Hdfjnthkyjhtrjjhhbdehgk45"
	}`))
	equal(t, "credits", h.Credits("editor"), 10_000.0)
	equal(t, "charges", []int{h.Charges(), len(h.Ledger())}, []int{0, 1})
}

func TestCreateAdvanced(t *testing.T) {
	h := newHarness(t)
	response := h.post(200, EditorToken, "/ext/line/create-advanced", `{
		"username": "u", "password": "p", "expire_at": "2030-01-02T03:04:05.678+02:00", "is_enabled": false, "is_restreamer": true,
		"is_trial": true, "package_id": 108, "bouquets": [7, 1], "max_connections": 3, "can_watch_adult": true, "owner_id": 1
	}`)
	delete(response, "line_id")
	equal(t, "response", any(response), decoded(t, `{
		"username": "u", "password": "p", "mac_addr": null, "owner": "editor", "type": "regular",
		"expire_at": "2030-01-02T01:04:05+00:00", "is_enabled": false, "is_restreamer": true, "is_trial": true, "package_id": 108,
		"bouquets": [7, 1], "transaction_amount": 0, "max_connections": 3, "reseller_notes": "", "rid": null
	}`))
	line, _ := h.LineByUsername("u")
	equal(t, "can_watch_adult", line.CanWatchAdult, true)

	response = h.post(200, EditorToken, "/ext/line/create-advanced", "")
	equal(t, "bouquets", response["bouquets"], []any{})
}

func TestDateInput(t *testing.T) {
	for input, want := range map[string]string{
		"2030-01-02T03:04:05Z":           "2030-01-02T03:04:05+00:00",
		"2030-01-02T03:04:05+00:00":      "2030-01-02T03:04:05+00:00",
		"2030-01-02T03:04:05-05:30":      "2030-01-02T08:34:05+00:00",
		"2030-01-02T03:04:05+0200":       "2030-01-02T01:04:05+00:00",
		"2030-01-02T03:04:05.999999999Z": "2030-01-02T03:04:05+00:00",
	} {
		response := newHarness(t).post(200, EditorToken, "/ext/line/create-advanced", `{"expire_at":"`+input+`"}`)
		equal(t, input, response["expire_at"], any(want))
	}
}

// Every refused field leaves lines, credits and the ledger as they were.
func TestRefusedFields(t *testing.T) {
	long := strings.Repeat("é", 256)
	const (
		create, advanced = "/ext/line/create", "/ext/line/create-advanced"
		update, renew    = "/ext/line/ID/update-advanced", "/ext/line/ID/renew"
	)
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
	h := newHarness(t)
	pack := 107
	h.AddLine(Line{Username: "taken", Owner: "billing"})
	id := h.AddLine(Line{Username: "own", Owner: "root", PackageID: &pack})
	before := h.Lines()
	for _, test := range tests {
		for _, path := range test.paths {
			for _, value := range test.values {
				key, _, _ := strings.Cut(test.field, ".")
				body := `{"` + key + `":` + value
				if path == create && key != "package" {
					body += `,"package":107`
				}
				response := h.post(422, AdminToken, strings.Replace(path, "ID", id, 1), body+`}`)
				equal(t, body, sortedKeys(response), "error errors message")
				equal(t, body, response["error"], response["message"])
				equal(t, body, sortedKeys(response["errors"]), test.field)
			}
		}
	}
	equal(t, "lines", h.Lines(), before)
	equal(t, "credits", h.Credits("root"), 10_000.0)
	equal(t, "ledger", len(h.Ledger()), 0)
}

func TestRefusalCountsErrors(t *testing.T) {
	h := newHarness(t)
	response := h.post(422, UserToken, "/ext/line/create", `{"username":1}`)
	equal(t, "two", response["message"], any("The username field must be a string. (and 1 more error)"))
	equal(t, "fields", response["errors"], decoded(t, `{
		"username": ["The username field must be a string."], "package": ["The package field is required."]
	}`))
	response = h.post(422, UserToken, "/ext/line/create", `{"username":1,"password":2}`)
	equal(t, "three", response["message"], any("The password field must be a string. (and 2 more errors)"))
}

func TestLongestNames(t *testing.T) {
	h := newHarness(t)
	name := strings.Repeat("é", 255)
	for path, token := range map[string]string{"/ext/line/create": UserToken, "/ext/line/create-advanced": EditorToken} {
		h.post(200, token, path, `{"package":107,"password":"`+name+`"}`)
	}
	h.post(200, UserToken, "/ext/line/create", `{"package":107,"username":"`+name+`"}`)
	_, ok := h.LineByUsername(name)
	equal(t, "stored", ok, true)
}

func TestTooFewCredits(t *testing.T) {
	h := newHarness(t)
	pack := 107
	id := h.AddLine(Line{PackageID: &pack})
	before := h.Lines()
	h.SetCredits("billing", 99.5)
	for _, path := range []string{"/ext/line/create", "/ext/line/" + id + "/renew"} {
		response := h.post(402, UserToken, path, `{"package":107,"rid":"r"}`)
		equal(t, "error", response["error"], any("Not enough credits: the package costs 100, the balance is 99.5."))
	}
	equal(t, "lines", h.Lines(), before)
	equal(t, "credits", h.Credits("billing"), 99.5)

	// What was refused is not remembered under its rid.
	h.SetCredits("billing", 100)
	h.post(200, UserToken, "/ext/line/create", `{"package":107,"rid":"r"}`)
	equal(t, "credits", h.Credits("billing"), 0.0)
	h.post(200, UserToken, "/ext/line/create", `{"package":109}`)
}

func TestOwner(t *testing.T) {
	h := newHarness(t)
	h.AddLines(2)
	response := h.post(200, AdminToken, "/ext/line/create-advanced", `{"username":"given","owner_id":2}`)
	equal(t, "owner", response["owner"], any("billing"))
	h.AddLines(1)
	id, _ := response["line_id"].(string)

	response = h.post(200, AdminToken, "/ext/line/"+id+"/update-advanced", `{"owner_id":3}`)
	equal(t, "moved", response["owner"], any("editor"))
	response = h.post(200, EditorToken, "/ext/line/"+id+"/update-advanced", `{"owner_id":2}`)
	equal(t, "not a super-admin", response["owner"], any("editor"))
	response = h.post(200, AdminToken, "/ext/line/"+id+"/update-advanced", `{"owner_id":2}`)
	equal(t, "moved back", response["owner"], any("billing"))

	var names []string
	for _, record := range h.get(UserToken, "/ext/lines").([]any) {
		names = append(names, record.(map[string]any)["username"].(string))
	}
	equal(t, "still in the order of creation", names, []string{"bulk-000001", "bulk-000002", "given", "bulk-000004"})
}
