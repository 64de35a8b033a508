package provider

import (
	"fmt"

	"github.com/iptvops/terraform-provider-iptv/internal/telecomx"
	"github.com/iptvops/terraform-provider-iptv/internal/telecomx/api"
)

// TelecomX is Telecom X, or an error that says how to configure it.
func (d *data) TelecomX() (*telecomx.Platform, error) { return d.telecomx() }

func (d *data) newTelecomX() (*telecomx.Platform, error) {
	s := &settings{block: d.config.TelecomX}
	endpoint := s.endpoint("TELECOMX_ENDPOINT", defaultTelecomX)
	login := map[string]string{"username": "TELECOMX_USERNAME", "password": "TELECOMX_PASSWORD"} //nolint:gosec // names of variables
	token, login := s.either("token", "TELECOMX_TOKEN", login)
	customer := s.text("customer_id", "TELECOMX_CUSTOMER_ID")
	if customer != "" && !telecomx.IsID(customer) {
		s.problems = append(s.problems, fmt.Errorf("the customer_id %q (or TELECOMX_CUSTOMER_ID) is not 24 hexadecimal characters",
			customer))
	}
	base, err := d.clientConfig("Telecom X", "telecomx", endpoint, s)
	if err != nil {
		return nil, err
	}
	switch {
	case token == "" && login["username"] == "" && login["password"] == "":
		return nil, missing("Telecom X", "token, or username and password, in the provider's block telecomx = { ... }, "+
			"or the environment variable TELECOMX_TOKEN, or TELECOMX_USERNAME and TELECOMX_PASSWORD.")
	case token == "" && login["username"] == "":
		return nil, missing("Telecom X", "username beside password in the provider's block telecomx = { ... }, or the environment "+
			"variable TELECOMX_USERNAME.")
	case token == "" && login["password"] == "":
		return nil, missing("Telecom X", "password beside username in the provider's block telecomx = { ... }, or the environment "+
			"variable TELECOMX_PASSWORD.")
	}
	client := api.New(base, api.Credentials{Token: token, Username: login["username"], Password: login["password"]})
	return telecomx.New(client, telecomx.Settings{CustomerID: customer, Preflight: d.Preflight(), Resends: base.MaxRetries,
		LookFor: base.Timeout}), nil
}
