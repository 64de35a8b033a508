package telecomx

import (
	"bytes"
	"encoding/json"
	"strconv"
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
	// ExplicitNulls sends properties without a value as null; they are omitted otherwise.
	ExplicitNulls bool
	// ResellerNPvrOnGet makes the subscription's get show the reseller's value for what is not overridden,
	// as the update's response does; it shows the override's own value otherwise.
	ResellerNPvrOnGet bool
	// TrimNames keeps the names of packages without white space around them.
	TrimNames bool
	// WholeDays keeps the ends of subscribed packages as the beginning of their day.
	WholeDays bool
	// KeepEnds keeps the end of a subscribed package that an update omits; it is none otherwise. Null is none either way.
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

// SetVariants changes the behaviour of the calls that follow. change must not call methods of p.
func (p *Platform) SetVariants(change func(*Variants)) {
	p.mu.Lock()
	defer p.mu.Unlock()
	change(&p.variants)
}
