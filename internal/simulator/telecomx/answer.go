package telecomx

import (
	"bytes"
	"encoding/json"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"
)

// ErrorShape is how an error body looks: no page of the platform names its keys.
type ErrorShape int

const (
	// ErrorFlat is {"code":404,"message":"customer","description":"Customer not found"}.
	ErrorFlat ErrorShape = iota
	// ErrorNested is {"error":{"code":404,"message":"customer","description":"Customer not found"}}.
	ErrorNested
	// ErrorKeyed is {"error":"customer","description":"Customer not found"}.
	ErrorKeyed
	// ErrorArray is [{"code":404,"message":"customer","description":"Customer not found"}].
	ErrorArray
	// ErrorText is the plain text "Customer not found".
	ErrorText
)

// Variants is what the reference leaves open. The zero value is the default behaviour.
type Variants struct {
	ErrorShape ErrorShape
	// ExplicitNulls sends properties without a value as null; they are left out otherwise.
	ExplicitNulls bool
	// ResellerNPvrOnGet makes the subscription's get show the reseller's value for what is not overridden,
	// as the update's answer does; it shows the override's own value otherwise.
	ResellerNPvrOnGet bool
	// TrimNames keeps the names of packages without white space around them.
	TrimNames bool
	// WholeDays keeps the ends of subscribed packages as the beginning of their day.
	WholeDays bool
	// KeepEnds keeps the end of a subscribed package that an update leaves out; it is none otherwise. Null is none either way.
	KeepEnds bool
	// LooseTypes sends numbers as strings, flags as 0 and 1, and lists that are not empty as objects with number keys.
	LooseTypes bool
}

// looseValue is v with the types that LooseTypes describes.
func looseValue(v any) any {
	switch v := v.(type) {
	case map[string]any:
		for name, member := range v {
			v[name] = looseValue(member)
		}
	case []any:
		if len(v) == 0 {
			return v
		}
		keyed := make(map[string]any, len(v))
		for i, element := range v {
			keyed[strconv.Itoa(i)] = looseValue(element)
		}
		return keyed
	case json.Number:
		return v.String()
	case bool:
		if v {
			return 1
		}
		return 0
	}
	return v
}

// looseTypes is a response with the types that LooseTypes describes.
func looseTypes(response any) any {
	encoded, err := json.Marshal(response)
	if err != nil {
		return response
	}
	decoder := json.NewDecoder(bytes.NewReader(encoded))
	decoder.UseNumber()
	var v any
	if decoder.Decode(&v) != nil {
		return response
	}
	return looseValue(v)
}

// SetVariants changes the behaviour from the next request on.
func (p *Platform) SetVariants(v Variants) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.variants = v
}

// ErrorBody is an error body in the shape that is set, such as for the Body of a [simulator.Fault] with
// 500, "internal_error", "<Unspecified>".
func (p *Platform) ErrorBody(code int, message, description string) string {
	p.mu.Lock()
	defer p.mu.Unlock()
	_, body := (&apiError{code, message, description}).encode(p.variants.ErrorShape)
	return string(body)
}

// apiError is a row of the error tables.
type apiError struct {
	Code        int    `json:"code"`
	Message     string `json:"message"`
	Description string `json:"description"`
}

func denied() *apiError {
	return &apiError{http.StatusForbidden, "access_denied", "Insufficient access level"}
}

func badRequest() *apiError {
	return &apiError{http.StatusBadRequest, "bad request", "Unspecified error"}
}

func notFound() *apiError {
	return &apiError{http.StatusNotFound, "id", "Not found"}
}

func noCustomer() *apiError {
	return &apiError{http.StatusNotFound, "customer", "Customer not found"}
}

func (e *apiError) encode(shape ErrorShape) (contentType string, body []byte) {
	var v any = e
	switch shape {
	case ErrorNested:
		v = map[string]any{"error": e}
	case ErrorKeyed:
		v = map[string]any{"error": e.Message, "description": e.Description}
	case ErrorArray:
		v = []*apiError{e}
	case ErrorText:
		return "text/plain;charset=UTF-8", []byte(e.Description)
	}
	body, _ = json.Marshal(v) // strings and a number: always encodable
	return "application/json;charset=UTF-8", body
}

func (e *apiError) write(w http.ResponseWriter, shape ErrorShape) {
	contentType, body := e.encode(shape)
	w.Header().Set("Content-Type", contentType)
	w.WriteHeader(e.Code)
	_, _ = w.Write(body)
}

// object is an answer's object; a nil member has no value.
type object map[string]any

// object leaves out the members without a value, unless explicit nulls are asked for.
func (p *Platform) object(o object) object {
	for name, value := range o {
		if value == nil && !p.variants.ExplicitNulls {
			delete(o, name)
		}
	}
	return o
}

// valueOf is nil for a nil pointer, and what it points to otherwise.
func valueOf[T any](v *T) any {
	if v == nil {
		return nil
	}
	return *v
}

// nonZero is nil for the zero value.
func nonZero[T comparable](v T) any {
	var zero T
	if v == zero {
		return nil
	}
	return v
}

// formatDate is nil for the zero time.
func formatDate(t time.Time) any {
	if t.IsZero() {
		return nil
	}
	return t.UTC().Format("2006-01-02T15:04:05.000Z")
}

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

// keyOf is how an id is looked up: without case.
func keyOf(id string) string { return strings.ToUpper(id) }

// insertKey adds a key to sorted keys.
func insertKey(keys []string, key string) []string {
	at, found := slices.BinarySearch(keys, key)
	if found {
		return keys
	}
	return slices.Insert(keys, at, key)
}

// removeKey takes a key out of sorted keys.
func removeKey(keys []string, key string) []string {
	at, found := slices.BinarySearch(keys, key)
	if !found {
		return keys
	}
	return slices.Delete(keys, at, at+1)
}

// listPage is a window on a list: rows are the keys within it.
type listPage struct {
	offset, limit, total int
	rows                 []string
}

// page cuts the window that the query asks for out of the keys that hold the filter's text in the field
// that text reads.
func (c *apiCall) page(keys []string, text func(key string) string) (listPage, *apiError) {
	page := listPage{limit: 100}
	if c.query.Has("offset") {
		n, err := strconv.Atoi(c.query.Get("offset"))
		if err != nil || n < 0 {
			return page, &apiError{http.StatusUnprocessableEntity, "offset", "Offset must be 0 or more"}
		}
		page.offset = n
	}
	if c.query.Has("limit") {
		n, err := strconv.Atoi(c.query.Get("limit"))
		if err != nil || n < 1 || n > 500 {
			return page, &apiError{http.StatusUnprocessableEntity, "limit", "Limit must be between 1 and 500"}
		}
		page.limit = n
	}
	if filter := strings.ToLower(c.query.Get("filter")); filter != "" {
		var found []string
		for _, key := range keys {
			if strings.Contains(strings.ToLower(text(key)), filter) {
				found = append(found, key)
			}
		}
		keys = found
	}
	page.total = len(keys)
	page.rows = keys[min(page.offset, len(keys)):min(page.offset+page.limit, len(keys))]
	return page, nil
}

// answer is the list's envelope.
func (l listPage) answer(name string, items []object) object {
	if items == nil {
		items = []object{}
	}
	return object{"offset": l.offset, "limit": l.limit, "total": l.total, name: items}
}

// flag reads a Boolean query parameter.
func (c *apiCall) flag(name string) bool {
	on, err := strconv.ParseBool(c.query.Get(name))
	return err == nil && on
}
