package icareus

import (
	"context"
	"fmt"
	"strconv"

	"github.com/iptvops/terraform-provider-iptv/internal/icareus/api"
)

// readChannel finds a channel by its id; false when the platform says that there is none.
func (p *Platform) readChannel(ctx context.Context, id string) (api.Channel, bool, error) {
	number, err := strconv.ParseInt(id, 10, 64)
	if err != nil {
		return api.Channel{}, false, fmt.Errorf("the channel's id %q is not a number", id)
	}
	channel, err := p.api.GetChannel(ctx, number)
	if api.IsGone(err) {
		return api.Channel{}, false, nil
	}
	return channel, err == nil, err
}
