package api

import "testing"

// What cannot be read says what was expected in its place.
func TestDate_words(t *testing.T) {
	for text, want := range map[string]string{
		`5`: "a date was expected", `"soon"`: "a date such as 2016-01-01T00:00:00.000Z was expected",
	} {
		if err := new(Date).UnmarshalJSON([]byte(text)); err == nil || err.Error() != want {
			t.Errorf("%s: %v, want %s", text, err, want)
		}
	}
}
