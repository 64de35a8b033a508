package estate

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/iptvops/terraform-provider-iptv/internal/simulator"
)

// operations is the calls of the platforms by the words for them.
var operations = map[string]string{
	"create channel": "icareus.addChannel", "update channel": "icareus.updateChannel", "delete channel": "icareus.deleteChannel",
	"read channel": "icareus.getChannel", "list channels": "icareus.getChannels", "upload icon": "icareus.addChannelIcon",

	"log in": "telecomx.login", "validate token": "telecomx.validateToken", "log out": "telecomx.logout",
	"create package": "telecomx.package.create", "list packages": "telecomx.package.list", "read package": "telecomx.package.get",
	"update package": "telecomx.package.update", "delete package": "telecomx.package.delete",
	"read subscription": "telecomx.subscription.get", "update subscription": "telecomx.subscription.update",
	"list accounts": "telecomx.drm.list", "read account": "telecomx.drm.get", "create account": "telecomx.drm.create",
	"list package channels": "telecomx.channel.list", "read package channel": "telecomx.channel.get",
	"create package channel": "telecomx.channel.create", "delete package channel": "telecomx.channel.delete",
	"read customer": "telecomx.customer.name",

	"create line": "panel.line.create", "create line without credits": "panel.line.createAdvanced",
	"update line": "panel.line.updateAdvanced", "renew line": "panel.line.renew", "enable line": "panel.line.enable",
	"disable line": "panel.line.disable", "delete line": "panel.line.terminate", "find line": "panel.line.find",
	"look up line": "panel.lines", "list lines": "panel.lines.index", "list line packages": "panel.packages",
	"list bouquets": "panel.bouquets", "read profile": "panel.profile", "find user": "panel.user.find",
	"create user": "panel.user.create", "add credits": "panel.user.credit",
}

// anyOperation is the words for all calls.
const anyOperation = "any"

// kinds is the faults that are no status.
var kinds = map[string]struct {
	kind simulator.Kind
	text string
}{
	"drop":      {simulator.Drop, "the connection is dropped, without a response"},
	"drop-body": {simulator.DropInBody, "the connection is dropped in the middle of the response (after only)"},
	"truncate":  {simulator.TruncateJSON, "half of the response, as if it were whole (after only)"},
	"html":      {simulator.HTML, "a page of a web server with status 200"},
	"hang":      {simulator.Hang, "no response until the client gives up"},
}

// always is the count of a fault that every request meets.
const always = "always"

// retryAfter begins a word with a number of seconds.
const retryAfter = "retry-after="

// ParseFault reads a fault such as
//
//	create line: 504 after
//	any: drop before x3
//	list lines: 429 retry-after=2 always
//
// an operation in words or by its name (panel.line.create), a colon, a status from 400 to 599 or a kind, whether it strikes
// before the platform carries the request out (the default) or after it, and how many requests it strikes (once by default).
func ParseFault(text string) (simulator.Fault, error) {
	operation, rest, ok := strings.Cut(text, ":")
	if !ok {
		return simulator.Fault{}, fmt.Errorf("the fault %q has no colon: write operation: kind, such as 'create line: 504 after'", text)
	}
	words := strings.Fields(rest)
	if len(words) == 0 {
		return simulator.Fault{}, fmt.Errorf("the fault %q names no kind. A status from 400 to 599, or one of: %s", text, known(kinds))
	}
	fault, err := operationFault(strings.Join(strings.Fields(operation), " "))
	if err != nil {
		return fault, err
	}
	if err := setKind(&fault, words[0]); err != nil {
		return fault, err
	}
	for _, word := range words[1:] {
		if err := setWord(&fault, words[0], word); err != nil {
			return fault, err
		}
	}
	if words[0] == "truncate" || words[0] == "drop-body" {
		fault.Commit = true
	}
	return fault, nil
}

func operationFault(words string) (simulator.Fault, error) {
	if strings.EqualFold(words, anyOperation) {
		return simulator.Fault{}, nil
	}
	if operation, ok := operations[strings.ToLower(words)]; ok {
		return simulator.Fault{Operation: operation}, nil
	}
	for _, operation := range operations {
		if operation == words {
			return simulator.Fault{Operation: operation}, nil
		}
	}
	return simulator.Fault{}, fmt.Errorf("there is no operation %q. Known are %s, and: %s", words, anyOperation, known(operations))
}

func setKind(fault *simulator.Fault, word string) error {
	if named, ok := kinds[word]; ok {
		fault.Kind = named.kind
		return nil
	}
	status, err := strconv.Atoi(word)
	if err != nil || status < 400 || status > 599 {
		return fmt.Errorf("there is no kind %q. Known are a status from 400 to 599, and: %s", word, known(kinds))
	}
	fault.Kind, fault.Status = simulator.Respond, status
	return nil
}

func setWord(fault *simulator.Fault, kind, word string) error {
	switch {
	case word == "before":
		if kind == "truncate" || kind == "drop-body" {
			return fmt.Errorf("%s strikes after the request is carried out: omit before", kind)
		}
		fault.Commit = false
	case word == "after":
		fault.Commit = true
	case word == always:
		fault.Times = -1
	case strings.HasPrefix(word, retryAfter):
		seconds, err := strconv.Atoi(strings.TrimPrefix(word, retryAfter))
		if err != nil || seconds < 1 || fault.Status == 0 {
			return fmt.Errorf("%q is wrong: write a number of seconds, beside a status", word)
		}
		fault.RetryAfter = seconds
	default:
		times, err := strconv.Atoi(strings.TrimPrefix(word, "x"))
		if err != nil || times < 1 || !strings.HasPrefix(word, "x") {
			return fmt.Errorf("there is no %q. Known after the kind are before, after, x3 for three requests, %s, %s2", word, always,
				retryAfter)
		}
		fault.Times = times
	}
	return nil
}

// known lists the keys.
func known[V any](words map[string]V) string {
	return strings.Join(slices.Sorted(maps.Keys(words)), ", ")
}

// FaultHelp describes what ParseFault reads.
func FaultHelp() string {
	var text strings.Builder
	text.WriteString("OPERATION: KIND [before|after] [x3|always] [retry-after=SECONDS]\n\nKinds: a status from 400 to 599, or\n")
	for _, word := range slices.Sorted(maps.Keys(kinds)) {
		fmt.Fprintf(&text, "  %-10s %s\n", word, kinds[word].text)
	}
	text.WriteString("\nOperations: any, or\n")
	for _, words := range slices.Sorted(maps.Keys(operations)) {
		fmt.Fprintf(&text, "  %-28s %s\n", words, operations[words])
	}
	return text.String()
}

// FaultText is a fault in the words that ParseFault reads, as far as they have some for it.
func FaultText(fault simulator.Fault) string {
	words := []string{anyOperation + ":"}
	if fault.Operation != "" {
		words[0] = fault.Operation + ":"
	}
	for word, named := range kinds {
		if named.kind == fault.Kind {
			words = append(words, word)
		}
	}
	if fault.Kind == simulator.Respond {
		words = append(words, strconv.Itoa(fault.Status))
	}
	switch {
	case fault.Commit:
		words = append(words, "after")
	case fault.Kind != simulator.DropInBody && fault.Kind != simulator.TruncateJSON:
		words = append(words, "before")
	}
	switch {
	case fault.Times < 0:
		words = append(words, always)
	case fault.Times > 1:
		words = append(words, "x"+strconv.Itoa(fault.Times))
	}
	if fault.RetryAfter > 0 {
		words = append(words, retryAfter+strconv.Itoa(fault.RetryAfter))
	}
	return strings.Join(words, " ")
}
