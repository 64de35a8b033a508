package api

import (
	"encoding/json"
	"errors"
	"time"

	"github.com/iptvops/terraform-provider-iptv/internal/rest"
)

// Date is an instant of whole milliseconds; the zero value is none.
type Date struct{ time.Time }

// DateOf is t as the platform keeps it.
func DateOf(t time.Time) Date { return Date{t.UTC().Truncate(time.Millisecond)} }

const dateLayout = "2006-01-02T15:04:05.000Z"

// String is the platform's form (section 2, 6), "" for none.
func (d Date) String() string {
	if d.IsZero() {
		return ""
	}
	return d.UTC().Format(dateLayout)
}

// MarshalJSON is the platform's form, null for none.
func (d Date) MarshalJSON() ([]byte, error) {
	if d.IsZero() {
		return []byte("null"), nil
	}
	return json.Marshal(d.String())
}

// UnmarshalJSON takes any RFC 3339 date; null and "" are none.
func (d *Date) UnmarshalJSON(data []byte) error {
	var text *string
	if json.Unmarshal(data, &text) != nil {
		return errors.New("a date was expected")
	}
	*d = Date{}
	if text == nil || *text == "" {
		return nil
	}
	parsed, err := time.Parse(time.RFC3339Nano, *text)
	if err != nil {
		return errors.New("a date such as 2016-01-01T00:00:00.000Z was expected")
	}
	*d = DateOf(parsed)
	return nil
}

// ref is an id, which some calls name id and others _id (section 9, 1).
type ref struct {
	ID         rest.Text `json:"id"`
	Underscore rest.Text `json:"_id"`
}

func (r ref) id() string {
	if r.Underscore != "" {
		return string(r.Underscore)
	}
	return string(r.ID)
}

// number is a whole number that may be omitted.
func number(n *rest.Int) *int64 {
	if n == nil {
		return nil
	}
	value := int64(*n)
	return &value
}

// flag is a truth value that may be omitted.
func flag(b *rest.Bool) *bool {
	if b == nil {
		return nil
	}
	value := bool(*b)
	return &value
}

// isTrue reports whether a truth value that may be omitted is true.
func isTrue(b *rest.Bool) bool { return b != nil && bool(*b) }
