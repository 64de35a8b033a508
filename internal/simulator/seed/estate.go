package seed

import (
	"strconv"

	"github.com/iptvops/terraform-provider-iptv/internal/simulator/estate"
)

// Estate makes platforms that have what the document says, and nothing else. They have no listener.
func (d *Document) Estate() *estate.Server {
	s := estate.NewEmpty(d.Panel.APIKey)
	d.Icareus.load(s.Icareus)
	d.TelecomX.load(s.TelecomX)
	d.Panel.load(s.Panel)
	return s
}

// Variable is one variable of an environment.
type Variable struct{ Name, Value string }

// Credentials is the credentials of the document by the variables that the provider reads: of the first organisation, the
// first customer with an employee and the first panel user. The further ones follow with a number: ICAREUS_SECRET_2. The
// endpoints are not among them.
func (d *Document) Credentials() []Variable {
	var all []Variable
	add := func(n int, variables ...Variable) {
		for _, v := range variables {
			if n > 1 {
				v.Name += "_" + strconv.Itoa(n)
			}
			all = append(all, v)
		}
	}
	n := 0
	for _, c := range d.TelecomX.Customers {
		if c.Employee != nil {
			n++
			add(n, Variable{"TELECOMX_USERNAME", c.Employee.Username}, Variable{"TELECOMX_PASSWORD", c.Employee.Password},
				Variable{"TELECOMX_CUSTOMER_ID", c.ID})
		}
	}
	for i, u := range d.Panel.Users {
		if i == 0 {
			add(1, Variable{"IPTV_PANEL_API_KEY", d.Panel.APIKey})
		}
		add(i+1, Variable{"IPTV_PANEL_USER_TOKEN", u.Token})
	}
	for i, o := range d.Icareus.Organizations {
		add(i+1, Variable{"ICAREUS_ORGANIZATION_ID", strconv.FormatInt(o.ID, 10)}, Variable{"ICAREUS_SECRET", o.Secret})
	}
	return all
}
