package api

import (
	"encoding/json"
	"math"
	"testing"
	"time"

	"github.com/iptvops/terraform-provider-iptv/internal/rest"
)

// No answer makes a decoder panic, and what it accepts has ids.
func FuzzAnswers(f *testing.F) {
	for _, seed := range []string{
		record, "[" + record + "]", `{"data":{"pagination":{"last_page":2,"total":"3"},"items":[` + record + `]}}`,
		`{"data":[{"items":[]}]}`, `{"line_id":1,"expire_at":"","transaction_amount":"-1e2"}`, `{"error":{"message":"x"},"errors":{"a":[["b"]]}}`,
		`[{"id":1,"bouquets":[{"id":"2"}],"price_credits":null}]`, `{"credits":"NaN"}`, `null`, `"x"`,
	} {
		f.Add([]byte(seed), 200)
	}
	f.Fuzz(func(t *testing.T, data []byte, status int) {
		var page Page
		if json.Unmarshal(data, &page) == nil && string(data) != "null" {
			for _, line := range page.Lines {
				if line.ID == "" {
					t.Error("a line without an id")
				}
			}
		}
		var receipt Receipt
		if json.Unmarshal(data, &receipt) == nil && receipt.LineID == "" && json.Valid(data) && len(data) > 4 {
			t.Error("a receipt without an id")
		}
		wholeLine(data)
		var packages []Package
		_ = json.Unmarshal(data, &packages)
		var profile Profile
		if json.Unmarshal(data, &profile) == nil && math.IsNaN(float64(profile.Credits)) {
			t.Error("credits that are no number")
		}
		for _, d := range failure(status, data) {
			if d == (rest.Detail{}) {
				t.Error("an error without words")
			}
		}
	})
}

// A date that is read can be written, and read again as the same instant.
func FuzzTime(f *testing.F) {
	for _, seed := range []string{"2021-12-16T23:42:49+00:00", "2021-12-16T23:42:49.9Z", "2021-12-16T23:42:49+0100", "0001-01-01T00:00:00Z", ""} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
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
