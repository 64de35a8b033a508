package rest

import (
	"bytes"
	"encoding/binary"
	"encoding/hex"
	"strconv"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// reading is a text with the escapes of some encodings decoded, and where each of its bytes comes from.
type reading struct {
	text  []byte
	spans []span // one a byte; nil where the text is as it was
}

// span is a part of the original text.
type span struct{ from, to int }

func (r reading) from(i int) int {
	if r.spans == nil {
		return i
	}
	return r.spans[i].from
}

func (r reading) to(i int) int {
	if r.spans == nil {
		return i + 1
	}
	return r.spans[i].to
}

const (
	// deepest is how many encodings are undone, one around the other.
	deepest = 3
	// maxReadings bounds the work on a text made to have many.
	maxReadings = 64
)

// decoder reads one escape at the beginning of text. It returns what the escape stands for and its length, 0 when
// there is none.
type decoder struct {
	mark byte // how its escapes begin
	read func(text []byte) (decoded []byte, length int)
}

var decoders = []decoder{{'%', percent}, {'\\', backslash}, {'\\', quoted}, {'&', entity}}

// readings is text as it is, and as the encodings make it, in every order.
func readings(text string) []reading {
	all := []reading{{text: []byte(text)}}
	for depth, begin := 0, 0; depth < deepest; depth++ {
		end := len(all)
		for _, inner := range all[begin:end] {
			for _, d := range decoders {
				if len(all) == maxReadings {
					return all
				}
				if decoded, ok := inner.decode(d); ok {
					all = append(all, decoded)
				}
			}
		}
		begin = end
	}
	return all
}

// decode undoes one encoding; false when nothing is encoded by it.
func (r reading) decode(d decoder) (decoded reading, changed bool) {
	if bytes.IndexByte(r.text, d.mark) < 0 {
		return decoded, false
	}
	decoded.text, decoded.spans = make([]byte, 0, len(r.text)), make([]span, 0, len(r.text))
	for i := 0; i < len(r.text); {
		made, length := []byte(nil), 0
		if r.text[i] == d.mark {
			made, length = d.read(r.text[i:])
		}
		if length == 0 {
			made, length = r.text[i:i+1], 1
		} else {
			changed = true
		}
		at := span{r.from(i), r.to(i + length - 1)}
		for _, b := range made {
			decoded.text, decoded.spans = append(decoded.text, b), append(decoded.spans, at)
		}
		i += length
	}
	return decoded, changed
}

func percent(text []byte) ([]byte, int) {
	if len(text) < 3 {
		return nil, 0
	}
	decoded, err := hex.AppendDecode(nil, text[1:3])
	if err != nil {
		return nil, 0
	}
	return decoded, 3
}

// backslash reads the escapes of JSON, and \x of others.
func backslash(text []byte) ([]byte, int) {
	if len(text) < 2 {
		return nil, 0
	}
	switch text[1] {
	case '"', '\'', '/', '\\':
		return text[1:2], 2
	case 'b', 'f', 'n', 'r', 't':
		return []byte{strings.NewReplacer("b", "\b", "f", "\f", "n", "\n", "r", "\r", "t", "\t").Replace(string(text[1]))[0]}, 2
	case 'x', 'X':
		if decoded, length := percent(text[1:]); length > 0 {
			return decoded, 4
		}
	case 'u', 'U':
		first, ok := unit(text)
		if !ok {
			return nil, 0
		}
		if second, ok := unit(text[6:]); ok && utf16.IsSurrogate(first) {
			if r := utf16.DecodeRune(first, second); r != utf8.RuneError {
				return utf8.AppendRune(nil, r), 12
			}
		}
		return utf8.AppendRune(nil, first), 6
	}
	return nil, 0
}

// unit reads \u and four hexadecimal digits.
func unit(text []byte) (rune, bool) {
	if len(text) < 6 || text[0] != '\\' || lower(text[1]) != 'u' {
		return 0, false
	}
	digits, err := hex.AppendDecode(nil, text[2:6])
	if err != nil {
		return 0, false
	}
	return rune(binary.BigEndian.Uint16(digits)), true
}

// quoted reads a quotation mark or a slash behind a backslash, where nothing else is escaped.
func quoted(text []byte) ([]byte, int) {
	if len(text) < 2 || bytes.IndexByte([]byte(`"'/`), text[1]) < 0 {
		return nil, 0
	}
	return text[1:2], 2
}

var entities = map[string]string{"amp": "&", "lt": "<", "gt": ">", "quot": `"`, "apos": "'", "nbsp": "\u00A0"}

// longestEntity is how long an entity is, with its leading zeros.
const longestEntity = 16

func entity(text []byte) ([]byte, int) {
	end := bytes.IndexByte(text[:min(len(text), longestEntity)], ';')
	if end < 2 {
		return nil, 0
	}
	name := strings.ToLower(string(text[1:end]))
	if made, ok := entities[name]; ok {
		return []byte(made), end + 1
	}
	number, ok := strings.CutPrefix(name, "#")
	if !ok {
		return nil, 0
	}
	base := 10
	if digits, isHex := strings.CutPrefix(number, "x"); isHex {
		number, base = digits, 16
	}
	code, err := strconv.ParseUint(number, base, 21)
	if err != nil {
		return nil, 0
	}
	return utf8.AppendRune(nil, rune(code)), end + 1
}
