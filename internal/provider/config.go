package provider

import (
	"fmt"
	"os"
	"strconv"
	"strings"
	"time"
	"unicode"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/iptvops/terraform-provider-iptv/internal/rest"
	"github.com/iptvops/terraform-provider-iptv/internal/tf"
)

const (
	defaultTelecomX = "https://api.telecomx.dk"
	defaultIcareus  = "https://suiterc.icareus.com/api/channels/admin"

	defaultTimeout    = 30 * time.Second
	defaultMaxRetries = 4
)

// validate finds what is wrong with the block itself, whatever the environment holds.
func (c *config) validate(diags *diag.Diagnostics) {
	contradiction(c.TelecomX, path.Root("telecomx"), "token", []string{"username", "password"}, diags)
	contradiction(c.Icareus, path.Root("icareus"), "token", []string{"secret"}, diags)

	for name, block := range map[string]types.Object{"telecomx": c.TelecomX, "panel": c.Panel, "icareus": c.Icareus} {
		endpoint, known := member(block, "endpoint").(types.String)
		if !known || trimmed(endpoint) == "" || c.AllowPlainHTTP.IsUnknown() {
			continue
		}
		if _, err := rest.ParseEndpoint(trimmed(endpoint), c.AllowPlainHTTP.ValueBool()); err != nil {
			diags.AddAttributeError(path.Root(name).AtName("endpoint"), "Invalid endpoint", tf.Sentence(err.Error()))
		}
	}

	if !c.RequestTimeout.IsNull() && !c.RequestTimeout.IsUnknown() {
		timeout, err := time.ParseDuration(c.RequestTimeout.ValueString())
		if err != nil || timeout < time.Second || timeout > 10*time.Minute {
			diags.AddAttributeError(path.Root("request_timeout"), "Invalid request timeout", "The timeout must be a duration from 1s to 10m, such as 30s.")
		}
	}
}

// contradiction reports two ways to authenticate in one block.
func contradiction(block types.Object, at path.Path, one string, others []string, diags *diag.Diagnostics) {
	first, _ := member(block, one).(types.String)
	if trimmed(first) == "" {
		return
	}
	for _, other := range others {
		if second, _ := member(block, other).(types.String); trimmed(second) != "" {
			diags.AddAttributeError(at.AtName(other), "Contradictory credentials",
				fmt.Sprintf("The block sets both %s and %s, which are two ways to authenticate. Keep one.", one, other))
		}
	}
}

// member is a value of a block, nil when the block is null or unknown.
func member(block types.Object, name string) attr.Value { return block.Attributes()[name] }

// trimmed is a known value without surrounding white space, "" when it is null or unknown.
func trimmed(v types.String) string { return strings.TrimSpace(v.ValueString()) }

// settings reads one platform's values: the block's first, then the environment's.
type settings struct {
	block    types.Object
	unknown  bool // a value that another resource will make
	problems []error
}

// text is the block's value, else the environment variable's. Surrounding white space is no part of it, and a value
// with a control character is refused: it cannot travel in a header.
func (s *settings) text(name, variable string) string {
	value, _ := member(s.block, name).(types.String)
	if value.IsUnknown() {
		s.unknown = true
		return ""
	}
	if text := trimmed(value); text != "" {
		return text
	}
	return s.environment(variable)
}

func (s *settings) environment(variable string) string {
	text := strings.TrimSpace(os.Getenv(variable))
	if strings.ContainsFunc(text, unicode.IsControl) {
		s.problems = append(s.problems, fmt.Errorf("the environment variable %s holds a control character", variable))
		return ""
	}
	return text
}

// number is the block's value, else the environment variable's; 0 when neither is set.
func (s *settings) number(name, variable string) int64 {
	value, _ := member(s.block, name).(types.Int64)
	if value.IsUnknown() {
		s.unknown = true
		return 0
	}
	if !value.IsNull() {
		return value.ValueInt64()
	}
	text := s.environment(variable)
	if text == "" {
		return 0
	}
	number, err := strconv.ParseInt(text, 10, 64)
	if err != nil || number < 1 {
		s.problems = append(s.problems, fmt.Errorf("the environment variable %s must be a whole number above 0, such as 2631609", variable))
	}
	return number
}

// either reads two ways to authenticate. The block's way wins over the environment's; both ways in the environment
// contradict each other.
func (s *settings) either(one, oneVariable string, others map[string]string) (first string, second map[string]string) {
	inBlock := func(name string) bool {
		value, _ := member(s.block, name).(types.String)
		return value.IsUnknown() || trimmed(value) != ""
	}
	oneInBlock, othersInBlock := inBlock(one), false
	for name := range others {
		othersInBlock = othersInBlock || inBlock(name)
	}
	second = map[string]string{}
	if !othersInBlock {
		first = s.text(one, oneVariable)
	}
	if oneInBlock {
		return first, second
	}
	for name, variable := range others {
		second[name] = s.text(name, variable)
		if first != "" && second[name] != "" {
			s.problems = append(s.problems, fmt.Errorf("the environment sets both %s and %s, which are two ways to authenticate; keep one", oneVariable, variable))
		}
	}
	return first, second
}

// endpoint is the platform's base address.
func (s *settings) endpoint(variable, otherwise string) string {
	if address := s.text("endpoint", variable); address != "" || s.unknown {
		return address
	}
	return otherwise
}

// missing is an error about values that are set nowhere.
func missing(platform, how string) error {
	return fmt.Errorf("%s is not configured. Set %s", platform, how)
}
