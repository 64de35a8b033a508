package api

import (
	"encoding/json"
	"errors"
	"math"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/iptvops/terraform-provider-iptv/internal/rest"
)

// checkLine holds what every line that was read keeps.
func checkLine(t *testing.T, line Line) {
	t.Helper()
	var failed *FieldError
	switch {
	case line.Err != nil && !errors.As(line.Err, &failed):
		t.Errorf("the error is %T", line.Err)
	case failed != nil && (failed.ID != line.ID || failed.Name != string(line.Username) || failed.Reason == ""):
		t.Errorf("the error %#v is not of the line %q", failed, line.ID)
	case failed != nil:
		return
	case line.ID == "":
		t.Error("a line without an id")
	case line.MAC != "" && !IsMAC(string(line.MAC)):
		t.Errorf("%q is no address", line.MAC)
	case line.Type == Device && line.MAC == "":
		t.Error("a device without an address")
	}
	ids := slices.Clone(line.Bouquets)
	slices.Sort(ids)
	if len(slices.Compact(ids)) != len(line.Bouquets) {
		t.Errorf("bouquets %v", line.Bouquets)
	}
}

// No response makes a decoder panic, and what it accepts has ids.
func FuzzAnswers(f *testing.F) {
	for _, seed := range []string{
		record, "[" + record + "]", `{"data":{"pagination":{"last_page":2,"total":"3"},"items":[` + record + `]}}`,
		`{"data":[{"items":[]}]}`, `{"line_id":1,"expire_at":"","transaction_amount":"-1e2"}`,
		`{"error":{"message":"x"},"errors":{"a":[["b"]]}}`,
		`[{"id":1,"bouquets":[{"id":"2"}],"price_credits":null}]`, `{"credits":"NaN"}`, `null`, `"x"`,
		`{"0":` + record + `,"2":{}}`, `{"status":"success","data":[` + record + `]}`, `{"data":{"items":{"0":` + record + `}}}`,
		`{"status":"error","message":"x"}`, `{"success":0}`, `{"data":{"line_id":"1"}}`, `{"0":{"id":1,"bouquets":"1,2"}}`,
		`[null,7,[],{}]`,
		`{"line_id":"1","expire_at":1726154361}`, `{"status":true,"errors":["The rid was used"]}`,
	} {
		f.Add([]byte(seed), 200)
	}
	f.Fuzz(func(t *testing.T, data []byte, status int) {
		var page Page
		if json.Unmarshal(data, &page) == nil && string(data) != "null" {
			for _, line := range page.Lines {
				checkLine(t, line)
			}
			good, failed := Readable(page.Lines)
			if len(good)+len(failed) != len(page.Lines) {
				t.Error("a line is hidden")
			}
		}
		var receipt Receipt
		if json.Unmarshal(data, &receipt) == nil && receipt.LineID == "" && json.Valid(data) && strings.TrimSpace(string(data)) != "null" {
			t.Error("a receipt without an id")
		}
		if json.Unmarshal(data, &echo{id: "x"}) == nil && !strings.Contains(strings.ToLower(string(data)), "x") &&
			!strings.Contains(string(data), "\\u") &&
			strings.TrimSpace(string(data)) != "null" {
			t.Error("an echo of another line")
		}
		_ = json.Unmarshal(data, &updatedLine{id: "x"})
		var packages catalogue[Package]
		if json.Unmarshal(data, &packages) == nil {
			for _, p := range packages {
				if !p.PriceKnown && p.PriceCredits != 0 || math.IsNaN(float64(p.PriceCredits)) {
					t.Errorf("the price %v", p.PriceCredits)
				}
			}
		}
		var profile Profile
		if json.Unmarshal(data, &profile) == nil && math.IsNaN(float64(profile.Credits)) {
			t.Error("credits that are no number")
		}
		for _, d := range failure(status, data) {
			if d == (rest.Detail{}) {
				t.Error("an error without words")
			}
			IsRepeated(&rest.Error{Status: 400, Detail: d})
		}
	})
}

// Whatever stands in one field of a record, the line keeps its id or says that it has none, and the error names the field.
func FuzzRecord(f *testing.F) {
	names := []string{
		"line_id", "username", "password", "mac_addr", "owner", "type", "expire_at", "is_enabled", "is_restreamer", "is_trial",
		"package_id",
		"bouquets", "max_connections", "reseller_notes",
	}
	for i := range names {
		for _, value := range []string{
			`null`, `""`, `"x"`, `0`, `1`, `1.5`, `-1`, `true`, `[]`, `{}`, `{"0":1,"2":3}`, `"1,2"`, `"[1]"`, `1726154361`,
			`"2024-09-12 15:19:21"`,
			`"N/A"`, `"aa:bb:cc:dd:ee:ff"`, `"device"`, `[[1]]`, `1e400`,
		} {
			f.Add(uint(i), value)
		}
	}
	f.Fuzz(func(t *testing.T, index uint, value string) {
		if !json.Valid([]byte(value)) {
			return
		}
		field := names[index%uint(len(names))]
		var line Line
		if err := json.Unmarshal([]byte(with(map[string]any{field: json.RawMessage(value)})), &line); err != nil {
			t.Fatal(err)
		}
		checkLine(t, line)
		var failed *FieldError
		if errors.As(line.Err, &failed) && failed.Field != field && (field != "type" || failed.Field != "mac_addr") {
			t.Errorf("%s: %v", field, line.Err)
		}
		if field != "line_id" && line.ID != recorded.ID {
			t.Errorf("the id is %q", line.ID)
		}
	})
}

// A date that is read can be written, and read again as the same instant.
func FuzzTime(f *testing.F) {
	for _, seed := range []string{
		"2021-12-16T23:42:49+00:00", "2021-12-16T23:42:49.9Z", "2021-12-16T23:42:49+0100", "0001-01-01T00:00:00Z", "", "1726154361", "0",
		"2021-12-16 23:42:49", "2021-12-16T23:42:49", "2021-12-16 23:42:49-01:00", "253402300799",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		encoded, err := json.Marshal(text)
		if err != nil {
			t.Fatal(err)
		}
		var read Time
		if read.UnmarshalJSON(encoded) == nil && read.Year() >= 0 && read.Year() <= 9999 {
			var again Time
			written, err := json.Marshal(read)
			if err != nil || again.UnmarshalJSON(written) != nil || !again.Equal(read.Time) {
				t.Errorf("%q is %v, written as %s", text, read, written)
			}
		}
		at, ok := ParseTime(text)
		if !ok || at.Year() < 0 || at.Year() > 9999 {
			return
		}
		again, err := time.Parse(time.RFC3339, at.String())
		if !at.IsZero() && (err != nil || !again.Equal(at.Time)) {
			t.Errorf("%q is %v, written as %q", text, at.Time, at)
		}
	})
}
