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
	var names, variables []string
	if organization == 0 {
		names, variables = append(names, "organization_id"), append(variables, "ICAREUS_ORGANIZATION_ID")
	}
	if token == "" && others["secret"] == "" {
		names, variables = append(names, "token or secret"), append(variables, "ICAREUS_TOKEN or ICAREUS_SECRET")
	}
	if len(names) > 0 {
		return nil, missingFrom("Icareus Suite", "icareus", names, variables)
	}
	return icareus.New(api.New(base, api.Credentials{
		OrganizationID: organization, Token: token, Secret: others["secret"],
	}), icareus.Settings{Preflight: d.Preflight(), Resends: base.MaxRetries, LookFor: base.Timeout}), nil
}
