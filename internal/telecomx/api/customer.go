package api

import (
	"context"
	"fmt"
	"net/http"

	"github.com/iptvops/terraform-provider-iptv/internal/rest"
)

// Customer is a reseller or a customer, as the lightest call about one tells (section 8).
type Customer struct {
	ID       string
	Name     string
	Features []string // such as IPTVPRIVATE
}

// GetCustomer reads the name and the features of a customer.
func (c *Client) GetCustomer(ctx context.Context, id string) (Customer, error) {
	var found struct {
		ref
		Name     rest.Text         `json:"name"`
		Features listOf[rest.Text] `json:"features"`
	}
	err := c.http.Do(ctx, rest.Request{
		Operation: "read customer", Method: http.MethodGet, Path: object("/customer", id) + "/name", Limit: rest.MaxObject,
	}, &found)
	if err != nil {
		return Customer{}, err
	}
	if Key(found.id()) != Key(id) {
		return Customer{}, fmt.Errorf("cannot read customer %s: Telecom X returned customer %s", id, found.id())
	}
	customer := Customer{ID: found.id(), Name: string(found.Name)}
	for _, feature := range found.Features {
		customer.Features = append(customer.Features, string(feature))
	}
	return customer, nil
}
