package provider

import (
	"encoding/pem"
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/iptvops/terraform-provider-iptv/internal/rest"
)

// What the block says of certificates and headers holds for the platform's requests, in each of the three blocks.
func TestData_access(t *testing.T) {
	environment(t, nil)
	var got http.Header
	server := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		got = r.Header
		_, _ = io.WriteString(w, `{}`)
	}))
	server.Config.ErrorLog = log.New(io.Discard, "", 0)
	server.StartTLS()
	defer server.Close()
	authority := string(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: server.Certificate().Raw}))

	for _, name := range []string{"telecomx", "panel", "icareus"} {
		for ca, ok := range map[string]bool{"\n" + authority + "\n": true, "": false} {
			object := block(map[string]any{
				"tls": block(map[string]any{"ca_certificate": ca}),
				"headers": headers(map[string]attr.Value{"x-gateway": types.StringValue("g4teway"),
					"User-Agent": types.StringValue("mine")}),
			})
			config, err := newData(&config{MaxRetries: types.Int64Value(0)}, "agent").clientConfig(name, name, server.URL,
				&settings{block: object})
			if err != nil {
				t.Fatal(err)
			}
			err = rest.New(config).Do(t.Context(), rest.Request{Operation: "read", Method: http.MethodGet, Path: "/x"}, nil)
			switch {
			case ok && (err != nil || got.Get("X-Gateway") != "g4teway" || got.Get("User-Agent") != "agent"):
				t.Errorf("%s: %v: %v", name, got, err)
			case !ok && (err == nil || !strings.Contains(err.Error(), "tls.ca_certificate")):
				t.Errorf("%s without the authority: %v", name, err)
			}
		}
	}
	wrong := &settings{block: block(map[string]any{"tls": block(map[string]any{"client_key": "key"})})}
	if _, err := newData(&config{}, "").clientConfig("the line panel", "panel", "", wrong); err == nil ||
		!strings.Contains(err.Error(), "panel.tls.client_certificate is missing") {
		t.Errorf("wrong settings: %v", err)
	}
}
