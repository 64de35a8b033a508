package api

import (
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strconv"
)

// members is a JSON object that is read member by member: one that cannot be read does not hide the others.
type members struct {
	raw      map[string]json.RawMessage
	problems []error
}

// membersOf fails for what is no object.
func membersOf(data []byte) (*members, error) {
	m := &members{}
	if json.Unmarshal(data, &m.raw) != nil {
		return nil, errors.New("an object was expected")
	}
	return m, nil
}

// read decodes a member, as far as there is one, and notes a problem, which shows nothing of the value.
func (m *members) read(name string, into json.Unmarshaler) (present bool) {
	raw := m.raw[name]
	if len(raw) == 0 || string(raw) == "null" {
		return false
	}
	if err := into.UnmarshalJSON(raw); err != nil {
		m.problems = append(m.problems, fmt.Errorf("%s: %w", name, err))
		return false
	}
	return true
}

// id is the id, which some calls name id and others _id (section 9, 1).
func (m *members) id() string {
	var r ref
	if raw := m.raw["_id"]; len(raw) > 0 {
		_ = r.Underscore.UnmarshalJSON(raw) // an id that is no text is none
	}
	if raw := m.raw["id"]; len(raw) > 0 {
		_ = r.ID.UnmarshalJSON(raw)
	}
	return r.id()
}

// unread is what could not be read of the object with the given name, nil when that is nothing.
func (m *members) unread(object string) error {
	if len(m.problems) == 0 {
		return nil
	}
	return &UnreadError{Object: object, err: errors.Join(m.problems...)}
}

// UnreadError is fields of a response that have another form than documented. The rest of the object was read.
type UnreadError struct {
	Object string // such as "package 5F0E3C9A7B21D4408C6EA101"
	err    error
}

func (e *UnreadError) Error() string {
	return fmt.Sprintf("Telecom X: %s cannot be read: %s", e.Object, bytes.ReplaceAll([]byte(e.err.Error()), []byte("\n"), []byte("; ")))
}

// elements is a list, which may be an object with number keys; null is none, not nil.
func elements(data []byte) ([]json.RawMessage, error) {
	list := []json.RawMessage{}
	if string(data) == "null" || json.Unmarshal(data, &list) == nil {
		return list, nil
	}
	var keyed map[string]json.RawMessage
	if json.Unmarshal(data, &keyed) != nil || len(keyed) == 0 {
		return nil, errors.New("a list was expected")
	}
	type element struct {
		at    int
		value json.RawMessage
	}
	var found []element
	for key, value := range keyed {
		at, err := strconv.Atoi(key)
		if err != nil {
			return nil, errors.New("a list was expected")
		}
		found = append(found, element{at, value})
	}
	slices.SortFunc(found, func(a, b element) int { return cmp.Compare(a.at, b.at) })
	for _, e := range found {
		list = append(list, e.value)
	}
	return list, nil
}

// listOf is a list of T, of which the elements that cannot be read are omitted and named.
type listOf[T any] []T

// UnmarshalJSON reads what can be read, and fails if that is not all.
func (l *listOf[T]) UnmarshalJSON(data []byte) error {
	raw, err := elements(data)
	if err != nil {
		return err
	}
	*l = make(listOf[T], 0, len(raw))
	var problems []error
	for i, element := range raw {
		var value T
		if err := json.Unmarshal(element, &value); err != nil {
			problems = append(problems, fmt.Errorf("element %d: %w", i+1, err))
			continue
		}
		*l = append(*l, value)
	}
	return errors.Join(problems...)
}
