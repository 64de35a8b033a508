// Package pg stands in for the pg backend of Terraform, which the module proxy does not have and no test needs.
package pg

import "github.com/hashicorp/terraform/internal/backend"

// New panics: this Terraform has no pg backend.
func New() backend.Backend {
	panic("this Terraform was built for tests of a provider and has no pg backend; use the local backend")
}
