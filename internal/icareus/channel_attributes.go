package icareus

import (
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/iptvops/terraform-provider-iptv/internal/icareus/api"
	"github.com/iptvops/terraform-provider-iptv/internal/tf"
)

// attribute is one attribute of a model.
type attribute struct {
	field string // the platform's name (section 5)
	name  string // Terraform's
	at    any    // *types.String, *types.Int64, *types.Bool or *types.Set
}

// settings is the attributes that a configuration sets.
func (m *channelModel) settings() []attribute {
	return []attribute{
		{"name", "name", &m.Name},
		{"description", "description", &m.Description},
		{"logicalChannelNumber", "logical_channel_number", &m.LogicalChannelNumber},
		{"aspectRatio", "aspect_ratio", &m.AspectRatio},
		{"primaryLanguage", "primary_language", &m.PrimaryLanguage},
		{"audioOnly", "audio_only", &m.AudioOnly},
		{"autoRecord", "auto_record", &m.AutoRecord},
		{"isPublic", "is_public", &m.IsPublic},
		{"isExclusive", "is_exclusive", &m.IsExclusive},
		{"quality", "quality", &m.Quality},
		{"categories", "categories", &m.Categories},
		{"locationRestrictions", "location_restrictions", &m.LocationRestrictions},
	}
}

// computed is the attributes that the platform sets.
func (m *channelModel) computed() []attribute {
	return []attribute{
		{"serviceId", "id", &m.ID},
		{"serviceId", "service_id", &m.ServiceID},
		{"streamName", "stream_name", &m.StreamName},
		{"ingestUrl", "ingest_url", &m.IngestURL},
		{"originAddress", "origin_address", &m.OriginAddress},
		{"cdnAddress", "cdn_address", &m.CDNAddress},
		{"smallIcon", "small_icon", &m.SmallIcon},
		{"mediumIcon", "medium_icon", &m.MediumIcon},
		{"largeIcon", "large_icon", &m.LargeIcon},
	}
}

func (m *channelResourceModel) computed() []attribute {
	return append(m.channelModel.computed(),
		attribute{"streams", "playlist_url", &m.PlaylistURL},
		attribute{"streams", "streams_json", &m.StreamsJSON})
}

func (a attribute) value() attr.Value {
	switch at := a.at.(type) {
	case *types.String:
		return *at
	case *types.Int64:
		return *at
	case *types.Bool:
		return *at
	case *types.Set:
		return *at
	}
	panic(fmt.Sprintf("%s is %T", a.name, a.at)) // a bug here: the models have no other kinds
}

func (a attribute) set(value attr.Value) {
	switch value := value.(type) {
	case types.String:
		*a.at.(*types.String) = value //nolint:forcetypeassert // both are the same attribute, here and below
	case types.Int64:
		*a.at.(*types.Int64) = value //nolint:forcetypeassert // see above
	case types.Bool:
		*a.at.(*types.Bool) = value //nolint:forcetypeassert // see above
	case types.Set:
		*a.at.(*types.Set) = value //nolint:forcetypeassert // see above
	}
}

func (a attribute) setNull() {
	switch at := a.at.(type) {
	case *types.String:
		*at = types.StringNull()
	case *types.Int64:
		*at = types.Int64Null()
	case *types.Bool:
		*at = types.BoolNull()
	case *types.Set:
		*at = types.SetNull(types.Int64Type)
	}
}

// clear makes the members null that cannot be read.
func (m *channelModel) clear(unread []api.Unread) {
	for _, a := range append(m.settings(), m.computed()...) {
		if isUnread(unread, a.field) {
			a.setNull()
		}
	}
}

// keepUnread takes the members that cannot be read as they were.
func (m *channelResourceModel) keepUnread(unread []api.Unread, was channelResourceModel) {
	before := append(was.settings(), was.computed()...)
	for i, a := range append(m.settings(), m.computed()...) {
		if isUnread(unread, a.field) {
			a.set(before[i].value())
		}
	}
}

func isUnread(unread []api.Unread, field string) bool {
	for _, u := range unread {
		if u.Field == field {
			return true
		}
	}
	return false
}

// settle makes a plan the new state: what the plan knows stays, whatever the platform returned, and what it does not
// know is taken from got.
func (m *channelResourceModel) settle(got channelResourceModel) {
	from := got.computed()
	for i, a := range m.computed() {
		if a.value().IsUnknown() {
			a.set(from[i].value())
		}
	}
}

// warnDifferences warns of each setting that a response has otherwise than planned.
func (m *channelResourceModel) warnDifferences(c api.Channel, diags *diag.Diagnostics) {
	warnUnread(c, diags)
	var got channelModel
	got.fromAPI(c)
	returned := got.settings()
	for i, a := range m.settings() {
		if !isUnread(c.Unread, a.field) {
			tf.WarnDifference(diags, platformName, path.Root(a.name), a.value(), returned[i].value(), "")
		}
	}
}

// warnUnread names each member of a channel that cannot be read.
func warnUnread(c api.Channel, diags *diag.Diagnostics) {
	for _, u := range c.Unread {
		tf.WarnUnread(diags, fmt.Errorf("%s returned %s of channel %d in a form that cannot be read: %s",
			platformName, u.Field, int64(c.ServiceID), u.Reason))
	}
}
