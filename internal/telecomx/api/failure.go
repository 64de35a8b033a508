package api

import (
	"encoding/json"
	"errors"
	"net/http"
	"regexp"
	"strings"

	"github.com/iptvops/terraform-provider-iptv/internal/rest"
)

// codeExpired is the error of a token whose time is over (section 6).
const codeExpired = "expired"

// words are the keys of an error that name no field (sections 2, 10 and 6).
var words = map[string]string{ //nolint:gosec // names of errors, no credentials
	"access_denied": "", "internal_error": "", "bad_request": "", "bad request": "", "not_found": "", "blacklisted": "",
	"credentials_invalid": "; check the token, or username and password",
	codeExpired:           "",
	"invalid_token":       "; a token is good for the address only that it was made from",
}

// key is how an error names a field or itself: a path such as channels[].type, or a word.
var key = regexp.MustCompile(`^[A-Za-z_][A-Za-z0-9_.]*(?:\[\][A-Za-z0-9_.]*)*$|^bad request$`)

// deepest is how deep an error may lie in its body.
const deepest = 3

// failure reads an error body. No page names its keys, so that all usual shapes are understood: the error itself, below
// error or errors, in a list, or a text.
func failure(status int, body []byte) []rest.Detail {
	if status < http.StatusBadRequest {
		return nil
	}
	return details(body, deepest)
}

func details(body json.RawMessage, depth int) []rest.Detail {
	if depth == 0 {
		return nil
	}
	var list []json.RawMessage
	if json.Unmarshal(body, &list) == nil {
		var all []rest.Detail
		for _, element := range list {
			all = append(all, details(element, depth-1)...)
		}
		return all
	}
	var object map[string]json.RawMessage
	if json.Unmarshal(body, &object) != nil {
		return detail(nil, text(body))
	}
	for _, name := range []string{"error", "errors"} {
		if inner := object[name]; len(inner) > 0 && (inner[0] == '{' || inner[0] == '[') {
			if found := details(inner, depth-1); len(found) > 0 {
				return found
			}
		}
	}
	var keys []string
	for _, name := range []string{"message", "error", "code", "field", "key"} {
		keys = append(keys, text(object[name]))
	}
	return detail(keys, text(object["description"]))
}

// detail takes the first candidate that looks like a key for the key, and the description, else the first other
// candidate, for the text.
func detail(candidates []string, description string) []rest.Detail {
	d := rest.Detail{Message: description}
	found := ""
	for _, candidate := range candidates {
		switch {
		case candidate == "":
		case found == "" && key.MatchString(candidate):
			found = candidate
		case d.Message == "":
			d.Message = candidate
		}
	}
	if hint, isWord := words[found]; isWord {
		d.Code = found
		if d.Message != "" {
			d.Message += hint
		}
	} else {
		d.Field = found
	}
	if d == (rest.Detail{}) {
		return nil
	}
	return []rest.Detail{d}
}

// text is a JSON string, "" for everything else.
func text(raw json.RawMessage) string {
	var s string
	if json.Unmarshal(raw, &s) != nil {
		return ""
	}
	return strings.TrimSpace(s)
}

// IsGone reports whether an error is the platform's word that the object of this id does not exist. Another 404 may be that of a wrong
// address or of a gateway.
func IsGone(err error) bool {
	var e *rest.Error
	return rest.IsNotFound(err) && errors.As(err, &e) && e.Field == "id"
}
