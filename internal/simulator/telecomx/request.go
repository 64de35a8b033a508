package telecomx

import (
	"encoding/json"
	"strconv"
)

// requestBody is the members a request named, null included.
type requestBody map[string]json.RawMessage

// readField is a member's value, nil when it is not named or null.
func readField[T any](b requestBody, name string) (*T, *apiError) {
	raw, sent := b[name]
	if !sent || string(raw) == "null" {
		return nil, nil
	}
	value := new(T)
	if err := json.Unmarshal(raw, value); err != nil {
		return nil, badRequest()
	}
	return value, nil
}

// mergeField replaces the value by a member that the request names, null included.
func mergeField[T any](b requestBody, name string, value **T) *apiError {
	if _, named := b[name]; !named {
		return nil
	}
	sent, fail := readField[T](b, name)
	if fail == nil {
		*value = sent
	}
	return fail
}

// flag reports whether a Boolean query parameter is true.
func (c *apiCall) flag(name string) bool {
	on, err := strconv.ParseBool(c.query.Get(name))
	return err == nil && on
}
