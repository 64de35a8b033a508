package main

import (
	"fmt"
	"io"
	"net"
	"strconv"
	"text/template"

	simicareus "github.com/iptvops/terraform-provider-iptv/internal/simulator/icareus"
	simpanel "github.com/iptvops/terraform-provider-iptv/internal/simulator/panel"
	simtelecomx "github.com/iptvops/terraform-provider-iptv/internal/simulator/telecomx"
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
		TelecomXUsername: simtelecomx.Username, TelecomXPassword: simtelecomx.Password,
		TelecomXToken: simtelecomx.Token, TelecomXReseller: simtelecomx.Reseller,
		PanelAPIKey: simpanel.APIKey, PanelUserToken: simpanel.UserToken,
		PanelEditorToken:    simpanel.EditorToken,
		IcareusOrganization: simicareus.Organization,
		IcareusSecret:       simicareus.Secret, IcareusToken: simicareus.Token,
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

// variable is one variable of an environment.
type variable struct{ Name, Value string }

// Environment is the variables that configure the provider.
func (a access) Environment() []variable {
	return []variable{
		{"TELECOMX_ENDPOINT", a.Base},
		{"TELECOMX_USERNAME", a.TelecomXUsername},
		{"TELECOMX_PASSWORD", a.TelecomXPassword},
		{"TELECOMX_CUSTOMER_ID", a.TelecomXReseller},
		{"IPTV_PANEL_ENDPOINT", a.Base},
		{"IPTV_PANEL_API_KEY", a.PanelAPIKey},
		{"IPTV_PANEL_USER_TOKEN", a.PanelUserToken},
		{"ICAREUS_ENDPOINT", a.Base + "/api/channels/admin"},
		{"ICAREUS_ORGANIZATION_ID", strconv.FormatInt(a.IcareusOrganization, 10)},
		{"ICAREUS_SECRET", a.IcareusSecret},
	}
}

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

{{range .Environment}}export {{.Name}}='{{.Value}}'
{{end}}`))
