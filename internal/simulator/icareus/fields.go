package icareus

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
)

// fieldProblems is what is wrong with a body, by member.
type fieldProblems map[string][]fieldProblem

type fieldProblem struct {
	Message string `json:"message"`
	Name    string `json:"name"`
}

func (p fieldProblems) add(member, format string, args ...any) {
	p[member] = append(p[member], fieldProblem{Message: fmt.Sprintf(format, args...), Name: "invalid-value"})
}

// change returns c with the members that were sent and no others, or all that is wrong with them. Members of other
// names are ignored.
func (o *storedOrganization) change(c Channel, sent map[string]json.RawMessage) (Channel, fieldProblems) {
	c = c.clone()
	body := sentMembers{sent: sent, problems: fieldProblems{}}

	storeMember(body, "name", "a string", &c.Name, func(v string) string {
		if v == "" {
			return "minimum length: 1"
		}
		return ""
	})
	storeMember(body, "description", "a string", &c.Description, nil)
	storeMember(body, "logicalChannelNumber", "an integer", &c.LogicalChannelNumber, func(v int64) string {
		if v < 0 {
			return "minimum value: 0"
		}
		return ""
	})
	storeMember(body, "aspectRatio", "a string", &c.AspectRatio, oneOf("aspect ratio", "", "4:3", "16:9"))
	storeMember(body, "primaryLanguage", "a string", &c.PrimaryLanguage, oneOf("language id", o.Languages...))
	storeMember(body, "quality", "an integer", &c.Quality, oneOf[int64]("quality", 0, 1))
	storeMember(body, "audioOnly", "a boolean", &c.AudioOnly, nil)
	storeMember(body, "autoRecord", "a boolean", &c.AutoRecord, nil)
	storeMember(body, "isPublic", "a boolean", &c.IsPublic, nil)
	storeMember(body, "isExclusive", "a boolean", &c.IsExclusive, nil)
	body.ids("categories", "category", &c.Categories, o.Categories)
	body.ids("locationRestrictions", "location", &c.LocationRestrictions, o.Locations)
	return c, body.problems
}

type sentMembers struct {
	sent     map[string]json.RawMessage
	problems fieldProblems
}

// storeMember stores a member that was sent; problem, when not nil, says what is wrong with a value of the right type.
func storeMember[T any](body sentMembers, name, kind string, into *T, problem func(T) string) {
	raw, sent := body.sent[name]
	if !sent {
		return
	}
	var value *T
	if err := json.Unmarshal(raw, &value); err != nil || value == nil {
		body.problems.add(name, "not %s", kind)
		return
	}
	if problem != nil {
		if text := problem(*value); text != "" {
			body.problems.add(name, "%s", text)
			return
		}
	}
	*into = *value
}

func oneOf[T comparable](noun string, allowed ...T) func(T) string {
	return func(v T) string {
		if slices.Contains(allowed, v) {
			return ""
		}
		return fmt.Sprintf("%v is not a valid %s", v, noun)
	}
}

// ids stores an array of numbers that are all known.
func (m sentMembers) ids(name, noun string, into *[]int64, known []int64) {
	raw, sent := m.sent[name]
	if !sent {
		return
	}
	var elements []json.RawMessage
	if err := json.Unmarshal(raw, &elements); err != nil || elements == nil {
		m.problems.add(name, "not an array")
		return
	}
	ids := make([]int64, 0, len(elements))
	var unknown strings.Builder
	for _, element := range elements {
		var id int64
		if err := json.Unmarshal(element, &id); err != nil || bytes.Equal(element, []byte("null")) {
			m.problems.add(name, "not an integer: %s", element)
			continue
		}
		if !slices.Contains(known, id) {
			fmt.Fprintf(&unknown, "%d ", id)
		} else if !slices.Contains(ids, id) {
			ids = append(ids, id)
		}
	}
	if unknown.Len() > 0 {
		m.problems.add(name, "invalid %s ids: %s", noun, unknown.String())
	}
	*into = ids
}

// stored is a channel that was sent as the platform keeps it.
func (v Variants) stored(c Channel, o *storedOrganization) Channel {
	if v.TrimTexts {
		c.Name, c.Description = strings.TrimSpace(c.Name), strings.TrimSpace(c.Description)
	}
	for _, category := range c.Categories {
		if parent, ok := v.Parents[category]; ok && !slices.Contains(c.Categories, parent) && slices.Contains(o.Categories, parent) {
			c.Categories = append(c.Categories, parent)
		}
	}
	return c
}

// nextNumber is the lowest channel number that no channel has.
func (o *storedOrganization) nextNumber() int64 {
	taken := map[int64]bool{}
	for _, record := range o.channels {
		taken[record.channel.LogicalChannelNumber] = true
	}
	number := int64(1)
	for taken[number] {
		number++
	}
	return number
}
