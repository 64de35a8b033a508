package panel

import (
	"encoding/json"
	"fmt"
	"net"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"
)

// requestFields reads a request body strictly: a value of another type is refused and never converted, null included.
// A reader returns nil for a field that is absent or was refused. Fields that no reader asks for are ignored.
type requestFields struct {
	raw    map[string]json.RawMessage
	first  string
	errors map[string][]string
}

func (f *requestFields) refuse(field, text string) {
	if f.errors == nil {
		f.first, f.errors = text, map[string][]string{}
	}
	f.errors[field] = append(f.errors[field], text)
}

// refusal is the response when a field was refused: 422 in the manner of Laravel, with the same text as error.
func (f *requestFields) refusal() (apiResponse, bool) {
	if len(f.errors) == 0 {
		return apiResponse{}, false
	}
	message, more := f.first, -1
	for _, texts := range f.errors {
		more += len(texts)
	}
	switch {
	case more == 1:
		message += " (and 1 more error)"
	case more > 1:
		message += fmt.Sprintf(" (and %d more errors)", more)
	}
	return apiResponse{http.StatusUnprocessableEntity, errorBody{Error: message, Message: message, Errors: f.errors}}, true
}

func (f *requestFields) has(field string) bool {
	_, ok := f.raw[field]
	return ok
}

func (f *requestFields) require(fields ...string) {
	for _, field := range fields {
		if !f.has(field) {
			f.refuse(field, "The "+fieldWords(field)+" field is required.")
		}
	}
}

// readField is a field as decode reads its JSON text; what decode does not take is refused as not being of that kind.
func readField[T any](f *requestFields, field, kind string, decode func(text string) (T, bool)) *T {
	raw, ok := f.raw[field]
	if !ok {
		return nil
	}
	value, ok := decode(strings.TrimSpace(string(raw)))
	if !ok {
		f.refuse(field, "The "+fieldWords(field)+" field must be "+kind+".")
		return nil
	}
	return &value
}

func readString(text string) (value string, ok bool) {
	if !strings.HasPrefix(text, `"`) {
		return "", false
	}
	return value, json.Unmarshal([]byte(text), &value) == nil
}

func readInteger(text string) (int, bool) {
	n, err := strconv.Atoi(text)
	return n, err == nil
}

func (f *requestFields) text(field string) *string {
	return readField(f, field, "a string", readString)
}

// name is a string of 1 to limit characters, without an upper limit when limit is 0.
func (f *requestFields) name(field string, limit int) *string {
	value := f.text(field)
	switch {
	case value == nil:
		return nil
	case *value == "":
		f.refuse(field, "The "+fieldWords(field)+" field must have a value.")
		return nil
	case limit > 0 && utf8.RuneCountInString(*value) > limit:
		f.refuse(field, fmt.Sprintf("The %s field must not be greater than %d characters.", fieldWords(field), limit))
		return nil
	}
	return value
}

func (f *requestFields) integer(field string) *int {
	return readField(f, field, "an integer", readInteger)
}

// connections is refused below 1. The documents state no range.
func (f *requestFields) connections(field string) *int {
	value := f.integer(field)
	if value != nil && *value < 1 {
		f.refuse(field, "The "+fieldWords(field)+" field must be at least 1.")
		return nil
	}
	return value
}

func (f *requestFields) number(field string) *float64 {
	return readField(f, field, "a number", func(text string) (float64, bool) {
		if text == "" || !strings.ContainsAny(text[:1], "-0123456789") {
			return 0, false
		}
		n, err := strconv.ParseFloat(text, 64)
		return n, err == nil
	})
}

func (f *requestFields) boolean(field string) *bool {
	return readField(f, field, "true or false", func(text string) (bool, bool) {
		return text == "true", text == "true" || text == "false"
	})
}

// integers is an array of integers, each once. An element that is not one is refused under field.N.
func (f *requestFields) integers(field string) []int {
	elements := readField(f, field, "an array", func(text string) (list []json.RawMessage, ok bool) {
		return list, strings.HasPrefix(text, "[") && json.Unmarshal([]byte(text), &list) == nil
	})
	if elements == nil {
		return nil
	}
	values := make([]int, 0, len(*elements))
	for i, raw := range *elements {
		n, ok := readInteger(strings.TrimSpace(string(raw)))
		if !ok {
			f.refuse(field+"."+strconv.Itoa(i), fmt.Sprintf("The %s.%d field must be an integer.", field, i))
			continue
		}
		if !slices.Contains(values, n) {
			values = append(values, n)
		}
	}
	return values
}

// mac is an address of six octets with colons, hyphens or dots, in the form in which it is stored.
func (f *requestFields) mac(field string) *string {
	return readField(f, field, "a valid MAC address", func(text string) (string, bool) {
		value, ok := readString(text)
		if !ok {
			return "", false
		}
		return normalMAC(value)
	})
}

// normalMAC refuses bare digits, which not every version of net.ParseMAC does.
func normalMAC(value string) (string, bool) {
	address, err := net.ParseMAC(value)
	if err != nil || len(address) != 6 || len(value) == 2*len(address) {
		return "", false
	}
	return strings.ToUpper(address.String()), true
}

// date is an ISO 8601 instant in whole seconds of UTC.
func (f *requestFields) date(field string) *time.Time {
	return readField(f, field, "a valid ISO 8601 date", func(text string) (time.Time, bool) {
		value, ok := readString(text)
		if !ok {
			return time.Time{}, false
		}
		for _, layout := range []string{time.RFC3339, "2006-01-02T15:04:05Z0700"} {
			if at, err := time.Parse(layout, value); err == nil {
				return at.UTC().Truncate(time.Second), true
			}
		}
		return time.Time{}, false
	})
}

func (f *requestFields) isNull(field string) bool {
	return strings.TrimSpace(string(f.raw[field])) == "null"
}

func fieldWords(field string) string { return strings.ReplaceAll(field, "_", " ") }

// setIfSent changes target to a value that was read, and leaves it alone when there is none.
func setIfSent[T any](target *T, value *T) {
	if value != nil {
		*target = *value
	}
}
