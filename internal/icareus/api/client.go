// Package api is a client of Icareus Suite's Channels Management API. It knows nothing of Terraform.
package api

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/iptvops/terraform-provider-iptv/internal/rest"
)

// Credentials of one organisation: either an existing token, or the secret that tokens are generated from.
type Credentials struct {
	OrganizationID int64
	Token          string
	Secret         string
}

// Client calls the API for one organisation. It is safe for concurrent use.
type Client struct {
	credentials Credentials
	http        *rest.Client
	now         func() time.Time
}

// New makes a client over the given endpoint, time-outs and limits. It sends nothing.
func New(config rest.Config, credentials Credentials) *Client {
	c := &Client{credentials: credentials, now: time.Now}
	config.Secrets = append(config.Secrets, credentials.Token, credentials.Secret)
	config.Authorize = c.authorize
	config.Failure = c.failure
	c.http = rest.New(config)
	return c
}

// Organization is the organisation whose channels the client sees.
func (c *Client) Organization() int64 { return c.credentials.OrganizationID }

// authorize implements section 2 of the reference: a bearer token, a fresh one for every attempt where it is generated.
func (c *Client) authorize(_ context.Context, r *http.Request) error {
	token := c.credentials.Token
	if token == "" {
		token = GenerateToken(c.credentials.OrganizationID, c.credentials.Secret, c.now())
	}
	r.Header.Set("Authorization", "Bearer "+token)
	return nil
}

// query is the address of an action; channel 0 is none.
func (c *Client) query(action string, channel int64) url.Values {
	q := url.Values{"action": {action}, "organizationId": {strconv.FormatInt(c.credentials.OrganizationID, 10)}}
	if channel != 0 {
		q.Set("channelId", strconv.FormatInt(channel, 10))
	}
	return q
}

// The words of the platform's responses (section 9).
const (
	statusOK           = "ok"
	statusError        = "error"
	codeGone           = "invalid-channel-id"
	codeNoOrganization = "invalid-organization-id"
)

// maxExcerpt is how much of an undocumented error is shown, in characters.
const maxExcerpt = 200

// IsGone reports whether the platform said that the channel does not exist, whatever the HTTP status (section 11, rule 3)
// except that of refused credentials, which see nothing.
func IsGone(err error) bool {
	var e *rest.Error
	return errors.As(err, &e) && e.Code == codeGone && !refusesCredentials(e.Status)
}

// IsUnknownOrganization reports whether the platform said that there is no such organisation.
func IsUnknownOrganization(err error) bool {
	var e *rest.Error
	return errors.As(err, &e) && e.Code == codeNoOrganization && !refusesCredentials(e.Status)
}

func refusesCredentials(status int) bool {
	return status == http.StatusUnauthorized || status == http.StatusForbidden
}

// failure reads what is no success (section 9): both documented error shapes, and every response that is not HTTP 200
// with the status "ok". Where that is not the documented status "error" either, nobody can tell what the platform did.
func (c *Client) failure(status int, body []byte) []rest.Detail {
	var response struct {
		Status  rest.Text       `json:"status"`
		Message rest.Text       `json:"message"`
		Error   json.RawMessage `json:"error"`
		Errors  json.RawMessage `json:"errors"`
	}
	if err := json.Unmarshal(body, &response); err != nil || string(bytes.TrimSpace(body)) == "null" {
		return nil
	}
	succeeded := status >= 200 && status <= 299
	if status == http.StatusOK && response.Status == statusOK && isEmpty(response.Error) && isEmpty(response.Errors) {
		return nil
	}
	code := strings.TrimSpace(string(response.Message))
	if succeeded && response.Status == statusOK {
		code = "" // the message of a success is no reason
	}
	details := c.details(status, code, response.Errors)
	if len(details) == 0 && !isEmpty(response.Error) {
		details = []rest.Detail{{Message: excerpt(response.Error)}}
	}
	if !succeeded || response.Status == statusError {
		return details
	}
	if len(details) == 0 {
		message := fmt.Sprintf("the status of the response is %q rather than %q", response.Status, statusOK)
		if response.Status == statusOK {
			message = "the documented success is HTTP 200"
		}
		details = []rest.Detail{{Message: message}}
	}
	for i := range details {
		details[i].Open = true
	}
	return details
}

// details is the errors by field, sorted, or the one error of the whole call; none where the response names none.
func (c *Client) details(status int, code string, errors json.RawMessage) []rest.Detail {
	var fields map[string]json.RawMessage
	var details []rest.Detail
	if json.Unmarshal(errors, &fields) == nil {
		for field, entries := range fields {
			details = append(details, fieldErrors(field, entries)...)
		}
	} else if !isEmpty(errors) {
		details = fieldErrors("", errors)
	}
	slices.SortStableFunc(details, func(a, b rest.Detail) int { return cmp.Compare(a.Field, b.Field) })
	if len(details) > 0 {
		return details
	}

	detail := rest.Detail{Code: code, Message: code}
	switch {
	case refusesCredentials(status):
		detail.Message = fmt.Sprintf("the platform does not accept the token for organisation %d; check token, or secret and this "+
			"machine's clock", c.credentials.OrganizationID)
	case code == codeNoOrganization:
		detail.Message = fmt.Sprintf("the platform knows no organisation %d", c.credentials.OrganizationID)
	case code == codeGone:
		detail.Message = "the channel does not exist"
	case code == "":
		return nil
	}
	return []rest.Detail{detail}
}

func fieldErrors(field string, entries json.RawMessage) []rest.Detail {
	var list []struct {
		Name    rest.Text `json:"name"`
		Message rest.Text `json:"message"`
	}
	if err := json.Unmarshal(entries, &list); err != nil || len(list) == 0 {
		return []rest.Detail{{Field: field, Message: "the value is refused"}}
	}
	details := make([]rest.Detail, len(list))
	for i, entry := range list {
		details[i] = rest.Detail{
			Code: string(entry.Name), Field: field,
			Message: cmp.Or(strings.TrimSpace(string(entry.Message)), string(entry.Name), "the value is refused"),
		}
	}
	return details
}

// isEmpty reports whether a member is absent, null or without content.
func isEmpty(member json.RawMessage) bool {
	switch string(bytes.TrimSpace(member)) {
	case "", "null", `""`, "[]", "{}", "false", "0":
		return true
	}
	return false
}

// excerpt is the beginning of a member that has no documented form.
func excerpt(member json.RawMessage) string {
	var text string
	if json.Unmarshal(member, &text) != nil {
		text = string(member)
	}
	if runes := []rune(text); len(runes) > maxExcerpt {
		text = string(runes[:maxExcerpt]) + "..."
	}
	return text
}
