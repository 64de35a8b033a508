package provider

import (
	"github.com/iptvops/terraform-provider-iptv/internal/icareus"
	"github.com/iptvops/terraform-provider-iptv/internal/icareus/api"
	"github.com/iptvops/terraform-provider-iptv/internal/rest"
)

// Icareus is Icareus Suite, or an error that says how to configure it.
func (d *data) Icareus() (*icareus.Platform, error) { return d.icareus() }

func (d *data) newIcareus() (*icareus.Platform, error) {
	base, credentials, err := d.icareusAccess()
	if err != nil {
		return nil, err
	}
	return icareus.New(api.New(base, credentials), icareus.Settings{
		Preflight: d.Preflight(), Resends: base.MaxRetries, LookFor: base.Timeout,
	}), nil
}

// icareusAccess is how Icareus Suite is reached, and as whom.
func (d *data) icareusAccess() (rest.Config, api.Credentials, error) {
	s := &settings{block: d.config.Icareus}
	endpoint := s.endpoint("ICAREUS_ENDPOINT", defaultIcareus)
	organization := s.number("organization_id", "ICAREUS_ORGANIZATION_ID")
	token, others := s.either("token", "ICAREUS_TOKEN", map[string]string{"secret": "ICAREUS_SECRET"})
	base, err := d.clientConfig("Icareus Suite", "icareus", endpoint, s)
	if err != nil {
		return base, api.Credentials{}, err
	}
	var names, variables []string
	if organization == 0 {
		names, variables = append(names, "organization_id"), append(variables, "ICAREUS_ORGANIZATION_ID")
	}
	if token == "" && others["secret"] == "" {
		names, variables = append(names, "either token or secret"), append(variables, "either ICAREUS_TOKEN or ICAREUS_SECRET")
	}
	if len(names) > 0 {
		return base, api.Credentials{}, missingFrom("Icareus Suite", "icareus", names, variables)
	}
	return base, api.Credentials{OrganizationID: organization, Token: token, Secret: others["secret"]}, nil
}
