package tf

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/action"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/ephemeral"
	"github.com/hashicorp/terraform-plugin-framework/resource"
)

type fakePlatform struct{ name string }

type hasFake interface{ Fake() (*fakePlatform, error) }

// fakeData is a provider's data.
type fakeData struct{ err error }

func (d fakeData) Fake() (*fakePlatform, error) {
	if d.err != nil {
		return nil, d.err
	}
	return &fakePlatform{"fake"}, nil
}

// Each kind of type has its name and its platform from its base.
func TestBase_kinds(t *testing.T) {
	const name = "iptv_fake"
	kinds := map[string]func(data any) (typeName string, platform *fakePlatform, diags diag.Diagnostics){
		"resource": func(data any) (string, *fakePlatform, diag.Diagnostics) {
			r := NewResource(name, hasFake.Fake)
			var meta resource.MetadataResponse
			var resp resource.ConfigureResponse
			r.Metadata(t.Context(), resource.MetadataRequest{}, &meta)
			r.Configure(t.Context(), resource.ConfigureRequest{ProviderData: data}, &resp)
			return meta.TypeName, r.Platform, resp.Diagnostics
		},
		"data source": func(data any) (string, *fakePlatform, diag.Diagnostics) {
			d := NewDataSource(name, hasFake.Fake)
			var meta datasource.MetadataResponse
			var resp datasource.ConfigureResponse
			d.Metadata(t.Context(), datasource.MetadataRequest{}, &meta)
			d.Configure(t.Context(), datasource.ConfigureRequest{ProviderData: data}, &resp)
			return meta.TypeName, d.Platform, resp.Diagnostics
		},
		"ephemeral resource": func(data any) (string, *fakePlatform, diag.Diagnostics) {
			e := NewEphemeral(name, hasFake.Fake)
			var meta ephemeral.MetadataResponse
			var resp ephemeral.ConfigureResponse
			e.Metadata(t.Context(), ephemeral.MetadataRequest{}, &meta)
			e.Configure(t.Context(), ephemeral.ConfigureRequest{ProviderData: data}, &resp)
			return meta.TypeName, e.Platform, resp.Diagnostics
		},
		"action": func(data any) (string, *fakePlatform, diag.Diagnostics) {
			a := NewAction(name, hasFake.Fake)
			var meta action.MetadataResponse
			var resp action.ConfigureResponse
			a.Metadata(t.Context(), action.MetadataRequest{}, &meta)
			a.Configure(t.Context(), action.ConfigureRequest{ProviderData: data}, &resp)
			return meta.TypeName, a.Platform, resp.Diagnostics
		},
	}
	for kind, configure := range kinds {
		for state, test := range map[string]struct {
			data any
			has  bool
			want string
		}{
			"configured":     {fakeData{}, true, ""},
			"before":         {nil, false, ""},
			"not known":      {fakeData{fmt.Errorf("it %w", ErrNotKnown)}, false, ""},
			"not configured": {fakeData{errors.New("set the endpoint")}, false, "Platform is not configured | Set the endpoint."},
			"other data":     {1, false, "The provider's data is int, which has no *tf.fakePlatform."},
		} {
			typeName, platform, diags := configure(test.data)
			if got := text(diags); typeName != name || (platform != nil) != test.has || !strings.Contains(got, test.want) ||
				diags.HasError() != (test.want != "") {
				t.Errorf("%s, %s: %q, %v, %s", kind, state, typeName, platform, got)
			}
		}
	}
}

// Without a platform a change is an error and a refresh a warning; with one there is nothing to say.
func TestBase_withoutPlatform(t *testing.T) {
	for _, base := range []Base[fakePlatform]{{}, {Platform: &fakePlatform{}}} {
		var failures, warnings diag.Diagnostics
		has := base.HasPlatform()
		if base.HasPlatformOrError(&failures) != has || failures.HasError() == has {
			t.Errorf("has a platform: %v, and says: %s", has, text(failures))
		}
		if base.HasPlatformOrWarning(&warnings) != has || warnings.HasError() || (warnings.WarningsCount() == 0) != has {
			t.Errorf("has a platform: %v, and says: %s", has, text(warnings))
		}
	}
}
