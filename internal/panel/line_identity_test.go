package panel_test

import (
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/iptvops/terraform-provider-iptv/internal/provider"
	simpanel "github.com/iptvops/terraform-provider-iptv/internal/simulator/panel"
)

func byIdentity(id string) *tfprotov6.ImportResourceStateRequest {
	value := tftypes.NewValue(identityType, map[string]tftypes.Value{"id": tftypes.NewValue(tftypes.String, id)})
	return &tfprotov6.ImportResourceStateRequest{Identity: &tfprotov6.ResourceIdentityData{IdentityData: wire(value)}}
}

// A line has its identity from the create on, through refresh and update, whatever the CLI kept of it; the driver checks
// each response.
func TestLine_identity(t *testing.T) {
	for name, anonymous := range map[string]bool{"kept": false, "forgotten by an older CLI": true} {
		t.Run(name, func(t *testing.T) {
			e := newEstate(t)
			e.token, e.anonymous = simpanel.EditorToken, anonymous
			e.must(one(larrys))
			e.must(one(larrys.with(values{"reseller_notes": "the second floor"})))
			if e.anonymous = false; e.lines["larry"].identity != nil && anonymous {
				t.Fatal("the state has an identity that it should not have")
			}
			e.must(one(larrys.with(values{"reseller_notes": "the third floor"})))
			if e.lines["larry"].identity == nil {
				t.Error("the state has no identity")
			}
		})
	}
}

// A read of a state without identity leaves one however it ends.
func TestLine_identityOfEveryRead(t *testing.T) {
	e := newEstate(t)
	e.must(one(larrys))
	state := e.lines["larry"]
	read := func(server tfprotov6.ProviderServer) *tfprotov6.ReadResourceResponse {
		t.Helper()
		resp, err := server.ReadResource(t.Context(),
			&tfprotov6.ReadResourceRequest{TypeName: "iptv_line", CurrentState: wire(state.value), Private: state.private})
		if err != nil {
			t.Fatal(err)
		}
		return resp
	}
	for name, server := range map[string]tfprotov6.ProviderServer{
		"unchanged": e.server(), "not configured": provider.NewServer("test"),
		"refused":          func() tfprotov6.ProviderServer { e.token = "wrong"; return e.server() }(),
		"of another owner": func() tfprotov6.ProviderServer { e.token = simpanel.OtherToken; return e.server() }(),
	} {
		if got := e.identityOf(read(server).NewIdentity); got != readable(state.value)["id"] {
			t.Errorf("%s: the identity is %q", name, got)
		}
	}
	e.token = simpanel.UserToken
	line, _ := e.Panel.LineByUsername("larry_line")
	e.Panel.DeleteLine(line.ID)
	gone := read(e.server())
	if o := (&outcome{}); !o.add("larry", gone.Diagnostics) {
		t.Errorf("gone: %s", o.errors)
	}
	if value, err := gone.NewState.Unmarshal(state.value.Type()); err != nil || !value.IsNull() {
		t.Errorf("gone: the state is %v, %v", value, err)
	}
}

// Imported by its identity, in whatever case, a line has an identity in the panel's spelling and needs no change.
func TestLine_importByIdentity(t *testing.T) {
	e := newEstate(t)
	pack := 107
	line := e.Panel.AddLine(simpanel.Line{Username: "larry_line", Password: "correct horse", PackageID: &pack, IsEnabled: true})
	for name, id := range map[string]string{"as listed": line, "in upper case": strings.ToUpper(line)} {
		if o := e.tryImport("larry", byIdentity(id)); o.errors != "" {
			t.Errorf("%s: %s", name, o.errors)
		}
		if o := e.plan(one(larrys)); o.errors != "" || len(o.actions) > 0 {
			t.Errorf("%s: %v %s", name, o.actions, o.errors)
		}
	}
	for id, want := range map[string]string{
		"larry_line":                           "by its identity, whose id is the line_id",
		"1734da33-9723-4df6-90d1-38dc589aa0ec": "Cannot import line: There is no such line: the token's user sees no line 1734da33-",
	} {
		e.says(e.tryImport("other", byIdentity(id)).errors, want)
	}
	e.is(1, 0)
}
