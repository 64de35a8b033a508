// Package oci stands in for the oci backend of Terraform, which the module proxy does not have and no test needs.
package oci

import "github.com/hashicorp/terraform/internal/backend"

// New panics: this Terraform has no oci backend.
func New() backend.Backend {
	panic("this Terraform was built for tests of a provider and has no oci backend; use the local backend")
}
