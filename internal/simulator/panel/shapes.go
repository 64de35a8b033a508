package panel

import (
	"bytes"
	"encoding/json"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// Shapes is how the panel writes values. PHP converts types freely, and the documents show single samples only.
// The zero value writes as they do. It changes responses, never what is accepted.
type Shapes struct {
	Bouquets   BouquetShape
	Dates      DateShape
	Flags      FlagShape
	NumberText bool // whole numbers and credits are strings, credits with two decimals: "107", "-100.00"
	// NoMAC is mac_addr where there is none, such as "null", "N/A", "-", "" or "00:00:00:00:00:00"; nil writes null.
	NoMAC      *string
	NullNotes  bool // reseller_notes is null where it is empty
	UpperID    bool // line_id is in upper case
	MACHyphens bool // mac_addr is in lower case with hyphens
	ListObject bool // the lists are objects with number keys where they have lines: {"0": {...}, "1": {...}}
	DataBody   bool // arrays and objects without a status stand in data beside status: {"status": "success", "data": ...}
}

// BouquetShape is how bouquets, of lines and of packages, are written.
type BouquetShape int

// Forms of bouquets.
const (
	BouquetsArray   BouquetShape = iota // [2, 1]
	BouquetsObject                      // {"0": 2, "1": 1}
	BouquetsStrings                     // ["2", "1"]
	BouquetsJSON                        // "[2,1]"
	BouquetsCommas                      // "2,1"
	BouquetsRecords                     // [{"id": 2}, {"id": 1}]
)

// DateShape is how dates are written.
type DateShape int

// Forms of dates.
const (
	DatesISO      DateShape = iota // "2021-12-16T23:42:49+00:00"
	DatesUnix                      // 1639698169
	DatesUnixText                  // "1639698169"
	DatesNoOffset                  // "2021-12-16T23:42:49", of UTC
	DatesSQL                       // "2021-12-16 23:42:49", of UTC
	DatesFraction                  // "2021-12-16T23:42:49.000000Z"
)

// FlagShape is how flags are written.
type FlagShape int

// Forms of flags.
const (
	FlagsBool    FlagShape = iota // true
	FlagsNumbers                  // 1
	FlagsText                     // "1"
)

// shaped is the response as the variants write it.
func (p *Platform) shaped(route *apiRoute, response apiResponse) apiResponse {
	p.mu.Lock()
	v := p.variants
	p.mu.Unlock()
	if route.method == http.MethodPost {
		response = v.refused(response)
	}
	if _, failed := response.body.(errorBody); failed || response.status != http.StatusOK || (v.Shapes == Shapes{} && v.Record == nil) {
		return response
	}
	body := v.value("", decodeTree(response.body))
	if list, ok := body.([]any); ok && len(list) > 0 && v.Shapes.ListObject && route.operation == "panel.lines" {
		body = numbered(list)
	}
	if object, ok := body.(map[string]any); v.Shapes.DataBody && (!ok || object["status"] == nil) {
		body = map[string]any{"status": "success", "data": body}
	}
	return apiResponse{response.status, body}
}

// decodeTree is a body as encoding/json decodes it into any, with numbers as json.Number.
func decodeTree(body any) (tree any) {
	encoded, _ := json.Marshal(body) // of our own types
	decoder := json.NewDecoder(bytes.NewReader(encoded))
	decoder.UseNumber()
	_ = decoder.Decode(&tree)
	return tree
}

func numbered(list []any) map[string]any {
	object := map[string]any{}
	for i, value := range list {
		object[strconv.Itoa(i)] = value
	}
	return object
}

// value writes the value of the named field, "" for elements of lists and for the whole body.
func (v *Variants) value(field string, value any) any {
	switch value := value.(type) {
	case map[string]any:
		for name, member := range value {
			value[name] = v.value(name, member)
		}
		if items, ok := value["items"].([]any); ok && len(items) > 0 && v.Shapes.ListObject {
			value["items"] = numbered(items)
		}
		if _, isRecord := value["is_enabled"]; isRecord && v.Record != nil {
			v.Record(value)
		}
		return value
	case []any:
		if field == "bouquets" {
			return v.Shapes.bouquets(value)
		}
		for i, element := range value {
			value[i] = v.value("", element)
		}
		return value
	default:
		return v.Shapes.single(field, value)
	}
}

func (s Shapes) single(field string, value any) any {
	switch value := value.(type) {
	case nil:
		if field == "mac_addr" && s.NoMAC != nil {
			return *s.NoMAC
		}
	case bool:
		return s.flag(value)
	case json.Number:
		return s.number(field, value)
	case string:
		switch {
		case field == "reseller_notes" && value == "" && s.NullNotes:
			return nil
		case field == "expire_at":
			return s.date(value)
		case field == "line_id" && s.UpperID:
			return strings.ToUpper(value)
		case field == "mac_addr" && s.MACHyphens:
			return strings.ToLower(strings.ReplaceAll(value, ":", "-"))
		}
	}
	return value
}

func (s Shapes) number(field string, value json.Number) any {
	if !s.NumberText {
		return value
	}
	switch field {
	case "transaction_amount", "price_credits", "credits":
		amount, _ := value.Float64()
		return strconv.FormatFloat(amount, 'f', 2, 64)
	}
	return value.String()
}

func (s Shapes) flag(value bool) any {
	digit := "0"
	if value {
		digit = "1"
	}
	switch s.Flags {
	case FlagsNumbers:
		return json.Number(digit)
	case FlagsText:
		return digit
	default:
		return value
	}
}

func (s Shapes) date(text string) any {
	at, err := time.Parse(time.RFC3339, text)
	if err != nil {
		return text
	}
	at = at.UTC()
	seconds := strconv.FormatInt(at.Unix(), 10)
	switch s.Dates {
	case DatesUnix:
		return json.Number(seconds)
	case DatesUnixText:
		return seconds
	case DatesNoOffset:
		return at.Format("2006-01-02T15:04:05")
	case DatesSQL:
		return at.Format(time.DateTime)
	case DatesFraction:
		return at.Format("2006-01-02T15:04:05.000000Z")
	default:
		return text
	}
}

func (s Shapes) bouquets(list []any) any {
	texts, records := make([]string, len(list)), make([]any, len(list))
	for i, id := range list {
		number, ok := id.(json.Number)
		if !ok { // objects already, of a package
			return list
		}
		texts[i], records[i] = number.String(), map[string]any{"id": number}
	}
	switch s.Bouquets {
	case BouquetsObject:
		return numbered(list)
	case BouquetsStrings:
		return texts
	case BouquetsJSON:
		return "[" + strings.Join(texts, ",") + "]"
	case BouquetsCommas:
		return strings.Join(texts, ",")
	case BouquetsRecords:
		return records
	default:
		return list
	}
}
