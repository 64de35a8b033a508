package api

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"github.com/iptvops/terraform-provider-iptv/internal/rest"
)

// Receipt is the response of a call that creates or renews (sections 2.1, 2.2, 3.1).
type Receipt struct {
	LineID   string
	ExpireAt Time    // zero: unlimited, or unknown where Err is set
	Amount   *Number // credits, negative when they were taken; nil when the panel does not say
	Line     *Line   // the whole record, nil where the response does not hold it

	// Err is nil, or the *FieldError of the first value that is missing or cannot be read. LineID holds nevertheless: the
	// call was carried out.
	Err error
}

// UnmarshalJSON fails without a line_id.
func (r *Receipt) UnmarshalJSON(data []byte) error {
	data = content(data, "line_id")
	var members struct {
		LineID   json.RawMessage `json:"line_id"`
		ExpireAt json.RawMessage `json:"expire_at"`
		Amount   json.RawMessage `json:"transaction_amount"`
	}
	if json.Unmarshal(data, &members) != nil {
		return errors.New("an object was expected")
	}
	id := lineIDOf(members.LineID)
	if id == "" {
		return without("line_id", data)
	}
	*r = Receipt{LineID: id, Line: wholeLine(data)}
	read := fields{kind: "line"}
	read.field("expire_at", members.ExpireAt, &r.ExpireAt)
	if members.Amount != nil && string(members.Amount) != "null" {
		var amount Number
		if err := amount.UnmarshalJSON(members.Amount); err != nil {
			read.fail("transaction_amount", err.Error(), false)
		} else {
			r.Amount = &amount
		}
	}
	r.Err = read.err(id, "")
	return nil
}

// lineIDOf is the id in a response, "" where it holds none.
func lineIDOf(raw json.RawMessage) string {
	var id rest.Text
	if raw == nil || id.UnmarshalJSON(raw) != nil {
		return ""
	}
	return strings.TrimSpace(string(id))
}

// wholeLine is the record in a response, nil when the response lacks a part of it or a part cannot be read.
func wholeLine(data []byte) *Line {
	var line Line
	if line.UnmarshalJSON(data) != nil || line.Err != nil {
		return nil
	}
	return &line
}

// without is the error of a response that lacks a member, with the words that the panel puts in its place.
func without(member string, data []byte) error {
	var response struct {
		Message json.RawMessage `json:"message"`
	}
	if json.Unmarshal(data, &response) == nil {
		if words := reason(response.Message); words != "" {
			return fmt.Errorf("it holds no %s, and says: %s", member, words)
		}
	}
	return fmt.Errorf("it holds no %s", member)
}

// echo is the response of enable, disable and terminate, which names the line (section 3.3).
type echo struct{ id string }

// UnmarshalJSON fails on a response that names no line or another one.
func (e *echo) UnmarshalJSON(data []byte) error {
	data = content(data, "line_id")
	var response struct {
		LineID json.RawMessage `json:"line_id"`
	}
	if json.Unmarshal(data, &response) != nil {
		return errors.New("an object was expected")
	}
	id := lineIDOf(response.LineID)
	if id == "" {
		return without("line_id", data)
	}
	return sameLine(e.id, id)
}

func sameLine(asked, got string) error {
	if strings.EqualFold(asked, got) {
		return nil
	}
	return fmt.Errorf("it names the line %.64q, not %q", got, asked)
}

// renewedLine is the response of renew.
type renewedLine struct {
	id      string
	receipt Receipt
}

// UnmarshalJSON fails on a response that names no line or another one.
func (r *renewedLine) UnmarshalJSON(data []byte) error {
	var receipt Receipt
	if err := receipt.UnmarshalJSON(data); err != nil {
		return err
	}
	r.receipt = receipt
	return sameLine(r.id, receipt.LineID)
}

// updatedLine is the response of update-advanced, which is not documented.
type updatedLine struct {
	id   string
	line *Line
}

// UnmarshalJSON fails on a response that names another line.
func (u *updatedLine) UnmarshalJSON(data []byte) error {
	data = content(data, "line_id")
	var response struct {
		LineID json.RawMessage `json:"line_id"`
	}
	_ = json.Unmarshal(data, &response) // anything else is as good
	if id := lineIDOf(response.LineID); id != "" {
		if err := sameLine(u.id, id); err != nil {
			return err
		}
	}
	u.line = wholeLine(data)
	return nil
}
