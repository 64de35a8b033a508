package simulator

import (
	"bytes"
	"encoding/json"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"
)

// TelecomXErrorShape is how an error body looks: no page of the platform names its keys.
type TelecomXErrorShape int

const (
	// TelecomXErrorFlat is {"code":404,"message":"customer","description":"Customer not found"}.
	TelecomXErrorFlat TelecomXErrorShape = iota
	// TelecomXErrorNested is {"error":{"code":404,"message":"customer","description":"Customer not found"}}.
	TelecomXErrorNested
	// TelecomXErrorKeyed is {"error":"customer","description":"Customer not found"}.
	TelecomXErrorKeyed
	// TelecomXErrorArray is [{"code":404,"message":"customer","description":"Customer not found"}].
	TelecomXErrorArray
	// TelecomXErrorText is the plain text "Customer not found".
	TelecomXErrorText
)

// TelecomXVariants is what the reference leaves open. The zero value is the default behaviour.
type TelecomXVariants struct {
	ErrorShape TelecomXErrorShape
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

// telecomxLoose is v with the types that LooseTypes describes.
func telecomxLoose(v any) any {
	switch v := v.(type) {
	case map[string]any:
		for name, member := range v {
			v[name] = telecomxLoose(member)
		}
	case []any:
		if len(v) == 0 {
			return v
		}
		keyed := make(map[string]any, len(v))
		for i, element := range v {
			keyed[strconv.Itoa(i)] = telecomxLoose(element)
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

// telecomxLoosened is a response with the types that LooseTypes describes.
func telecomxLoosened(response any) any {
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
	return telecomxLoose(v)
}

// SetVariants changes the behaviour from the next request on.
func (p *TelecomX) SetVariants(v TelecomXVariants) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.variants = v
}

// ErrorBody is an error body in the shape that is set, such as for the Body of a [Fault] with
// 500, "internal_error", "<Unspecified>".
func (p *TelecomX) ErrorBody(code int, message, description string) string {
	p.mu.Lock()
	defer p.mu.Unlock()
	_, body := (&telecomxError{code, message, description}).encode(p.variants.ErrorShape)
	return string(body)
}

// telecomxError is a row of the error tables.
type telecomxError struct {
	Code        int    `json:"code"`
	Message     string `json:"message"`
	Description string `json:"description"`
}

func telecomxDenied() *telecomxError {
	return &telecomxError{http.StatusForbidden, "access_denied", "Insufficient access level"}
}

func telecomxBadRequest() *telecomxError {
	return &telecomxError{http.StatusBadRequest, "bad request", "Unspecified error"}
}

func telecomxNotFound() *telecomxError {
	return &telecomxError{http.StatusNotFound, "id", "Not found"}
}

func telecomxNoCustomer() *telecomxError {
	return &telecomxError{http.StatusNotFound, "customer", "Customer not found"}
}

func (e *telecomxError) encode(shape TelecomXErrorShape) (contentType string, body []byte) {
	var v any = e
	switch shape {
	case TelecomXErrorNested:
		v = map[string]any{"error": e}
	case TelecomXErrorKeyed:
		v = map[string]any{"error": e.Message, "description": e.Description}
	case TelecomXErrorArray:
		v = []*telecomxError{e}
	case TelecomXErrorText:
		return "text/plain;charset=UTF-8", []byte(e.Description)
	}
	body, _ = json.Marshal(v) // strings and a number: always encodable
	return "application/json;charset=UTF-8", body
}

func (e *telecomxError) write(w http.ResponseWriter, shape TelecomXErrorShape) {
	contentType, body := e.encode(shape)
	w.Header().Set("Content-Type", contentType)
	w.WriteHeader(e.Code)
	_, _ = w.Write(body)
}

// telecomxObject is an answer's object; a nil member has no value.
type telecomxObject map[string]any

// object leaves out the members without a value, unless explicit nulls are asked for.
func (p *TelecomX) object(o telecomxObject) telecomxObject {
	for name, value := range o {
		if value == nil && !p.variants.ExplicitNulls {
			delete(o, name)
		}
	}
	return o
}

// telecomxValue is nil for a nil pointer, and what it points to otherwise.
func telecomxValue[T any](v *T) any {
	if v == nil {
		return nil
	}
	return *v
}

// telecomxNonZero is nil for the zero value.
func telecomxNonZero[T comparable](v T) any {
	var zero T
	if v == zero {
		return nil
	}
	return v
}

// telecomxDate is nil for the zero time.
func telecomxDate(t time.Time) any {
	if t.IsZero() {
		return nil
	}
	return t.UTC().Format("2006-01-02T15:04:05.000Z")
}

// telecomxBody is the members a request named, null included.
type telecomxBody map[string]json.RawMessage

// telecomxField is a member's value, nil when it is not named or null.
func telecomxField[T any](b telecomxBody, name string) (*T, *telecomxError) {
	raw, sent := b[name]
	if !sent || string(raw) == "null" {
		return nil, nil
	}
	value := new(T)
	if err := json.Unmarshal(raw, value); err != nil {
		return nil, telecomxBadRequest()
	}
	return value, nil
}

// telecomxMerge replaces the value by a member that the request names, null included.
func telecomxMerge[T any](b telecomxBody, name string, value **T) *telecomxError {
	if _, named := b[name]; !named {
		return nil
	}
	sent, fail := telecomxField[T](b, name)
	if fail == nil {
		*value = sent
	}
	return fail
}

// telecomxKey is how an id is looked up: without case.
func telecomxKey(id string) string { return strings.ToUpper(id) }

// telecomxInsert adds a key to sorted keys.
func telecomxInsert(keys []string, key string) []string {
	at, found := slices.BinarySearch(keys, key)
	if found {
		return keys
	}
	return slices.Insert(keys, at, key)
}

// telecomxRemove takes a key out of sorted keys.
func telecomxRemove(keys []string, key string) []string {
	at, found := slices.BinarySearch(keys, key)
	if !found {
		return keys
	}
	return slices.Delete(keys, at, at+1)
}

// telecomxPage is a window on a list: rows are the keys within it.
type telecomxPage struct {
	offset, limit, total int
	rows                 []string
}

// page cuts the window that the query asks for out of the keys that hold the filter's text in the field
// that text reads.
func (c *telecomxCall) page(keys []string, text func(key string) string) (telecomxPage, *telecomxError) {
	page := telecomxPage{limit: 100}
	if c.query.Has("offset") {
		n, err := strconv.Atoi(c.query.Get("offset"))
		if err != nil || n < 0 {
			return page, &telecomxError{http.StatusUnprocessableEntity, "offset", "Offset must be 0 or more"}
		}
		page.offset = n
	}
	if c.query.Has("limit") {
		n, err := strconv.Atoi(c.query.Get("limit"))
		if err != nil || n < 1 || n > 500 {
			return page, &telecomxError{http.StatusUnprocessableEntity, "limit", "Limit must be between 1 and 500"}
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
func (l telecomxPage) answer(name string, items []telecomxObject) telecomxObject {
	if items == nil {
		items = []telecomxObject{}
	}
	return telecomxObject{"offset": l.offset, "limit": l.limit, "total": l.total, name: items}
}

// flag reads a Boolean query parameter.
func (c *telecomxCall) flag(name string) bool {
	on, err := strconv.ParseBool(c.query.Get(name))
	return err == nil && on
}
