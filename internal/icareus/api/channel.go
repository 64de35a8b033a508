package api

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"mime/multipart"
	"net/http"
	"net/textproto"
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

	Streams *Streams `json:"streams"` // nil when the answer leaves it out
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

// IsEmpty is true when nothing would be sent.
func (i ChannelInput) IsEmpty() bool { return i == ChannelInput{} }

// channelAnswer is the answer of every call on one channel.
type channelAnswer struct{ Channel Channel }

func (a *channelAnswer) UnmarshalJSON(data []byte) error {
	var answer struct {
		Status  string   `json:"status"`
		Channel *Channel `json:"channel"`
	}
	if err := json.Unmarshal(data, &answer); err != nil {
		return err
	}
	if answer.Status != "ok" || answer.Channel == nil || answer.Channel.ServiceID == 0 {
		return errors.New("it holds no channel with a serviceId")
	}
	a.Channel = *answer.Channel
	return nil
}

// CreateChannel is addChannel (section 4.1). It is never sent twice after a lost answer: see rest.IsUnknown.
func (c *Client) CreateChannel(ctx context.Context, input ChannelInput) (Channel, error) {
	var answer channelAnswer
	err := c.http.Do(ctx, rest.Request{
		Operation: "create channel", Method: http.MethodPost, Query: c.query("addChannel", 0), Body: input,
	}, &answer)
	return answer.Channel, err
}

// GetChannel is getChannel. IsGone tells that there is none of this id.
func (c *Client) GetChannel(ctx context.Context, id int64) (Channel, error) {
	var answer channelAnswer
	err := c.http.Do(ctx, rest.Request{
		Operation: "read channel", Method: http.MethodGet, Query: c.query("getChannel", id),
	}, &answer)
	return answer.Channel, err
}

// ListChannels is getChannels: all channels of the organisation in one answer, in an order of the platform's own.
func (c *Client) ListChannels(ctx context.Context) ([]Channel, error) {
	var answer struct {
		Channels *[]Channel `json:"channels"`
	}
	err := c.http.Do(ctx, rest.Request{
		Operation: "list channels", Method: http.MethodGet, Query: c.query("getChannels", 0),
	}, &answer)
	if err != nil {
		return nil, err
	}
	if answer.Channels == nil {
		return nil, errors.New("cannot list channels: the answer of Icareus Suite holds no channels")
	}
	return *answer.Channels, nil
}

// UpdateChannel is updateChannel: only the fields that input holds change.
func (c *Client) UpdateChannel(ctx context.Context, id int64, input ChannelInput) (Channel, error) {
	var answer channelAnswer
	err := c.http.Do(ctx, rest.Request{
		Operation: "update channel", Method: http.MethodPost, Query: c.query("updateChannel", id), Body: input, Repeat: rest.Always,
	}, &answer)
	return answer.Channel, err
}

// DeleteChannel is deleteChannel. A channel that is gone already is no error.
func (c *Client) DeleteChannel(ctx context.Context, id int64) error {
	err := c.http.Do(ctx, rest.Request{
		Operation: "delete channel", Method: http.MethodPost, Query: c.query("deleteChannel", id), Repeat: rest.Always,
	}, nil)
	if IsGone(err) {
		return nil
	}
	return err
}

// UploadIcon is addChannelIcon: content becomes the channel's icon, under the given file name.
func (c *Client) UploadIcon(ctx context.Context, id int64, name string, content []byte) (Channel, error) {
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	header := textproto.MIMEHeader{}
	header.Set("Content-Disposition", fmt.Sprintf(`form-data; name="channelIcon"; filename="%s"`,
		strings.NewReplacer("\\", "\\\\", `"`, "\\\"", "\r", "", "\n", "").Replace(name)))
	header.Set("Content-Type", http.DetectContentType(content))
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
	var answer channelAnswer
	err = c.http.Do(ctx, rest.Request{
		Operation: "upload channel icon", Method: http.MethodPost, Query: c.query("addChannelIcon", id),
		Raw: body.Bytes(), ContentType: form.FormDataContentType(), Repeat: rest.Always,
	}, &answer)
	return answer.Channel, err
}
