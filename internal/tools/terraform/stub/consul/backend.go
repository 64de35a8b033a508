// Package consul stands in for the consul backend of Terraform, which the module proxy does not have and no test needs.
package consul

import "github.com/hashicorp/terraform/internal/backend"

// New panics: this Terraform has no consul backend.
func New() backend.Backend {
	panic("this Terraform was built for tests of a provider and has no consul backend; use the local backend")
}
