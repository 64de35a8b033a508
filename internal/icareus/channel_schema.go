package icareus

import (
	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/booldefault"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/int64default"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/int64planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/setdefault"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringdefault"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/iptvops/terraform-provider-iptv/internal/tf"
)

func channelSchema() schema.Schema {
	return schema.Schema{
		MarkdownDescription: "A linear channel of an organisation in Icareus Suite.\n\n" +
			"The type has two names. `iptv_icareus_channel` works everywhere. With `icareus_channel`, write `provider = iptv` in each " +
			"block, because Terraform looks for a provider by the first word of a type's name. A `moved` block changes the name.",
		Attributes: map[string]schema.Attribute{
			"id": tf.ComputedString("Channel ID: `service_id` as a string."),
			"name": schema.StringAttribute{
				Required: true, MarkdownDescription: "Name, not empty. Names need not be unique.",
				Validators: []validator.String{stringvalidator.LengthAtLeast(1)},
			},
			"description": optionalString("", "Description."),
			"logical_channel_number": schema.Int64Attribute{
				Optional: true, Computed: true, Default: int64default.StaticInt64(0), MarkdownDescription: "Channel number, 0 or more. " +
					"Default: `0`.",
			},
			"aspect_ratio":          optionalString("", "Aspect ratio: `4:3` or `16:9`.", plausibleRatio),
			"primary_language":      optionalString("en_US", "Primary language, a locale such as `en_US` or `fi_FI`.", plausibleLanguage),
			"audio_only":            optionalBool(false, "Whether the channel is audio only."),
			"auto_record":           optionalBool(false, "Whether to record automatically while there is an incoming stream."),
			"is_public":             optionalBool(true, "Whether the channel is public (free to air) or private (premium)."),
			"is_exclusive":          optionalBool(false, "Whether the channel is exclusive."),
			"quality":               optionalString(qualityHD, "Quality label: `HD` or `SD`.", plausibleQuality),
			"categories":            optionalIDs("IDs of the channel's categories."),
			"location_restrictions": optionalIDs("IDs of the locations that the channel is restricted to."),
			"icon_file": schema.StringAttribute{
				Optional: true,
				MarkdownDescription: "Path of an image file, at most 16 MiB, relative to the directory in which Terraform runs. The " +
					"icon is uploaded on creation and whenever its content changes. Removing the attribute leaves the channel's icon " +
					"as it is.",
				Validators: []validator.String{stringvalidator.LengthAtLeast(1),
					stringvalidator.ConflictsWith(path.MatchRoot("icon_base64"))},
			},
			"icon_base64": schema.StringAttribute{
				Optional: true,
				MarkdownDescription: "Image in base64, instead of `icon_file`; it may be known only during the apply. Stored in the " +
					"state.",
				Validators: []validator.String{base64Image{}},
			},
			"icon_sha256": schema.StringAttribute{
				Computed: true,
				MarkdownDescription: "SHA-256 of the uploaded icon, hexadecimal; null without an icon, after an import, and if the " +
					"upload failed or another client removed the icon: the next apply uploads it.",
			},
			"service_id": schema.Int64Attribute{Computed: true, MarkdownDescription: "Service ID of the channel.",
				PlanModifiers: []planmodifier.Int64{int64planmodifier.UseStateForUnknown()}},
			"stream_name":    tf.ComputedString("Stream name for the encoder."),
			"ingest_url":     tf.ComputedString("Address to which the encoder sends."),
			"origin_address": tf.ComputedString("Address of the origin server."),
			"cdn_address":    tf.ComputedString("Host of the content delivery network."),
			"small_icon":     tf.ComputedString("Address of the small icon; empty without an icon."),
			"medium_icon":    tf.ComputedString("Address of the medium icon; empty without an icon."),
			"large_icon":     tf.ComputedString("Address of the large icon; empty without an icon."),
			"playlist_url":   tf.ComputedString("Address of the adaptive playlist; null if there is none."),
			"streams_json": tf.ComputedString("Streams as one JSON text, for `jsondecode`; null if the platform returns none. The " +
				"platform makes them from the account's video presets and may change them later. Keys, always in this order: " +
				"`total`, `transcoder`, `playlist`, `items` by preset, each with `devices` by ID (several may share a `type_name`), " +
				"and `adaptive_items` by type, whose `preset_names` are for reading (names may hold commas) and whose " +
				"`linear_device_ids` name the streams they adapt over. The data source `icareus_channels` has the same as an object."),
		},
	}
}

func optionalString(otherwise, description string, validators ...validator.String) schema.StringAttribute {
	if otherwise == "" {
		description += " Default: empty."
	} else {
		description += " Default: `" + otherwise + "`."
	}
	return schema.StringAttribute{
		Optional: true, Computed: true, Default: stringdefault.StaticString(otherwise),
		MarkdownDescription: description, Validators: validators,
	}
}

func optionalBool(otherwise bool, description string) schema.BoolAttribute {
	text := " Default: `false`."
	if otherwise {
		text = " Default: `true`."
	}
	return schema.BoolAttribute{
		Optional: true, Computed: true, Default: booldefault.StaticBool(otherwise), MarkdownDescription: description + text,
	}
}

func optionalIDs(description string) schema.SetAttribute {
	return schema.SetAttribute{
		ElementType: types.Int64Type, Optional: true, Computed: true, Default: setdefault.StaticValue(tf.Int64Set(nil)),
		MarkdownDescription: description + " Default: none.",
		Validators:          []validator.Set{tf.NoNulls()},
	}
}
