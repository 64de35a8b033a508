package api

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"mime/multipart"
	"net/http"
	"net/textproto"
	"strconv"
	"strings"

	"github.com/iptvops/terraform-provider-iptv/internal/rest"
)

// Quality of a channel, a label only.
const (
	QualityHD = 0
	QualitySD = 1
)

// Channel is the platform's channel object (section 5).
type Channel struct {
	ServiceID     rest.Int  `json:"serviceId"` // the id
	StreamName    rest.Text `json:"streamName"`
	IngestURL     string    `json:"ingestUrl"`
	OriginAddress string    `json:"originAddress"`
	CDNAddress    string    `json:"cdnAddress"`
	SmallIcon     string    `json:"smallIcon"`
	MediumIcon    string    `json:"mediumIcon"`
	LargeIcon     string    `json:"largeIcon"`

	Name                 string    `json:"name"`
	Description          string    `json:"description"`
	LogicalChannelNumber rest.Int  `json:"logicalChannelNumber"`
	AspectRatio          string    `json:"aspectRatio"`
	PrimaryLanguage      string    `json:"primaryLanguage"`
	AudioOnly            rest.Bool `json:"audioOnly"`
	AutoRecord           rest.Bool `json:"autoRecord"`
	IsPublic             rest.Bool `json:"isPublic"`
	IsExclusive          rest.Bool `json:"isExclusive"`
	Quality              rest.Int  `json:"quality"`
	Categories           rest.IDs  `json:"categories"`
	LocationRestrictions rest.IDs  `json:"locationRestrictions"`

	Streams *Streams `json:"streams"` // nil when the response leaves it out

	// Unread is the members that cannot be read, sorted; their fields are zero.
	Unread []Unread `json:"-"`
}

// Streams is what the platform makes of the account's video presets.
type Streams struct {
	Total         rest.Int         `json:"total"`
	Transcoder    rest.Int         `json:"transcoder"`
	Playlist      rest.Int         `json:"playlist"`
	Items         []StreamItem     `json:"items"`
	AdaptiveItems []AdaptiveStream `json:"adaptiveItems"`
}

// StreamItem is the streams of one preset.
type StreamItem struct {
	PresetName string         `json:"preset_name"`
	PresetID   rest.Int       `json:"preset_id"`
	Devices    []StreamDevice `json:"devices"`
}

// StreamDevice is a stream for one kind of device. Only ID is a key.
type StreamDevice struct {
	ID         rest.Int `json:"id"`
	TypeName   string   `json:"typeName"`
	Protection string   `json:"protection"`
	URL        string   `json:"url"`
}

// AdaptiveStream is a stream that adapts over several presets. PresetNames is for reading, it cannot be split.
type AdaptiveStream struct {
	TypeID          rest.Int `json:"typeId"`
	TypeName        string   `json:"typeName"`
	PresetNames     string   `json:"presetNames"`
	Protection      string   `json:"protection"`
	URL             string   `json:"url"`
	LinearDeviceIDs rest.IDs `json:"linearDeviceIds"`
}

// ChannelInput is what can be set (section 3). A nil field is not sent; an update changes sent fields only, so that
// an empty value is sent to clear one.
type ChannelInput struct {
	Name                 *string  `json:"name,omitempty"`
	Description          *string  `json:"description,omitempty"`
	LogicalChannelNumber *int64   `json:"logicalChannelNumber,omitempty"`
	AspectRatio          *string  `json:"aspectRatio,omitempty"`
	PrimaryLanguage      *string  `json:"primaryLanguage,omitempty"`
	AudioOnly            *bool    `json:"audioOnly,omitempty"`
	AutoRecord           *bool    `json:"autoRecord,omitempty"`
	IsPublic             *bool    `json:"isPublic,omitempty"`
	IsExclusive          *bool    `json:"isExclusive,omitempty"`
	Quality              *int64   `json:"quality,omitempty"`
	Categories           *[]int64 `json:"categories,omitempty"`
	LocationRestrictions *[]int64 `json:"locationRestrictions,omitempty"`
}

// IsEmpty reports whether nothing would be sent.
func (i ChannelInput) IsEmpty() bool { return i == ChannelInput{} }

// oneChannel is the response of every call on one channel, which has the given id unless that is 0.
type oneChannel struct {
	Channel Channel

	id int64
}

func (o *oneChannel) UnmarshalJSON(data []byte) error {
	var response struct {
		Channel *Channel `json:"channel"`
	}
	switch err := json.Unmarshal(data, &response); {
	case err != nil:
		return err
	case response.Channel == nil || response.Channel.ServiceID == 0:
		return errors.New("it holds no channel with a serviceId")
	case o.id != 0 && o.id != int64(response.Channel.ServiceID):
		return fmt.Errorf("it holds channel %d rather than %d", response.Channel.ServiceID, o.id)
	}
	o.Channel = *response.Channel
	return nil
}

// deleted is the response of deleteChannel, which repeats the id as a string.
type deleted struct{ id int64 }

func (d *deleted) UnmarshalJSON(data []byte) error {
	var response struct {
		Message *rest.Text `json:"message"`
	}
	if err := json.Unmarshal(data, &response); err != nil {
		return err
	}
	want := strconv.FormatInt(d.id, 10)
	switch {
	case response.Message == nil:
		return fmt.Errorf("it does not name channel %s as deleted", want)
	case strings.TrimSpace(string(*response.Message)) != want:
		return fmt.Errorf("it does not name channel %s as deleted but says %q", want, excerpt([]byte(*response.Message)))
	}
	return nil
}

// CreateChannel is addChannel (section 4.1). It is never sent twice after a lost response: see rest.IsUnknown.
func (c *Client) CreateChannel(ctx context.Context, input ChannelInput) (Channel, error) {
	var response oneChannel
	err := c.http.Do(ctx, rest.Request{
		Operation: "create channel", Method: http.MethodPost, Query: c.query("addChannel", 0), Body: input,
	}, &response)
	return response.Channel, err
}

// GetChannel is getChannel. IsGone tells that there is none of this id.
func (c *Client) GetChannel(ctx context.Context, id int64) (Channel, error) {
	response := oneChannel{id: id}
	err := c.http.Do(ctx, rest.Request{
		Operation: "read channel", Method: http.MethodGet, Query: c.query("getChannel", id), Limit: rest.MaxObject,
	}, &response)
	return response.Channel, err
}

var errNoList = errors.New("it holds no list of channels")

// List is the response of getChannels.
type List struct {
	Channels []Channel // those that can be told apart, in an order of the platform's own
	Total    int       // how many the response holds, those without a serviceId included
}

// UnmarshalJSON fails where there is no list at all; one channel that cannot be read does not hide the others.
func (l *List) UnmarshalJSON(data []byte) error {
	var response struct {
		Channels *[]documented `json:"channels"`
	}
	if err := json.Unmarshal(data, &response); err != nil {
		return l.eachOnItsOwn(data)
	}
	if response.Channels == nil {
		return errNoList
	}
	l.Total = len(*response.Channels)
	for _, channel := range *response.Channels {
		l.add(Channel(channel))
	}
	return nil
}

// eachOnItsOwn reads a list in which something has another form than documented.
func (l *List) eachOnItsOwn(data []byte) error {
	var response struct {
		Channels json.RawMessage `json:"channels"`
	}
	if err := json.Unmarshal(data, &response); err != nil || response.Channels == nil {
		return errNoList
	}
	all, err := elements(response.Channels)
	if err != nil {
		return errNoList
	}
	l.Total = len(all)
	for _, element := range all {
		var channel Channel
		if json.Unmarshal(element, &channel) == nil {
			l.add(channel)
		}
	}
	return nil
}

func (l *List) add(channel Channel) {
	if channel.ServiceID != 0 {
		l.Channels = append(l.Channels, channel)
	}
}

// ListChannels is getChannels: all channels of the organisation in one response.
func (c *Client) ListChannels(ctx context.Context) (List, error) {
	var list List
	err := c.http.Do(ctx, rest.Request{
		Operation: "list channels", Method: http.MethodGet, Query: c.query("getChannels", 0), Limit: rest.MaxList,
	}, &list)
	return list, err
}

// UpdateChannel is updateChannel: only the fields that input holds change.
func (c *Client) UpdateChannel(ctx context.Context, id int64, input ChannelInput) (Channel, error) {
	response := oneChannel{id: id}
	err := c.http.Do(ctx, rest.Request{
		Operation: "update channel", Method: http.MethodPost, Query: c.query("updateChannel", id), Body: input, Repeat: rest.Always,
	}, &response)
	return response.Channel, err
}

// DeleteChannel is deleteChannel. A channel that is gone already is no error.
func (c *Client) DeleteChannel(ctx context.Context, id int64) error {
	err := c.http.Do(ctx, rest.Request{
		Operation: "delete channel", Method: http.MethodPost, Query: c.query("deleteChannel", id), Repeat: rest.Always,
	}, &deleted{id: id})
	if IsGone(err) {
		return nil
	}
	return err
}

// UploadIcon is addChannelIcon: content, an image (see ImageType), becomes the channel's icon, under the given file name.
func (c *Client) UploadIcon(ctx context.Context, id int64, name string, content []byte) (Channel, error) {
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	header := textproto.MIMEHeader{}
	header.Set("Content-Disposition", fmt.Sprintf(`form-data; name="channelIcon"; filename="%s"`,
		strings.NewReplacer("\\", "\\\\", `"`, "\\\"", "\r", "", "\n", "").Replace(name)))
	header.Set("Content-Type", cmp.Or(ImageType(content), "application/octet-stream"))
	part, err := form.CreatePart(header)
	if err != nil {
		return Channel{}, fmt.Errorf("cannot upload icon: %w", err)
	}
	if _, err := part.Write(content); err != nil {
		return Channel{}, fmt.Errorf("cannot upload icon: %w", err)
	}
	if err := form.Close(); err != nil {
		return Channel{}, fmt.Errorf("cannot upload icon: %w", err)
	}
	response := oneChannel{id: id}
	err = c.http.Do(ctx, rest.Request{
		Operation: "upload channel icon", Method: http.MethodPost, Query: c.query("addChannelIcon", id),
		Raw: body.Bytes(), ContentType: form.FormDataContentType(), Repeat: rest.Always,
	}, &response)
	return response.Channel, err
}
