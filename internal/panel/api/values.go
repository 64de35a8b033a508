package api

import (
	"bytes"
	"encoding/json"
	"errors"
	"math"
	"strconv"
	"strings"
	"time"
)

// written is how the panel writes an instant: whole seconds of UTC.
const written = "2006-01-02T15:04:05-07:00"

// Time is an instant; the zero value is null.
type Time struct{ time.Time }

// String is the instant as the panel writes it, "" for the zero value.
func (t Time) String() string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format(written)
}

// MarshalJSON writes the zero value as null.
func (t Time) MarshalJSON() ([]byte, error) {
	if t.IsZero() {
		return []byte("null"), nil
	}
	return json.Marshal(t.String())
}

// UnmarshalJSON reads ISO 8601 with an offset; null and "" are the zero value.
func (t *Time) UnmarshalJSON(data []byte) error {
	var text *string
	if err := json.Unmarshal(data, &text); err != nil {
		return errors.New("a date was expected")
	}
	if text == nil || *text == "" {
		*t = Time{}
		return nil
	}
	at, ok := ParseTime(*text)
	if !ok {
		return errors.New("an ISO 8601 date was expected")
	}
	*t = at
	return nil
}

// ParseTime reads ISO 8601 with an offset. The panel keeps whole seconds, so a fraction is cut off.
func ParseTime(text string) (Time, bool) {
	for _, layout := range []string{time.RFC3339, "2006-01-02T15:04:05Z0700"} {
		if at, err := time.Parse(layout, text); err == nil {
			return Time{at.UTC().Truncate(time.Second)}, true
		}
	}
	return Time{}, false
}

// Number is an amount of credits, which may be fractional. The panel may spell it as a string; null is 0.
type Number float64

// UnmarshalJSON fails on anything that is not a number.
func (n *Number) UnmarshalJSON(data []byte) error {
	text := strings.TrimSpace(strings.Trim(string(bytes.TrimSpace(data)), `"`))
	if text == "" || text == "null" {
		*n = 0
		return nil
	}
	value, err := strconv.ParseFloat(text, 64)
	if err != nil || math.IsNaN(value) || math.IsInf(value, 0) {
		return errors.New("a number was expected")
	}
	*n = Number(value)
	return nil
}
