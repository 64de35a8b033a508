package icareus

import (
	"strconv"

	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/iptvops/terraform-provider-iptv/internal/icareus/api"
	"github.com/iptvops/terraform-provider-iptv/internal/tf"
)

// channelModel is what a channel is in every state.
type channelModel struct {
	ID                   types.String `tfsdk:"id"`
	Name                 types.String `tfsdk:"name"`
	Description          types.String `tfsdk:"description"`
	LogicalChannelNumber types.Int64  `tfsdk:"logical_channel_number"`
	AspectRatio          types.String `tfsdk:"aspect_ratio"`
	PrimaryLanguage      types.String `tfsdk:"primary_language"`
	AudioOnly            types.Bool   `tfsdk:"audio_only"`
	AutoRecord           types.Bool   `tfsdk:"auto_record"`
	IsPublic             types.Bool   `tfsdk:"is_public"`
	IsExclusive          types.Bool   `tfsdk:"is_exclusive"`
	Quality              types.String `tfsdk:"quality"`
	Categories           types.Set    `tfsdk:"categories"`
	LocationRestrictions types.Set    `tfsdk:"location_restrictions"`
	ServiceID            types.Int64  `tfsdk:"service_id"`
	StreamName           types.String `tfsdk:"stream_name"`
	IngestURL            types.String `tfsdk:"ingest_url"`
	OriginAddress        types.String `tfsdk:"origin_address"`
	CDNAddress           types.String `tfsdk:"cdn_address"`
	SmallIcon            types.String `tfsdk:"small_icon"`
	MediumIcon           types.String `tfsdk:"medium_icon"`
	LargeIcon            types.String `tfsdk:"large_icon"`
}

// channelDataModel is a channel in a data source: with its streams as an object.
type channelDataModel struct {
	channelModel

	Streams types.Object `tfsdk:"streams"`
}

// channelResourceModel is a channel in the resource's state: with its streams as one text, which Terraform plans in a
// fraction of the time, and with its icon.
type channelResourceModel struct {
	channelModel

	PlaylistURL types.String `tfsdk:"playlist_url"`
	StreamsJSON types.String `tfsdk:"streams_json"`
	IconFile    types.String `tfsdk:"icon_file"`
	IconBase64  types.String `tfsdk:"icon_base64"`
	IconSHA256  types.String `tfsdk:"icon_sha256"`
}

const (
	qualityHD = "HD"
	qualitySD = "SD"
)

// qualityFromAPI is the label of a quality; a number that is not documented stands for itself.
func qualityFromAPI(quality int64) string {
	switch quality {
	case api.QualityHD:
		return qualityHD
	case api.QualitySD:
		return qualitySD
	}
	return strconv.FormatInt(quality, 10)
}

func qualityToAPI(label string) int64 {
	switch label {
	case qualityHD:
		return api.QualityHD
	case qualitySD:
		return api.QualitySD
	}
	number, _ := strconv.ParseInt(label, 10, 64) // other texts are refused at plan
	return number
}

// fromAPI takes the channel as the platform returned it; members that cannot be read are null.
func (m *channelModel) fromAPI(c api.Channel) {
	m.ID = types.StringValue(channelID(int64(c.ServiceID)))
	m.Name = types.StringValue(c.Name)
	m.Description = types.StringValue(c.Description)
	m.LogicalChannelNumber = types.Int64Value(int64(c.LogicalChannelNumber))
	m.AspectRatio = types.StringValue(c.AspectRatio)
	m.PrimaryLanguage = types.StringValue(c.PrimaryLanguage)
	m.AudioOnly = types.BoolValue(bool(c.AudioOnly))
	m.AutoRecord = types.BoolValue(bool(c.AutoRecord))
	m.IsPublic = types.BoolValue(bool(c.IsPublic))
	m.IsExclusive = types.BoolValue(bool(c.IsExclusive))
	m.Quality = types.StringValue(qualityFromAPI(int64(c.Quality)))
	m.Categories = tf.Int64Set(c.Categories)
	m.LocationRestrictions = tf.Int64Set(c.LocationRestrictions)
	m.ServiceID = types.Int64Value(int64(c.ServiceID))
	m.StreamName = types.StringValue(string(c.StreamName))
	m.IngestURL = types.StringValue(c.IngestURL)
	m.OriginAddress = types.StringValue(c.OriginAddress)
	m.CDNAddress = types.StringValue(c.CDNAddress)
	m.SmallIcon = types.StringValue(c.SmallIcon)
	m.MediumIcon = types.StringValue(c.MediumIcon)
	m.LargeIcon = types.StringValue(c.LargeIcon)
	if c.Unread != nil {
		m.clear(c.Unread)
	}
}

func (m *channelDataModel) fromAPI(c api.Channel) {
	m.channelModel.fromAPI(c)
	m.Streams = streamsFromAPI(c.Streams)
}

func (m *channelResourceModel) fromAPI(c api.Channel) {
	m.channelModel.fromAPI(c)
	m.PlaylistURL, m.StreamsJSON = playlistURL(c.Streams), streamsJSON(c.Streams)
}

// toAPI is every field that can be set.
func (m *channelModel) toAPI() api.ChannelInput {
	return m.changes(channelModel{})
}

// changes is the fields that differ from the given state.
func (m *channelModel) changes(state channelModel) api.ChannelInput {
	return api.ChannelInput{
		Name:                 tf.Changed(m.Name, state.Name, m.Name.ValueString()),
		Description:          tf.Changed(m.Description, state.Description, m.Description.ValueString()),
		LogicalChannelNumber: tf.Changed(m.LogicalChannelNumber, state.LogicalChannelNumber, m.LogicalChannelNumber.ValueInt64()),
		AspectRatio:          tf.Changed(m.AspectRatio, state.AspectRatio, m.AspectRatio.ValueString()),
		PrimaryLanguage:      tf.Changed(m.PrimaryLanguage, state.PrimaryLanguage, m.PrimaryLanguage.ValueString()),
		AudioOnly:            tf.Changed(m.AudioOnly, state.AudioOnly, m.AudioOnly.ValueBool()),
		AutoRecord:           tf.Changed(m.AutoRecord, state.AutoRecord, m.AutoRecord.ValueBool()),
		IsPublic:             tf.Changed(m.IsPublic, state.IsPublic, m.IsPublic.ValueBool()),
		IsExclusive:          tf.Changed(m.IsExclusive, state.IsExclusive, m.IsExclusive.ValueBool()),
		Categories:           tf.Changed(m.Categories, state.Categories, tf.Int64s(m.Categories)),
		LocationRestrictions: tf.Changed(m.LocationRestrictions, state.LocationRestrictions, tf.Int64s(m.LocationRestrictions)),
		Quality:              tf.Changed(m.Quality, state.Quality, qualityToAPI(m.Quality.ValueString())),
	}
}

// isSetOn reports whether the channel has every value that the model would send.
func (m *channelModel) isSetOn(c api.Channel) bool {
	var got channelModel
	got.fromAPI(c)
	return m.changes(got).IsEmpty()
}
