package api

import (
	"encoding/json"
	"errors"
	"fmt"

	"github.com/iptvops/terraform-provider-iptv/internal/rest"
)

// Line is the record of a line (section 4.1).
type Line struct {
	ID             string // line_id; "" only where that is what cannot be read
	Username       rest.Text
	Password       rest.Text // in clear
	MAC            rest.Text // "" on a regular line, whatever the panel writes there in place of an address
	Owner          rest.Text // a user's name; "" where the panel does not say
	Type           rest.Text
	ExpireAt       Time // zero: unlimited
	IsEnabled      rest.Bool
	IsRestreamer   rest.Bool
	IsTrial        rest.Bool
	PackageID      rest.Int // 0: none
	Bouquets       rest.IDs
	MaxConnections rest.Int
	ResellerNotes  rest.Text

	// Err is nil, or the *FieldError of the first field that is missing or cannot be read. Such a line exists, ID and
	// Username hold where they are not empty, and nothing else of it may be used.
	Err error
}

// FieldError is a field of a listed object that is missing or cannot be read. It is no error of the other objects.
type FieldError struct {
	Kind   string // "line", "package", "bouquet" or "profile"
	ID     string // "" where that is what cannot be read
	Name   string // the username of a line; "" where that is what cannot be read
	Field  string // the panel's name; "" for the whole object
	Reason string

	missing bool
}

// Error names the object, the field and what is wrong with it; it holds no value but the id and the name.
func (e *FieldError) Error() string {
	object := e.Kind
	if e.ID != "" {
		object += fmt.Sprintf(" %.64s", e.ID)
	}
	if e.Name != "" {
		object += fmt.Sprintf(" (%.255q)", e.Name)
	}
	if object == e.Kind {
		object += " without an id and a name"
	}
	if e.Field == "" {
		return fmt.Sprintf("%s cannot be read: %s", object, e.Reason)
	}
	return fmt.Sprintf("%s: %s cannot be read: %s", object, e.Field, e.Reason)
}

var (
	errMissing = errors.New("the panel does not return it")
	errNull    = errors.New("it is null")
)

// lineRecord is a record before its values are read.
type lineRecord struct {
	ID             json.RawMessage `json:"line_id"`
	Username       json.RawMessage `json:"username"`
	Password       json.RawMessage `json:"password"`
	MAC            json.RawMessage `json:"mac_addr"`
	Owner          json.RawMessage `json:"owner"`
	Type           json.RawMessage `json:"type"`
	ExpireAt       json.RawMessage `json:"expire_at"`
	IsEnabled      json.RawMessage `json:"is_enabled"`
	IsRestreamer   json.RawMessage `json:"is_restreamer"`
	IsTrial        json.RawMessage `json:"is_trial"`
	PackageID      json.RawMessage `json:"package_id"`
	Bouquets       json.RawMessage `json:"bouquets"`
	MaxConnections json.RawMessage `json:"max_connections"`
	ResellerNotes  json.RawMessage `json:"reseller_notes"`
}

// UnmarshalJSON never fails on valid JSON: what cannot be read of a line is its Err. Absent is not null: an expiry date
// that is not there does not mean unlimited. Only what older panels lack (section 9), or names nothing to be changed, may be absent.
func (l *Line) UnmarshalJSON(data []byte) error {
	*l = Line{}
	read := fields{kind: "line"}
	var record lineRecord
	if !isObject(data) || json.Unmarshal(data, &record) != nil {
		l.Err = read.whole("an object was expected")
		return nil
	}
	var id rest.Text
	read.field("line_id", record.ID, filled(&id))
	l.ID = string(id)
	read.field("username", record.Username, notNull(&l.Username))
	read.field("password", record.Password, notNull(&l.Password))
	read.optional("owner", record.Owner, &l.Owner)
	read.optional("type", record.Type, &l.Type)
	read.field("expire_at", record.ExpireAt, &l.ExpireAt)
	read.field("is_enabled", record.IsEnabled, notNull(&l.IsEnabled))
	read.optional("is_restreamer", record.IsRestreamer, &l.IsRestreamer)
	read.optional("is_trial", record.IsTrial, &l.IsTrial)
	read.field("package_id", record.PackageID, &l.PackageID)
	read.field("bouquets", record.Bouquets, (*ids)(&l.Bouquets))
	read.field("max_connections", record.MaxConnections, notNull(&l.MaxConnections))
	read.field("reseller_notes", record.ResellerNotes, &l.ResellerNotes)
	read.mac(record.MAC, l)
	l.Err = read.err(l.ID, string(l.Username))
	return nil
}

// mac keeps a real address only. A device has one (section 5), so that its record is wrong without.
func (f *fields) mac(raw json.RawMessage, l *Line) {
	var text rest.Text
	if raw != nil && text.UnmarshalJSON(raw) == nil && IsMAC(string(text)) {
		l.MAC = text
		return
	}
	switch l.Type {
	case Regular:
	case Device:
		f.fail("mac_addr", "a device has an address, and none is given", raw == nil)
	default:
		if raw == nil {
			f.fail("mac_addr", errMissing.Error(), true)
		}
	}
}

// isPartial reports whether the record lacks a field that the documents name.
func (l *Line) isPartial() bool {
	var failed *FieldError
	return errors.As(l.Err, &failed) && failed.missing
}

// fields reads the fields of one object and keeps the first that cannot be read.
type fields struct {
	kind  string
	first *FieldError
}

func (f *fields) fail(field, reason string, missing bool) {
	if f.first == nil {
		f.first = &FieldError{Kind: f.kind, Field: field, Reason: reason, missing: missing}
	}
}

func (f *fields) field(name string, raw json.RawMessage, into json.Unmarshaler) {
	if raw == nil {
		f.fail(name, errMissing.Error(), true)
		return
	}
	f.optional(name, raw, into)
}

// optional reads a field that may be absent, and reports whether it was there and could be read.
func (f *fields) optional(name string, raw json.RawMessage, into json.Unmarshaler) bool {
	if raw == nil {
		return false
	}
	if err := into.UnmarshalJSON(raw); err != nil {
		f.fail(name, err.Error(), false)
		return false
	}
	return true
}

func (f *fields) whole(reason string) error {
	return &FieldError{Kind: f.kind, Reason: reason}
}

// err is the first failure, with the object that it belongs to.
func (f *fields) err(id, name string) error {
	if f.first == nil {
		return nil
	}
	f.first.ID, f.first.Name = id, name
	return f.first
}

// strict reads a value that may not be null, nor empty where that is said.
type strict struct {
	into  json.Unmarshaler
	empty func() bool
}

func notNull(into json.Unmarshaler) strict { return strict{into: into} }

func filled(into *rest.Text) strict {
	return strict{into, func() bool { return *into == "" }}
}

// UnmarshalJSON fails on null.
func (s strict) UnmarshalJSON(data []byte) error {
	if string(data) == "null" {
		return errNull
	}
	if err := s.into.UnmarshalJSON(data); err != nil {
		return err
	}
	if s.empty != nil && s.empty() {
		return errors.New("it is empty")
	}
	return nil
}
