package icareus

import (
	"context"
	"fmt"
	"math"
	"strings"
	"time"
	"unicode"

	"github.com/hashicorp/terraform-plugin-framework/function"

	"github.com/iptvops/terraform-provider-iptv/internal/icareus/api"
)

var _ function.Function = (*tokenFunction)(nil)

// tokenFunction makes a generated token from its arguments alone: without a configured provider, and offline.
type tokenFunction struct{}

func newTokenFunction() function.Function { return tokenFunction{} }

func (tokenFunction) Metadata(_ context.Context, _ function.MetadataRequest, resp *function.MetadataResponse) {
	resp.Name = "icareus_token"
}

func (tokenFunction) Definition(_ context.Context, _ function.DefinitionRequest, resp *function.DefinitionResponse) {
	resp.Definition = function.Definition{
		Summary: "Generated token of Icareus Suite",
		MarkdownDescription: "Returns the generated token of an organisation for a point in time, to be sent as " +
			"`Authorization: Bearer TOKEN`: the time as 8 hexadecimal characters, followed by the MD5 of organisation, that text and " +
			"secret. It needs no provider configuration and sends nothing.\n\n" +
			"The result of a sensitive secret is sensitive, and of an ephemeral one ephemeral. How long the platform accepts a token is " +
			"not documented: make it right before its use. Where the provider is configured with the secret, the ephemeral resource " +
			"`icareus_token` makes a token of the current time.",
		Parameters: []function.Parameter{
			function.Int64Parameter{Name: "organization_id", MarkdownDescription: "Organisation ID, at least 1."},
			function.StringParameter{Name: "secret", MarkdownDescription: "The organisation's secret, not empty; white space around " +
				"it and control characters are refused, because a secret from a file often ends with a line break: use `trimspace`."},
			function.Int64Parameter{Name: "unix_seconds", MarkdownDescription: "The token's time in seconds since 1970-01-01T00:00:00Z, " +
				"from 0 to 4294967295 (the year 2106)."},
		},
		Return: function.StringReturn{},
	}
}

func (tokenFunction) Run(ctx context.Context, req function.RunRequest, resp *function.RunResponse) {
	var organization, seconds int64
	var secret string
	if resp.Error = req.Arguments.Get(ctx, &organization, &secret, &seconds); resp.Error != nil {
		return
	}
	resp.Error = function.ConcatFuncErrors(checkOrganization(organization), checkSecret(secret), checkSeconds(seconds))
	if resp.Error != nil {
		return
	}
	resp.Error = resp.Result.Set(ctx, api.GenerateToken(organization, secret, time.Unix(seconds, 0)))
}

func checkOrganization(organization int64) *function.FuncError {
	if organization >= 1 {
		return nil
	}
	return function.NewArgumentFuncError(0, fmt.Sprintf("The organization ID must be at least 1, got %d.", organization))
}

// checkSecret names no part of the secret.
func checkSecret(secret string) *function.FuncError {
	const byteOrderMark = '\ufeff'
	unseen := func(r rune) bool { return unicode.IsControl(r) || r == byteOrderMark }
	switch {
	case secret == "":
		return function.NewArgumentFuncError(1, "The secret must not be empty.")
	case strings.TrimSpace(secret) != secret || strings.ContainsFunc(secret, unseen):
		return function.NewArgumentFuncError(1, "The secret must not have white space around it or control characters in it. "+
			"A secret from a file often ends with a line break: use trimspace.")
	}
	return nil
}

// checkSeconds checks that the time fits the 32 bits that a token has for it (section 2.1).
func checkSeconds(seconds int64) *function.FuncError {
	if seconds >= 0 && seconds <= math.MaxUint32 {
		return nil
	}
	text := fmt.Sprintf("The time must be from 0 to %d seconds since 1970, got %d.", int64(math.MaxUint32), seconds)
	if seconds/1000 > 0 && seconds/1000 <= math.MaxUint32 {
		text += " Is it in milliseconds?"
	}
	return function.NewArgumentFuncError(2, text)
}
