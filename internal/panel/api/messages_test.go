package api

import (
	"encoding/json"
	"testing"
)

// What cannot be read says what was expected in its place.
func TestTime_words(t *testing.T) {
	for text, want := range map[string]string{
		`"soon"`: "an ISO 8601 date was expected", `"0001-01-01T00:00:00Z"`: "an ISO 8601 date was expected",
		`99999999999999`: "a date was expected, and the number is none in Unix seconds", `"\x"`: "a date was expected",
	} {
		if err := new(Time).UnmarshalJSON([]byte(text)); err == nil || err.Error() != want {
			t.Errorf("%s: %v, want %s", text, err, want)
		}
	}
}

// The response about another line names both, and spelling apart.
func TestSameLine_words(t *testing.T) {
	if err := sameLine("1734DA33", "1734da33"); err != nil {
		t.Error(err)
	}
	if err := sameLine("1734", "4711"); err == nil || err.Error() != `it names the line "4711", not "1734"` {
		t.Error(err)
	}
}

// A page whose items are no lines is none.
func TestPage_words(t *testing.T) {
	var page Page
	if err := json.Unmarshal([]byte(`{"items": 5, "pages": 1}`), &page); err == nil || err.Error() != "it holds no lines" {
		t.Errorf("%v, %+v", err, page)
	}
}
