package provider

import (
	"errors"
	"os"
	"slices"

	icareus "github.com/iptvops/terraform-provider-iptv/internal/icareus/api"
	panel "github.com/iptvops/terraform-provider-iptv/internal/panel/api"
	telecomx "github.com/iptvops/terraform-provider-iptv/internal/telecomx/api"
)

// Clients is the clients of the platforms that the environment configures, with their credentials. A client is nil where
// the environment holds nothing of its platform, or the endpoint alone.
type Clients struct {
	Icareus      *icareus.Client
	IcareusLogin icareus.Credentials

	TelecomX      *telecomx.Client
	TelecomXLogin telecomx.Credentials
	CustomerID    string // TELECOMX_CUSTOMER_ID

	Panel      *panel.Client
	PanelLogin panel.Credentials
}

// ClientsFromEnvironment makes the clients as a provider block without arguments does; agent is their User-Agent. An error
// says what is missing or wrong, of all platforms.
func ClientsFromEnvironment(agent string) (*Clients, error) {
	d, c := newData(&config{}, agent), &Clients{}
	var problems []error
	if isNamed("ICAREUS_ORGANIZATION_ID", "ICAREUS_TOKEN", "ICAREUS_SECRET") {
		base, login, err := d.icareusAccess()
		problems = append(problems, err)
		if err == nil {
			c.Icareus, c.IcareusLogin = icareus.New(base, login), login
		}
	}
	if isNamed("TELECOMX_TOKEN", "TELECOMX_USERNAME", "TELECOMX_PASSWORD", "TELECOMX_CUSTOMER_ID") {
		base, login, customer, err := d.telecomXAccess()
		problems = append(problems, err)
		if err == nil {
			c.TelecomX, c.TelecomXLogin, c.CustomerID = telecomx.New(base, login), login, customer
		}
	}
	if isNamed("IPTV_PANEL_API_KEY", "IPTV_PANEL_USER_TOKEN") {
		base, login, err := d.panelAccess(&settings{})
		problems = append(problems, err)
		if err == nil {
			c.Panel, c.PanelLogin = panel.New(base, login), login
		}
	}
	if err := errors.Join(problems...); err != nil {
		return nil, err
	}
	return c, nil
}

// isNamed reports whether the environment holds one of the variables.
func isNamed(variables ...string) bool {
	return slices.ContainsFunc(variables, func(name string) bool { return trim(os.Getenv(name)) != "" })
}
