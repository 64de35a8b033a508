package provider

import (
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/types"
)

// A platform that is not configured says everything that is missing, in the block and in the environment.
func TestMissing(t *testing.T) {
	for _, c := range []struct {
		platform string
		members  map[string]any
		env      map[string]string
		want     string
	}{
		{"telecomx", nil, nil, "Telecom X is not configured. Set token, or username and password, in the provider block telecomx = { " +
			"... }, or TELECOMX_TOKEN, or TELECOMX_USERNAME and TELECOMX_PASSWORD, in the environment"},
		{"telecomx", map[string]any{"username": "u"}, nil, "Telecom X is not configured. Set password beside username in the provider " +
			"block telecomx = { ... }, or TELECOMX_PASSWORD in the environment"},
		{"telecomx", nil, map[string]string{"TELECOMX_PASSWORD": "p"}, "Telecom X is not configured. Set username beside password in the " +
			"provider block telecomx = { ... }, or TELECOMX_USERNAME in the environment"},
		{"telecomx", map[string]any{"token": "t"}, map[string]string{"TELECOMX_CUSTOMER_ID": "me"}, "Telecom X is not configured: " +
			"customer_id (or " + `the environment variable TELECOMX_CUSTOMER_ID) must be 24 hexadecimal characters; got "me"`},
		{"telecomx", nil, map[string]string{"TELECOMX_TOKEN": "t", "TELECOMX_ENDPOINT": "api.telecomx.dk"}, "the endpoint of Telecom X " +
			"(telecomx.endpoint in the provider block, or the environment variable TELECOMX_ENDPOINT) is not valid: the address must " +
			"begin with https://"},
		{"panel", nil, nil, "The line panel is not configured. Set endpoint, api_key and user_token in the provider block panel = { " +
			"... }, or IPTV_PANEL_ENDPOINT, IPTV_PANEL_API_KEY and IPTV_PANEL_USER_TOKEN in the environment"},
		{"panel", map[string]any{"endpoint": "https://panel.example.com", "api_key": "k"}, nil, "The line panel is not configured. Set " +
			"user_token in the provider block panel = { ... }, or IPTV_PANEL_USER_TOKEN in the environment"},
		{"panel", nil, map[string]string{"IPTV_PANEL_API_KEY": "'k'"}, "the line panel is not configured: api_key (or the environment " +
			"variable IPTV_PANEL_API_KEY) is enclosed in quotation marks, which are not part of it; remove them"},
		{"panel", map[string]any{"endpoint": "https://panel.example.com", "api_key": "k", "user_token": "t"},
			map[string]string{"IPTV_PANEL_CREDIT_LIMIT": "all"}, "the line panel is not configured: the environment variable " +
				`IPTV_PANEL_CREDIT_LIMIT is "all"; it must be a number of credits, at least 0, such as 500`},
		{"panel", map[string]any{"endpoint": "https://panel.example.com", "api_key": "k", "user_token": "t"},
			map[string]string{"IPTV_PREFLIGHT": "off"}, `the environment variable IPTV_PREFLIGHT is "off"; it must be true or false`},
		{"panel", map[string]any{"endpoint": "https://panel.example.com", "api_key": "k", "user_token": "t"},
			map[string]string{"IPTV_REQUESTS_PER_SECOND": "-1"}, `IPTV_REQUESTS_PER_SECOND is "-1"; it must be a number of at least 0`},
	} {
		environment(t, nil)
		for name, value := range c.env {
			t.Setenv(name, value)
		}
		object := types.ObjectNull(nil)
		if c.members != nil {
			object = block(c.members)
		}
		d, err := newData(&config{TelecomX: object, Panel: object}, ""), error(nil)
		if c.platform == "panel" {
			_, err = d.Panel()
		} else {
			_, err = d.TelecomX()
		}
		if err == nil || !strings.Contains(err.Error(), c.want) || strings.Contains(err.Error(), "\n") {
			t.Errorf("%s %v %v:\ngot  %v\nwant %s", c.platform, c.members, c.env, err, c.want)
		}
	}
}
