package provider

import (
	"errors"
	"fmt"
	"maps"
	"os"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/iptvops/terraform-provider-iptv/internal/rest"
	"github.com/iptvops/terraform-provider-iptv/internal/telecomx"
	"github.com/iptvops/terraform-provider-iptv/internal/tf"
)

const (
	defaultTelecomX = "https://api.telecomx.dk"
	defaultIcareus  = "https://suiterc.icareus.com/api/channels/admin"
)

// blocks is the platforms' blocks, in the order of their errors.
func (c *config) blocks() []platformBlock {
	return []platformBlock{
		{"telecomx", c.TelecomX, []string{"token", "username"}, nil},
		{"panel", c.Panel, []string{"api_key", "user_token"}, []string{"X-Api-Key", "X-Auth-User"}},
		{"icareus", c.Icareus, []string{"token", "secret"}, []string{"Authorization"}},
	}
}

// platformBlock is one platform's part of the provider block.
type platformBlock struct {
	name   string
	object types.Object
	tokens []string // credentials that no quotes and no scheme can be part of
	own    []string // headers that carry the platform's credentials
}

// validate finds what is wrong with the block itself, whatever the environment holds.
func (c *config) validate(diags *diag.Diagnostics) {
	contradiction(c.TelecomX, path.Root("telecomx"), "token", []string{"username", "password"}, diags)
	contradiction(c.Icareus, path.Root("icareus"), "token", []string{"secret"}, diags)

	plainHTTP := c.common().allowPlainHTTP
	for _, block := range c.blocks() {
		at := path.Root(block.name)
		endpoint, known := member(block.object, "endpoint").(types.String)
		if known && trimmed(endpoint) != "" && !c.AllowPlainHTTP.IsUnknown() {
			if _, err := rest.ParseEndpoint(trimmed(endpoint), plainHTTP); err != nil {
				diags.AddAttributeError(at.AtName("endpoint"), "Invalid endpoint of "+block.name,
					tf.Sentence(at.AtName("endpoint").String()+" is not valid: "+err.Error()))
			}
		}
		for _, name := range block.tokens {
			token, _ := member(block.object, name).(types.String)
			if problem := pasted(trimmed(token)); problem != "" {
				diags.AddAttributeError(at.AtName(name), "Invalid credential", tf.Sentence(at.AtName(name).String()+" "+problem))
			}
		}
		c.validateAccess(block, at, diags)
	}

	customer, _ := member(c.TelecomX, "customer_id").(types.String)
	if id := trimmed(customer); id != "" && !telecomx.IsID(id) {
		diags.AddAttributeError(path.Root("telecomx").AtName("customer_id"), "Invalid customer",
			fmt.Sprintf("telecomx.customer_id must be 24 hexadecimal characters; got %q.", id))
	}
	if timeout := trimmed(c.RequestTimeout); timeout != "" {
		if _, err := parseTimeout(timeout); err != nil {
			diags.AddAttributeError(path.Root("request_timeout"), "Invalid request timeout",
				tf.Sentence(fmt.Sprintf("request_timeout is %q; %v", timeout, err)))
		}
	}
}

// validateAccess finds what is wrong with tls and headers of a block.
func (c *config) validateAccess(block platformBlock, at path.Path, diags *diag.Diagnostics) {
	access, unknown := readAccess(block.object)
	if unknown {
		return
	}
	var wrong *rest.TLSError
	if _, err := access.tls.Config(); errors.As(err, &wrong) {
		diags.AddAttributeError(at.AtName("tls").AtName(wrong.Setting), "Invalid TLS settings", tf.Sentence(at.String()+"."+err.Error()))
	}
	for _, name := range slices.Sorted(maps.Keys(access.headers)) {
		if err := rest.CheckHeader(name, access.headers[name], block.own...); err != nil {
			diags.AddAttributeError(at.AtName("headers").AtMapKey(name), "Invalid header", tf.Sentence(err.Error()))
		}
	}
}

// pasted says what is wrong with a credential that was pasted with more around it, "" when nothing is.
func pasted(value string) string {
	for _, scheme := range []string{"bearer ", "basic ", "token "} {
		if len(value) > len(scheme) && strings.EqualFold(value[:len(scheme)], scheme) {
			return fmt.Sprintf("begins with %q, which is not part of it; remove that", value[:len(scheme)])
		}
	}
	for _, quote := range []string{`"`, "'", "`"} {
		if len(value) > 1 && strings.HasPrefix(value, quote) && strings.HasSuffix(value, quote) {
			return "is enclosed in quotation marks, which are not part of it; remove them"
		}
	}
	return ""
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

// trimmed is a known value without surrounding white space and byte order mark, "" when it is null or unknown.
func trimmed(v types.String) string { return trim(v.ValueString()) }

func trim(text string) string {
	return strings.TrimSpace(strings.TrimPrefix(strings.TrimSpace(text), "\uFEFF"))
}

// settings reads one platform's values: the block's first, then the environment's.
type settings struct {
	block    types.Object
	unknown  bool // a value that another resource will make
	problems []error

	address string // the variable of the endpoint
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

// token is text that no quotes and no scheme such as Bearer can be part of.
func (s *settings) token(name, variable string) string {
	text := s.text(name, variable)
	if problem := pasted(text); problem != "" {
		s.problems = append(s.problems, fmt.Errorf("%s (or the environment variable %s) %s", name, variable, problem))
	}
	return text
}

func (s *settings) environment(variable string) string {
	text := trim(os.Getenv(variable))
	if strings.ContainsFunc(text, unicode.IsControl) {
		s.problems = append(s.problems, fmt.Errorf("the environment variable %s holds a control character, such as a line break; remove it",
			variable))
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
		s.problems = append(s.problems, fmt.Errorf("the environment variable %s is %q; it must be a whole number of at least 1, such as "+
			"2631609", variable, text))
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
		first = s.token(one, oneVariable)
	}
	if oneInBlock {
		return first, second
	}
	for _, name := range slices.Sorted(maps.Keys(others)) {
		variable := others[name]
		read := s.token
		if name == "password" {
			read = s.text
		}
		second[name] = read(name, variable)
		if first != "" && second[name] != "" {
			s.problems = append(s.problems, fmt.Errorf("the environment sets both %s and %s, which are two ways to authenticate; keep one",
				oneVariable, variable))
		}
	}
	return first, second
}

// endpoint is the platform's base address.
func (s *settings) endpoint(variable, otherwise string) string {
	s.address = variable
	if address := s.text("endpoint", variable); address != "" || s.unknown {
		return address
	}
	return otherwise
}

// missingFrom is an error about all values of a block that are set nowhere.
func missingFrom(platform, block string, names, variables []string) error {
	list := func(words []string) string {
		if len(words) > 2 {
			words = []string{strings.Join(words[:len(words)-1], ", "), words[len(words)-1]}
		}
		return strings.Join(words, " and ")
	}
	return missing(platform, fmt.Sprintf("%s in the provider block %s = { ... }, or %s in the environment", list(names), block,
		list(variables)))
}

// missing is an error about values that are set nowhere.
func missing(platform, how string) error {
	return fmt.Errorf("%s is not configured. Set %s", platform, how)
}
