package main

import (
	"fmt"
	"io"
	"net"
	"strconv"
	"strings"
	"text/template"

	simicareus "github.com/iptvops/terraform-provider-iptv/internal/simulator/icareus"
	simpanel "github.com/iptvops/terraform-provider-iptv/internal/simulator/panel"
	"github.com/iptvops/terraform-provider-iptv/internal/simulator/seed"
	simtelecomx "github.com/iptvops/terraform-provider-iptv/internal/simulator/telecomx"
)

// access is how the provider reaches the three platforms.
type access struct {
	Base        string // address without a slash at its end
	PlainHTTP   bool   // the provider wants to be told that http:// is meant
	Credentials []seed.Variable

	// Other ways in, of the standard objects.
	TelecomXToken, PanelEditorToken, IcareusToken string
}

// settings is the access at a listener's address; one that listens everywhere is reached through loopback. Without a
// document it is that to the standard objects.
func settings(addr net.Addr, document *seed.Document) access {
	a := access{Base: "http://" + addr.String()}
	if document != nil {
		a.Credentials = document.Credentials()
	} else {
		a.Credentials = []seed.Variable{
			{Name: "TELECOMX_USERNAME", Value: simtelecomx.Username},
			{Name: "TELECOMX_PASSWORD", Value: simtelecomx.Password},
			{Name: "TELECOMX_CUSTOMER_ID", Value: simtelecomx.Reseller},
			{Name: "IPTV_PANEL_API_KEY", Value: simpanel.APIKey},
			{Name: "IPTV_PANEL_USER_TOKEN", Value: simpanel.UserToken},
			{Name: "ICAREUS_ORGANIZATION_ID", Value: strconv.FormatInt(simicareus.Organization, 10)},
			{Name: "ICAREUS_SECRET", Value: simicareus.Secret},
		}
		a.TelecomXToken, a.PanelEditorToken, a.IcareusToken = simtelecomx.Token, simpanel.EditorToken, simicareus.Token
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

// Get is the value of a credential, "" where there is none.
func (a access) Get(name string) string {
	for _, v := range a.Credentials {
		if v.Name == name {
			return v.Value
		}
	}
	return ""
}

// controlVariable is the base address for scripts that use the control API. The provider does not read it.
const controlVariable = "IPTV_SIM_URL"

// Environment is the variables that configure the provider. A platform without an account is not among them. The
// provider does not read the ones that end with a number: they are for configurations with several provider blocks.
func (a access) Environment() []seed.Variable {
	var all []seed.Variable
	for _, endpoint := range []struct{ prefix, name, path string }{
		{"TELECOMX_", "TELECOMX_ENDPOINT", ""}, {"IPTV_PANEL_", "IPTV_PANEL_ENDPOINT", ""},
		{"ICAREUS_", "ICAREUS_ENDPOINT", "/api/channels/admin"},
	} {
		first := true
		for _, v := range a.Credentials {
			if !strings.HasPrefix(v.Name, endpoint.prefix) {
				continue
			}
			if first {
				all = append(all, seed.Variable{Name: endpoint.name, Value: a.Base + endpoint.path})
			}
			first, all = false, append(all, v)
		}
	}
	return append(all, seed.Variable{Name: controlVariable, Value: a.Base})
}

// further is the names of the variables that the provider does not read by itself.
func (a access) further() []string {
	var names []string
	for _, v := range a.Credentials {
		if last := v.Name[len(v.Name)-1]; last >= '0' && last <= '9' {
			names = append(names, v.Name)
		}
	}
	return names
}

var text = template.Must(template.New("").Parse(`The simulated platforms listen on {{.Base}} until Ctrl-C.

Either this provider block:

provider "iptv" {
{{- with .Get "TELECOMX_USERNAME"}}
  telecomx = {
    endpoint    = "{{$.Base}}"
    username    = "{{.}}"{{with $.TelecomXToken}} # or token = "{{.}}"{{end}}
    password    = "{{$.Get "TELECOMX_PASSWORD"}}"
    customer_id = "{{$.Get "TELECOMX_CUSTOMER_ID"}}"
  }
{{- end}}
{{- with .Get "IPTV_PANEL_USER_TOKEN"}}
  panel = {
    endpoint   = "{{$.Base}}"
    api_key    = "{{$.Get "IPTV_PANEL_API_KEY"}}"
    user_token = "{{.}}"{{with $.PanelEditorToken}} # "{{.}}" may edit lines as well{{end}}
  }
{{- end}}
{{- with .Get "ICAREUS_SECRET"}}
  icareus = {
    endpoint        = "{{$.Base}}/api/channels/admin"
    organization_id = {{$.Get "ICAREUS_ORGANIZATION_ID"}}
    secret          = "{{.}}"{{with $.IcareusToken}} # or token = "{{.}}"{{end}}
  }
{{- end}}
{{- if .PlainHTTP}}
  allow_plain_http = true
{{- end}}
}

or an empty one{{if .PlainHTTP}} with allow_plain_http = true{{end}} and this environment:

{{range .Environment}}export {{.Name}}='{{.Value}}'
{{end}}`))
