package icareus

import (
	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/iptvops/terraform-provider-iptv/internal/icareus/api"
	"github.com/iptvops/terraform-provider-iptv/internal/tf"
)

// channelModel is a channel in the resource's state and, without its icon file, in the data source's.
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
	Streams              types.Object `tfsdk:"streams"`
}

// channelResourceModel adds what only the resource has.
type channelResourceModel struct {
	channelModel

	IconFile   types.String `tfsdk:"icon_file"`
	IconSHA256 types.String `tfsdk:"icon_sha256"`
}

const (
	qualityHD = "HD"
	qualitySD = "SD"
)

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
	m.Quality = types.StringValue(qualityHD)
	if c.Quality == api.QualitySD {
		m.Quality = types.StringValue(qualitySD)
	}
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
	m.Streams = streamsFromAPI(c.Streams)
}

// keepComputed takes the computed values that the plan promised to keep; the next refresh brings what has changed.
func (m *channelModel) keepComputed(plan channelModel) {
	for _, pair := range []struct{ to, from *types.String }{
		{&m.StreamName, &plan.StreamName}, {&m.IngestURL, &plan.IngestURL}, {&m.OriginAddress, &plan.OriginAddress},
		{&m.CDNAddress, &plan.CDNAddress}, {&m.SmallIcon, &plan.SmallIcon}, {&m.MediumIcon, &plan.MediumIcon}, {&m.LargeIcon, &plan.LargeIcon},
	} {
		if !pair.from.IsUnknown() {
			*pair.to = *pair.from
		}
	}
	if !plan.Streams.IsUnknown() {
		m.Streams = plan.Streams
	}
}

// toAPI is every field that can be set.
func (m *channelModel) toAPI() api.ChannelInput {
	return m.changes(channelModel{})
}

// changes is the fields that differ from the given state.
func (m *channelModel) changes(state channelModel) api.ChannelInput {
	input := api.ChannelInput{
		Name:                 changed(m.Name, state.Name, m.Name.ValueString()),
		Description:          changed(m.Description, state.Description, m.Description.ValueString()),
		LogicalChannelNumber: changed(m.LogicalChannelNumber, state.LogicalChannelNumber, m.LogicalChannelNumber.ValueInt64()),
		AspectRatio:          changed(m.AspectRatio, state.AspectRatio, m.AspectRatio.ValueString()),
		PrimaryLanguage:      changed(m.PrimaryLanguage, state.PrimaryLanguage, m.PrimaryLanguage.ValueString()),
		AudioOnly:            changed(m.AudioOnly, state.AudioOnly, m.AudioOnly.ValueBool()),
		AutoRecord:           changed(m.AutoRecord, state.AutoRecord, m.AutoRecord.ValueBool()),
		IsPublic:             changed(m.IsPublic, state.IsPublic, m.IsPublic.ValueBool()),
		IsExclusive:          changed(m.IsExclusive, state.IsExclusive, m.IsExclusive.ValueBool()),
		Categories:           changed(m.Categories, state.Categories, tf.Int64s(m.Categories)),
		LocationRestrictions: changed(m.LocationRestrictions, state.LocationRestrictions, tf.Int64s(m.LocationRestrictions)),
	}
	quality := int64(api.QualityHD)
	if m.Quality.ValueString() == qualitySD {
		quality = api.QualitySD
	}
	input.Quality = changed(m.Quality, state.Quality, quality)
	return input
}

// isSetOn is true when the channel has every value that the model would send.
func (m *channelModel) isSetOn(c api.Channel) bool {
	var got channelModel
	got.fromAPI(c)
	return m.changes(got).IsEmpty()
}

// changed is the value to send, nil when plan and state are equal.
func changed[T any](plan, state attr.Value, value T) *T {
	if plan.Equal(state) {
		return nil
	}
	return &value
}
