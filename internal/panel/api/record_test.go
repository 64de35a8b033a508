package api

import (
	"encoding/json"
	"errors"
	"net/http"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/iptvops/terraform-provider-iptv/internal/rest"
)

// lineText is a whole record with the username u and the id.
func lineText(id string) string { return with(map[string]any{"line_id": id, "username": "u" + id}) }

// with is the documented record with other values; absent takes a field out.
func with(change map[string]any) string {
	var members map[string]any
	_ = json.Unmarshal([]byte(record), &members)
	for field, value := range change {
		members[field] = value
		if value == absent {
			delete(members, field)
		}
	}
	encoded, _ := json.Marshal(members)
	return string(encoded)
}

const absent = "\x00absent"

// Whatever spelling PHP chooses, a value whose meaning is clear is read.
func TestLineSpellings(t *testing.T) {
	at := time.Date(2024, 9, 12, 15, 19, 21, 0, time.UTC)
	for name, c := range map[string]struct {
		change map[string]any
		want   func(*Line)
	}{
		"documented": {nil, func(*Line) {}},
		"bouquets: object": {map[string]any{"bouquets": map[string]any{"0": 1, "2": "3", "10": 4}},
			func(l *Line) { l.Bouquets = rest.IDs{1, 3, 4} }},
		"bouquets: strings":     {map[string]any{"bouquets": []string{"1", "2"}}, func(l *Line) { l.Bouquets = rest.IDs{1, 2} }},
		"bouquets: json text":   {map[string]any{"bouquets": `[1, "2"]`}, func(l *Line) { l.Bouquets = rest.IDs{1, 2} }},
		"bouquets: object text": {map[string]any{"bouquets": `{"0":1,"2":3}`}, func(l *Line) { l.Bouquets = rest.IDs{1, 3} }},
		"bouquets: commas":      {map[string]any{"bouquets": "1, 2"}, func(l *Line) { l.Bouquets = rest.IDs{1, 2} }},
		"bouquets: one text":    {map[string]any{"bouquets": "7"}, func(l *Line) { l.Bouquets = rest.IDs{7} }},
		"bouquets: records": {map[string]any{"bouquets": []any{map[string]any{"id": 1}, map[string]any{"id": "2"}}},
			func(l *Line) { l.Bouquets = rest.IDs{1, 2} }},
		"bouquets: twice":        {map[string]any{"bouquets": []int{2, 1, 2}}, func(l *Line) { l.Bouquets = rest.IDs{2, 1} }},
		"bouquets: twice, text":  {map[string]any{"bouquets": "2,1,2"}, func(l *Line) { l.Bouquets = rest.IDs{2, 1} }},
		"bouquets: null":         {map[string]any{"bouquets": nil}, func(l *Line) { l.Bouquets = rest.IDs{} }},
		"bouquets: empty text":   {map[string]any{"bouquets": ""}, func(l *Line) { l.Bouquets = rest.IDs{} }},
		"bouquets: empty object": {map[string]any{"bouquets": map[string]any{}}, func(l *Line) { l.Bouquets = rest.IDs{} }},
		"bouquets: empty list":   {map[string]any{"bouquets": "[]"}, func(l *Line) { l.Bouquets = rest.IDs{} }},
		"date: unix":             {map[string]any{"expire_at": at.Unix()}, func(*Line) {}},
		"date: unix text":        {map[string]any{"expire_at": "1726154361"}, func(*Line) {}},
		"date: no offset":        {map[string]any{"expire_at": "2024-09-12T15:19:21"}, func(*Line) {}},
		"date: sql":              {map[string]any{"expire_at": "2024-09-12 15:19:21"}, func(*Line) {}},
		"date: fraction":         {map[string]any{"expire_at": "2024-09-12T15:19:21.000000Z"}, func(*Line) {}},
		"date: space, offset":    {map[string]any{"expire_at": "2024-09-12 17:19:21+02:00"}, func(*Line) {}},
		"date: null":             {map[string]any{"expire_at": nil}, func(l *Line) { l.ExpireAt = Time{} }},
		"date: 0":                {map[string]any{"expire_at": 0}, func(l *Line) { l.ExpireAt = Time{} }},
		"flags: numbers":         {map[string]any{"is_enabled": 0, "is_trial": 1}, func(l *Line) { l.IsEnabled, l.IsTrial = false, true }},
		"flags: texts": {map[string]any{"is_enabled": "0", "is_trial": "1"},
			func(l *Line) { l.IsEnabled, l.IsTrial = false, true }},
		"flags: of old panels": {map[string]any{"is_restreamer": absent, "is_trial": absent}, func(*Line) {}},
		"numbers: texts":       {map[string]any{"max_connections": "5", "package_id": "108"}, func(*Line) {}},
		"numbers: decimals":    {map[string]any{"max_connections": "5.0", "package_id": nil}, func(l *Line) { l.PackageID = 0 }},
		"texts: numbers":       {map[string]any{"password": 12345, "reseller_notes": nil}, func(l *Line) { l.ResellerNotes = "" }},
		"owner and type":       {map[string]any{"owner": absent, "type": absent}, func(l *Line) { l.Owner, l.Type = "", "" }},
		"mac: absent":          {map[string]any{"mac_addr": absent}, func(*Line) {}},
		"mac: null text":       {map[string]any{"mac_addr": "null"}, func(*Line) {}},
		"mac: N/A":             {map[string]any{"mac_addr": "N/A"}, func(*Line) {}},
		"mac: -":               {map[string]any{"mac_addr": "-"}, func(*Line) {}},
		"mac: empty":           {map[string]any{"mac_addr": ""}, func(*Line) {}},
		"mac: zeros":           {map[string]any{"mac_addr": "00:00:00:00:00:00"}, func(*Line) {}},
		"mac: bare zeros":      {map[string]any{"mac_addr": "000000000000"}, func(*Line) {}},
		"mac: false":           {map[string]any{"mac_addr": false}, func(*Line) {}},
		"mac: 0":               {map[string]any{"mac_addr": 0}, func(*Line) {}},
		"mac: of a device": {map[string]any{"mac_addr": "aa-bb-cc-dd-ee-0f", "type": "device"},
			func(l *Line) { l.MAC, l.Type = "aa-bb-cc-dd-ee-0f", Device }},
	} {
		want := recorded
		c.want(&want)
		var got Line
		if err := json.Unmarshal([]byte(with(c.change)), &got); err != nil || got.Err != nil || !reflect.DeepEqual(got, want) {
			t.Errorf("%s: %v\n got %+v\nwant %+v", name, err, got, want)
		}
	}
}

// What cannot be read is an error that names the line and the field, and no other line's.
func TestUnreadableLines(t *testing.T) {
	const id = "1734da33-9723-4df6-90d1-38dc589aa0ec"
	for name, c := range map[string]struct {
		change map[string]any
		field  string
	}{
		"bouquets: text":            {map[string]any{"bouquets": "all"}, "bouquets"},
		"bouquets: number":          {map[string]any{"bouquets": 3}, "bouquets"},
		"bouquets: names":           {map[string]any{"bouquets": map[string]any{"Kids": 3}}, "bouquets"},
		"bouquets: broken text":     {map[string]any{"bouquets": "[1,"}, "bouquets"},
		"bouquets: gap":             {map[string]any{"bouquets": []any{1, nil}}, "bouquets"},
		"bouquets: text in a text":  {map[string]any{"bouquets": `{"x":1}`}, "bouquets"},
		"date: words":               {map[string]any{"expire_at": "never"}, "expire_at"},
		"date: day":                 {map[string]any{"expire_at": "2024-09-12"}, "expire_at"},
		"date: other order":         {map[string]any{"expire_at": "12/09/2024 15:19"}, "expire_at"},
		"date: small number":        {map[string]any{"expire_at": 30}, "expire_at"},
		"date: milliseconds":        {map[string]any{"expire_at": 1726154361000000.0}, "expire_at"},
		"date: zero":                {map[string]any{"expire_at": "0000-00-00 00:00:00"}, "expire_at"},
		"date: list":                {map[string]any{"expire_at": []any{}}, "expire_at"},
		"date: absent":              {map[string]any{"expire_at": absent}, "expire_at"},
		"flag: word":                {map[string]any{"is_enabled": "maybe"}, "is_enabled"},
		"flag: null":                {map[string]any{"is_enabled": nil}, "is_enabled"},
		"number: fraction":          {map[string]any{"max_connections": 1.5}, "max_connections"},
		"number: null":              {map[string]any{"max_connections": nil}, "max_connections"},
		"number: absent":            {map[string]any{"package_id": absent}, "package_id"},
		"text: object":              {map[string]any{"reseller_notes": map[string]any{}}, "reseller_notes"},
		"password: null":            {map[string]any{"password": nil}, "password"},
		"mac: device without":       {map[string]any{"type": "device"}, "mac_addr"},
		"mac: device's placeholder": {map[string]any{"type": "device", "mac_addr": "N/A"}, "mac_addr"},
		"mac: absent, no type":      {map[string]any{"type": nil, "mac_addr": absent}, "mac_addr"},
	} {
		client, _ := serve(t, respond(http.StatusNotFound, ""), respond(http.StatusOK, "["+with(c.change)+","+lineText("2")+"]"))
		lines, err := client.ListLines(t.Context())
		if err != nil || len(lines) != 2 {
			t.Errorf("%s: %d lines, %v", name, len(lines), err)
			continue
		}
		var failed *FieldError
		if !errors.As(lines[0].Err, &failed) || failed.ID != id || failed.Name != "larry_line" || failed.Field != c.field ||
			lines[0].ID != id {
			t.Errorf("%s: %v", name, lines[0].Err)
		}
		if text := lines[0].Err.Error(); !strings.Contains(text, id) || !strings.Contains(text, "larry_line") ||
			!strings.Contains(text, c.field) {
			t.Errorf("%s: %s", name, text)
		}
		good, bad := Readable(lines)
		if len(good) != 1 || good[0].ID != "2" || len(bad) != 1 || Unidentified(lines) != nil {
			t.Errorf("%s: %v, %v", name, good, bad)
		}
	}
}

// A record without an id is there, but proves nothing of others.
func TestUnidentifiedLines(t *testing.T) {
	for _, odd := range []string{with(map[string]any{"line_id": absent}), with(map[string]any{"line_id": nil}),
		with(map[string]any{"line_id": ""}), `7`, `null`, `[]`} {
		client, _ := serve(t, respond(http.StatusNotFound, ""), respond(http.StatusOK, "["+odd+","+lineText("2")+"]"))
		lines, err := client.ListLines(t.Context())
		if err != nil || len(lines) != 2 || lines[0].Err == nil || lines[1].Err != nil || Unidentified(lines) == nil {
			t.Errorf("%s: %v, %v", odd, lines, err)
		}
	}
	const odd = `{"line_id":"1","username":{},"password":"p"}`
	client, _ := serve(t, respond(http.StatusOK, "["+odd+","+lineText("2")+"]"))
	if lines, err := client.LinesByUsername(t.Context(), "u2"); err != nil || len(lines) != 1 || lines[0].Err != nil {
		t.Errorf("filtered: %v, %v", lines, err)
	}
}

// What was bought is known by its id, whatever else the response holds.
func TestReceiptsThatCannotBeRead(t *testing.T) {
	for name, c := range map[string]struct{ body, field string }{
		"date":    {`{"line_id":"1","expire_at":"soon","transaction_amount":-100}`, "expire_at"},
		"no date": {`{"line_id":"1","transaction_amount":-100}`, "expire_at"},
		"amount":  {`{"line_id":"1","expire_at":1726154361,"transaction_amount":"much"}`, "transaction_amount"},
		"rid":     {`{"line_id":"1","expire_at":1726154361,"transaction_amount":"-100.50","rid":{}}`, ""},
		"in data": {`{"status":"success","data":{"line_id":"1","expire_at":null}}`, ""},
		"with record": {strings.Replace(with(map[string]any{"bouquets": "all"}), `"line_id":"1734da33-9723-4df6-90d1-38dc589aa0ec"`,
			`"line_id":"1"`, 1), ""},
	} {
		client, _ := serve(t, respond(http.StatusOK, c.body))
		receipt, err := client.Create(t.Context(), Purchase{})
		var failed *FieldError
		errors.As(receipt.Err, &failed)
		if err != nil || receipt.LineID != "1" || receipt.Line != nil || (failed == nil) != (c.field == "") ||
			(failed != nil && (failed.Field != c.field || failed.ID != "1")) {
			t.Errorf("%s: %+v, %v", name, receipt, err)
		}
	}
}

// A call is done when the panel says so, of the line that was meant. Otherwise the panel's words are in the error.
func TestEchoes(t *testing.T) {
	for name, c := range map[string]struct {
		body, words string
		unknown     bool
	}{
		"other line":     {`{"line_id":"2","expire_at":null}`, `"2"`, true},
		"no line":        {`{}`, "line_id", true},
		"null":           {`{"line_id":null}`, "line_id", true},
		"message":        {`{"message":"Line is locked"}`, "Line is locked", true},
		"success":        {`{"status":"success","message":"Done"}`, "Done", true},
		"list":           {`[]`, "object", true},
		"empty":          {``, "", true},
		"page":           {`<html>`, "", true},
		"status":         {`{"status":"error","message":"Line is locked"}`, "Line is locked", false},
		"status, line":   {`{"status":"error","line_id":"1","message":"Line is locked"}`, "Line is locked", false},
		"error":          {`{"line_id":"1","error":"Line is locked"}`, "Line is locked", false},
		"success is not": {`{"success":false,"message":"Line is locked"}`, "Line is locked", false},
	} {
		for _, call := range []func(*Client) error{
			func(c *Client) error { return c.Enable(t.Context(), "1") },
			func(c *Client) error { return c.Disable(t.Context(), "1") },
			func(c *Client) error { return c.Terminate(t.Context(), "1") },
			func(c *Client) error { _, err := c.Renew(t.Context(), "1", 107, "r"); return err },
		} {
			client, _ := serve(t, respond(http.StatusOK, c.body))
			if err := call(client); err == nil || rest.IsUnknown(err) != c.unknown || !strings.Contains(err.Error(), c.words) {
				t.Errorf("%s: %v", name, err)
			}
		}
	}
	client, _ := serve(t, respond(http.StatusOK, `{"line_id":"2"}`))
	if _, err := client.Update(t.Context(), "1", Settings{}); !rest.IsUnknown(err) {
		t.Errorf("the update of another line: %v", err)
	}
	for _, body := range []string{`[]`, `"done"`, `{"line_id":{}}`, `{"id":1}`, `true`} {
		client, _ := serve(t, respond(http.StatusOK, body))
		if line, err := client.Update(t.Context(), "1", Settings{}); line != nil || err != nil {
			t.Errorf("%s: %v, %v", body, line, err)
		}
	}
}

func TestCatalogues(t *testing.T) {
	for name, c := range map[string]struct {
		body string
		want []Package
	}{
		"price text": {`[{"id":"107","price_credits":"99.50","bouquets":"1,2"}]`,
			[]Package{{ID: 107, PriceCredits: 99.5, PriceKnown: true, Bouquets: rest.IDs{1, 2}, BouquetsKnown: true}}},
		"no price": {`{"data":[{"id":107,"price_credits":null}]}`, []Package{{ID: 107}}},
		"free": {`{"3":{"id":107,"price_credits":0,"bouquets":[]}}`,
			[]Package{{ID: 107, PriceKnown: true, Bouquets: rest.IDs{}, BouquetsKnown: true}}},
		"unreadable": {`[{"id":107,"name":"x","price_credits":"cheap"}]`,
			[]Package{{ID: 107, Name: "x", Err: &FieldError{Kind: "package", ID: "107", Name: "x", Field: "price_credits",
				Reason: "a number was expected"}}}},
		"no id": {`[{"name":"x"}]`, []Package{{Name: "x",
			Err: &FieldError{Kind: "package", Name: "x", Field: "id", Reason: errMissing.Error(), missing: true}}}},
		"no package": {`[null]`, []Package{{Err: &FieldError{Kind: "package", Reason: "an object was expected"}}}},
		"hexadecimal": {`[{"id":107,"price_credits":"0x10"}]`,
			[]Package{{ID: 107, Err: &FieldError{Kind: "package", ID: "107", Field: "price_credits", Reason: "a number was expected"}}}},
	} {
		client, _ := serve(t, respond(http.StatusOK, c.body))
		if got, err := client.Packages(t.Context()); err != nil || !reflect.DeepEqual(got, c.want) {
			t.Errorf("%s: %v\n got %+v\nwant %+v", name, err, got, c.want)
		}
	}
	client, _ := serve(t, respond(http.StatusOK, `[{"id":1,"name":"Kids"},{"id":"x"},{"id":3}]`))
	bouquets, err := client.Bouquets(t.Context())
	if err != nil || len(bouquets) != 3 || bouquets[1].Err == nil || bouquets[2].Err != nil {
		t.Errorf("%+v, %v", bouquets, err)
	}
	for body, want := range map[string]Profile{
		`{"name":"x","credits":"12.5"}`:           {Name: "x", Credits: 12.5, CreditsKnown: true},
		`{"name":"x"}`:                            {Name: "x"},
		`{"name":"x","credits":null}`:             {Name: "x"},
		`{"data":{"name":"x","credits":0}}`:       {Name: "x", CreditsKnown: true},
		`{"name":"x","credits":-3,"status":"ok"}`: {Name: "x", Credits: -3, CreditsKnown: true},
		`{"name":"x","credits":"unlimited"}`: {Name: "x",
			Err: &FieldError{Kind: "profile", Name: "x", Field: "credits", Reason: "a number was expected"}},
	} {
		client, _ := serve(t, respond(http.StatusOK, body))
		if got, err := client.Profile(t.Context()); err != nil || !reflect.DeepEqual(got, want) {
			t.Errorf("%s: %+v, %v", body, got, err)
		}
	}
	client, _ = serve(t, respond(http.StatusOK, `{"message":"Unauthenticated."}`))
	if profile, err := client.Profile(t.Context()); err == nil || !strings.Contains(err.Error(), "Unauthenticated") {
		t.Errorf("%+v, %v", profile, err)
	}
}
