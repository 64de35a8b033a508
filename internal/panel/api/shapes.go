package api

import (
	"bytes"
	"encoding/json"
	"errors"
	"slices"
	"strconv"
	"strings"

	"github.com/iptvops/terraform-provider-iptv/internal/rest"
)

// elements is a list: a JSON array, or the object with number keys that PHP makes of an array with gaps.
func elements(data []byte) (list []json.RawMessage, ok bool) {
	data = bytes.TrimSpace(data)
	if bytes.HasPrefix(data, []byte("[")) {
		return list, json.Unmarshal(data, &list) == nil
	}
	var members map[string]json.RawMessage
	if !bytes.HasPrefix(data, []byte("{")) || json.Unmarshal(data, &members) != nil || len(members) == 0 {
		return nil, false
	}
	keys := make([]int, 0, len(members))
	for name := range members {
		key, err := strconv.Atoi(name)
		if err != nil || key < 0 || strconv.Itoa(key) != name {
			return nil, false
		}
		keys = append(keys, key)
	}
	slices.Sort(keys)
	for _, key := range keys {
		list = append(list, members[strconv.Itoa(key)])
	}
	return list, true
}

func isObject(data []byte) bool { return bytes.HasPrefix(bytes.TrimSpace(data), []byte("{")) }

// content is a response without the envelope {"data": ...} that Laravel puts around what it makes of a model. An object
// that has the member itself has none.
func content(data []byte, member string) []byte {
	var members map[string]json.RawMessage
	if json.Unmarshal(data, &members) != nil || members[member] != nil {
		return data
	}
	if inner := bytes.TrimSpace(members["data"]); len(inner) > 0 && (inner[0] == '{' || inner[0] == '[') {
		return inner
	}
	return data
}

// ids reads the ids of a line's or a package's bouquets: what rest.IDs reads, an object with number keys, and either of
// them, or ids with commas between them, in a text.
type ids rest.IDs

var errNoIDs = errors.New("a list of ids was expected")

// UnmarshalJSON fails on what is no list of whole numbers; null and "" are none.
func (l *ids) UnmarshalJSON(data []byte) error {
	data = bytes.TrimSpace(data)
	switch {
	case string(data) == "null", string(data) == "{}":
		*l = ids{}
		return nil
	case bytes.HasPrefix(data, []byte(`"`)):
		var text string
		if json.Unmarshal(data, &text) != nil {
			return errNoIDs
		}
		return l.text(strings.TrimSpace(text))
	}
	list, ok := elements(data)
	if !ok {
		return errNoIDs
	}
	encoded, err := json.Marshal(list)
	if err != nil {
		return errNoIDs
	}
	if err := (*rest.IDs)(l).UnmarshalJSON(encoded); err != nil {
		return err
	}
	l.unique()
	return nil
}

// unique drops what is listed twice.
func (l *ids) unique() {
	seen := map[int64]bool{}
	*l = slices.DeleteFunc(*l, func(id int64) bool {
		again := seen[id]
		seen[id] = true
		return again
	})
}

func (l *ids) text(text string) error {
	if text == "" {
		*l = ids{}
		return nil
	}
	if strings.HasPrefix(text, "[") || strings.HasPrefix(text, "{") {
		if !json.Valid([]byte(text)) {
			return errNoIDs
		}
		return l.UnmarshalJSON([]byte(text))
	}
	list := ids{}
	for part := range strings.SplitSeq(text, ",") {
		id, err := strconv.ParseInt(strings.TrimSpace(part), 10, 64)
		if err != nil {
			return errNoIDs
		}
		list = append(list, id)
	}
	*l = list
	l.unique()
	return nil
}

// IsMAC reports whether the text is a MAC address in one of the usual spellings (colons, hyphens, dots or bare digits).
// Six zero octets are what platforms write where there is none.
func IsMAC(text string) bool {
	text = strings.TrimSpace(text)
	digits, zeros := 0, 0
	for _, c := range text {
		switch {
		case strings.ContainsRune("0123456789abcdefABCDEF", c):
			digits++
			if c == '0' {
				zeros++
			}
		case !strings.ContainsRune(":-. ", c):
			return false
		}
	}
	return digits == 12 && zeros < 12
}
