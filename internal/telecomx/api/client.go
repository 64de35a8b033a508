// Package api is a client of Telecom X's IPTV management API. It knows nothing of Terraform.
package api

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"strings"

	"github.com/iptvops/terraform-provider-iptv/internal/rest"
)

// Client calls the API as one employee. It is safe for concurrent use.
type Client struct {
	http    *rest.Client
	session *session
}

// New makes a client over the given endpoint, time-outs and limits. It sends nothing.
func New(config rest.Config, credentials Credentials) *Client {
	c := &Client{}
	c.session = newSession(credentials, c.login)
	config.Secrets = append(config.Secrets, credentials.Token, credentials.Password)
	config.Authorize = c.authorize
	config.Renew = c.renew
	config.Failure = failure
	c.http = rest.New(config)
	return c
}

// authorize adds the token as a query parameter, the only carrier that the platform shows (section 6).
func (c *Client) authorize(ctx context.Context, r *http.Request) error {
	token, err := c.session.current(ctx)
	if err != nil {
		return err
	}
	query := r.URL.Query()
	query.Set(tokenParameter, token)
	r.URL.RawQuery = query.Encode()
	return nil
}

// renew makes a new login after a 401, where there is one.
func (c *Client) renew(ctx context.Context, refused *http.Request, why error) (bool, error) {
	var e *rest.Error
	return c.session.renew(ctx, refused.URL.Query().Get(tokenParameter), errors.As(why, &e) && e.Code == codeExpired)
}

const tokenParameter = "token"

// Key is what two spellings of an id have in common: ids are compared without case (section 2, 5).
func Key(id string) string { return strings.ToUpper(id) }

// of is the query that names the customer concerned; "" is the employee's own.
func of(customer string) url.Values {
	query := url.Values{}
	if customer != "" {
		query.Set("customer", customer)
	}
	return query
}

// object is the path of one object.
func object(collection, id string) string { return collection + "/" + url.PathEscape(id) }
