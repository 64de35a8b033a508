package simulator

import (
	"bytes"
	"encoding/json"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// PanelShapes is how the panel writes values. PHP converts types freely, and the documents show single samples only.
// The zero value writes as they do. It changes answers, never what is accepted.
type PanelShapes struct {
	Bouquets   PanelBouquetShape
	Dates      PanelDateShape
	Flags      PanelFlagShape
	NumberText bool // whole numbers and credits are strings, credits with two decimals: "107", "-100.00"
	// NoMAC is mac_addr where there is none, such as "null", "N/A", "-", "" or "00:00:00:00:00:00"; nil writes null.
	NoMAC      *string
	NullNotes  bool // reseller_notes is null where it is empty
	UpperID    bool // line_id is in upper case
	MACHyphens bool // mac_addr is in lower case with hyphens
	ListObject bool // the lists are objects with number keys where they have lines: {"0": {...}, "1": {...}}
	DataBody   bool // arrays and objects without a status stand in data beside status: {"status": "success", "data": ...}
}

// PanelBouquetShape is how bouquets, of lines and of packages, are written.
type PanelBouquetShape int

// Forms of bouquets.
const (
	PanelBouquetsArray   PanelBouquetShape = iota // [2, 1]
	PanelBouquetsObject                           // {"0": 2, "1": 1}
	PanelBouquetsStrings                          // ["2", "1"]
	PanelBouquetsJSON                             // "[2,1]"
	PanelBouquetsCommas                           // "2,1"
	PanelBouquetsRecords                          // [{"id": 2}, {"id": 1}]
)

// PanelDateShape is how dates are written.
type PanelDateShape int

// Forms of dates.
const (
	PanelDatesISO      PanelDateShape = iota // "2021-12-16T23:42:49+00:00"
	PanelDatesUnix                           // 1639698169
	PanelDatesUnixText                       // "1639698169"
	PanelDatesNoOffset                       // "2021-12-16T23:42:49", of UTC
	PanelDatesSQL                            // "2021-12-16 23:42:49", of UTC
	PanelDatesFraction                       // "2021-12-16T23:42:49.000000Z"
)

// PanelFlagShape is how flags are written.
type PanelFlagShape int

// Forms of flags.
const (
	PanelFlagsBool    PanelFlagShape = iota // true
	PanelFlagsNumbers                       // 1
	PanelFlagsText                          // "1"
)

// shaped is the answer as the variants write it.
func (p *Panel) shaped(route *panelRoute, answer panelAnswer) panelAnswer {
	p.mu.Lock()
	v := p.variants
	p.mu.Unlock()
	if route.method == http.MethodPost {
		answer = v.refused(answer)
	}
	if _, failed := answer.body.(panelError); failed || answer.status != http.StatusOK || (v.Shapes == PanelShapes{} && v.Record == nil) {
		return answer
	}
	body := v.value("", panelTree(answer.body))
	if list, ok := body.([]any); ok && len(list) > 0 && v.Shapes.ListObject && route.operation == "panel.lines" {
		body = panelNumbered(list)
	}
	if object, ok := body.(map[string]any); v.Shapes.DataBody && (!ok || object["status"] == nil) {
		body = map[string]any{"status": "success", "data": body}
	}
	return panelAnswer{answer.status, body}
}

// panelTree is a body as encoding/json decodes it into any, with numbers as json.Number.
func panelTree(body any) (tree any) {
	encoded, _ := json.Marshal(body) // of our own types
	decoder := json.NewDecoder(bytes.NewReader(encoded))
	decoder.UseNumber()
	_ = decoder.Decode(&tree)
	return tree
}

func panelNumbered(list []any) map[string]any {
	object := map[string]any{}
	for i, value := range list {
		object[strconv.Itoa(i)] = value
	}
	return object
}

// value writes the value of the named field, "" for elements of lists and for the whole body.
func (v *PanelVariants) value(field string, value any) any {
	switch value := value.(type) {
	case map[string]any:
		for name, member := range value {
			value[name] = v.value(name, member)
		}
		if items, ok := value["items"].([]any); ok && len(items) > 0 && v.Shapes.ListObject {
			value["items"] = panelNumbered(items)
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

func (s PanelShapes) single(field string, value any) any {
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

func (s PanelShapes) number(field string, value json.Number) any {
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

func (s PanelShapes) flag(value bool) any {
	digit := "0"
	if value {
		digit = "1"
	}
	switch s.Flags {
	case PanelFlagsNumbers:
		return json.Number(digit)
	case PanelFlagsText:
		return digit
	default:
		return value
	}
}

func (s PanelShapes) date(text string) any {
	at, err := time.Parse(time.RFC3339, text)
	if err != nil {
		return text
	}
	at = at.UTC()
	seconds := strconv.FormatInt(at.Unix(), 10)
	switch s.Dates {
	case PanelDatesUnix:
		return json.Number(seconds)
	case PanelDatesUnixText:
		return seconds
	case PanelDatesNoOffset:
		return at.Format("2006-01-02T15:04:05")
	case PanelDatesSQL:
		return at.Format(time.DateTime)
	case PanelDatesFraction:
		return at.Format("2006-01-02T15:04:05.000000Z")
	default:
		return text
	}
}

func (s PanelShapes) bouquets(list []any) any {
	texts, records := make([]string, len(list)), make([]any, len(list))
	for i, id := range list {
		number, ok := id.(json.Number)
		if !ok { // objects already, of a package
			return list
		}
		texts[i], records[i] = number.String(), map[string]any{"id": number}
	}
	switch s.Bouquets {
	case PanelBouquetsObject:
		return panelNumbered(list)
	case PanelBouquetsStrings:
		return texts
	case PanelBouquetsJSON:
		return "[" + strings.Join(texts, ",") + "]"
	case PanelBouquetsCommas:
		return strings.Join(texts, ",")
	case PanelBouquetsRecords:
		return records
	default:
		return list
	}
}
