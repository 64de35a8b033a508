package api

import (
	"bytes"
	"context"
	"encoding/json"
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
	// complete object has, and nil where the answer has none of them.
	Types []string
}

// UnmarshalJSON fails without an id.
func (c *Channel) UnmarshalJSON(data []byte) error {
	var answer struct {
		ref
		Number      rest.Int        `json:"number"`
		Name        rest.Text       `json:"name"`
		HD          rest.Bool       `json:"hd"`
		BaseChannel *rest.Int       `json:"baseChannel"`
		DVBOnly     *rest.Bool      `json:"dvbOnly"`
		Locals      []string        `json:"locals"`
		DVB         json.RawMessage `json:"dvb"`
	}
	if err := json.Unmarshal(data, &answer); err != nil {
		return err
	}
	if answer.id() == "" {
		return errors.New("a channel has no id")
	}
	*c = Channel{
		ID: answer.id(), Number: int64(answer.Number), Name: string(answer.Name), HD: bool(answer.HD), BaseChannel: number(answer.BaseChannel),
	}
	hasDVB := bytes.HasPrefix(answer.DVB, []byte("{"))
	if answer.DVBOnly == nil && !hasDVB && len(answer.Locals) == 0 {
		return nil
	}
	c.Types = []string{}
	if answer.BaseChannel != nil && (answer.DVBOnly == nil || !bool(*answer.DVBOnly)) {
		c.Types = append(c.Types, TypeBase)
	}
	if hasDVB {
		c.Types = append(c.Types, TypeDVB)
	}
	if len(answer.Locals) > 0 {
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
