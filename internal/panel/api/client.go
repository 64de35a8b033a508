// Package api is a client of the line panel's external API below /ext. It knows nothing of Terraform.
package api

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"maps"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"sync/atomic"

	"github.com/iptvops/terraform-provider-iptv/internal/rest"
)

// Credentials are the two headers of every call (section 7.1).
type Credentials struct {
	APIKey    string // of the panel, X-Api-Key
	UserToken string // of a panel user, X-Auth-User; the user owns what is created
}

// Client calls the API as one panel user. It is safe for concurrent use.
type Client struct {
	http    *rest.Client
	noIndex atomic.Bool // the panel is older than /ext/lines/index
}

// New makes a client over the given endpoint, time-outs and limits. It sends nothing.
func New(config rest.Config, credentials Credentials) *Client {
	config.Secrets = append(config.Secrets, credentials.APIKey, credentials.UserToken)
	config.Authorize = func(_ context.Context, r *http.Request) error {
		r.Header.Set("X-Api-Key", credentials.APIKey)
		r.Header.Set("X-Auth-User", credentials.UserToken)
		return nil
	}
	config.Failure = failure
	return &Client{http: rest.New(config)}
}

// failure reads the error of an answer (section 8): an object with error, whatever the status, or a Laravel refusal
// with message and errors.
func failure(status int, body []byte) []rest.Detail {
	var answer map[string]json.RawMessage
	if json.Unmarshal(body, &answer) != nil {
		return nil
	}
	text := reason(answer["error"])
	if status >= 200 && status <= 299 && text == "" {
		return nil
	}
	if text == "" || text == "true" {
		text = cmp.Or(reason(answer["message"]), text)
	}
	if fields := fieldErrors(answer["errors"]); len(fields) > 0 {
		return fields
	}
	if status == http.StatusUnauthorized || strings.Contains(text, "verify API client") {
		text = cmp.Or(text, "the credentials are refused") + "; check api_key and user_token"
	}
	if text == "" {
		return nil
	}
	return []rest.Detail{{Message: text}}
}

// fieldErrors is one detail a field, ordered by field; none when raw is not Laravel's object of lists.
func fieldErrors(raw json.RawMessage) []rest.Detail {
	var fields map[string]json.RawMessage
	if json.Unmarshal(raw, &fields) != nil {
		return nil
	}
	var details []rest.Detail
	for _, field := range slices.Sorted(maps.Keys(fields)) {
		texts := []json.RawMessage{fields[field]}
		if bytes.HasPrefix(fields[field], []byte("[")) {
			_ = json.Unmarshal(fields[field], &texts) // a part of valid JSON
		}
		var words []string
		for _, text := range texts {
			if word := reason(text); word != "" {
				words = append(words, word)
			}
		}
		details = append(details, rest.Detail{Field: field, Message: cmp.Or(strings.Join(words, " "), "the value is refused")})
	}
	return details
}

// reason is the text of an error member, "" for what says that there is no error.
func reason(raw json.RawMessage) string {
	raw = bytes.TrimSpace(raw)
	switch string(raw) {
	case "", "null", "false", "0", "[]", "{}":
		return ""
	}
	var text string
	if json.Unmarshal(raw, &text) == nil {
		return strings.TrimSpace(text)
	}
	var object struct {
		Message string `json:"message"`
	}
	if json.Unmarshal(raw, &object) == nil && object.Message != "" {
		return object.Message
	}
	return string(raw)
}

var repeated = regexp.MustCompile(`(?i)\b(rid|request[ _-]?id|transaction)\b.*\b(already|used|taken|exists?|duplicate|repeated|unique)\b` +
	`|\b(already|used|duplicate|repeated)\b.*\b(rid|request[ _-]?id|request|transaction)\b`)

// IsRepeated is true when the panel refused a call because its rid was used before, that is, because the action was
// carried out already (section 6, where no status and no text is documented).
func IsRepeated(err error) bool {
	var e *rest.Error
	if !errors.As(err, &e) || e.Status == 0 || e.Status >= http.StatusInternalServerError {
		return false
	}
	return e.Status == http.StatusConflict || repeated.MatchString(e.Field+" "+e.Message)
}
