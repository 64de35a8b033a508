package provider

import (
	"github.com/iptvops/terraform-provider-iptv/internal/icareus"
	"github.com/iptvops/terraform-provider-iptv/internal/icareus/api"
)

// Icareus is Icareus Suite, or an error that says how to configure it.
func (d *data) Icareus() (*icareus.Platform, error) { return d.icareus() }

func (d *data) newIcareus() (*icareus.Platform, error) {
	s := &settings{block: d.config.Icareus}
	endpoint := s.endpoint("ICAREUS_ENDPOINT", defaultIcareus)
	organization := s.number("organization_id", "ICAREUS_ORGANIZATION_ID")
	token, others := s.either("token", "ICAREUS_TOKEN", map[string]string{"secret": "ICAREUS_SECRET"})
	base, err := d.clientConfig("Icareus Suite", "icareus", endpoint, s)
	if err != nil {
		return nil, err
	}
	switch {
	case organization == 0:
		return nil, missing("Icareus Suite", "organization_id in the provider's block icareus = { ... }, or the environment variable "+
			"ICAREUS_ORGANIZATION_ID.")
	case token == "" && others["secret"] == "":
		return nil, missing("Icareus Suite", "token or secret in the provider's block icareus = { ... }, or the environment variable "+
			"ICAREUS_TOKEN or ICAREUS_SECRET.")
	}
	return icareus.New(api.New(base, api.Credentials{
		OrganizationID: organization, Token: token, Secret: others["secret"],
	}), icareus.Settings{Preflight: d.Preflight(), Resends: base.MaxRetries, LookFor: base.Timeout}), nil
}
