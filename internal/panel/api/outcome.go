package api

import (
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"net/http"
	"regexp"
	"slices"
	"strings"

	"github.com/iptvops/terraform-provider-iptv/internal/rest"
)

// failure reads the error of a response (sections 4.3, 8): an object with error, or with a status that is not success, or
// with success false, whatever the HTTP status; or a Laravel refusal with message and errors.
func failure(status int, body []byte) []rest.Detail {
	var response map[string]json.RawMessage
	if json.Unmarshal(body, &response) != nil {
		return nil
	}
	text := reason(response["error"])
	fields := fieldErrors(response["errors"])
	refused := text != "" || reason(response["errors"]) != "" || saysFailure(response)
	if status >= 200 && status <= 299 && !refused {
		return nil
	}
	if text == "" || text == "true" || text == "1" {
		text = cmp.Or(reason(response["message"]), text)
		if text == "" {
			text = reason(response["errors"])
		}
	}
	if len(fields) > 0 {
		return fields
	}
	if status == http.StatusUnauthorized || strings.Contains(text, "verify API client") {
		text = cmp.Or(text, "the credentials are refused") + "; check api_key and user_token"
	}
	if text == "" && refused {
		text = "the response reports a failure and gives no reason"
		if word := reason(response["status"]); word != "" {
			text = fmt.Sprintf("the response has the status %.64q", word)
		}
	}
	if text == "" {
		return nil
	}
	return []rest.Detail{{Message: text}}
}

// successes are the values of status that are no failure; "success" is the documented one (section 4.3).
var successes = []string{"success", "successful", "succeeded", "ok", "true", "1", "200", "201", "done"}

// failureWord is a status of failure beside what was asked for, where another one may be that of the line ("enabled", 0)
// or the user.
var failureWord = regexp.MustCompile(`^(error|err|fail|failed|failure|nok|denied|refused|rejected|invalid|unauthorized|forbidden|` +
	`[45]\d\d)$`)

// saysFailure reports whether an object says of itself that the call has failed: success false, or a status other than
// success.
func saysFailure(response map[string]json.RawMessage) bool {
	if raw := bytes.TrimSpace(response["success"]); len(raw) > 0 && string(raw) != "null" {
		var success rest.Bool
		if success.UnmarshalJSON(raw) == nil && !bool(success) {
			return true
		}
	}
	var status rest.Text
	if raw := response["status"]; raw == nil || string(raw) == "null" || status.UnmarshalJSON(raw) != nil {
		return false
	}
	word := strings.ToLower(strings.TrimSpace(string(status)))
	for _, member := range []string{"line_id", "credits"} {
		if raw := response[member]; raw != nil && string(raw) != "null" {
			return failureWord.MatchString(word)
		}
	}
	return !slices.Contains(successes, word)
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

var (
	uuidText = regexp.MustCompile(`(?i)[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}`)
	noWord   = regexp.MustCompile(`[^a-z0-9]+`)
	// usedBefore is what is said of a request id.
	usedBefore = `(was |is |has |have |had |been |already |previously |before )*` +
		`(used|taken|exists?|processed|executed|performed|seen|duplicated?|repeated|not unique|must be unique)\b`
	usedRID   = regexp.MustCompile(`\b(rid|request id|requestid)( \w+)? ` + usedBefore)
	repeatRID = regexp.MustCompile(`\b(duplicated?|repeated|already used|previously used) (rid|request id|requestid)\b`)
	notUsed   = regexp.MustCompile(`\b(not|never|no) (yet |been |be |a )*` +
		`(used|taken|exists?|processed|executed|performed|seen|duplicated?|repeated)\b`)
	usedField = regexp.MustCompile(`^(the )?(rid |request id |value |field )*` + usedBefore)
)

// IsRepeated reports whether the panel refused a call because its request id was used before, that is, because the action
// was carried out already (section 6, where no status and no text is documented). Only a response that names the request
// id counts: a conflict may have any other reason.
func IsRepeated(err error) bool {
	if joined, ok := err.(interface{ Unwrap() []error }); ok {
		return slices.ContainsFunc(joined.Unwrap(), IsRepeated)
	}
	e, ok := err.(*rest.Error) //nolint:errorlint // what it wraps follows
	if !ok {
		inner := errors.Unwrap(err)
		return inner != nil && IsRepeated(inner)
	}
	if e.Status == 0 || e.Status >= http.StatusInternalServerError {
		return false
	}
	text := words(e.Code + " " + e.Message)
	if notUsed.MatchString(text) {
		return false
	}
	switch words(e.Field) {
	case "rid", "request id", "requestid":
		return usedField.MatchString(text) || repeatRID.MatchString(text)
	case "":
		return usedRID.MatchString(text) || repeatRID.MatchString(text)
	default: // said of another field
		return false
	}
}

// words is a text in lower case with single spaces between its words, and without the ids in it.
func words(text string) string {
	text = uuidText.ReplaceAllString(text, " ")
	return strings.TrimSpace(noWord.ReplaceAllString(strings.ToLower(text), " "))
}
