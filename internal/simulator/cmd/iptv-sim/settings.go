package main

import (
	"fmt"
	"io"
	"net"
	"text/template"

	"github.com/iptvops/terraform-provider-iptv/internal/simulator"
)

// access is how the provider reaches the standard objects of the three platforms.
type access struct {
	Base      string // address without a slash at its end
	PlainHTTP bool   // the provider wants to be told that http:// is meant

	TelecomXUsername, TelecomXPassword, TelecomXToken, TelecomXReseller string
	PanelAPIKey, PanelUserToken, PanelEditorToken                       string
	IcareusOrganization                                                 int64
	IcareusSecret, IcareusToken                                         string
}

// settings is the access at a listener's address; one that listens everywhere is reached through loopback.
func settings(addr net.Addr) access {
	a := access{
		Base:             "http://" + addr.String(),
		TelecomXUsername: simulator.TelecomXUsername, TelecomXPassword: simulator.TelecomXPassword,
		TelecomXToken: simulator.TelecomXToken, TelecomXReseller: simulator.TelecomXReseller,
		PanelAPIKey: simulator.PanelAPIKey, PanelUserToken: simulator.PanelUserToken,
		PanelEditorToken:    simulator.PanelEditorToken,
		IcareusOrganization: simulator.IcareusOrganization,
		IcareusSecret:       simulator.IcareusSecret, IcareusToken: simulator.IcareusToken,
	}
	if tcp, ok := addr.(*net.TCPAddr); ok {
		if tcp.IP.IsUnspecified() {
			a.Base = fmt.Sprintf("http://127.0.0.1:%d", tcp.Port)
		} else {
			a.PlainHTTP = !tcp.IP.IsLoopback()
		}
	}
	return a
}

func (a access) print(w io.Writer) error { return text.Execute(w, a) }

var text = template.Must(template.New("").Parse(`The simulated platforms listen on {{.Base}} until Ctrl-C.

Either this provider block:

provider "iptv" {
  telecomx = {
    endpoint    = "{{.Base}}"
    username    = "{{.TelecomXUsername}}" # or token = "{{.TelecomXToken}}"
    password    = "{{.TelecomXPassword}}"
    customer_id = "{{.TelecomXReseller}}"
  }
  panel = {
    endpoint   = "{{.Base}}"
    api_key    = "{{.PanelAPIKey}}"
    user_token = "{{.PanelUserToken}}" # "{{.PanelEditorToken}}" may edit lines as well
  }
  icareus = {
    endpoint        = "{{.Base}}/api/channels/admin"
    organization_id = {{.IcareusOrganization}}
    secret          = "{{.IcareusSecret}}" # or token = "{{.IcareusToken}}"
  }
{{- if .PlainHTTP}}
  allow_plain_http = true
{{- end}}
}

or an empty one{{if .PlainHTTP}} with allow_plain_http = true{{end}} and this environment:

export TELECOMX_ENDPOINT='{{.Base}}'
export TELECOMX_USERNAME='{{.TelecomXUsername}}'
export TELECOMX_PASSWORD='{{.TelecomXPassword}}'
export TELECOMX_CUSTOMER_ID='{{.TelecomXReseller}}'
export IPTV_PANEL_ENDPOINT='{{.Base}}'
export IPTV_PANEL_API_KEY='{{.PanelAPIKey}}'
export IPTV_PANEL_USER_TOKEN='{{.PanelUserToken}}'
export ICAREUS_ENDPOINT='{{.Base}}/api/channels/admin'
export ICAREUS_ORGANIZATION_ID='{{.IcareusOrganization}}'
export ICAREUS_SECRET='{{.IcareusSecret}}'
`))
