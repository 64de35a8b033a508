package api

import (
	"bytes"
	"context"
	"errors"

	"github.com/iptvops/terraform-provider-iptv/internal/rest"
)

// The ways to receive a channel of a package.
const (
	TypeBase  = "BASE"
	TypeDVB   = "DVB"
	TypeLocal = "LOCAL"
)

// Channel is a channel of a host (section 7).
type Channel struct {
	ID          string
	Number      int64
	Name        string
	HD          bool
	BaseChannel *int64 // nil for a local channel
	// Types is how the channel can be received. No field of the platform says so: it is inferred from those that a
	// complete object has, and nil where the response has none of them.
	Types []string
	// Unread is what of it could not be read.
	Unread error
}

// Key is what two spellings of its id have in common.
func (c Channel) Key() string { return Key(c.ID) }

// UnmarshalJSON fails without an id only.
func (c *Channel) UnmarshalJSON(data []byte) error {
	m, err := membersOf(data)
	if err != nil {
		return err
	}
	if m.id() == "" {
		return errors.New("a channel has no id")
	}
	var (
		number, base rest.Int
		name         rest.Text
		hd, dvbOnly  rest.Bool
		locals       listOf[rest.Text]
	)
	m.read("number", &number)
	m.read("name", &name)
	m.read("hd", &hd)
	*c = Channel{ID: m.id(), Number: int64(number), Name: string(name), HD: bool(hd)}
	if m.read("baseChannel", &base) {
		c.BaseChannel = (*int64)(&base)
	}
	hasDVBOnly := m.read("dvbOnly", &dvbOnly)
	m.read("locals", &locals)
	c.Unread = m.unread("channel " + c.ID)
	hasDVB := bytes.HasPrefix(m.raw["dvb"], []byte("{"))
	if !hasDVBOnly && !hasDVB && len(locals) == 0 || c.Unread != nil {
		return nil
	}
	c.Types = []string{}
	if c.BaseChannel != nil && !bool(dvbOnly) {
		c.Types = append(c.Types, TypeBase)
	}
	if hasDVB {
		c.Types = append(c.Types, TypeDVB)
	}
	if len(locals) > 0 {
		c.Types = append(c.Types, TypeLocal)
	}
	return nil
}

// ListChannels is a window on the channels of a customer, the employee's own when it is empty. A filter searches names.
func (c *Client) ListChannels(ctx context.Context, customer, filter string, offset, limit int) (Page[Channel], error) {
	query := of(customer)
	query.Set("full", "true")
	if filter != "" {
		query.Set("filter", filter)
	}
	return list[Channel](ctx, c, "list channels", "/iptv/channel", "channels", query, offset, limit)
}
