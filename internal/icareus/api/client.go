// Package api is a client of Icareus Suite's Channels Management API. It knows nothing of Terraform.
package api

import (
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

// Credentials of one organisation: either a ready token, or the secret that tokens are generated from.
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

const codeGone = "invalid-channel-id"

// IsGone reports whether the platform said in its own word that the channel does not exist, whatever the HTTP status
// (section 11, rule 3). A response that refuses the credentials never says so.
func IsGone(err error) bool {
	var e *rest.Error
	return errors.As(err, &e) && e.Code == codeGone && e.Status != http.StatusUnauthorized && e.Status != http.StatusForbidden
}

// failure reads both error shapes of section 9.
func (c *Client) failure(status int, body []byte) []rest.Detail {
	var answer struct {
		Status  string                     `json:"status"`
		Message rest.Text                  `json:"message"`
		Errors  map[string]json.RawMessage `json:"errors"`
	}
	if err := json.Unmarshal(body, &answer); err != nil || (status == http.StatusOK && answer.Status != "error") {
		return nil
	}
	var details []rest.Detail
	for field, entries := range answer.Errors {
		details = append(details, fieldErrors(field, entries)...)
	}
	slices.SortStableFunc(details, func(a, b rest.Detail) int { return cmp.Compare(a.Field, b.Field) })
	if len(details) > 0 {
		return details
	}

	code := strings.TrimSpace(string(answer.Message))
	detail := rest.Detail{Code: code, Message: code}
	switch {
	case status == http.StatusUnauthorized || status == http.StatusForbidden:
		detail.Message = fmt.Sprintf("the platform does not accept the token for organisation %d; check token, or secret and this machine's clock", c.credentials.OrganizationID)
	case code == "invalid-organization-id":
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
		Name    string `json:"name"`
		Message string `json:"message"`
	}
	if err := json.Unmarshal(entries, &list); err != nil || len(list) == 0 {
		return []rest.Detail{{Field: field, Message: "the value is refused"}}
	}
	details := make([]rest.Detail, len(list))
	for i, entry := range list {
		details[i] = rest.Detail{Code: entry.Name, Field: field, Message: cmp.Or(strings.TrimSpace(entry.Message), entry.Name, "the value is refused")}
	}
	return details
}
