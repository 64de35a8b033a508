package provider

import (
	"github.com/iptvops/terraform-provider-iptv/internal/panel"
	"github.com/iptvops/terraform-provider-iptv/internal/panel/api"
)

// Panel is the line panel, or an error that says how to configure it.
func (d *data) Panel() (*panel.Platform, error) { return d.panel() }

func (d *data) newPanel() (*panel.Platform, error) {
	s := &settings{block: d.config.Panel}
	endpoint := s.endpoint("IPTV_PANEL_ENDPOINT", "")
	key := s.text("api_key", "IPTV_PANEL_API_KEY")
	token := s.text("user_token", "IPTV_PANEL_USER_TOKEN")
	base, err := d.rest("the line panel", "panel", endpoint, s)
	if err != nil {
		return nil, err
	}
	for _, value := range []struct{ text, name, variable string }{
		{endpoint, "endpoint", "IPTV_PANEL_ENDPOINT"}, {key, "api_key", "IPTV_PANEL_API_KEY"}, {token, "user_token", "IPTV_PANEL_USER_TOKEN"},
	} {
		if value.text == "" {
			return nil, missing("The line panel", value.name+" in the provider's block panel = { ... }, or the environment variable "+value.variable+
				". It needs endpoint, api_key and user_token (IPTV_PANEL_ENDPOINT, IPTV_PANEL_API_KEY, IPTV_PANEL_USER_TOKEN)")
		}
	}
	return panel.New(api.New(base, api.Credentials{APIKey: key, UserToken: token}), d.Preflight()), nil
}
