package icareus

import (
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/function"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

func callToken(t *testing.T, organization int64, secret string, seconds int64) (string, *function.FuncError) {
	t.Helper()
	resp := function.RunResponse{Result: function.NewResultData(types.StringUnknown())}
	tokenFunction{}.Run(t.Context(), function.RunRequest{Arguments: function.NewArgumentsData([]attr.Value{
		types.Int64Value(organization), types.StringValue(secret), types.Int64Value(seconds),
	})}, &resp)
	if resp.Error != nil {
		return "", resp.Error
	}
	token, ok := resp.Result.Value().(types.String)
	if !ok {
		t.Fatalf("the result is %T", resp.Result.Value())
	}
	return token.ValueString(), nil
}

// The worked example of section 2.1, and its further vectors: the first and the last second included.
func TestTokenFunction_vectors(t *testing.T) {
	for _, c := range []struct {
		organization, seconds int64
		want                  string
	}{
		{13509, 1622091600, "60af2750cdbd38964c61a03f961763f0e25a09c0"},
		{2631609, 1622091600, "60af2750e88d89e87f171be3992878e70b84b94b"},
		{13509, 1, "00000001845f4c229fe4df79939ae792d613c047"},
		{13509, 4294967295, "ffffffff6a0b7f9d4770d1001397d61122b0fec8"},
	} {
		if got, err := callToken(t, c.organization, "secret", c.seconds); err != nil || got != c.want {
			t.Errorf("organisation %d at %d: %s, %v, want %s", c.organization, c.seconds, got, err, c.want)
		}
	}
	if _, err := callToken(t, 1, "secret", 0); err != nil {
		t.Errorf("the first second is refused: %v", err)
	}
}

// Each error is on the argument at fault, and none shows the secret.
func TestTokenFunction_errors(t *testing.T) {
	const secret = "s3cret"
	for name, c := range map[string]struct {
		organization int64
		secret       string
		seconds      int64
		argument     int64
		want         string
	}{
		"no organisation":         {0, secret, 1, 0, "at least 1, got 0."},
		"negative organisation":   {-5, secret, 1, 0, "at least 1, got -5."},
		"no secret":               {1, "", 1, 1, "must not be empty"},
		"secret with line break":  {1, secret + "\n", 1, 1, "use trimspace"},
		"secret with white space": {1, " " + secret, 1, 1, "use trimspace"},
		"secret with control":     {1, secret + "\x00" + secret, 1, 1, "control characters"},
		"byte order mark":         {1, "\ufeff" + secret, 1, 1, "control characters"},
		"before 1970":             {1, secret, -1, 2, "from 0 to 4294967295 seconds since 1970, got -1."},
		"after the last second":   {1, secret, 4294967296, 2, "got 4294967296."},
		"milliseconds":            {1, secret, 1622091600000, 2, "Is it in milliseconds?"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := callToken(t, c.organization, c.secret, c.seconds)
			if err == nil || err.FunctionArgument == nil {
				t.Fatalf("got %v, want an error on an argument", err)
			}
			if *err.FunctionArgument != c.argument || !strings.Contains(err.Text, c.want) || strings.Contains(err.Text, secret) {
				t.Errorf("argument %d: %s", *err.FunctionArgument, err.Text)
			}
		})
	}
	if _, err := callToken(t, 1, secret, 1<<62); err == nil || strings.Contains(err.Text, "milliseconds") {
		t.Errorf("a time that is none in milliseconds either: %v", err)
	}
	if err := checkSecret("pass word"); err != nil {
		t.Errorf("white space within a secret is refused: %v", err)
	}
}
