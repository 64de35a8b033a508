// Package cos stands in for the cos backend of Terraform, which the module proxy does not have and no test needs.
package cos

import "github.com/hashicorp/terraform/internal/backend"

// New panics: this Terraform has no cos backend.
func New() backend.Backend {
	panic("this Terraform was built for tests of a provider and has no cos backend; use the local backend")
}
