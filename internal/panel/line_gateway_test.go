package panel_test

import (
	"strings"
	"testing"

	"github.com/iptvops/terraform-provider-iptv/internal/simulator"
)

// 403 in the panel's words names the permission that is missing; a page of a gateway says that first.
func TestLine_forbidden(t *testing.T) {
	const gateway = "a gateway, a firewall or a CDN in front of the panel may have refused the request"
	for body, isGateway := range map[string]bool{`{"error":"Forbidden"}`: false, "<html><h1>403 Access denied</h1></html>": true} {
		e := serialEstate(t)
		e.Inject(simulator.Fault{Operation: "panel.line.create", Status: 403, Body: body, Times: -1})
		o := e.apply(one(larrys))
		e.says(o.errors, "Cannot create line", "createLinesWithPackage", "Nothing was created or charged")
		if strings.Contains(o.errors, gateway) != isGateway {
			t.Errorf("%s: %s", body, o.errors)
		}
	}
}
