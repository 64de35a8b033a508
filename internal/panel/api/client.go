// Package api is a client of the line panel's external API below /ext. It knows nothing of Terraform.
package api

import (
	"context"
	"net/http"
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
	http *rest.Client
	// noIndex: the panel is older than /ext/lines/index, or shows less of a line there than in /ext/lines.
	noIndex  atomic.Bool
	allShort atomic.Bool // records lack documented fields in both lists
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
