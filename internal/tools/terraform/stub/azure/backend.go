// Package azure stands in for the azure backend of Terraform, which the module proxy does not have and no test needs.
package azure

import "github.com/hashicorp/terraform/internal/backend"

// New panics: this Terraform has no azure backend.
func New() backend.Backend {
	panic("this Terraform was built for tests of a provider and has no azure backend; use the local backend")
}
