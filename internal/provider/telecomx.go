package provider

import (
	"fmt"

	"github.com/iptvops/terraform-provider-iptv/internal/rest"
	"github.com/iptvops/terraform-provider-iptv/internal/telecomx"
	"github.com/iptvops/terraform-provider-iptv/internal/telecomx/api"
)

// TelecomX is Telecom X, or an error that says how to configure it.
func (d *data) TelecomX() (*telecomx.Platform, error) { return d.telecomx() }

func (d *data) newTelecomX() (*telecomx.Platform, error) {
	base, credentials, customer, err := d.telecomXAccess()
	if err != nil {
		return nil, err
	}
	return telecomx.New(api.New(base, credentials), telecomx.Settings{
		CustomerID: customer, Preflight: d.Preflight(), Resends: base.MaxRetries, LookFor: base.Timeout,
	}), nil
}

// telecomXAccess is how Telecom X is reached, as whom, and the default customer, "" for none.
func (d *data) telecomXAccess() (rest.Config, api.Credentials, string, error) {
	fail := func(base rest.Config, err error) (rest.Config, api.Credentials, string, error) {
		return base, api.Credentials{}, "", err
	}
	s := &settings{block: d.config.TelecomX}
	endpoint := s.endpoint("TELECOMX_ENDPOINT", defaultTelecomX)
	login := map[string]string{"username": "TELECOMX_USERNAME", "password": "TELECOMX_PASSWORD"} //nolint:gosec // names of variables
	token, login := s.either("token", "TELECOMX_TOKEN", login)
	customer := s.text("customer_id", "TELECOMX_CUSTOMER_ID")
	if customer != "" && !telecomx.IsID(customer) {
		s.problems = append(s.problems, fmt.Errorf("customer_id (or the environment variable TELECOMX_CUSTOMER_ID) must be 24 "+
			"hexadecimal characters; got %q", customer))
	}
	base, err := d.clientConfig("Telecom X", "telecomx", endpoint, s)
	if err != nil {
		return fail(base, err)
	}
	switch {
	case token == "" && login["username"] == "" && login["password"] == "":
		return fail(base, missing("Telecom X", "token, or username and password, in the provider block telecomx = { ... }, "+
			"or TELECOMX_TOKEN, or TELECOMX_USERNAME and TELECOMX_PASSWORD, in the environment"))
	case token == "" && login["username"] == "":
		return fail(base, missing("Telecom X", "username beside password in the provider block telecomx = { ... }, or TELECOMX_USERNAME "+
			"in the environment"))
	case token == "" && login["password"] == "":
		return fail(base, missing("Telecom X", "password beside username in the provider block telecomx = { ... }, or TELECOMX_PASSWORD "+
			"in the environment"))
	}
	return base, api.Credentials{Token: token, Username: login["username"], Password: login["password"]}, customer, nil
}
