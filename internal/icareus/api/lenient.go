package api

import (
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"slices"
	"strconv"
	"strings"

	"github.com/iptvops/terraform-provider-iptv/internal/rest"
)

// Unread is a member of a channel that cannot be read.
type Unread struct {
	Field  string // the platform's name
	Reason string
}

// documented is a channel whose members all have the documented form.
type documented Channel

// errOtherForm is a member that cannot be read although it is of the right kind.
var errOtherForm = errors.New("it has another form than documented")

// UnmarshalJSON fails on what is no object. A member that has another form than documented is read as far as its
// meaning is plain; one that cannot be read is noted in Unread and does not hide the others.
func (c *Channel) UnmarshalJSON(data []byte) error {
	if err := json.Unmarshal(data, (*documented)(c)); err == nil {
		return nil
	}
	*c = Channel{}
	var members map[string]json.RawMessage
	if err := json.Unmarshal(data, &members); err != nil {
		return errors.New("an object was expected")
	}
	for field, read := range map[string]func(json.RawMessage) error{
		"serviceId": into(&c.ServiceID), "streamName": into(&c.StreamName), "logicalChannelNumber": into(&c.LogicalChannelNumber),
		"quality":   into(&c.Quality),
		"ingestUrl": text(&c.IngestURL), "originAddress": text(&c.OriginAddress), "cdnAddress": text(&c.CDNAddress),
		"smallIcon": text(&c.SmallIcon), "mediumIcon": text(&c.MediumIcon), "largeIcon": text(&c.LargeIcon),
		"name": text(&c.Name), "description": text(&c.Description), "aspectRatio": text(&c.AspectRatio),
		"primaryLanguage": text(&c.PrimaryLanguage),
		"audioOnly":       into(&c.AudioOnly), "autoRecord": into(&c.AutoRecord), "isPublic": into(&c.IsPublic),
		"isExclusive": into(&c.IsExclusive),
		"categories":  ids(&c.Categories), "locationRestrictions": ids(&c.LocationRestrictions), "streams": streams(&c.Streams),
	} {
		member, there := members[field]
		if !there {
			continue
		}
		if err := read(member); err != nil {
			c.Unread = append(c.Unread, Unread{Field: field, Reason: err.Error()})
		}
	}
	slices.SortFunc(c.Unread, func(a, b Unread) int { return cmp.Compare(a.Field, b.Field) })
	return nil
}

func into[T any](field *T) func(json.RawMessage) error {
	return func(member json.RawMessage) error {
		var value T
		if err := json.Unmarshal(member, &value); err != nil {
			return err
		}
		*field = value
		return nil
	}
}

func text(field *string) func(json.RawMessage) error { return into((*rest.Text)(field)) }

func ids(field *rest.IDs) func(json.RawMessage) error {
	return func(member json.RawMessage) error {
		list, err := elements(member)
		if err != nil {
			return err
		}
		array, err := json.Marshal(list)
		if err != nil {
			return err
		}
		return into(field)(array)
	}
}

// streams reads the lists of a channel's streams in either spelling.
func streams(field **Streams) func(json.RawMessage) error {
	return func(member json.RawMessage) error {
		if string(bytes.TrimSpace(member)) == "null" {
			return nil
		}
		var raw struct {
			Total         rest.Int        `json:"total"`
			Transcoder    rest.Int        `json:"transcoder"`
			Playlist      rest.Int        `json:"playlist"`
			Items         json.RawMessage `json:"items"`
			AdaptiveItems json.RawMessage `json:"adaptiveItems"`
		}
		if err := json.Unmarshal(member, &raw); err != nil {
			return errOtherForm
		}
		read := Streams{Total: raw.Total, Transcoder: raw.Transcoder, Playlist: raw.Playlist}
		if err := list(&read.Items, raw.Items); err != nil {
			return err
		}
		if err := list(&read.AdaptiveItems, raw.AdaptiveItems); err != nil {
			return err
		}
		*field = &read
		return nil
	}
}

func list[T any](field *[]T, member json.RawMessage) error {
	found, err := elements(member)
	if err != nil {
		return err
	}
	for _, element := range found {
		var value T
		if err := json.Unmarshal(element, &value); err != nil {
			return errOtherForm
		}
		*field = append(*field, value)
	}
	return nil
}

// elements is those of an array, or of an object with numbers for keys, which is how PHP spells an array with gaps. Null
// and an absent member are empty.
func elements(member json.RawMessage) ([]json.RawMessage, error) {
	switch text := string(bytes.TrimSpace(member)); {
	case text == "" || text == "null":
		return []json.RawMessage{}, nil
	case strings.HasPrefix(text, "{"):
		return numbered(member)
	}
	var array []json.RawMessage
	if err := json.Unmarshal(member, &array); err != nil {
		return nil, errors.New("a list was expected")
	}
	return array, nil
}

func numbered(member json.RawMessage) ([]json.RawMessage, error) {
	var object map[string]json.RawMessage
	if err := json.Unmarshal(member, &object); err != nil {
		return nil, err
	}
	keys := make([]int, 0, len(object))
	for key := range object {
		number, err := strconv.Atoi(key)
		if err != nil {
			return nil, errors.New("a list was expected")
		}
		keys = append(keys, number)
	}
	slices.Sort(keys)
	array := make([]json.RawMessage, len(keys))
	for i, key := range keys {
		array[i] = object[strconv.Itoa(key)]
	}
	return array, nil
}
