package icareus

import (
	"context"
	"fmt"
	"regexp"

	"github.com/hashicorp/terraform-plugin-framework-validators/int64validator"
	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/iptvops/terraform-provider-iptv/internal/tf"
)

// The documented values (section 3). They are checked against the state at plan: a channel may hold others, which were
// not set by this API, and those can be kept.
var (
	documentedLanguage = stringvalidator.RegexMatches(regexp.MustCompile(`^[a-z]{2,3}_[A-Z]{2}$`), languageWords)
	documentedRatio    = stringvalidator.OneOf("", "4:3", "16:9")
	documentedQuality  = stringvalidator.OneOf(qualityHD, qualitySD)
	documentedNumber   = int64validator.AtLeast(0)
)

// What no channel can be expected to hold is refused without a state, by `terraform validate`.
var (
	plausibleLanguage = stringvalidator.RegexMatches(regexp.MustCompile(`^([A-Za-z]{2,3}([_-][0-9A-Za-z]+)*)?$`), languageWords)
	plausibleRatio    = stringvalidator.RegexMatches(regexp.MustCompile(`^([0-9][0-9.]*[:x/][0-9][0-9.]*)?$`), "must be 4:3, 16:9 or empty")
	plausibleQuality  = stringvalidator.RegexMatches(regexp.MustCompile(`^(HD|SD|-?[0-9]+)$`), "must be HD or SD")
)

// channelIDs is the channel IDs, which are numbers from 1.
var channelIDs = regexp.MustCompile(`^[1-9][0-9]{0,18}$`)

const languageWords = "must be a locale such as en_US or fi_FI"

// checkValues refuses undocumented values, except where the channel holds them already; was is the zero model for a new one.
func (m *channelModel) checkValues(ctx context.Context, was channelModel, diags *diag.Diagnostics) {
	advice := ""
	if !was.ID.IsNull() {
		advice = "." + tf.StillDestroys
	}
	text := func(name string, rule validator.String, is, was types.String) {
		var resp validator.StringResponse
		rule.ValidateString(ctx, validator.StringRequest{Path: path.Root(name), PathExpression: path.MatchRoot(name), ConfigValue: is},
			&resp)
		keepOrRefuse(name, is.Equal(was), advice, resp.Diagnostics, diags)
	}
	text("aspect_ratio", documentedRatio, m.AspectRatio, was.AspectRatio)
	text("primary_language", documentedLanguage, m.PrimaryLanguage, was.PrimaryLanguage)
	text("quality", documentedQuality, m.Quality, was.Quality)

	const number = "logical_channel_number"
	var resp validator.Int64Response
	documentedNumber.ValidateInt64(ctx, validator.Int64Request{
		Path: path.Root(number), PathExpression: path.MatchRoot(number), ConfigValue: m.LogicalChannelNumber,
	}, &resp)
	keepOrRefuse(number, m.LogicalChannelNumber.Equal(was.LogicalChannelNumber), advice, resp.Diagnostics, diags)
}

// keepOrRefuse takes over what a rule says, with advice, as a warning where the value is the channel's present one.
func keepOrRefuse(name string, isHeld bool, advice string, found diag.Diagnostics, diags *diag.Diagnostics) {
	for _, d := range found {
		if isHeld {
			diags.AddAttributeWarning(path.Root(name), "Undocumented value is kept", fmt.Sprintf(
				"The channel holds this value, so it stays as it is. %s.", d.Detail()))
			continue
		}
		diags.AddAttributeError(path.Root(name), d.Summary(), d.Detail()+advice)
	}
}
