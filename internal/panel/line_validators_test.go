package panel

import (
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/iptvops/terraform-provider-iptv/internal/tf"
)

// The first validator of an attribute looks at its value alone; the others, which look at other attributes, are tested
// with whole configurations.
func TestValidators(t *testing.T) {
	long, tooLong := strings.Repeat("ä", 255), strings.Repeat("ä", 256)
	for name, values := range map[string]map[attr.Value]bool{
		"username": {types.StringValue(""): false, types.StringValue("x"): true, types.StringValue(long): true,
			types.StringValue(tooLong): false, types.StringUnknown(): true},
		"password": {types.StringValue(""): false, types.StringValue("x"): true, types.StringValue(long): true,
			types.StringValue(tooLong): false, types.StringUnknown(): true},
		"password_wo": {types.StringValue(""): false, types.StringValue("x"): true, types.StringValue(long): true,
			types.StringValue(tooLong): false, types.StringUnknown(): true},
		"renewal_key": {types.StringValue(""): false, types.StringValue("x"): true, types.StringUnknown(): true},
		"mac_addr": {
			types.StringValue("00:00:00:00:00:00"): false, types.StringValue("00:00:00:00:00:01"): true,
			types.StringValue("ff-ff-ff-ff-ff-ff"): true, types.StringValue("00:00:00:00:00:0"): false,
			types.StringValue(""): false, types.StringUnknown(): true,
		},
		"expire_at": {types.StringValue("2030-02-28T23:59:59Z"): true, types.StringValue("2030-02-29T00:00:00Z"): false,
			types.StringValue(""): false, types.StringUnknown(): true},
		"package_id":      {types.Int64Value(0): false, types.Int64Value(1): true, types.Int64Unknown(): true},
		"max_connections": {types.Int64Value(0): false, types.Int64Value(1): true, types.Int64Unknown(): true},
		"owner_id":        {types.Int64Value(0): false, types.Int64Value(1): true, types.Int64Unknown(): true},
	} {
		for value, want := range values {
			var diags diag.Diagnostics
			switch a := lineSchema().Attributes[name].(type) {
			case schema.StringAttribute:
				var resp validator.StringResponse
				a.Validators[0].ValidateString(t.Context(), validator.StringRequest{ConfigValue: value.(types.String)}, &resp)
				diags = resp.Diagnostics
			case schema.Int64Attribute:
				var resp validator.Int64Response
				a.Validators[0].ValidateInt64(t.Context(), validator.Int64Request{ConfigValue: value.(types.Int64)}, &resp)
				diags = resp.Diagnostics
			}
			if diags.HasError() == want {
				t.Errorf("%s = %s: %v", name, value, diags)
			}
		}
	}
	for _, c := range []struct {
		ids  types.Set
		want bool
	}{
		{tf.Int64Set(nil), true}, {tf.Int64Set([]int64{1}), true}, {types.SetUnknown(types.Int64Type), true},
		{types.SetValueMust(types.Int64Type, []attr.Value{types.Int64Value(1), types.Int64Unknown()}), true},
		{types.SetValueMust(types.Int64Type, []attr.Value{types.Int64Null()}), false},
	} {
		var resp validator.SetResponse
		bouquets := lineSchema().Attributes["bouquets"].(schema.SetAttribute)
		bouquets.Validators[0].ValidateSet(t.Context(), validator.SetRequest{ConfigValue: c.ids}, &resp)
		if resp.Diagnostics.HasError() == c.want {
			t.Errorf("bouquets = %s: %v", c.ids, resp.Diagnostics)
		}
	}
}

func TestPaymentRule(t *testing.T) {
	yes, no, unknown := types.BoolValue(true), types.BoolValue(false), types.BoolUnknown()
	pack := types.Int64Value(107)
	for name, c := range map[string]struct {
		config lineResourceModel
		errors int
	}{
		"bought by default":        {lineResourceModel{lineModel: lineModel{PackageID: pack}}, 0},
		"bought without a package": {lineResourceModel{ChargeCredits: yes}, 1},
		"by default without":       {lineResourceModel{}, 1},
		"package unknown":          {lineResourceModel{ChargeCredits: yes, lineModel: lineModel{PackageID: types.Int64Unknown()}}, 0},
		"payment unknown":          {lineResourceModel{ChargeCredits: unknown, OwnerID: pack}, 0},
		"free": {lineResourceModel{ChargeCredits: no, OwnerID: pack, CanWatchAdult: yes,
			lineModel: lineModel{ExpireAt: types.StringValue("x"), IsTrial: yes, IsRestreamer: yes}}, 0},
		"bought with what is for free": {lineResourceModel{OwnerID: pack, CanWatchAdult: no,
			lineModel: lineModel{PackageID: pack, ExpireAt: types.StringValue("x"), IsTrial: no, IsRestreamer: no}}, 5},
		"bought, the rest unknown": {lineResourceModel{OwnerID: types.Int64Unknown(), CanWatchAdult: unknown,
			lineModel: lineModel{PackageID: pack, ExpireAt: types.StringUnknown(), IsTrial: unknown}}, 0},
	} {
		var diags diag.Diagnostics
		c.config.validate(&diags)
		if c.config.checkCharged(&c.config, nil, false, &diags); diags.ErrorsCount() != c.errors {
			t.Errorf("%s: %v", name, diags)
		}
	}
}

// A version of the write-only password without a password is an error, not an empty password.
func TestWriteOnlyPassword(t *testing.T) {
	for _, value := range []types.String{types.StringNull(), types.StringValue(""), types.StringUnknown()} {
		var diags diag.Diagnostics
		if password, ok := writeOnlyPassword(lineResourceModel{PasswordWO: value}, &diags); ok || password != "" ||
			diags.ErrorsCount() != 1 {
			t.Errorf("%s: %q, %v", value, password, diags)
		}
	}
	var diags diag.Diagnostics
	if password, ok := writeOnlyPassword(lineResourceModel{PasswordWO: types.StringValue("x")}, &diags); !ok || password != "x" {
		t.Errorf("%q, %v", password, diags)
	}
}

func TestRenews(t *testing.T) {
	null, unknown, one, two := types.StringNull(), types.StringUnknown(), types.StringValue("1"), types.StringValue("2")
	for _, c := range []struct {
		plan, state types.String
		imported    bool
		want        renewalEffect
	}{
		{null, null, false, noRenewal}, {null, one, false, noRenewal}, {one, one, false, noRenewal}, {one, one, true, noRenewal},
		{two, one, false, renewalDue}, {one, null, false, renewalDue}, {two, one, true, renewalDue}, {unknown, one, false, renewalUnknown},
		{one, null, true, keyAdopted}, {unknown, null, true, keyAdopted}, {null, null, true, noRenewal},
	} {
		plan, state := lineResourceModel{RenewalKey: c.plan}, lineResourceModel{RenewalKey: c.state}
		if got := plan.renewalEffect(&state, c.imported); got != c.want {
			t.Errorf("%s after %s, imported %t: %d, want %d", c.plan, c.state, c.imported, got, c.want)
		}
	}
}
