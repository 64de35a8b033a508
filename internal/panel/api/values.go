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

// timeLayout is how the panel writes an instant: whole seconds of UTC.
const timeLayout = "2006-01-02T15:04:05-07:00"

// Time is an instant; the zero value is null.
type Time struct{ time.Time }

// String is the instant as the panel writes it, "" for the zero value.
func (t Time) String() string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format(timeLayout)
}

// MarshalJSON writes the zero value as null.
func (t Time) MarshalJSON() ([]byte, error) {
	if t.IsZero() {
		return []byte("null"), nil
	}
	return json.Marshal(t.String())
}

// Seconds of 1973-03-03 and of the last instant of the year 9999: a number outside of them is no date of a line.
const (
	firstSecond = 100_000_000
	lastSecond  = 253_402_300_799
)

// layouts without an offset are of UTC, in which the panel writes (section 4.1).
var layouts = []string{
	time.RFC3339, "2006-01-02T15:04:05Z0700", "2006-01-02 15:04:05Z07:00", "2006-01-02 15:04:05Z0700",
	"2006-01-02T15:04:05", time.DateTime,
}

// UnmarshalJSON reads ISO 8601 with or without an offset, the same with a space for the T, and Unix seconds as a number or
// in a text; null, "" and 0 are the zero value.
func (t *Time) UnmarshalJSON(data []byte) error {
	text := strings.TrimSpace(string(data))
	if strings.HasPrefix(text, `"`) {
		if json.Unmarshal(data, &text) != nil {
			return errors.New("a date was expected")
		}
		text = strings.TrimSpace(text)
	}
	switch text {
	case "null", "", "0":
		*t = Time{}
		return nil
	}
	if seconds, err := strconv.ParseInt(text, 10, 64); err == nil {
		if seconds < firstSecond || seconds > lastSecond {
			return errors.New("a date was expected, and the number is none in Unix seconds")
		}
		*t = Time{time.Unix(seconds, 0).UTC()}
		return nil
	}
	for _, layout := range layouts {
		if at, err := time.Parse(layout, text); err == nil && !at.IsZero() {
			*t = Time{at.UTC().Truncate(time.Second)}
			return nil
		}
	}
	return errors.New("an ISO 8601 date was expected")
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
	text := string(bytes.TrimSpace(data))
	if inner, ok := strings.CutPrefix(text, `"`); ok {
		text = strings.TrimSpace(strings.TrimSuffix(inner, `"`))
	}
	if text == "" || text == "null" {
		*n = 0
		return nil
	}
	value, err := strconv.ParseFloat(text, 64)
	if err != nil || strings.ContainsAny(text, "xX_") || math.IsNaN(value) || math.IsInf(value, 0) {
		return errors.New("a number was expected")
	}
	*n = Number(value)
	return nil
}
