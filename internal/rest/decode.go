package rest

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"net/http"
	"strconv"
	"strings"
)

// decode reads a successful response. A response of another shape leaves the outcome of a write unknown.
func (c *call) decode(response *http.Response, out any) error {
	err := json.Unmarshal(c.body, out)
	if string(bytes.TrimSpace(c.body)) == "null" { // which json takes for any form
		err = errors.New("it is null")
	}
	if err != nil {
		return c.refused(response, Unknown, Detail{Message: "the response has another form than documented: " + err.Error()})
	}
	return nil
}

// Int is a whole number that a platform may spell as a number, as a numeric string, as "" or as null (both 0).
type Int int64

// exactFloat is the number below which a float64 holds every whole one, and from which it rounds.
const exactFloat = 1 << 53

// UnmarshalJSON fails on anything that is not a whole number.
func (n *Int) UnmarshalJSON(data []byte) error {
	text := unquote(data)
	if text == "" || text == "null" {
		*n = 0
		return nil
	}
	if parsed, err := strconv.ParseInt(text, 10, 64); err == nil {
		*n = Int(parsed)
		return nil
	}
	// 1e3 and 12.0 are whole numbers as well.
	float, err := strconv.ParseFloat(text, 64)
	if err != nil || math.Trunc(float) != float || math.Abs(float) >= exactFloat {
		return errors.New("a whole number was expected")
	}
	*n = Int(float)
	return nil
}

// Bool is a truth value that a platform may spell as true, 1 or "true", and likewise false; null is false.
type Bool bool

// UnmarshalJSON fails on anything else.
func (b *Bool) UnmarshalJSON(data []byte) error {
	switch strings.ToLower(unquote(data)) {
	case "true", "1":
		*b = true
	case "false", "0", "", "null":
		*b = false
	default:
		return errors.New("true or false was expected")
	}
	return nil
}

// Text is a string that a platform may spell as a number; null is empty.
type Text string

// UnmarshalJSON fails on lists and objects.
func (t *Text) UnmarshalJSON(data []byte) error {
	data = bytes.TrimSpace(data)
	switch {
	case len(data) == 0 || string(data) == "null":
		*t = ""
	case data[0] == '"':
		return json.Unmarshal(data, (*string)(t))
	case data[0] == '{' || data[0] == '[':
		return errors.New("a text was expected")
	default:
		*t = Text(data)
	}
	return nil
}

// IDs is a list of whole numbers whose elements may be numbers, numeric strings or objects with an id; null is empty.
type IDs []int64

// UnmarshalJSON fails on elements without an id; null and "" are none.
func (l *IDs) UnmarshalJSON(data []byte) error {
	var elements []json.RawMessage
	if err := json.Unmarshal(data, &elements); err != nil {
		return errors.New("a list was expected")
	}
	*l = make(IDs, len(elements))
	for i, element := range elements {
		if bytes.HasPrefix(element, []byte("{")) {
			var object struct {
				ID json.RawMessage `json:"id"`
			}
			if err := json.Unmarshal(element, &object); err != nil {
				return fmt.Errorf("element %d has no id", i)
			}
			element = object.ID
		}
		var id Int
		if err := id.UnmarshalJSON(element); err != nil {
			return fmt.Errorf("element %d: %w", i, err)
		}
		if text := unquote(element); text == "" || text == "null" {
			return fmt.Errorf("element %d has no id", i)
		}
		(*l)[i] = int64(id)
	}
	return nil
}

// unquote is the text of a JSON string without the space around it, or the literal itself.
func unquote(data []byte) string {
	text := strings.TrimSpace(string(data))
	var inner string
	if strings.HasPrefix(text, `"`) && json.Unmarshal([]byte(text), &inner) == nil {
		return strings.TrimSpace(inner)
	}
	return text
}
