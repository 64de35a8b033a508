package provider

import (
	"fmt"
	"math"
	"strconv"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/iptvops/terraform-provider-iptv/internal/panel"
	"github.com/iptvops/terraform-provider-iptv/internal/panel/api"
	"github.com/iptvops/terraform-provider-iptv/internal/rest"
)

// maxResends is how often a purchase is sent again, each time after a look that shows nothing of it.
const maxResends = 2

// Panel is the line panel, or an error that says how to configure it.
func (d *data) Panel() (*panel.Platform, error) { return d.panel() }

func (d *data) newPanel() (*panel.Platform, error) {
	s := &settings{block: d.config.Panel}
	limit := s.credits("credit_limit", "IPTV_PANEL_CREDIT_LIMIT")
	base, credentials, err := d.panelAccess(s)
	if err != nil {
		return nil, err
	}
	return panel.New(api.New(base, credentials), panel.Settings{
		Preflight: d.Preflight(), CreditLimit: limit, Resends: min(base.MaxRetries, maxResends), LookFor: base.Timeout,
	}), nil
}

// panelAccess is how the line panel is reached, and as whom.
func (d *data) panelAccess(s *settings) (rest.Config, api.Credentials, error) {
	endpoint := withoutExt(s.endpoint("IPTV_PANEL_ENDPOINT", ""))
	key := s.token("api_key", "IPTV_PANEL_API_KEY")
	token := s.token("user_token", "IPTV_PANEL_USER_TOKEN")
	base, err := d.clientConfig("the line panel", "panel", endpoint, s)
	if err != nil {
		return base, api.Credentials{}, err
	}
	var names, variables []string
	for _, value := range []struct{ text, name, variable string }{
		{endpoint, "endpoint", "IPTV_PANEL_ENDPOINT"}, {key, "api_key", "IPTV_PANEL_API_KEY"},
		{token, "user_token", "IPTV_PANEL_USER_TOKEN"},
	} {
		if value.text == "" {
			names, variables = append(names, value.name), append(variables, value.variable)
		}
	}
	if len(names) > 0 {
		return base, api.Credentials{}, missingFrom("The line panel", "panel", names, variables)
	}
	return base, api.Credentials{APIKey: key, UserToken: token}, nil
}

// withoutExt is the panel's address without the beginning of its API's paths, which many copy with it.
func withoutExt(endpoint string) string {
	address := strings.TrimRight(endpoint, "/")
	if base, ok := strings.CutSuffix(address, "/ext"); ok {
		return base
	}
	return endpoint
}

// credits is a number of credits in the block, else the environment variable's; nil when neither is set.
func (s *settings) credits(name, variable string) *float64 {
	value, _ := member(s.block, name).(types.Float64)
	if value.IsUnknown() {
		s.unknown = true
		return nil
	}
	if !value.IsNull() {
		return value.ValueFloat64Pointer()
	}
	text := s.environment(variable)
	if text == "" {
		return nil
	}
	number, err := strconv.ParseFloat(text, 64)
	if err != nil || !(number >= 0) || math.IsInf(number, 0) {
		s.problems = append(s.problems, fmt.Errorf("the environment variable %s is %q; it must be a number of credits, at least 0, "+
			"such as 500", variable, text))
		return nil
	}
	return &number
}
